"""What a service may be told of a person, and how sure we are that it is she.

Least disclosure: `openid` alone tells a name of no meaning elsewhere. Each further scope is one thing, in the
service's agreement, asked for by name on the consent page, told at the userinfo endpoint and never in the ID token.
"""

from collections.abc import Iterable, Mapping

OPENID = "openid"
#: Scope to the claims it opens. `number` and `region` are ours; the others are OpenID's own.
CLAIMS: Mapping[str, tuple[str, ...]] = {
    OPENID: ("sub",),
    "profile": ("name",),
    "number": ("social_security_number",),
    "phone": ("phone_number",),
    "region": ("issuing_division",),
}
#: Scopes that tell who a person is: telling one is a look at her full identity.
IDENTIFYING = frozenset({"profile", "number", "phone"})

#: Levels of assurance, lower first: the e-card password here; the desk's code scanned by a phone that is signed in,
#: with the password given again on the phone.
PASSWORD, SCANNED = "urn:onecard:acr:password", "urn:onecard:acr:scanned"
ACR_VALUES = (PASSWORD, SCANNED)
#: Authentication methods by level, as RFC 8176 names them.
AMR: Mapping[str, tuple[str, ...]] = {PASSWORD: ("pwd",), SCANNED: ("pwd", "mca")}


def in_order(scopes: Iterable[str]) -> list[str]:
    """Known scopes in the order of the table, each once."""
    asked = set(scopes)
    return [scope for scope in CLAIMS if scope in asked]


def ways(acr_values: Iterable[str]) -> tuple[str, ...]:
    """The levels that satisfy what was asked for; all of them where nothing that we know was."""
    return tuple(one for one in ACR_VALUES if one in set(acr_values)) or ACR_VALUES
