"""Two sessions at once: a withdrawal is before an act or after it, and the numbers hold."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from tests.factories import make_cardholder

from onecard.domains.delegations.tests.conftest import Family
from onecard.kernel.errors import Problem


def both(*verbs: Callable[[], object]) -> list[str]:
    """Run these at the same moment; what each was told."""
    start = Barrier(len(verbs))

    def one(verb: Callable[[], object]) -> str:
        start.wait()
        try:
            verb()
        except Problem as problem:
            return problem.code
        return "done"

    with ThreadPoolExecutor(len(verbs)) as pool:
        return list(pool.map(one, verbs))


def test_the_daily_number_holds_when_codes_are_shown_at_once(family: Family) -> None:
    one = family.agreed(codes_per_day=2)
    said = both(*[lambda: family.show(one, family.granddaughter)] * 4)
    assert sorted(said) == ["delegations.codes_used_up"] * 2 + ["done"] * 2


def test_an_act_after_a_withdrawal_is_refused_whoever_was_faster(family: Family) -> None:
    one = family.agreed()
    shown, ended = both(lambda: family.show(one, family.granddaughter), lambda: family.end(one, family.grandmother))
    assert ended == "done"
    assert shown in ("done", "delegations.not_in_force")
    assert both(lambda: family.show(one, family.granddaughter)) == ["delegations.not_in_force"]


def test_two_questions_between_the_same_people_are_one(family: Family) -> None:
    said = both(*[lambda: family.ask(family.grandmother, family.granddaughter)] * 2)
    assert sorted(said) == ["delegations.exists", "done"]


def test_the_number_of_relatives_holds_when_asked_at_once(family: Family) -> None:
    with family.as_(None) as tx:
        facts = {"keyring": family.keyring, "at": family.clock(), "name": "王奶奶"}
        elders = [make_cardholder(tx, **facts) for _ in range(9)]
    for elder in elders[:7]:
        family.ask(elder, family.granddaughter)
    said = both(*[lambda elder=elder: family.ask(elder, family.granddaughter) for elder in elders[7:]])
    assert sorted(said) == ["delegations.relatives_full", "done"]
