"""What the forms of family delegations say: read, checked as far as a page can, with words beside each field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from onecard.domains.delegations import api as delegations
from onecard.doors.api.family_steps import Relative

Say = Callable[..., str]
#: How long it may be for, in days; the place's longest is checked by the domain.
DAYS = (30, 180, 365)
ANYWHERE = "all"
CODES = (2, 4, 10)


@dataclass(frozen=True, slots=True)
class TermsForm:
    """The terms as the form had them, to be shown again where something is wrong."""

    scopes: tuple[str, ...]
    where: str
    codes: int
    days: int

    def terms(self, offered: list[str], today: date) -> delegations.Terms:
        """For the domain: codes only where they may be shown, and the scenes that are meant."""
        shows = "show_code" in self.scopes
        scenes = (offered if self.where == ANYWHERE else [self.where]) if shows else []
        scopes = tuple(scope for scope in delegations.SCOPES if scope in self.scopes)
        return delegations.Terms(scopes, tuple(scenes), self.codes, today + timedelta(days=self.days))


@dataclass(frozen=True, slots=True)
class FamilyForm:
    """The whole form; `password` is never shown again."""

    part: str
    relation: str
    name: str
    number: str
    terms: TermsForm
    password: str = field(repr=False)
    once: str

    def other(self, offered: list[str], today: date) -> Relative:
        """The other person and what is wished for."""
        relation = next(one for one in delegations.RELATIONS if one == self.relation)
        return Relative(self.name, self.number, relation, self.terms.terms(offered, today))

    def problems(self, t: Say) -> dict[str, str]:
        """What is missing, by field, in the order of the page."""
        found = {
            "relation": self.relation not in delegations.RELATIONS and t("family.relation_missing"),
            "name": not self.name and t("family.name_missing"),
            "number": not self.number and t("family.number_missing"),
            "scope_show_code": not self.terms.scopes and t("family.scopes_missing"),
            "password": self.part == "offer" and len(self.password) != 6 and t("sign_in.password_missing"),
        }
        return {name: words for name, words in found.items() if words}


def read_terms(form: Mapping[str, str]) -> TermsForm:
    """The terms' fields; what is no choice of the page's becomes its first."""
    scopes = tuple(scope for scope in delegations.SCOPES if form.get(f"scope_{scope}") == "yes")
    return TermsForm(
        scopes, form.get("where", ANYWHERE), _of(CODES, form.get("codes"), 4), _of(DAYS, form.get("days"), 180)
    )


def read_form(form: Mapping[str, str]) -> FamilyForm:
    """All fields, outer space dropped."""
    said = {name: form.get(name, "").strip() for name in ("relation", "name", "number", "password", "once")}
    return FamilyForm(part="ask" if form.get("as") == "ask" else "offer", terms=read_terms(form), **said)


def blank(part: str, once: Any) -> FamilyForm:
    """The form as it is first shown: a code in any place, four a day, half a year."""
    terms = TermsForm(("show_code", "see_uses"), ANYWHERE, 4, 180)
    return FamilyForm(part, "", "", "", terms, "", str(once))


def of_delegation(one: delegations.Delegation, offered: list[str]) -> TermsForm:
    """The terms there are, as the form shows them."""
    where = one.scenes[0] if len(one.scenes) == 1 and one.scenes != offered else ANYWHERE
    codes = min(CODES, key=lambda n: abs(n - one.codes_per_day))
    return TermsForm(tuple(one.scopes), where, codes, 180)


def _of(choices: tuple[int, ...], said: str | None, otherwise: int) -> int:
    return int(said) if said and said.isdecimal() and int(said) in choices else otherwise
