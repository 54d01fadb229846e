"""A school's list of applications as a GB18030 file: read, sealed, decided row by row by the worker's hands."""

import resource
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter, sleep

from stdnum.cn import ric

from onecard.domains.agencies import api as agencies
from onecard.domains.cards import api as cards
from onecard.doors.bootstrap import House, open_house
from onecard.doors.lists import HANDS, decide_lists
from onecard.kernel.ids import new_id
from onecard.kernel.settings import Settings
from onecard.kernel.sheets import open_sheet

#: People of a list born on one day; `first_day` keeps the people of two lists of one home apart.
_A_DAY = 1_000


def decide_list(settings: Settings, rows: int, *, first_day: int) -> tuple[float, float]:
    """Rows a second from the file to the last answer, and how much this process grew meanwhile in MiB."""
    with _file(rows, first_day) as path, open_house(settings, pool=HANDS + 2, start=False) as house:
        agency = agencies.Agency(new_id(), "card_agency", 511300, "名单", "lists")
        before, began = _grown(), perf_counter()
        with house.app.writing() as tx:
            agencies.register_agencies(tx, [agency], at=house.clock())
            wanted = cards.ListWanted(new_id(), agency.agency_id, 511300, None, "school", "bench")
            sheet = open_sheet(path, cards.LIST_COLUMNS)
            cards.take_list(tx, wanted, sheet.rows, keyring=house.keyring, at=house.clock())
        decide_lists(house)
        while (told := _progress(house, wanted)).accepted + told.refused < rows:
            sleep(0.05)  # the home's own worker has a part in hand
        seconds = perf_counter() - began
        assert told.accepted == rows, told
        return rows / seconds, _grown() - before


def _progress(house: House, wanted: cards.ListWanted) -> cards.ListProgress:
    with house.app.reading() as tx:
        return cards.list_progress(tx, agency_id=wanted.agency_id, list_id=wanted.list_id)


@contextmanager
def _file(rows: int, first_day: int) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        with path.open("w", encoding="gb18030") as file:
            file.write("某校申领名单\n姓名,社会保障号码,手机号\n")
            for n in range(rows):
                born = date(1930, 1, 1) + timedelta(days=first_day + n // _A_DAY)
                stem = f"511381{born:%Y%m%d}{n % _A_DAY:03d}"
                file.write(f"张{n},{stem}{ric.calc_check_digit(stem + '0')},13800000000\n")
        yield path


def _grown() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
