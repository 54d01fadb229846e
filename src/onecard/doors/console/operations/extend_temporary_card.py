"""临时卡延期 · By the place's days again, up to its limit."""

from onecard.doors.console.counter import Counter
from onecard.doors.console.fields import IDENTITY_SEEN
from onecard.doors.console.operation import Line, Operation, Said, fixed


def _why_not(counter: Counter) -> Said | None:
    return None if counter.bridge else ("没有在用的临时卡", "there is no temporary card in use")


OPERATION = Operation(
    id="extend-temporary-card",
    permission="cards.issue_temporary",
    order=90,
    icon="calendar-plus",
    name=("临时卡延期", "Extend the temporary card"),
    what=("新卡未到时延长有效期。", "When the new card is not there yet."),
    button=("确认延期", "Extend it"),
    fields=fixed(IDENTITY_SEEN),
    why_not=_why_not,
    effects=lambda counter, _answers: [
        Line.of(("延长", "By"), counter.rule("temporary_card_days"), lambda days: (f"{days} 天", f"{days} days")),
        Line.of(
            ("最长", "At most"),
            counter.rule("temporary_card_days_max"),
            lambda days: (f"自发放起 {days} 天", f"{days} days from its first"),
        ),
    ],
    deed="extend_temporary",
    elsewhere="asked",
)
