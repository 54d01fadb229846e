"""The gate's command says yes or why not, with nothing but a key file."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from importlib.metadata import entry_points
from pathlib import Path
from uuid import UUID

from onecard.kernel.crypto import Keyring
from onecard.verifier import StatusList
from onecard.verifier.code import Fields, write_code
from onecard.verifier.revocation import write_list
from onecard.verifier.sam import Sam
from onecard.verifier.tests.carried import printed

AT = "2026-11-23T10:00:00"
SECONDS = 1795399200  # the same moment since 1970
POINT = UUID(int=7)


def gate(*arguments: str, typed: str = "") -> tuple[int, list[dict[str, object]]]:
    command = [sys.executable, "-m", "onecard.verifier", *arguments, "--at", AT]
    done = subprocess.run(command, input=typed, capture_output=True, text=True, check=False)
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def key_file(keyring: Keyring, tmp_path: Path, *, with_taps: bool = False) -> str:
    page = tmp_path / "keys.json"
    page.write_text(keyring.verifying_keys().to_json(with_taps=with_taps))
    return str(page)


def test_a_good_code_is_said_to_be_good_and_a_bad_one_why_not(keyring: Keyring, tmp_path: Path) -> None:
    keys = key_file(keyring, tmp_path)
    good, old = (write_code(Fields(1, 51, 1, 5, 6, SECONDS + s), keyring.sign_code) for s in (60, -60))
    assert gate(good, "--keys", keys)[0] == 0
    code, said = gate("-", "--keys", keys, "--scene", "2", typed=f"{good}\r\n\n{old}\nnonsense\n")
    assert (code, [line["code"] for line in said]) == (1, ["ecards.wrong_scene", "ecards.expired", "ecards.malformed"])
    assert said[1]["next_step_zh"] == "请刷新二维码后再出示。截图不能使用。"


def test_a_gate_with_a_sam_reads_taps(keyring: Keyring, tmp_path: Path) -> None:
    card = UUID("510104d1560000050000000000000001")
    sam = Sam(keyring.tap_keys())
    text = sam.tap(card, counter=1, at=datetime.fromtimestamp(SECONDS, UTC), point_id=POINT, sequence=3)
    keys = key_file(keyring, tmp_path, with_taps=True)
    code, said = gate(text, "--keys", keys, "--point", str(POINT), "--sequence", "3")
    assert (code, said[0]["key"], said[0]["province"]) == (0, card.hex, 51)
    assert gate(text, "--keys", keys, "--point", str(POINT), "--sequence", "4")[0] == 1


def test_a_printed_code_is_checked_against_the_list_and_refused_without_one(keyring: Keyring, tmp_path: Path) -> None:
    at = datetime.fromtimestamp(SECONDS, UTC)
    keys, text = key_file(keyring, tmp_path), printed(keyring, at=at, serial=6)

    def listed(*revoked: int) -> str:
        page = tmp_path / f"{len(revoked)}.jwt"
        statuses, lives = StatusList.of(revoked, size=16), timedelta(days=1)
        page.write_text(
            write_list(
                statuses, uri="u", at=at, lives=lives, key_id=1, suite="ed25519",
                sign=lambda message: keyring.sign_as(1, message),
            )
        )  # fmt: skip
        return str(page)

    assert gate(text, "--keys", keys, "--list", listed())[1][0]["mode"] == "paper"
    for given, code in ((["--list", listed(6)], "ecards.carrier_revoked"), ([], "verifier.list_stale")):
        ended, said = gate(text, "--keys", keys, *given)
        assert (ended, said[0]["code"]) == (1, code)
    ended, said = gate(text, "--keys", keys, "--list", keys)
    assert (ended, said[0]["code"]) == (1, "verifier.status_list_malformed")


def test_it_is_installed_as_a_command_of_its_own() -> None:
    (entry,) = entry_points(group="console_scripts", name="onecard-verify")
    assert entry.load().__module__ == "onecard.verifier.__main__"
