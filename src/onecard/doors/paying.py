"""Payments at every door: lines into files, files to banks, their answers to lines; each step a transaction of its own.

Killed between any two steps it goes on: a file is made again with the same bytes and name, an answer file is known by
its bytes and read on where it stopped.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path
from uuid import UUID

from onecard.domains.disbursement import api as disbursement
from onecard.doors.banks import way_to
from onecard.doors.bootstrap import House
from onecard.kernel.clock import day_of
from onecard.kernel.errors import Problem
from onecard.kernel.ids import new_id

PIECE = 5_000
Report = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A bank's file, read or refused."""

    bank: str
    name: str
    kind: str
    heard: disbursement.Heard
    repeated: bool = False
    refused: disbursement.FileRefused | disbursement.FileTooLarge | None = None


def pay_all(house: House) -> int:
    """The worker's chore: instruct, send, read, ask; a bank that is away leaves the others alone."""
    done = 0
    with house.app.reading() as tx:
        banks = disbursement.banks(tx)
    for bank in banks:
        try:
            done += instruct_all(house, bank) + send_files(house, bank)
            done += len(list(read_files(house, bank))) + ask_again(house, bank)
        except disbursement.BankUnreachable:
            house.log.warning("bank_unreachable", step=bank.bank)
        except Problem as problem:
            house.log.error("bank_failed", step=bank.bank, error=problem.code)
    return done


def instruct_all(
    house: House, bank: disbursement.Bank, batch_id: UUID | None = None, report: Report | None = None
) -> int:
    """Put every approved line for a bank (of one batch) into files; returns how many lines."""
    done = 0
    while True:
        at = house.clock()
        most = _said(house, bank, "lines_a_file_most")
        with house.app.writing() as tx:
            made = disbursement.instruct_next(
                tx, bank=bank.bank, at=at, pay_on=day_of(at), lines_most=most, batch_id=batch_id
            )
        if made is None:
            return done
        done += made.lines
        if report:
            report("", done, done + 1)


def send_files(house: House, bank: disbursement.Bank, batch_id: UUID | None = None) -> int:
    """Hand a bank every file it has not taken; returns how many."""
    sent = 0
    with house.app.reading() as tx:
        waiting = disbursement.files_to_send(tx, bank=bank.bank, batch_id=batch_id, at_most=1_000)
    for file in waiting:
        with _room(house) as room, way_to(bank) as way:
            path = room / disbursement.file_name(file)
            with house.app.reading() as tx:
                lines = disbursement.lines_in_file(tx, file, keyring=house.keyring)
                disbursement.write_file(path, file, bank, lines)
            way.send(path, path.name)
        with house.app.writing() as tx:
            sent += disbursement.mark_sent(tx, file, at=house.clock())
    return sent


def read_files(house: House, bank: disbursement.Bank) -> Iterator[ReadFile]:
    """Read every file of answers that waits at a bank; what is refused is kept beside, and counts as fetched."""
    with way_to(bank) as way:
        for name in way.waiting():
            with _room(house) as room:
                path = room / name
                whole = way.is_whole(name)
                way.fetch(name, path)
                read = _try_to_read(house, bank, path)
                if read.refused and not whole:
                    continue
                if read.refused:
                    _keep_aside(house, bank, path)
                way.taken(name)
                yield read


def read_file(house: House, bank: disbursement.Bank, path: Path, report: Report | None = None) -> ReadFile:
    """Read one file of answers from the disk, a piece a transaction; however often it comes, once."""
    kind, answers = disbursement.open_answers(path)
    digest, at = disbursement.digest_of(path), house.clock()
    with house.app.writing() as tx:
        file = disbursement.take_answer(tx, bank=bank.bank, digest=digest, name=path.name, kind=kind, at=at)
    heard, first = disbursement.Heard(), file.heard.answers
    if file.repeated:
        return ReadFile(bank.bank, path.name, kind, heard, repeated=True)
    waiting = islice(answers, first, None)
    while piece := list(islice(waiting, PIECE)):
        with house.app.writing() as tx:
            heard.add(disbursement.hear_piece(tx, file, piece, first=first, at=house.clock()))
        first += len(piece)
        if report:
            report(path.name, first, first + 1)
    with house.app.writing() as tx:
        disbursement.finish_answer(tx, file, at=house.clock())
    return ReadFile(bank.bank, path.name, kind, heard)


def ask_again(house: House, bank: disbursement.Bank) -> int:
    """Ask a bank about lines it said nothing certain of for too long; returns how many lines."""
    asked, at = 0, house.clock()
    hours = _said(house, bank, "ask_again_hours")
    while True:
        with house.app.writing() as tx, _room(house) as room, way_to(bank) as way:
            # Sent before it is committed: a question too many does no harm, one that was never sent does.
            found = disbursement.ask_next(tx, bank=bank.bank, before=at - timedelta(hours=hours), at=at)
            if found is None:
                return asked
            file, lines = found
            message_id = f"Q{new_id().hex}"
            path = room / disbursement.file_name(file).replace(file.message_id, message_id)
            disbursement.write_question(path, file, lines, message_id=message_id, at=at)
            way.send(path, path.name)
        asked += len(lines)


def _try_to_read(house: House, bank: disbursement.Bank, path: Path) -> ReadFile:
    try:
        return read_file(house, bank, path)
    except (disbursement.FileRefused, disbursement.FileTooLarge) as refused:
        return ReadFile(bank.bank, path.name, "", disbursement.Heard(), refused=refused)


def _keep_aside(house: House, bank: disbursement.Bank, path: Path) -> None:
    """For whoever asks the bank about it."""
    kept = house.settings.home / "banks" / bank.bank / "refused"
    kept.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.rename(kept / f"{house.clock():%Y%m%d%H%M%S}-{path.name}")
    house.log.error("bank_file_refused", step=bank.bank)


def _said(house: House, bank: disbursement.Bank, name: str) -> int:
    """What the rulebook says where the bank's money comes from."""
    on = day_of(house.clock())
    return int(house.book.value(f"disbursement.{name}", place=bank.province * 10_000, on=on).value)


@contextmanager
def _room(house: House) -> Iterator[Path]:
    """A folder that only we may enter, gone afterwards: instructions hold people's accounts."""
    parent = house.settings.home / "banks"
    parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=parent, prefix="work-") as room:
        yield Path(room)
