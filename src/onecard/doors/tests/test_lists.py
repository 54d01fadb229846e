"""A school's list, from the file to every row's answer."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from tests.factories import make_cardholder, make_resident, number_of

from onecard.domains.agencies import api as agencies
from onecard.domains.cards import api as cards
from onecard.domains.sharing import api as sharing
from onecard.doors import lists
from onecard.doors.bootstrap import House
from onecard.kernel.clock import HeldClock
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Scope
from onecard.kernel.sheets import open_sheet

Sent = Callable[..., tuple[UUID, UUID]]


@pytest.fixture
def send(house: House, tmp_path: Path) -> Sent:
    """Hand in rows as a CSV file; returns the agency and the list."""

    def send(*rows: str, list_id: UUID | None = None, encoding: str = "gb18030") -> tuple[UUID, UUID]:
        path = tmp_path / "list.csv"
        path.write_bytes("\n".join(["姓名,社会保障号码,手机号", *rows]).encode(encoding))
        agency = agencies.Agency(new_id(), "card_agency", 511300, "南充卡管", "Nanchong cards")
        with house.app.writing() as tx:
            agencies.register_agencies(tx, [agency], at=house.clock())
            wanted = cards.ListWanted(
                list_id or new_id(), agency.agency_id, 511300, None, "school", f"staff {new_id()}"
            )
            sheet = open_sheet(path, cards.LIST_COLUMNS)
            cards.take_list(tx, wanted, sheet.rows, keyring=house.keyring, at=house.clock())
        return agency.agency_id, wanted.list_id

    return send


def codes(house: House, list_id: UUID) -> list[str]:
    """What each row was answered: "yes" or the problem's code."""
    return [problem["code"] if problem else "yes" for _, problem in lists.answers_of(house, Scope(), list_id)]


def progress(house: House, agency_id: UUID, list_id: UUID) -> cards.ListProgress:
    with house.app.reading() as tx:
        return cards.list_progress(tx, agency_id=agency_id, list_id=list_id)


def test_each_row_gets_its_own_answer(house: House, send: Sent) -> None:
    known = number_of(sequence=11)
    with house.app.writing() as tx:
        make_resident(tx, keyring=house.keyring, at=house.clock(), number=known, name="王五")
        holds = make_cardholder(tx, keyring=house.keyring, at=house.clock()).number
    agency_id, list_id = send(
        f"李四,{number_of(sequence=13)},13800000000",
        f"古丽•买买提,{number_of(sequence=14)},",
        f"王五,{known},",
        f"王伍,{known},",
        f"张小明,{holds},",
        f"李四,{number_of(sequence=13)},",
        f"赵六,{number_of(sequence=15)[:-1]}?,",
        "赵六,1.10105E+17,",
        f"赵六,{number_of(sequence=16)},12",
        f",{number_of(sequence=17)},",
    )
    lists.decide_lists(house)
    assert codes(house, list_id) == [
        "yes", "yes", "yes", "cards.name_differs", "cards.valid_card_exists", "cards.duplicate_application",
        "residents.number_malformed", "cards.row_flawed", "cards.phone_malformed", "residents.name_malformed",
    ]  # fmt: skip
    now = progress(house, agency_id, list_id)
    assert (now.rows, now.accepted, now.refused, now.finished) == (10, 3, 7, True)


def test_what_a_refusal_told_of_somebody_is_in_her_record(house: House, send: Sent) -> None:
    with house.app.writing() as tx:
        holder = make_cardholder(tx, keyring=house.keyring, at=house.clock())
    send(f"张小明,{holder.number},")
    lists.decide_lists(house)
    with house.app.reading() as tx:
        looks = sharing.looks_at(tx, holder.holder_id)
        assert [look.purpose for look in looks] == ["service_desk"]
        assert sharing.verify(tx, keyring=house.keyring).findings == ()


def test_a_list_whose_id_looks_like_a_number_is_answered_too(house: House, send: Sent) -> None:
    with house.app.writing() as tx:
        holder = make_cardholder(tx, keyring=house.keyring, at=house.clock())
    _, list_id = send(f"张小明,{holder.number},", list_id=UUID("01935351-1111-7222-8333-444455556666"))
    lists.decide_lists(house)
    assert codes(house, list_id) == ["cards.valid_card_exists"]


def test_a_list_sent_again_makes_no_second_card(house: House, send: Sent) -> None:
    row = f"李四,{number_of(sequence=31)},"
    _, first = send(row)
    _, again = send(row)
    lists.decide_lists(house)
    assert (codes(house, first), codes(house, again)) == (["yes"], ["cards.application_open"])


def test_a_part_that_was_cut_off_is_decided_once_more_and_only_then(house: House, send: Sent) -> None:
    _, list_id = send(f"李四,{number_of(sequence=41)},")

    class PowerCut(Exception):
        pass

    with pytest.raises(PowerCut), house.app.writing() as tx:
        done = cards.decide_parts(tx, keyring=house.keyring, divisions=house.book.places.divisions, at=house.clock())
        assert done is not None and done.accepted == 1
        raise PowerCut
    assert codes(house, list_id) == [], "nothing was answered"
    lists.decide_lists(house)
    assert codes(house, list_id) == ["yes"]


def test_the_answers_go_back_as_a_file_that_can_be_mended(house: House, send: Sent, tmp_path: Path) -> None:
    _, list_id = send(f"李四,{number_of(sequence=51)},", f"赵六,{number_of(sequence=52)},12")
    lists.decide_lists(house)
    path = tmp_path / "answers.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        assert lists.write_answer_file(file, house, list_id, refused=True) == 1
    assert "13800000000" not in path.read_text(encoding="utf-8")
    assert [row.cells["name"] for row in open_sheet(path, cards.LIST_COLUMNS).rows] == ["赵六"]


def test_many_parts_keep_their_rows_in_order(house: House, send: Sent) -> None:
    born = [date(1960 + n // 400, 3, 1) for n in range(2_100)]
    rows = [f"李{n},{number_of(born=day, sequence=n % 400)}," for n, day in enumerate(born)]
    agency_id, list_id = send(*rows)
    lists.decide_lists(house)
    names = [row.cells["name"] for row, _ in lists.answers_of(house, Scope(), list_id)]
    assert names == [f"李{n}" for n in range(2_100)] and progress(house, agency_id, list_id).accepted == 2_100


def many(count: int) -> list[str]:
    born = [date(1960 + n // 400, 3, 1) for n in range(count)]
    return [f"李{n},{number_of(born=day, sequence=n % 400)}," for n, day in enumerate(born)]


def test_one_number_in_two_parts_of_a_list_gets_one_card_and_the_earlier_row_has_it(house: House, send: Sent) -> None:
    rows = many(1_500)
    _, list_id = send(*rows, *rows[:700:100], "王五" + rows[3][2:])
    assert lists.decide_parts(house) is not None
    said = codes(house, list_id)
    assert said[:1_500] == ["yes"] * 1_500
    assert said[1_500:] == ["cards.duplicate_application"] * 8
    _, again = send(*rows[:5], "王五" + rows[3][2:])
    lists.decide_lists(house)
    assert codes(house, again) == ["cards.application_open"] * 5 + ["cards.name_differs"]


def test_two_lists_of_the_same_people_in_turned_order_are_decided_at_once(house: House, send: Sent) -> None:
    rows = many(3_000)
    _, first = send(*rows)
    _, turned = send(*rows[::-1])
    lists.decide_lists(house)
    both = zip(codes(house, first), codes(house, turned)[::-1], strict=True)
    assert {tuple(sorted(pair)) for pair in both} <= {
        ("cards.application_open", "yes"), ("cards.name_differs", "yes"), ("cards.duplicate_application", "yes")
    }  # fmt: skip
    with house.app.reading() as tx:
        assert tx.execute("select count(*), count(distinct holder_id) as people from cards.card").fetchone() == (
            3_000,
            3_000,
        )


def test_whoever_comes_second_takes_the_parts_that_are_free(house: House, send: Sent) -> None:
    agency_id, list_id = send(*many(8_010))
    _, other = send(*many(3))
    decide: dict = {"keyring": house.keyring, "divisions": house.book.places.divisions, "at": house.clock()}
    with house.app.writing() as first, house.app.writing() as second:
        done = cards.decide_parts(first, **decide)
        rest = cards.decide_parts(second, **decide)
        assert done is not None and rest is not None
        assert (done.list_id, done.accepted, rest.list_id, rest.accepted) == (list_id, 8_000, list_id, 10)
    lists.decide_lists(house)
    assert progress(house, agency_id, list_id).accepted == 8_010
    assert codes(house, other) == ["cards.application_open"] * 3


def test_a_list_is_sealed_and_forgotten_after_a_month(house: House, send: Sent, clock: HeldClock) -> None:
    agency_id, list_id = send(f"李四,{number_of(sequence=61)},")
    with house.app.reading() as tx:
        row = tx.execute("select sealed from cards.list_part where list_id = %s", (list_id,)).fetchone()
    assert row is not None and "李四".encode() not in row.sealed
    clock.at += timedelta(days=31)
    assert lists.forget_lists(house) >= 1
    with pytest.raises(cards.ListUnknown):
        progress(house, agency_id, list_id)


def test_after_a_rotation_lists_are_sealed_again(house: House, send: Sent) -> None:
    _, list_id = send(f"李四,{number_of(sequence=71)},")
    lists.decide_lists(house)
    house.keyring.rotate("seal", active_from=house.clock())
    with house.app.writing() as tx:
        assert cards.reseal_lists(tx, keyring=house.keyring) >= 1
        assert cards.reseal_lists(tx, keyring=house.keyring) == 0
    assert codes(house, list_id) == ["yes"]
