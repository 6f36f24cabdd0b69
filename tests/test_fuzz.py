"""Mutated files neither crash nor hang the check, and no number counts that the file does not say.

A process of its own works through the seeds and says one line each; when it is silent for longer
than a file may take, it is ended and the seed counts as a hang.
"""

import os
import select
import subprocess
import sys
from pathlib import Path

import pytest

from tests import fuzz

ROOT = Path(__file__).resolve().parent.parent
MOST_SECONDS = 10  # a file may take, held in the soak, which has the machine to itself
HUNG = 300  # seconds after which a file counts as hung anywhere, however busy the machine


def told(process, seconds):
    """The next line of the process, None when it takes longer."""
    ready, _, _ = select.select([process.stdout], [], [], seconds)
    return process.stdout.readline() if ready else None


def problems(first, count, environment, most=HUNG):
    """What went wrong, a line a seed; a file may take `most` seconds."""
    found, seed, last = [], first, first + count
    while seed < last:
        command = [sys.executable, "-m", "tests.fuzz", str(seed), str(last - seed)]
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, bufsize=0
        )
        try:
            patience = HUNG  # the start of the process comes on top
            while seed < last and (line := told(process, patience)):
                said = line.decode().rstrip("\n").split("\t")
                assert int(said[0]) == seed, said
                found += [said] if said[2] else []
                patience, seed = most, seed + 1
        finally:
            process.kill()
            process.wait()
        if seed < last:
            how = "hung" if process.returncode == -9 else f"ended with {process.returncode}"
            found.append([str(seed), fuzz.attempt(seed).how, how])
            seed += 1
    return found


@pytest.fixture
def environment(tmp_path, monkeypatch):
    return {**os.environ, "DASHBOARD_VAR": str(tmp_path / "var"), "TMPDIR": str(tmp_path)}


def test_50_mutated_files_are_read_truly_or_refused_in_a_sentence(environment):
    assert problems(0, 50, environment) == []


@pytest.mark.soak
@pytest.mark.parametrize("first", range(1_000, 11_000, 1_000))
def test_10000_mutated_files_are_read_truly_or_refused_in_a_sentence(environment, first):
    assert problems(first, 1_000, environment, MOST_SECONDS) == []


@pytest.mark.parametrize("seed", range(0, 64))
def test_a_seed_always_makes_the_same_file_with_a_truth_it_can_be_held_against(seed):
    one, again = fuzz.attempt(seed), fuzz.attempt(seed)
    assert (one.how, one.may) == (again.how, again.may)


@pytest.mark.parametrize("seed", [2415])
def test_files_the_soak_once_found_are_read_truly_or_refused(environment, seed):
    assert problems(seed, 1, environment) == []


def test_the_fuzz_itself_notices_a_wrong_number_a_lost_key_and_a_record_twice():
    may = {("一中", "2026-01-01"): [(5,), (6, None), (7,)]}
    row = ("a", 2, "一中", "2026-01-01", 5.0, None, 7.0)
    assert fuzz.untrue([row], may) == ""
    assert "5.1 not (5,)" in fuzz.untrue([(*row[:4], 5.1, 6.0, 7.0)], may)
    assert "None not (5,)" in fuzz.untrue([(*row[:4], None, 6.0, 7.0)], may)
    assert "twice" in fuzz.untrue([row, row], may)
    assert "out of nothing" in fuzz.untrue([(*row[:3], "2026-02-01", 5.0, 6.0, 7.0)], may)
