"""The run over everybody and the months, a piece of people a transaction; killed between two pieces it goes on.

Who was moved is told by a text in the transaction that moved her, so nobody is suspended whom no notice was sent.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from uuid import UUID

from onecard.domains.agencies import api as agencies
from onecard.domains.disbursement import api as disbursement
from onecard.domains.ecards import api as ecards
from onecard.domains.entitlements import api as entitlements
from onecard.doors.bootstrap import House
from onecard.doors.entitlements.telling import programme_words
from onecard.kernel.postgres.transaction import Transaction

PIECE = 2_000
Report = Callable[[str, int, int], None]
_NOBODY = UUID(int=0)
#: A text that could not be sent in a week is dropped; the page and the history keep what it said.
_TEXT_KEEPS = timedelta(days=7)


def run_everybody(house: House, report: Report | None = None) -> Counter[str]:
    """Today's run; returns how many of each move. A second run on a day finds nothing to do."""
    found: Counter[str] = Counter()
    after = _NOBODY
    while True:
        at = house.clock()
        with house.app.writing() as tx:
            people = entitlements.next_people(tx, after=after, at=at, at_most=PIECE)
            if not people:
                break
            moves = entitlements.run_piece(tx, people, book=house.book, at=at)
            _send_texts(house, tx, moves)
        found.update(one.what for one in moves)
        after = people[-1]
        _tell_progress(report, after)
    _tell_progress(report, None)
    return found


def open_month(house: House, programme: str, month: date, report: Report | None = None) -> tuple[int, int]:
    """Open a month and make it due for everybody, with what was missed before; returns people and fen."""
    with house.app.writing() as tx:
        entitlements.open_month(tx, programme=programme, month=month, at=house.clock())
    people = fen = 0
    after = _NOBODY
    while True:
        with house.app.writing() as tx:
            piece = entitlements.next_payable(tx, programme=programme, after=after, at_most=PIECE)
            if not piece:
                break
            owed = entitlements.owe(tx, piece, at=house.clock())
        people += len(owed)
        fen += sum(one.amount_fen for one in owed)
        after = piece[-1]
        _tell_progress(report, after)
    _tell_progress(report, None)
    return people, fen


def pay_waiting(
    house: House, agency: agencies.Agency, *, programme: str, bank: str, fund: int, purpose: str
) -> list[disbursement.BatchProgress]:
    """What an agency's province owes and has not handed over: a batch for each month, each a transaction."""
    province, at = agency.division // 10_000, house.clock()
    with house.app.reading() as tx:
        waiting = entitlements.months_waiting(tx, programme=programme, province=province)
    made = []
    for one in waiting:
        number = entitlements.new_batch(agency.agency_id, programme=programme, month=one.month, at=at)
        wanted = disbursement.BatchWanted(
            number, agency.agency_id, bank, fund, programme, f"{one.month:%Y-%m}", purpose, "command line"
        )
        with house.app.writing() as tx:
            batch = entitlements.take_dues(tx, wanted, month=one.month, province=province, keyring=house.keyring, at=at)
        made += [batch] if batch else []
    return made


def tend(house: House) -> int:
    """The worker's chore: today's run."""
    return sum(run_everybody(house).values())


def _send_texts(house: House, tx: Transaction, moves: Iterable[entitlements.Move]) -> None:
    at = house.clock()
    for move in moves:
        until = move.facts.get("valid_until")
        text = entitlements.text_of(
            move, programme=programme_words(move.programme)[0], valid_until=f"{until:%Y年%m月%d日}" if until else ""
        )
        ecards.add_message(
            tx, holder_id=move.holder_id, text=text, keyring=house.keyring, at=at, until=at + _TEXT_KEEPS
        )


def _tell_progress(report: Report | None, after: UUID | None) -> None:
    """Ids are spread evenly, so the last one says how far we are."""
    if report:
        report("%", after.int * 100 >> 128 if after else 100, 100)
