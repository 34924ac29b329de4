"""Passwords: argon2id hashes, and the check that costs the same for a user who does not exist."""

from __future__ import annotations

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP's choice for argon2id: 19 MiB, two passes, one lane; about 20 ms on a small machine.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # nothing that looks alike
_NOBODY = _HASHER.hash(secrets.token_urlsafe(16))

MAX_PASSWORD_CHARACTERS = 200


def hash_password(password: str) -> str:
    return _HASHER.hash(password)


def password_matches(password: str, password_hash: str | None) -> bool:
    """``password_hash`` None: the user does not exist; as much work is done and the answer is no."""
    try:
        _HASHER.verify(password_hash or _NOBODY, password[:MAX_PASSWORD_CHARACTERS])
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def random_password(characters: int = 12) -> str:
    """12 characters of 56 are 69 bits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(characters))
