"""What a resident can do here and now: only what exists, in the order it is most asked for."""

from collections.abc import Callable
from typing import NamedTuple

from onecard.doors.look.manner import Manner
from onecard.doors.portal.desk import Portal
from onecard.doors.portal.passes import pass_desk

Say = Callable[..., str]


class Service(NamedTuple):
    """A tile: where it leads, its icon, its words, its colour."""

    to: str
    mark: str
    words: str
    colour: str


def services_of(portal: Portal, issuer: int, t: Say, manner: Manner) -> list[Service]:
    """The tiles of the home page."""
    looks = [portal.looks.of(scene) for scene in portal.offered(issuer)]
    tiles = [Service(f"/code?scene={x.id}", x.mark, manner.pick(x.name_zh, x.name_en), x.colour) for x in looks]
    if pass_desk() is not None:
        tiles.append(Service("/passes", "ticket-check", t("service.pass"), "green"))
    return [*tiles, *always(t)]


def always(t: Say) -> list[Service]:
    """What everybody has, whatever the province offers."""
    return [
        Service("/family", "users", t("service.family"), "green"),
        Service("/benefits/mine", "hand-coins", t("service.benefits"), "gold"),
        Service("/payments", "banknote", t("service.payments"), "green"),
        Service("/records", "history", t("service.records"), "gold"),
        Service("/pension/what-if", "piggy-bank", t("service.pension"), "gold"),
        Service("/scan", "scan-line", t("service.scan"), "green"),
        Service("/licence", "badge-check", t("service.licence"), "green"),
        Service("/ecard", "smartphone", t("service.ecard"), ""),
        Service("/loss", "shield-alert", t("service.loss"), "red"),
        Service("/functions", "key-round", t("service.functions"), "green"),
        Service("/carriers", "smartphone", t("service.carriers"), "green"),
        Service("/records?kind=look", "scan-eye", t("service.looked"), "violet"),
        Service("/openid/consents", "key-round", t("service.consents"), "green"),
        Service("/credentials", "wallet-cards", t("service.credentials"), "green"),
    ]
