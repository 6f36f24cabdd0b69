"""What is installed is what was reviewed: every package pinned, every file known by its hash."""

import base64
import hashlib
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from deploy import sealed

ROOT = Path(__file__).resolve().parent.parent
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[\w,]+\])?==([^\s;\\]+)", re.MULTILINE)


def pins(name):
    """Version by package of a requirements file, names as PyPI compares them."""
    found = PINNED.findall((ROOT / name).read_text(encoding="utf-8"))
    return {re.sub(r"[-_.]+", "-", package).lower(): version for package, version in found}


def test_the_lock_pins_what_the_requirements_ask_for_and_all_that_comes_with_it():
    wanted, locked = pins("requirements.txt"), pins("requirements.lock")
    assert wanted.items() <= locked.items()
    assert {
        "flask",
        "werkzeug",
        "cryptography",
        "urllib3",
        "jinja2",
    } <= locked.keys() - wanted.keys()


def test_every_package_of_the_lock_has_the_hashes_of_its_files():
    parts = re.split(r"^(?=\S+==)", (ROOT / "requirements.lock").read_text("utf-8"), flags=re.M)
    assert len(parts) > 60
    assert not [part.split()[0] for part in parts[1:] if "--hash=sha256:" not in part]


REVIEWED = re.compile(r"^\| ([a-z0-9-]+) \| ([^ ]+) \| (20\d\d-\d\d-\d\d) \| ([^|]+) \|", re.M)


def test_every_pin_has_a_dated_line_of_review_and_every_line_a_pin():
    told = REVIEWED.findall((ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8"))
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert {(name, version) for name, version, _day, _meets in told} == sealed.pins(lock)


def test_a_pin_that_was_raised_without_a_review_is_found():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    told = REVIEWED.findall((ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8"))
    raised = sealed.pins(re.sub(r"^flask==\S+", "flask==99.0", lock, flags=re.M))
    assert raised - {(name, version) for name, version, *_ in told} == {("flask", "99.0")}


def wheel(folder, name):
    """A wheel of one empty module, as pip takes it."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    meta = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n".encode()
    parts = {f"{name}.py": b"", f"{name}-1.0.dist-info/METADATA": meta,
             f"{name}-1.0.dist-info/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\n"
                                            b"Tag: py3-none-any\n"}  # fmt: skip
    with zipfile.ZipFile(path, "w") as made:
        for part, content in parts.items():
            made.writestr(part, content)
        made.writestr(f"{name}-1.0.dist-info/RECORD", "".join(
            f"{part},sha256={_digest(content)},{len(content)}\n"
            for part, content in parts.items()))  # fmt: skip
    return path


def _digest(content):
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")


@pytest.fixture
def bundle(tmp_path, monkeypatch):
    """A project of one package and a bundle of its wheel."""
    (tmp_path / "wheels").mkdir()
    wheel(tmp_path / "wheels", "onething")
    (tmp_path / "requirements.lock").write_text("onething==1.0 --hash=sha256:0\n")
    monkeypatch.setattr(sealed, "PROJECT", tmp_path)
    return tmp_path


def installed(bundle):
    """What the offline install of deploy/install.sh answers, into a folder."""
    script = (ROOT / "deploy" / "install.sh").read_text(encoding="utf-8")
    asked = re.search(r'--no-index --find-links "\$WHEELS" (.*)', script)[1]
    rest = asked.replace('"$WHEELS', str(bundle / "wheels")).replace('"', "").split()
    return subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-index",
         "--find-links", str(bundle / "wheels"), *rest, "--target", str(bundle / "into")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_bundle_installs_what_it_was_sealed_with(bundle):
    assert sealed.main(bundle / "wheels") == 0
    answer = installed(bundle)
    assert answer.returncode == 0, answer.stderr
    assert (bundle / "into" / "onething.py").exists()


def test_a_wheel_changed_on_the_way_is_not_installed(bundle):
    assert sealed.main(bundle / "wheels") == 0
    with zipfile.ZipFile(bundle / "wheels" / "onething-1.0-py3-none-any.whl", "a") as made:
        made.writestr("more.py", b"")
    answer = installed(bundle)
    assert answer.returncode != 0 and "DO NOT MATCH THE HASHES" in answer.stderr
    assert not (bundle / "into" / "onething.py").exists()


def test_a_bundle_that_lacks_a_package_is_not_made(bundle, capsys):
    (bundle / "requirements.lock").write_text("onething==1.0\nother==2.0\n")
    assert sealed.main(bundle / "wheels") == 1
    assert "离线包缺少：other" in capsys.readouterr().err


def test_every_way_of_installing_a_server_asks_for_hashes():
    for name in ("bundle.sh", "install.sh"):
        script = (ROOT / "deploy" / name).read_text(encoding="utf-8")
        asked = [
            line for line in script.splitlines() if re.search(r"pip\S* (install|download)", line)
        ]
        assert asked and all("--require-hashes" in line for line in asked), asked
