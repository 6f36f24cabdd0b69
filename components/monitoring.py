"""/healthz for whoever asks whether we live, /metrics for Prometheus; neither names a person.

Every worker counts into files under PROMETHEUS_MULTIPROC_DIR (set in deploy/gunicorn.conf.py), so
that one answer tells of all of them. /metrics answers on this machine only: a request that came
through a proxy, or from another address, gets 404.
"""

import os
import time
from collections.abc import Iterator

from flask import Flask, Response, abort, g, jsonify, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from data import health

OPEN = ("/healthz", "/metrics")
"""Paths that ask for no sign-in."""
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
LOCAL = ("127.0.0.1", "::1")
FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP")

_requests = Counter("dashboard_requests", "Requests answered", ("route", "method", "status"))
_seconds = Histogram("dashboard_request_seconds", "Time to answer", ("route",), buckets=BUCKETS)


def register(server: Flask) -> None:
    """Counts every request and answers the two paths."""

    @server.before_request
    def note_the_time() -> None:
        g.began = time.perf_counter()

    @server.after_request
    def count(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "none"
        _requests.labels(route, request.method, response.status_code).inc()
        if began := g.pop("began", None):
            _seconds.labels(route).observe(time.perf_counter() - began)
        return response

    @server.get("/healthz")
    def healthz():
        found = health.look()
        told = {"status": found.status, "snapshot": found.snapshot,
                "age_seconds": found.age_seconds, "checks": found.checks}  # fmt: skip
        answer = jsonify(told)
        answer.headers["Cache-Control"] = "no-store"
        return answer, 503 if found.status == health.DOWN else 200

    @server.get("/metrics")
    def metrics() -> Response:
        if request.remote_addr not in LOCAL or any(name in request.headers for name in FORWARDED):
            abort(404)
        return Response(_told(), content_type=CONTENT_TYPE_LATEST)


def _told() -> bytes:
    """The counts of all workers, and how things stand now."""
    registry = CollectorRegistry()
    registry.register(_Standing())
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        multiprocess.MultiProcessCollector(registry)
    else:  # one process, as in the tests: the counts are its own
        registry.register(_requests)
        registry.register(_seconds)
    return generate_latest(registry)


class _Standing(Collector):
    """What is looked up when asked; no process keeps it."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        found = health.look()
        up = GaugeMetricFamily("dashboard_up", "1 when a snapshot can be shown")
        up.add_metric([], found.status != health.DOWN)
        yield up
        checks = GaugeMetricFamily("dashboard_check", "1 when the check is ok", labels=["check"])
        for name, outcome in found.checks.items():
            checks.add_metric([name], outcome == health.OK)
        yield checks
        if found.snapshot:
            age = "Seconds since the shown snapshot was built"
            yield GaugeMetricFamily("dashboard_snapshot_age_seconds", age, found.age_seconds)
            shown = GaugeMetricFamily("dashboard_snapshot", "The shown snapshot", labels=["id"])
            shown.add_metric([found.snapshot], 1)
            yield shown
        yield GaugeMetricFamily("dashboard_snapshots_kept", "Snapshots on disk", health.kept())
        yield GaugeMetricFamily("dashboard_disk_free_bytes", "Free under var/", health.free())
