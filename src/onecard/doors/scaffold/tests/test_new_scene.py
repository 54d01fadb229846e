"""`make new-scene`: what it writes passes, and it never overwrites."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from onecard.doors.scaffold.scene import SCENES, main, new_scene
from onecard.doors.scaffold.scene_errors import NoWireLeft, SceneExists, SceneNameMalformed

REPOSITORY = SCENES.parents[2]


def manifest(folder: Path) -> dict[str, object]:
    return tomllib.loads((folder / "scene.toml").read_text(encoding="utf-8"))


def test_a_new_scene_has_every_room_of_the_demo_under_its_own_name(tmp_path):
    written = {str(file.relative_to(tmp_path / "museum")) for file in new_scene("museum", root=tmp_path)}
    rooms = {
        str(file.relative_to(SCENES / "demo")).replace("demo", "museum")
        for file in (SCENES / "demo").rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert written == rooms
    left = [page for page in written if "demo" in (tmp_path / "museum" / page).read_text(encoding="utf-8")]
    assert left == []


def test_it_is_told_apart_by_id_wire_and_names(tmp_path):
    new_scene("museum", name_zh="博物馆", name_en="Museum", root=tmp_path)
    new_scene("night_school", root=tmp_path)
    first, second = manifest(tmp_path / "museum"), manifest(tmp_path / "night_school")
    assert (first["id"], first["wire"], first["name_zh"], first["name_en"]) == ("museum", 10, "博物馆", "Museum")
    assert (second["id"], second["wire"], second["name_en"]) == ("night_school", 11, "Night school")
    flow = (tmp_path / "night_school" / "flow.py").read_text(encoding="utf-8")
    assert 'read_manifest("onecard.scenes.night_school")' in flow


def test_what_is_there_is_not_overwritten(tmp_path, capsys):
    new_scene("museum", root=tmp_path)
    page = tmp_path / "museum" / "decide.py"
    page.write_text("# mine\n", encoding="utf-8")
    with pytest.raises(SceneExists):
        new_scene("museum", root=tmp_path)
    assert main(["museum", "--into", str(tmp_path)]) == 1
    assert (page.read_text(encoding="utf-8"), "already" in capsys.readouterr().err) == ("# mine\n", True)


@pytest.mark.parametrize("name", ["", "Museum", "2nd", "my-scene", "ledger", "class", "order", "../demo"])
def test_a_name_must_suit_a_folder_a_package_and_a_schema(tmp_path, name):
    with pytest.raises(SceneNameMalformed):
        new_scene(name, root=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_when_every_byte_is_taken_it_says_so(tmp_path):
    for wire in range(10, 256):
        (tmp_path / f"s{wire}").mkdir()
        (tmp_path / f"s{wire}" / "scene.toml").write_text(f"wire = {wire}\n", encoding="utf-8")
    with pytest.raises(NoWireLeft):
        new_scene("museum", root=tmp_path)


@pytest.mark.slow
def test_a_new_scene_passes_its_own_tests_and_the_inspector(tmp_path):
    """In a copy of the program: found at start-up with no other edit, migrated, tested, inspected."""
    for part in ("src/onecard", "tests/architecture"):
        shutil.copytree(REPOSITORY / part, tmp_path / part)
    for page in ("conftest.py", "pyproject.toml"):
        shutil.copy(REPOSITORY / page, tmp_path / page)
    new_scene("museum", root=tmp_path / "src/onecard/scenes")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "ONECARD"))}
    chosen = ["src/onecard/scenes/museum", "tests/architecture/test_scenes.py"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", "-vv", *chosen],
        cwd=tmp_path,
        env={**environment, "PYTHONPATH": str(tmp_path / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert "[museum]" in done.stdout and "test_museum_book.py" in done.stdout
