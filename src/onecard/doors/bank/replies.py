"""What the bank sends: status reports, notices and statements, or fixed columns; proved before they go."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import escape

from onecard.domains.disbursement import api as disbursement
from onecard.kernel.clock import SHANGHAI

Channel = Literal["status", "notice", "statement"]
_STATUS = {"accepted": "ACSP", "paid": "ACSC", "rejected": "RJCT", "unknown": "PDNG"}
_WORD = {"accepted": "ACPT", "paid": "PAID", "rejected": "RJCT", "returned": "RTRN", "unknown": "UNKN"}
#: Reasons that have a code of four letters in ISO's list; others are the bank's own.
_LISTED = frozenset({"AC01", "AC04", "AC06", "BE01", "AM14", "MD07", "NARR"})


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing the bank will say about a line of a file it was sent."""

    about: str
    line_id: str
    fen: int
    said: str
    reason: str | None


def write_replies(path: Path, name: str, sayings: Sequence[Saying], channel: Channel | None, at: datetime) -> None:
    """One file of answers about one file of orders; without a channel in fixed columns."""
    if channel is None:
        path.write_bytes(b"".join(_columns(name, sayings, at)))
        return
    message = {"status": "pain.002.001.10", "notice": "camt.054.001.08", "statement": "camt.053.001.08"}[channel]
    pieces = _report(name, sayings, at) if channel == "status" else _account(name, sayings, channel, at)
    with path.open("w", encoding="utf-8") as file:
        file.write(
            f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{message}">\n'
        )
        file.writelines(pieces)
        file.write("</Document>\n")
    disbursement.check_message(path, message)  # type: ignore[arg-type]


def _report(name: str, sayings: Sequence[Saying], at: datetime) -> Iterator[str]:
    about = escape(sayings[0].about)
    yield (
        f"<CstmrPmtStsRpt><GrpHdr><MsgId>{name}</MsgId><CreDtTm>{_instant(at)}</CreDtTm></GrpHdr>"
        f"<OrgnlGrpInfAndSts><OrgnlMsgId>{about}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>"
        f"<GrpSts>PART</GrpSts></OrgnlGrpInfAndSts>\n"
        f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>{about}</OrgnlPmtInfId>\n"
    )
    for one in sayings:
        yield (
            f"<TxInfAndSts><OrgnlEndToEndId>{one.line_id}</OrgnlEndToEndId><TxSts>{_STATUS[one.said]}</TxSts>"
            f"{f'<StsRsnInf>{_reason(one.reason)}</StsRsnInf>' if one.reason else ''}"
            f"<AccptncDtTm>{_instant(at)}</AccptncDtTm>"
            f'<OrgnlTxRef><Amt><InstdAmt Ccy="CNY">{one.fen // 100}.{one.fen % 100:02}</InstdAmt></Amt></OrgnlTxRef>'
            f"</TxInfAndSts>\n"
        )
    yield "</OrgnlPmtInfAndSts></CstmrPmtStsRpt>\n"


def _account(name: str, sayings: Sequence[Saying], channel: Channel, at: datetime) -> Iterator[str]:
    """Debits in one entry, credits (money sent back) in another, as banks book them."""
    outer, inner = ("BkToCstmrDbtCdtNtfctn", "Ntfctn") if channel == "notice" else ("BkToCstmrStmt", "Stmt")
    yield (
        f"<{outer}><GrpHdr><MsgId>{name}</MsgId><CreDtTm>{_instant(at)}</CreDtTm></GrpHdr><{inner}><Id>{name}</Id>"
        f"<CreDtTm>{_instant(at)}</CreDtTm><Acct><Id><Othr><Id>OURS</Id></Othr></Id></Acct>"
    )
    if channel == "statement":
        yield (
            '<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="CNY">0</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
            f"<Dt><Dt>{at.astimezone(SHANGHAI).date()}</Dt></Dt></Bal>"
        )
    for way, some in groupby(sorted(sayings, key=_way), key=_way):
        booked = list(some)
        total = sum(one.fen for one in booked)
        yield (
            f'<Ntry><Amt Ccy="CNY">{total // 100}.{total % 100:02}</Amt><CdtDbtInd>{way}</CdtDbtInd>'
            f"<Sts><Cd>BOOK</Cd></Sts><BookgDt><DtTm>{_instant(at)}</DtTm></BookgDt><BkTxCd/><NtryDtls>"
            f"<Btch><MsgId>{escape(booked[0].about)}</MsgId><NbOfTxs>{len(booked)}</NbOfTxs></Btch>\n"
        )
        for one in booked:
            yield (
                f"<TxDtls><Refs><EndToEndId>{one.line_id}</EndToEndId></Refs>"
                f'<Amt Ccy="CNY">{one.fen // 100}.{one.fen % 100:02}</Amt><CdtDbtInd>{way}</CdtDbtInd>'
                f"{f'<RtrInf>{_reason(one.reason)}</RtrInf>' if one.reason else ''}</TxDtls>\n"
            )
        yield "</NtryDtls></Ntry>\n"
    yield f"</{inner}></{outer}>\n"


def _way(one: Saying) -> str:
    return "CRDT" if one.said == "returned" else "DBIT"


def _columns(name: str, sayings: Sequence[Saying], at: datetime) -> Iterator[bytes]:
    local, digest = at.astimezone(SHANGHAI), hashlib.new("sm3")
    fen = sum(one.fen for one in sayings)
    head = f"HANS{name[:35]:<35}{sayings[0].about:<35}{local:%Y%m%d}{len(sayings):08d}{fen:018d}{'':<34}\n"
    yield head.encode()
    for number, one in enumerate(sayings, 1):
        what = f"{_WORD[one.said]}{one.reason or '':<10}{local:%Y%m%d%H%M%S}"
        said = f"D{number:08d}{one.line_id:<32}{one.fen:018d}{what}\n".encode()
        digest.update(said)
        yield said
    yield f"T{len(sayings):08d}{fen:018d}{digest.hexdigest()}\n".encode()


def _reason(reason: str) -> str:
    tag = "Cd" if reason in _LISTED else "Prtry"
    return f"<Rsn><{tag}>{escape(reason)}</{tag}></Rsn>"


def _instant(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%dT%H:%M:%S}+08:00"
