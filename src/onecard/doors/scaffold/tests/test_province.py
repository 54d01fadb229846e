"""The scaffold writes a province that loads and whose worked case passes, and never overwrites a page."""

import shutil
from importlib.resources import files
from pathlib import Path

import pytest
from tests.spec.cases import context_of, read_cases, scenes

from onecard.doors.scaffold.province import main, new_province
from onecard.doors.scaffold.province_errors import (
    ProvinceComplete,
    ProvinceNameMalformed,
    ProvinceNotIncluded,
    ProvinceUnknown,
)
from onecard.rulebook.errors import PageMalformed
from onecard.rulebook.loading import read_from


@pytest.fixture
def root(tmp_path):
    return Path(shutil.copytree(str(files("onecard.rulebook")), tmp_path / "rulebook"))


def pages(folder):
    return {file: file.read_bytes() for file in folder.rglob("*.yaml")}


def test_a_fresh_province_loads_and_its_case_passes(root):
    new_province("xinqu", code=990000, name_zh="示例新区", name_en="Sample", root=root)
    library = read_from(root)
    assert library.book.places.divisions[990000].name_zh == "示例新区"
    (case,) = read_cases(root / "provinces/xinqu/cases/transit.yaml")
    decision = scenes()["transit"].decide(context_of(case, library))
    assert (decision.price_fen, decision.paid_fen) == (case.expect.price_fen, case.expect.paid_fen)


def test_a_province_that_is_there_receives_only_what_it_lacks(root):
    (root / "provinces/jilin/transit.yaml").unlink(missing_ok=True)
    shutil.rmtree(root / "provinces/jilin/cases", ignore_errors=True)
    before = pages(root / "provinces/jilin")
    written = new_province("jilin", root=root)
    assert {file.name for file in written} == {"transit.yaml"}
    after = pages(root / "provinces/jilin")
    assert {file: after[file] for file in before} == before
    (case,) = read_cases(root / "provinces/jilin/cases/transit.yaml")
    assert case.at // 10000 == 22
    assert scenes()["transit"].decide(context_of(case, read_from(root))).paid_fen == case.expect.paid_fen


def test_a_complete_province_is_left_alone(root):
    before = pages(root / "provinces/sichuan")
    with pytest.raises(ProvinceComplete):
        new_province("sichuan", root=root)
    assert pages(root / "provinces/sichuan") == before


def test_a_name_without_a_code_is_asked_for_it(root):
    with pytest.raises(ProvinceUnknown):
        new_province("xinqu", root=root)
    assert not (root / "provinces/xinqu").exists()


def test_a_name_that_leaves_the_folder_is_refused(root):
    with pytest.raises(ProvinceNameMalformed):
        new_province("../xinqu", code=990000, name_zh="示例", name_en="Sample", root=root)


def test_what_does_not_load_is_taken_away_again(root):
    with pytest.raises(PageMalformed):
        new_province("xinqu", code=220000, name_zh="吉林省", name_en="Jilin", root=root)
    assert not (root / "provinces/xinqu").exists()
    assert read_from(root)


def test_the_command_says_what_it_wrote_and_what_to_do_next(root, capsys):
    told = ["xinqu", "--code", "990000", "--name-zh", "示例新区", "--name-en", "Sample", "--into", str(root)]
    assert main(told) == 0
    assert "place.yaml" in capsys.readouterr().out
    assert main(told) == 1
    assert "Edit the pages in" in capsys.readouterr().err


def test_a_place_not_yet_included_receives_no_services(root):
    with pytest.raises(ProvinceNotIncluded):
        new_province("aomen", root=root)
    assert [file.name for file in pages(root / "provinces/aomen")] == ["place.yaml"]
