"""What the agent wrote arrives once, whatever happens to server, network and desktop in between."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from app.contracts.calls import CallResult
from app.contracts.customers import NewCustomer
from app.contracts.people import UserView
from app.contracts.tickets import NewTicket, TicketView
from app.crm_client import outbox as outbox_module
from app.crm_client.http import CrmClient
from app.crm_client.outbox import Outbox
from app.crm_client.outbox_items import OutboxState
from app.crm_client.trust import TrustStore
from tests.doubles import fake_crm_content as content
from tests.doubles.fake_crm import PASSWORD, FakeCrm
from tests.doubles.patience import PATIENCE_S


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox_module, "RETRY_DELAYS_S", (0.05, 0.1, 0.2))


@pytest.fixture
def crm() -> Iterator[FakeCrm]:
    with FakeCrm() as server:
        yield server


class Desktop:
    """A client and its outbox; ``restart`` is what a crash and a new start leave of them."""

    def __init__(self, crm: FakeCrm, folder: Path) -> None:
        self.crm, self.folder = crm, folder
        self.states: list[OutboxState] = []
        self.changed = asyncio.Event()
        self._build()

    def _build(self) -> None:
        self.client = CrmClient(self.crm.url, TrustStore(self.folder / "trust.json"), timeout_s=0.5)
        self.outbox = Outbox(self.folder / "outbox.db", self.client, self.take)

    def take(self, state: OutboxState) -> None:
        self.states.append(state)
        self.changed.set()

    async def sign_in(self) -> None:
        await self.client.sign_in("1001", PASSWORD)
        self.outbox.start()

    async def stop(self) -> None:
        await self.outbox.stop()
        await self.client.close()

    async def restart(self) -> None:
        await self.stop()
        self._build()

    async def until(
        self, condition: Callable[[OutboxState], bool], timeout_s: float = PATIENCE_S
    ) -> OutboxState:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                while not condition(self.outbox.state):
                    self.changed.clear()
                    with contextlib.suppress(TimeoutError):  # conditions may be about the server, too
                        await asyncio.wait_for(self.changed.wait(), 0.02)
        assert condition(self.outbox.state), self.outbox.state
        return self.outbox.state

    async def empty(self) -> OutboxState:
        return await self.until(lambda state: state.waiting == 0 and state.problem == "")


@pytest.fixture
async def desktop(crm: FakeCrm, tmp_path: Path) -> AsyncIterator[Desktop]:
    made = Desktop(crm, tmp_path)
    yield made
    await made.stop()


PUTS: dict[str, Callable[[Outbox], str]] = {
    "result": lambda outbox: outbox.put_result("call-7", CallResult(outcome="resolved", note="已更换桌面")),
    "ticket": lambda outbox: outbox.put_ticket(NewTicket(type="repair", title="铰链", call_id="call-7")),
    "customer": lambda outbox: outbox.put_customer(NewCustomer(name="赵敏", number="13900000000")),
}


def effects(crm: FakeCrm, kind: str) -> int:
    return len({"result": crm.results, "ticket": crm.tickets, "customer": crm.customers}[kind])


MISHAPS: dict[str, Callable[[FakeCrm], None]] = {
    "none": lambda crm: None,
    "dies before the request": lambda crm: crm.die_before("/api/v1/", times=3, method=""),
    "dies before the answer": lambda crm: crm.die_after("/api/v1/", times=3, method=""),
    "dies before, then after": lambda crm: (crm.die_before("/api", 1), crm.die_after("/api", 2))[0],
    "answers too late": lambda crm: crm.slow(0.8, "/api/v1/"),
    "database busy": lambda crm: crm.answer_with(503, "storage-busy", "/api/v1/", times=2),
    "disk full": lambda crm: crm.answer_with(507, "storage-full", "/api/v1/", times=2),
    "broken": lambda crm: crm.answer_with(500, "internal", "/api/v1/", times=2),
    "too many requests": lambda crm: crm.answer_with(429, "too-many", "/api/v1/", retry_after_s=1),
    "first one in progress": lambda crm: crm.answer_with(409, "idempotency-in-progress", "/api/v1/"),
    "request time-out": lambda crm: crm.answer_with(408, "http-408", "/api/v1/"),
    "goes away": lambda crm: crm.go_away(),
}


@pytest.mark.parametrize("kind", list(PUTS))
@pytest.mark.parametrize("mishap", list(MISHAPS))
async def test_nothing_lost_and_nothing_doubled(
    crm: FakeCrm, desktop: Desktop, mishap: str, kind: str
) -> None:
    await desktop.sign_in()
    MISHAPS[mishap](crm)
    key = PUTS[kind](desktop.outbox)
    if mishap == "goes away":
        await desktop.until(lambda state: state.problem == "unreachable")
        assert desktop.outbox.state.waiting == 1
        crm.come_back()
    state = await desktop.empty()
    assert effects(crm, kind) == 1
    assert [(item.key, item.kind) for item in state.sent] == [(key, kind)]
    assert state.refused == ()


@pytest.mark.parametrize("kind", list(PUTS))
async def test_carried_out_but_the_answer_never_came_before_a_restart(
    crm: FakeCrm, desktop: Desktop, kind: str
) -> None:
    await desktop.sign_in()
    crm.die_after("/api/v1/", times=100)
    PUTS[kind](desktop.outbox)
    await desktop.until(lambda _: effects(crm, kind) == 1)
    await desktop.restart()
    crm.repair()
    assert desktop.outbox.state.waiting == 1
    await desktop.sign_in()
    state = await desktop.empty()
    assert (effects(crm, kind), len(state.sent)) == (1, 1)


async def test_written_while_the_server_is_away_arrives_in_order_when_it_is_back(
    crm: FakeCrm, desktop: Desktop
) -> None:
    await desktop.sign_in()
    crm.go_away()
    for number in range(10):
        desktop.outbox.put_result(f"call-{number}", CallResult(outcome="resolved", note=f"第 {number} 条"))
        desktop.outbox.put_ticket(NewTicket(type="repair", title=f"工单 {number}"))
    await desktop.until(lambda state: state.problem == "unreachable")
    assert desktop.outbox.state.waiting == 20
    await desktop.restart()
    crm.come_back()
    crm.die_after("/result", times=3)
    await desktop.sign_in()
    await desktop.empty()
    assert [call_id for call_id, _ in crm.results] == [f"call-{number}" for number in range(10)]
    assert [ticket.title for ticket in crm.tickets] == [f"工单 {number}" for number in range(10)]
    first_tries: dict[str, str] = {}
    for method, path, key in crm.requests:
        if method in ("PUT", "POST") and key:
            first_tries.setdefault(key, path)
    assert [path.endswith("/tickets") for path in first_tries.values()] == [False, True] * 10


async def test_a_kick_ends_a_long_wait(
    crm: FakeCrm, desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox_module, "RETRY_DELAYS_S", (60.0,))
    await desktop.sign_in()
    crm.go_away()
    PUTS["ticket"](desktop.outbox)
    await desktop.until(lambda state: state.problem == "unreachable")
    crm.come_back()
    PUTS["result"](desktop.outbox)
    await asyncio.sleep(0.1)
    assert desktop.outbox.state.waiting == 2  # what is new waits its turn
    desktop.outbox.kick()
    await desktop.empty()


async def test_a_refused_one_is_kept_to_be_seen_and_blocks_nothing(crm: FakeCrm, desktop: Desktop) -> None:
    await desktop.sign_in()
    crm.answer_with(404, "not-found", "/result")
    refused_key = PUTS["result"](desktop.outbox)
    PUTS["ticket"](desktop.outbox)
    state = await desktop.empty()
    assert [item.kind for item in state.sent] == ["ticket"]
    await desktop.restart()
    (refused,) = desktop.outbox.state.refused
    assert (refused.key, refused.kind, refused.error_id) == (refused_key, "result", "not-found")
    assert "已更换桌面" in refused.body
    await desktop.sign_in()
    await asyncio.sleep(0.1)
    assert crm.results == []
    desktop.outbox.discard(refused_key)
    await desktop.restart()
    assert desktop.outbox.state.refused == ()


async def test_a_refused_one_can_be_sent_again(crm: FakeCrm, desktop: Desktop) -> None:
    await desktop.sign_in()
    crm.answer_with(422, "outcome-required", "/result")
    key = PUTS["result"](desktop.outbox)
    await desktop.until(lambda state: len(state.refused) == 1)
    (line,) = desktop.outbox.lines
    assert (line.key, line.kind, line.error_id, line.sending) == (key, "result", "outcome-required", False)
    assert line.written_at is not None and "已更换桌面" in line.body
    desktop.outbox.retry(key)
    state = await desktop.empty()
    assert [item.key for item in state.sent] == [key] and len(crm.results) == 1
    assert desktop.outbox.lines == ()


async def test_a_result_refused_for_want_of_an_outcome_is_sent_with_one(
    crm: FakeCrm, desktop: Desktop
) -> None:
    crm.answer_with(422, "outcome-required", "result")
    await desktop.sign_in()
    refused = desktop.outbox.put_result("call-7", CallResult(outcome="", note="开裂", finish=True))
    await desktop.until(lambda state: bool(state.refused))
    desktop.outbox.retry_with_outcome(refused, "resolved")
    assert not desktop.outbox.state.refused
    await desktop.restart()  # it was changed on the disk, too
    await desktop.sign_in()
    state = await desktop.until(lambda state: bool(state.sent) or bool(state.refused))
    assert not state.refused
    [(call_id, kept)] = crm.results
    assert call_id == "call-7"
    assert state.sent[0].key != refused, "another text under the old key would be refused"
    assert (kept.outcome, kept.note, kept.finish) == ("resolved", "开裂", True)


async def test_a_later_result_of_the_call_takes_the_refused_one_along(crm: FakeCrm, desktop: Desktop) -> None:
    crm.answer_with(422, "outcome-required", "result")
    await desktop.sign_in()
    desktop.outbox.put_result("call-7", CallResult(outcome="", note="开裂", finish=True))
    await desktop.until(lambda state: bool(state.refused))
    desktop.outbox.put_result("call-7", CallResult(outcome="resolved", note="开裂", finish=True))
    await desktop.empty()
    assert not desktop.outbox.lines


async def test_one_that_waits_can_be_taken_out_but_not_while_it_is_on_its_way(
    crm: FakeCrm, desktop: Desktop
) -> None:
    await desktop.sign_in()
    crm.go_away()
    first, second = PUTS["result"](desktop.outbox), PUTS["ticket"](desktop.outbox)
    await desktop.until(lambda state: state.problem == "unreachable")
    assert [line.sending for line in desktop.outbox.lines] == [False, False]
    desktop.outbox.discard(second)
    await desktop.restart()
    assert [line.key for line in desktop.outbox.lines] == [first]
    crm.come_back()
    await desktop.sign_in()
    crm.slow(0.5, "/result")
    desktop.outbox.kick()
    for _ in range(100):
        if any(line.sending for line in desktop.outbox.lines):
            break
        await asyncio.sleep(0.01)
    desktop.outbox.discard(first)
    await desktop.empty()
    assert len(crm.results) == 1 and crm.tickets == []


@pytest.mark.parametrize("status", [400, 403, 409, 413, 422])
async def test_what_the_server_will_never_take_is_refused_at_once(
    crm: FakeCrm, desktop: Desktop, status: int
) -> None:
    await desktop.sign_in()
    crm.answer_with(status, "idempotency-conflict" if status == 409 else "invalid", "/tickets")
    PUTS["ticket"](desktop.outbox)
    state = await desktop.until(lambda state: len(state.refused) == 1)
    assert state.waiting == 0


async def test_an_expired_sign_in_holds_everything_until_signed_in_again(
    crm: FakeCrm, desktop: Desktop
) -> None:
    await desktop.sign_in()
    crm.expire_tokens()
    PUTS["ticket"](desktop.outbox)
    await desktop.until(lambda state: state.problem == "not-signed-in")
    asked = len(crm.requests)
    await asyncio.sleep(0.3)
    assert (len(crm.requests), crm.tickets) == (asked, [])
    await desktop.client.sign_in("1001", PASSWORD)
    await desktop.empty()
    assert len(crm.tickets) == 1


async def test_written_before_anybody_could_sign_in(crm: FakeCrm, desktop: Desktop) -> None:
    desktop.outbox.start()
    PUTS["ticket"](desktop.outbox)
    await desktop.until(lambda state: state.problem == "not-signed-in")
    await desktop.client.sign_in("1001", PASSWORD)
    await desktop.empty()
    assert len(crm.tickets) == 1


async def test_what_one_agent_wrote_is_never_sent_in_the_name_of_another(
    crm: FakeCrm, desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desktop.sign_in()
    crm.go_away()
    PUTS["ticket"](desktop.outbox)
    await desktop.until(lambda state: state.problem == "unreachable")
    await desktop.restart()
    crm.come_back()
    with monkeypatch.context() as other:
        zhao = UserView(user_id="agent-1002", username="1002", display_name="赵磊", role="AGENT")
        other.setattr(content, "USER", zhao)
        await desktop.client.sign_in("1002", PASSWORD)
        desktop.outbox.start()
        PUTS["customer"](desktop.outbox)
        state = await desktop.empty()
    assert ([item.kind for item in state.sent], crm.tickets) == (["customer"], [])
    await desktop.client.sign_in("1001", PASSWORD)
    await desktop.until(lambda _: len(crm.tickets) == 1)


async def test_the_screen_hears_of_every_step(crm: FakeCrm, desktop: Desktop) -> None:
    await desktop.sign_in()
    PUTS["ticket"](desktop.outbox)
    await desktop.empty()
    assert [state.waiting for state in desktop.states] == [0, 1, 0]
    (sent,) = desktop.states[-1].sent
    assert isinstance(sent.answer, TicketView) and sent.answer.number == crm.tickets[0].number


async def test_a_screen_that_fails_does_not_stop_the_outbox(crm: FakeCrm, tmp_path: Path) -> None:
    def broken(_: OutboxState) -> None:
        raise RuntimeError("a bug in the screen")

    client = CrmClient(crm.url, TrustStore(tmp_path / "trust.json"))
    outbox = Outbox(tmp_path / "outbox.db", client, broken)
    await client.sign_in("1001", PASSWORD)
    outbox.start()
    PUTS["ticket"](outbox)
    await asyncio.to_thread(crm.wait_for, lambda crm: len(crm.tickets) == 1)
    PUTS["customer"](outbox)
    await asyncio.to_thread(crm.wait_for, lambda crm: len(crm.customers) == 1)
    await outbox.stop()
    await client.close()


# --- kill -9 ------------------------------------------------------------------------------------------

CHILD = """
import asyncio, sys
from pathlib import Path
from app.contracts.tickets import NewTicket
from app.crm_client.http import CrmClient
from app.crm_client.outbox import Outbox
from app.crm_client.trust import TrustStore

async def main(url, folder, send):
    client = CrmClient(url, TrustStore(folder / "trust.json"), timeout_s=30)
    outbox = Outbox(folder / "outbox.db", client, lambda state: None)
    await client.sign_in("1001", "correct-horse")
    if send:
        outbox.start()
    for number in range(5):
        print(outbox.put_ticket(NewTicket(type="repair", title=f"ticket {number}")), flush=True)
    await asyncio.sleep(60)

asyncio.run(main(sys.argv[1], Path(sys.argv[2]), sys.argv[3] == "send"))
"""


@pytest.mark.parametrize("moment", ["between put and send", "while the server works", "after the effect"])
async def test_kill_9_of_the_desktop(crm: FakeCrm, tmp_path: Path, moment: str) -> None:
    if moment == "while the server works":
        crm.slow(0.3, "/tickets")
    if moment == "after the effect":
        crm.die_after("/tickets", times=100)
    send = "keep" if moment == "between put and send" else "send"
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, crm.url, str(tmp_path), send], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    keys = [(await asyncio.to_thread(child.stdout.readline)).strip() for _ in range(5)]
    if moment == "while the server works":
        await asyncio.to_thread(
            crm.wait_for, lambda crm: any("/tickets" in path for _, path, _ in crm.requests)
        )
    if moment == "after the effect":
        await asyncio.to_thread(crm.wait_for, lambda crm: bool(crm.tickets))
    child.kill()
    await asyncio.to_thread(child.wait)
    child.stdout.close()
    crm.repair()

    desktop = Desktop(crm, tmp_path)
    assert desktop.outbox.state.waiting == 5
    await desktop.sign_in()
    state = await desktop.empty()
    await desktop.stop()
    assert [item.key for item in state.sent] == keys
    assert [ticket.title for ticket in crm.tickets] == [f"ticket {number}" for number in range(5)]
