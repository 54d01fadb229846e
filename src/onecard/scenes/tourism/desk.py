"""The pass desk: sell, activate, give back, and settle what has expired. Each verb is safe to repeat.

The price moves from the bank purse into the escrow purse of the same holder, and from there to the sites visit by
visit; so an unearned price is always the holder's own row, and never a site's before it was earned.

A sale and an activation ask for a card that a gate would take; giving back asks for none, it is the holder's money.
"""

from datetime import date, datetime
from uuid import UUID, uuid5

from onecard.domains.cards import api as cards
from onecard.domains.ledger import api as ledger
from onecard.domains.usage.errors import CardLost, CardNotValid, InsufficientBalance
from onecard.domains.usage.judging import half_locked
from onecard.kernel.clock import day_of
from onecard.kernel.money import yuan
from onecard.kernel.postgres.transaction import Transaction
from onecard.rules.book import Book
from onecard.scenes.tourism import errors, passes, store
from onecard.scenes.tourism.models import HeldPass, Settlement, YearPass
from onecard.scenes.tourism.terms import Terms, must_have_terms, source_of, terms_of


def sell_pass(
    tx: Transaction, *, holder_id: UUID, alliance: str, book: Book, at: datetime, request_key: str
) -> YearPass:
    """Sell an alliance's year pass to the holder of a card that stands and whose bank half can pay."""
    pass_id, day = uuid5(holder_id, f"tourism.pass:{request_key}"), day_of(at)
    store.lock_holders(tx, [holder_id])
    known = store.passes_of(tx, holder_id)
    before = [held for held in known if held.pass_id == pass_id]
    if before:
        return before[0]
    issuer = _standing_card(tx, holder_id, at, "social", "bank").issuer
    terms = terms_of(book, alliance, day)
    if terms is None:
        raise errors.PassNotSold
    _must_be_open_to(book, terms, issuer)
    if any(held.alliance == alliance and _is_live(book, held, day) for held in known):
        raise errors.PassAlreadyHeld
    province = issuer // 10000
    bank, escrow = ledger.purse(province, ledger.BANK), ledger.purse(province, ledger.PASS_ESCROW)
    sold = YearPass(pass_id, alliance, escrow, day, terms.price.value)
    _move(tx, holder_id, sold, debit=bank, credit=escrow, purpose="tourism.pass_sale", at=at)
    store.save_pass(tx, holder_id, sold, ends_on=terms.period(day, None)[1], at=at)
    return sold


def activate_pass(tx: Transaction, *, holder_id: UUID, pass_id: UUID, book: Book, at: datetime) -> YearPass:
    """Make a waiting pass active from today; one that took effect by itself stays as it is and keeps its end."""
    held = _find(tx, holder_id, pass_id)
    terms = must_have_terms(book, held)
    active = passes.activate(held, terms, day_of(at))
    if active is held:
        return held
    _standing_card(tx, holder_id, at, "social")
    store.save_pass(tx, holder_id, active, ends_on=terms.period(active.bought, active.activated)[1], at=at)
    return active


def refund_pass(tx: Transaction, *, holder_id: UUID, pass_id: UUID, book: Book, at: datetime) -> YearPass:
    """Give a waiting pass back: the whole price returns to the bank purse it came from."""
    held = _find(tx, holder_id, pass_id)
    refunded = passes.refund(held, must_have_terms(book, held), day_of(at))
    if refunded is held:
        return held
    bank = ledger.purse(held.escrow // 100, ledger.BANK)
    _move(tx, holder_id, held, debit=held.escrow, credit=bank, purpose="tourism.pass_refund", at=at)
    store.save_pass(tx, holder_id, refunded, ends_on=day_of(at), at=at)
    return refunded


def list_passes(tx: Transaction, *, holder_id: UUID, book: Book, day: date) -> list[HeldPass]:
    """The holder's passes, newest first, as they stand on a day."""
    return [_view(book, held, day) for held in store.passes_of(tx, holder_id)]


def settle_expired(tx: Transaction, *, day: date, book: Book, at: datetime, at_most: int = 5000) -> Settlement:
    """Empty the escrow of passes that ended before `day` into the accounts of the provinces' pass issuers.

    The caller keeps `day` back by as long as an offline gate may still upload a visit. Call again until 0 are settled.
    """
    ended = store.lock_ended(tx, before=day, at_most=at_most)
    movements = [move for holder_id, held in ended for move in _emptying(book, holder_id, held, at)]
    short = ledger.post(tx, movements, at=at) if movements else set()
    done = [
        (holder_id, passes.settle(held, must_have_terms(book, held), day))
        for holder_id, held in ended
        if held.pass_id not in short
    ]
    store.save_settled(tx, done)
    amount = sum(move.amount_fen for move in movements if move.reference not in short)
    return Settlement(len(done), amount, tuple(sorted(short)))


def _emptying(book: Book, holder_id: UUID, held: YearPass, at: datetime) -> list[ledger.Movement]:
    parts = passes.remainder_parts(held, must_have_terms(book, held))
    return [
        ledger.Movement(
            holder_id,
            held.escrow,
            ledger.pass_revenue(province // 10000),
            fen,
            "tourism.pass_settled",
            held.pass_id,
            at,
        )
        for province, fen in parts.items()
    ]


def _move(
    tx: Transaction, holder_id: UUID, held: YearPass, *, debit: int, credit: int, purpose: str, at: datetime
) -> None:
    """The whole price, once a pass and purpose; refused with the amount missing where the purse is short."""
    purses = {purse.account: purse.balance_fen for purse in ledger.balances(tx, holder_id=holder_id)}
    missing = held.price_fen - purses.get(debit, 0)
    if missing > 0:
        raise InsufficientBalance(missing=yuan(missing), missing_fen=missing, balance_fen=purses.get(debit, 0))
    ledger.transfer(
        tx,
        holder_id=holder_id,
        debit=debit,
        credit=credit,
        amount_fen=held.price_fen,
        purpose=purpose,
        happened_at=at,
        at=at,
        request_key=f"{purpose}:{held.pass_id}",
        reference=held.pass_id,
    )


def _find(tx: Transaction, holder_id: UUID, pass_id: UUID) -> YearPass:
    store.lock_holders(tx, [holder_id])
    found = [held for held in store.passes_of(tx, holder_id) if held.pass_id == pass_id]
    if not found:
        raise errors.PassUnknown
    return found[0]


def _standing_card(tx: Transaction, holder_id: UUID, at: datetime, *halves: str) -> cards.Card:
    """The holder's card, if it stands now and these halves are active: as the use path asks at a gate."""
    card = cards.card_of(tx, holder_id=holder_id)
    if card is None:
        raise cards.NoValidCard
    state = card.effective(at)
    if state in ("temporarily_lost", "lost"):
        raise CardLost
    if state != "active":
        zh, en = cards.STATE_WORDS[state]
        raise CardNotValid(state_zh=zh, state_en=en)
    for half in halves:
        if getattr(card, f"{half}_state") != "active":
            raise half_locked(half)
    return card


def _must_be_open_to(book: Book, terms: Terms, issuer: int) -> None:
    if issuer // 10000 * 10000 not in terms.open_to.value:
        names = [book.places.divisions[province] for province in terms.open_to.value]
        raise errors.PassNotOpenToYou(
            open_to_zh="、".join(n.name_zh for n in names),
            open_to_en=" and ".join(n.name_en for n in names),
            **source_of(terms.open_to),
        )


def _view(book: Book, held: YearPass, day: date) -> HeldPass:
    terms = must_have_terms(book, held)
    return HeldPass(held, passes.phase_on(held, terms, day), *terms.period(held.bought, held.activated))


def _is_live(book: Book, held: YearPass, day: date) -> bool:
    return _view(book, held, day).phase in {"waiting", "active"}
