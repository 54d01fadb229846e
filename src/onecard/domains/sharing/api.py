"""Sharing: every look at a person by staff or partner is written down before the data leaves.

`record_look` appends to the agency's chain; `looks_at` is what the person reads; `verify` proves the chains. To what
she reads she may `object_to`; the agency that did it answers with `answer_objection`.
"""

from onecard.domains.sharing.errors import (
    EntryUnknown,
    ObjectionAnswered,
    ObjectionExists,
    ObjectionTextMissing,
    ObjectionUnknown,
    OwnLook,
    PurposeUnknown,
    ReferenceHoldsNumber,
)
from onecard.domains.sharing.models import (
    LEGAL_BASES,
    PURPOSES,
    SIGN_IN,
    AboutKind,
    Finding,
    Ground,
    Look,
    Objection,
    ObjectionWaiting,
    Onlooker,
    Outcome,
    Subject,
    Verdict,
)
from onecard.domains.sharing.objections import (
    About,
    answer_objection,
    find_look,
    object_to,
    objections_about,
    objections_of,
    objections_to,
    read_objection,
)
from onecard.domains.sharing.service import holds_number, looks_at, record_look, verify

__all__ = [
    "LEGAL_BASES",
    "PURPOSES",
    "SIGN_IN",
    "About",
    "AboutKind",
    "EntryUnknown",
    "Finding",
    "Ground",
    "Look",
    "Objection",
    "ObjectionAnswered",
    "ObjectionExists",
    "ObjectionTextMissing",
    "ObjectionUnknown",
    "ObjectionWaiting",
    "Onlooker",
    "Outcome",
    "OwnLook",
    "PurposeUnknown",
    "ReferenceHoldsNumber",
    "Subject",
    "Verdict",
    "answer_objection",
    "find_look",
    "holds_number",
    "looks_at",
    "object_to",
    "objections_about",
    "objections_of",
    "objections_to",
    "read_objection",
    "record_look",
    "verify",
]
