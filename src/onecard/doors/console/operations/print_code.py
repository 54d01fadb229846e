"""打印纸质码 · A code on paper for somebody without a phone. It is shown once, and ends the print before it."""

from typing import cast

from onecard.domains.ecards import api as ecards
from onecard.doors.api.carrier_routes import print_anew, tell_print
from onecard.doors.console.conditions import no_working_ecard
from onecard.doors.console.counter import Counter
from onecard.doors.console.fields import IDENTITY_SEEN
from onecard.doors.console.operation import Answers, Line, Operation, Said, Sheet, ShownOnce, fixed
from onecard.doors.look import writing
from onecard.doors.look.scenes import SceneLooks
from onecard.kernel.clock import day_of
from onecard.kernel.postgres.transaction import Transaction

_NUMBER, _UNTIL = ("编号", "Number"), ("有效期至", "Good until")
_ENDS: Said = ("重新打印后,以前打印的立即作废", "Another print ends this one at once")
_LOST: Said = (
    "遗失请到发卡地柜台停用,或拨打 12333",
    "If it is lost, have it stopped at a counter or by 12333",
)


def _effects(counter: Counter, _: Answers) -> list[Line]:
    held = [one for one in counter.carriers if one.kind == "paper"]
    ends = [Line(("立即作废", "Ends at once"), (f"纸质码 {one.serial}", f"print {one.serial}")) for one in held]
    return [*ends, Line(("可用于", "Serves for"), _where(counter)), *_rules(counter)]


def _rules(counter: Counter) -> list[Line]:
    """What the rulebook of the e-card's place says of prints."""
    named: tuple[tuple[str, Said, str, str], ...] = (
        ("print_days", ("有效", "Holds"), "{} 天", "{} days"),
        ("printed_uses_per_day", ("每天最多", "A day at most"), "{} 次", "{} uses"),
        ("printed_fen_max", ("每次最多付", "Pays at once at most"), "{}", "{}"),
    )
    place, day = cast(ecards.Ecard, counter.ecard).issuer, day_of(counter.at)
    found = []
    for name, label, zh, en in named:

        def said(value: int, name: str = name, zh: str = zh, en: str = en) -> Said:
            shown = writing.yuan(value) if name.endswith("_fen_max") else value
            return (zh.format(shown), en.format(shown))

        found.append(Line.of(label, counter.house.book.value(f"ecards.{name}", place=place, on=day), said))
    return found


def _where(counter: Counter) -> Said:
    """The scenes that take a print and are offered where the e-card was issued."""
    house, place, day = counter.house, cast(ecards.Ecard, counter.ecard).issuer, day_of(counter.at)
    taking = [name for name, scene in house.scenes.items() if "paper" in scene.manner.modes]
    offers = {name: house.book.find(f"services.{name}", place=place, on=day) for name in taking}
    looks = list(SceneLooks([name for name, found in offers.items() if found is not None and found.value]))
    if not looks:
        return ("本地暂无", "nothing here yet")
    return ("、".join(one.name_zh for one in looks), ", ".join(one.name_en for one in looks))


def _perform(counter: Counter, tx: Transaction, _: Answers) -> ShownOnce:
    house, holder_id, at = counter.house, counter.holder_id, counter.at
    made = print_anew(house, tx, holder_id=holder_id, at=at, by=counter.doer)
    told = tell_print(house, tx, holder_id=holder_id, serial=made.serial, at=at)
    until = day_of(told.expires_at)
    lines = (
        Line(_NUMBER, (str(told.serial), str(told.serial))),
        Line(_UNTIL, (writing.day(until, "zh"), writing.day(until, "en"))),
        Line(("可用于", "Serves for"), _where(counter)),
        *_rules(counter),
    )
    done = counter.done_to_ecard(tx, serial=str(told.serial), until=told.expires_at.isoformat())
    return ShownOnce(done, sheet=Sheet(told.text, lines, (_ENDS, _LOST)))


OPERATION = Operation(
    id="print-code",
    permission="ecards.print",
    order=150,
    icon="printer",
    name=("打印纸质码", "Print a code"),
    what=("给没有手机的人:一张可用一年的小额二维码。", "For who has no phone: a code on paper for small sums."),
    button=("生成纸质码", "Make the print"),
    fields=fixed(IDENTITY_SEEN),
    why_not=no_working_ecard,
    effects=_effects,
    perform=_perform,
    told=lambda _, done: [Line(_NUMBER, (done.facts["serial"],) * 2), Line.instant(_UNTIL, done.facts["until"])],
    next_steps=(_ENDS, _LOST),
)
