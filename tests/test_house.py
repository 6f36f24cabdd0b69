"""The rules of the house: who imports whom, how long things may be, what every file says."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from data import metrics

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("data", "etl", "components", "pages", "briefing", "bench")
MAY_IMPORT = {
    "data": {"data"},
    "etl": {"etl", "data"},
    "components": {"components", "data"},
    "briefing": {"briefing", "components", "data"},
    "pages": {"components", "data", "briefing"},
}
ETL_READS = {"access", "errors", "inbox", "manifests", "paths", "reference", "snapshots",
             "warehouse"}  # fmt: skip
FUNCTION_LINES, MODULE_LINES, LINE_LENGTH = 30, 200, 100
# The list of subjects is one table: cutting it in two would only hide half of it.
LONGER = {"etl/subjects.py", "components/catalog.py"}


def modules():
    files = [ROOT / "app.py", *(path for name in PACKAGES for path in (ROOT / name).rglob("*.py"))]
    return sorted(path.relative_to(ROOT).as_posix() for path in files)


def tree(name):
    return ast.parse((ROOT / name).read_text(encoding="utf-8"))


def imports(name):
    """Dotted names a module imports, `from data import x` as data.x."""
    found = set()
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("name", modules())
def test_a_module_imports_only_what_stands_below_it(name):
    package = name.split("/")[0]
    for target in imports(name):
        first = target.split(".")[0]
        assert first != "app", f"{name} imports app"
        if package in MAY_IMPORT and first in MAY_IMPORT:
            assert first in MAY_IMPORT[package], f"{name} imports {target}"


@pytest.mark.parametrize("name", [name for name in modules() if name.startswith("etl/")])
def test_etl_takes_from_data_only_what_building_needs(name):
    for target in imports(name):
        if target.startswith("data."):
            assert target.split(".")[1] in ETL_READS, f"{name} imports {target}"


@pytest.mark.parametrize("name", [n for n in modules() if n.startswith("components/figures/")])
def test_figures_never_fetch(name):
    fetching = {"warehouse", "scope", "coverage", "comparison", "places", "property"}
    for target in imports(name):
        assert not (target.startswith("data.") and target.split(".")[1] in fetching), target
        assert not target.endswith((".fetch", ".total")), target


def test_only_the_warehouse_and_etl_open_duckdb():
    users = {name for name in modules() if any(t.split(".")[0] == "duckdb" for t in imports(name))}
    elsewhere = {name for name in users if not name.startswith(("etl/", "bench/"))}
    assert elsewhere == {"data/warehouse.py", "data/connections.py"}


def test_pages_hold_no_sql_frame_figure_colour_or_number_format():
    for name in modules():
        if name.startswith("pages/"):
            text = (ROOT / name).read_text(encoding="utf-8")
            assert not re.search(r"select |pandas|plotly|#[0-9a-f]{6}|:,\.|:\.\d", text), name


@pytest.mark.parametrize("name", modules())
def test_modules_functions_and_lines_stay_short(name):
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    assert len(lines) <= MODULE_LINES or name in LONGER, f"{name}: {len(lines)} lines"
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            size = node.end_lineno - node.lineno + 1
            assert size <= FUNCTION_LINES, f"{name}: {node.name} has {size} lines"
    too_long = [number for number, line in enumerate(lines, 1) if len(line) > LINE_LENGTH]
    assert not too_long, f"{name}: lines {too_long}"


@pytest.mark.parametrize("name", modules())
def test_every_module_says_what_it_is_for(name):
    assert ast.get_docstring(tree(name)), name


def test_every_public_function_and_class_of_data_says_what_it_gives():
    for name in modules():
        if not name.startswith("data/"):
            continue
        for node in tree(name).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                assert ast.get_docstring(node), f"{name}: {node.name}"


@pytest.mark.parametrize(
    "path", sorted((ROOT / "etl" / "models").rglob("*.sql")), ids=lambda p: p.stem
)
def test_a_model_says_its_purpose_grain_unit_and_source_and_ends_in_its_last_step(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("-- ")
    assert [line.split(":")[0] for line in lines[1:4]] == ["-- grain", "-- unit", "-- source"]
    assert re.search(r"\n\)\n\nselect \* from \w+\n(where .*\n)?$", "\n".join(lines) + "\n")
    layer = path.parent.name
    assert path.stem.startswith(("stg_",) if layer == "staging" else ("dim_", "fct_", "agg_"))


@pytest.mark.parametrize(
    "path", sorted((ROOT / "etl/models/staging").glob("*.sql")), ids=lambda p: p.stem
)
def test_staging_neither_joins_nor_drops_rows(path):
    sql = re.sub(r"--.*", "", path.read_text(encoding="utf-8")).lower()
    assert not re.search(r"\b(join|where|having|limit|distinct)\b", sql)


def test_a_metric_id_ends_in_its_unit():
    endings = {
        "%": "pct", "m²": "m2", "m²/人": "m2", "元": "cny", "元/km": "cny",
        "元/人": "cny", "元/辆": "cny", "辆": ("count", "over_quota"), "个百分点": "pp", "倍": "pue",
        "辆/百人": "staff", "tce": "tce", "kgce/人": "kgce", "kgce/m²": "kgce", "kWh/m²": "kwh",
        "m³/人": "m3", "tCO₂": "t", "L/100km": "100km", "分": "score",
        "件": ("open", "items"), "kgCO₂/m²": "kg", "GJ": "gj", "工作日": "days_median",
    }  # fmt: skip
    for metric in metrics.METRICS.values():
        assert metric.id.endswith(endings[metric.unit]), metric.id
        assert metric.formula and metric.clause and metric.label, metric.id
        assert metric.verified or metric.note, f"{metric.id} is 待核 without a word on what is open"


def test_nothing_that_is_served_names_another_host():
    styles = [path for kind in ("css", "js") for path in ROOT.glob(f"assets/*.{kind}")]
    served = [*styles, *(ROOT / name for name in modules() if "etl/" not in name)]
    for path in served:
        for address in re.findall(r"(?:https?:)?//[\w.-]+\.\w+", path.read_text(encoding="utf-8")):
            assert re.search(r"127\.0\.0\.1|www\.w3\.org", address), f"{path.name}: {address}"


def test_requirements_are_pinned_and_say_what_they_are_for():
    for name in ("requirements.txt", "requirements-spark.txt", "tests/requirements.txt"):
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith(("#", "-r")):
                assert re.fullmatch(r"[\w\[\]-]+==[\w.]+ +# \S.+", line), line


def test_the_style_is_what_ruff_says_it_is():
    checked = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "."], cwd=ROOT, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout
