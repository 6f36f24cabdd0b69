"""python -m etl preflight: can this machine run the product, and what mends what it lacks."""

import os
import platform
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import metadata

from data import manifests, paths, snapshots
from data.errors import DashboardError
from etl import disk

PYTHON = (3, 11)
MEMORY = 2 << 30
ROOM = 2 << 30
FONTS = ("Noto Sans CJK SC", "Noto Serif CJK SC")
NAME = re.compile(r"([\w-]+)(?:\[\w+\])?==(\S+)")
SECONDS = 30


@dataclass(frozen=True)
class Finding:
    """One look: what was found; `mend` says how to mend it, "" when all is well."""

    found: str
    mend: str = ""
    grave: bool = True
    """Whether the product cannot run (or not safely) as it is; else a part of it is missing."""


def versions() -> Finding:
    """Python and every pinned package."""
    if sys.version_info < PYTHON:
        return Finding(f"Python {platform.python_version()}", "需要 Python 3.11 或更高版本。")
    wrong = []
    for line in (paths.PROJECT / "requirements.txt").read_text(encoding="utf-8").splitlines():
        if pinned := NAME.match(line):
            have = _version(pinned[1])
            wrong += [] if have == pinned[2] else [f"{pinned[1]} 应为 {pinned[2]}，实为 {have}"]
    if wrong:
        return Finding("、".join(wrong[:5]), "运行 .venv/bin/pip install -r requirements.txt。")
    return Finding(f"Python {platform.python_version()}，依赖版本与 requirements.txt 一致")


def fonts() -> Finding:
    """The families briefings are set in."""
    mend = "运行 apt-get install fontconfig fonts-noto-cjk（没有则不能出简报）。"
    told = _said("fc-list", ":", "family")
    missing = [font for font in FONTS if font not in told]
    if missing:
        return Finding(f"缺少字体 {'、'.join(missing)}", mend, grave=False)
    return Finding("、".join(FONTS))


def browser() -> Finding:
    """A Chromium that starts and renders."""
    mend = "运行 apt-get install chromium-headless-shell（没有则不能出简报）。"
    found = paths.browser()
    if not found:
        return Finding("没有 Chromium", mend, grave=False)
    page = "data:text/html,<title>好</title><p>好</p>"
    told = _said(found, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", page)
    if "<p>" not in told:
        return Finding(
            f"{found} 不能启动", f"手动运行 {found} --version 查看原因。{mend}", grave=False
        )
    return Finding(found)


def rights() -> Finding:
    """Whether var/ can be written by whoever runs this."""
    var = paths.var()
    probe = disk.existing() / f".preflight-{os.getpid()}"
    try:
        probe.write_text("x")
        probe.unlink()
    except OSError as error:
        return Finding(
            f"{disk.existing()} 不能写入（{error.strerror}）",
            f"以管理员身份运行 chown -R dashboard: {var}，或用 DASHBOARD_VAR 指定别的文件夹。",
        )
    foreign = [one for one in (var, manifests.folder(), var / "files") if one.exists()
               and not os.access(one, os.W_OK | os.X_OK)]  # fmt: skip
    if foreign:
        return Finding(f"{foreign[0]} 不能写入", f"以管理员身份运行 chown -R dashboard: {var}。")
    return Finding(f"{var} 可以写入")


def room() -> Finding:
    """Disk and memory."""
    free = disk.free()
    if free < ROOM:
        return Finding(
            f"磁盘只剩 {free / 1e9:.1f} GB",
            "至少留 2 GB；可运行 python -m etl prune --keep 3 清理旧版本。",
        )
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    if total < MEMORY:
        return Finding(
            f"内存只有 {total / 1e9:.1f} GB", "建议 2 GB 以上，否则大的装载可能中断。", False
        )
    return Finding(f"磁盘剩 {free / 1e9:.1f} GB，内存 {total / 1e9:.1f} GB")


def clock() -> Finding:
    """The clock: not behind what was already published, and with a zone."""
    now = datetime.now(UTC)
    try:
        sealed = manifests.manifest(snapshots.chosen().id)
        built = datetime.fromisoformat(sealed.built_at).replace(tzinfo=UTC)
    except DashboardError:
        built = datetime(2026, 1, 1, tzinfo=UTC)
    if now < built - timedelta(minutes=5):
        return Finding(
            f"本机时间 {now.astimezone():%Y-%m-%d %H:%M} 早于已发布数据的时间 {built:%Y-%m-%d %H:%M}（UTC）",
            "校准时钟：timedatectl set-ntp true，或 timedatectl set-time '年-月-日 时:分:秒'。",
        )
    if now.astimezone().utcoffset() != timedelta(hours=8):
        mend = "如需显示北京时间，运行 timedatectl set-timezone Asia/Shanghai。"
        return Finding(f"时区不是东八区（{now.astimezone():%z}）", mend, grave=False)
    return Finding(f"{now.astimezone():%Y-%m-%d %H:%M %z}")


def port() -> Finding:
    """Whether the port is free, or held by this product already."""
    number = os.environ.get("PORT") or "8050"
    if not number.isdecimal() or not 0 < int(number) < 65536:
        return Finding(f"PORT={number}", "应是 1—65535 之间的整数。")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(number)))
            return Finding(f"端口 {number} 空闲")
        except OSError:
            pass
    if '"checks"' in _asked(int(number)):
        return Finding(f"端口 {number} 上本系统正在运行")
    return Finding(
        f"端口 {number} 被别的程序占用", "用 ss -ltnp 查看是谁，或用 PORT=8060 换一个端口。"
    )


CHECKS: dict[str, Callable[[], Finding]] = {
    "版本": versions, "字体": fonts, "浏览器": browser, "权限": rights, "空间": room,
    "时钟": clock, "端口": port,
}  # fmt: skip


def run(say: Callable[[str], None] = print) -> int:
    """Tells of every check; 1 when something keeps the product from running, else 0."""
    worst = 0
    for title, check in CHECKS.items():
        found = check()
        mark = "通过" if not found.mend else "不具备" if found.grave else "提示"
        say(f"  {mark}  {title}：{found.found}" + (f"。{found.mend}" if found.mend else ""))
        worst = max(worst, int(bool(found.mend) and found.grave))
    say("可以运行。" if not worst else "请按上面的说明处理后再运行。")
    return worst


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "没有安装"


def _said(*command: str) -> str:
    """What a program prints, "" when it is not there or fails."""
    try:
        return subprocess.run(
            command, capture_output=True, text=True, timeout=SECONDS, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return ""


def _asked(number: int) -> str:
    """The first bytes that a server on the port answers to /healthz."""
    try:
        with socket.create_connection(("127.0.0.1", number), timeout=5) as asking:
            asking.sendall(b"GET /healthz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
            told = b""
            while len(told) < 4096 and (more := asking.recv(4096)):
                told += more
            return told.decode(errors="replace")
    except OSError:
        return ""
