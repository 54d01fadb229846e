"""The promises of a use: who is let in, who is refused and told why, and that asking twice changes nothing."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.factories import HALVES
from tests.spec.street import Street

from onecard.domains.cards import api as cards
from onecard.domains.ledger import api as ledger
from onecard.domains.residents import api as residents
from onecard.domains.usage import api as usage


def refused(outcome: usage.Outcome) -> str:
    assert isinstance(outcome, usage.Refused), outcome
    return outcome.problem.code


def accepted(outcome: usage.Outcome) -> usage.Accepted:
    assert isinstance(outcome, usage.Accepted), outcome.problem.as_problem()
    return outcome


def test_a_sichuan_elder_rides_free_in_chongqing_and_the_receipt_says_by_which_agreement(street: Street) -> None:
    receipt = accepted(street.present(street.code(street.elder())))
    assert (receipt.price_fen, receipt.paid_fen) == (200, 0)
    assert {"transit.flat_fare", "transit.elder_free"} <= {reason.code for reason in receipt.reasons}
    assert any("alliance" in reason.code or "alliance" in str(reason.facts) for reason in receipt.reasons)


def test_who_is_not_entitled_pays_from_the_transport_purse_alone(street: Street) -> None:
    rider = street.person()
    receipt = accepted(street.present(street.code(rider)))
    assert (receipt.price_fen, receipt.paid_fen, street.balance(rider)) == (200, 200, 800)


def test_the_physical_card_takes_the_same_way_as_the_code(street: Street) -> None:
    rider, sequence = street.person(), street.next_sequence(street.chongqing_bus)
    tap = street.tap(rider, street.chongqing_bus, sequence)
    assert accepted(street.present(tap, sequence=sequence)).paid_fen == 200


def test_a_code_shown_twice_is_refused_the_second_time(street: Street) -> None:
    code = street.code(street.person())
    accepted(street.present(code))
    assert refused(street.present(code, point=street.chengdu_bus)) == "usage.code_used"


def test_a_code_shown_twice_within_one_batch_is_accepted_once(street: Street) -> None:
    rider = street.person()
    code = street.code(rider)
    outcomes = street.accept(street.use(code), street.use(code, point=street.chengdu_bus))
    assert [type(one).__name__ for one in outcomes] == ["Accepted", "Refused"]
    assert street.balance(rider) == 800


def test_a_terminal_that_asks_again_gets_the_first_answer_and_moves_no_money(street: Street) -> None:
    rider = street.person()
    use = street.use(street.code(rider))
    first, again = accepted(street.accept(use)[0]), accepted(street.accept(use)[0])
    assert again == usage.Accepted(**{**fields(first), "repeated": True})
    assert street.balance(rider) == 800


def test_a_refusal_is_remembered_as_well(street: Street) -> None:
    rider = street.person(fen=0)
    use = street.use(street.code(rider))
    assert refused(street.accept(use)[0]) == "usage.insufficient_balance"
    street.top_up(rider, 1000)
    again = street.accept(use)[0]
    assert refused(again) == "usage.insufficient_balance" and again.repeated
    assert street.balance(rider) == 1000


def test_the_same_sequence_for_something_else_is_an_error(street: Street) -> None:
    accepted(street.present(street.code(street.person()), sequence=7))
    assert refused(street.present(street.code(street.person()), sequence=7)) == "usage.sequence_reused"


def test_a_balance_that_is_too_low_is_refused_and_says_how_much_is_missing(street: Street) -> None:
    outcome = street.present(street.code(street.person(fen=150)))
    assert refused(outcome) == "usage.insufficient_balance"
    assert isinstance(outcome, usage.Refused) and outcome.problem.facts["missing_fen"] == 50


def test_two_rides_in_one_batch_cannot_spend_the_same_money(street: Street) -> None:
    rider = street.person(fen=300)
    uses = [street.use(street.code(rider)), street.use(street.code(rider), point=street.chengdu_bus)]
    outcomes = street.accept(*uses)
    assert sorted(type(one).__name__ for one in outcomes) == ["Accepted", "Refused"]
    assert street.balance(rider) == 100


def test_a_lost_card_is_refused_on_both_media_as_soon_as_the_loss_is_reported(street: Street) -> None:
    rider = street.person()
    until = street.clock() + timedelta(days=7)
    cards.report_loss(
        street.tx, holder_id=rider.holder_id, kind="temporary", at=street.clock(), actor="self", until=until
    )
    street.clock.move(seconds=1)
    sequence = street.next_sequence(street.chongqing_bus)
    assert refused(street.present(street.code(rider))) == "usage.card_lost"
    tap = street.tap(rider, street.chongqing_bus, sequence)
    assert refused(street.present(tap, sequence=sequence)) == "usage.card_lost"


def test_a_lost_card_does_not_pass_a_gate_whose_clock_is_behind(street: Street) -> None:
    rider, slow = street.person(), street.clock() - timedelta(seconds=90)
    sequence = street.next_sequence(street.chongqing_bus)
    tap = street.tap(rider, street.chongqing_bus, sequence)
    cards.report_loss(street.tx, holder_id=rider.holder_id, kind="formal", at=street.clock(), actor="self", until=None)
    street.clock.move(seconds=1)
    assert refused(street.present(tap, sequence=sequence, happened_at=slow)) == "usage.card_lost"


def test_an_old_code_does_not_pass_a_gate_whose_clock_is_behind(street: Street) -> None:
    code, shown = street.code(street.person()), street.clock()
    street.clock.move(seconds=90)
    assert refused(street.present(code, happened_at=shown)) == "ecards.expired"


def test_a_tap_from_before_a_lock_is_honoured_at_the_upload_and_one_during_it_is_not(street: Street) -> None:
    rider = street.person()
    facts = {"holder_id": rider.holder_id, "half": "transport", "cause": "holder", "reason": "asked", "actor": "test"}

    def taken() -> list[usage.Use]:
        """Her card and her e-card's code, taken by a gate that has no network now."""
        number = street.next_sequence(street.chengdu_bus)
        tap = street.tap(rider, street.chengdu_bus, number)
        here = {"point": street.chengdu_bus, "offline": True}
        uses = [street.use(tap, sequence=number, **here), street.use(street.code(rider), **here)]
        street.clock.move(minutes=5)
        return uses

    before = taken()
    cards.lock_half(street.tx, at=street.clock(), **facts)
    during = taken()
    assert [accepted(one).paid_fen for one in street.accept(*before)] == [200, 200], "still locked at the upload"
    cards.unlock_half(street.tx, at=street.clock(), **facts)
    after = taken()
    assert [refused(one) for one in street.accept(*during)] == ["usage.half_locked"] * 2, "unlocked at the upload"
    assert [accepted(one).paid_fen for one in street.accept(*after)] == [200, 200]


def test_a_temporary_loss_lapses_by_itself(street: Street) -> None:
    rider = street.person()
    until = street.clock() + timedelta(days=7)
    cards.report_loss(
        street.tx, holder_id=rider.holder_id, kind="temporary", at=street.clock(), actor="self", until=until
    )
    street.clock.move(days=7)
    accepted(street.present(street.code(rider)))


def test_an_offline_use_from_before_the_loss_is_honoured(street: Street) -> None:
    rider = street.person()
    use = street.use(street.code(rider), offline=True)
    street.clock.move(minutes=10)
    cards.report_loss(street.tx, holder_id=rider.holder_id, kind="formal", at=street.clock(), actor="self", until=None)
    accepted(street.accept(use)[0])


@pytest.mark.parametrize("then", ["reported lost formally", "cancelled"])
def test_what_a_finder_tapped_during_a_temporary_loss_is_refused_whatever_followed(street: Street, then: str) -> None:
    rider = street.person()
    facts = {"holder_id": rider.holder_id, "actor": "self"}
    before = street.use(street.code(rider), offline=True)
    street.clock.move(minutes=10)
    until = street.clock() + timedelta(days=7)
    cards.report_loss(street.tx, kind="temporary", at=street.clock(), until=until, **facts)
    street.clock.move(minutes=10)
    during = street.use(street.code(rider), offline=True)
    street.clock.move(minutes=10)
    if then == "cancelled":
        cards.cancel_card(street.tx, at=street.clock(), reason="duplicate", **facts)
    else:
        cards.report_loss(street.tx, kind="formal", at=street.clock(), **facts)
    assert refused(street.accept(during)[0]) in {"usage.card_lost", "usage.card_not_valid"}
    accepted(street.accept(before)[0])


def test_an_expired_code_is_refused(street: Street) -> None:
    code = street.code(street.person())
    street.clock.move(seconds=70)
    assert refused(street.present(code)) == "ecards.expired"


def test_a_forged_code_is_refused(street: Street, tmp_path: Any) -> None:
    from onecard.domains.ecards import api as ecards
    from onecard.kernel.crypto import Keyring

    others = Keyring.create(tmp_path / "others")
    code = ecards.sign_code(street.person().ecard, scene=1, at=street.clock(), keyring=others)
    assert refused(street.present(code.text)) == "ecards.forged"


def test_an_unknown_person_is_refused(street: Street) -> None:
    holder = street.person()
    street.tx.execute("delete from ecards.by_pseudonym where holder_id = %s", (holder.holder_id,))
    assert refused(street.present(street.code(holder))) == "usage.card_unknown"


def test_a_code_for_another_scene_is_refused(street: Street) -> None:
    assert refused(street.present(street.code(street.person(), scene="tourism"))) == "usage.wrong_scene"


def test_a_code_for_any_scene_is_taken(street: Street) -> None:
    accepted(street.present(street.code(street.person(), scene="any")))


def test_a_text_that_is_no_code_is_refused_in_words(street: Street) -> None:
    assert refused(street.present("https://example.com/")) == "ecards.malformed"


def test_a_locked_transport_half_does_not_ride(street: Street) -> None:
    rider = street.person()
    street.tx.execute("update cards.card set transport_state = 'locked' where holder_id = %s", (rider.holder_id,))
    assert refused(street.present(street.code(rider))) == "usage.half_locked"


@pytest.mark.parametrize(("level", "answer"), [(1, "usage.ecard_level"), (2, "accepted")])
def test_only_an_ecard_of_level_two_pays_from_the_bank_purse(street: Street, level: Any, answer: str) -> None:
    visitor = street.person(level=level)
    street.top_up(visitor, 10_000, kind=ledger.BANK)
    street.tx.execute(
        "update agencies.point set scene = 'tourism', division = 511381, recorded_at = now(),"
        ' settings = \'{"site": "sc_oldtown"}\' where point_id = %s',
        (street.chengdu_bus,),
    )
    outcome = street.present(street.code(visitor, scene="tourism"), point=street.chengdu_bus)
    assert (refused(outcome) if isinstance(outcome, usage.Refused) else "accepted") == answer


def test_the_deceased_do_not_ride(street: Street) -> None:
    rider = street.person()
    residents.record_death(street.tx, holder_id=rider.holder_id, died_on=date(2026, 11, 20))
    assert refused(street.present(street.code(rider))) == "usage.holder_deceased"


def test_a_closed_point_takes_nothing(street: Street) -> None:
    street.tx.execute("update agencies.point set state = 'closed', recorded_at = now()")
    assert refused(street.present(street.code(street.person()))) == "usage.point_closed"


def test_a_scene_that_the_place_has_not_opened_is_refused(street: Street) -> None:
    street.tx.execute("update agencies.point set division = 710000, recorded_at = now()")
    assert refused(street.present(street.code(street.person()))) == "usage.scene_not_offered"


def test_an_online_use_at_another_time_than_now_is_an_error(street: Street) -> None:
    code = street.code(street.person())
    earlier = street.clock() - timedelta(minutes=5)
    assert refused(street.present(code, happened_at=earlier)) == "usage.clock_wrong"


def test_a_wrong_clock_is_no_answer_to_the_sequence(street: Street) -> None:
    rider, sequence = street.person(), street.next_sequence(street.chongqing_bus)
    tap, then = street.tap(rider, street.chongqing_bus, sequence), street.clock()
    street.clock.move(minutes=5)
    assert refused(street.present(tap, sequence=sequence, happened_at=then)) == "usage.clock_wrong"
    receipt = accepted(street.present(tap, sequence=sequence, happened_at=then, offline=True))
    assert (receipt.paid_fen, receipt.repeated) == (200, False)


def test_an_offline_use_is_taken_for_ninety_days(street: Street) -> None:
    street.tx.execute("select kernel.ensure_all_months('2026-11-01', '2027-03-01')")
    young, old = (street.use(street.code(street.person()), offline=True) for _ in range(2))
    street.clock.move(days=89)
    accepted(street.accept(young)[0])
    street.clock.move(days=2)
    assert refused(street.accept(old)[0]) == "usage.too_late"


def test_an_upload_sent_twice_changes_nothing(street: Street) -> None:
    riders = [street.person() for _ in range(40)]
    uses = [street.use(street.code(rider), offline=True) for rider in riders for _ in range(2)]
    street.clock.move(minutes=3)
    first = [accepted(one) for one in street.accept(*uses)]
    before = [street.balance(rider) for rider in riders]
    again = [accepted(one) for one in street.accept(*uses)]
    assert [one.use_id for one in again] == [one.use_id for one in first]
    assert all(one.repeated for one in again)
    assert [street.balance(rider) for rider in riders] == before


def test_every_accepted_use_has_its_money_and_the_ledger_is_clean(street: Street) -> None:
    uses = [street.use(street.code(street.person())) for _ in range(20)] + [street.use(street.code(street.elder()))]
    receipts = [accepted(one) for one in street.accept(*uses)]
    moved = street.tx.execute(
        "select coalesce(sum(amount_fen), 0) from ledger.transfer where reference = any(%s)",
        ([one.use_id for one in receipts],),
    ).fetchone()[0]  # type: ignore[index]
    assert moved == sum(one.price_fen for one in receipts)
    assert [finding for finding in ledger.check(street.tx) if finding.broken] == []


def test_the_board_counts_each_use_once_before_and_after_the_roll_up(street: Street) -> None:
    street.accept(*(street.use(street.code(street.person())) for _ in range(7)))
    counted = "select sum(uses) from usage.daily where province = 50 and issuer = 51"
    before = street.tx.execute(counted).fetchone()[0]  # type: ignore[index]
    usage.roll_up(street.tx)
    assert (before, street.tx.execute(counted).fetchone()[0]) == (7, 7)  # type: ignore[index]


def test_a_resident_reads_her_own_uses_with_their_reasons(street: Street) -> None:
    elder = street.elder()
    receipt = accepted(street.present(street.code(elder)))
    street.clock.move(minutes=1)
    (row,) = usage.list_uses(street.tx, holder_id=elder.holder_id, before=street.clock())
    assert (row.use_id, usage.receipt_of(row).reasons) == (receipt.use_id, receipt.reasons)


def test_what_no_upload_can_bring_back_is_forgotten(street: Street) -> None:
    street.accept(*(street.use(street.code(street.person())) for _ in range(3)))
    assert usage.prune(street.tx, before=street.clock()) == 0
    assert usage.prune(street.tx, before=street.clock() + timedelta(days=1)) == 6


def fields(receipt: usage.Accepted) -> dict[str, Any]:
    return {name: getattr(receipt, name) for name in receipt.__struct_fields__}


@pytest.mark.parametrize("many", [1, 3])
def test_a_batch_costs_the_same_number_of_statements_however_many_uses(street: Street, many: int) -> None:
    uses = [street.use(street.code(street.person())) for _ in range(many)]
    said: list[str] = []
    original = type(street.tx).cursor

    class Counting:
        """Counts what is sent, and sends it."""

        def __getattr__(self, name: str) -> Any:
            return getattr(street.tx, name)

        def execute(self, query: Any, *rest: Any, **named: Any) -> Any:
            said.append(str(query))
            return street.tx.execute(query, *rest, **named)

        def cursor(self, *rest: Any, **named: Any) -> Any:
            said.append("cursor")
            return original(street.tx, *rest, **named)

    checked = usage.check_all(uses, street.keyring.verifying_keys(), now=street.clock())
    street.path.accept(Counting(), checked, at=street.clock())  # type: ignore[arg-type]
    assert len(said) == 5


def test_a_code_is_taken_within_the_grace_that_the_house_allows(street: Street) -> None:
    code = street.code(street.person())
    street.clock.move(seconds=63)
    use = street.use(code)
    keys, now = street.keyring.verifying_keys(), street.clock()
    strict, lenient = (usage.check(use, keys, now=now, grace_seconds=grace) for grace in (0, 5))
    assert (strict.problem is None, lenient.problem is None) == (False, True)


@pytest.mark.parametrize("then", ["found again", "lapsed", "lapsed and lost again", "replaced"])
@pytest.mark.parametrize("medium", ["card", "code"])
def test_what_was_tapped_during_a_loss_is_refused_however_the_loss_ended(
    street: Street, then: str, medium: str
) -> None:
    rider, facts = street.person(), {"actor": "self"}
    facts["holder_id"] = rider.holder_id
    taps = []
    for _ in range(3):
        sequence = street.next_sequence(street.chongqing_bus)
        text = street.code(rider) if medium == "code" else street.tap(rider, street.chongqing_bus, sequence)
        taps.append(street.use(text, sequence=sequence, offline=True))
        street.clock.move(minutes=5)
        if len(taps) == 1:
            until = street.clock() + timedelta(days=7)
            cards.report_loss(street.tx, kind="temporary", at=street.clock(), until=until, **facts)
            street.clock.move(minutes=5)
        elif len(taps) == 2:
            end_loss(street, then, **facts)
            street.clock.move(minutes=5)
    before, during, after = street.accept(*taps)
    accepted(before)
    assert refused(during) == "usage.card_lost"
    if then in ("found again", "lapsed") or (then == "replaced" and medium == "code"):
        accepted(after)
    else:
        assert refused(after) == ("usage.card_replaced" if then == "replaced" else "usage.card_lost")


def end_loss(street: Street, then: str, **facts: Any) -> None:
    if then == "found again":
        cards.cancel_loss(street.tx, at=street.clock(), unhang_after_formal=False, **facts)
    elif then == "replaced":
        cards.replace_card(street.tx, reason="lost", at=street.clock(), **facts)
        cards.produce_here(street.tx, at=street.clock(), **facts)
        cards.activate_card(street.tx, halves=HALVES, at=street.clock(), handed_over=True, **facts)
    else:
        street.clock.move(days=7)
        if "again" in then:
            cards.report_loss(street.tx, kind="formal", at=street.clock(), **facts)


def test_a_lost_card_found_after_the_replacement_stays_ended_and_its_finder_is_told(street: Street) -> None:
    rider = street.person()
    end_loss(street, "replaced", holder_id=rider.holder_id, actor="counter")
    street.clock.move(days=30)
    sequence = street.next_sequence(street.chongqing_bus)
    answer = street.present(street.tap(rider, street.chongqing_bus, sequence), sequence=sequence)
    assert refused(answer) == "usage.card_replaced"
    assert isinstance(answer, usage.Refused) and "hand it in" in answer.problem.words()["next_step"]
    accepted(street.present(street.code(rider)))


def test_the_new_card_rides_on_the_old_purse(street: Street) -> None:
    rider = street.person(fen=1000)
    end_loss(street, "replaced", holder_id=rider.holder_id, actor="counter")
    new = cards.card_of(street.tx, holder_id=rider.holder_id)
    assert new is not None
    sequence = street.next_sequence(street.chongqing_bus)
    tap = street.tap(replace(rider, card=new), street.chongqing_bus, sequence)
    assert accepted(street.present(tap, sequence=sequence)).paid_fen == 200
    assert street.balance(rider) == 800


def test_a_temporary_card_works_at_home_until_its_last_day(street: Street) -> None:
    rider = street.person()
    facts = {"holder_id": rider.holder_id, "actor": "counter"}
    cards.replace_card(street.tx, reason="lost", at=street.clock(), **facts)
    until = street.clock() + timedelta(days=60)
    bridge = cards.issue_temporary_card(street.tx, until=until, at=street.clock(), **facts)

    def tap(point: Any) -> usage.Outcome:
        street.clock.move(minutes=1)
        sequence = street.next_sequence(point)
        return street.present(street.tap(replace(rider, card=bridge), point, sequence), point=point, sequence=sequence)

    accepted(tap(street.chengdu_bus))
    assert refused(tap(street.chongqing_bus)) == "usage.temporary_card_elsewhere"
    assert refused(street.present(street.code(rider))) == "usage.card_lost"
    street.clock.move(days=60)
    assert refused(tap(street.chengdu_bus)) == "usage.temporary_card_over"


def test_a_withdrawn_application_lets_no_code_through_that_was_shown_after_the_loss(street: Street) -> None:
    """The card is lost, given up, and a new one asked for and withdrawn, all before the gate could upload."""
    rider = street.person()
    ids = {"holder_id": rider.holder_id, "actor": "test"}
    before = street.use(street.code(rider), point=street.chengdu_bus, offline=True)
    street.clock.move(minutes=1)
    cards.replace_card(street.tx, reason="lost", at=street.clock(), **ids)
    lost = street.use(street.code(rider), point=street.chengdu_bus, offline=True)
    street.clock.move(minutes=1)
    cards.cancel_card(street.tx, reason="emigration", at=street.clock(), **ids)
    given_up = street.use(street.code(rider), point=street.chengdu_bus, offline=True)
    street.clock.move(minutes=1)
    wanted = [cards.CardWanted(rider.holder_id, rider.card.issuer)]
    cards.apply_cards(street.tx, wanted, at=street.clock(), actor="test")
    cards.withdraw_application(street.tx, at=street.clock(), **ids)
    outcomes = street.accept(before, lost, given_up)
    assert accepted(outcomes[0]).paid_fen == 200
    assert [refused(one) for one in outcomes[1:]] == ["usage.card_lost", "usage.card_not_valid"]
