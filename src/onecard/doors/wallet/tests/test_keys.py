"""Keys are derived and never stored: the same in every process, another after a rotation."""

from datetime import UTC, datetime

from cryptography.hazmat.primitives.serialization import Encoding

from onecard.doors.wallet.keys import certificate, client_id, known_keys, signing_key
from onecard.kernel.crypto import Keyring

AT = datetime(2026, 11, 23, tzinfo=UTC)


def test_another_process_derives_the_same_key_and_certificate(keyring):
    from onecard.doors.wallet import keys

    first, shown = signing_key(keyring).key_id, certificate(keyring, "card.example", AT).public_bytes(Encoding.DER)
    for cached in (keys._derive, keys._certify):
        cached.cache_clear()
    again = Keyring.open(keyring.folder)
    assert signing_key(again).key_id == first
    assert certificate(again, "card.example", AT).public_bytes(Encoding.DER) == shown


def test_certificate_speaks_for_the_host_and_is_good_now(keyring):
    for host in ("card.example", "127.0.0.1", "::1"):
        made = certificate(keyring, host, AT)
        assert made.not_valid_before_utc <= AT < made.not_valid_after_utc
        made.verify_directly_issued_by(made)
    assert client_id(keyring, "card.example", AT) != client_id(keyring, "127.0.0.1", AT)


def test_after_a_rotation_the_new_key_signs_and_the_old_one_is_known(keyring):
    before = signing_key(keyring).key_id
    keyring.rotate("secret")
    assert signing_key(keyring).key_id != before
    assert set(known_keys(keyring, AT)) == {before, signing_key(keyring).key_id}
    keyring.retire("secret", 1, at=AT)
    assert before not in known_keys(keyring, AT)


def test_public_form_holds_no_secret(keyring):
    assert "d" not in signing_key(keyring).public()
