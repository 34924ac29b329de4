"""Signing in, and everything that may stand in the way."""

from __future__ import annotations

from typing import Any

import pytest

from app.contracts.people import DeskConfig, TodayView, UserView
from app.crm_client.errors import (
    CertificateChanged,
    CertificateUnknown,
    CrmError,
    KeyringLocked,
    KeyringMissing,
    SignInFailed,
    SignInLocked,
    Unreachable,
)
from app.ui.presenters.sign_in import Session, SignInFields, SignInPresenter, normal_url
from app.ui.tasks import UiTasks
from tests.presenters import ui_fakes as f

USER = UserView(user_id="a1", username="1001", display_name="王芳", role="AGENT")
CONFIG = DeskConfig(
    user=USER,
    agent=None,
    phone=None,
    queues=[],
    outcomes=[],
    not_ready_reasons=[],
    ticket_types=[],
    today=TodayView(answered=0, talk_s_average=0, missed=0),
    company="晨光",
    server_version="1",
)


class Keyring:
    def __init__(self, password: str | None = None, fails: CrmError | None = None) -> None:
        self.password, self.fails = password, fails
        self.saved: list[tuple[str, ...]] = []
        self.forgotten = 0

    def load(self, server_url: str, username: str) -> str | None:
        if self.fails:
            raise self.fails
        return self.password

    def save(self, *what: str) -> None:
        if self.fails:
            raise self.fails
        self.saved.append(what)

    def forget(self, server_url: str, username: str) -> None:
        self.forgotten += 1


class Server:
    """``problems`` come one after the other, then the sign-in succeeds."""

    def __init__(self, *problems: CrmError) -> None:
        self.problems = list(problems)
        self.tried: list[tuple[str, str]] = []
        self.closed = 0

    async def sign_in(self, username: str, password: str) -> None:
        self.tried.append((username, password))
        if self.problems:
            raise self.problems.pop(0)

    async def me(self) -> DeskConfig:
        return CONFIG

    async def close(self) -> None:
        self.closed += 1


class Trust:
    def __init__(self) -> None:
        self.accepted: list[tuple[str, str]] = []

    def accept(self, server_url: str, fingerprint: str) -> None:
        self.accepted.append((server_url, fingerprint))


class Room:
    def __init__(self, server: Server, keyring: Keyring | None = None) -> None:
        self.server, self.keyring, self.trust = server, keyring or Keyring(), Trust()
        self.view, self.tasks, self.clock = f.FakeView(), UiTasks(), f.FakeClock()
        self.urls: list[str] = []
        self.sessions: list[Session] = []
        connect: Any = self._connect
        self.presenter = SignInPresenter(
            self.view,
            f.FakeWords(),
            self.tasks,
            self.clock,
            connect,
            self.keyring,
            self.trust,
            self.sessions.append,
        )

    def _connect(self, url: str) -> Server:
        self.urls.append(url)
        return self.server

    async def submit(self, password: str = "secret", remember: bool = True) -> None:
        self.presenter.submit(SignInFields("pbx.example", "1001", password, remember))
        await self.tasks.settle()

    @property
    def error(self) -> str:
        return self.view.last.get("show_error", "")


async def test_signing_in_opens_the_session_and_keeps_the_password():
    room = Room(Server())
    await room.submit()
    assert room.urls == ["https://pbx.example"]
    assert room.sessions[0].config.user.display_name == "王芳"
    assert room.keyring.saved == [("https://pbx.example", "1001", "secret")]
    assert room.view.count("done") == 1


async def test_not_remembering_forgets():
    room = Room(Server())
    await room.submit(remember=False)
    assert room.keyring.saved == [] and room.keyring.forgotten == 1


async def test_a_stored_password_is_filled_in():
    room = Room(Server(), Keyring("stored"))
    room.presenter.start("https://pbx.example", "1001")
    await room.tasks.settle()
    assert room.view.last["show_fields"].password == "stored"


@pytest.mark.parametrize(
    ("problem", "hint"),
    [(KeyringMissing("none"), "no password store"), (KeyringLocked("locked"), "is locked")],
)
async def test_a_keyring_that_fails_is_said_and_hinders_nothing(problem: CrmError, hint: str):
    room = Room(Server(), Keyring(fails=problem))
    room.presenter.start("https://pbx.example", "1001")
    await room.tasks.settle()
    assert hint in room.view.last["show_password_hint"]
    await room.submit()
    assert len(room.sessions) == 1


async def test_wrong_password_says_so_and_can_be_tried_again():
    room = Room(Server(SignInFailed("no")))
    await room.submit("wrong")
    assert "password is wrong" in room.error and room.sessions == []
    assert room.server.closed == 1
    await room.submit("right")
    assert len(room.sessions) == 1


async def test_locked_counts_down_without_asking_the_server():
    room = Room(Server(SignInLocked("locked", 60)))
    await room.submit()
    room.clock.pass_s(20)
    await room.submit()
    assert "in 40 s" in room.error and len(room.server.tried) == 1
    room.clock.pass_s(41)
    await room.submit()
    assert len(room.sessions) == 1


async def test_no_server_is_said_with_the_next_step():
    room = Room(Server(Unreachable("gone")))
    await room.submit()
    assert "Check the network" in room.error
    assert room.view.last["show_busy"] is False


async def test_first_contact_asks_for_the_fingerprint_and_goes_on():
    room = Room(Server(CertificateUnknown("new", "ab" * 32)))
    await room.submit()
    shown, changed = room.view.last["ask_certificate"]
    assert shown.startswith("ABAB ABAB") and changed is False
    room.presenter.certificate_answered(True)
    await room.tasks.settle()
    assert room.trust.accepted == [("https://pbx.example", "ab" * 32)]
    assert len(room.sessions) == 1


async def test_a_refused_certificate_signs_nobody_in():
    room = Room(Server(CertificateChanged("other", "cd" * 32)))
    await room.submit()
    assert room.view.last["ask_certificate"][1] is True
    room.presenter.certificate_answered(False)
    await room.tasks.settle()
    assert room.sessions == [] and room.trust.accepted == [] and "not confirmed" in room.error


async def test_empty_fields_are_not_sent():
    room = Room(Server())
    await room.submit("")
    assert "fill in" in room.error and room.server.tried == []


def test_addresses_are_completed():
    assert normal_url(" pbx.example/ ") == "https://pbx.example"
    assert normal_url("http://127.0.0.1:8080") == "http://127.0.0.1:8080"
