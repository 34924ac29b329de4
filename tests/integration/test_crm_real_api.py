"""The desktop's line against the real server in a process of its own, which is killed and comes back."""

from __future__ import annotations

import asyncio
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from app.contracts.calls import CallResult
from app.contracts.customers import CustomerView, NewCustomer
from app.contracts.people import StateWish
from app.contracts.replies import NewQuickReply, SpeakWish, TextWish
from app.contracts.tickets import NewTicket, TicketView
from app.crm_client.errors import CertificateUnknown, NotSignedIn, Refused, SignInFailed, SignInLocked
from app.crm_client.http import CrmClient
from app.crm_client.live import Live
from app.crm_client.outbox import Outbox
from app.crm_client.transport import Request
from app.crm_client.trust import TrustStore


def free_ports(count: int) -> list[int]:
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


class RealServer:
    """``seatline server --sample`` on this machine; keeps its ports and its data when it comes back."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._http, self._sip, self._tls = free_ports(3)
        self._process: subprocess.Popen[str] | None = None
        self.fingerprint = ""
        self.url = f"https://127.0.0.1:{self._http}"

    def start(self) -> None:
        log = (self._folder / "server.log").open("a")
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "app", "server", "--data", str(self._folder / "data"), "--sample"),
                *("--http", f"127.0.0.1:{self._http}", "--sip", f"127.0.0.1:{self._sip}"),
                *("--sip-tls-port", str(self._tls), "--rtp", "26000-26099"),
            ],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
        log.close()
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if found := re.search(r"SHA-256: ([0-9a-f]{64})", line):
                self.fingerprint = found[1]
                return
        raise AssertionError((self._folder / "server.log").read_text())

    def kill(self) -> None:
        """As the operating system would: no goodbye."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            assert self._process.stdout is not None
            self._process.stdout.close()
            self._process = None

    def account(self, username: str) -> dict[str, Any]:
        accounts = json.loads((self._folder / "data" / "sample-accounts.json").read_text())
        return next(account for account in accounts if account["username"] == username)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    made = RealServer(tmp_path_factory.mktemp("real"))
    try:
        made.start()
        yield made
    finally:
        made.kill()


@pytest.fixture
async def client(server: RealServer, tmp_path: Path) -> AsyncIterator[CrmClient]:
    made = CrmClient(server.url, TrustStore(tmp_path / "trust.json", preset=server.fingerprint))
    await made.sign_in("1001", server.account("1001")["password"])
    yield made
    await made.close()


async def until(condition: Any, timeout_s: float = 15.0) -> None:
    changed = asyncio.Event()
    async with asyncio.timeout(timeout_s):
        while not condition():
            try:
                await asyncio.wait_for(changed.wait(), 0.02)
            except TimeoutError:
                continue


async def titles(client: CrmClient, customer_id: str) -> list[str]:
    """All tickets of a customer as the server has them."""
    path = f"/api/v1/tickets?customer_id={customer_id}&limit=100"
    answer = await client.transport.send(Request("GET", path, headers=client.authorization))
    return [ticket["title"] for ticket in json.loads(answer.content)["items"]]


async def test_first_contact_then_a_shift(server: RealServer, tmp_path: Path) -> None:
    trust = TrustStore(tmp_path / "trust.json")
    client = CrmClient(server.url, trust)
    account = server.account("1002")
    with pytest.raises(CertificateUnknown) as unknown:
        await client.sign_in("1002", account["password"])
    assert unknown.value.fingerprint == server.fingerprint
    trust.accept(server.url, unknown.value.fingerprint)
    await client.sign_in("1002", account["password"])
    desk = await client.me()
    assert desk.user.username == "1002"
    assert desk.phone is not None and desk.phone.sip_user == account["sip_user"]
    reason = desk.not_ready_reasons[0].code
    agent = await client.set_state(StateWish(state="NOT_READY", reason=reason))
    assert (agent.state, agent.reason) == ("NOT_READY", reason)
    assert {queue.queue_id for queue in await client.queues()} == {queue.queue_id for queue in desk.queues}
    await client.sign_out()
    with pytest.raises(NotSignedIn):
        await client.me()
    await client.close()


async def test_customers_tickets_and_own_calls(client: CrmClient) -> None:
    calls = await client.my_calls(limit=3)
    more = await client.my_calls(calls.next_cursor, limit=3)
    assert len({call.call_id for call in calls.items + more.items}) == len(calls.items + more.items) > 0
    known = next(call for call in calls.items + more.items if call.customer_id)
    assert known.customer_id is not None
    file = await client.customer_file(known.customer_id)
    assert file.customer is not None
    assert file.customer in await client.search_customers(file.customer.name)
    assert (await client.timeline(known.customer_id, file.timeline_cursor)).items is not None
    fresh = await client.create_customer(NewCustomer(name="测试客户", number="13912345678"), "new-1")
    assert (await client.customer_by_number("139 1234 5678")).customer == fresh
    desk = await client.me()
    view = await client.put_result(
        known.call_id, CallResult(outcome=desk.outcomes[0].code, note="已回电"), "result-1"
    )
    assert (view.note, view.result) == ("已回电", desk.outcomes[0].code)
    new = NewTicket(customer_id=fresh.customer_id, type=desk.ticket_types[0].code, title="铰链异响")
    first = await client.create_ticket(new, "ticket-1")
    assert await client.create_ticket(new, "ticket-1") == first
    with pytest.raises(Refused) as conflict:
        await client.create_ticket(new.model_copy(update={"title": "别的"}), "ticket-1")
    assert (conflict.value.status, conflict.value.error_id) == (409, "idempotency-conflict")
    assert await titles(client, fresh.customer_id) == ["铰链异响"]


async def test_wrong_passwords_and_then_the_lock(server: RealServer, tmp_path: Path) -> None:
    client = CrmClient(server.url, TrustStore(tmp_path / "trust.json", preset=server.fingerprint))
    for _ in range(20):
        with pytest.raises(SignInFailed) as failed:
            await client.sign_in("1009", "wrong")
        if isinstance(failed.value, SignInLocked):
            break
    assert isinstance(failed.value, SignInLocked)
    assert 1 <= failed.value.retry_after_s <= 3600
    await client.close()


async def test_killed_again_and_again_nothing_is_lost_or_doubled(
    server: RealServer, client: CrmClient, tmp_path: Path
) -> None:
    """kill -9 while the outbox sends; live messages come back by themselves each time."""
    connection: list[bool] = []
    kinds: list[str] = []
    live = Live(client, lambda message: kinds.append(message.kind), lambda up, _: connection.append(up))
    outbox = Outbox(tmp_path / "outbox.db", client, lambda _: None)
    customer_key = outbox.put_customer(NewCustomer(name="断线客户", number="13887654321"))
    live.start()
    outbox.start()
    await until(lambda: outbox.state.waiting == 0 and connection == [True])
    customer = next(item.answer for item in outbox.state.sent if item.key == customer_key)
    assert isinstance(customer, CustomerView)
    kind = (await client.me()).ticket_types[0].code
    expected: list[str] = []
    for turn in range(2):
        for number in range(8):
            expected.append(f"第 {turn} 轮 {number} 号")
            new = NewTicket(customer_id=customer.customer_id, type=kind, title=expected[-1])
            outbox.put_ticket(new)
        await until(lambda turn=turn: len(outbox.state.sent) > 1 + 8 * turn + 2 * turn)
        await asyncio.to_thread(server.kill)
        await until(lambda: not connection[-1])
        await asyncio.to_thread(server.start)
        outbox.kick()
        live.kick()
        await until(lambda: outbox.state.waiting == 0 and connection[-1])
    assert connection == [True, False] * 2 + [True]
    assert kinds.count("hello") == 3
    assert outbox.state.refused == ()
    made = [item.answer.number for item in outbox.state.sent if isinstance(item.answer, TicketView)]
    assert len(set(made)) == len(expected)
    assert sorted(await titles(client, customer.customer_id)) == sorted(expected)
    await live.stop()
    await outbox.stop()


# --- what the desk's tools ask ------------------------------------------------------------------------


async def test_quick_replies_are_written_changed_and_taken_out(client: CrmClient) -> None:
    before = await client.replies()
    assert any(each.scope == "team" for each in before), "the sample company has replies"
    made = await client.create_reply(NewQuickReply(title="停车", text="请停在{company}楼后。", group="门店"))
    assert made.scope == "own" and made in await client.replies()
    changed = await client.change_reply(made.reply_id, NewQuickReply(title="停车", text="楼后免费停车。"))
    assert changed.reply_id == made.reply_id and changed.text == "楼后免费停车。"
    await client.delete_reply(made.reply_id)
    assert all(each.reply_id != made.reply_id for each in await client.replies())
    team = next(each for each in before if each.scope == "team")
    with pytest.raises(Refused):
        await client.change_reply(team.reply_id, NewQuickReply(scope="team", title="x", text="y"))


async def test_nothing_is_spoken_into_a_call_of_somebody_else(client: CrmClient) -> None:
    reply = (await client.replies())[0]
    with pytest.raises(Refused):
        await client.speak("no-such-call", SpeakWish(reply_id=reply.reply_id, text="您好"))
    with pytest.raises(Refused):
        await client.send_text("no-such-call", TextWish(text="您好"))


async def test_a_number_in_full_needs_a_reason(client: CrmClient) -> None:
    customer = (await client.search_customers("李"))[0]
    assert "*" in customer.number
    with pytest.raises(Refused) as refused:
        await client.reveal_number(customer.customer_id, "")
    assert refused.value.error_id == "reason-needed"
    shown = await client.reveal_number(customer.customer_id, "核实来电人身份")
    assert "*" not in shown.number and shown.number[-4:] == customer.number[-4:]


async def test_lists_of_what_was_promised(client: CrmClient) -> None:
    for state in ("OPEN", "ENDED"):
        assert all(each.state == state for each in (await client.callbacks(state)).items)
    for state in ("NEW", "DONE"):
        assert all(each.state == state for each in (await client.voice_messages(state)).items)
    with pytest.raises(Refused):
        await client.cancel_callback("no-such-one")
    with pytest.raises(Refused):
        await client.message_done("no-such-one", True, "")


async def test_the_rules_of_the_queues_come_with_the_sign_in(client: CrmClient) -> None:
    config = await client.me()
    assert config.queue_rules and any(rule.script for rule in config.queue_rules)
    known = {label.code for label in config.outcomes}
    assert all(code in known for rule in config.queue_rules for code in rule.outcomes)
    with pytest.raises(Refused):
        await client.extend_wrap_up()  # nobody writes anything up
