"""What the tests of the roster desks stand on: a township, a department, finance, their people, and projects."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import psycopg
import pyotp
from playwright.sync_api import Page

from onecard import rulebook
from onecard.domains.agencies import api as agencies
from onecard.domains.disbursement import api as pay
from onecard.domains.ledger import api as ledger
from onecard.domains.rosters import api as rosters
from onecard.doors.bootstrap import House
from onecard.doors.demo.cast import read_cast
from onecard.kernel.ids import new_id

PLACE, SICHUAN, PROGRAMME, PASSWORD = 511381, 51, "disabled_living_allowance", "four lotus ponds at noon"
WORKS = {
    "village_clerk": "township", "township_officer": "township", "programme_officer": "department",
    "finance_officer": "finance", "payment_clerk": "finance",
}  # fmt: skip
HEAD = "姓名,社会保障号码,账号,金额\n"
_months = count(1)


@dataclass
class County:
    """Three agencies, a member of staff of each role, and who is signed in already."""

    house: House
    owner_url: str
    agencies: dict[str, UUID]
    secrets: dict[str, str]
    sessions: dict[str, list[Any]]

    def be(self, page: Page, role: str, front: str = "/console") -> None:
        """Sit down as this role; signed in once, because a one-time code serves once."""
        if role not in self.sessions:
            page.context.clear_cookies(name="onecard_session")
            page.goto(f"{front}/sign-in")
            page.fill("#sign_in_name", role)
            page.fill("#password", PASSWORD)
            page.fill("#totp", pyotp.TOTP(self.secrets[role]).now())
            page.click(f"form[action='{front}/sign-in'] button")
            page.wait_for_url(lambda url: not url.endswith("/sign-in"))
            self.sessions[role] = [cookie for cookie in page.context.cookies() if "session" in cookie["name"]]
        page.context.add_cookies(self.sessions[role])

    def project(self) -> UUID:
        """A project of a month that nobody is paid for yet."""
        year, month = divmod(next(_months), 12)
        period = f"{2015 + year}-{month + 1:02d}"
        at, on = self.house.clock(), date(2026, 11, 30)
        bound = rulebook.programmes().bound(PROGRAMME, place=PLACE, on=on)
        wanted = rosters.ProjectWanted(
            new_id(), PLACE, period, on, self.agencies["department"], self.agencies["finance"],
            ledger.concessions(SICHUAN), "sample", "困难残疾人生活补贴", at.date() - timedelta(days=3),
            at.date() + timedelta(days=30), 7, 100_000, 12,
        )  # fmt: skip
        with self.house.app.writing() as tx:
            terms = rosters.ProgrammeTerms(bound, {})
            return rosters.set_up_project(tx, wanted, terms, at=at, staff="staff x").project_id

    def a_week_later(self, roster_id: str) -> None:
        """The notice of a roster was posted eight days ago."""
        with psycopg.connect(self.owner_url, autocommit=True) as owner:
            owner.execute(
                "update rosters.notice set from_at = from_at - interval '8 days',"
                " until_at = until_at - interval '8 days' where roster_id = %s",
                [roster_id],
            )

    def rows(self, *parts: str, amount: str = "80.00") -> Any:
        """A file of some of the cast, as a browser sends one."""
        cast = read_cast()
        said = [(cast.part(one).name, cast.part(one).number) for one in parts]
        body = HEAD + "".join(f"{name},{number},9990001234567890,{amount}\n" for name, number in said)
        return {"name": "东街村.csv", "mimeType": "text/csv", "buffer": body.encode("gb18030")}


def found_county(house: House, owner_url: str) -> County:
    """Register the agencies and employ everybody."""
    at, ids = house.clock(), {"township": new_id(), "department": new_id()}
    bank = pay.Bank("sample", SICHUAN, "示例银行", "Sample Bank", "folder", "/nowhere", "iso20022", "财政厅", "9990001")
    secrets = {}
    with house.app.writing() as tx:
        fund = ledger.find_account(tx, ledger.concessions(SICHUAN))
        assert fund is not None and fund.agency_id is not None
        ids["finance"] = fund.agency_id
        pay.keep_bank(tx, bank, at=at)
        made = [
            agencies.Agency(ids["township"], "township", PLACE, "城关镇(示例)", "Chengguan (sample)"),
            agencies.Agency(ids["department"], "department", PLACE, "民政局(示例)", "Civil affairs (sample)"),
        ]
        agencies.register_agencies(tx, made, at=at)
        for role, where in WORKS.items():
            hired = agencies.create_staff(
                tx, agency_id=ids[where], sign_in_name=role, name_zh="演示某某", roles=[role], password=PASSWORD,
                keyring=house.keyring, at=at,
            )  # fmt: skip
            secrets[role] = hired.totp_secret
    return County(house, owner_url, ids, secrets, {})
