"""Live messages over a real WebSocket: in order, none twice, and back by itself after every break."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from app.contracts.live import AgentChanged, CallChanged, Hello, LiveMessage, OfferMade, OfferWithdrawn
from app.crm_client import live as live_module
from app.crm_client.http import CrmClient
from app.crm_client.live import Live
from app.crm_client.trust import TrustStore
from tests.doubles import fake_crm_content as content
from tests.doubles.fake_crm import PASSWORD, FakeCrm
from tests.doubles.patience import PATIENCE_S


class Desk:
    """What a desktop keeps: all messages, and the state they lead to."""

    def __init__(self) -> None:
        self.messages: list[LiveMessage] = []
        self.connection: list[tuple[bool, str]] = []
        self.changed = asyncio.Event()

    def take(self, message: LiveMessage) -> None:
        self.messages.append(message)
        self.changed.set()

    def connected(self, up: bool, error_id: str) -> None:
        self.connection.append((up, error_id))
        self.changed.set()

    async def until(self, condition: Callable[[], bool], timeout_s: float = PATIENCE_S) -> None:
        async with asyncio.timeout(timeout_s):
            while not condition():
                self.changed.clear()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.changed.wait(), 0.05)

    @property
    def offer_id(self) -> str | None:
        """Which offer is on the screen, by the messages alone."""
        shown: str | None = None
        for message in self.messages:
            match message:
                case Hello():
                    shown = message.offer.offer_id if message.offer else None
                case OfferMade():
                    shown = message.offer.offer_id
                case OfferWithdrawn():
                    shown = None
                case _:
                    pass
        return shown

    def kinds(self) -> list[str]:
        return [message.kind for message in self.messages]


class Line:
    def __init__(self, crm: FakeCrm, tmp_path: Path) -> None:
        self.crm = crm
        self.desk = Desk()
        self.trust = TrustStore(tmp_path / "trust.json", preset=crm.fingerprint or None)
        self.client = CrmClient(crm.url, self.trust, timeout_s=2.0)
        self.live = Live(self.client, self.desk.take, self.desk.connected)

    async def up(self) -> None:
        await self.client.sign_in("1001", PASSWORD)
        self.live.start()
        await self.desk.until(lambda: self.desk.connection[-1:] == [(True, "")])


@pytest.fixture(params=[False, True], ids=["http", "tls"])
async def line(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Line]:
    with FakeCrm(tls=request.param) as crm:
        made = Line(crm, tmp_path)
        yield made
        await made.live.stop()
        await made.client.close()


async def test_hello_first_then_each_message_once_in_order(line: Line) -> None:
    await line.up()
    line.crm.offer()
    line.crm.answer()
    line.crm.end_call()
    line.crm.agent_changed(phone_registered=False)  # shares its cursor with the message before
    await line.desk.until(lambda: len(line.desk.messages) == 1 + len(line.crm.said))
    assert line.desk.messages[0].kind == "hello"
    assert line.desk.messages[1:] == line.crm.said
    last = line.desk.messages[-1]
    assert isinstance(last, AgentChanged) and not last.agent.phone_registered


async def test_a_dropped_connection_is_back_soon_with_the_cursor(line: Line) -> None:
    await line.up()
    line.crm.offer()
    await line.desk.until(lambda: line.desk.offer_id is not None)
    loop = asyncio.get_running_loop()
    dropped = loop.time()
    line.crm.drop_live()
    await line.desk.until(lambda: line.desk.connection == [(True, ""), (False, "unreachable"), (True, "")])
    assert loop.time() - dropped < 2.0
    assert line.crm.live_cursors == [0, line.desk.messages[-1].cursor]
    assert line.desk.offer_id == "offer-1"


async def test_what_happened_while_away_is_there_after_coming_back(line: Line) -> None:
    await line.up()
    line.crm.offer()
    await line.desk.until(lambda: line.desk.offer_id == "offer-1")
    line.crm.go_away()
    await line.desk.until(lambda: line.desk.connection[-1] == (False, "unreachable"))
    line.crm.withdraw("caller-left")
    second = line.crm.offer()
    line.crm.come_back()
    await line.desk.until(lambda: line.desk.offer_id == second.offer_id)
    call = line.crm.answer()
    await line.desk.until(lambda: isinstance(line.desk.messages[-1], CallChanged))
    assert line.desk.offer_id is None
    assert call.state == "TALKING"


async def test_no_message_is_lost_however_often_the_connection_breaks(line: Line) -> None:
    """Twenty offers while the line breaks again and again: the screen is always right in the end."""
    await line.up()
    for turn in range(20):
        offer = line.crm.offer()
        if turn % 3 == 0:
            line.crm.drop_live()
            line.live.kick()
        await line.desk.until(lambda offer=offer: line.desk.offer_id == offer.offer_id)
        line.crm.withdraw()
        await line.desk.until(lambda: line.desk.offer_id is None)


async def test_the_waits_grow_and_a_kick_cuts_them_short(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_module, "RETRY_DELAYS_S", (0.02, 0.02, 60.0))
    await line.up()
    line.crm.go_away()
    tries: list[float] = []
    wait = live_module.wait_for_event

    async def noted(event: asyncio.Event, timeout_s: float | None) -> bool:
        tries.append(timeout_s or 0.0)
        return await wait(event, timeout_s)

    monkeypatch.setattr(live_module, "wait_for_event", noted)
    await line.desk.until(lambda: 60.0 in tries)
    line.crm.come_back()
    line.live.kick()
    await line.desk.until(lambda: line.desk.connection[-1] == (True, ""), timeout_s=2.0)
    assert line.desk.connection == [(True, ""), (False, "unreachable"), (True, "")]


async def test_an_expired_sign_in_is_said_and_mended_by_signing_in(line: Line) -> None:
    await line.up()
    line.crm.expire_tokens()
    await line.desk.until(lambda: line.desk.connection[-1] == (False, "not-signed-in"))
    asked = len(line.crm.live_cursors)
    await line.client.sign_in("1001", PASSWORD)
    await line.desk.until(lambda: line.desk.connection[-1] == (True, ""))
    assert len(line.crm.live_cursors) == asked + 1


async def test_the_next_user_on_the_same_desktop_gets_a_connection_of_her_own(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    await line.up()
    zhao = content.USER.model_copy(update={"user_id": "agent-1002", "username": "1002"})
    monkeypatch.setattr(content, "USER", zhao)
    await line.client.sign_in("1002", PASSWORD)
    await line.desk.until(lambda: len(line.crm.live_cursors) == 2 and line.desk.connection[-1] == (True, ""))
    await line.desk.until(lambda: line.crm.connected_desktops == 1)
    await line.client.sign_in("1002", PASSWORD)  # the same one again: nothing is disturbed
    line.crm.offer()
    await line.desk.until(lambda: line.desk.offer_id == "offer-1")
    assert len(line.crm.live_cursors) == 2


async def test_a_message_of_a_newer_server_is_passed_over(line: Line) -> None:
    await line.up()

    class Unknown:
        kind = "weather_changed"

        def model_dump_json(self) -> str:
            return '{"kind": "weather_changed", "cursor": 5000, "sky": "clear"}'

    line.crm.say(lambda _: Unknown())  # pyright: ignore[reportArgumentType, reportReturnType]
    line.crm.offer()
    await line.desk.until(lambda: line.desk.offer_id == "offer-1")
    assert line.desk.connection == [(True, "")]


async def test_a_receiver_that_fails_does_not_end_the_line(
    line: Line, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    take = line.desk.take

    def broken(message: LiveMessage) -> None:
        take(message)
        raise RuntimeError("a bug in the screen")

    line.live = Live(line.client, broken, line.desk.connected)
    await line.up()
    line.crm.offer()
    await line.desk.until(lambda: line.desk.offer_id == "offer-1")
    assert "a bug in the screen" in caplog.text


async def test_a_line_that_went_silent_is_noticed(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pulled cable says nothing: the server's thread stands still, and a kick asks for a sign of life."""
    monkeypatch.setattr(live_module, "KICK_PONG_WITHIN_S", 0.1)
    await line.up()
    line.live.kick()
    await asyncio.sleep(0.2)
    assert line.desk.connection == [(True, "")]  # it answered: nothing happens
    release = line.crm.freeze()
    try:
        line.live.kick()
        await line.desk.until(lambda: line.desk.connection[-1] == (False, "unreachable"), timeout_s=2.0)
    finally:
        release()
    await line.desk.until(lambda: line.desk.connection[-1] == (True, ""), timeout_s=8.0)


async def test_a_pulled_cable_is_noticed_without_anybodys_help(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_module, "PING_EVERY_S", 0.1)
    monkeypatch.setattr(live_module, "PONG_WITHIN_S", 0.3)
    await line.up()
    release = line.crm.freeze()
    try:
        await line.desk.until(lambda: line.desk.connection[-1] == (False, "unreachable"), timeout_s=3.0)
    finally:
        release()


async def test_another_language_begins_the_line_anew_without_a_word(line: Line) -> None:
    await line.up()
    hellos = line.desk.kinds().count("hello")
    line.client.language = "en"
    line.live.reopen()
    await line.desk.until(lambda: line.desk.kinds().count("hello") == hellos + 1)
    assert line.desk.connection == [(True, "")], "nobody is told that the server is away"
    line.crm.offer()
    await line.desk.until(lambda: line.desk.offer_id is not None)


async def test_stopping_ends_the_connection(line: Line) -> None:
    await line.up()
    await line.live.stop()
    await line.desk.until(lambda: line.crm.connected_desktops == 0)
    line.crm.offer()
    assert line.desk.kinds() == ["hello"]


async def test_a_changed_certificate_gets_no_token(tmp_path: Path) -> None:
    with FakeCrm(tls=True) as crm:
        line = Line(crm, tmp_path)
        await line.up()
        seen = len(crm.live_cursors)
        crm.change_certificate()
        await line.desk.until(lambda: line.desk.connection[-1] == (False, "certificate-changed"))
        assert len(crm.live_cursors) == seen
        line.trust.accept(crm.url, crm.fingerprint)
        line.live.kick()
        await line.desk.until(lambda: line.desk.connection[-1] == (True, ""))
        await line.live.stop()
        await line.client.close()
