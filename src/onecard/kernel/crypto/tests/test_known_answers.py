"""The 国密 building blocks give the published answers."""

import hashlib
import hmac

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import ECB, GCM
from hypothesis import given
from hypothesis import strategies as st

from onecard.kernel.crypto.hashing import hmac_sm3, sm3

SM4_KEY = bytes.fromhex("0123456789abcdeffedcba9876543210")


def test_sm3_of_abc_is_the_published_digest() -> None:
    assert sm3(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_sm3_of_sixteen_times_abcd_is_the_published_digest() -> None:
    assert sm3(b"abcd" * 16).hex() == "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"


def test_sm4_encrypts_its_published_block() -> None:
    block = Cipher(SM4(SM4_KEY), ECB()).encryptor()
    assert (block.update(SM4_KEY) + block.finalize()).hex() == "681edf34d206965e86b3e94f536e4246"


def test_sm4_encrypted_a_million_times_is_the_published_block() -> None:
    block = Cipher(SM4(SM4_KEY), ECB()).encryptor()
    text = SM4_KEY
    for _ in range(1_000_000):
        text = block.update(text)
    assert text.hex() == "595298c7c6fd271f0402f804c33d3f66"


def test_sm4_gcm_gives_the_answer_of_rfc_8998() -> None:
    plain = bytes.fromhex("".join(letter * 16 for letter in "abcdefea"))
    one = Cipher(SM4(SM4_KEY), GCM(bytes.fromhex("00001234567800000000abcd"))).encryptor()
    one.authenticate_additional_data(bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2"))
    sealed = one.update(plain) + one.finalize()
    assert sealed.hex() == (
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
    )
    assert one.tag.hex() == "83de3541e4c2b58177e065a9bf7b62ec"


@given(key=st.binary(min_size=1, max_size=100), message=st.binary(max_size=200))
def test_keyed_sm3_is_what_its_definition_says(key: bytes, message: bytes) -> None:
    padded = (sm3(key) if len(key) > 64 else key).ljust(64, b"\0")
    inner = sm3(bytes(b ^ 0x36 for b in padded) + message)
    assert hmac_sm3(key)(message) == sm3(bytes(b ^ 0x5C for b in padded) + inner)


def test_keyed_sm3_agrees_with_the_standard_library_where_it_has_sm3() -> None:
    if "sm3" in hashlib.algorithms_available:
        assert hmac_sm3(b"key")(b"message") == hmac.new(b"key", b"message", "sm3").digest()
    assert len(hmac_sm3(b"key")(b"message")) == 32
