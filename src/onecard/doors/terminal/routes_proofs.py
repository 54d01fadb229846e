"""At a counter: ask the person who stands there for a proof from her wallet. Yes or no, and nothing else of her."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.params import FromPath

from onecard.doors.look.forms import go_to, small_form
from onecard.doors.look.manner import Manner
from onecard.doors.look.problems import is_part
from onecard.doors.security.errors_visitors import NothingHere
from onecard.doors.security.visitors import scope_of
from onecard.doors.terminal.booth import Asked, Booth
from onecard.doors.terminal.verdicts import Say, Verdict
from onecard.doors.wallet.addresses import Addresses
from onecard.doors.wallet.asking import Ask, Asker, find_ask, link_of, make_ask
from onecard.doors.wallet.claims import AGE, ISSUER, RESIDENCE, Value, question_of
from onecard.kernel.clock import day_of
from onecard.kernel.errors import Problem, all_problems

_NATION = 0


def proof_routes(booth: Booth) -> list[Any]:
    """GET and POST /terminal/at/{point}/proofs, GET /terminal/at/{point}/proofs/{ask}."""
    path = "/terminal/at/{point_id:uuid}/proofs"

    # `async` and not `sync_to_thread=True`: Litestar wraps a handler twice where its path has another method.
    @get(path, include_in_schema=False)
    async def choose(request: Asked, point_id: FromPath[UUID]) -> Response[str]:
        return await sync_to_thread(questions_page, booth, request, point_id)

    @post(path, include_in_schema=False)
    async def ask(request: Asked, point_id: FromPath[UUID]) -> Response[Any]:
        chosen = (await small_form(request)).get("question", "")
        return await sync_to_thread(ask_here, booth, request, point_id, chosen)

    @get(f"{path}/{{ask_id:uuid}}", sync_to_thread=True, include_in_schema=False)
    def see(request: Asked, point_id: FromPath[UUID], ask_id: FromPath[UUID]) -> Response[str]:
        return proof_page(booth, request, point_id, ask_id)

    return [choose, ask, see]


def questions_page(booth: Booth, request: Asked, point_id: UUID) -> Response[str]:
    """What can be asked at this point."""
    staff, (_, manner) = booth.attendant(request), booth.words(request)
    point = booth.opened(request, point_id)
    places = booth.house.book.places
    offered = _questions(booth, point.division)
    return booth.pages.show(
        request,
        "terminal_proofs.html",
        csrf=staff.csrf_token,
        point=booth.shown_point(point, manner),
        questions=[(claim, manner.pick(*question_of(claim, value, places))) for claim, value in offered.items()],
    )


def ask_here(booth: Booth, request: Asked, point_id: UUID, chosen: str) -> Response[Any]:
    """Make the question and show its QR code."""
    staff, point = booth.attendant(request), booth.opened(request, point_id)
    offered = _questions(booth, point.division)
    if chosen not in offered:
        return go_to(f"/terminal/at/{point_id}/proofs")
    house, asker = booth.house, Asker("staff", str(staff.staff_id), staff.agency_id)
    with house.app.writing(scope_of(staff)) as tx:
        made = make_ask(
            tx,
            asker=asker,
            wanted={chosen: offered[chosen]},
            addresses=Addresses.of(house.settings),
            keyring=house.keyring,
            at=house.clock(),
        )
    return go_to(f"/terminal/at/{point_id}/proofs/{made.ask_id}")


def proof_page(booth: Booth, request: Asked, point_id: UUID, ask_id: UUID) -> Response[str]:
    """The QR code while it waits, then the verdict; a script asks for this part again every second."""
    staff, (t, manner) = booth.attendant(request), booth.words(request)
    point = booth.opened(request, point_id)
    house, at = booth.house, booth.house.clock()
    with house.app.reading(scope_of(staff)) as tx:
        ask = find_ask(tx, ask_id=ask_id, agency_id=staff.agency_id)
    if ask.asker.actor != str(staff.staff_id):
        raise NothingHere
    waits = ask.state(at) == "waiting"
    facts: dict[str, Any] = {
        "point": booth.shown_point(point, manner),
        "ask_id": ask_id,
        "question": " · ".join(manner.pick(*question_of(c, v, house.book.places)) for c, v in ask.wanted.items()),
        "link": link_of(ask, Addresses.of(house.settings)) if waits else "",
        "verdict": None if waits else _verdict(ask, ask.state(at), t, manner),
    }
    template = "proof_part.html" if is_part(request) else "terminal_proof.html"
    return booth.pages.show(request, template, csrf=staff.csrf_token, **facts)


def _questions(booth: Booth, division: int) -> dict[str, Value]:
    """The ages of the rulebook, and whether card or residence are of this point's own province."""
    ages = booth.house.book.value("wallet.ages", place=_NATION, on=day_of(booth.house.clock())).value
    here = str(division // 10000 * 10000)
    return {**{f"{AGE}{years}": True for years in ages}, ISSUER: here, RESIDENCE: here}


def _verdict(ask: Ask, state: str, t: Say, manner: Manner) -> Verdict:
    if state == "proven":
        return Verdict("yes", t("proof.yes"), lines=(t("proof.yes_words"),))
    if state in ("declined", "expired"):
        return Verdict("no", t(f"proof.{state}"), next_step=t("proof.again"))
    said = _words_of(ask.why or "")
    why, next_step = manner.pick(said["title_zh"], said["title"]), manner.pick(said["next_step_zh"], said["next_step"])
    return Verdict("no", t("proof.no"), why=why, next_step=next_step, small=ask.why or "")


def _words_of(code: str) -> dict[str, str]:
    found: type[Problem] = next(one for one in all_problems() if one.code == code)
    return found().words()
