"""Gunicorn on loopback, or where HOST says once there are accounts: two workers of four threads.

DuckDB is opened after the fork.
"""

import os
import socket
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
worker_class = "gthread"
timeout = 60
loglevel = "warning"


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


def post_worker_init(_worker):
    """Each worker looks after the snapshot it shows."""
    from data import scrub  # noqa: PLC0415 (after the fork)

    scrub.start()


def when_ready(server):
    """Print the address once the workers can be reached."""
    print(f"机关事务综合指挥仪表盘已启动：http://{bind}（按 Ctrl+C 停止）", flush=True)
