"""Fakes for presenter tests: a view that remembers, a server, an outbox, a phone, a clock that stands."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

from app.contracts.base import Page
from app.contracts.calls import ActiveCall, CallResult, CallView, OfferView
from app.contracts.customers import CustomerFile, CustomerView, NewCustomer, OpenTicket, TimelineItem
from app.contracts.live import AgentChanged, CallChanged, Hello, OfferMade, OfferWithdrawn
from app.contracts.people import AgentView, Label, QueueView, StateWish, TodayView
from app.contracts.tickets import NewTicket, TicketView
from app.crm_client.errors import CrmError, OutboxFull
from app.telephony import ports as phone
from app.ui.presenters.ports import Draft
from app.ui.presenters.store import DeskStore
from app.ui.tasks import trouble_of

NOW = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
AFTER_SALES = Label(code="after-sales", zh="售后", en="After-sales")
OUTCOMES = [
    Label(code="resolved", zh="已解决", en="Resolved"),
    Label(code="follow", zh="待跟进", en="Follow up"),
]
REASONS = [Label(code="break", zh="小休", en="Break")]
TYPES = [Label(code="repair", zh="报修", en="Repair")]


class FakeClock:
    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return (self.at - NOW).total_seconds()

    def pass_s(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


class FakeWords:
    """Says the English sentence; its people live in UTC."""

    def __call__(self, text: str, /, **values: object) -> str:
        return text.format(**values) if values else text

    def label(self, label: Label) -> str:
        return label.en

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(UTC)


class FakeTasks:
    """Runs work at once, as far as it goes without waiting."""

    def run(
        self,
        name: str,
        work: Coroutine[Any, Any, Any],
        done: Callable[[Any], None] | None = None,
        failed: Callable[[Any], None] | None = None,
    ) -> None:
        try:
            work.send(None)
        except StopIteration as end:
            if done is not None:
                done(end.value)
        except CrmError as error:
            if failed is not None:
                failed(trouble_of(error))
        else:
            raise AssertionError(f"{name} waited for something")


class FakeView:
    """Remembers the last arguments of each method: ``view.show_call`` → ``view.last["show_call"]``."""

    def __init__(self) -> None:
        self.last: dict[str, Any] = {}
        self.calls: list[tuple[str, tuple[Any, ...]]] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name.startswith("_"):
            raise AttributeError(name)

        def remember(*args: Any, **named: Any) -> None:
            values = (*args, *named.values())
            self.last[name] = values[0] if len(values) == 1 else values
            self.calls.append((name, values))

        return remember

    def count(self, name: str) -> int:
        return sum(called == name for called, _ in self.calls)

    @property
    def said(self) -> list[str]:
        return [args[0] for name, args in self.calls if name == "say"]


class FakeCrm:
    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []
        self.fails: CrmError | None = None
        self.pages: list[Page[CallView]] = []
        self.files: dict[str, CustomerFile] = {}
        self.found: list[CustomerView] = []

    def _ask(self, *what: Any) -> None:
        self.asked.append(what)
        if self.fails is not None:
            raise self.fails

    async def set_state(self, wish: StateWish) -> AgentView:
        self._ask("state", wish.state, wish.reason)
        return agent(state=wish.state)

    async def decline(self, offer_id: str) -> None:
        self._ask("decline", offer_id)

    async def hold(self, call_id: str) -> None:
        self._ask("hold", call_id)

    async def resume(self, call_id: str) -> None:
        self._ask("resume", call_id)

    async def hang_up(self, call_id: str) -> None:
        self._ask("hang-up", call_id)

    async def my_calls(self, cursor: str | None = None, limit: int = 50) -> Page[CallView]:
        self._ask("calls", cursor)
        return self.pages.pop(0)

    async def customer_file(self, customer_id: str) -> CustomerFile:
        self._ask("file", customer_id)
        return self.files[customer_id]

    async def timeline(self, customer_id: str, cursor: str | None) -> Page[TimelineItem]:
        self._ask("time line", customer_id, cursor)
        return Page(items=[item("t9", "Older call")], next_cursor=None)

    async def search_customers(self, text: str) -> list[CustomerView]:
        self._ask("search", text)
        return self.found


class FakePhone:
    def __init__(self) -> None:
        self.sent: list[phone.Command] = []

    def send(self, command: phone.Command) -> None:
        self.sent.append(command)


class FakeOutbox:
    def __init__(self) -> None:
        self.put: list[Any] = []
        self.full = False
        self.kicked = 0

    def _key(self, what: Any) -> str:
        if self.full:
            raise OutboxFull("disk full")
        self.put.append(what)
        return f"key-{len(self.put)}"

    def put_result(self, call_id: str, result: CallResult) -> str:
        return self._key((call_id, result))

    def put_ticket(self, new: NewTicket) -> str:
        return self._key(new)

    def put_customer(self, new: NewCustomer) -> str:
        return self._key(new)

    def kick(self) -> None:
        self.kicked += 1


class FakeDrafts:
    def __init__(self) -> None:
        self.kept: dict[str, Draft] = {}

    def save(self, call_id: str, draft: Any) -> None:
        self.kept[call_id] = draft

    def load(self, call_id: str) -> Draft | None:
        return self.kept.get(call_id)

    def forget(self, call_id: str) -> None:
        self.kept.pop(call_id, None)


def store(clock: FakeClock) -> DeskStore:
    """A desk that is connected, signed in and ready, with a registered phone."""
    made = DeskStore(clock)
    made.dispatch(hello())
    made.dispatch(phone.Registered(ok=True))
    return made


def agent(state: str = "READY", **more: Any) -> AgentView:
    return AgentView.model_validate({"agent_id": "a1", "state": state, "since": NOW, **more})


def hello(**more: Any) -> Hello:
    queue = QueueView(queue_id="q1", name=AFTER_SALES, waiting=0)
    today = TodayView(answered=42, talk_s_average=192, missed=1)
    given = {"agent": agent(), "offer": None, "call": None, "queues": [queue], "today": today}
    return Hello.model_validate({"cursor": 1, "server_time": NOW, "server_version": "1", **given, **more})


def liming() -> CustomerView:
    return CustomerView(customer_id="c1", name="李明", level="VIP", number="138****1234", region="上海")


def item(item_id: str, title: str, result: str = "", minutes_ago: int = 5) -> TimelineItem:
    at = NOW - timedelta(minutes=minutes_ago)
    return TimelineItem(item_id=item_id, kind="CALL", at=at, title=title, result=result)


def file_of(customer: CustomerView | None = None, **more: Any) -> CustomerFile:
    base = {"customer": customer, "number": "138****1234", "timeline": [item("t1", "餐桌开裂", "待跟进")]}
    return CustomerFile.model_validate({**base, **more})


def offer(call_id: str = "call-1", file: CustomerFile | None = None) -> OfferMade:
    view = OfferView(
        offer_id=f"offer-{call_id}",
        call_id=call_id,
        queue=AFTER_SALES,
        caller_number="138****1234",
        waited_s=38,
        made_at=NOW,
        expires_at=NOW + timedelta(seconds=20),
        file=file or file_of(liming()),
    )
    return OfferMade(cursor=2, offer=view)


def withdrawn(why: str, call_id: str = "call-1") -> OfferWithdrawn:
    return OfferWithdrawn(cursor=3, offer_id=f"offer-{call_id}", call_id=call_id, why=why)


def call(state: str = "TALKING", call_id: str = "call-1", **more: Any) -> CallChanged:
    base = {
        "call_id": call_id,
        "state": state,
        "queue": AFTER_SALES,
        "caller_number": "138****1234",
        "waited_s": 38,
        "connected_at": NOW,
        "recording": True,
        "file": file_of(liming()),
    }
    if state == "ENDED":
        base["ended_at"] = NOW
    return CallChanged(cursor=4, call=ActiveCall.model_validate({**base, **more}))


def agent_changed(state: str, **more: Any) -> AgentChanged:
    return AgentChanged(cursor=5, agent=agent(state, **more))


def rings(handle: int = 7, call_id: str = "call-1") -> phone.CallChanged:
    return phone.CallChanged(
        handle, phone.PhoneCallState.RINGING, call_id=call_id, offer_id=f"offer-{call_id}"
    )


def speaks(handle: int = 7) -> phone.CallChanged:
    return phone.CallChanged(handle, phone.PhoneCallState.TALKING)


def ticket_view(number: str = "T20261121-0042", **more: Any) -> TicketView:
    base = {
        "ticket_id": "k1",
        "number": number,
        "customer_id": "c1",
        "customer_name": "李明",
        "call_id": "call-1",
        "type": "repair",
        "priority": "HIGH",
        "status": "NEW",
        "title": "换桌面",
        "text": "",
        "created_at": NOW,
        "created_by": "王芳",
    }
    return TicketView.model_validate({**base, **more})


def open_ticket(days: float) -> OpenTicket:
    due = NOW + timedelta(days=days)
    return OpenTicket(ticket_id="k0", number="T1", title="铰链", status="WAITING", due_at=due)


def call_view(call_id: str, result: str = "resolved", **more: Any) -> CallView:
    base = {
        "call_id": call_id,
        "started_at": NOW,
        "ended_at": NOW,
        "outcome": "ANSWERED",
        "customer_id": "c1",
        "customer_name": "李明",
        "caller_number": "138****1234",
        "queue": AFTER_SALES,
        "agent_id": "a1",
        "agent_name": "王芳",
        "waited_s": 3,
        "talk_s": 81,
        "hold_s": 0,
        "result": result,
        "note": "",
    }
    return CallView.model_validate({**base, **more})
