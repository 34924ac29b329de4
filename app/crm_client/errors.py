"""Everything that can go wrong on the desktop's line to the server, as one shallow tree.

``error_id`` is stable: presenters turn it into words in the person's language. ``detail`` is an English
sentence for the log and for error_ids that no presenter knows yet.
"""

# ruff: noqa: N818 - an error is named after what happened, as a person would say it

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class CrmError(Exception):
    """Base of all errors of this package."""

    error_id = "crm-failed"

    def __init__(self, detail: str, error_id: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        if error_id is not None:
            self.error_id = error_id


class ServerUrlInvalid(CrmError):
    """Not an address, or plain http to another machine."""

    error_id = "server-url-invalid"


class Unreachable(CrmError):
    """No connection, time-out, or the server went away."""

    error_id = "unreachable"


class CertificateProblem(CrmError):
    """The server's certificate is not the one that was accepted; nothing private has been sent."""

    def __init__(self, detail: str, fingerprint: str) -> None:
        super().__init__(detail)
        self.fingerprint = fingerprint  # SHA-256 of the DER, lower-case hex


class CertificateUnknown(CertificateProblem):
    """First contact: a person has to compare the fingerprint and accept it."""

    error_id = "certificate-unknown"


class CertificateChanged(CertificateProblem):
    """Another certificate than the one accepted before."""

    error_id = "certificate-changed"


class SignInFailed(CrmError):
    """Wrong user or password."""

    error_id = "sign-in-failed"


class SignInLocked(SignInFailed):
    """Too many wrong passwords: no use to try before ``retry_after_s``."""

    error_id = "sign-in-locked"

    def __init__(self, detail: str, retry_after_s: float) -> None:
        super().__init__(detail)
        self.retry_after_s = retry_after_s


class Refused(CrmError):
    """The server said no; ``error_id`` is the server's.

    Where somebody else changed the same thing: ``present`` is it as it stands now, ``changed`` the fields.
    """

    def __init__(
        self,
        status: int,
        error_id: str,
        detail: str,
        retry_after_s: float | None = None,
        present: Mapping[str, Any] | None = None,
        changed: tuple[str, ...] = (),
    ) -> None:
        super().__init__(detail, error_id)
        self.status = status
        self.retry_after_s = retry_after_s
        self.present, self.changed = present, changed


class NotSignedIn(Refused):
    """No token, or the server no longer accepts it: sign in again."""

    def __init__(
        self, detail: str = "Nobody is signed in, or the sign-in has expired. Sign in again."
    ) -> None:
        super().__init__(401, "not-signed-in", detail)


class AnswerNotUnderstood(CrmError):
    """The server's answer does not fit the contracts: desktop and server are of different versions."""

    error_id = "answer-not-understood"


class OutboxFailed(CrmError):
    """What was written could not be put on disk: it must stay on the screen."""

    error_id = "outbox-failed"


class OutboxFull(OutboxFailed):
    error_id = "outbox-full"


class DraftsFailed(CrmError):
    """Text being typed cannot be saved at the moment."""

    error_id = "drafts-failed"


class KeyringMissing(CrmError):
    """This computer has no safe place for passwords: ask each time."""

    error_id = "keyring-missing"


class KeyringLocked(CrmError):
    """There is one, but it is locked or refuses."""

    error_id = "keyring-locked"
