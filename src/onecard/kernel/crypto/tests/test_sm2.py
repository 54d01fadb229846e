"""SM2 signs as published, as textbook arithmetic has it, and believes nothing that is bent."""

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onecard.kernel.crypto import sm2
from onecard.kernel.crypto.hashing import sm3
from onecard.kernel.crypto.signing import HOLDS, SIGNERS, draw_secret
from onecard.kernel.crypto.sm2 import Sm2Signer, is_on_curve, is_private_key, signer_digest, sm2_holds

#: The worked example of GM/T 0003.5 on the recommended curve.
SECRET = bytes.fromhex("3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8")
PUBLIC = bytes.fromhex(
    "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
    "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"
)
MESSAGE = b"message digest"
SIGNATURE = bytes.fromhex(
    "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3"
    "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA"
)
SECRETS = st.integers(1, sm2._N - 2).map(lambda number: number.to_bytes(32))

Point = tuple[int, int] | None


def test_the_published_example_agrees() -> None:
    assert Sm2Signer(SECRET).public == PUBLIC
    assert signer_digest(PUBLIC).hex() == "b2e14c5c79c6df5b85f4fe7ed8db7a262b9da7e07ccb0ea9f4747b8ccda8a4f3"
    digest = sm3(signer_digest(PUBLIC) + MESSAGE)
    assert digest.hex() == "f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640"
    assert sm2_holds(MESSAGE, SIGNATURE, PUBLIC)


@settings(max_examples=15, deadline=None)
@given(secret=SECRETS, message=st.binary(max_size=100))
def test_a_signature_holds_by_textbook_arithmetic_too(secret: bytes, message: bytes) -> None:
    signer = Sm2Signer(secret)
    signature = signer.sign(message)
    assert (len(signature), len(signer.public)) == (64, 64)
    assert slow_holds(message, signature, signer.public)
    assert sm2_holds(message, signature, signer.public)


@settings(max_examples=40, deadline=None)
@given(bit=st.integers(0, 64 * 8 - 1))
def test_a_signature_with_another_bit_does_not_hold(bit: int) -> None:
    bent = bytearray(SIGNATURE)
    bent[bit // 8] ^= 1 << bit % 8
    assert not sm2_holds(MESSAGE, bytes(bent), PUBLIC)


@settings(max_examples=40, deadline=None)
@given(bit=st.integers(0, 64 * 8 - 1))
def test_another_key_believes_nothing(bit: int) -> None:
    bent = bytearray(PUBLIC)
    bent[bit // 8] ^= 1 << bit % 8
    assert not sm2_holds(MESSAGE, SIGNATURE, bytes(bent))


@pytest.mark.parametrize("signature", [b"", bytes(64), b"\xff" * 64, SIGNATURE[:63], SIGNATURE + b"\0"])
def test_what_is_no_signature_does_not_hold(signature: bytes) -> None:
    assert not sm2_holds(MESSAGE, signature, PUBLIC)


def test_only_points_of_the_curve_are_keys() -> None:
    assert is_on_curve(PUBLIC)
    assert [is_on_curve(one) for one in (bytes(64), b"\xff" * 64, PUBLIC[:63], b"")] == [False] * 4


def test_a_drawn_secret_is_a_key() -> None:
    assert is_private_key(draw_secret("sm2"))
    assert [is_private_key(number.to_bytes(32)) for number in (0, sm2._N - 1, 2**256 - 1)] == [False] * 3


@pytest.mark.parametrize("algorithm", sorted(SIGNERS))
def test_every_algorithm_signs_in_64_bytes_and_many_threads_may_ask(algorithm: str) -> None:
    signer, answers = SIGNERS[algorithm](draw_secret(algorithm)), []

    def work(number: int) -> None:
        message = b"%d" % number
        signature = signer.sign(message)
        held = HOLDS[algorithm](message, signature, signer.public)
        answers.append(len(signature) == 64 and held and not HOLDS[algorithm](b"x", signature, signer.public))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [True] * 16


def slow_holds(message: bytes, signature: bytes, public: bytes) -> bool:
    """GM/T 0003.2, section 7, word for word and without any library."""
    n, g = sm2._N, (sm2._GX, sm2._GY)
    key = (int.from_bytes(public[:32]), int.from_bytes(public[32:]))
    r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
    e = int.from_bytes(sm3(signer_digest(public) + message))
    t = (r + s) % n
    if not (1 <= r < n and 1 <= s < n and t):
        return False
    point = plus(times(s, g), times(t, key))
    return point is not None and (e + point[0]) % n == r


def plus(a: Point, b: Point) -> Point:
    p = sm2._P
    if a is None or b is None:
        return b if a is None else a
    if a[0] == b[0] and (a[1] + b[1]) % p == 0:
        return None
    slope = (3 * a[0] ** 2 - 3) * pow(2 * a[1], -1, p) if a == b else (b[1] - a[1]) * pow(b[0] - a[0], -1, p)
    x = (slope * slope - a[0] - b[0]) % p
    return x, (slope * (a[0] - x) - a[1]) % p


def times(number: int, point: Point) -> Point:
    total: Point = None
    for bit in bin(number)[2:]:
        total = plus(total, total)
        if bit == "1":
            total = plus(total, point)
    return total
