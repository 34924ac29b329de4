"""The server's HTTP API, one method each: models of ``app.contracts`` in and out, CrmError when it fails."""

from __future__ import annotations

from collections.abc import Callable

from pydantic import TypeAdapter

from app.contracts.base import Page
from app.contracts.calls import CallResult, CallView
from app.contracts.customers import CustomerFile, CustomerView, NewCustomer, TimelineItem
from app.contracts.people import AgentView, DeskConfig, QueueView, StateWish, Token, UserView
from app.contracts.tickets import NewTicket, TicketView
from app.crm_client.customers import CustomerCalls
from app.crm_client.errors import SignInFailed, SignInLocked
from app.crm_client.knowledge import KnowledgeCalls
from app.crm_client.notices import NoticeCalls
from app.crm_client.place import PlaceCalls
from app.crm_client.reading import adapted, at_cursor, items, part, read, refusal
from app.crm_client.requests import API
from app.crm_client.talks import TalkCalls
from app.crm_client.ticket_set_up import TicketSetUpCalls
from app.crm_client.tickets import TicketCalls
from app.crm_client.tools import AUDIO_TIMEOUT_S, ToolCalls
from app.crm_client.transport import Request
from app.crm_client.trust import TrustStore

_CALLS = TypeAdapter(Page[CallView])
_TIMELINE = TypeAdapter(Page[TimelineItem])
_QUEUES: TypeAdapter[list[QueueView] | Page[QueueView]] = TypeAdapter(list[QueueView] | Page[QueueView])
_CUSTOMERS: TypeAdapter[list[CustomerView] | Page[CustomerView]] = TypeAdapter(
    list[CustomerView] | Page[CustomerView]
)


class CrmClient(
    TalkCalls,
    ToolCalls,
    PlaceCalls,
    CustomerCalls,
    TicketCalls,
    TicketSetUpCalls,
    NoticeCalls,
    KnowledgeCalls,
):
    """One signed-in user on one server. Any method raises Unreachable, CertificateUnknown,
    CertificateChanged or Refused (NotSignedIn among them)."""

    def __init__(self, server_url: str, trust: TrustStore, timeout_s: float = 5.0) -> None:
        super().__init__(server_url, trust, timeout_s)
        self._user: UserView | None = None
        self._listeners: list[Callable[[], None]] = []

    @property
    def user(self) -> UserView | None:
        """Who signed in last, even when the sign-in has expired since; None after ``sign_out``."""
        return self._user

    def when_signed_in(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` after each successful sign-in; what waits for one can go on."""
        self._listeners.append(listener)

    # --- signing in and out -----------------------------------------------------------------------

    async def sign_in(self, username: str, password: str) -> Token:
        """Raises SignInFailed, SignInLocked too."""
        form = {"username": username, "password": password}
        answer = await self._transport.send(Request("POST", f"{API}/auth/token", form=form))
        if answer.status >= 400:
            refused = refusal(answer)
            if refused.error_id == SignInLocked.error_id:
                raise SignInLocked(refused.detail, refused.retry_after_s or 60.0)
            if refused.error_id == SignInFailed.error_id or answer.status == 401:
                raise SignInFailed(refused.detail)
            raise refused
        token = read(answer, Token)
        self._token, self._user = token.access_token, token.user
        for listener in self._listeners:
            listener()
        return token

    async def sign_out(self) -> None:
        """The token is forgotten here in any case; raises Unreachable when the server could not be told."""
        if not self._token:
            self._user = None
            return
        request = Request("DELETE", f"{API}/auth/token", headers=self.authorization)
        self._token, self._user = "", None
        answer = await self._transport.send(request)
        if answer.status >= 400 and answer.status != 401:
            raise refusal(answer)

    # --- the agent and her calls ------------------------------------------------------------------

    async def me(self) -> DeskConfig:
        return read(await self._get("/me"), DeskConfig)

    async def set_state(self, wish: StateWish) -> AgentView:
        return read(await self._write("PUT", "/agents/me/state", wish), AgentView)

    async def queues(self) -> list[QueueView]:
        return items(adapted(await self._get("/queues"), _QUEUES))

    async def decline(self, offer_id: str) -> None:
        await self._write("POST", f"/offers/{part(offer_id)}/decline")

    async def hold(self, call_id: str) -> None:
        await self._write("POST", f"/calls/{part(call_id)}/hold")

    async def resume(self, call_id: str) -> None:
        await self._write("POST", f"/calls/{part(call_id)}/resume")

    async def hang_up(self, call_id: str) -> None:
        await self._write("POST", f"/calls/{part(call_id)}/hang-up")

    async def my_calls(self, cursor: str | None = None, limit: int = 50) -> Page[CallView]:
        """Newest first."""
        query = {"mine": "true", "limit": str(limit)} | at_cursor(cursor)
        return adapted(await self._get("/calls", query), _CALLS)

    async def put_result(self, call_id: str, result: CallResult, key: str) -> CallView:
        return read(await self._write("PUT", f"/calls/{part(call_id)}/result", result, key), CallView)

    async def recording_audio(self, recording_id: str) -> bytes:
        """Ogg/Opus."""
        path = f"/recordings/{part(recording_id)}/audio"
        return (await self._get(path, timeout_s=AUDIO_TIMEOUT_S)).content

    # --- customers and tickets --------------------------------------------------------------------

    async def customer_file(self, customer_id: str) -> CustomerFile:
        return read(await self._get(f"/customers/{part(customer_id)}"), CustomerFile)

    async def customer_by_number(self, number: str) -> CustomerFile:
        plain = number.replace("/", "-")  # "021/5678": servers split paths at an encoded slash, too
        return read(await self._get(f"/customers/by-number/{part(plain)}"), CustomerFile)

    async def timeline(self, customer_id: str, cursor: str | None) -> Page[TimelineItem]:
        path = f"/customers/{part(customer_id)}/timeline"
        return adapted(await self._get(path, at_cursor(cursor)), _TIMELINE)

    async def search_customers(self, text: str) -> list[CustomerView]:
        return items(adapted(await self._get("/customers", {"q": text}), _CUSTOMERS))

    async def create_customer(self, new: NewCustomer, key: str) -> CustomerView:
        return read(await self._write("POST", "/customers", new, key), CustomerView)

    async def create_ticket(self, new: NewTicket, key: str) -> TicketView:
        return read(await self._write("POST", "/tickets", new, key), TicketView)
