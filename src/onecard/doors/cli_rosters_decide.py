"""`onecard roster object | settle | drop | withdraw | approve | return | hand-over`: what people decide about one."""

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Annotated, Any, cast, get_args

import typer

from onecard.domains.rosters import api as rosters
from onecard.doors.cli_rosters import By, RosterId, hand_of
from onecard.doors.cli_say import say
from onecard.kernel.money import yuan
from onecard.kernel.settings import read_settings

if TYPE_CHECKING:
    from onecard.doors.bootstrap import House

Number = Annotated[int, typer.Argument(metavar="NUMBER", help="名册内序号 · the entry's number in the roster")]
Level = Annotated[str, typer.Option(help=f"审批级别 · {', '.join(rosters.LEVELS)}")]


def add_to(roster: typer.Typer) -> None:
    """Give these commands to `onecard roster`."""
    roster.command("object")(object_to)
    roster.command("settle")(settle)
    roster.command("drop")(drop)
    roster.command("withdraw")(withdraw)
    roster.command("approve")(approve)
    roster.command("return")(send_back)
    roster.command("hand-over")(hand_over)


def object_to(
    roster_id: RosterId,
    number: Number,
    by: By,
    ground: Annotated[str, typer.Option(help=f"事由 · {', '.join(get_args(rosters.ObjectionGround))}")],
) -> None:
    """登记对一人的异议，只暂缓此人 · Write an objection down: it holds this one entry."""
    chosen = _one_of(ground, rosters.ObjectionGround)
    with _house() as house, house.app.writing() as tx:
        hand = hand_of(tx, by, "rosters.object")
        rosters.find_roster(tx, roster_id=roster_id, agency_id=hand.agency_id)
        entry = rosters.object_to_entry(
            tx, roster_id=roster_id, number=number, ground=chosen, hand=hand, at=house.clock()
        )
    say(f"第 {number} 号 · entry {number}: {entry.state}")


def settle(
    roster_id: RosterId,
    number: Number,
    by: By,
    outcome: Annotated[str, typer.Option(help=f"结论 · {', '.join(get_args(rosters.ObjectionOutcome))}")],
) -> None:
    """处理异议：成立则核减，不成立则恢复 · Settle it: upheld drops the entry, unfounded lets it stand again."""
    chosen = _one_of(outcome, rosters.ObjectionOutcome)
    with _house() as house, house.app.writing() as tx:
        hand = hand_of(tx, by, "rosters.settle")
        entry = rosters.settle_objection(
            tx, roster_id=roster_id, number=number, outcome=chosen, hand=hand, at=house.clock()
        )
    say(f"第 {number} 号 · entry {number}: {entry.state}")


def drop(roster_id: RosterId, number: Number, by: By) -> None:
    """核减一人 · Take one entry out before the hand-over; the others stay as they are."""
    with _house() as house, house.app.writing() as tx:
        hand = hand_of(tx, by, "rosters.make")
        entry = rosters.drop_entry(tx, roster_id=roster_id, number=number, hand=hand, at=house.clock())
    say(f"第 {number} 号 · entry {number}: {entry.state}")


def withdraw(roster_id: RosterId, by: By) -> None:
    """撤回整份名册 · Give a roster up before it is handed over."""
    with _house() as house, house.app.writing() as tx:
        hand = hand_of(tx, by, "rosters.make")
        _tell(rosters.withdraw_roster(tx, roster_id=roster_id, hand=hand, at=house.clock()))


def approve(roster_id: RosterId, level: Level, by: By) -> None:
    """审批一级：乡镇、部门、财政依次由不同的人 · Approve at one level; each level is another person's."""
    chosen = cast(rosters.Level, _one_of(level, rosters.Level))
    with _house() as house, house.app.writing() as tx:
        hand = hand_of(tx, by, f"rosters.approve_{chosen}")
        now = rosters.approve_roster(
            tx, roster_id=roster_id, level=chosen, hand=hand, keyring=house.keyring, at=house.clock()
        )
    _tell(now)


def send_back(
    roster_id: RosterId,
    level: Level,
    by: By,
    reason: Annotated[str, typer.Option(help=f"原因 · {', '.join(get_args(rosters.BackReason))}")],
) -> None:
    """退回填报人，公示与审批作废 · Send a roster back to who made it: notice and approvals are void."""
    chosen, why = cast(rosters.Level, _one_of(level, rosters.Level)), _one_of(reason, rosters.BackReason)
    with _house() as house, house.app.writing() as tx:
        hand = hand_of(tx, by, f"rosters.approve_{chosen}")
        _tell(rosters.send_back(tx, roster_id=roster_id, level=chosen, hand=hand, reason=why, at=house.clock()))


def hand_over(roster_id: RosterId, by: By) -> None:
    """转发放：已审批且在册的人员成为一个代发批次 · Give payment what was approved and stands, as one batch."""
    from onecard.doors.rosters import terms_of

    with _house() as house, house.app.writing() as tx:
        hand = hand_of(tx, by, "rosters.approve_finance")
        made = rosters.hand_over(tx, terms_of, roster_id=roster_id, hand=hand, keyring=house.keyring, at=house.clock())
    say(f"批次 · batch {made.batch_id}: {made.entries:,} 人次 entries, {yuan(made.amount_fen)}")


def _house() -> "AbstractContextManager[House]":
    from onecard.doors.bootstrap import open_house

    return open_house(read_settings(), pool=1)


def _one_of(typed: str, choice: Any) -> Any:
    if typed not in get_args(choice):
        raise typer.BadParameter(f"应为 · one of {', '.join(get_args(choice))}")
    return typed


def _tell(one: rosters.Roster) -> None:
    zh, en = rosters.STATE_WORDS[one.state]
    say(f"{one.name}: {zh} · {en}")
