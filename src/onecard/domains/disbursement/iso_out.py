"""What we send in ISO 20022: pain.001 to pay, pacs.028 to ask again. A line's id is its EndToEndId.

Written line by line, so that memory stays flat, and checked against the schema as it stands on the disk before it goes
anywhere. The same rows give the same bytes.
"""

from collections.abc import Iterable, Iterator
from uuid import UUID
from xml.sax.saxutils import escape

from onecard.domains.disbursement.amounts import write_amount
from onecard.domains.disbursement.iso_schema import Message, namespace
from onecard.domains.disbursement.models import Bank, Instruction, PayLine

PAIN_001: Message = "pain.001.001.09"
PACS_028: Message = "pacs.028.001.03"


def pain_001(file: Instruction, bank: Bank, lines: Iterable[PayLine]) -> Iterator[str]:
    """A credit transfer initiation: one payment of many transactions, booked in one sum."""
    totals = f"<NbOfTxs>{file.lines}</NbOfTxs><CtrlSum>{write_amount(file.amount_fen)}</CtrlSum>"
    debtor, purpose = escape(bank.debtor), escape(file.purpose)
    yield (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{namespace(PAIN_001)}"><CstmrCdtTrfInitn>\n'
        f"<GrpHdr><MsgId>{file.message_id}</MsgId><CreDtTm>{file.made_at:%Y-%m-%dT%H:%M:%S}Z</CreDtTm>{totals}"
        f"<InitgPty><Nm>{debtor}</Nm></InitgPty></GrpHdr>\n"
        f"<PmtInf><PmtInfId>{file.message_id}</PmtInfId><PmtMtd>TRF</PmtMtd><BtchBookg>true</BtchBookg>{totals}"
        f"<PmtTpInf><CtgyPurp><Cd>GOVT</Cd></CtgyPurp></PmtTpInf>"
        f"<ReqdExctnDt><Dt>{file.pay_on}</Dt></ReqdExctnDt><Dbtr><Nm>{debtor}</Nm></Dbtr>"
        f"<DbtrAcct><Id><Othr><Id>{escape(bank.account)}</Id></Othr></Id><Ccy>CNY</Ccy></DbtrAcct>"
        f"<DbtrAgt><FinInstnId><Nm>{escape(bank.name_zh)}</Nm></FinInstnId></DbtrAgt>\n"
    )
    for line in lines:
        yield _transfer(line, purpose)
    yield "</PmtInf></CstmrCdtTrfInitn></Document>\n"


def pacs_028(file: Instruction, message_id: str, asked: Iterable[tuple[UUID, int]], when: str) -> Iterator[str]:
    """A status request: what became of these lines of that file? `when` is an ISO instant in UTC."""
    yield (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{namespace(PACS_028)}"><FIToFIPmtStsReq>\n'
        f"<GrpHdr><MsgId>{message_id}</MsgId><CreDtTm>{when}</CreDtTm></GrpHdr>\n"
    )
    for line_id, fen in asked:
        yield (
            f"<TxInf><OrgnlGrpInf><OrgnlMsgId>{file.message_id}</OrgnlMsgId><OrgnlMsgNmId>{PAIN_001}</OrgnlMsgNmId>"
            f"</OrgnlGrpInf><OrgnlEndToEndId>{line_id.hex}</OrgnlEndToEndId><OrgnlTxRef>"
            f'<IntrBkSttlmAmt Ccy="CNY">{write_amount(fen)}</IntrBkSttlmAmt></OrgnlTxRef></TxInf>\n'
        )
    yield "</FIToFIPmtStsReq></Document>\n"


def _transfer(line: PayLine, purpose: str) -> str:
    bank = escape(line.payee.bank)
    agent = f"<CdtrAgt><FinInstnId><Nm>{bank}</Nm></FinInstnId></CdtrAgt>" if bank else ""
    return (
        f"<CdtTrfTxInf><PmtId><InstrId>{line.number}</InstrId><EndToEndId>{line.line_id.hex}</EndToEndId></PmtId>"
        f'<Amt><InstdAmt Ccy="CNY">{write_amount(line.amount_fen)}</InstdAmt></Amt>{agent}'
        f"<Cdtr><Nm>{escape(line.payee.name)}</Nm></Cdtr>"
        f"<CdtrAcct><Id><Othr><Id>{escape(line.payee.account)}</Id></Othr></Id></CdtrAcct>"
        f"<RmtInf><Ustrd>{purpose}</Ustrd></RmtInf></CdtTrfTxInf>\n"
    )
