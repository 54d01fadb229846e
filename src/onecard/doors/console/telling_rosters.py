"""Rosters and projects in words and figures: how far each is, whose turn it is, and what happened."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from onecard import rulebook
from onecard.domains.rosters import api as rosters
from onecard.doors.console.desk import Console
from onecard.doors.console.telling_lists import Say
from onecard.doors.look.charts import stacked
from onecard.doors.look.manner import Manner
from onecard.doors.look.places import place_words
from onecard.doors.look.writing import reference_of, yuan

#: The way of a roster as it is drawn: a station, its picture, and the state in which it comes next.
STATIONS: tuple[tuple[str, str, rosters.State], ...] = (
    ("checks", "list-checks", "taken"), ("notice", "megaphone", "checked"), ("township", "house", "on_notice"),
    ("department", "building-2", "township_approved"), ("finance", "landmark", "department_approved"),
    ("payment", "banknote", "approved"),
)  # fmt: skip
_KINDS: dict[rosters.State, str] = {"handed_over": "good", "withdrawn": "", "taken": "warn", "checked": "warn"}
#: In the order of a bar's colours.
ENTRIES: tuple[rosters.EntryState, ...] = ("standing", "handed_over", "held", "dropped")


def programme_words(programme: str, manner: Manner) -> str:
    """A programme's name; its id where the rulebook has it no longer."""
    found = {one.id: one for one in rulebook.programmes().programmes.values()}.get(programme)
    return manner.pick(found.name_zh, found.name_en) if found else programme


def told_project(console: Console, one: rosters.Project, t: Say, manner: Manner, at: Any) -> dict[str, Any]:
    """A project: for what, where, when rows are taken, and what is left of its quota."""
    opened = one.opens_on <= at <= one.closes_on
    state = "open" if opened else "soon" if at < one.opens_on else "closed"
    return {
        "id": one.project_id,
        "name": programme_words(one.programme, manner),
        "programme": one.programme,
        "rules_on": one.rules_on,
        "place": place_words(console.house.book.places, one.place, manner),
        "place_code": one.place,
        "period": one.period,
        "opens": one.opens_on,
        "closes": one.closes_on,
        "open": opened,
        "state": t(f"rosters.window.{state}"),
        "kind": {"open": "good", "soon": "warn"}.get(state, ""),
        "quota_fen": one.quota_fen,
        "used_fen": one.used_fen,
        "left_fen": one.left_fen,
        "quota_entries": one.quota_entries,
        "used_entries": one.used_entries,
        "left_entries": one.left_entries,
        "notice_days": one.notice_days,
        "bar": stacked([one.used_fen], one.quota_fen, name=t("rosters.quota_bar", used=yuan(one.used_fen))),
    }


def told_roster(one: rosters.RosterProgress, project: rosters.Project, manner: Manner, at: datetime) -> dict[str, Any]:
    """A roster in a list: what it is called, how far it is, and how much it asks for."""
    state = one.roster.state
    return {
        "id": one.roster.roster_id,
        "number": reference_of(one.roster.roster_id),
        "name": one.roster.name,
        "programme": programme_words(project.programme, manner),
        "period": project.period,
        "code": state,
        "state": manner.pick(*rosters.STATE_WORDS[state]),
        "kind": _KINDS.get(state, "warn"),
        "since": one.roster.state_since,
        "round": one.roster.round,
        "rows": one.roster.rows,
        "passed": one.passed,
        "refused": one.refused,
        "waiting": one.waiting,
        "answered": one.passed + one.refused,
        "notice_until": one.notice_until,
        "notice_runs": state == "on_notice" and one.notice_until is not None and at < one.notice_until,
        "entries": {name: one.entries.get(name, 0) for name in ENTRIES},
        "fen": {name: one.fen.get(name, 0) for name in ENTRIES},
        "live": state == "taken" and one.waiting > 0,
    }


def told_stations(
    one: rosters.RosterProgress, t: Say, *, paid_at: datetime | None, at: datetime
) -> list[dict[str, Any]]:
    """The way of a roster, station by station: done, now, or still to come, and since when."""
    now = _station(one, at)
    when: dict[str, datetime | None] = {"notice": one.notice_until, "payment": paid_at}
    when |= {str(level): approved for level, approved in one.approved.items()}
    return [
        {
            "name": t(f"rosters.station.{name}"),
            "icon": mark,
            "state": "done" if place < now else "now" if place == now else "",
            "said": t(f"rosters.at.{'done' if place < now else 'now' if place == now else 'later'}"),
            "until": name == "notice",
            "when": when.get(name),
        }
        for place, (name, mark, _) in enumerate(STATIONS)
    ]


def told_parts(one: rosters.RosterProgress, t: Say) -> dict[str, Any]:
    """Entries of a roster as one bar, with what each colour is."""
    parts = [(name, one.entries.get(name, 0), one.fen.get(name, 0)) for name in ENTRIES]
    total = sum(fen for _, _, fen in parts)
    words = ", ".join(f"{t(f'rosters.entry.{name}')} {many}" for name, many, _ in parts if many)
    return {
        "bar": stacked([fen for *_, fen in parts], total, name=words),
        "legend": [(t(f"rosters.entry.{name}"), many, fen) for name, many, fen in parts],
        "total": total,
    }


def told_rounds(
    notices: Sequence[rosters.Notice],
) -> list[tuple[rosters.Notice, int | None, int | None]]:
    """Each notice with what it has more or less than the one before, in entries and fen."""
    before = [None, *notices]
    return [
        (now, now.entries - old.entries if old else None, now.amount_fen - old.amount_fen if old else None)
        for now, old in zip(notices, before, strict=False)
    ]  # fmt: skip


def told_events(events: Iterable[rosters.RosterEvent], t: Say) -> list[dict[str, Any]]:
    """What happened, the newest first."""
    told = []
    for one in events:
        reason = one.reason or ""
        if one.event == "send_back":
            reason = t(f"rosters.back.{reason}")
        elif reason:
            reason = t("rosters.of_number", number=reason)
        told.append({"at": one.happened_at, "what": t(f"rosters.event.{one.event}"), "reason": reason, "of": one.round})
    return told[::-1]


def told_checks(found: rosters.RowChecked, t: Say, manner: Manner) -> list[dict[str, Any]]:
    """A row's checks by name: passed, refused with why and what to do, or not reached."""
    told = []
    for one in found.checks:
        words = one.problem.words() if one.problem else None
        state = "refused" if words else "passed" if one.looked_at else "later"
        told.append(
            {
                "name": t(f"rosters.check.{one.name}"),
                "state": state,
                "said": t(f"rosters.check_said.{state}"),
                "icon": {"refused": "circle-x", "passed": "circle-check"}.get(state, "circle-dashed"),
                "kind": {"refused": "bad", "passed": "good"}.get(state, ""),
                "why": manner.pick(words["title_zh"], words["title"]) if words else "",
                "next": manner.pick(words["next_step_zh"], words["next_step"]) if words else "",
            }
        )
    return told


def _station(one: rosters.RosterProgress, at: datetime) -> int:
    """Where it stands: a notice that runs is still at the board. Past the end when it was paid."""
    state = one.roster.state
    if state == "on_notice" and one.notice_until is not None and at < one.notice_until:
        return 1
    coming = [before for *_, before in STATIONS]
    return len(STATIONS) if state == "handed_over" else coming.index(state) if state in coming else -1
