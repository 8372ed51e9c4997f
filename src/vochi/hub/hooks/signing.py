"""Signatures: whoever has the secret knows that a message is ours, and how old it is."""

import hashlib
import hmac
import secrets

#: Seconds that a receiver should let a signature be old.
TOLERANCE = 300


def new_secret() -> str:
    """256 bits, with a beginning that scanners of leaked secrets can know."""
    return f"whsec_{secrets.token_urlsafe(32)}"


def signature(keys: tuple[str, ...], at: int, body: bytes) -> str:
    """`t=<seconds>,v1=<hex>` over `<seconds>.<body>` (HMAC-SHA256), a `v1` for each secret."""
    signed = f"{at}.".encode() + body
    parts = [hmac.new(key.encode(), signed, hashlib.sha256).hexdigest() for key in keys]
    return ",".join([f"t={at}", *(f"v1={part}" for part in parts)])
