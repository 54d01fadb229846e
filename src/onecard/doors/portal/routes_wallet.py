"""My credentials: what my wallets hold, adding the e-card to one, taking it back, and who had a proof shown."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.params import FromPath, FromQuery

from onecard.domains.agencies import api as agencies
from onecard.domains.sharing import api as sharing
from onecard.doors.api.wallet_routes import offer_to_wallet, take_from_wallet
from onecard.doors.look.forms import go_to, small_form
from onecard.doors.look.manner import Manner
from onecard.doors.portal.cardface import face_of, read_held
from onecard.doors.portal.desk import Asked, Portal
from onecard.doors.security.errors_visitors import NothingHere
from onecard.doors.wallet.addresses import Addresses
from onecard.doors.wallet.claims import names, words_of
from onecard.doors.wallet.issuing import Batch, batches_of
from onecard.doors.wallet.offers import Offer, is_taken
from onecard.doors.wallet.told import link_of, state_of
from onecard.kernel.clock import day_of
from onecard.kernel.errors import Problem
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction

DONE = {"withdrawn": "credentials.done_withdrawn", "added": "credentials.done_added"}
_NATION, _SHOWN = 0, 20
_SUBJECT = "wallet.proof"


def wallet_page_routes(portal: Portal) -> list[Any]:
    """GET /credentials; GET and POST /credentials/add and /credentials/withdraw; GET /credentials/added/{offer}."""

    @get("/credentials", sync_to_thread=True, include_in_schema=False)
    def credentials(request: Asked, done: FromQuery[str] = "") -> Response[str]:
        return credentials_page(portal, request, DONE.get(done, ""))

    # `async` and not `sync_to_thread=True`: Litestar wraps a handler twice where its path has another method.
    @get("/credentials/add", include_in_schema=False)
    async def sure_add(request: Asked) -> Response[str]:
        return await sync_to_thread(add_page, portal, request)

    @post("/credentials/add", status_code=200, include_in_schema=False)
    async def add(request: Asked) -> Response[str]:
        form = await small_form(request)
        return await sync_to_thread(add_to_wallet, portal, request, form.get("password", ""), form.get("once", ""))

    @get("/credentials/added/{offer_id:uuid}", sync_to_thread=True, include_in_schema=False)
    def added(request: Asked, offer_id: FromPath[UUID]) -> Response[Any]:
        return see_added(portal, request, offer_id)

    @get("/credentials/withdraw", include_in_schema=False)
    async def sure_withdraw(request: Asked, credentials: FromQuery[UUID | None] = None) -> Response[str]:
        return await sync_to_thread(withdraw_page, portal, request, credentials)

    @post("/credentials/withdraw", status_code=200, include_in_schema=False)
    async def withdraw(request: Asked) -> Response[Any]:
        form = await small_form(request)
        return await sync_to_thread(take_back, portal, request, form.get("credentials", ""), form.get("once", ""))

    return [credentials, sure_add, add, added, sure_withdraw, withdraw]


def credentials_page(portal: Portal, request: Asked, done: str) -> Response[str]:
    """What my wallets hold and who had a proof shown."""
    resident, (t, manner) = portal.resident(request), portal.words(request)
    at, holder_id = portal.house.clock(), resident.holder_id
    with portal.reading(resident) as tx:
        batches = batches_of(tx, holder_id=holder_id, at=at)
        proofs = _proofs(tx, holder_id, manner)
    return portal.show(
        request,
        "credentials.html",
        resident,
        "me",
        done=t(done) if done else "",
        batches=[_shown(portal, one) for one in batches],
        proofs=proofs,
        says=_says(portal, manner),
    )


def add_page(portal: Portal, request: Asked, wrong: str = "") -> Response[str]:
    """What a wallet will be able to prove, and the password once more."""
    resident, (t, manner) = portal.resident(request), portal.words(request)
    house, at = portal.house, portal.house.clock()
    with portal.reading(resident) as tx:
        held = read_held(tx, holder_id=resident.holder_id, keyring=house.keyring, at=at)
    return portal.show(
        request,
        "credentials_add.html",
        resident,
        "me",
        place="/credentials/add",
        status=422 if wrong else 200,
        card=face_of(held, house.book.places, t, manner),
        says=_says(portal, manner),
        days=house.book.value("wallet.credential_days", place=held.issuer, on=day_of(at)),
        once=new_id(),
        problems=[("password", wrong)] if wrong else [],
        wrong={"password": wrong},
    )


def add_to_wallet(portal: Portal, request: Asked, password: str, key: str) -> Response[str]:
    """The QR code, the six digits, and the link for a wallet on this phone."""
    resident, (t, manner) = portal.resident(request), portal.words(request)
    if len(password.strip()) != 6:
        return add_page(portal, request, t("sign_in.password_missing"))
    try:
        offer = offer_to_wallet(portal.house, resident, f"portal {key or new_id()}"[:100], password.strip())
    except Problem as problem:
        said = problem.words()
        return add_page(portal, request, manner.pick(said["title_zh"], said["title"]))
    return offer_page(portal, request, offer)


def offer_page(portal: Portal, request: Asked, offer: Offer) -> Response[str]:
    """One offer, as long as it lasts."""
    resident = portal.resident(request)
    return portal.show(
        request,
        "credentials_offer.html",
        resident,
        "me",
        place="/credentials/add",
        link=link_of(offer, Addresses.of(portal.house.settings)),
        digits=offer.digits,
        expires_at=offer.expires_at,
        offer_id=offer.offer_id,
    )


def see_added(portal: Portal, request: Asked, offer_id: UUID) -> Response[Any]:
    """Whether a wallet has taken the offer up: back to the list, which shows it."""
    resident = portal.resident(request)
    with portal.reading(resident) as tx:
        taken = is_taken(tx, offer_id=offer_id)
    return go_to("/credentials?done=added" if taken else "/credentials")


def withdraw_page(portal: Portal, request: Asked, batch_id: UUID | None) -> Response[str]:
    """What taking back means, and a button that says so."""
    resident = portal.resident(request)
    with portal.reading(resident) as tx:
        held = batches_of(tx, holder_id=resident.holder_id, at=portal.house.clock())
    found = next((one for one in held if one.batch_id == batch_id), None)
    if found is None:
        raise NothingHere
    shown = _shown(portal, found)
    return portal.show(request, "credentials_withdraw.html", resident, "me", batch=shown, once=new_id())


def take_back(portal: Portal, request: Asked, credentials: str, key: str) -> Response[Any]:
    """Withdraw what that wallet holds."""
    resident = portal.resident(request)
    try:
        batch_id = UUID(credentials)
    except ValueError:
        raise NothingHere from None
    take_from_wallet(portal.house, resident, f"portal {key or new_id()}"[:100], batch_id)
    return go_to("/credentials?done=withdrawn")


def _shown(portal: Portal, batch: Batch) -> dict[str, Any]:
    return {
        "id": batch.batch_id,
        "issued_at": batch.issued_at,
        "expires_at": batch.expires_at,
        "copies": batch.copies,
        "state": state_of(batch, portal.house.clock()),
    }


def _proofs(tx: Transaction, holder_id: UUID, manner: Manner) -> list[dict[str, Any]]:
    """The latest proofs that were shown, from the log of looks."""
    looks = [one for one in sharing.looks_at(tx, holder_id) if one.subject == _SUBJECT][:_SHOWN]
    who = agencies.find_agencies(tx, {look.agency_id for look in looks})
    return [
        {
            "who": manner.pick(who[look.agency_id].name_zh, who[look.agency_id].name_en),
            "what": [manner.pick(*words_of(claim)) for claim in look.reference.split()],
            "at": look.looked_at,
        }
        for look in looks
    ]


def _says(portal: Portal, manner: Manner) -> list[str]:
    """What the credential can prove, in words."""
    ages = portal.house.book.value("wallet.ages", place=_NATION, on=day_of(portal.house.clock())).value
    return [manner.pick(*words_of(claim)) for claim in names(ages)]
