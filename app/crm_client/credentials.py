"""The password in the system's keyring (Windows Credential Manager, macOS Keychain, Secret Service).

In:  server URL and user name. Out: the password, or None. Never stored anywhere else.

``keyring`` stands behind this file. It may ask the person to unlock and take its time: call it in a thread.
Back ends that keep passwords in plain text, or lose them, count as none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

import keyring
from keyring import errors as keyring_errors

from app.crm_client.errors import CrmError, KeyringLocked, KeyringMissing
from app.crm_client.trust import server_address

T = TypeVar("T")

_UNSAFE_PACKAGES = ("keyrings.alt", "keyring.backends.null", "keyring.backends.fail")


class KeyringBackend(Protocol):
    """The part of a keyring back end that is used here."""

    def get_password(self, service: str, username: str, /) -> str | None: ...
    def set_password(self, service: str, username: str, password: str, /) -> None: ...
    def delete_password(self, service: str, username: str, /) -> None: ...


class Credentials:
    """All methods raise KeyringMissing or KeyringLocked: then ask for the password each time."""

    def __init__(self, backend: KeyringBackend | None = None) -> None:
        """``backend``: another than the system's, for tests."""
        self._backend = backend

    def load(self, server_url: str, username: str) -> str | None:
        return self._do(lambda ring: ring.get_password(_service(server_url), username))

    def save(self, server_url: str, username: str, password: str) -> None:
        self._do(lambda ring: ring.set_password(_service(server_url), username, password))

    def forget(self, server_url: str, username: str) -> None:
        """No error when there was none."""

        def delete(ring: KeyringBackend) -> None:
            if ring.get_password(_service(server_url), username) is not None:
                ring.delete_password(_service(server_url), username)

        self._do(delete)

    def _do(self, work: Callable[[KeyringBackend], T]) -> T:
        try:
            return work(self._ring())
        except CrmError:
            raise
        except (keyring_errors.NoKeyringError, ImportError) as error:
            raise _missing() from error
        except (keyring_errors.KeyringError, OSError, RuntimeError) as error:
            raise _locked(error) from error
        except Exception as error:  # a D-Bus or Windows error that the back end let through
            raise _locked(error) from error

    def _ring(self) -> KeyringBackend:
        ring = self._backend if self._backend is not None else keyring.get_keyring()
        members = getattr(ring, "backends", None) or [ring]  # the chainer asks several one after the other
        safe = [member for member in members if not type(member).__module__.startswith(_UNSAFE_PACKAGES)]
        if not safe:
            raise _missing()
        return safe[0]


def _service(server_url: str) -> str:
    return f"seatline {server_address(server_url).name}"


def _missing() -> KeyringMissing:
    return KeyringMissing(
        "This computer offers no safe place for passwords (keyring). "
        "You can work as usual; the password is asked for at each start."
    )


def _locked(error: BaseException) -> KeyringLocked:
    return KeyringLocked(
        f"The computer's safe for passwords (keyring) is locked or does not answer ({type(error).__name__}). "
        "Unlock it, or type the password at each start."
    )
