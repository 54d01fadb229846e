"""What the terminal says to each outcome, and which frames it can read."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import numpy as np
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from onecard.domains.usage import api as usage
from onecard.doors.look.manner import Manner
from onecard.doors.look.pages import Pages
from onecard.doors.look.scenes import SceneLooks
from onecard.doors.terminal.frames import read_frame
from onecard.doors.terminal.verdicts import Verdict, verdict_of, waiting
from onecard.rules.reasons import Reason

PAGES = Pages("onecard.doors.terminal")
REASON = Reason("transit.elder_free", {"from_age": 65}, illustrative=True)


def verdict(outcome: usage.Outcome, language: Any = "zh") -> Verdict:
    manner = Manner(language)
    return verdict_of(outcome, SceneLooks(["transit"]), PAGES.saying(manner), manner)


def accepted(price_fen: int, paid_fen: int) -> usage.Accepted:
    at = datetime(2026, 11, 23, 2, 5, tzinfo=UTC)
    return usage.Accepted(UUID(int=0xABCD), UUID(int=1), "transit", at, price_fen, paid_fen, (REASON,), {})


def test_a_free_ride_says_free_why_and_who_bears_it() -> None:
    said = verdict(accepted(200, 0))
    assert (said.kind, said.head, said.amount) == ("yes", "通过", "免费")
    assert said.why == "满 65 周岁,免费乘车(示意规则)"
    assert said.lines == ("原价 ¥2.00,优待承担 ¥2.00",)
    assert said.small == "10:05:00 · 凭据 0000abcd"


def test_a_paid_ride_says_how_much() -> None:
    assert verdict(accepted(200, 200)).amount == "扣费 ¥2.00"
    assert verdict(accepted(200, 200)).lines == ()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_refusal_says_its_own_words_and_next_step(language: str) -> None:
    refused = usage.Refused(UUID(int=1), usage.errors.CodeUsed())
    said = verdict(refused, language)
    assert (said.kind, said.small) == ("no", "usage.code_used")
    assert said.why == {"zh": "此码已使用", "en": "This code was used already"}[language]
    assert said.next_step == {"zh": "请刷新二维码后再试。", "en": "Refresh the code and try again."}[language]


def test_the_terminal_invites_before_anything_is_shown() -> None:
    assert waiting(PAGES.saying(Manner("en"))).head == "Please show a code"


def test_a_frame_with_a_code_is_read() -> None:
    code = "OC1" + "ABCDEFG" * 20 + "2"
    drawn = zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.QRCode, ec_level="Q")
    image = np.array(drawn.to_image(scale=4, add_quiet_zones=True))
    assert read_frame(image.tobytes(), image.shape[1]) == code


@given(st.binary(max_size=20_000), st.integers(-5, 2_000))
def test_no_frame_breaks_the_reader(grey: bytes, width: int) -> None:
    assert read_frame(grey, width) is None
