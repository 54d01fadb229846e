"""The inspector of scenes: each folder keeps what its manifest and its quality.yaml promise."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
import yaml

from onecard.kernel.errors import all_problems
from onecard.kernel.plugins import Plugin, discover
from onecard.kernel.words import load_words

SCENES = discover("onecard.scenes")
FOLDER = Path("src/onecard/scenes")
ENTITLEMENT = Path("src/onecard/rules/entitlement.py")
ROOMS = ["README.md", "decide.py", "flow.py", "quality.yaml", "words/zh.toml", "words/en.toml", "tests"]
PROMISES = {
    "readme_sentence", "words_zh", "words_en", "reasons_cite_rules", "pure_decide", "state_set_based",
    "row_level_security", "offline", "property_tests", "pages",
}  # fmt: skip

each_scene = pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.id)


def pages_of(scene: Plugin) -> list[Path]:
    return [page for page in sorted((FOLDER / scene.id).rglob("*.py")) if "tests" not in page.parts]


def text_of(scene: Plugin, page: str) -> str:
    return (FOLDER / scene.id / page).read_text(encoding="utf-8")


def is_done(scene: Plugin, promise: str) -> bool:
    return bool(yaml.safe_load(text_of(scene, "quality.yaml"))[promise] == "done")


def imports_of(page: Path) -> set[str]:
    """Dotted names a module imports, each as far as it is written."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(page.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def calls_in(scene: Plugin) -> Iterator[tuple[str, ast.Call]]:
    """Every call in the scene with the last part of the called name."""
    for page in pages_of(scene):
        for node in ast.walk(ast.parse(page.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                yield (node.func.id if isinstance(node.func, ast.Name) else node.func.attr), node


def told_codes(scene: Plugin) -> set[str]:
    """Every reason code the scene can give: those it names, and the rules' own where it asks them."""
    codes = set()
    for name, call in calls_in(scene):
        if name in {"Reason", "cite", "reason"}:
            assert isinstance(call.args[0], ast.Constant), f"{scene.id}: a reason's code is written out, for the words"
            codes.add(str(call.args[0].value))
        elif name == "entitlement":
            codes |= {f"{scene.id}.{code}" for code in entitlement_codes()}
    return codes


def entitlement_codes() -> set[str]:
    text = ENTITLEMENT.read_text(encoding="utf-8")
    assert 'f"{here.topic}.borne_by_{bearer}"' in text
    codes = set(re.findall(r'f"\{topic\}\.([a-z_]+)"', text))
    return codes | {"borne_by_home", "borne_by_place", "borne_by_both"}


def told_purposes(scene: Plugin) -> set[str]:
    """What the scene's movements of money are for."""
    purposes = set()
    for name, call in calls_in(scene):
        told = [keyword.value for keyword in call.keywords if keyword.arg == "purpose"]
        told += call.args[3:4] if name == "Line" else call.args[4:5] if name == "Movement" else []
        purposes |= {str(value.value) for value in told if isinstance(value, ast.Constant)}
    return purposes


def asked(sentence: str) -> set[str]:
    """The facts in a sentence's braces, one name for both languages."""
    return {re.sub(r"_(zh|en)$", "", name) for _, name, _, _ in Formatter().parse(sentence) if name}


def test_there_are_scenes_to_inspect() -> None:
    assert {"demo", "tourism", "transit"} <= {scene.id for scene in SCENES}


def test_no_two_scenes_share_a_wire_byte() -> None:
    wires = [scene.manifest["wire"] for scene in SCENES]
    assert sorted(set(wires)) == sorted(wires)
    assert all(0 < wire < 256 for wire in wires)


@each_scene
def test_a_scene_has_its_rooms(scene: Plugin) -> None:
    assert [room for room in ROOMS if not (FOLDER / scene.id / room).exists()] == []
    assert list((FOLDER / scene.id / "tests").glob("test_*.py"))


@each_scene
def test_the_scene_in_flow_is_the_one_in_the_manifest(scene: Plugin) -> None:
    flow = importlib.import_module(f"{scene.package}.flow").scene
    assert (flow.manner.id, flow.manner.wire) == (scene.id, scene.manifest["wire"])
    assert scene.manifest["name_zh"] and scene.manifest["name_en"]
    assert set(scene.manifest["mediums"]) <= {"c", "e"} and scene.manifest["mediums"]
    assert set(scene.manifest.get("modes", ())) <= {"phone", "paper"}
    assert scene.manifest.get("when_stale", "refuse") in {"refuse", "accept"}
    assert scene.manifest["half"] in {"social", "bank", "transport"}


@each_scene
def test_the_manifest_names_the_domains_that_are_imported(scene: Plugin) -> None:
    imported = {
        name.split(".")[2] for page in pages_of(scene) for name in imports_of(page) if "onecard.domains." in name
    }
    assert sorted(imported) == sorted(scene.manifest["domains"])


@each_scene
def test_every_reason_and_purpose_has_words_in_both_languages_and_no_word_is_idle(scene: Plugin) -> None:
    words = load_words(scene.package).by_language
    wanted = told_codes(scene) | {f"purpose.{purpose}" for purpose in told_purposes(scene)}
    assert set(words["zh"]) == set(words["en"]) == wanted
    assert [code for code in wanted if asked(words["zh"][code]) != asked(words["en"][code])] == []
    assert [code for code in wanted if not re.search(r"[\u4e00-\u9fff]", words["zh"][code])] == []
    assert [code for code in wanted if re.search(r"[\u4e00-\u9fff]", words["en"][code])] == []


@each_scene
def test_its_refusals_carry_its_name(scene: Plugin) -> None:
    for page in pages_of(scene):
        importlib.import_module(f"{scene.package}.{page.stem}" if page.stem != "__init__" else scene.package)
    own = [problem for problem in all_problems() if problem.__module__.startswith(f"{scene.package}.")]
    assert [problem.code for problem in own if not problem.code.startswith(f"{scene.id}.")] == []


@each_scene
def test_its_readme_opens_with_a_residents_sentence(scene: Plugin) -> None:
    title, opening, *_ = [line for line in text_of(scene, "README.md").splitlines() if line.strip(" >")]
    assert title.startswith("# ")
    assert re.match(r"> .*[\u4e00-\u9fff]", opening)


@each_scene
def test_quality_says_for_each_promise_done_owed_or_exempt(scene: Plugin) -> None:
    told = yaml.safe_load(text_of(scene, "quality.yaml"))
    assert PROMISES - set(told) == set()
    unclear = [key for key, value in told.items() if not re.fullmatch(r"done|(owed|exempt) – .+", value)]
    assert unclear == []


@each_scene
def test_deciding_leads_to_no_clock_and_no_database(scene: Plugin) -> None:
    """Followed through the scene's own modules, from decide.py on."""
    if not is_done(scene, "pure_decide"):
        return
    seen, todo = set(), ["decide"]
    while todo:
        module = todo.pop()
        seen.add(module)
        for name in imports_of(FOLDER / scene.id / f"{module}.py"):
            assert not re.match(r"(time|random|os|psycopg|onecard\.kernel\.(postgres|clock\.now$|ids))", name), name
            own = re.match(rf"{re.escape(scene.package)}\.(\w+)", name)
            if own and own[1] not in seen and (FOLDER / scene.id / f"{own[1]}.py").exists():
                todo.append(own[1])
    assert seen & {"store", "flow"} == set()


@each_scene
def test_every_table_of_a_scene_is_its_own_keyed_by_holder_and_walled(scene: Plugin) -> None:
    if not (FOLDER / scene.id / "sql").exists():
        return
    schema = text_of(scene, "sql/schema.sql")
    tables = re.findall(r"create table (\w+)\.(\w+) \(\s+(\w+)", schema)
    assert {(owner, first) for owner, _, first in tables} == {(scene.id, "holder_id")}
    if is_done(scene, "row_level_security"):
        walled = re.findall(rf"alter table {scene.id}\.(\w+) enable row level security", schema)
        assert sorted(walled) == sorted(table for _, table, _ in tables)
    spread = re.findall(
        rf"create_distributed_table\('{scene.id}\.(\w+)', 'holder_id'", text_of(scene, "sql/distribute.sql")
    )
    assert sorted(spread) == sorted(table for _, table, _ in tables)


@each_scene
def test_promised_property_tests_and_offline_are_there(scene: Plugin) -> None:
    tests = "".join(page.read_text(encoding="utf-8") for page in (FOLDER / scene.id / "tests").glob("test_*.py"))
    assert is_done(scene, "property_tests") == ("from hypothesis import" in tests)
    assert is_done(scene, "offline") == scene.manifest["offline"]
