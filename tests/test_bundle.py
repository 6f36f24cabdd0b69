"""The offline bundle on an empty Debian with no network: installed, loaded, served, printed, backed up.

A soak: it makes an empty Debian with debootstrap, so it runs as root, and needs the network until
the bundle is made. From then on everything runs in a network namespace that holds a loopback alone.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from data import paths
from tests.test_browser import BROWSERS, FLAGS, PATHS, visit

pytestmark = pytest.mark.soak
MIRROR = "http://deb.debian.org/debian"
BASE = "http://127.0.0.1:8050"
APART = ("unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c")
INSIDE = (
    "ip link set lo up && mount -t proc proc {root}/proc && mount --rbind /dev {root}/dev"
    " && exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 chroot {root} /bin/sh -c '{told}'"
)
AS_SERVICE = 'su -s /bin/sh dashboard -c "cd /opt/dashboard && export DASHBOARD_VAR=/var/lib/dashboard && {told}"'


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """An empty Debian with the bundle unpacked under /root/bundle."""
    if os.geteuid() or not shutil.which("debootstrap"):
        pytest.skip(
            "an empty Debian is made by root with debootstrap, and one of the two is missing"
        )
    folder = tmp_path_factory.mktemp("bundle")
    root = folder / "debian"
    release = re.search(r"^VERSION_CODENAME=(\w+)", Path("/etc/os-release").read_text(), re.M)[1]
    subprocess.run(["debootstrap", "--variant=minbase", release, root, MIRROR], check=True)
    environment = os.environ | {"OUT": str(folder)}
    subprocess.run(["deploy/bundle.sh"], check=True, cwd=paths.PROJECT, env=environment)
    (root / "root" / "bundle").mkdir()
    made = next(folder.glob("*.tar.gz"))
    subprocess.run(["sha256sum", "-c", f"{made.name}.sha256"], check=True, cwd=folder)
    unpack = ["tar", "-xzf", made, "-C", root / "root" / "bundle", "--strip-components=1"]
    subprocess.run(unpack, check=True)
    yield root
    shutil.rmtree(root)


def command(root, told, service=False):
    """What runs a line in the empty Debian without network, as root or as the service's user."""
    line = AS_SERVICE.format(told=told) if service else told
    return [*APART, INSIDE.format(root=root, told=line)]


def run(root, told, service=False):
    done = subprocess.run(command(root, told, service), capture_output=True, text=True)
    assert done.returncode == 0, (told, done.stdout[-2000:], done.stderr[-2000:])
    return done.stdout


def test_there_is_no_network_where_this_runs(bare):
    assert run(bare, "ls /sys/class/net /proc/sys/net/ipv4/conf; true").split().count("eth0") == 0
    done = subprocess.run(
        command(bare, "apt-get update -o Acquire::Retries=0"), capture_output=True
    )
    assert done.returncode or b"Failed to fetch" in done.stdout + done.stderr


def test_it_installs_loads_serves_prints_and_backs_up_without_network(bare):
    assert (
        run(bare, "cd /root/bundle && sha256sum -c --quiet SHA256SUMS && echo whole") == "whole\n"
    )
    assert "可以运行" in run(bare, "sh /root/bundle/install.sh")
    run(bare, ".venv/bin/python -m etl first", service=True)
    server = ".venv/bin/gunicorn --config deploy/gunicorn.conf.py app:server"
    with subprocess.Popen(command(bare, f"exec {server}", service=True)) as serving:
        try:
            opened = subprocess.run(
                ["nsenter", "-t", str(serving.pid), "-n", sys.executable, "-m", "tests.test_bundle"],
                check=True, capture_output=True, text=True, cwd=paths.PROJECT,
            )  # fmt: skip
        finally:
            first = Path(f"/proc/{serving.pid}/task/{serving.pid}/children").read_text().split()[0]
            os.kill(int(first), signal.SIGKILL)  # the first process of its namespace: all end
    assert json.loads(opened.stdout) == {path: [] for path in PATHS}
    made = run(
        bare, ".venv/bin/python -m briefing build --out /var/lib/dashboard/out", service=True
    )
    assert (bare / made.split()[-1].lstrip("/")).read_bytes().startswith(b"%PDF-")
    run(bare, ".venv/bin/python -m etl backup /var/backups/dashboard", service=True)
    kept = sorted((bare / "var/backups/dashboard").iterdir())[-1].name
    again = "DASHBOARD_VAR=/tmp/again .venv/bin/python -m etl"
    run(bare, f"{again} restore /var/backups/dashboard/{kept}", service=True)
    assert "没有需要处理的问题" in run(bare, f"{again} doctor", service=True)


def open_all() -> dict[str, list[str]]:
    """What each page's console and requests say that they should not; run in the namespace."""
    told = {}
    with sync_playwright() as playwright:
        path = next(found for name in BROWSERS if (found := shutil.which(name)))
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for path in PATHS:
            page, noise = browser.new_page(), []
            page.on("console", lambda m, n=noise: n.append(m.text) if m.type == "error" else None)
            page.on("requestfailed", lambda r, n=noise: n.append(r.url))
            wait(page)
            visit(page, BASE + path)
            told[path] = noise
            page.close()
    return told


def wait(page) -> None:
    """Until the server answers."""
    for _ in range(120):
        try:
            if page.request.get(f"{BASE}/healthz").ok:
                return
        except Exception as error:
            if "ECONNREFUSED" not in str(error):
                raise
        page.wait_for_timeout(500)


if __name__ == "__main__":
    print(json.dumps(open_all()))
