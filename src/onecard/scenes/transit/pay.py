"""From charges to a decision: lines that add up to the price, none of them empty, all of them to an operator. Pure."""

from collections.abc import Mapping

from onecard.domains.usage.errors import InsufficientBalance
from onecard.domains.usage.models import TRANSPORT, Context, Decision, Line
from onecard.kernel.money import yuan
from onecard.rules.reasons import Reason
from onecard.scenes.transit.charge import Charge
from onecard.scenes.transit.models import STRANGER, Rider

#: A charge and the account of the operator that earns it.
Due = tuple[Charge, int]


def pay(
    context: Context, dues: tuple[Due, ...], *, reasons: tuple[Reason, ...], rider: Rider, facts: Mapping[str, str]
) -> Decision:
    """The transport purse pays the resident's parts, the finance departments theirs."""
    purse, balance_fen = context.purses.get(TRANSPORT, (0, 0))
    paid_fen = sum(due.paid_fen for due, _ in dues)
    must_hold(paid_fen, balance_fen)
    lines: list[Line] = []
    for due, operator in dues:
        if due.paid_fen:
            lines.append(Line(purse, operator, due.paid_fen, "transit.fare"))
        lines += [Line(finance, operator, fen, "transit.concession") for finance, fen in due.borne]
        reasons += due.reasons
    return Decision(
        price_fen=sum(line.amount_fen for line in lines),
        paid_fen=paid_fen,
        lines=tuple(lines),
        reasons=reasons,
        facts=facts,
        keep=None if rider is (context.memory or STRANGER) else rider,
    )


def must_hold(due_fen: int, balance_fen: int) -> None:
    """Refuse when the purse holds less than is due."""
    if due_fen > balance_fen:
        missing_fen = due_fen - balance_fen
        raise InsufficientBalance(missing=yuan(missing_fen), missing_fen=missing_fen, balance_fen=balance_fen)
