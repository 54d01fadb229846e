"""The demo's partner: its private key stays private, and what it signs buys a token for its one scope."""

import json

import pytest
from joserfc.jwk import OKPKey

from onecard.doors.demo import partner
from onecard.doors.demo.founding import demo_folder, demo_sign_ins, found_institutions
from onecard.doors.security.assertions import ASSERTION_TYPE
from onecard.doors.security.tokens import TOKEN_PATH, Grant, issue_token


@pytest.fixture
def key(house):
    """The private key, as the founding left it in the home."""
    demo_folder(house).mkdir(mode=0o700)
    found_institutions(house, house.clock())
    return OKPKey.import_key(json.loads(partner.key_page(demo_folder(house)).read_text()))


@pytest.mark.slow
def test_what_the_partner_of_the_demo_signs_buys_a_token_that_may_verify_cards(house, key):
    audience = house.settings.address + TOKEN_PATH
    signed = partner.assertion(partner.CLIENT_ID, key, audience=audience, at=house.clock())
    with house.app.writing() as tx:
        grant = Grant("client_credentials", ASSERTION_TYPE, signed, "")
        issued = issue_token(tx, grant, audience=audience, keyring=house.keyring, at=house.clock())
    assert issued.scopes == ("cards.verify",)


@pytest.mark.slow
def test_its_private_key_is_for_us_alone_and_the_screen_says_where_it_lies(house, key):
    page = partner.key_page(demo_folder(house))
    assert page.stat().st_mode & 0o077 == 0
    lines = "\n".join(demo_sign_ins(house))
    assert str(page) in lines
    assert key.as_dict(private=True)["d"] not in lines


def test_without_a_key_it_says_how_to_call_it(capsys):
    assert partner.main(["somebody", "/nowhere/private.jwk"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "CLIENT_ID PRIVATE.jwk" in said.err
