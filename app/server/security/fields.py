"""Single fields of the database, encrypted with AES-256-GCM: nonce, ciphertext and tag in one value."""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12


class FieldDamagedError(Exception):
    """The value was changed, belongs to another row, or was encrypted with another key."""

    error_id = "field-damaged"


def encrypt_field(key: bytes, text: str, belongs_to: str) -> bytes:
    """``belongs_to`` (table, column, row) is bound in: the value cannot be moved to another row."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, text.encode(), belongs_to.encode())


def decrypt_field(key: bytes, value: bytes, belongs_to: str) -> str:
    """Raises FieldDamagedError."""
    try:
        plain = AESGCM(key).decrypt(value[:_NONCE_BYTES], value[_NONCE_BYTES:], belongs_to.encode())
    except (InvalidTag, ValueError) as error:
        raise FieldDamagedError(f"The encrypted value of {belongs_to} cannot be read.") from error
    return plain.decode()
