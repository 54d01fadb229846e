"""What the API takes and tells about pensions to come: months as `2031-11`, whole fen, and nobody's name."""

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

MonthText = Annotated[str, Meta(pattern=r"^[1-9][0-9]{3}-(0[1-9]|1[0-2])$")]
Months = Annotated[int, Meta(ge=0, le=1200)]


class PensionQuestion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Facts of a person who is not named; a resident's scheme takes no notice of category, index and deemed months.

    `paid_months` count what was paid and the `deemed_months` that only count as paid; `index` is the average index as
    text, such as `1.2`. `on` asks by the rules of another day; today's where it is left out.
    """

    place: int
    born: MonthText
    paid_months: Months
    balance_fen: Annotated[int, Meta(ge=0, le=10**10)]
    scheme: Literal["employee", "resident"] = "employee"
    category: Literal["male", "female_staff", "female_worker"] = "male"
    index: Annotated[str, Meta(pattern=r"^[0-9]{1,2}(\.[0-9]{1,4})?$")] = "1"
    deemed_months: Months = 0
    goes_on_paying: bool = True
    on: date | None = None


class PensionReason(msgspec.Struct, frozen=True):
    """Why, in both languages, with the document: none where it is illustrative or rests on what was asked."""

    code: str
    words: str
    words_zh: str
    source: str
    illustrative: bool


class PensionPart(msgspec.Struct, frozen=True):
    """A part of the monthly amount with its formula."""

    name: Literal["basic", "account", "transitional", "extra"]
    amount_fen: int
    reason: PensionReason


class PensionChoice(msgspec.Struct, frozen=True):
    """Retiring in that month; while `short_months` are missing nobody is `entitled` to the amount."""

    month: MonthText
    kind: Literal["early", "statutory", "late"]
    age_months: int
    paid_months: int
    entitled: bool
    short_months: int
    amount_fen: int
    parts: list[PensionPart]
    reason: PensionReason


class PensionPlan(msgspec.Struct, frozen=True):
    """The statutory month and the window of free choice around it, what each choice brings, and why.

    `choices` is empty when the window is over; `enough_from` is the month in which enough will have been paid.
    """

    by_rules_of: date
    statutory: MonthText
    earliest: MonthText
    latest: MonthText
    enough_from: MonthText | None
    choices: list[PensionChoice]
    reasons: list[PensionReason]


class GrantsQuestion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A death on that day (today where it is left out), after so many months of pension; 0: at work."""

    place: int
    paid_months: Months
    drawn_months: Months = 0
    on: date | None = None


class Grants(msgspec.Struct, frozen=True):
    """Both grants, paid once, and the months of income the survivors' one is made of."""

    by_rules_of: date
    funeral_fen: int
    survivor_fen: int
    survivor_months: int
    reasons: list[PensionReason]


class AdjustmentQuestion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A pension that is drawn `since` a month, by whom; adjusted by the rule of the year of `on`."""

    place: int
    pension_fen: Annotated[int, Meta(ge=0, le=10**10)]
    paid_months: Months
    born: date
    since: MonthText
    on: date | None = None


class Adjustment(msgspec.Struct, frozen=True):
    """A month before and after, with a reason for each part of the raise."""

    by_rules_of: date
    before_fen: int
    after_fen: int
    reasons: list[PensionReason]


class PaidStretch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A time of paying in one place, its first and last month included; `temporary` where the account was."""

    place: int
    first: MonthText
    last: MonthText
    temporary: bool = False


class PayingPlaceQuestion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the person is registered, and each stretch of paying."""

    home: int
    stretches: Annotated[list[PaidStretch], Meta(max_length=60)]
    on: date | None = None


class PayingPlace(msgspec.Struct, frozen=True):
    """The province that pays, the months paid in each (temporary accounts apart), all months, and why."""

    by_rules_of: date
    province: int
    name_zh: str
    name_en: str
    months_by_province: dict[int, int]
    all_months: int
    reason: PensionReason
