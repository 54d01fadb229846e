"""Disbursement's door: from approved lines to money on accounts, whatever the bank does.

keep_bank, find_bank, banks            who pays for us, where its files go, in which format
take_batch, progress, batches_of       approved lines, and how far they are
check_payee                            whether an account can stand in a bank's file
instruct_next, files_to_send, lines_in_file, mark_sent   files for the bank; the money is set aside as they are made
write_file, write_question, open_answers   those files and the bank's, by the format of the bank
take_answer, hear_piece, finish_answer what a bank says, applied by the table of states
ask_next, reissue, settle_dispute      asking again, issuing again, clearing up
lines_of, line_of, history_of, tell    what happened to a line, why, and what to do next
payments_of, payment_of, events_before a person's own payments, and what happened to them
arrived_by_month, tell_payee           what came by month; what is, why and what to do, said to the payee
take_news                              the text that a person waits for, once
check                                  that every fen is where a state says
"""

from onecard.domains.disbursement.answering import answers_of, finish_answer, hear_piece, take_answer
from onecard.domains.disbursement.checks import check
from onecard.domains.disbursement.errors import (
    BankTaken,
    BankUnknown,
    BankUnreachable,
    BatchDiffers,
    BatchUnknown,
    FileRefused,
    FileTooLarge,
    FundNotYours,
    LineDisputed,
    LineMalformed,
    LineMoveRefused,
    LinePaidBefore,
    LineUnknown,
    ReissuedBefore,
    StillOnItsWay,
)
from onecard.domains.disbursement.files import (
    check_message,
    digest_of,
    file_name,
    open_answers,
    write_file,
    write_question,
)
from onecard.domains.disbursement.instructing import ask_next, files_to_send, instruct_next, lines_in_file, mark_sent
from onecard.domains.disbursement.mine import (
    News,
    Payment,
    PaymentEvent,
    arrived_by_month,
    events_before,
    payment_of,
    payments_of,
    take_news,
)
from onecard.domains.disbursement.models import (
    Answer,
    AnswerFile,
    Bank,
    BatchProgress,
    BatchWanted,
    Format,
    Heard,
    Instruction,
    Line,
    LineEvent,
    NewLine,
    Payee,
    PayLine,
)
from onecard.domains.disbursement.reissuing import Found, reissue, settle_dispute
from onecard.domains.disbursement.service import (
    banks,
    batches_of,
    check_payee,
    find_bank,
    history_of,
    keep_bank,
    line_of,
    lines_of,
    progress,
    reseal,
    take_batch,
)
from onecard.domains.disbursement.states import STATES, Said, State
from onecard.domains.disbursement.telling import tell, tell_event, tell_payee, tell_reason

__all__ = [
    "STATES",
    "Answer",
    "AnswerFile",
    "Bank",
    "BankTaken",
    "BankUnknown",
    "BankUnreachable",
    "BatchDiffers",
    "BatchProgress",
    "BatchUnknown",
    "BatchWanted",
    "FileRefused",
    "FileTooLarge",
    "Format",
    "Found",
    "FundNotYours",
    "Heard",
    "Instruction",
    "Line",
    "LineDisputed",
    "LineEvent",
    "LineMalformed",
    "LineMoveRefused",
    "LinePaidBefore",
    "LineUnknown",
    "NewLine",
    "News",
    "PayLine",
    "Payee",
    "Payment",
    "PaymentEvent",
    "ReissuedBefore",
    "Said",
    "State",
    "StillOnItsWay",
    "answers_of",
    "arrived_by_month",
    "ask_next",
    "banks",
    "batches_of",
    "check",
    "check_message",
    "check_payee",
    "digest_of",
    "events_before",
    "file_name",
    "files_to_send",
    "find_bank",
    "finish_answer",
    "hear_piece",
    "history_of",
    "instruct_next",
    "keep_bank",
    "line_of",
    "lines_in_file",
    "lines_of",
    "mark_sent",
    "open_answers",
    "payment_of",
    "payments_of",
    "progress",
    "reissue",
    "reseal",
    "settle_dispute",
    "take_answer",
    "take_batch",
    "take_news",
    "tell",
    "tell_event",
    "tell_payee",
    "tell_reason",
    "write_file",
    "write_question",
]  # fmt: skip
