"""A person's own payments: hers and nobody else's, told once, in words that help her."""

from datetime import timedelta

import pytest
from psycopg.errors import InsufficientPrivilege
from tests.country import SICHUAN, agency
from tests.paying import hear, pay_people, say, send, set_up_bank

from onecard.domains.disbursement import api as pay
from onecard.kernel.clock import start_of
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Scope

FINANCE = agency("finance 51")


@pytest.fixture
def payroll(database, standing_country, clock, keyring):
    """Two people with a line each in one batch, with the bank."""
    me, other = new_id(), new_id()
    with database.writing() as tx:
        set_up_bank(tx, SICHUAN, at=clock())
        lines = pay_people(
            tx, [(me, 123_400), (other, 9_900)], agency_id=FINANCE, province=SICHUAN, keyring=keyring, at=clock()
        )
    return me, other, lines


def mine(database, holder, keyring, **asked):
    with database.reading(Scope("resident", holder=holder)) as tx:
        return pay.payments_of(tx, holder_id=holder, keyring=keyring, **asked)


def news(database, keyring):
    with database.writing() as tx:
        taken, texts = pay.take_news(tx, keyring=keyring, at_most=100)
    return taken, [one.text for one in texts]


_BEHIND = "select count(*) as many from disbursement.behind(%s, %s)"


def test_a_person_sees_her_own_payments_and_nobody_elses(database, payroll, keyring):
    me, other, lines = payroll
    [found] = mine(database, me, keyring)
    assert (found.line.amount_fen, found.purpose, found.account_end) == (123_400, "城乡居民养老金", "7890")
    assert (found.bank_zh, found.agency_id, found.stands) == ("示例银行", FINANCE, "coming")
    with database.reading(Scope("resident", holder=me)) as tx:
        assert pay.payments_of(tx, holder_id=other, keyring=keyring) == []
        with pytest.raises(pay.LineUnknown):
            pay.payment_of(tx, holder_id=other, line_id=lines[1].line_id, keyring=keyring)
        with pytest.raises(pay.LineUnknown):
            pay.payment_of(tx, holder_id=me, line_id=lines[1].line_id, keyring=keyring)
        asked = tx.execute(_BEHIND, (me, [lines[0].batch_id])).fetchone()
        assert asked.many == 1
    with database.reading(Scope("resident", holder=new_id())) as tx, pytest.raises(InsufficientPrivilege):
        tx.execute(_BEHIND, (me, [lines[0].batch_id]))
    stranger = new_id()
    with database.reading(Scope("resident", holder=stranger)) as tx:
        assert tx.execute(_BEHIND, (stranger, [lines[0].batch_id])).fetchone().many == 0


def test_the_history_leaves_out_what_is_between_us_and_the_bank(database, payroll, clock, keyring):
    me, _, lines = payroll
    with database.writing() as tx:
        say(tx, "accepted", lines[0], at=clock())
        say(tx, "paid", lines[0], at=clock())
    with database.reading(Scope("resident", holder=me)) as tx:
        found, events = pay.payment_of(tx, holder_id=me, line_id=lines[0].line_id, keyring=keyring)
        record = pay.events_before(tx, holder_id=me, before=clock() + timedelta(days=1), keyring=keyring)
    assert [one.event for one in events] == ["approved", "sent", "accepted", "paid"]
    assert [one.event for one in record] == ["paid", "accepted", "sent", "approved"]
    assert (found.stands, pay.tell_payee(found.line)["said"]) == ("came", ("已到账", "on your account"))


def test_each_arrival_and_return_is_told_once_in_both_languages(database, payroll, clock, keyring):
    _, _, lines = payroll
    with database.writing() as tx:
        paid = pay.Answer("paid", lines[0].line_id.hex)
        hear(tx, paid, paid, pay.Answer("rejected", lines[1].line_id.hex, reason="AC04"), at=clock())
        hear(tx, paid, at=clock())
    taken, texts = news(database, keyring)
    assert (taken, len(texts)) == (2, 2)
    (came_zh, came_en), (back_zh, back_en) = texts
    assert came_zh == "【一卡通】城乡居民养老金（2026-11）¥1,234.00已到账，账户尾号 7890。"
    assert "is on your account ending 7890" in came_en
    assert "账户已销户" in back_zh and "重新发放" in back_zh and "the account is closed" in back_en
    assert news(database, keyring) == (0, [])
    with database.writing() as tx:
        say(tx, "returned", lines[0], at=clock(), reason="AC06")
    assert [text[0] for text in news(database, keyring)[1]] == [
        "【一卡通】城乡居民养老金（2026-11）¥1,234.00未能到账：账户被冻结。账户被冻结。请到银行了解原因，解除后钱会重新发放。"
    ]


def test_a_text_about_a_death_goes_to_nobody_and_old_news_is_not_told(database, payroll, clock, keyring):
    _, _, lines = payroll
    with database.writing() as tx:
        say(tx, "rejected", lines[1], at=clock(), reason="MD07")
        say(tx, "paid", lines[0], at=clock())
        say(tx, "returned", lines[0], at=clock(), reason="AC04")
    taken, texts = news(database, keyring)
    assert taken == 3 and len(texts) == 1 and "未能到账" in texts[0][0]


def test_a_payment_issued_again_stands_once_and_leads_back(database, payroll, clock, keyring):
    me, _, lines = payroll
    with database.writing() as tx:
        say(tx, "rejected", lines[0], at=clock(), reason="AC04")
    [back] = mine(database, me, keyring)
    assert (back.stands, pay.tell_payee(back.line)["reason"][0]) == ("back", "账户已销户")
    given = {"batch_id": lines[0].batch_id, "number": 1, "keyring": keyring, "at": clock(), "staff": "x"}
    with database.writing() as tx:
        new = pay.reissue(tx, payee=pay.Payee("何秀英", "9990009999991111"), **given)
        send(tx, lines[0].batch_id, at=clock())
        say(tx, "paid", new, at=clock())
    [again] = mine(database, me, keyring)
    assert (again.line.line_id, again.stands, again.account_end) == (new.line_id, "came", "1111")
    with database.reading(Scope("resident", holder=me)) as tx:
        old, _ = pay.payment_of(tx, holder_id=me, line_id=lines[0].line_id, keyring=keyring)
    assert (old.stands, old.line.reissued_as) == ("again", new.line_id)
    assert "新的一笔" in pay.tell_payee(old.line)["next"][0]


def test_months_count_what_arrived_and_stayed(database, payroll, clock, keyring):
    me, _, lines = payroll
    with database.writing() as tx:
        say(tx, "paid", lines[0], at=clock())
    first = clock().date().replace(day=1)
    with database.reading(Scope("resident", holder=me)) as tx:
        assert pay.arrived_by_month(tx, holder_id=me, since=start_of(first)) == {first: 123_400}
    with database.writing() as tx:
        say(tx, "returned", lines[0], at=clock(), reason="AC04")
    with database.reading(Scope("resident", holder=me)) as tx:
        assert pay.arrived_by_month(tx, holder_id=me, since=start_of(first)) == {}


def test_pages_join_to_the_whole(database, payroll, clock, keyring):
    me, _, _ = payroll
    with database.writing() as tx:
        for month in range(5):
            pay_people(
                tx, [(me, 100 + month)], agency_id=FINANCE, province=SICHUAN, keyring=keyring, at=clock(),
                period=f"2026-0{month + 1}",
            )  # fmt: skip
    whole = [one.line.line_id for one in mine(database, me, keyring)]
    joined, before = [], None
    while page := mine(database, me, keyring, before=before, at_most=2):
        joined += [one.line.line_id for one in page]
        before = joined[-1]
    assert joined == whole and len(whole) == 6
