"""The story `make demo` tells: one card in another province, six scenes, each of which checks what it says.

It runs on a fresh home with a clock that is held, so its words are the same every time; they are kept in
`examples/story.txt`. Where a beat says a thing happened, an assert has seen it happen.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from onecard.domains.agencies import api as agencies
from onecard.domains.clearing import api as clearing
from onecard.domains.ledger import api as ledger
from onecard.doors.demo.cast import read_cast
from onecard.doors.demo.stage import Answer, Stage, open_stage
from onecard.doors.demo.story_gate import offline_gate
from onecard.kernel.clock import SHANGHAI, day_of
from onecard.kernel.money import yuan
from onecard.scenes.tourism.desk import list_passes

EVE, DAY = datetime(2026, 11, 22, 16, 30, tzinfo=SHANGHAI), datetime(2026, 11, 23, tzinfo=SHANGHAI)
FOUR_PROVINCES = {44: "广东 Guangdong", 46: "海南 Hainan", 50: "重庆 Chongqing", 51: "四川 Sichuan"}
TOP_UP_FEN = 5_000
Say = Callable[[str], None]


class Screen(Protocol):
    """Something lines can be printed on."""

    def print(self, line: str, *, markup: bool) -> None: ...


def tell_story(screen: Screen) -> None:
    """Tell it from the first scene to the last."""

    def say(line: str) -> None:
        screen.print(line, markup=False)

    say("一张卡的故事 · The story of one card")
    say("人物全部虚构,时间固定在 2026 年 11 月 · Nobody here exists; the clock stands in November 2026")
    with open_stage(EVE, cast_of=DAY) as stage:
        for beat in (day_before, pensioner, student, shown_twice, lost, offline_gate, settled):
            say("")
            beat(stage, say)


def day_before(stage: Stage, say: Say) -> None:
    """On day 90 a year pass that nobody activated still waits."""
    say("序 · The day before: 11 月 22 日,年卡第 90 天 · day 90 of the year pass")
    refused = stage.present("hk_volcano-gate", stage.resident("student").show_code("tourism"), product="pass")
    assert refused["code"] == "tourism.pass_not_active", refused
    _tell_refusal(refused, say)


def pensioner(stage: Stage, say: Say) -> None:
    """A pensioner of Langzhong rides free in Chongqing."""
    stage.clock.at = DAY.replace(hour=9)
    say("一 · 阆中的退休教师张谷雨,七十二岁,在重庆渝中区上公交")
    say("1 · Zhang Guyu, 72, a retired teacher of Langzhong, Sichuan, boards a bus in Yuzhong, Chongqing")
    receipt = stage.present("500103-bus", stage.resident("pensioner").show_code("transit"))
    assert (receipt["price_fen"], receipt["paid_fen"]) == (200, 0), receipt
    assert any(why["code"] == "transit.recognised" for why in receipt["why"])
    _tell_receipt(receipt, say)


def student(stage: Stage, say: Say) -> None:
    """A student of Guangzhou, day 91 of the year pass, at a site in Haikou: it is in force although he did nothing."""
    stage.clock.at = DAY.replace(hour=10)
    say("二 · 广州的学生林小满,旅游年卡第 91 天,在海口")
    say("2 · Lin Xiaoman, a student of Guangzhou, on day 91 of the year pass, in Haikou")
    actor = stage.resident("student")
    _in_force_by_itself(stage, say)
    for number in (1, 2):
        receipt = stage.present("hk_volcano-gate", actor.show_code("tourism"), product="pass")
        assert receipt["outcome"] == "accepted", receipt
        assert f"第 {number} 次" in receipt["why"][1]["zh"]
        _tell_receipt(receipt, say)
        stage.clock.move(minutes=20)
    refused = stage.present("hk_volcano-gate", actor.show_code("tourism"), product="pass")
    assert refused["code"] == "tourism.visit_limit_reached", refused
    assert refused["rule"] == "tourism.year_pass.visits_per_site_day", refused
    _tell_refusal(refused, say)
    ride = stage.present("460105-bus", actor.show_code("transit"))
    assert ride["outcome"] == "accepted", ride
    say("    然后乘公交离开 · then a bus away")
    _tell_receipt(ride, say)


def _in_force_by_itself(stage: Stage, say: Say) -> None:
    """Waiting yesterday, in force today, and nobody activated it in between."""
    today, house = day_of(stage.clock()), stage.house
    with house.app.reading() as tx:
        (before, now) = (
            list_passes(tx, holder_id=stage.holder("student"), book=house.book, day=day)[0]
            for day in (today - timedelta(days=1), today)
        )
    assert (before.phase, now.phase, now.held.activated) == ("waiting", "active", None), (before, now)
    assert (now.first, (today - now.held.bought).days) == (today, 90), now
    say(f"    年卡 {now.held.bought} 购买,未主动激活;第 91 天起自动生效,有效至 {now.last}")
    say(f"    Bought on {now.held.bought}, never activated by choice; in force by itself from day 91, until {now.last}")


def shown_twice(stage: Stage, say: Say) -> None:
    """A code serves once. The top-up before it lets a purse keeper owe and be owed on one day, which clearing nets."""
    stage.clock.at = DAY.replace(hour=14)
    say("三 · 重庆的李𠅤充值后在阆中乘车;同一个码再出示一次")
    say("3 · Li Tou of Chongqing tops up and takes a bus in Langzhong; the same code is shown again")
    balance = _top_up(stage, "rare_character")
    say("    银行向交通钱包入账(由故事扮演) · the bank pays into the transport purse (played by the story)")
    say(f"      {yuan(TOP_UP_FEN)},余额 balance {yuan(balance)}")
    code = stage.resident("rare_character").show_code("transit")
    first = stage.present("511381-bus", code)
    assert first["outcome"] == "accepted", first
    _tell_receipt(first, say)
    again = stage.present("511381-bus", code)
    assert again["code"] == "usage.code_used", again
    _tell_refusal(again, say)


def _top_up(stage: Stage, part: str) -> int:
    """Money from the bank into a transport purse; returns what it holds then."""
    holder, province = stage.holder(part), read_cast().part(part).division // 10_000
    with stage.house.app.writing() as tx:
        ledger.top_up(
            tx, holder_id=holder, purse=ledger.purse(province), amount_fen=TOP_UP_FEN, happened_at=stage.clock(),
            at=stage.clock(), request_key="story-top-up",
        )  # fmt: skip
        held = {purse.account: purse.balance_fen for purse in ledger.balances(tx, holder_id=holder)}
    return held[ledger.purse(province)]


def lost(stage: Stage, say: Say) -> None:
    """Reported lost, refused everywhere within a second."""
    stage.clock.at = DAY.replace(hour=15)
    say("四 · 李𠅤报了临时挂失;此前已取出的码在四个省同时出示")
    say("4 · Li Tou reports the card lost; codes taken before are shown in four provinces at once")
    terminals = ("440106-bus", "460105-bus", "500103-bus", "511381-bus")
    actor = stage.resident("rare_character")
    codes = {terminal: actor.show_code("transit") for terminal in terminals}
    began = time.monotonic()
    state = actor.report_loss()
    answers = {terminal: stage.present(terminal, code) for terminal, code in codes.items()}
    elapsed = time.monotonic() - began
    assert state["state"] == "temporarily_lost", state
    assert all(answer["code"] == "usage.card_lost" for answer in answers.values()), answers
    assert elapsed < 1, f"{elapsed:.3f} s"
    say(f"    挂失状态 {state['state_zh']} · {state['state_en']}")
    _tell_refusal(answers["500103-bus"], say)
    say("    四省终端全部拒绝,从挂失到最后一次拒绝不到一秒")
    say("    All four refused; less than a second from the report to the last refusal")


def settled(stage: Stage, say: Say) -> None:
    """The day clears between four provinces and the ledger is clean."""
    stage.clock.at = DAY + timedelta(days=1, minutes=30)
    day = day_of(stage.clock()) - timedelta(days=1)
    say(f"六 · {day} 日终清算 · 6 · The day is cleared")
    with stage.house.app.writing() as tx:
        closed = clearing.close_through(tx, day=day, at=stage.clock())[-1]
    with stage.house.app.writing() as tx:
        assert clearing.close_through(tx, day=day, at=stage.clock())[-1] == closed
        proof = clearing.prove_day(tx, day=day, at=stage.clock())
        flows = clearing.between_provinces(tx, day=day)
    assert proof.agrees and proof.gross_fen == closed.gross_fen
    provinces = {flow.payer_province for flow in flows} | {flow.payee_province for flow in flows}
    assert provinces == set(FOUR_PROVINCES), provinces
    say("    付方 payer \\ 收方 payee")
    for line in _matrix({(flow.payer_province, flow.payee_province): flow.amount_fen for flow in flows}):
        say(f"    {line}")
    assert closed.net_fen < closed.gross_fen, closed
    _tell_netted(stage, closed, say)
    say(f"    机构间总额 gross {yuan(closed.gross_fen)},轧差后应付 to pay after netting {yuan(closed.net_fen)}")
    say(f"    {len(closed.payments)} 笔结算 payments,与 {proof.transfers:,} 笔流水相符 agree with every transfer")
    say("    重跑一遍,什么也不变 · a second run changes nothing")
    checked = stage.command("ledger", "check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    say("    $ onecard ledger check")
    for line in checked.stdout.splitlines():
        say(f"    {line.rstrip()}")


def _tell_netted(stage: Stage, closed: clearing.ClosedDay, say: Say) -> None:
    """Who owes and is owed on the same day, and the one figure that is left."""
    both = [one for one in closed.nets if one.pays_fen and one.receives_fen]
    with stage.house.app.reading() as tx:
        names = agencies.find_agencies(tx, [one.agency_id for one in both])
    for one in both:
        name = names[one.agency_id]
        say(f"    {name.name_zh} · {name.name_en}:")
        pays, receives, left = (yuan(fen) for fen in (one.pays_fen, one.receives_fen, one.net_fen))
        say(f"      应付 owes {pays},应收 is owed {receives},轧差后净收 receives after netting {left}")


def _matrix(flows: dict[tuple[int, int], int]) -> list[str]:
    """The four provinces as payers (rows) and payees (columns), in yuan."""
    heads = [name.split()[1] for name in FOUR_PROVINCES.values()]
    lines = [" " * 10 + "".join(f"{head:>12}" for head in heads)]
    for payer, name in FOUR_PROVINCES.items():
        cells = "".join(f"{yuan(flows.get((payer, payee), 0)):>12}" for payee in FOUR_PROVINCES)
        lines.append(f"{name.split()[1]:<10}{cells}")
    return lines


def _tell_receipt(receipt: Answer, say: Say) -> None:
    price, paid, borne = (yuan(receipt[key]) for key in ("price_fen", "paid_fen", "borne_by_others_fen"))
    say(f"  ✓ 价 price {price}  本人付 paid {paid}  他人承担 borne by others {borne}")
    for why in receipt["why"]:
        mark = "(示例 illustrative)" if why["illustrative"] else f"〔{why['source']}〕" if why["source"] else ""
        say(f"      因 {why['zh']} · {why['en']} {mark}".rstrip())


def _tell_refusal(refused: Answer, say: Say) -> None:
    say(f"  ✗ {refused['title_zh']} · {refused['title']}")
    say(f"      → {refused['next_step_zh']} · {refused['next_step']}")
    rule = f" · 规则 rule {refused['rule']} · {refused['source']}" if "rule" in refused else ""
    say(f"      ({refused['code']}{rule})")
