"""`onecard audit …`: what was done to the house, and the proof that nobody touched the logs."""

from typing import Annotated

import typer
from rich.table import Table

from onecard.doors.cli_say import console, say
from onecard.kernel.clock import SHANGHAI
from onecard.kernel.settings import read_settings

audit = typer.Typer(help="审计与访问日志 · the audit trail and the access log", no_args_is_help=True)


@audit.command("list")
def list_entries(
    last: Annotated[int, typer.Option(min=1, max=10_000, help="条数 · how many")] = 20,
) -> None:
    """列出最近的审计记录 · What was done to the house last: staff, points, partners, keys, days."""
    from onecard.doors.bootstrap import open_house
    from onecard.kernel.audit import last_entries

    with open_house(read_settings(), pool=1) as house, house.app.reading() as tx:
        entries = last_entries(tx, count=last)
    table = Table("时间 when", "何人 who", "何事 what", "对象 about", "事实 facts", box=None)
    for column in table.columns:
        column.overflow = "fold"  # an id cut short is no id
    for one in entries:
        facts = ", ".join(f"{name}={value}" for name, value in one.facts.items())
        when = one.happened_at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
        table.add_row(when, one.actor, one.verb, one.about, facts)
    console.print(table)


@audit.command("verify")
def verify() -> None:
    """验证访问日志与审计记录的哈希链 · Prove that no look and no deed was changed, removed or slipped in."""
    from onecard.domains.sharing import api
    from onecard.doors.bootstrap import open_house
    from onecard.kernel import audit_chain

    with open_house(read_settings()) as house, house.app.reading(snapshot=True) as tx:
        verdict = api.verify(tx, keyring=house.keyring)
        deeds = audit_chain.verify(tx, keyring=house.keyring)
    for finding in verdict.findings:
        say(f"✗ {finding.chain} #{finding.sequence}: {finding.said[0]} · {finding.said[1]}")
    for flaw in deeds.flaws:
        say(f"✗ 审计 audit #{flaw.sequence}: {flaw.said[0]} · {flaw.said[1]}")
    for chain, sequence, seal in verdict.ends:
        say(f"链尾 · end of chain {chain} #{sequence} {seal}")
    say(f"审计链尾 · end of the audit trail #{deeds.sealed} {deeds.end}")
    say(f"已验证 {verdict.looks:,} 次查看、{verdict.chains} 条链 · looks and chains verified")
    say(f"已验证 {deeds.sealed:,} 条审计记录，{deeds.waiting} 条待封印 · deeds verified, waiting for their seal")
    raise typer.Exit(1 if verdict.findings or deeds.flaws else 0)
