"""`onecard keys …`: list, rotate, seal again, retire, withdraw. No secret is ever shown.

A new code key is told to gates before it signs; a seal key is retired only after nothing needs it any more. What
follows from each step is said on the screen, because a gate without a network cannot be asked afterwards.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal
from uuid import UUID

import typer
from rich.table import Table

from onecard.doors.cli_say import console, say, steps
from onecard.doors.openid.keys import SUITE as OPENID_SUITE
from onecard.kernel import audit
from onecard.kernel.clock import SHANGHAI, now
from onecard.kernel.crypto import Keyring
from onecard.kernel.crypto.errors import KeyUnknown
from onecard.kernel.crypto.keyring import ALWAYS
from onecard.kernel.settings import read_settings

if TYPE_CHECKING:
    from onecard.doors.bootstrap import House

keys = typer.Typer(help="密钥 · the keys", no_args_is_help=True)

#: Gates fetch the public keys daily: two fetches fit in, so that one may fail.
_NOTICE = timedelta(hours=48)
#: Services fetch our key set again when they meet an unknown key; an hour is for those that only do so now and then.
_NOTICE_OPENID = timedelta(hours=1)


class Use(StrEnum):
    """What a key is for; the holder key is for ever and cannot be rotated."""

    seal = "seal"
    code = "code"
    tap = "tap"
    password = "password"  # noqa: S105 - the name of a use
    secret = "secret"  # noqa: S105
    openid = "openid"


class Suite(StrEnum):
    """Which algorithms a new key to seal or to sign codes follows."""

    international = "international"
    guomi = "guomi"


_ROTATED = {
    Use.seal: ("请运行 onecard keys reseal 重新封存旧数据", "run `onecard keys reseal` for what is sealed already"),
    Use.tap: ("请尽快更新各终端安全模块（SAM）", "bring the new master key to every terminal's SAM"),
    Use.password: ("已有密码照常可用", "passwords set before keep working"),
    Use.secret: (
        "已打开的表单须刷新，合作方须重新取令牌；访问日志仍可验证",
        "open forms must be loaded again and partners fetch a new token; the access log still verifies",
    ),
}
_RETIRED = {
    Use.openid: (
        "用它签发的登录凭据将无法验证；密钥泄露时才需停用，平时到期自动撤下",
        "sign-ins it signed no longer verify; needed only after a leak, for older keys leave the key set by themselves",
    ),
    Use.seal: ("所有数据已用新密钥封存", "everything is sealed under a newer key"),
    Use.code: (
        "用它签发的码（包括尚未上传的脱机用卡、手机证书与纸质码）将被拒绝：请等新密钥启用满 {days} 天且这些凭证到期",
        "what it signed is refused, uses not yet uploaded, phones' certificates and prints too: wait {days} days after"
        " the new key became active, and until those have ended",
    ),
    Use.tap: ("由它派生密钥的实体卡将无法挥卡", "cards whose key derives from it can no longer be tapped"),
    Use.password: ("用它设置的密码将失效，须重新设置", "passwords set under it stop working and must be set again"),
    Use.secret: (
        "用它封存的访问日志与审计记录将无法验证",
        "looks and audit entries sealed with it can no longer be verified",
    ),
}

TheUse = Annotated[Use, typer.Argument(help="用途 · which key")]


@keys.command("list")
def list_keys() -> None:
    """列出密钥（不含秘密） · What keys there are; nothing secret is shown."""
    at = now()
    table = Table("用途 use", "编号 id", "算法 suite", "启用 active from", "状态 state", box=None)
    for key in Keyring.open(read_settings().keys).known_keys(at):
        since = "自始 always" if key.active_from == ALWAYS else _shown(key.active_from)
        state = "现用 in use" if key.in_use else "待启用 waiting" if key.active_from > at else "旧 older"
        table.add_row(key.use, str(key.key_id), key.suite, since, state)
    console.print(table)


@keys.command("rotate")
def rotate(
    use: TheUse,
    active_from: Annotated[
        str | None, typer.Option(metavar="ISO", help="码密钥启用时刻（缺省为北京时间） · when codes get it")
    ] = None,
    minutes: Annotated[
        int | None, typer.Option("--in", min=0, metavar="MINUTES", help="多少分钟后启用 · minutes until codes get it")
    ] = None,
    suite: Annotated[
        Suite | None, typer.Option(help="封存或签码算法，默认不变 · algorithms of a seal or code key")
    ] = None,
) -> None:
    """换新密钥，旧密钥仍可验证与解封 · Add a new key; older ones still verify and unseal.

    A code key signs only after 48 hours unless you say otherwise: gates without a network must have it first.
    """
    at = now()
    waits = use in (Use.code, Use.openid)
    if not waits and (active_from or minutes is not None):
        raise typer.BadParameter("只有码与登录密钥可以定时启用 · only code and openid keys wait for their time")
    if use not in (Use.seal, Use.code) and suite:
        raise typer.BadParameter("只有封存与签码密钥分两套算法 · only seal and code keys come in two suites")
    notice = _NOTICE if use is Use.code else _NOTICE_OPENID
    since = _beginning(at, active_from, minutes, notice) if waits else at
    chosen: Literal["international", "guomi"] | None = suite.value if suite else None
    with _on_record("key.rotated", use) as (keyring, facts):
        if use is Use.openid:
            keyring.later_keys("openid", OPENID_SUITE)  # the first one, where nobody has signed in elsewhere yet
        number = facts["key_id"] = keyring.rotate(use.value, active_from=since, suite=chosen)
    if use is Use.code:
        _tell_code_key(number, since, at)
        return
    if use is Use.openid:
        say(f"openid: 第 {number} 号密钥自 {_shown(since)} 起签发 · key number {number} signs from then on")
        say("旧密钥再公布一天，之后自动撤下 · the older one stays published for a day after that")
        return
    say(f"{use.value}: 现用第 {number} 号密钥 · key in use is number {number}")
    say(" · ".join(_ROTATED[use]))


@keys.command("reseal")
def reseal() -> None:
    """用最新密钥重新封存个人数据 · Seal every personal field again under the newest key; may be run at any time."""
    secrets = _reseal()
    say("所有居民的信息已用最新密钥封存 · what is known of people is sealed under the newest key")
    say(f"另有 {secrets} 名工作人员的动态码密钥 · and the one-time-code secrets of {secrets} staff")


@keys.command("retire")
def retire(
    use: TheUse,
    key_id: Annotated[int, typer.Argument(metavar="ID", help="编号 · its number, see `onecard keys list`")],
    yes: Annotated[bool, typer.Option("--yes", help="不再询问 · do not ask")] = False,
) -> None:
    """停用旧密钥（先询问） · Stop trusting an older key, after asking; its file moves to `retired/`."""
    settings = read_settings()
    keyring = Keyring.open(settings.keys)
    keyring.require_older(use.value, key_id, at=now())
    if use is Use.seal:
        _reseal()
    for words in _RETIRED[use]:
        say(words.format(days=settings.late_upload_days))
    if not yes:
        typer.confirm(f"停用第 {key_id} 号 {use.value} 密钥 · retire {use.value} key number {key_id} ?", abort=True)
    with _on_record("key.retired", use) as (keyring, facts):
        facts["key_id"] = key_id
        keyring.retire(use.value, key_id, at=now())
    say(f"已移至 · moved to {settings.keys / 'retired'}（移回即可恢复 · move it back to undo）")


@keys.command("withdraw")
def withdraw(
    key_id: Annotated[int, typer.Argument(metavar="ID", help="编号 · its number, see `onecard keys list`")],
    suite: Annotated[
        Suite | None, typer.Option(help="替换密钥的算法，默认不变 · algorithms of its replacement")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="不再询问 · do not ask")] = False,
) -> None:
    """签码密钥外泄：立即撤销（先询问） · A code key became known to others: refuse all it signed, at once."""
    keyring = Keyring.open(read_settings().keys)
    if key_id not in keyring.code_keys().codes:
        raise KeyUnknown(use="code", key_id=key_id)
    say("它签发的一切立即被拒绝，不能恢复：手机须联网重新登记，纸质码须重新打印")
    say("all it signed is refused from now on and for ever: phones enrol again, prints are made again")
    if not yes:
        typer.confirm(f"撤销第 {key_id} 号签码密钥 · withdraw code key number {key_id} ?", abort=True)
    chosen: Literal["international", "guomi"] | None = suite.value if suite else None
    with _on_record("key.withdrawn", Use.code) as (keyring, facts):
        facts["key_id"] = key_id
        signs = keyring.withdraw(key_id, at=now(), suite=chosen)
    say(f"code: 现由第 {signs} 号密钥签码 · key number {signs} signs codes now")
    say("请各脱机闸机立即更新公钥 · let every gate without a network fetch keys at once: onecard gate fetch")


def _reseal() -> int:
    """People in batches, one transaction each, then staff; returns how many of staff."""
    from onecard.domains.agencies import api as agencies
    from onecard.domains.residents import api as residents
    from onecard.doors.bootstrap import House, open_house

    def batches(house: House) -> Iterator[UUID]:
        last: UUID | None = UUID(int=0)
        while last is not None:
            yield last
            with house.app.writing() as tx:
                last = residents.reseal(tx, keyring=house.keyring, after=last)

    with open_house(read_settings()) as house, steps("重新封存 · sealing again") as report:
        for last in batches(house):
            report("%", last.int * 100 >> 128, 100)  # ids are spread evenly: the last one says how far we are
        while _reseal_lists(house) or _reseal_rosters(house) or _reseal_payees(house) or _reseal_entitlements(house):
            pass
        _reseal_families(house)
        with house.app.writing() as tx:
            secrets = agencies.reseal(tx, keyring=house.keyring)
        report("%", 100, 100)
    return secrets


def _reseal_lists(house: "House") -> int:
    from onecard.domains.cards import api as cards

    with house.app.writing() as tx:
        return cards.reseal_lists(tx, keyring=house.keyring)


def _reseal_rosters(house: "House") -> int:
    from onecard.domains.rosters import api as rosters

    with house.app.writing() as tx:
        return rosters.reseal(tx, keyring=house.keyring)


def _reseal_payees(house: "House") -> int:
    from onecard.domains.disbursement import api as disbursement

    with house.app.writing() as tx:
        return disbursement.reseal(tx, keyring=house.keyring)


def _reseal_entitlements(house: "House") -> int:
    from onecard.domains.entitlements import api as entitlements

    with house.app.writing() as tx:
        return entitlements.reseal(tx, keyring=house.keyring)


def _reseal_families(house: "House") -> None:
    """The names that delegations hold."""
    from onecard.domains.delegations import api as delegations

    last: tuple[UUID, UUID] | None = delegations.NONE_YET
    while last is not None:
        with house.app.writing() as tx:
            last = delegations.reseal(tx, keyring=house.keyring, after=last)


@contextmanager
def _on_record(verb: str, use: Use) -> Iterator[tuple[Keyring, dict[str, int]]]:
    """Change keys and write that down: the entry stands only when the change was made."""
    from onecard.doors.bootstrap import open_house

    with open_house(read_settings(), pool=1) as house, house.app.writing() as tx:
        facts: dict[str, int] = {}
        yield house.keyring, facts
        audit.record(tx, [audit.Deed(verb, use.value, facts)], actor=audit.COMMAND_LINE, at=house.clock())


def _beginning(at: datetime, active_from: str | None, minutes: int | None, notice: timedelta) -> datetime:
    if active_from and minutes is not None:
        raise typer.BadParameter("--active-from 与 --in 只用其一 · give one of --active-from and --in")
    if minutes is not None:
        return at + timedelta(minutes=minutes)
    if active_from is None:
        return at + notice
    try:
        given = datetime.fromisoformat(active_from)
    except ValueError:
        raise typer.BadParameter("应为 ISO 8601，如 2026-12-01T03:00 · ISO 8601 is meant") from None
    return max(at, given if given.tzinfo else given.replace(tzinfo=SHANGHAI))


def _tell_code_key(number: int, since: datetime, at: datetime) -> None:
    if since > at:
        say(f"code: 第 {number} 号密钥自 {_shown(since)} 起签码 · key number {number} signs codes from then on")
        say("闸机须在此之前取得新公钥 · gates must fetch the public keys before: GET /v1/terminal/code-keys")
        return
    say(f"code: 第 {number} 号密钥已开始签码 · key number {number} signs codes now")
    say("尚未取得新公钥的脱机闸机会拒绝新码 · gates without a network refuse new codes until they have fetched it")


def _shown(instant: datetime) -> str:
    return instant.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
