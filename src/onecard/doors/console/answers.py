"""Reads the answers of an operation's form, says what is wrong with them, and shows them again in words."""

from collections.abc import Sequence
from datetime import date

from onecard.doors.console.desk import Form
from onecard.doors.console.operation import Field, Said
from onecard.doors.look.manner import Manner
from onecard.doors.look.places import place_words
from onecard.rules.places import Places

YES = "yes"
_MISSING: dict[str, Said] = {
    "text": ("请填写:{label}", "Fill in: {label}"),
    "choice": ("请选择:{label}", "Choose: {label}"),
    "day": ("请填写日期:{label}", "Enter the date: {label}"),
    "place": ("请填写:{label}", "Fill in: {label}"),
    "tick": ("请确认:{label}", "Confirm: {label}"),
    "secret": ("请输入:{label}", "Enter: {label}"),
}


def read_answers(fields: Sequence[Field], form: Form, places: Places) -> tuple[dict[str, str], dict[str, Said]]:
    """The answers by field, and what is wrong with them."""
    answers = {one.name: form.get(one.name, "").strip()[: one.most] for one in fields}
    wrong = {one.name: said for one in fields if (said := _wrong(one, answers[one.name], places)) is not None}
    return answers, wrong


def shown_answer(one: Field, answer: str, places: Places, manner: Manner) -> str:
    """An answer in words."""
    if one.kind == "place":
        return place_words(places, int(answer), manner) if answer else "–"
    if one.kind == "choice":
        return manner.pick(*dict(one.options).get(answer, ("–", "–")))
    if one.kind == "tick":
        return manner.pick("是", "yes") if answer == YES else manner.pick("否", "no")
    if one.kind == "secret":
        return "●" * len(answer)
    return answer or "–"


def _wrong(one: Field, answer: str, places: Places) -> Said | None:
    if not answer:
        zh, en = _MISSING[one.kind]
        return (zh.format(label=one.label[0]), en.format(label=one.label[1])) if one.needed else None
    if one.kind == "choice" and answer not in dict(one.options):
        return ("请从所列选项中选择", "Choose one of the list")
    if one.kind == "place" and not _is_county(answer, places):
        return ("请填写六位县区代码", "Enter a county's six digits")
    if one.kind == "day" and not _is_day(answer):
        return ("日期应如 2026-11-23", "Write the date like 2026-11-23")
    return one.wrong(answer)


def _is_county(text: str, places: Places) -> bool:
    return text.isascii() and text.isdigit() and getattr(places.divisions.get(int(text)), "level", "") == "county"


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
