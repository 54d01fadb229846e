"""Files to and from banks: proved by their schema, read whole or not at all, safe to read from a stranger."""

import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from onecard.domains.disbursement import api as pay
from onecard.domains.disbursement import iso_in
from onecard.domains.disbursement.amounts import read_amount, write_amount
from onecard.domains.disbursement.iso_schema import MESSAGES, namespace, schema
from onecard.domains.disbursement.tests.conftest import a_bank
from onecard.kernel.ids import new_id

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LINE = "0193535e00007000800000000000ab01"


#: Read a file; how many answers, and the peak of this process's memory.
_READ = """
import resource, sys
from pathlib import Path
from onecard.domains.disbursement import api
count = sum(1 for _ in api.open_answers(Path(sys.argv[1]))[1])
print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def an_instruction(form: pay.Format, lines: list[pay.PayLine]) -> pay.Instruction:
    fen = sum(one.amount_fen for one in lines)
    return pay.Instruction(
        new_id(), new_id(), "sample", form, len(lines), fen, "残疾人补贴 <&>", AT, date(2026, 11, 23)
    )


def a_report(
    line: str = LINE, status: str = "ACSC", amount: str = "90.00", currency: str = "CNY", more: str = ""
) -> str:
    return (
        f'<Document xmlns="{namespace("pain.002.001.10")}"><CstmrPmtStsRpt><GrpHdr><MsgId>R1</MsgId>'
        f"<CreDtTm>2026-11-23T10:00:00+08:00</CreDtTm></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>P1</OrgnlMsgId>"
        f"<OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>{more}</OrgnlGrpInfAndSts><OrgnlPmtInfAndSts>"
        f"<OrgnlPmtInfId>P1</OrgnlPmtInfId><TxInfAndSts><OrgnlEndToEndId>{line}</OrgnlEndToEndId>"
        f"<TxSts>{status}</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf><OrgnlTxRef><Amt>"
        f'<InstdAmt Ccy="{currency}">{amount}</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts></OrgnlPmtInfAndSts>'
        f"</CstmrPmtStsRpt></Document>"
    )


def a_notice(way: str = "DBIT", status: str = "BOOK", reversal: str = "") -> str:
    return (
        f'<Document xmlns="{namespace("camt.054.001.08")}"><BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>N1</MsgId>'
        f"<CreDtTm>2026-11-23T10:00:00+08:00</CreDtTm></GrpHdr><Ntfctn><Id>N1</Id><Acct><Id><Othr><Id>OURS</Id></Othr>"
        f'</Id></Acct><Ntry><Amt Ccy="CNY">90</Amt><CdtDbtInd>{way}</CdtDbtInd>{reversal}<Sts><Cd>{status}</Cd></Sts>'
        f"<BookgDt><Dt>2026-11-22</Dt></BookgDt><BkTxCd/><NtryDtls><TxDtls><Refs><EndToEndId>{LINE}</EndToEndId></Refs>"
        f"</TxDtls></NtryDtls></Ntry></Ntfctn></BkToCstmrDbtCdtNtfctn></Document>"
    )


def heard(tmp_path: Path, text: str | bytes) -> list[pay.Answer]:
    path = tmp_path / "answer"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(pay.open_answers(path)[1])


def refused(tmp_path: Path, text: str | bytes) -> str:
    with pytest.raises(pay.FileRefused) as told:
        heard(tmp_path, text)
    return told.value.words()["title"]


@pytest.mark.parametrize("form", ["iso20022", "text_utf8", "text_gb18030"])
def test_an_instruction_is_proved_and_the_same_rows_give_the_same_bytes(tmp_path: Path, form: pay.Format):
    payees = [pay.Payee("古丽·买买提", "9990001234567890", "示例银行"), pay.Payee("𠮷<&>'\"", "9990001234567891", "")]
    lines = [pay.PayLine(n, new_id(), payee, 9_000 + n) for n, payee in enumerate(payees, 1)]
    made = an_instruction(form, lines)
    for name in ("one", "two"):
        pay.write_file(tmp_path / name, made, a_bank(format=form), iter(lines))
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    text = (tmp_path / "one").read_bytes().decode("gb18030" if form == "text_gb18030" else "utf-8")
    if form == "iso20022":
        found = etree.fromstring(text.encode())
        names = [one.text for one in found.iterfind(f".//{{{namespace('pain.001.001.09')}}}Cdtr/*")]
        assert names == [payee.name for payee in payees]
        assert found.findtext(f".//{{{namespace('pain.001.001.09')}}}CtrlSum") == "180.03"
    else:
        assert all(payee.name in text for payee in payees)


def test_a_question_is_proved_too(tmp_path: Path):
    lines = [pay.PayLine(1, new_id(), pay.Payee("何秀英", "9990001234567890"), 9_000)]
    for form in ("iso20022", "text_utf8"):
        made = an_instruction(form, lines)
        asked = [(lines[0].line_id, 9_000)]
        pay.write_question(tmp_path / form, made, asked, message_id="Q1", at=AT)
        assert lines[0].line_id.hex in (tmp_path / form).read_text()


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("ACSC", "paid"), ("ACCC", "paid"), ("ACSP", "accepted"), ("RJCT", "rejected"), ("PDNG", "unknown"),
        ("BLCK", "unknown"),
    ],
)  # fmt: skip
def test_a_status_is_what_it_says_and_never_guessed(tmp_path: Path, status: str, said: str):
    assert heard(tmp_path, a_report(status=status)) == [pay.Answer(said, LINE, "P1", 9_000, "AC04")]


def test_remarks_in_a_file_are_passed_over(tmp_path: Path):
    for remark in ("<!-- x -->", "<?x y?>"):
        told = heard(tmp_path, a_report().replace("<TxSts>", f"{remark}<TxSts>").replace("ACSC<", f"ACSC{remark}<"))
        assert told == [pay.Answer("paid", LINE, "P1", 9_000, "AC04")]
        assert [one.said for one in heard(tmp_path, a_notice().replace("<TxDtls>", f"{remark}<TxDtls>{remark}"))] == [
            "paid"
        ]


def test_a_whole_file_is_spoken_of_only_where_that_is_certain(tmp_path: Path):
    told = {
        status: [one.said for one in heard(tmp_path, a_report(more=f"<GrpSts>{status}</GrpSts>")) if not one.line]
        for status in ("RJCT", "ACCP", "PART", "ACSC", "PDNG")
    }
    assert told == {"RJCT": ["rejected"], "ACCP": ["accepted"], "PART": [], "ACSC": [], "PDNG": []}


def test_other_currencies_and_parts_of_a_fen_are_no_lines_amount(tmp_path: Path):
    for amount, currency in (("90.00", "USD"), ("90.005", "CNY"), ("1e3", "CNY")):
        if amount == "1e3":
            assert "breaks the format" in refused(tmp_path, a_report(amount=amount, currency=currency))
        else:
            assert heard(tmp_path, a_report(amount=amount, currency=currency))[0].amount_fen == -1


@pytest.mark.parametrize(
    ("notice", "said"),
    [
        (a_notice(), "paid"), (a_notice("CRDT"), "returned"),
        (a_notice("CRDT", reversal="<RvslInd>true</RvslInd>"), "paid"),
        (a_notice("DBIT", reversal="<RvslInd>true</RvslInd>"), "returned"), (a_notice(status="PDNG"), None),
    ],
)  # fmt: skip
def test_booked_entries_count_and_pending_ones_do_not(tmp_path: Path, notice: str, said: str | None):
    assert [one.said for one in heard(tmp_path, notice)] == ([said] if said else [])


HOSTILE = {
    "billion laughs": '<!DOCTYPE Document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    "a file of ours": '<!DOCTYPE Document [<!ENTITY b SYSTEM "file:///etc/hostname">]>',
    "an address": '<!DOCTYPE Document SYSTEM "http://127.0.0.1:1/x.dtd">',
}


@pytest.mark.parametrize("head", HOSTILE.values(), ids=HOSTILE)
def test_no_document_type_is_taken_and_nothing_is_expanded(tmp_path: Path, head: str):
    refused(tmp_path, head + a_report())
    refused(tmp_path, head + a_report(line="&b;"))


def test_what_breaks_its_schema_is_refused_whole(tmp_path: Path):
    assert "element CreDtTm" in refused(tmp_path, a_report().replace("<MsgId>R1</MsgId>", ""))
    for end in range(1, len(a_report()), 7):
        refused(tmp_path, a_report()[:-end])
    refused(tmp_path, a_report(line="x" * 36))
    refused(tmp_path, b"\x00\xff")
    refused(tmp_path, "")
    refused(tmp_path, a_report().replace("pain.002.001.10", "pain.002.001.03"))
    refused(tmp_path, "<a>" * 300)


def test_no_mistake_in_a_file_tells_what_stands_there(tmp_path: Path):
    path = tmp_path / "x"
    path.write_text(a_report(status="SECRET-NAME"))
    with pytest.raises(pay.FileRefused) as told:
        list(pay.open_answers(path)[1])
    assert "SECRET" not in str(told.value.as_problem()) and told.value.__cause__ is None


def test_a_long_file_is_read_in_flat_memory(tmp_path: Path):
    one = a_report()
    begin, end = one.index("<TxInfAndSts>"), one.index("</OrgnlPmtInfAndSts>")
    path = tmp_path / "long"

    def most(lines: int) -> int:
        """KiB that a process of its own has held at most: libxml2's memory is not Python's."""
        path.write_text(one[:begin] + one[begin:end] * lines + one[end:])
        done = subprocess.run(
            [sys.executable, "-c", _READ, path], capture_output=True, text=True, check=True, env={"PYTHONPATH": "src"}
        )
        count, peak = done.stdout.split()
        assert int(count) == lines
        return int(peak)

    assert most(100_000) < most(1_000) + 8_000  # 40 MB of XML


def text_answer(*details: str, count: int | None = None, fen: int = 9_000, tail: str = "") -> bytes:
    import hashlib

    body = "".join(details).encode()
    many = len(details) if count is None else count
    head = f"HANS{'R1':<35}{'P1':<35}20261123{many:08d}{fen:018d}{'':<34}\n".encode()
    total = f"T{many:08d}{fen:018d}{hashlib.new('sm3', body).hexdigest()}\n{tail}"
    return head + body + total.encode()


DETAIL = f"D00000001{LINE}{9_000:018d}RJCTAC04      20261123100000\n"


def test_fixed_columns_are_read(tmp_path: Path):
    assert heard(tmp_path, text_answer(DETAIL)) == [pay.Answer("rejected", LINE, "P1", 9_000, "AC04", AT)]


@pytest.mark.parametrize(
    "text",
    [
        text_answer(DETAIL, count=2), text_answer(DETAIL, fen=9_001), text_answer(DETAIL, tail="x"),
        text_answer(DETAIL).replace(b"AC04", b"AC05"), text_answer(DETAIL.replace("RJCT", "RJCX")),
        text_answer(DETAIL)[:-66], text_answer(DETAIL.replace("RJCT", "中")), text_answer(DETAIL.replace("\n", " \n")),
        b"HANS", b"HANS\n" + b"D" * 5_000,
    ],
)  # fmt: skip
def test_fixed_columns_that_do_not_add_up_are_refused_whole(tmp_path: Path, text: bytes):
    refused(tmp_path, text)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(tmp_path_factory, noise: bytes):
    path = tmp_path_factory.getbasetemp() / "noise"
    for text in (noise, b"HANS" + noise, b"<" + noise, text_answer(DETAIL)[:200] + noise):
        path.write_bytes(text)
        with pytest.raises(pay.FileRefused):
            list(pay.open_answers(path)[1])


@given(st.integers(0, 10**14))
def test_fen_and_yuan_are_the_same_amount(fen: int):
    assert read_amount(write_amount(fen)) == fen == int(Decimal(write_amount(fen)) * 100)


@pytest.mark.parametrize("text", ["", "1.005", "-1", "1,000", "１", "1e3", "0x1", "nan", " ", "1.2.3"])
def test_what_is_no_amount_of_whole_fen_is_none(text: str):
    assert read_amount(text) is None


@pytest.mark.parametrize("message", MESSAGES)
def test_each_schema_made_from_the_package_refuses_an_empty_message_and_another_name(message):
    for empty in (f'<Document xmlns="{namespace(message)}"/>', '<Document xmlns="urn:example"/>'):
        assert not schema(message).validate(etree.fromstring(empty))


def test_pending_is_unknown_and_never_a_refusal():
    assert iso_in.STATUSES["PDNG"] == "unknown"


def test_of_a_choice_one_element_stands(tmp_path: Path):
    two = a_report().replace("<Cd>AC04</Cd>", "<Cd>AC04</Cd><Prtry>X</Prtry>")
    refused(tmp_path, two)
    refused(tmp_path, a_report().replace("<Cd>AC04</Cd>", ""))
