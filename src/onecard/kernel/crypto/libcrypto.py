"""SM2 out of OpenSSL's libcrypto, the one the Python interpreter itself stands on, by its EVP functions.

The narrowest door there can be: a key goes in, a digest is signed or checked. Needs OpenSSL 3 or newer with SM2; where
that is missing `Sm2Missing` says what to do. Calls let other threads run, and a handle may be used by several threads.
"""

import _ssl
import ctypes
import ctypes.util
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any

from onecard.kernel.crypto.errors import Sm2Missing

_POINTER, _SIZE, _INT, _BYTES = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_char_p
_REF = ctypes.POINTER
#: name: (answer, arguments), as the manual pages evp_pkey_sign(3) and d2i_pubkey(3) give them.
_FUNCTIONS: dict[str, tuple[Any, list[Any]]] = {
    "d2i_PUBKEY": (_POINTER, [_POINTER, _REF(_BYTES), ctypes.c_long]),
    "d2i_AutoPrivateKey": (_POINTER, [_POINTER, _REF(_BYTES), ctypes.c_long]),
    "i2d_PUBKEY": (_INT, [_POINTER, _REF(_POINTER)]),
    "EVP_PKEY_is_a": (_INT, [_POINTER, _BYTES]),
    "EVP_PKEY_free": (None, [_POINTER]),
    "EVP_PKEY_CTX_new": (_POINTER, [_POINTER, _POINTER]),
    "EVP_PKEY_CTX_free": (None, [_POINTER]),
    "EVP_PKEY_sign_init": (_INT, [_POINTER]),
    "EVP_PKEY_sign": (_INT, [_POINTER, _BYTES, _REF(_SIZE), _BYTES, _SIZE]),
    "EVP_PKEY_verify_init": (_INT, [_POINTER]),
    "EVP_PKEY_verify": (_INT, [_POINTER, _BYTES, _SIZE, _BYTES, _SIZE]),
    "ERR_clear_error": (None, []),
}
_SIGNATURE_MAX = 80
_Call = Callable[..., Any]


class KeyHandle:
    """A key as libcrypto holds it; freed with the object."""

    __slots__ = ("_free", "_key", "_lib")

    def __init__(self, der: bytes, *, private: bool) -> None:
        """`der` is a SubjectPublicKeyInfo, or an ECPrivateKey (RFC 5915); Sm2Missing where libcrypto reads no SM2."""
        self._lib = _load()
        self._free: _Call = self._lib["EVP_PKEY_free"]
        read = self._lib["d2i_AutoPrivateKey" if private else "d2i_PUBKEY"]
        self._key = read(None, ctypes.byref(ctypes.c_char_p(der)), len(der))
        if not self._key or self._lib["EVP_PKEY_is_a"](self._key, b"SM2") != 1:
            self._lib["ERR_clear_error"]()
            raise Sm2Missing

    def __del__(self) -> None:
        if getattr(self, "_key", None):
            self._free(self._key)

    def public_der(self) -> bytes:
        """The SubjectPublicKeyInfo of this key."""
        size = self._lib["i2d_PUBKEY"](self._key, None)
        out = ctypes.create_string_buffer(size)
        self._lib["i2d_PUBKEY"](self._key, ctypes.byref(ctypes.c_void_p(ctypes.addressof(out))))
        return out.raw

    def sign(self, digest: bytes) -> bytes:
        """The DER signature of a 32-byte digest."""
        lib, size = self._lib, _SIZE(_SIGNATURE_MAX)
        out = ctypes.create_string_buffer(_SIGNATURE_MAX)
        with self._context() as context:
            signed = lib["EVP_PKEY_sign_init"](context) == 1 and lib["EVP_PKEY_sign"](
                context, out, ctypes.byref(size), digest, len(digest)
            )
        if signed != 1:
            raise Sm2Missing
        return out.raw[: size.value]

    def holds(self, digest: bytes, signature: bytes) -> bool:
        """Whether this DER signature holds for the digest."""
        lib = self._lib
        with self._context() as context:
            if lib["EVP_PKEY_verify_init"](context) != 1:
                raise Sm2Missing
            held: int = lib["EVP_PKEY_verify"](context, signature, len(signature), digest, len(digest))
        if held != 1:
            lib["ERR_clear_error"]()  # else the interpreter's own TLS would find our error in its queue
        return held == 1

    @contextmanager
    def _context(self) -> Iterator[Any]:
        """Of its own for each call: a context serves one thread."""
        context = self._lib["EVP_PKEY_CTX_new"](self._key, None)
        try:
            yield context
        finally:
            self._lib["EVP_PKEY_CTX_free"](context)


@cache
def _load() -> dict[str, _Call]:
    for place in (getattr(_ssl, "__file__", None), ctypes.util.find_library("crypto")):
        with suppress(OSError, AttributeError):
            if place:
                return _bound(ctypes.CDLL(place))
    raise Sm2Missing


def _bound(library: ctypes.CDLL) -> dict[str, _Call]:
    bound: dict[str, _Call] = {}
    for name, (answer, arguments) in _FUNCTIONS.items():
        function = getattr(library, name)
        function.restype, function.argtypes = answer, arguments
        bound[name] = function
    return bound
