"""Every worked case beside the law comes out as its writer says, by the real rulebook and the real scenes."""

import pytest
from tests.spec.cases import ROOT, Case, all_cases, context_of, decide, scenes
from tests.spec.pensions import work_out

from onecard import rulebook
from onecard.domains.usage.models import Decision
from onecard.kernel.errors import Problem

CASES = all_cases()


@pytest.mark.parametrize("name", CASES, ids=list(CASES))
def test_the_case_comes_out_as_its_writer_says(name):
    case = CASES[name]
    if case.ask is not None:
        assert rulebook.load().value(case.ask, place=case.at, on=case.on).value == answer(case)
    elif case.pension is not None:
        result = work_out(case.pension, place=case.at, on=case.on)
        assert {name: result.get(name) for name in case.expect.pension or {}} == case.expect.pension
    elif case.expect.refused is not None:
        with pytest.raises(Problem) as refused:
            decide(case)
        assert refused.value.code == case.expect.refused
    else:
        result = decide(case)
        for what in ("price_fen", "paid_fen", "borne", "because"):
            wanted = getattr(case.expect, what)
            if wanted is not None:
                assert getattr(result, what) == wanted


def answer(case: Case) -> object:
    """A case page is read as text; the answer it expects is read as the rulebook reads values."""
    words = {"true": True, "false": False}
    said = case.expect.value
    return words.get(said, int(said) if str(said).isdigit() else said)


@pytest.mark.parametrize("name", CASES, ids=list(CASES))
def test_a_case_expects_something_and_is_named_in_both_languages(name):
    case = CASES[name]
    expected = case.expect
    assert case.name_zh and case.name_en
    asked = case.ask is not None and expected.value is not None
    decided = case.scene in scenes() and any(
        said is not None for said in (expected.price_fen, expected.paid_fen, expected.borne, expected.refused)
    )
    worked_out = case.pension is not None and case.expect.pension
    assert asked or decided or worked_out


@pytest.mark.parametrize(
    "folder",
    [
        "national",
        "provinces/beijing",
        "provinces/chongqing",
        "provinces/guangdong",
        "provinces/hainan",
        "provinces/hebei",
        "provinces/shanghai",
        "provinces/sichuan",
        "provinces/tianjin",
        "provinces/zhejiang",
        "alliances/hainan_guangdong",
    ],
)
def test_the_places_that_matter_first_have_worked_cases(folder):
    assert sorted((ROOT / folder / "cases").glob("*.yaml"))


def test_each_decision_cites_the_rules_it_leans_on_or_says_that_they_are_illustrative():
    decided = [case for case in CASES.values() if case.scene and case.expect.refused is None]
    assert len(decided) > 20
    for case in decided:
        decision: Decision = scenes()[str(case.scene)].decide(context_of(case))
        assert decision.reasons
        assert all(bool(reason.source) != reason.illustrative for reason in decision.reasons), case.name_en
