"""A trial in words and pictures: the form with today's values, the figures, map and ages, what it rests on."""

from collections.abc import Callable, Mapping
from typing import Any

from onecard import rulebook
from onecard.doors.boards.tiles import Shown, draw, tiles
from onecard.doors.console.desk import Console
from onecard.doors.look import charts, writing
from onecard.doors.look.manner import Manner
from onecard.doors.look.places import place_words
from onecard.doors.security.visitors import Staff
from onecard.doors.what_if.reaching import home_of
from onecard.doors.what_if.telling import TIMES_A_YEAR, Line, by_age, by_region, everybody
from onecard.doors.what_if.trials import Progress
from onecard.doors.what_if.trying import Answer
from onecard.kernel.money import yuan
from onecard.rulebook.proposing import EVERYWHERE, current, triable
from onecard.rulebook.saying import WORDS
from onecard.rulebook.typing_values import write_value
from onecard.rules.book import Dated, Definition
from onecard.rules.programmes.programme import full_name

Say = Callable[..., str]
#: Steps of the map's colours on each side of its middle.
_STEPS, _MIDDLE = 2, 2


def told_form(
    console: Console, staff: Staff, asked: Mapping[str, str], *, on: Any, place: int | None, manner: Manner
) -> dict[str, Any]:
    """The choices, and the chosen programme's values with what was typed."""
    catalogue, name = rulebook.programmes(), asked.get("programme", "")
    programmes = [(one.id, manner.pick(one.name_zh, one.name_en)) for one in triable(catalogue, on)]
    chosen = next((words for one, words in programmes if one == name), "")
    fields: list[dict[str, Any]] = []
    where = home_of(staff) if place is None else place
    if chosen:
        programme = catalogue.programmes[name]
        rule = programme.rule_on(on)
        own = programme.place if where == EVERYWHERE and isinstance(programme.place, int) else where
        found = current(catalogue, rule, name, place=own, on=on) if rule else {}
        fields = [
            _field(catalogue.book.definitions[full_name(name, key)], key, value, asked, manner)
            for key, value in found.items()
        ]
    return {
        "programmes": programmes, "chosen": chosen, "name": name if chosen else "", "at": where, "on": on.isoformat(),
        "places": _places(console, staff, manner), "fields": fields,
    }  # fmt: skip


def told_result(console: Console, found: Progress, t: Say, manner: Manner) -> dict[str, Any]:
    """The page of one trial, whatever its state."""
    proposal, places = found.trial.proposal, console.house.book.places
    told: dict[str, Any] = {
        "state": found.state,
        "programme": manner.pick(proposal.programme.name_zh, proposal.programme.name_en),
        "where": place_words(places, proposal.place, manner) if proposal.place else t("console.nation"),
        "tried_on": proposal.on,
        "progress": _progress(console, found),
        "tried": _tried(found, manner),
        "answer": None,
    }
    if found.answer is not None:
        told["answer"] = _answer(console, found.answer, t, manner)
    return told


def _field(
    defined: Definition, key: str, value: Dated | None, asked: Mapping[str, str], manner: Manner
) -> dict[str, Any]:
    now = write_value(value.value) if value is not None else ""
    return {
        "id": f"set.{key}", "name": manner.pick(defined.name_zh, defined.name_en), "unit": defined.unit, "now": now,
        "typed": asked.get(f"set.{key}", now), "illustrative": value is not None and value.illustrative,
    }  # fmt: skip


def _places(console: Console, staff: Staff, manner: Manner) -> list[tuple[int, str]]:
    """The agency's own place first; of the nation every province, of a province every city."""
    home, places = home_of(staff), console.house.book.places
    level = "province" if home == EVERYWHERE else "city"
    inside = [
        one.code for one in places.divisions.values()
        if one.level == level and one.included and f"{one.code:06d}".startswith(staff.reach)
    ]  # fmt: skip
    own = manner.pick("全国", "The nation") if home == EVERYWHERE else place_words(places, home, manner)
    return [(home, own), *((code, place_words(places, code, manner)) for code in inside if code != home)]


def _progress(console: Console, found: Progress) -> dict[str, Any]:
    spent = (console.house.clock() - found.began_at).total_seconds() if found.began_at else 0.0
    speed = round(found.people / spent) if spent > 0 else 0
    left = round(spent * (found.of - found.done) / found.done) if found.done else 0
    counts = {"people": f"{found.people:,}", "done": f"{found.done:,}", "of": f"{found.of:,}"}
    return {"value": found.done, "most": found.of or 1, "words": counts | {"speed": f"{speed:,}", "left": f"{left:,}"}}


def _tried(found: Progress, manner: Manner) -> list[dict[str, str]]:
    proposal = found.trial.proposal
    now = current(proposal.now, proposal.rule, proposal.programme.id, place=proposal.place, on=proposal.on)
    rows = []
    for key, value in proposal.values.items():
        defined, was = proposal.now.book.definitions[full_name(proposal.programme.id, key)], now.get(key)
        named = manner.pick(defined.name_zh, defined.name_en)
        before = write_value(was.value) if was is not None else ""
        rows.append({"name": named, "was": before, "tried": write_value(value), "unit": defined.unit})
    return rows


def _answer(console: Console, answer: Answer, t: Say, manner: Manner) -> dict[str, Any]:
    places, trial = console.house.book.places, answer.trial
    whole, regions, ages = everybody(answer, places), by_region(answer, places), by_age(answer)
    return {
        "too_few": answer.figures.too_few,
        "least": answer.figures.least,
        "people": f"{whole.people:,}",
        "empty": not whole.people,
        "seconds": f"{answer.seconds:.1f}",
        "speed": f"{whole.people / max(answer.seconds, 0.001):,.0f}",
        "undecided": answer.figures.whole.undecided,
        "per": WORDS.say(f"per.{trial.proposal.rule.per}", {}, manner.language),
        "figures": _figures(whole, trial.proposal.rule.per, t, manner) if whole.row else [],
        "funds": [
            (*_fund(trial.proposal.now.funds[one], manner), *_money(before, after))
            for one, (before, after) in sorted(whole.funds.items())
        ],
        "map": _map(regions, t, manner) if trial.proposal.place == EVERYWHERE and whole.row else "",
        "regions": _rows(regions, t, manner, drawn=trial.proposal.place != EVERYWHERE),
        "ages": _rows(ages, t, manner, drawn=True),
        "basis": _basis(answer, places, manner),
    }


def _fund(named: Any, manner: Manner) -> tuple[str]:
    return (manner.pick(named.name_zh, named.name_en),)


def _money(before: int, after: int) -> tuple[str, str, str]:
    return yuan(before), yuan(after), _signed(after - before)


def _signed(fen: int) -> str:
    return f"{'+' if fen > 0 else ''}{yuan(fen)}"


def _figures(whole: Line, per: str, t: Say, manner: Manner) -> list[dict[str, str]]:
    """The four big numbers."""
    row = whole.row
    assert row is not None
    times = TIMES_A_YEAR.get(per)
    shown, step = writing.large(round(row.change_fen / 100), manner.language)
    year = t("what_if.year", amount=_signed(row.change_fen * times)) if times else t("what_if.no_year")
    both = t("what_if.before_after", before=yuan(row.before_fen), after=yuan(row.after_fen))
    sign, unit = "+" if row.change_fen > 0 else "", step + manner.pick("元", " yuan")
    counts = {name: f"{getattr(row, name):,}" for name in ("new", "gone", "more", "less")}
    people = t("what_if.people")
    return [
        {"name": t("what_if.cost"), "value": sign + shown, "unit": unit, "note": f"{both} · {year}"},
        {"name": t("what_if.wins"), "value": f"{row.new + row.more:,}", "unit": people,
         "note": t("what_if.wins_note", new=counts["new"], more=counts["more"])},
        {"name": t("what_if.loses"), "value": f"{row.gone + row.less:,}", "unit": people,
         "note": t("what_if.loses_note", gone=counts["gone"], less=counts["less"])},
        {"name": t("what_if.same"), "value": f"{row.same:,}", "unit": people, "note": t("what_if.same_note")},
    ]  # fmt: skip


def _rows(lines: list[Line], t: Say, manner: Manner, *, drawn: bool) -> list[dict[str, Any]]:
    """Table rows, each with its bar where one is drawn: winners to the right, losers to the left."""
    known = [one.row for one in lines if one.row]
    top = max((max(row.new + row.more, row.gone + row.less) for row in known), default=0)
    found = []
    for one in lines:
        row, name = one.row, manner.pick(one.name_zh, one.name_en)
        told: dict[str, Any] = {"code": one.code, "name": name, "people": f"{one.people:,}", "row": row, "bar": ""}
        if row is not None:
            loss, gain = row.gone + row.less, row.new + row.more
            said = t("what_if.bar", name=name, loss=f"{loss:,}", gain=f"{gain:,}")
            told |= {"loss": f"{loss:,}", "gain": f"{gain:,}", "change": _signed(row.change_fen)}
            told |= {"bar": charts.swing(loss, gain, top, name=str(said)) if drawn else ""}
        found.append(told)
    return found


def _map(regions: list[Line], t: Say, manner: Manner) -> Any:
    """Change in cost for a thousand residents; what is withheld or has nobody is drawn like what is not included."""
    known = {one.code: one for one in regions}
    rates = {code: _rate(one) for code, one in known.items()}
    most = max((abs(rate) for rate in rates.values() if rate is not None), default=0.0)
    provinces = {one.code: one for one in rulebook.facts().provinces}
    shown = {}
    for tile in tiles():
        name, rate = manner.pick(provinces[tile.code].name_zh, provinces[tile.code].name_en), rates.get(tile.code)
        if rate is None:
            why = f" {t('what_if.withheld')}" if tile.code in known else ""
            shown[tile.code] = Shown(f"{name}{why}", "–", None)
            continue
        step = round(_STEPS * rate / most) if most else 0
        step = step or (rate > 0) - (rate < 0)  # what moves at all is not painted as standing still
        mark = "▲" if rate > 0 else "▼" if rate < 0 else ""
        shown[tile.code] = Shown(name, f"{mark}{charts.short(_rounded(abs(rate)))}", _MIDDLE + step, "swing")
    return draw(shown, [], name=str(t("what_if.map_name")), link="#r")


def _rate(one: Line) -> float | None:
    """Yuan for a thousand residents."""
    return one.row.change_fen * 10 / one.people if one.row and one.people else None


def _rounded(rate: float) -> float:
    """As exact as a tile has room for: three digits."""
    return float(f"{rate:.3g}")


def _basis(answer: Answer, places: Any, manner: Manner) -> dict[str, Any]:
    trial, facts = answer.trial, answer.trial.proposal.now.facts
    programmes = trial.proposal.now.programmes
    alliances = {one.id: manner.pick(one.name_zh, one.name_en) for one in places.alliances}
    return {
        "held": [manner.pick(facts[one].name_zh, facts[one].name_en) for one in trial.held],
        "assumed": [manner.pick(facts[one].name_zh, facts[one].name_en) for one in trial.assumed],
        "once": trial.once_a_household,
        "kept": [
            place_words(places, one, manner) if isinstance(one, int) else alliances.get(one, one)
            for one in trial.proposal.kept
        ],
        "others": [manner.pick(programmes[one].name_zh, programmes[one].name_en) for one in trial.others],
    }  # fmt: skip
