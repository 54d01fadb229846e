"""A gate simulator with and without the platform: fetch, judge with the network gone, upload; and the bad days."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from tests.acceptance.cast import PASSWORD
from typer.testing import CliRunner

from onecard.doors import cli_gate
from onecard.doors.cli import app
from onecard.doors.gate_folder import Fetched, GateFolder
from onecard.kernel.clock import now


@pytest.fixture
def key_page(cast, tmp_path):
    page = tmp_path / "gate.pem"
    key = Ed25519PrivateKey.from_private_bytes(cast.gate.seed)
    page.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return page


@pytest.fixture
def onecard(cast, address, key_page, tmp_path):
    """`onecard gate …` in a folder of its own; the platform's held clock stands at this machine's time."""
    cast.clock.move(seconds=(now() - cast.clock()).total_seconds())

    def run(verb, *, typed="", offline=False):
        words = ["gate", verb, "--folder", str(tmp_path / "gate"), "--point", str(cast.gate.point_id)]
        if verb != "run":
            words += ["--key", str(key_page), "--platform", "http://127.0.0.1:1" if offline else address]
        return CliRunner().invoke(app, words, input=typed)

    return run


def verdicts(result):
    return [json.loads(line) for line in result.stdout.splitlines() if line.startswith("{")]


def code(resident):
    return resident.post("/v1/me/code", json={"scene": "transit"}).json()["text"]


def test_a_gate_judges_without_a_network_and_uploads_later(onecard, resident, cast, tmp_path):
    assert onecard("fetch").exit_code == 0
    paper = resident.post("/v1/me/carriers/prints", json={"password": PASSWORD}).json()["text"]
    online = code(resident)
    result = onecard("run", typed=f"{online}\n{paper}\nnonsense\n{online}\n{paper}\n")
    assert [(one["good"], one.get("code")) for one in verdicts(result)] == [
        (True, None), (True, None), (False, "ecards.malformed"), (False, "ecards.used_here"), (True, None),
    ]  # fmt: skip
    assert len(GateFolder(tmp_path / "gate").waiting()) == 3
    done = onecard("upload")
    assert (done.exit_code, "accepted 3" in done.stdout) == (0, True), done.output
    assert GateFolder(tmp_path / "gate").waiting() == []
    assert len(resident.get("/v1/me/uses").json()) == 3


def test_the_same_code_is_refused_after_the_gate_was_switched_off_and_on(onecard, resident):
    onecard("fetch")
    text = code(resident)
    assert verdicts(onecard("run", typed=text + "\n"))[0]["good"]
    assert verdicts(onecard("run", typed=text + "\n"))[0]["code"] == "ecards.used_here"


def test_a_photograph_that_another_gate_took_first_is_refused_at_the_upload(onecard, resident, cast, nobody):
    onecard("fetch")
    text = code(resident)
    verdicts(onecard("run", typed=text + "\n"))
    body = json.dumps({"sequence": 1, "presentation": text, "happened_at": cast.clock().isoformat()}).encode()
    headers = cast.gate.headers("POST", "/v1/uses", body, at=cast.clock())
    assert nobody.post("/v1/uses", content=body, headers=headers).json()["outcome"] == "accepted"
    done = onecard("upload")
    assert "refused 1" in done.stdout and "此码已使用" in done.stdout


def test_a_clock_that_is_wrong_is_measured_and_corrected(tmp_path):
    at = datetime(2026, 11, 23, 2, tzinfo=UTC)
    ahead, back = "Mon, 23 Nov 2026 02:15:00 GMT", "Mon, 23 Nov 2026 01:00:00 GMT"
    assert [cli_gate.behind(said, at) for said in (ahead, back)] == [900, -3600]
    assert [cli_gate.behind(said, at) for said in ("Mon, 23 Nov 2026 02:00:02 GMT", None)] == [0, 0]
    kept = GateFolder(tmp_path / "gate")
    assert kept.corrected(at) == at
    kept.keep(Fetched("{}", "{}", "", 900))
    assert kept.corrected(at) == at + timedelta(minutes=15)


def test_a_gate_without_its_files_or_without_the_platform_says_what_to_do(onecard):
    assert onecard("run", typed="x\n").exception.code == "cli.gate_empty"
    assert onecard("upload", offline=True).exit_code == 0, "nothing waits, so nobody need be asked"


def test_uses_stay_where_they_are_while_the_platform_is_away(onecard, resident, tmp_path):
    onecard("fetch")
    onecard("run", typed=code(resident) + "\n")
    assert onecard("upload", offline=True).exit_code != 0
    assert len(GateFolder(tmp_path / "gate").waiting()) == 1
    assert "accepted 1" in onecard("upload").stdout


def test_a_line_that_a_power_cut_broke_off_is_not_a_use(onecard, resident, tmp_path):
    onecard("fetch")
    onecard("run", typed=code(resident) + "\n")
    with (tmp_path / "gate" / "uses.jsonl").open("a") as page:
        page.write('{"sequence": 99, "presen')
    assert len(GateFolder(tmp_path / "gate").waiting()) == 1
