"""Registers the demo nation's organisations, accounts and acceptance points; terminal keys go to <home>/demo.

Ids and keys are made anew in each installation, so nothing from one demo opens anything in another.
"""

import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from onecard.domains.agencies import api as agencies
from onecard.domains.ledger import api as ledger
from onecard.doors.demo.plan import PlannedAgency, PlannedPoint
from onecard.doors.security.signing import TerminalSigner
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction
from onecard.rules.places import Places

#: Of a province, by kind.
AgencyIds = dict[tuple[int, str], UUID]


def found_agencies(tx: Transaction, planned: Sequence[PlannedAgency], places: Places, *, at: datetime) -> AgencyIds:
    """Register the organisations and open each province's part of the chart of accounts."""
    ids = {(one.province, one.kind): new_id() for one in planned}
    rows = [
        agencies.Agency(
            ids[one.province, one.kind], cast(agencies.AgencyKind, one.kind), one.province, one.name_zh, one.name_en
        )
        for one in planned
    ]
    agencies.register_agencies(tx, rows, at=at)
    for province in sorted({one.province for one in planned}):
        behind = ledger.ProvinceAgencies(
            *(ids[province, kind] for kind in ("purse_keeper", "finance", "bank", "pass_issuer"))
        )
        place = places.divisions[province]
        ledger.ensure_chart(
            tx, province=province // 10_000, name_zh=place.name_zh, name_en=place.name_en, agencies=behind, at=at
        )
    return ids


def found_points(
    tx: Transaction, planned: Sequence[PlannedPoint], ids: AgencyIds, names: dict[tuple[int, str], tuple[str, str]],
    *, at: datetime,
) -> list[TerminalSigner]:  # fmt: skip
    """Register the acceptance points, each with a new terminal key; the signers come back in the same order."""
    earners = sorted({(one.province, one.agency) for one in planned})
    accounts = {
        key: ledger.open_revenue_account(
            tx, agency_id=ids[key], name_zh=names[key][0] + "营收", name_en=f"{names[key][1]}, revenue", at=at
        )
        for key in earners
    }
    signers = [TerminalSigner(new_id(), secrets.token_bytes(32)) for _ in planned]
    rows = [
        agencies.NewPoint(
            signer.point_id, ids[one.province, one.agency], cast(Any, one.kind), one.scene, one.division,
            one.name_zh, one.name_en, accounts[one.province, one.agency], signer.public_key, one.settings,
        )
        for one, signer in zip(planned, signers, strict=True)
    ]  # fmt: skip
    agencies.register_points(tx, rows, at=at)
    return signers


def write_terminals(folder: Path, planned: Sequence[PlannedPoint], signers: Sequence[TerminalSigner]) -> Path:
    """One private file with every demo terminal's id and key, by the point's key name."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    page = folder / "terminals.json"
    page.touch(mode=0o600, exist_ok=True)
    told = {
        one.key: {"point_id": str(signer.point_id), "seed": signer.seed.hex(), "name": one.name_zh}
        for one, signer in zip(planned, signers, strict=True)
    }
    page.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    return page


def read_terminals(folder: Path) -> dict[str, TerminalSigner]:
    """The demo terminals again, by the point's key name."""
    told = json.loads((folder / "terminals.json").read_text(encoding="utf-8"))
    return {key: TerminalSigner(UUID(one["point_id"]), bytes.fromhex(one["seed"])) for key, one in told.items()}
