"""Signing in: server, name, password; what the password store can do; certificates never seen before.

In:  what the person typed. Out: a ``Session`` for the composition root, or a sentence and the next step.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from app.crm_client.errors import CrmError
from app.ui.messages import sentence
from app.ui.presenters.ports import Clock, Credentials, Crm, Tasks, Trouble, Trust, Words

if TYPE_CHECKING:
    from app.contracts.people import DeskConfig


@dataclass(frozen=True, slots=True)
class SignInFields:
    server_url: str
    username: str
    password: str
    remember: bool


@dataclass(frozen=True, slots=True)
class Session:
    """Who is signed in where. The password stays in memory, to sign in again after a server's restart."""

    server_url: str
    username: str
    password: str = field(repr=False)
    client: Crm
    config: DeskConfig


class SignInView(Protocol):
    def show_fields(self, fields: SignInFields) -> None: ...
    def show_busy(self, busy: bool) -> None: ...
    def show_error(self, text: str) -> None: ...
    def show_password_hint(self, text: str) -> None: ...
    def ask_certificate(self, fingerprint: str, changed: bool) -> None:
        """Shows the fingerprint; the person's answer comes back as ``certificate_answered``."""
        ...

    def done(self) -> None: ...


KEYRING_TROUBLES = ("keyring-missing", "keyring-locked")


class SignInPresenter:
    def __init__(
        self,
        view: SignInView,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        connect: Callable[[str], Crm],
        credentials: Credentials,
        trust: Trust,
        signed_in: Callable[[Session], None],
    ) -> None:
        self._view, self._words, self._tasks, self._clock = view, words, tasks, clock
        self._connect, self._credentials, self._trust = connect, credentials, trust
        self._signed_in = signed_in
        self._busy = False
        self._fields: SignInFields | None = None
        self._fingerprint = ""
        self._locked_until = 0.0

    def start(self, server_url: str, username: str) -> None:
        """Show what is known from last time; a stored password is filled in."""
        self._view.show_fields(SignInFields(server_url, username, "", remember=True))
        self._tasks.run("keyring", self._stored(server_url, username), self._prefill, self._keyring_failed)

    async def _stored(self, server_url: str, username: str) -> SignInFields:
        password = None
        if server_url and username:
            password = await asyncio.to_thread(self._credentials.load, server_url, username)
        return SignInFields(server_url, username, password or "", remember=True)

    def _prefill(self, fields: SignInFields) -> None:
        if fields.password and not self._busy:
            self._view.show_fields(fields)

    def _keyring_failed(self, trouble: Trouble) -> None:
        if trouble.error_id == "server-url-invalid":
            return
        known = trouble if trouble.error_id in KEYRING_TROUBLES else Trouble("keyring-missing")
        self._view.show_password_hint(sentence(known, self._words))

    def submit(self, fields: SignInFields) -> None:
        if self._busy:
            return
        wait_s = self._locked_until - self._clock.monotonic()
        if wait_s > 0:
            self._view.show_error(self._locked_text(wait_s))
            return
        url, username = normal_url(fields.server_url), fields.username.strip()
        if not url or not username or not fields.password:
            self._view.show_error(self._words("Please fill in server, user name and password."))
            return
        self._fields = SignInFields(url, username, fields.password, fields.remember)
        self._attempt()

    def _attempt(self) -> None:
        fields = self._fields
        if fields is None:
            return
        self._set_busy(True)
        self._view.show_error("")
        self._tasks.run("sign-in", self._enter(fields), self._entered, self._failed)

    async def _enter(self, fields: SignInFields) -> Session:
        client = self._connect(fields.server_url)
        try:
            await client.sign_in(fields.username, fields.password)
            config = await client.me()
        except BaseException:
            await client.close()
            raise
        return Session(fields.server_url, fields.username, fields.password, client, config)

    def _entered(self, session: Session) -> None:
        fields = self._fields
        self._fields = None
        if fields is not None:
            self._tasks.run("keyring", self._keep(fields), failed=self._keyring_failed)
        self._set_busy(False)
        self._view.done()
        self._signed_in(session)

    async def _keep(self, fields: SignInFields) -> None:
        if fields.remember:
            await asyncio.to_thread(
                self._credentials.save, fields.server_url, fields.username, fields.password
            )
        else:
            await asyncio.to_thread(self._credentials.forget, fields.server_url, fields.username)

    def _failed(self, trouble: Trouble) -> None:
        self._set_busy(False)
        if trouble.error_id in ("certificate-unknown", "certificate-changed") and trouble.fingerprint:
            self._fingerprint = trouble.fingerprint
            self._view.ask_certificate(
                readable_fingerprint(trouble.fingerprint), trouble.error_id == "certificate-changed"
            )
            return
        if trouble.error_id == "sign-in-locked":
            self._locked_until = self._clock.monotonic() + trouble.retry_after_s
            self._view.show_error(self._locked_text(trouble.retry_after_s))
            return
        self._view.show_error(sentence(trouble, self._words))

    def certificate_answered(self, accepted: bool) -> None:
        if not accepted or self._fields is None or not self._fingerprint:
            self._view.show_error(self._words("Not signed in: the server's certificate was not confirmed."))
            return
        try:
            self._trust.accept(self._fields.server_url, self._fingerprint)
        except CrmError as error:
            self._view.show_error(sentence(Trouble(error.error_id, error.detail), self._words))
            return
        self._attempt()

    def _locked_text(self, wait_s: float) -> str:
        return self._words(
            "Too many wrong passwords. Please try again in {seconds} s.", seconds=max(1, round(wait_s))
        )

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._view.show_busy(busy)


def normal_url(text: str) -> str:
    """'pbx.example' becomes 'https://pbx.example'; no slash at the end."""
    trimmed = text.strip().rstrip("/")
    return trimmed if not trimmed or "://" in trimmed else f"https://{trimmed}"


def readable_fingerprint(fingerprint: str) -> str:
    """In groups of four, so that two people can compare it on the phone."""
    plain = fingerprint.replace(":", "").upper()
    return " ".join(plain[i : i + 4] for i in range(0, len(plain), 4))
