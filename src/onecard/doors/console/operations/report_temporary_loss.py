"""临时挂失 · A temporary loss report, on the person's word; it lapses by itself."""

from onecard.doors.api.loss_routes import stop_card
from onecard.doors.console.counter import Counter
from onecard.doors.console.operation import Answers, Line, Operation, Said
from onecard.doors.console.tickets import Done
from onecard.doors.look.writing import yuan
from onecard.kernel.postgres.transaction import Transaction


def _why_not(counter: Counter) -> Said | None:
    match counter.state:
        case "active":
            return None
        case "temporarily_lost" | "lost":
            return ("卡已挂失", "the card is reported lost already")
        case _:
            return ("没有使用中的卡", "there is no card in use")


def _effects(counter: Counter, _: Answers) -> list[Line]:
    def lapses(days: int) -> Said:
        return (f"{days} 天后自动解除", f"lapses by itself after {days} days")

    return [
        Line(("立即生效", "At once"), ("实体卡和电子卡处处停用", "the card and the e-card stop everywhere")),
        Line.of(("有效期", "Holds"), counter.rule("temporary_loss_days"), lapses),
        Line.of(("费用", "Charge"), counter.rule("temporary_loss_fee_fen"), lambda fen: (yuan(fen), yuan(fen))),
    ]


def _perform(counter: Counter, tx: Transaction, _: Answers) -> Done:
    card = stop_card(
        counter.house, tx, holder_id=counter.holder_id, kind="temporary", at=counter.at, actor=counter.actor
    )
    facts = {"until": card.state_until.isoformat()} if card.state_until else {}
    return counter.done(tx, **facts)


def _told(_: Counter, done: Done) -> list[Line]:
    return [Line.instant(("自动解除", "Lapses on"), done.facts["until"])] if "until" in done.facts else []


OPERATION = Operation(
    id="report-temporary-loss",
    permission="cards.report_loss",
    order=10,
    icon="shield-alert",
    name=("临时挂失", "Report lost for now"),
    what=("凭本人口述即可办理,立即停卡。", "On the person's word; the card stops at once."),
    button=("确认临时挂失", "Report it lost"),
    why_not=_why_not,
    effects=_effects,
    perform=_perform,
    told=_told,
    next_steps=(
        ("到期前找到卡:可到柜台、网页或拨打 12333 解挂。", "Found in time: take it back here, online or by 12333."),
        ("找不到:请在到期前办理正式挂失并补卡。", "Not found: report it formally and have the card replaced."),
        ("银行账户请另向卡面银行挂失。", "Report the bank account to the bank on the card as well."),
    ),
    grave=True,
    elsewhere="at_once",
)  # fmt: skip
