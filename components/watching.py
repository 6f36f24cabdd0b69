"""What is looked at goes into the audit log; how long each panel took is counted beside it."""

import threading
import time

from flask import Flask, Response, g, request

from data.access import audit, usage, viewer

CALLBACK = "/_dash-update-component"
PAGE, ADDRESS = "page.children", "..url.search."
EVERY = 15  # seconds between writes of the counts
_counts: dict[tuple[str, str], list[float]] = {}
_written = [time.monotonic()]
_lock = threading.Lock()


def register(server: Flask) -> None:
    """After each answer of a callback, the search and the drawer."""

    @server.after_request
    def watch(response: Response) -> Response:
        if response.status_code == 200 and viewer.current().role not in ("nobody", "operator"):
            if request.path == CALLBACK:
                _callback()
            elif request.path == "/search" and len(request.args.get("q", "")) > 1:
                audit.write("find", {"words": request.args["q"][:40]}, request.remote_addr or "")
            elif request.path == "/source":
                audit.write("source", {"metric": request.args.get("metric", "")[:60]},
                            request.remote_addr or "")  # fmt: skip
        return response


def _callback() -> None:
    asked = request.get_json(silent=True) or {}
    output, changed = str(asked.get("output", "")), asked.get("changedPropIds") or []
    if output == PAGE:
        audit.write("view", {"path": _value(asked, 0)}, request.remote_addr or "")
    elif output.startswith(ADDRESS) and any(str(one) != "snapshot.data" for one in changed):
        audit.write("look", {"search": _value(asked, 0)}, request.remote_addr or "")
    outputs = asked.get("outputs")
    first = outputs[0] if isinstance(outputs, list) and outputs else outputs
    panel = first.get("id") if isinstance(first, dict) else None
    if isinstance(panel, dict) and "entered" in g:
        _count(str(panel.get("index"))[:60], 1000 * (time.perf_counter() - g.entered))


def _value(asked: dict, place: int) -> str:
    inputs = asked.get("inputs")
    found = inputs[place].get("value") if isinstance(inputs, list) and len(inputs) > place else ""
    return str(found or "")[:300]


def _count(panel: str, took_ms: float) -> None:
    key = (panel, viewer.current().name)
    with _lock:
        times = _counts.setdefault(key, [0, 0.0, 0.0])
        times[0] += 1
        times[1] += took_ms
        times[2] = max(times[2], took_ms)
        if time.monotonic() - _written[0] < EVERY:
            return
        found, _written[0] = dict(_counts), time.monotonic()
        _counts.clear()
    usage.add_timings(found)
