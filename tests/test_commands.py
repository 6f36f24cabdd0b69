"""Every command answers in strict JSON that data/README.md documents, says how electricity counts,
and gives the same bytes in another process with another hash seed."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from data import metrics
from data.__main__ import main
from etl.__main__ import main as etl
from tests import small as bureau

ROOT = Path(__file__).resolve().parent.parent
FIELDS = re.compile(r"`([a-z0-9_]+)`")


def asked(snapshot):
    """Each command with its arguments, as on the command line."""
    peers = ("peers", "energy_per_m2_kgce", "--institution", bureau.FINANCE)
    peers += ("--period", "2026M10")
    return {
        "list": ("list",),
        "value": ("value", "energy_per_m2_kgce", "--by", "institution"),
        "compare": ("compare", "energy_per_m2_kgce", "energy_total_tce", "--period", "2026M10"),
        "why": ("why", "energy_per_m2_kgce", "--period", "2026M10"),
        "peers": peers,
        "rank": ("rank", "energy_per_m2_kgce"),
        "records": ("records", "energy_per_m2_kgce", "--limit", "500"),
        "findings": ("findings", "--limit", "500"),
        "then": ("then", "energy_per_m2_kgce", "--snapshot", snapshot),
        "changed": ("changed", "energy_per_m2_kgce", "--since", snapshot),
        "balance": ("balance", "energy_per_m2_kgce"),
        "balance --over": ("balance", "energy_per_m2_kgce", "--over", "month"),
        "plan": ("plan", "vehicles", "--band", "0.5,4"),
    }


NAMES = tuple(asked(""))


def strict(text):
    """The JSON value of a text; NaN and Infinity are none."""
    return json.loads(text, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))


def names(answer):
    """The keys of the answer and of its rows, whatever stands deeper."""
    rows = [row for key in ("rows", "findings") for row in answer.get(key, [])[:1]]
    return {*answer, *(key for row in rows for key in row)}


def documented(command):
    """The fields that data/README.md names for a command."""
    text = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    shared, *sections = re.split(r"^### ", text, flags=re.MULTILINE)
    own = [part for part in sections if part.splitlines()[0].split()[0] == command]
    assert len(own) == 1, command
    return set(FIELDS.findall(shared)) | set(FIELDS.findall(own[0]))


@pytest.mark.parametrize("name", NAMES)
def test_json_is_strict_and_every_field_is_documented(small, capsys, name):
    assert main([*asked(small)[name], "--format", "json"]) == 0
    answer = strict(capsys.readouterr().out)
    assert names(answer) <= documented(name.split()[0])


@pytest.mark.parametrize("form", ["table", "csv", "json"])
@pytest.mark.parametrize(
    "name", [name for name in NAMES if name not in ("list", "findings", "plan")]
)
def test_every_output_prints_how_electricity_counts(small, capsys, name, form):
    if form == "csv" and name in ("then", "changed"):
        return
    for basis, word in (("calorific", "当量值 0.1229"), ("equivalent", "等价值 0.30")):
        assert main([*asked(small)[name], "--format", form, "--basis", basis]) == 0
        assert word in capsys.readouterr().out


ALONE = """
import contextlib, hashlib, io, json, sys
from data.__main__ import main
from data.analysis.forecast import forecast
for arguments in json.load(sys.stdin):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = main(arguments)
    print(code, len(out.getvalue()), hashlib.sha256(out.getvalue().encode()).hexdigest(), *arguments)
series = [100 + step % 12 * 5 + step % 7 for step in range(48)]
print(forecast([float(value) for value in series]))
"""


def test_two_processes_with_other_hash_seeds_give_the_same_bytes(small):
    wanted = [
        [*one, "--format", form] for one in asked(small).values() for form in ("json", "table")
    ]
    wanted += [["value", id_, "--format", "json"] for id_ in metrics.METRICS]
    told = []
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", ALONE], input=json.dumps(wanted), text=True, check=True,
            capture_output=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed},
        )  # fmt: skip
        told.append(done.stdout)
    assert told[0] == told[1]
    lines = told[0].splitlines()
    assert len(lines) == len(wanted) + 1
    assert all(line.startswith("0 ") and int(line.split()[1]) > 50 for line in lines[:-1])


def test_the_demo_is_drawn_from_another_seed_in_another_size(tmp_path, capsys):
    sizes = ["--institutions", "60", "--months", "14", "--no-load"]
    for seed in ("4", "5"):
        folder = ["--out", str(tmp_path / seed)]
        assert etl(["demo", "--seed", seed, *folder, *sizes]) == 0
    plans = [(tmp_path / seed / "planted.csv").read_text("utf-8-sig") for seed in ("4", "5")]
    assert plans[0] != plans[1] and all(plan.count("\n") > 20 for plan in plans)
    assert etl(["demo", "--institutions", "0"]) == 1
    assert "--institutions 为 0，须为正整数" in capsys.readouterr().err
