"""Gunicorn on loopback, or where HOST says once there are accounts: two workers of four threads.

DuckDB is opened after the fork.
"""

import os
import shutil
import socket
import struct
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from data.access import binding  # noqa: E402  (found by the line above)

_PORT = os.environ.get("PORT") or "8050"
if not _PORT.isdecimal() or not 0 < int(_PORT) < 65536:
    sys.exit(f"端口 PORT={_PORT} 不是 1—65535 之间的整数。请改正后重试，例如 PORT=8060 make run。")

_HOST = os.environ.get("HOST") or "127.0.0.1"
if _refusal := binding.refusal(_HOST):
    sys.exit(_refusal)

bind = f"[{_HOST}]:{_PORT}" if ":" in _HOST else f"{_HOST}:{_PORT}"
workers = 2
threads = 4
worker_class = "deploy.worker.Worker"
timeout = 60
loglevel = "warning"
graceful_timeout = 30
keepalive = 5
limit_request_line = 8190
limit_request_fields = 60
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None

_SLOW = 15  # seconds a client may take for its next bytes before a thread is taken back
_VAR = Path(os.environ.get("DASHBOARD_VAR") or Path(__file__).resolve().parent.parent / "var")
_COUNTS = _VAR.resolve() / "metrics" / _PORT
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_COUNTS)  # read by prometheus_client at its import


def on_starting(server):
    """Say plainly that the port is taken, instead of five retries and a trace."""
    family = socket.AF_INET6 if ":" in _HOST else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, int(_PORT)))
        except OSError:
            sys.exit(
                f"端口 {_PORT} 已被占用。请关闭占用它的程序，或换一个端口：PORT=8060 make run。"
            )

    shutil.rmtree(_COUNTS, ignore_errors=True)
    _COUNTS.mkdir(parents=True)


def child_exit(_server, worker):
    """What a worker leaves: its counts stay, what it spilled to disk goes."""
    from prometheus_client import multiprocess  # noqa: PLC0415 (after the folder is named)

    multiprocess.mark_process_dead(worker.pid)
    shutil.rmtree(_VAR / "spill" / str(worker.pid), ignore_errors=True)


def post_worker_init(_worker):
    """Each worker looks after the snapshot it shows."""
    from data import scrub  # noqa: PLC0415 (after the fork)

    scrub.start()


def when_ready(server):
    """Print the address once the workers can be reached; a slow client holds no thread for long."""
    for listener in server.LISTENERS:
        for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            listener.sock.setsockopt(socket.SOL_SOCKET, option, struct.pack("ll", _SLOW, 0))
    print(f"机关事务综合指挥仪表盘已启动：http://{bind}（按 Ctrl+C 停止）", flush=True)
