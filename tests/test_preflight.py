"""preflight finds what a machine lacks and says how to mend each finding."""

import socket
from datetime import UTC, datetime

import pytest

from data import manifests
from etl import preflight


@pytest.fixture
def free_port(monkeypatch):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = probe.getsockname()[1]
    monkeypatch.setenv("PORT", str(number))
    return number


def test_a_machine_that_has_everything_passes_every_check(two, free_port):
    said = []
    assert preflight.run(said.append) == 0
    assert len(said) == len(preflight.CHECKS) + 1 and said[-1] == "可以运行。"
    assert not any("不具备" in line for line in said), said


def test_without_browser_and_fonts_it_says_what_to_install(two, monkeypatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    assert "apt-get install chromium-headless-shell" in preflight.browser().mend
    assert "fonts-noto-cjk" in preflight.fonts().mend


def test_a_port_held_by_another_program_is_named(free_port):
    assert not preflight.port().mend
    with socket.create_server(("127.0.0.1", free_port)) as other:
        other.settimeout(1)
        assert f"端口 {free_port} 被别的程序占用" in preflight.port().found


def test_a_clock_behind_the_published_data_is_found(two, monkeypatch):
    class Early(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2001, 1, 1, tzinfo=UTC)

    assert "早于" not in preflight.clock().found
    monkeypatch.setattr(preflight, "datetime", Early)
    found = preflight.clock()
    assert "早于已发布数据的时间" in found.found and found.grave and "timedatectl" in found.mend


def test_a_package_of_another_version_is_named(monkeypatch, tmp_path):
    (tmp_path / "requirements.txt").write_text("duckdb==0.0.1  # x\nno-such-thing==1.0  # y\n")
    monkeypatch.setattr(preflight.paths, "PROJECT", tmp_path)
    found = preflight.versions()
    assert (
        "duckdb 应为 0.0.1" in found.found
        and "no-such-thing 应为 1.0，实为 没有安装" in found.found
    )
    assert "pip install -r requirements.txt" in found.mend


def test_too_little_room_is_told_with_what_to_do(two, monkeypatch):
    monkeypatch.setattr(preflight, "ROOM", 1 << 62)
    assert "prune --keep 3" in preflight.room().mend
    assert manifests.published()
