"""The story's fifth scene: a gate without a network takes 5,000 taps, uploads them, and uploads the same file again."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID

from onecard.domains.ledger import api as ledger
from onecard.doors.demo.people import Chunk, invent
from onecard.doors.demo.settlers import settle
from onecard.doors.demo.stage import Answer, Stage
from onecard.kernel.money import yuan
from onecard.verifier.sam import Sam

RIDERS, RIDES = 500, 10
GATE, COUNTY, SEED = "440106-bus", 440106, 5


def offline_gate(stage: Stage, say: Callable[[str], None]) -> None:
    """Five thousand taps, twice; the second time nothing moves."""
    stage.clock.at = stage.clock.at.replace(hour=21, minute=0)
    say(f"五 · 广州天河区一个闸机离线六小时:{RIDERS} 名乘客,{RIDERS * RIDES:,} 次挥卡,晚上补传")
    say(f"5 · A gate in Tianhe, Guangzhou, was offline for six hours: {RIDERS} riders, {RIDERS * RIDES:,} taps")
    uses = list(_taps(stage, _riders(stage)))
    first = stage.upload(GATE, uses)
    assert (first["accepted"], first["refused"], first["repeated"]) == (RIDERS * RIDES, 0, 0), first
    paid = yuan(first["paid_fen"])
    say(f"  ✓ 接受 accepted {first['accepted']:,},拒绝 refused {first['refused']},乘客共付 riders paid {paid}")
    before = _money(stage)
    again = stage.upload(GATE, uses)
    assert again["repeated"] == RIDERS * RIDES, again
    assert [line["use_id"] for line in again["uses"]] == [line["use_id"] for line in first["uses"]]
    assert _money(stage) == before
    say(f"  ✓ 同一文件再传一次:{again['repeated']:,} 条全部是原来的回答,账上分文未动")
    say("    The same file again: every answer is the first one again, and not a fen has moved")


def _riders(stage: Stage) -> list[UUID]:
    people = invent(Chunk((COUNTY,), (RIDERS,), 0), seed=SEED, ecards_per_mille=0)
    carried = settle(
        stage.house, Chunk((COUNTY,), (RIDERS,), 0), people, seed=SEED, at=stage.clock() - timedelta(days=1)
    )
    return list(carried.identifiers)


def _taps(stage: Stage, cards: list[UUID]) -> Iterator[Answer]:
    sam, point = Sam(stage.house.keyring.tap_keys()), stage.terminals[GATE].point_id
    began = stage.clock() - timedelta(hours=6)
    for ride in range(RIDES):
        for rider, card in enumerate(cards):
            at = began + timedelta(minutes=35 * ride, seconds=rider)
            sequence = stage.next_sequence(GATE)
            text = sam.tap(card, counter=ride + 1, at=at, point_id=point, sequence=sequence)
            yield stage.told(sequence, text, at)


def _money(stage: Stage) -> tuple[int, ...]:
    """Every institution's balance and all that residents hold."""
    with stage.house.app.reading() as tx:
        numbers = [one.account for one in ledger.accounts(tx)]
        return tuple(ledger.institution_balance(tx, account=number) for number in numbers)
