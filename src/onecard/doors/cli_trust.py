"""`onecard audit …`: the proof that nobody touched the access log."""

import typer

from onecard.doors.cli_say import say
from onecard.kernel.settings import read_settings

audit = typer.Typer(help="访问日志 · the access log", no_args_is_help=True)


@audit.command("verify")
def verify() -> None:
    """验证访问日志的哈希链 · Prove that no entry of the access log was changed, removed or slipped in."""
    from onecard.domains.sharing import api
    from onecard.doors.bootstrap import open_house

    with open_house(read_settings()) as house, house.app.reading(snapshot=True) as tx:
        verdict = api.verify(tx, keyring=house.keyring)
    for finding in verdict.findings:
        say(f"✗ {finding.chain} #{finding.sequence}: {finding.said[0]} · {finding.said[1]}")
    for chain, sequence, seal in verdict.ends:
        say(f"链尾 · end of chain {chain} #{sequence} {seal}")
    say(f"已验证 {verdict.looks:,} 次查看、{verdict.chains} 条链 · looks and chains verified")
    raise typer.Exit(1 if verdict.findings else 0)
