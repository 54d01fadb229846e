"""解挂 · The card was found again; whether that helps after a formal report is the place's rule."""

from onecard.doors.console.counter import Counter
from onecard.doors.console.fields import IDENTITY_SEEN, tick
from onecard.doors.console.operation import Line, Operation, Said, fixed


def _why_not(counter: Counter) -> Said | None:
    if counter.state == "temporarily_lost":
        return None
    if counter.state != "lost":
        return ("卡没有挂失", "the card is not reported lost")
    if counter.rule("unhang_after_formal").value:
        return None
    return ("本地规定正式挂失后不能解挂", "a formal report cannot be taken back in this place")


OPERATION = Operation(
    id="cancel-loss",
    permission="cards.cancel_loss",
    order=30,
    icon="shield-check",
    name=("解挂", "Take the report back"),
    what=("卡已找到,恢复使用。", "The card was found and works again."),
    button=("确认解挂", "Let it work again"),
    fields=fixed(
        IDENTITY_SEEN,
        tick("card_seen", ("已看到卡片,卡号与所查一致", "I have seen the card, and it is the one found here")),
    ),
    why_not=_why_not,
    effects=lambda _counter, _answers: [
        Line(("立即生效", "At once"), ("实体卡和电子卡恢复使用", "the card and the e-card work again"))
    ],
    deed="cancel_loss",
    elsewhere="asked",
    next_steps=(("如曾向银行挂失,请到银行解挂。", "If the bank was told, take the report back there too."),),
)
