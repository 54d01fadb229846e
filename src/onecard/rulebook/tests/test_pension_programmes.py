"""The pension programmes: what the catalogue decides is what the pension desk tells, and its parts add up."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from onecard import rulebook
from onecard.kernel.clock import age_on
from onecard.rulebook.saying import say_reason
from onecard.rules.pensions.adjustment import adjust
from onecard.rules.pensions.ages import CATEGORIES
from onecard.rules.pensions.employee import Worker, plan_retirement
from onecard.rules.pensions.grants import grants_for
from onecard.rules.pensions.months import first_of, month_number
from onecard.rules.pensions.resident import Saver, plan_pension

CATALOGUE, BOOK, DAY = rulebook.programmes(), rulebook.load(), date(2026, 11, 25)
PLACE = st.sampled_from([110105, 310101, 320102, 440106, 510903, 630102])
#: No more months than the youngest of them has lived.
PAID, FEN = st.integers(0, 430), st.integers(0, 10**8)


def decided(name, place, on=DAY, **said):
    person = CATALOGUE.person({"registered_division": place, **said}, on=on)
    return CATALOGUE.decide(name, person, place=place)


def told(decision):
    """The amounts that the parts of a decision name."""
    return [part.facts["amount_fen"] for part in decision.steps[-1].parts if "amount_fen" in part.facts]


@given(PLACE, st.sampled_from(CATEGORIES), st.dates(date(1955, 1, 1), date(1985, 12, 31)), PAID, st.integers(6_000, 30_000), FEN)  # fmt: skip  # noqa: E501
def test_who_retires_now_gets_what_the_what_if_tells_for_this_month(place, category, born, paid, index, fen):
    worker = Worker(born, category, paid, index, fen, paid // 5, goes_on_paying=False)
    plan = plan_retirement(BOOK, worker, place=place, on=DAY)
    decision = decided(
        "employee_pension", place, born=born.isoformat(), employee_category=category, retired_on=DAY.isoformat(),
        pension_paid_months=paid, pension_deemed_months=paid // 5, pension_index=index, pension_account_fen=fen,
    )  # fmt: skip
    choice = next((one for one in plan.choices if one.month == month_number(DAY)), None)
    if choice is None:  # too early, or after the last month of the free choice
        assert decision.state == "no" or month_number(DAY) > plan.latest
        return
    assert (decision.state == "yes") == (choice.entitled and choice.amount_fen > 0)
    if decision.state == "yes":
        assert decision.amount_fen == choice.amount_fen == sum(told(decision))
        assert decision.steps[-1].parts == tuple(part.reason for part in choice.parts)


@given(PLACE, st.integers(1, 10**7), PAID, st.dates(date(1930, 1, 1), date(1950, 1, 1)))
def test_who_retired_before_gets_last_years_pension_as_the_adjustment_raises_it(place, drawn, paid, born):
    since = born.replace(year=born.year + 65, day=1)
    raised = adjust(BOOK, place=place, on=DAY, pension_fen=drawn, paid_months=paid, born=born, since=since)
    decision = decided(
        "employee_pension", place, born=born.isoformat(), employee_category="male", retired_on=since.isoformat(),
        pension_paid_months=paid, pension_drawn_fen=drawn,
    )  # fmt: skip
    assert (decision.state, decision.amount_fen) == (("yes", raised.after_fen) if paid >= 180 else ("no", 0))
    if paid >= 180:
        assert sum(told(decision)) == raised.after_fen


@given(PLACE, st.dates(date(1940, 1, 1), date(1990, 1, 1)), PAID, st.integers(0, 10**7))
def test_a_resident_gets_what_the_what_if_tells(place, born, paid, fen):
    saver = Saver(born.replace(day=1), paid, fen, goes_on_paying=False)
    [choice] = plan_pension(BOOK, saver, place=place, on=DAY).choices
    decision = decided(
        "resident_pension", place, born=born.isoformat(), employee_category="none",
        resident_paid_months=paid, resident_account_fen=fen,
    )  # fmt: skip
    entitled = choice.entitled and age_on(born, DAY) >= 60
    assert (decision.state == "yes") == entitled
    if entitled:
        assert decision.amount_fen == choice.amount_fen == sum(told(decision))


@given(PLACE, PAID, st.integers(0, 400))
def test_a_family_gets_both_grants_as_they_are_told(place, paid, drawn):
    both = grants_for(BOOK, place=place, on=DAY, paid_months=paid, drawn_months=drawn)
    dead = {"insured_died": True, "deceased_paid_months": paid, "deceased_drawn_months": drawn}
    found = [decided(name, place, **dead) for name in ("funeral_grant", "survivors_grant")]
    assert [one.amount_fen for one in found] == [both.funeral_fen, both.survivor_fen]
    assert [one.steps[-1].parts[-1] for one in found] == list(both.reasons[1:])


def test_the_parts_are_said_in_both_languages_with_their_formula():
    decision = decided("resident_pension", 110105, born="1960-01-01", employee_category="none",
                       resident_paid_months=240, resident_account_fen=1_390_000)  # fmt: skip
    assert [say_reason(part, "en") for part in decision.steps[-1].parts] == [
        "Basic part ¥1,000.00, paid from the public budget",
        "Account part ¥100.00 = balance ¥13,900.00 ÷ 139 months",
        "Extra ¥50.00 = 5 years beyond the least × ¥10.00",
    ]
    assert "个人账户养老金 ¥100.00" in say_reason(decision.steps[-1].parts[1], "zh")


def test_who_comes_too_early_is_told_from_which_month_on():
    said = {"employee_category": "female_staff", "pension_paid_months": 300, "pension_drawn_fen": 0}
    decision = decided("employee_pension", 510100, born="1972-02-10", retired_on="2026-11-20", **said)
    [change] = decision.failed[0].changes
    plan = plan_retirement(BOOK, Worker(date(1972, 2, 1), "female_staff", 300, 10_000, 0), place=510100, on=DAY)
    assert change.to == int(f"{first_of(plan.earliest):%Y%m%d}")
