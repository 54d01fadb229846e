"""The security headers every answer carries, page, API and static file alike; nothing is cached unasked."""

_ALWAYS = {
    "content-security-policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    # same-origin and not no-referrer: with the latter browsers send `Origin: null` with forms, and the CSRF check fails
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_TLS = {"strict-transport-security": "max-age=63072000; includeSubDomains"}

RawHeaders = list[tuple[bytes, bytes]]


def _raw(headers: dict[str, str]) -> RawHeaders:
    return [(name.encode(), value.encode()) for name, value in headers.items()]


PLAIN: RawHeaders = _raw(_ALWAYS)
SECURE: RawHeaders = _raw(_ALWAYS | _TLS)
_NO_STORE: RawHeaders = [(b"cache-control", b"no-store")]


def guarded(headers: RawHeaders, *, https: bool) -> RawHeaders:
    """The answer's own headers with ours; what says nothing of caching is not cached."""
    ours = SECURE if https else PLAIN
    names = {name.lower() for name, _ in headers}
    kept = [(name, value) for name, value in ours if name not in names]
    return [*headers, *kept] if b"cache-control" in names else [*headers, *kept, *_NO_STORE]
