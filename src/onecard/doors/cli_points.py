"""`onecard point …`: register an acceptance point with its terminal's public key. Its agency earns there."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast
from uuid import UUID

import typer

from onecard.domains.agencies import api as agencies
from onecard.doors.cli_agencies import Division, Named, find_agency, require_division
from onecard.doors.cli_errors import KeyUnreadable, SceneUnknown
from onecard.doors.cli_say import say
from onecard.kernel.audit import COMMAND_LINE
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction
from onecard.kernel.settings import read_settings

if TYPE_CHECKING:
    from onecard.doors.bootstrap import House

point = typer.Typer(help="受理点 · acceptance points", no_args_is_help=True)
KeyFile = Annotated[Path, typer.Option(help="终端公钥 PEM 文件（Ed25519） · the terminal's public key")]


@point.command("add")
def add(  # noqa: PLR0917 - what is typed, in the order of the help
    name_zh: Annotated[str, typer.Argument(metavar="名称", help="中文名称 · its name in Chinese")],
    name_en: Annotated[str, typer.Option("--english", help="英文名称 · its name in English")],
    named: Named,
    scene: Annotated[str, typer.Option(help="场景 · the scene, as in `onecard check`")],
    division: Division,
    key: KeyFile,
    kind: Annotated[str, typer.Option(help="gate, office, till, counter")] = "gate",
    setting: Annotated[list[str] | None, typer.Option(help="场景设置 · the scene's facts, such as line=111")] = None,
) -> None:
    """登记受理点 · Register an acceptance point and the terminal that stands there."""
    from onecard.doors.bootstrap import open_house

    if kind not in ("gate", "office", "till", "counter"):
        raise typer.BadParameter("类别应为 · the kind is one of: gate, office, till, counter")
    public, settings = read_key(key), _settings(setting or [])
    with open_house(read_settings(), pool=1) as house:
        if scene not in house.scenes:
            raise SceneUnknown(scene=scene, known=", ".join(sorted(house.scenes)))
        require_division(house, division)
        with house.app.writing() as tx:
            agency = find_agency(tx, named)
            new = agencies.NewPoint(
                new_id(), agency.agency_id, cast(Any, kind), scene, division, name_zh, name_en,
                _revenue_account(house, tx, agency), public, settings,
            )  # fmt: skip
            agencies.register_points(tx, [new], at=house.clock(), actor=COMMAND_LINE)
    _tell(new.point_id, agency)


def _tell(point_id: UUID, agency: agencies.Agency) -> None:
    say(f"已登记 · registered: {point_id} @ {agency.name_zh} · {agency.name_en}")
    say("终端以此编号作 keyid 签名 · the terminal signs its requests with this id as keyid")


def _revenue_account(house: "House", tx: Transaction, agency: agencies.Agency) -> int:
    """What the agency earns on: the first such account it has, or a new one."""
    from onecard.domains.ledger import api as ledger

    for one in ledger.accounts(tx):
        if one.agency_id == agency.agency_id and one.kind == "revenue":
            return one.account
    return ledger.open_revenue_account(
        tx, agency_id=agency.agency_id, name_zh=f"{agency.name_zh}营收", name_en=f"{agency.name_en}, revenue",
        at=house.clock(),
    )  # fmt: skip


def read_key(page: Path) -> bytes:
    """A terminal's public key out of its file; KeyUnreadable for anything else."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        read = load_pem_public_key(page.read_bytes())
    except (OSError, ValueError):
        raise KeyUnreadable(what=page) from None
    if not isinstance(read, Ed25519PublicKey):
        raise KeyUnreadable(what=page)
    return read.public_bytes_raw()


def _settings(given: list[str]) -> dict[str, str]:
    for one in given:
        if not all(one.partition("=")):
            raise typer.BadParameter(f"应为 名=值 · name=value is meant: {one}")
    return dict(one.split("=", 1) for one in given)
