"""A small server in memory that speaks the contracts, for tests of the desktop.

    with FakeCrm() as crm:            # or FakeCrm(tls=True)
        ... CrmClient(crm.url, ...) ... sign in as "1001" / "correct-horse" ...
        crm.offer()                   # 李明 (VIP) rings: OfferMade goes to the desktop
        crm.answer()                  # the agent took it: OfferWithdrawn("answered"), CallChanged(TALKING)
        crm.end_call(by="caller")     # CallChanged(ENDED), the agent is in wrap-up
        assert crm.results == [...]

It misbehaves to order: ``go_away``/``come_back`` (same port), ``die_before``/``die_after`` (answer lost),
``slow``, ``answer_with`` (an error), ``drop_live``, ``lock_out``, ``expire_tokens``, ``change_certificate``.
Everything may be called from any thread. ``results``, ``tickets``, ``customers`` hold what was carried out,
``requests`` every request that arrived.
"""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any

from app.contracts.calls import ActiveCall, CallResult, CallView, OfferView
from app.contracts.customers import CustomerFile, CustomerView
from app.contracts.live import (
    AgentChanged,
    CallChanged,
    Hello,
    LiveMessage,
    OfferMade,
    OfferWithdrawn,
    QueueChanged,
    TodayChanged,
)
from app.contracts.people import AgentView, QueueView, TodayView
from app.contracts.tickets import NewTicket, TicketView
from tests.doubles import fake_crm_content as content
from tests.doubles.fake_crm_api import make_app
from tests.doubles.fake_crm_calls import FakeTalks
from tests.doubles.fake_crm_customers import FakeCustomerWork
from tests.doubles.fake_crm_faults import Fault, Faults, Strike
from tests.doubles.fake_crm_knowledge import FakeKnowledge
from tests.doubles.fake_crm_listener import Listener
from tests.doubles.fake_crm_manage import FakeManage
from tests.doubles.fake_crm_notices import FakeNotices
from tests.doubles.fake_crm_shell import Place
from tests.doubles.fake_crm_tickets import FakeTickets
from tests.doubles.fake_crm_tools import FakeTools
from tests.doubles.patience import PATIENCE_S

PASSWORD = "correct-horse"


class FakeCrm:
    def __init__(self, tls: bool = False, port: int = 0, password: str = PASSWORD) -> None:
        now = datetime.now(UTC)
        self.password = password
        self.version = "0.1.0-fake"
        self.tokens: set[str] = set()
        self.locked_for_s = 0
        self.place = Place()
        self.agent: AgentView = content.agent(now)
        self.queues: list[QueueView] = content.queues(now)
        self.today: TodayView = content.today()
        self.current_offer: OfferView | None = None
        self.current_call: ActiveCall | None = None
        self.files: dict[str, CustomerFile] = {content.CUSTOMER_ID: content.file_of_liming(now)}
        self.tools = FakeTools(self)
        self.knowledge = FakeKnowledge()
        self.work = FakeCustomerWork(self)
        self.desk_tickets, self.notices = FakeTickets(self), FakeNotices(self)
        self.manage = FakeManage(self)
        self.past_calls: list[CallView] = content.calls(now)
        self.results: list[tuple[str, CallResult]] = []
        self.tickets: list[TicketView] = []
        self.customers: list[CustomerView] = []
        self.stored_answers: dict[str, tuple[str, int, Any]] = {}  # idempotency key: (body, status, answer)
        self.said: list[LiveMessage] = []  # all live messages ever said
        self.live_cursors: list[int] = []  # the cursor that each connection came with
        self.talks = FakeTalks(self)  # several calls, passing on, calling out
        self._numbers = itertools.count(1)
        self._cursor = 1000
        self._listeners: set[asyncio.Queue[LiveMessage]] = set()
        self._changed = threading.Condition()
        self._tls = tls
        self._faults = Faults(
            make_app(self), lambda address: self._listener.cut_client(address), self.carried_out
        )
        self._listener = Listener(self._faults, tls, port)

    # --- the server as a whole ----------------------------------------------------------------

    def __enter__(self) -> FakeCrm:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        self._listener.start()

    def stop(self) -> None:
        self._listener.stop()

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self._listener.port}"

    @property
    def fingerprint(self) -> str:
        return self._listener.fingerprint

    @property
    def requests(self) -> list[tuple[str, str, str]]:
        """(method, path, Idempotency-Key) of every request, also of those that came to grief."""
        return self._faults.log

    @property
    def connected_desktops(self) -> int:
        return len(self._listeners)

    def go_away(self) -> None:
        """The process is gone: nobody listens, every connection breaks. What was carried out stays."""
        self._listener.close()

    def come_back(self) -> None:
        self._listener.open()

    def change_certificate(self) -> None:
        self._listener.close()
        self._listener.new_certificate()
        self._listener.open()

    def drop_live(self) -> None:
        self._listener.cut_websockets()

    def freeze(self) -> Callable[[], None]:
        """Connections stay open but nothing answers, until the function that this returns is called."""
        return self._listener.freeze()

    def expire_tokens(self) -> None:
        self.tokens.clear()
        self._listener.cut_websockets()

    def lock_out(self, seconds: int) -> None:
        self.locked_for_s = seconds

    # --- faults: they strike requests whose path contains ``path_part`` -----------------------

    def die_before(self, path_part: str = "", times: int = 1, method: str = "") -> None:
        self._faults.waiting.append(Fault(Strike.DIE_BEFORE, method, path_part, times))

    def die_after(self, path_part: str = "", times: int = 1, method: str = "") -> None:
        self._faults.waiting.append(Fault(Strike.DIE_AFTER, method, path_part, times))

    def slow(self, seconds: float, path_part: str = "", times: int = 1) -> None:
        self._faults.waiting.append(Fault(Strike.WAIT, "", path_part, times, seconds=seconds))

    def repair(self) -> None:
        """No more faults."""
        self._faults.waiting.clear()

    def answer_with(
        self,
        status: int,
        error_id: str,
        path_part: str = "",
        times: int = 1,
        retry_after_s: int | None = None,
    ) -> None:
        headers = () if retry_after_s is None else (("Retry-After", str(retry_after_s)),)
        self._faults.waiting.append(
            Fault(Strike.ANSWER, "", path_part, times, status=status, error_id=error_id, headers=headers)
        )

    # --- what happens in the call centre ------------------------------------------------------

    def offer(
        self, file: CustomerFile | None = None, waited_s: float = 38.0, ring_s: float = 20.0
    ) -> OfferView:
        """A call rings at the agent's desk; without ``file`` it is 李明's."""

        def make() -> OfferView:
            self._fact()
            now = datetime.now(UTC)
            number = next(self._numbers)
            shown = file or content.file_of_liming(now)
            offer = OfferView(
                offer_id=f"offer-{number}",
                call_id=f"call-{number}",
                queue=content.AFTER_SALES,
                caller_number=shown.number,
                waited_s=waited_s,
                made_at=now,
                expires_at=now + timedelta(seconds=ring_s),
                file=shown,
            )
            self.current_offer = offer
            self._set_agent(state="OFFERED", call_id=offer.call_id)
            self.say(lambda cursor: OfferMade(cursor=cursor, offer=offer))
            return offer

        return self._listener.call(make)

    def withdraw(self, why: str = "caller-left") -> None:
        def make() -> None:
            self._fact()
            offer, self.current_offer = self.current_offer, None
            assert offer is not None, "nothing is offered"
            self.say(
                lambda cursor: OfferWithdrawn(
                    cursor=cursor, offer_id=offer.offer_id, call_id=offer.call_id, why=why
                )
            )
            state = {"answered": "TALKING", "caller-left": "READY"}.get(why, "NOT_READY")
            self._set_agent(state=state, call_id=offer.call_id if why == "answered" else None)

        self._listener.call(make)

    def answer(self) -> ActiveCall:
        """The agent's phone was picked up: the offer becomes a call."""

        def make() -> ActiveCall:
            offer = self.current_offer
            assert offer is not None, "nothing is offered"
            self.withdraw("answered")
            call = ActiveCall(
                call_id=offer.call_id,
                state="TALKING",
                queue=offer.queue,
                caller_number=offer.caller_number,
                waited_s=offer.waited_s,
                connected_at=datetime.now(UTC),
                recording=True,
                file=offer.file,
            )
            return self.call_changed(call)

        return self._listener.call(make)

    def call_changed(self, call: ActiveCall | None = None, **changes: Any) -> ActiveCall:
        """Say that the call is as ``call``, or as it was with ``changes``: ``call_changed(state="HELD")``."""

        def make() -> ActiveCall:
            self._fact()
            base = call or self.current_call
            assert base is not None, "there is no call"
            new = base.model_copy(update=changes)
            self.current_call = new
            self.say(lambda cursor: CallChanged(cursor=cursor, call=new))
            return new

        return self._listener.call(make)

    def end_call(self, by: str = "caller", wrap_up_s: float = 30.0) -> ActiveCall:
        def make() -> ActiveCall:
            now = datetime.now(UTC)
            call = self.call_changed(
                state="ENDED", ended_at=now, ended_by=by, recording=False, held_since=None
            )
            ends = now + timedelta(seconds=wrap_up_s)
            self._set_agent(
                state="WRAP_UP",
                call_id=call.call_id,
                wrap_up_ends_at=ends,
                wrap_up_more_s=60,
                wrap_up_extended=False,
            )
            return call

        return self._listener.call(make)

    def finish_wrap_up(self) -> None:
        def make() -> None:
            self.current_call = None
            self._set_agent(state=self.agent.next_state or "READY", reason=self.agent.next_reason)

        self._listener.call(make)

    def agent_changed(self, **changes: Any) -> AgentView:
        """E.g. ``agent_changed(state="READY")`` or ``agent_changed(phone_registered=False)``."""
        return self._listener.call(lambda: self._set_agent(**changes))

    def queue_changed(self, queue_id: str, **changes: Any) -> None:
        def make() -> None:
            new = [q.model_copy(update=changes) if q.queue_id == queue_id else q for q in self.queues]
            self.queues = new
            changed = next(q for q in new if q.queue_id == queue_id)
            self.say(lambda cursor: QueueChanged(cursor=cursor, queue=changed))

        self._listener.call(make)

    def today_changed(self, **changes: Any) -> None:
        def make() -> None:
            self.today = self.today.model_copy(update=changes)
            self.say(lambda cursor: TodayChanged(cursor=cursor, today=self.today))

        self._listener.call(make)

    def wait_for(self, condition: Callable[[FakeCrm], bool], timeout_s: float = PATIENCE_S) -> None:
        """Block until it holds; for tests without an event loop of their own."""
        with self._changed:
            if not self._changed.wait_for(lambda: condition(self), timeout_s):
                raise AssertionError("the fake server waited in vain")

    # --- used by fake_crm_api, on the server's own thread ----------------------------------------

    def carried_out(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def hello(self) -> Hello:
        return Hello(
            cursor=self._cursor,
            server_time=datetime.now(UTC),
            server_version=self.version,
            agent=self.agent,
            offer=self.current_offer,
            call=self.current_call,
            other_calls=self.talks.other_calls,
            queues=self.queues,
            today=self.today,
        )

    def listen(self, cursor: int) -> asyncio.Queue[LiveMessage]:
        self.live_cursors.append(cursor)
        queue: asyncio.Queue[LiveMessage] = asyncio.Queue()
        queue.put_nowait(self.hello())
        self._listeners.add(queue)
        self.carried_out()
        return queue

    def stop_listening(self, queue: asyncio.Queue[LiveMessage]) -> None:
        self._listeners.discard(queue)
        self.carried_out()

    def say(self, make: Callable[[int], LiveMessage]) -> None:
        """Send a live message: ``say(lambda cursor: OfferMade(cursor=cursor, offer=…))``.

        As on the real server the cursor counts facts: messages that follow from one fact share it, and
        some share hello's.
        """

        def send() -> None:
            message = make(self._cursor)
            self.said.append(message)
            for queue in self._listeners:
                queue.put_nowait(message)

        self._listener.call(send)

    def make_ticket(self, new: NewTicket) -> TicketView:
        now = datetime.now(UTC)
        number = len(self.tickets) + 43
        file = self.files.get(new.customer_id or "")
        ticket = TicketView(
            ticket_id=f"tick-{number}",
            number=f"T{now:%Y%m%d}-{number:04}",
            customer_name=file.customer.name if file and file.customer else "",
            status="NEW",
            created_at=now,
            created_by=content.USER.display_name,
            **new.model_dump(),
        )
        self.tickets.append(ticket)
        self.desk_tickets.made(ticket)
        return ticket

    def take_result(self, call_id: str, result: CallResult) -> CallView:
        self.results.append((call_id, result))
        known = next((call for call in self.past_calls if call.call_id == call_id), None)
        now = datetime.now(UTC)
        view = (known or self._call_view(call_id, now)).model_copy(
            update={"result": result.outcome, "note": result.note, "follow_up_at": result.follow_up_at}
        )
        self.past_calls = [view, *(call for call in self.past_calls if call.call_id != call_id)]
        if result.finish and self.agent.state == "WRAP_UP":
            self.finish_wrap_up()
        return view

    def _call_view(self, call_id: str, now: datetime) -> CallView:
        file = self.current_call.file if self.current_call else content.file_of_liming(now)
        return CallView(
            call_id=call_id,
            started_at=now,
            ended_at=now,
            outcome="ANSWERED",
            customer_id=file.customer.customer_id if file.customer else None,
            customer_name=file.customer.name if file.customer else "",
            caller_number=file.number,
            queue=content.AFTER_SALES,
            agent_id=content.AGENT_ID,
            agent_name=content.USER.display_name,
            waited_s=38.0,
            talk_s=201.0,
            hold_s=0.0,
            result="",
            note="",
        )

    def _fact(self) -> None:
        self._cursor += 1

    def _set_agent(self, **changes: Any) -> AgentView:
        blank = {"reason": "", "wrap_up_ends_at": None, "call_id": None} if "state" in changes else {}
        self.agent = self.agent.model_copy(update=blank | {"since": datetime.now(UTC)} | changes)
        self.say(lambda cursor: AgentChanged(cursor=cursor, agent=self.agent))
        return self.agent
