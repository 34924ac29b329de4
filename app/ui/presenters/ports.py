"""What presenters need from outside. Each port has the shape of the real thing and a fake in the tests.

Crm, Live, Outbox, Drafts, Credentials: ``app.crm_client``; Phone: ``app.telephony.client``.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:  # signing in must not wait for the models of the wire
    from app.contracts.base import Page
    from app.contracts.calls import CallResult, CallView
    from app.contracts.customers import CustomerFile, CustomerView, NewCustomer, TimelineItem
    from app.contracts.people import AgentView, DeskConfig, Label, StateWish, Token
    from app.contracts.tickets import NewTicket
    from app.telephony import ports as phone

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Trouble:
    """A failure as presenters see it: made from an exception in one place (``app.ui.tasks``)."""

    error_id: str
    detail: str = ""
    fingerprint: str = ""
    retry_after_s: float = 0.0
    present: Mapping[str, Any] | None = None  # the thing as it stands, where somebody else changed it
    changed: tuple[str, ...] = ()  # the fields of it that both changed


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware, UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds, for measuring."""
        ...


class Words(Protocol):
    """Says a sentence in the person's language; the English sentence is the key."""

    def __call__(self, text: str, /, **values: object) -> str: ...

    def label(self, label: Label) -> str:
        """The name of a code in the person's language."""
        ...

    def local(self, moment: datetime) -> datetime:
        """The same moment in the person's time zone."""
        ...


class Tasks(Protocol):
    def run(
        self,
        name: str,
        work: Coroutine[Any, Any, Result],
        done: Callable[[Result], None] | None = None,
        failed: Callable[[Trouble], None] | None = None,
    ) -> None: ...


class Crm(Protocol):
    async def sign_in(self, username: str, password: str) -> Token: ...
    async def me(self) -> DeskConfig: ...
    async def set_state(self, wish: StateWish) -> AgentView: ...
    async def decline(self, offer_id: str) -> None: ...
    async def hold(self, call_id: str) -> None: ...
    async def resume(self, call_id: str) -> None: ...
    async def hang_up(self, call_id: str) -> None: ...
    async def my_calls(self, cursor: str | None = None, limit: int = 50) -> Page[CallView]: ...
    async def customer_file(self, customer_id: str) -> CustomerFile: ...
    async def timeline(self, customer_id: str, cursor: str | None) -> Page[TimelineItem]: ...
    async def search_customers(self, text: str) -> list[CustomerView]: ...
    async def reach(self) -> None: ...
    async def sign_out(self) -> None: ...
    async def close(self) -> None: ...


class Live(Protocol):
    def kick(self) -> None: ...


class OutboxItem(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def kind(self) -> str: ...


class SentItem(OutboxItem, Protocol):
    @property
    def answer(self) -> object: ...


class RefusedItem(OutboxItem, Protocol):
    @property
    def error_id(self) -> str: ...
    @property
    def detail(self) -> str: ...


class OutboxState(Protocol):
    @property
    def waiting(self) -> int: ...
    @property
    def sent(self) -> Sequence[SentItem]: ...
    @property
    def refused(self) -> Sequence[RefusedItem]: ...
    @property
    def problem(self) -> str: ...
    @property
    def keys(self) -> frozenset[str]: ...


class Outbox(Protocol):
    """On disk when the call returns; the key names the item in the states that follow.

    Raises ``app.crm_client.errors.OutboxFailed`` when it is not: the text must stay on the screen.
    """

    def put_result(self, call_id: str, result: CallResult) -> str: ...
    def put_ticket(self, new: NewTicket) -> str: ...
    def put_customer(self, new: NewCustomer) -> str: ...
    def kick(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Draft:
    """What is being typed about one call."""

    outcome: str = ""
    note: str = ""
    follow_up_at: datetime | None = None


class TypedText(Protocol):
    @property
    def outcome(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def follow_up_at(self) -> datetime | None: ...


class Drafts(Protocol):
    """``save`` returns at once; the text is on disk a moment later."""

    def save(self, call_id: str, draft: TypedText) -> None: ...
    def load(self, call_id: str) -> TypedText | None: ...
    def forget(self, call_id: str) -> None: ...


class Credentials(Protocol):
    """Blocks (it may ask the person to unlock): called in a thread.

    Raises errors with the error_ids keyring-missing and keyring-locked.
    """

    def load(self, server_url: str, username: str) -> str | None: ...
    def save(self, server_url: str, username: str, password: str) -> None: ...
    def forget(self, server_url: str, username: str) -> None: ...


class Trust(Protocol):
    def accept(self, server_url: str, fingerprint: str) -> None: ...


class Phone(Protocol):
    def send(self, command: phone.Command) -> None: ...
