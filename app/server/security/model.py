"""Users as the rest of the server knows them, and what can go wrong when they sign in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class RoleName(Enum):
    AGENT = "AGENT"
    SUPERVISOR = "SUPERVISOR"
    ADMIN = "ADMIN"


@dataclass(frozen=True, slots=True)
class SignedInUser:
    """Who a request comes from."""

    user_id: str
    username: str
    display_name: str
    role: RoleName

    @property
    def leads(self) -> bool:
        """May see and do what concerns other agents."""
        return self.role in (RoleName.SUPERVISOR, RoleName.ADMIN)


class SecurityError(Exception):
    """Base of what keeps somebody out; ``error_id``, ``status`` and the sentence go to the desktop."""

    error_id = "not-allowed"
    status = 403


class SignInFailedError(SecurityError):
    error_id = "sign-in-failed"
    status = 401


class SignInLockedError(SecurityError):
    error_id = "sign-in-locked"
    status = 429

    def __init__(self, wait_s: float) -> None:
        super().__init__(f"Too many wrong passwords. Try again in {max(1, round(wait_s))} seconds.")
        self.wait_s = wait_s


class NotSignedInError(SecurityError):
    error_id = "not-signed-in"
    status = 401


class NotAllowedError(SecurityError):
    error_id = "not-allowed"
    status = 403
