"""A card reported lost while gates everywhere take a thousand uses a second: how long it still served anywhere.

Residents sign in and report over the API; from before the report on, a thread for each presents the e-card's code and
the card's tap in turn at gates of all operators, until a second after the report's answer.
"""

import http.client
import json
import secrets
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import msgspec
from stdnum.cn import ric

from bench.load import drive
from bench.requests import Person, Preparation
from bench.requests import http as signed_request
from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.domains.ledger import api as ledger
from onecard.domains.residents import api as residents
from onecard.doors.bootstrap import House, open_house
from onecard.kernel.settings import Settings
from onecard.verifier.sam import Sam

#: Few enough to sign in from one address within a minute.
PEOPLE, PASSWORD, DIVISION, BEFORE, AFTER = 6, "271828", 511381, 0.4, 1.0


@dataclass
class Loser:
    """Who loses the card, and when each presentation was sent and answered how."""

    card_number: str
    identifier: UUID
    pseudonym: int
    tried: list[tuple[float, int]] = field(default_factory=list)
    reported: tuple[float, float] = (0.0, 0.0)

    def last_accepted(self) -> float:
        """Seconds from the report's answer to when the last accepted presentation was sent; below 0 if before."""
        return max(sent - self.reported[1] for sent, status in self.tried if status == 200)


def refuse_the_lost(
    settings: Settings, prepare: Preparation, people: Sequence[Person], rate: int, seconds: int
) -> float:
    """Seconds from a report's answer to the last presentation that was still accepted, the worst of all; 0 for none.

    `rate` other uses a second go on meanwhile, for so many seconds.
    """
    with open_house(settings, start=False) as house:
        losers = [_somebody(house) for _ in range(PEOPLE)]
    load = prepare.online(people, rate * seconds)
    with ThreadPoolExecutor(PEOPLE + 1) as hands:
        crowd = hands.submit(drive, "127.0.0.1", settings.port, load, clients=64, rate=rate)
        each = [hands.submit(_lose, settings.port, prepare, one, n) for n, one in enumerate(losers)]
        for done in each:
            done.result()
        assert set(crowd.result().statuses) == {200}
    for one in losers:
        before = [status for sent, status in one.tried if sent < one.reported[0]]
        assert 200 in before and one.tried[-1][1] != 200, (before, one.tried[-3:])
    return max(0.0, *(one.last_accepted() for one in losers))


def _lose(port: int, prepare: Preparation, one: Loser, number: int) -> None:
    """Sign in, then report while the code and the card are shown elsewhere."""
    to = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    headers = {"content-type": "application/json"}
    asked = json.dumps({"card_number": one.card_number, "password": PASSWORD})
    to.request("POST", "/v1/sign-in/resident", asked, headers)
    answer = to.getresponse()
    welcome = json.loads(answer.read())
    headers["cookie"] = answer.headers["set-cookie"].split(";")[0]
    headers |= {"x-csrf-token": welcome["csrf_token"], "idempotency-key": secrets.token_hex(8)}
    with ThreadPoolExecutor(1) as hand:
        shown = hand.submit(_show, port, prepare, one, number)
        time.sleep(BEFORE + number / 3)
        began = time.perf_counter()
        to.request("POST", "/v1/me/card/loss", json.dumps({"kind": "temporary"}), headers)
        answer = to.getresponse()
        assert answer.status == 200, answer.read()
        answer.read()
        one.reported = (began, time.perf_counter())
        shown.result()


def _show(port: int, prepare: Preparation, one: Loser, number: int) -> None:
    to = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    sam, turn = Sam(prepare.keyring.verifying_keys()), 0
    while not one.reported[1] or time.perf_counter() < one.reported[1] + AFTER:
        at, turn, sequence = datetime.now(UTC), turn + 1, prepare.next_sequence()
        gate = prepare.gates[(turn * 7 + number) % len(prepare.gates)]
        tap = sam.tap(one.identifier, counter=turn, at=at, point_id=gate.point_id, sequence=sequence)
        text = prepare.code((one.identifier, one.pseudonym), at) if turn % 2 else tap
        use = {"sequence": sequence, "presentation": text, "happened_at": at}
        body = msgspec.json.encode(use)
        head, _, _ = signed_request("/v1/uses", body, gate, at).partition(b"\r\n\r\n")
        lines = [line.split(": ", 1) for line in head.decode().split("\r\n")[1:]]
        sent = time.perf_counter()
        to.request("POST", "/v1/uses", body, {name: value for name, value in lines if name != "Host"})
        answer = to.getresponse()
        answer.read()
        one.tried.append((sent, answer.status))


def _somebody(house: House) -> Loser:
    """A new resident of Langzhong with a card, an e-card, its password and money."""
    at, born = house.clock(), date(1950, 1, 1) + timedelta(days=secrets.randbelow(18_000))
    stem = f"{DIVISION}{born:%Y%m%d}{secrets.randbelow(1_000):03d}"
    number = residents.SocialSecurityNumber.parse(stem + ric.calc_check_digit(stem + "0"), {DIVISION})
    with house.app.writing() as tx:
        person = residents.NewResident(number, "张示例", DIVISION)
        holder_id = residents.register_residents(tx, [person], keyring=house.keyring, at=at)[0]
        card = cards.issue_cards(tx, [cards.NewCard(holder_id, DIVISION)], at=at, actor="bench")[0]
        ecards.issue_ecards(tx, [ecards.NewEcard(holder_id, DIVISION, 1)], at=at)
        ecards.set_password(tx, holder_id=holder_id, password=PASSWORD, keyring=house.keyring)
        ecard = ecards.ecard_of(tx, holder_id=holder_id)
        assert ecard is not None
        ledger.top_up(
            tx, holder_id=holder_id, purse=ledger.purse(DIVISION // 10_000), amount_fen=100_000, happened_at=at, at=at,
            request_key=f"bench {holder_id}",
        )  # fmt: skip
    return Loser(card.card_number, card.identifier, ecard.pseudonym)
