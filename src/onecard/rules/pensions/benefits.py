"""What a page of the rulebook may name of pensions (`formula: …`, `meets: …`), and what each takes."""

from onecard.rules.pensions import as_amounts, as_conditions
from onecard.rules.pensions.asked import (
    AGES,
    AWARD,
    DEAD_DRAWN,
    DEAD_PAID,
    DRAWN,
    PAID,
    RESIDENT_BALANCE,
    RESIDENT_PAID,
)
from onecard.rules.pensions.law import TOPIC
from onecard.rules.programmes.bound import Functions, Judging, Working


def _values(*names: str) -> tuple[str, ...]:
    return tuple(f"{TOPIC}.{name}" for name in names)


_AGE = _values("old_age")
#: No value of these holds before the reform of 2025.
_REFORM = _values("delay_step", "delay_most", "early_most")

PENSIONS = Functions(
    amounts={
        "employee_pension": Working(
            facts=(*AWARD, DRAWN),
            values=_values(
                "base_fen", "basic_percent", "account_percent", "payment_months", "payment_months_between",
                "transitional_rate", "raise_fixed_fen", "raise_per_year_fen", "raise_rate", "raise_by_age",
            ),
            work_out=as_amounts.employee,
            why=as_amounts.employee_why,
            asks=as_amounts.employee_asks,
        ),
        "resident_pension": Working(
            facts=(RESIDENT_PAID, RESIDENT_BALANCE),
            values=_values(
                "resident_basic_fen", "resident_payment_months", "resident_least_months", "resident_year_fen"
            ),
            work_out=as_amounts.resident,
            why=as_amounts.resident_why,
        ),
        "funeral_grant": Working(
            values=_values("income_fen", "funeral_times"),
            work_out=as_amounts.funeral,
            why=as_amounts.funeral_why,
        ),
        "survivors_grant": Working(
            facts=(DEAD_PAID, DEAD_DRAWN),
            values=_values("income_fen", "survivor_steps", "survivor_more_from", "survivor_most",
                           "survivor_least_drawn"),
            work_out=as_amounts.survivors,
            why=as_amounts.survivors_why,
        ),
    },
    conditions={
        "may_retire": Judging(
            facts=AGES,
            values=_AGE,
            optional=_REFORM,
            judge=as_conditions.may_retire,
            reason=as_conditions.may_retire_reason,
            change=as_conditions.may_retire_change,
        ),
        "paid_enough": Judging(
            facts=(*AGES, PAID),
            values=(*_AGE, *_values("least_months")),
            optional=_REFORM,
            judge=as_conditions.paid_enough,
            reason=as_conditions.paid_enough_reason,
            change=as_conditions.paid_enough_change,
        ),
    },
)  # fmt: skip
