"""正式挂失 · A formal loss report: the identity document was seen, and the report does not lapse."""

from onecard.doors.api.loss_routes import stop_card
from onecard.doors.console.counter import Counter
from onecard.doors.console.fields import IDENTITY_SEEN
from onecard.doors.console.operation import Answers, Line, Operation, Said, fixed
from onecard.doors.console.tickets import Done
from onecard.kernel.postgres.transaction import Transaction


def _why_not(counter: Counter) -> Said | None:
    match counter.state:
        case "active" | "temporarily_lost":
            return None
        case "lost":
            return ("卡已正式挂失", "the card is formally reported lost already")
        case _:
            return ("没有使用中的卡", "there is no card in use")


def _effects(counter: Counter, _: Answers) -> list[Line]:
    def back(may: bool) -> Said:
        if may:
            return ("找到后、补卡前可以解挂", "if it is found before a replacement")
        return ("不能解挂,只能补卡", "no: only a replacement helps")

    return [
        Line(
            ("立即生效", "At once"), ("实体卡和电子卡处处停用,不会自动解除", "it stops everywhere and does not lapse")
        ),
        Line.of(("能否解挂", "Can be taken back"), counter.rule("unhang_after_formal"), back),
    ]


def _perform(counter: Counter, tx: Transaction, _: Answers) -> Done:
    stop_card(counter.house, tx, holder_id=counter.holder_id, kind="formal", at=counter.at, actor=counter.actor)
    return counter.done(tx)


OPERATION = Operation(
    id="report-formal-loss",
    permission="cards.report_formal_loss",
    order=20,
    icon="shield-x",
    name=("正式挂失", "Report lost formally"),
    what=("凭有效证件办理,长期有效。", "With an identity document; it holds until something is done."),
    button=("确认正式挂失", "Report it formally"),
    fields=fixed(IDENTITY_SEEN),
    why_not=_why_not,
    effects=_effects,
    perform=_perform,
    next_steps=(
        ("请接着办理补卡;新卡启用后旧卡作废。", "Have it replaced next; the old card ends when the new one is active."),
        ("银行账户请另向卡面银行挂失。", "Report the bank account to the bank on the card as well."),
    ),
    grave=True,
    elsewhere="at_once",
)  # fmt: skip
