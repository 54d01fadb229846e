"""The verifier as a wheel of its own: a gate installs it without the platform, and its command works."""

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from onecard.kernel.crypto import Keyring
from onecard.verifier.code import Fields, write_code

ROOT = Path(__file__).parents[4]
POINT = UUID(int=7)
#: What the README of the wheel shows, told which of two modules came from where.
LOOK = "import importlib.util as i, onecard.verifier as v; print(v.__file__, i.find_spec('onecard.domains'))"


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where only the verifier's wheel was installed. Built from a copy: building leaves files beside it."""
    folder = tmp_path_factory.mktemp("gate")
    leave = shutil.ignore_patterns("tests", "__pycache__", "*.egg-info", "build")
    for part in ("src", "packages"):
        shutil.copytree(ROOT / part, folder / part, ignore=leave)
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "install", "--no-deps"]
    target = folder / "site"
    command = [*pip, "--no-build-isolation", "--target", str(target), str(folder / "packages" / "verifier")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return target


def _run(gate: Path, *arguments: str, typed: str = "") -> str:
    known = {"PATH": os.environ["PATH"], "PYTHONPATH": str(gate)}
    command = [sys.executable, "-P", *arguments]
    done = subprocess.run(command, env=known, cwd=gate, input=typed, capture_output=True, text=True, check=False)
    assert not done.stderr, done.stderr
    return done.stdout


def test_a_gate_has_the_verifier_and_nothing_of_the_platform(gate: Path) -> None:
    where, domains = _run(gate, "-c", LOOK).split()
    assert Path(where).is_relative_to(gate)
    assert domains == "None"
    assert not list(gate.rglob("*.sql"))


def test_its_command_and_its_readme_check_a_code(gate: Path, keyring: Keyring, tmp_path: Path) -> None:
    (gate / "keys.json").write_text(keyring.verifying_keys().to_json())
    ends = int((datetime.now(UTC) + timedelta(seconds=50)).timestamp())
    code = write_code(Fields(1, 51, 1, 5, 6, ends), keyring.sign_code)
    said = json.loads(_run(gate, "bin/onecard-verify", code, "--keys", "keys.json"))
    assert (said["good"], said["province"]) == (True, 51)
    readme = (ROOT / "packages" / "verifier" / "README.md").read_text(encoding="utf-8")
    shown = readme.split("```python\n")[1].split("```")[0]
    assert _run(gate, "-c", shown + "print(shown.province)", typed=code).strip() == "51"
