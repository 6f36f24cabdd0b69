"""Gunicorn on loopback: two workers of four threads; DuckDB is opened after the fork."""

import os
import socket
import sys

_PORT = os.environ.get("PORT") or "8050"
if not _PORT.isdecimal() or not 0 < int(_PORT) < 65536:
    sys.exit(f"端口 PORT={_PORT} 不是 1—65535 之间的整数。请改正后重试，例如 PORT=8060 make run。")

bind = f"127.0.0.1:{_PORT}"
workers = 2
threads = 4
worker_class = "gthread"
timeout = 60
loglevel = "warning"


def on_starting(server):
    """Say plainly that the port is taken, instead of five retries and a trace."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(_PORT)))
        except OSError:
            sys.exit(
                f"端口 {_PORT} 已被占用。请关闭占用它的程序，或换一个端口：PORT=8060 make run。"
            )


def when_ready(server):
    """Print the address once the workers can be reached."""
    print(f"机关事务综合指挥仪表盘已启动：http://{bind}（按 Ctrl+C 停止）", flush=True)
