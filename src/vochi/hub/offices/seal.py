"""Sealing of SIP passwords: a stolen database (or its off-site copy) alone opens no line."""

import base64
import secrets

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class SealBrokenError(RuntimeError):
    """A password was sealed with another secret key than this home's."""


def _box() -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"vochi sip passwords").derive(
        settings.SECRET_KEY.encode()
    )
    return Fernet(base64.urlsafe_b64encode(key))


def seal(password: str) -> str:
    """The password as it may lie in the database."""
    return _box().encrypt(password.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """The password again. Raises SealBrokenError."""
    try:
        return _box().decrypt(sealed.encode("ascii")).decode()
    except InvalidToken as broken:
        raise SealBrokenError(
            "the secret key of the home is not the one that sealed this"
        ) from broken


def new_password() -> str:
    """24 letters and digits: 139 bits, and nothing that a phone's menu cannot type."""
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789"
    return "".join(secrets.choice(letters) for _ in range(24))
