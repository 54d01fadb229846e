"""停用手机凭证或纸质码 · A phone was stolen or a print is gone: one of them stops, or all, on the person's word."""

from collections.abc import Sequence

from onecard.domains.ecards import api as ecards
from onecard.doors.console.counter import Counter
from onecard.doors.console.operation import Answers, Field, Line, Operation, Said
from onecard.doors.console.tickets import Done
from onecard.kernel.postgres.transaction import Transaction

ALL = "all"
_KINDS: dict[ecards.CarrierKind, Said] = {"phone": ("手机", "Phone"), "paper": ("纸质码", "Print")}


def _fields(counter: Counter) -> Sequence[Field]:
    """Which one; where several hold, all of them too."""
    held = [(str(one.serial), _named(one)) for one in counter.carriers]
    everything = [(ALL, ("全部停用", "All of them"))] if len(held) > 1 else []
    return [Field(name="which", label=("停用哪一个", "Which one"), kind="choice", options=(*held, *everything))]


def _named(one: ecards.Carrier) -> Said:
    zh, en = _KINDS[one.kind]
    return (f"{zh} {one.serial}", f"{en} {one.serial}")


def _perform(counter: Counter, tx: Transaction, answers: Answers) -> Done:
    holder_id, at, by = counter.holder_id, counter.at, counter.doer
    if answers["which"] == ALL:
        ecards.revoke_carriers(tx, holder_id=holder_id, at=at, reason="lost", by=by)
    else:
        serial = int(answers["which"])
        ecards.revoke_carrier(tx, holder_id=holder_id, serial=serial, at=at, reason="lost", by=by)
    return counter.done_to_ecard(tx)


OPERATION = Operation(
    id="stop-carrier",
    permission="ecards.revoke",
    order=160,
    icon="smartphone-nfc",
    name=("停用手机凭证或纸质码", "Stop a phone or a print"),
    what=("手机被盗、纸质码遗失时停用,凭本人口述即可。", "A phone was stolen or a print is gone; on her word."),
    button=("确认停用", "Stop it"),
    fields=_fields,
    why_not=lambda counter: None if counter.carriers else ("没有在用的手机凭证或纸质码", "none is in use"),
    effects=lambda _counter, _answers: [
        Line(("联网终端", "Online"), ("立即停用", "stops at once")),
        Line(("脱机闸机", "Gates without network"), ("下次更新清单后停用", "with the next list they fetch")),
    ],
    perform=_perform,
    next_steps=(("电子社保卡本身照常可用;需要时可重新打印。", "The e-card goes on; another print can be made."),),
    grave=True,
)
