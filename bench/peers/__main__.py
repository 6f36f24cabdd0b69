"""python -m bench.peers: the overview page against Streamlit and Vizro, side by side.

Each tool runs in an environment of its own under var/bench/peers, made once, with the same
snapshot, SQL, figures and filter change, two processes where the tool can. Needs a published
snapshot, pip's index and Chromium. Superset is left out: its page is a database of saved charts,
not code that can be pinned here.
"""

import os
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from bench.peers import asked, viewers
from data import paths

HERE = Path(__file__).resolve().parent
PORTS = {"ours": 8981, "Streamlit": 8982, "Vizro": 8983}
NEEDS = {
    "Streamlit": ("streamlit==1.67.0", "duckdb==2.0.0", "plotly==7.1.0"),
    "Vizro": ("vizro==1.0.0", "duckdb==2.0.0", "gunicorn==27.0.0"),
}
VIEWERS = (1, 10, 50)
CHANGES = tuple(f"change p50/p95 s, {count} open" for count in VIEWERS)
HEAD = ("tool", "first picture s", *CHANGES, "PSS MB")


def main() -> int:
    """Prints and keeps the table; 1 when one of the others is ahead anywhere."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        print("没有 Chromium，无法比较。请运行 apt-get install chromium 后重试。", file=sys.stderr)
        return 1
    folder = paths.var() / "bench" / "peers"
    folder.mkdir(parents=True, exist_ok=True)
    found = _measured(folder, chromium)
    lines = [HEAD, *(_line(tool, row) for tool, row in found.items())]
    text = "\n".join(" | ".join(line) for line in lines)
    print(text)
    head = f"# make bench-peers\n\n{datetime.now():%Y-%m-%d %H:%M} · {os.cpu_count()} cores\n\n"
    (HERE / "results.md").write_text(f"{head}```\n{text}\n```\n", encoding="utf-8")
    return 0 if all(_ahead(found["ours"], found[tool]) for tool in NEEDS) else 1


def _measured(folder: Path, chromium: str) -> dict[str, dict]:
    regions = asked.write(folder / "asked.json")
    found = {}
    for tool, port in PORTS.items():
        print(f"{tool} ……", flush=True)
        with _served(tool, port, folder) as server:
            found[tool] = viewers.measured(tool, port, regions, VIEWERS, chromium)
            found[tool]["memory"] = sum(map(_pss, _tree(server.pid)))
        print(" | ".join(_line(tool, found[tool])), flush=True)
    return found


def _line(tool: str, row: dict) -> tuple[str, ...]:
    changes = (f"{_p(row[n], 50):.2f} / {_p(row[n], 95):.2f}" for n in VIEWERS)
    return tool, f"{row['first']:.2f}", *changes, f"{row['memory']:.0f}"


def _p(taken: list[float], share: int) -> float:
    return statistics.quantiles(taken, n=100, method="inclusive")[share - 1]


def _ahead(ours: dict, other: dict) -> bool:
    pairs = [(_p(ours[n], at), _p(other[n], at)) for n in VIEWERS for at in (50, 95)]
    return all(mine <= theirs for mine, theirs in [*pairs, (ours["first"], other["first"])])


@contextmanager
def _served(tool: str, port: int, folder: Path):
    """The tool's page on its port, answering."""
    environment = {**os.environ, "PORT": str(port), "PEERS_ASKED": str(folder / "asked.json")}
    command, where = _command(tool, port, folder)
    log = (folder / f"{tool}.log").open("w", encoding="utf-8")
    server = subprocess.Popen(command, cwd=where, env=environment, stdout=log, stderr=log)
    try:
        for _ in range(240):
            if _answers(port):
                break
            if server.poll() is not None:
                raise SystemExit(f"{tool} 没有启动，见 {log.name}")
            time.sleep(0.5)
        yield server
    finally:
        server.terminate()
        server.wait(30)
        log.close()


def _command(tool: str, port: int, folder: Path) -> tuple[list[str], Path]:
    if tool == "ours":
        own = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "app:server"]
        return own, paths.PROJECT
    bin_ = _environment(tool, folder)
    if tool == "Streamlit":
        options = ["--server.headless", "true", "--browser.gatherUsageStats", "false"]
        page = ["run", "streamlit_page.py", "--server.port", str(port), *options]
        return [str(bin_ / "streamlit"), *page], HERE
    server = ["-w", "2", "--threads", "4", "-b", f"127.0.0.1:{port}", "vizro_page:server"]
    return [str(bin_ / "gunicorn"), *server], HERE


def _environment(tool: str, folder: Path) -> Path:
    """The tool's own environment, made the first time."""
    home = folder / tool
    if not (home / ".installed").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", home], check=True)
        pip = [home / "bin" / "pip", "install", "-q", "--disable-pip-version-check"]
        subprocess.run([*pip, *NEEDS[tool]], check=True)
        (home / ".installed").touch()
    return home / "bin"


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def _tree(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [pid, *(one for child in children for one in _tree(int(child)))]


def _pss(pid: int) -> float:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    return next(int(line.split()[1]) / 1000 for line in text.splitlines() if line[:4] == "Pss:")


if __name__ == "__main__":
    sys.exit(main())
