"""Every state, event and reason has words in both languages, and says what to do next."""

import re
from datetime import UTC, datetime

import pytest

from onecard.domains.disbursement import api as pay
from onecard.domains.disbursement.models import Line, LineEvent
from onecard.domains.disbursement.reasons import CODES, OTHER, REASONS, SAYS_NOTHING, reason_of
from onecard.domains.disbursement.states import HOME
from onecard.domains.disbursement.telling import WORDS
from onecard.kernel.ids import new_id

AT = datetime(2026, 11, 23, tzinfo=UTC)


def a_line(state: pay.State = "rejected", **changes: object) -> Line:
    facts = {
        "holder_id": new_id(), "line_id": new_id(), "batch_id": new_id(), "number": 7, "attempt": 1, "amount_fen": 1,
        "state": state, "state_since": AT, "doubted_at": None, "disputed_at": None, "reason": "account_closed",
        "bank_reason": "AC04", "replaces": None, "reissued_as": None,
    }  # fmt: skip
    return Line(**{**facts, **changes})


def test_both_languages_know_the_same_codes_and_no_others():
    zh, en = WORDS.by_language["zh"], WORDS.by_language["en"]
    marks = {*pay.STATES, "doubted", "disputed"}
    wanted = {f"state.{one}" for one in marks} | {f"next.{one}" for one in (*marks, "reissued")}
    wanted |= {f"{kind}.{code}" for kind in ("reason", "fix") for code in CODES}
    wanted |= {f"yours.{one}" for one in marks} | {f"yours_fix.{code}" for code in CODES}
    wanted |= {f"yours_next.{one}" for one in (marks - HOME) | {"again"}} | {"text.came", "text.back"}
    assert wanted == {code for code in zh if not code.startswith("event.")}
    assert set(zh) == set(en)
    assert all(re.search(r"[\u4e00-\u9fff]", said) for said in zh.values())
    assert not any(re.search(r"[\u4e00-\u9fff]", said) for said in en.values())


def test_a_reason_is_the_banks_or_other():
    assert reason_of("AC04") == "account_closed"
    assert reason_of("XYZ") == reason_of(None) == OTHER
    assert {"sent_twice"} == {REASONS[code] for code in SAYS_NOTHING if code in REASONS}


def test_a_line_that_came_back_says_why_and_what_to_do():
    told = pay.tell(a_line())
    assert told["reason"] == ("账户已销户", "the account is closed")
    assert "新的社保卡账户" in told["next"][0] and "issue it again once" in told["next"][1]
    assert "7" in pay.tell(a_line(reissued_as=new_id()))["next"][0]


@pytest.mark.parametrize("state", pay.STATES)
def test_doubt_and_dispute_are_said_first(state: pay.State):
    assert pay.tell(a_line(state, doubted_at=AT))["said"][1] == "the bank does not know the outcome yet"
    assert pay.tell(a_line(state, doubted_at=AT, disputed_at=AT))["said"][1] == "the bank contradicts itself"


def test_an_event_carries_its_reason_where_it_has_one_of_ours():
    assert pay.tell_event(LineEvent("rejected", AT, AT, "x", "card_lost"))[0] == "银行称未能入账 卡已挂失"
    assert pay.tell_event(LineEvent("disputed", AT, AT, "x", "ZZ99"))[1] == "the bank contradicted itself"
