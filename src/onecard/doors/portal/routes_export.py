"""GET and POST /records/export: the record as a file, masked, or whole after the e-card password."""

from typing import Any

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread

from onecard.doors.look.forms import small_form
from onecard.doors.portal.desk import Asked, Portal
from onecard.doors.record.export import FORMS, Form, export_record
from onecard.doors.security.sign_in import prove_holder
from onecard.kernel.errors import Problem


def export_routes(portal: Portal) -> list[Any]:
    """The two handlers."""

    @get("/records/export", include_in_schema=False)
    async def choose(request: Asked) -> Response[str]:
        return await sync_to_thread(show_choice, portal, request, "csv", "")

    @post("/records/export", status_code=200, include_in_schema=False)
    async def export(request: Asked) -> Response[Any]:
        form = dict(await small_form(request))
        return await sync_to_thread(hand_out, portal, request, form)

    return [choose, export]


def show_choice(portal: Portal, request: Asked, chosen: str, wrong: str) -> Response[str]:
    """In which form, and whether whole."""
    resident, (t, _) = portal.resident(request), portal.words(request)
    return portal.show(
        request,
        "export.html",
        resident,
        "records",
        status=422 if wrong else 200,
        place="/records/export",
        forms=[(form, t(f"export.{form}")) for form in FORMS],
        chosen=chosen,
        problems=[("password", wrong)] if wrong else [],
        wrong={"password": wrong},
    )


def hand_out(portal: Portal, request: Asked, form: dict[str, str]) -> Response[Any]:
    """The file; with a wrong password the page again."""
    resident, (t, manner) = portal.resident(request), portal.words(request)
    wanted: Form = "json" if form.get("form") == "json" else "csv"
    password = form.get("password", "").strip()
    if password and not (len(password) == 6 and password.isascii() and password.isdigit()):
        return show_choice(portal, request, wanted, t("sign_in.password_missing"))
    if password:
        try:
            prove_holder(portal.house, resident.holder_id, password)
        except Problem as problem:
            said = problem.words()
            return show_choice(portal, request, wanted, manner.pick(said["title_zh"], said["title"]))
    with portal.writing(resident) as tx:
        made = export_record(
            portal.house, tx, holder_id=resident.holder_id, form=wanted, whole=bool(password), manner=manner
        )
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"', "Cache-Control": "no-store"}
    return Response(made.body, media_type=made.kind, headers=headers)
