"""`onecard agency …`: the organisations of an installation, and finding one by what a person would type.

Once a province has its purse keeper, finance department, paying bank and pass issuer, its part of the chart of accounts
is opened with the last of them; an insurer's fund is opened with the insurer.
"""

from typing import TYPE_CHECKING, Annotated, cast, get_args
from uuid import UUID

import typer

from onecard.domains.agencies import api as agencies
from onecard.doors.cli_errors import AgencyUnknown, DivisionUnknown
from onecard.doors.cli_say import console, say
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction
from onecard.kernel.settings import read_settings

if TYPE_CHECKING:
    from onecard.doors.bootstrap import House

agency = typer.Typer(help="单位 · organisations", no_args_is_help=True)

_KINDS = get_args(agencies.AgencyKind)
_BEHIND_A_CHART = ("purse_keeper", "finance", "bank", "pass_issuer")
Named = Annotated[str, typer.Option("--agency", help="单位编号或全名 · its id or full name, see `onecard agency list`")]
Division = Annotated[int, typer.Option(help="六位区划代码 · six-digit division code")]


@agency.command("list")
def list_all() -> None:
    """列出全部单位 · Every organisation, by division and name."""
    from onecard.doors.bootstrap import open_house

    with open_house(read_settings(), pool=1) as house, house.app.reading() as tx:
        known = agencies.list_agencies(tx)
    if not known:
        say("还没有单位 · no organisation yet: onecard agency add")
        return
    for one in known:  # a line each and never cut, so that an id can be taken from it by eye or by awk
        line = f"{one.agency_id}  {one.division:06d}  {one.kind:<13} {one.name_zh} · {one.name_en}"
        console.print(line, markup=False, highlight=False, soft_wrap=True)


@agency.command("add")
def add(
    name_zh: Annotated[str, typer.Argument(metavar="名称", help="中文名称 · its name in Chinese")],
    name_en: Annotated[str, typer.Option("--english", help="英文名称 · its name in English")],
    kind: Annotated[str, typer.Option(help="类别 · " + ", ".join(_KINDS))],
    division: Division,
) -> None:
    """登记一个单位 · Register an organisation; `--division 0` is the whole nation."""
    from onecard.doors.bootstrap import open_house

    if kind not in _KINDS:
        raise typer.BadParameter("类别应为 · the kind is one of: " + ", ".join(_KINDS))
    with open_house(read_settings(), pool=1) as house, house.app.writing() as tx:
        if division:
            require_division(house, division)
        made = agencies.Agency(new_id(), cast(agencies.AgencyKind, kind), division, name_zh, name_en)
        agencies.register_agencies(tx, [made], at=house.clock())
        opened, fund = _open_chart(house, tx, made), _open_fund(house, tx, made)
    say(f"已登记 · registered: {made.agency_id}")
    if opened:
        say("本省账户已开立 · the accounts of this province are open")
    if fund:
        say(f"基金账户已开立 · the account of its fund is open: {fund}")


def find_agency(tx: Transaction, named: str) -> agencies.Agency:
    """The one organisation with this id or name; AgencyUnknown for none and for several."""
    found = [one for one in agencies.list_agencies(tx) if named in (str(one.agency_id), one.name_zh, one.name_en)]
    if len(found) != 1:
        raise AgencyUnknown(name=named)
    return found[0]


def require_division(house: "House", division: int) -> None:
    """DivisionUnknown for a code that the rulebook's places do not have."""
    if division not in house.book.places.divisions:
        raise DivisionUnknown(division=f"{division:06d}")


def _open_chart(house: "House", tx: Transaction, added: agencies.Agency) -> bool:
    from onecard.domains.ledger import api as ledger

    place = house.book.places.divisions.get(added.division)
    if added.kind not in _BEHIND_A_CHART or place is None or place.level != "province":
        return False
    province = added.division // 10_000
    of_place: dict[str, UUID] = {
        one.kind: one.agency_id for one in agencies.list_agencies(tx) if one.division == added.division
    }
    behind = [of_place.get(kind) for kind in _BEHIND_A_CHART]
    if None in behind or ledger.find_account(tx, ledger.purse(province)) is not None:
        return False
    institutions = ledger.ProvinceAgencies(*(one for one in behind if one is not None))
    ledger.ensure_chart(
        tx, province=province, name_zh=place.name_zh, name_en=place.name_en, agencies=institutions, at=house.clock()
    )
    return True


def _open_fund(house: "House", tx: Transaction, added: agencies.Agency) -> int | None:
    from onecard.domains.ledger import api as ledger

    if added.kind != "insurer":
        return None
    return ledger.ensure_fund(
        tx,
        agency_id=added.agency_id,
        name_zh=f"{added.name_zh}基金",
        name_en=f"{added.name_en}, fund",
        at=house.clock(),
    )
