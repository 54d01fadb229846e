"""Errors a person may meet: named classes with a stable code, an HTTP status, words and a next step.

A `Refusal` says no to a request that was understood; a `Fault` says that something outside us did not
work. Both are rendered by the doors as RFC 9457 problem+json, in 中文 and English.
"""

from typing import ClassVar


class Problem(Exception):
    """One way to be told no. Subclasses set the class attributes; `facts` fill the words' braces.

    `code` is `domain.reason` and never changes once published; `title` and `next_step` are (中文, English).
    """

    code: ClassVar[str]
    status: ClassVar[int] = 400
    title: ClassVar[tuple[str, str]]
    next_step: ClassVar[tuple[str, str]]

    def __init__(self, detail: str = "", **facts: object) -> None:
        super().__init__(detail)
        self.facts = facts

    def words(self) -> dict[str, str]:
        """Title and next step in both languages, with the facts filled in."""
        zh, en = self.title
        zh_next, en_next = self.next_step
        said = {"title_zh": zh, "title": en, "next_step_zh": zh_next, "next_step": en_next}
        return {key: text.format(**self.facts) for key, text in said.items()}

    def as_problem(self, instance: str = "") -> dict[str, object]:
        """The RFC 9457 object. `detail` is for people; machines read `code`; a refusal by a rule cites it."""
        body: dict[str, object] = {
            "type": f"https://onecard.invalid/problems/{self.code}",
            "status": self.status,
            "code": self.code,
            **self.words(),
            **{name: str(self.facts[name]) for name in ("rule", "source") if name in self.facts},
        }
        if self.args[0]:
            body["detail"] = self.args[0]
        if instance:
            body["instance"] = instance
        return body


class Refusal(Problem):
    """Understood, and refused by a rule or a state."""

    status = 409


class Malformed(Problem):
    """Not understood: the input breaks the format; nothing was done."""

    status = 422


class Fault(Problem):
    """Something we lean on is missing or down: a disk, a port, a server, a partner."""

    status = 503


def all_problems(base: type[Problem] = Problem) -> list[type[Problem]]:
    """Every concrete problem class known to the program, sorted by code (for the reference and its test)."""
    found = {c for sub in base.__subclasses__() for c in (sub, *all_problems(sub)) if hasattr(c, "code")}
    return sorted(found, key=lambda problem: problem.code)
