"""Mutated files neither crash nor hang the check, and no number counts that the file does not say.

A process of its own works through the seeds and says one line each; when it is silent for longer
than a file may take, it is ended and the seed counts as a hang.
"""

import os
import random
import select
import subprocess
import sys
from pathlib import Path

import pytest

from etl.words import squeeze
from tests import fuzz, mutated_forms, mutations

PRICED = next(card for card in mutated_forms.known() if card.name == "form_vehicle_unit")
ROOT = Path(__file__).resolve().parent.parent
BATCH_SECONDS = 120  # a batch may take, held in the soak; each file 10 s, by the fuzz itself
HUNG = 300  # seconds after which a file counts as hung anywhere, however busy the machine


def told(process, seconds):
    """The next line of the process, None when it takes longer."""
    ready, _, _ = select.select([process.stdout], [], [], seconds)
    return process.stdout.readline() if ready else None


def problems(first, count, environment, most=HUNG):
    """What went wrong, a line a seed; a file may take `most` seconds. A file that ends the process
    is left out of the next one, which begins with the batch that got no verdict."""
    found, seed, last, culprits = [], first, first + count, []
    while seed < last:
        command = [sys.executable, "-m", "tests.fuzz", *map(str, (seed, last - seed, *culprits))]
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, bufsize=0
        )
        at = seed
        try:
            patience = HUNG  # the start of the process comes on top
            while line := told(process, patience):
                said, patience = line.decode().rstrip("\n").split("\t"), most
                if said[0][0] == "@":
                    at = int(said[0][1:])
                elif said[0][0] != "#":
                    seed = int(said[0]) + 1
                    found += [said] if said[2] else []
        finally:
            process.kill()
            process.wait()
        if process.returncode:
            how = "hung" if process.returncode == -9 else f"ended with {process.returncode}"
            found.append([str(at), fuzz.made(at).attempt.how, how])
            culprits.append(at)
            seed = min(seed, at)
        else:
            seed = last
    return found


@pytest.fixture
def environment(tmp_path, monkeypatch):
    return {**os.environ, "DASHBOARD_VAR": str(tmp_path / "var"), "TMPDIR": str(tmp_path)}


def test_100_mutated_files_are_read_truly_or_refused_in_a_sentence(environment):
    assert problems(0, 100, environment) == []


@pytest.mark.soak
@pytest.mark.parametrize("first", range(1_000, 11_000, 1_000))
def test_10000_mutated_files_are_read_truly_or_refused_in_a_sentence(environment, first):
    assert problems(first, 1_000, environment, BATCH_SECONDS) == []


@pytest.mark.parametrize("seed", range(0, 64))
def test_a_seed_always_makes_the_same_file_with_a_truth_it_can_be_held_against(seed):
    one, again = fuzz.made(seed).attempt, fuzz.made(seed).attempt
    assert (one.how, one.may) == (again.how, again.may)


@pytest.mark.parametrize("seed", [4830, 21925])
def test_files_the_soak_once_found_are_read_truly_or_refused(environment, seed):
    assert problems(seed, 1, environment) == []


def test_the_fuzz_itself_notices_a_wrong_number_a_lost_key_and_a_record_twice():
    may = {("一中", "2026-01-01"): [(5,), (6, None), (7,)]}
    row = ("a", 2, "一中", "2026-01-01", 5.0, None, 7.0)
    assert mutations.untrue([row], may) == ""
    assert "5.1 not (5,)" in mutations.untrue([(*row[:4], 5.1, 6.0, 7.0)], may)
    assert "None not (5,)" in mutations.untrue([(*row[:4], None, 6.0, 7.0)], may)
    assert "twice" in mutations.untrue([row, row], may)
    assert "out of nothing" in mutations.untrue([(*row[:3], "2026-02-01", 5.0, 6.0, 7.0)], may)


def test_the_fuzz_of_forms_notices_a_wrong_number_a_record_out_of_nothing_and_what_is_lost():
    form = mutated_forms.form(random.Random(1), PRICED, 1)
    truth, columns = mutated_forms.truth(form), PRICED.subject.columns
    (place, says), *_ = truth.items()
    row = [*place, *(says.get(column.name, (None,))[0] for column in columns)]
    at = 2 + [column.name for column in columns].index("price")
    heading = form.headings[[column.name for column in form.columns].index("price")]

    def judged(number, unread=(), first=row[0]):
        found = [first, *row[1:at], number, *row[at + 1 :]]
        return mutated_forms.untrue([tuple(found)], form, truth, {squeeze(each) for each in unread})

    assert judged(row[at]) == judged(None, [heading]) == ""
    assert "price: None not" in judged(None)
    assert "price: " in judged(row[at] + 1)
    assert "out of nothing" in judged(row[at], first=99)
