"""Delegations in words: who it is to whom, what is allowed, what was done; names masked for whoever reads them."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from onecard.domains.delegations import api as delegations
from onecard.domains.residents import api as residents
from onecard.domains.sharing import api as sharing
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Transaction
from onecard.kernel.words import Language, load_words

_WORDS = load_words("onecard.domains.delegations")


def say(code: str, language: Language) -> str:
    """The words of a relation, scope, act, proof or ending."""
    return _WORDS.say(code, {}, language)


def both(code: str) -> tuple[str, str]:
    """The same in 中文 and English."""
    return say(code, "zh"), say(code, "en")


def other_name(one: delegations.Delegation, me: UUID, keyring: Keyring, *, asked: bool = False) -> str:
    """The other person's name, masked; in full only of somebody who asks me and waits for my answer."""
    name = one.delegate_name(keyring) if one.holder_id == me else one.holder_name(keyring)
    return name if asked else residents.masked_name(name)


def delegate_words(one: delegations.Delegation, keyring: Keyring) -> tuple[str, str]:
    """As the represented person's record names the delegate: 孙辈 李*女 · grandchild 李*女."""
    name = residents.masked_name(one.delegate_name(keyring))
    zh, en = both(f"relation.{one.relation}")
    return f"{zh} {name}", f"{en} {name}"


def waits_for_me(tx: Transaction, one: delegations.Delegation, me: UUID, state: str, keyring: Keyring) -> bool:
    """Whether I have to answer; a question under a name that is not mine was meant for somebody else."""
    return state == "asked" and one.waits_for == me and delegations.names_agree(tx, one, keyring)


def onlookers(
    tx: Transaction, holder_id: UUID, looks: Iterable[sharing.Look], keyring: Keyring
) -> Mapping[UUID, tuple[str, str]]:
    """Of those looks that delegates made, who it was in both languages, by look."""
    by_delegates = [look for look in looks if look.delegation_id]
    if not by_delegates:
        return {}
    known = {one.delegation_id: one for one in delegations.delegations_of(tx, holder_id=holder_id)}
    return {
        look.look_id: delegate_words(known[look.delegation_id], keyring)
        for look in by_delegates
        if look.delegation_id in known
    }
