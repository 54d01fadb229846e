"""Lists of applications at every door: a file or rows are taken, decided beside the web, and answered row by row."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TextIO
from uuid import UUID

from onecard.domains.cards import api as cards
from onecard.domains.sharing import api as sharing
from onecard.doors.bootstrap import House
from onecard.kernel.postgres.transaction import SYSTEM, Scope
from onecard.kernel.sheets import Answer, Row, lines_of, write_answers

#: So many parts are decided at once: while one waits for the database another reads and seals.
HANDS = 2
#: A list holds people's numbers: its sender has a month to fetch the answers.
KEPT = timedelta(days=30)
#: A list that nobody handed in is nobody's business any longer.
HELD = timedelta(days=1)
TITLES = [(column.name, column.titles[0]) for column in cards.LIST_COLUMNS]
_SAID = {True: "已受理 accepted", False: "未受理 refused"}


def decide_lists(house: House) -> int:
    """Decide every part that waits, a few at once; returns how many rows."""
    with ThreadPoolExecutor(HANDS, thread_name_prefix="lists") as hands:
        return sum(hands.map(lambda _: _decide_all(house), range(HANDS)))


def decide_parts(house: House) -> cards.PartsDone | None:
    """Some parts, one transaction. What a refusal tells the sender of somebody is in that person's record."""
    at = house.clock()
    with house.app.writing() as tx:
        done = cards.decide_parts(tx, keyring=house.keyring, divisions=house.book.places.divisions, at=at)
        if done is None:
            return None
        # The end of its id: the whole of one may hold fifteen digits in a row, as if it were somebody's number.
        reference = f"list {str(done.list_id)[-12:]}"
        for holder_id in done.told_about:
            sharing.record_look(
                tx,
                holder_id=holder_id,
                onlooker=sharing.Onlooker("staff", done.staff.removeprefix("staff "), done.agency_id),
                subject="person.masked",
                ground=sharing.Ground("service_desk", "statutory_duty", reference),
                found=True,
                at=at,
                keyring=house.keyring,
            )
    return done


def answers_of(house: House, scope: Scope, list_id: UUID) -> Iterator[tuple[Row, Mapping[str, str] | None]]:
    """Every row that has its answer, a part in memory at a time."""
    part = 0
    while True:
        with house.app.reading(scope) as tx:
            some = cards.part_answers(tx, list_id=list_id, part=part, keyring=house.keyring)
        if some is None:
            return
        yield from some
        part += 1


def answer_lines(house: House, list_id: UUID, scope: Scope, *, refused: bool) -> Iterator[str]:
    """The same file line by line, to be sent while it is read: memory stays flat however long the list is."""
    told = ((row, problem) for row, problem in answers_of(house, scope, list_id) if problem or not refused)
    return lines_of(TITLES, (_answer(row, problem) for row, problem in told))


def write_answer_file(file: TextIO, house: House, list_id: UUID, scope: Scope = SYSTEM, *, refused: bool) -> int:
    """The rows with their answers as CSV, all of them or only the refused; returns how many."""
    told = ((row, problem) for row, problem in answers_of(house, scope, list_id) if problem or not refused)
    return write_answers(file, TITLES, (_answer(row, problem) for row, problem in told))


def forget_lists(house: House) -> int:
    """Forget lists a month after they were taken, and after a day those that were never handed in."""
    at = house.clock()
    with house.app.writing() as tx:
        return cards.forget_lists(tx, before=at - KEPT, held_before=at - HELD)


def _decide_all(house: House) -> int:
    rows = 0
    while (done := decide_parts(house)) is not None:
        rows += done.accepted + done.refused
    return rows


def _answer(row: Row, problem: Mapping[str, str] | None) -> Answer:
    if problem is None:
        return Answer(row, _SAID[True])
    why = f"{problem['title_zh']} {problem['title']}"
    return Answer(row, _SAID[False], why, f"{problem['next_step_zh']} {problem['next_step']}")
