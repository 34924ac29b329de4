"""Everything of one sign-in: window, rooms, live line, outbox, softphone.

In:  a ``Session``. Out: a window that works until ``stop``.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import cast
from urllib.parse import urlsplit

from PySide6.QtCore import QTimer

from app.contracts.live import CustomerChanged, LiveMessage, NoticeMade, OfferMade, TicketsChanged
from app.contracts.people import PhoneView
from app.crm_client.drafts import Drafts
from app.crm_client.errors import CrmError, OutboxFailed
from app.crm_client.http import CrmClient
from app.crm_client.live import Live
from app.crm_client.outbox import Outbox
from app.telephony import ports as phone
from app.ui.house import House, PhoneBox
from app.ui.messages import sentence
from app.ui.presenters.desk import Desk, OtherPhoneChosen, PhoneLine, ServerReached
from app.ui.presenters.ports import OutboxState, Trouble
from app.ui.presenters.sign_in import Session
from app.ui.presenters.store import DeskStore
from app.ui.rooms.bench import Bench
from app.ui.rooms.call_sheet import CallSheetRoom
from app.ui.rooms.calls import CallRoom
from app.ui.rooms.customers import CustomersRoom
from app.ui.rooms.knowledge import KnowledgeRoom
from app.ui.rooms.lock import LockRoom
from app.ui.rooms.manage import ManageRoom
from app.ui.rooms.notices import NoticesRoom
from app.ui.rooms.shell import ShellRoom
from app.ui.rooms.tickets import TicketsRoom
from app.ui.rooms.tools import ToolsRoom
from app.ui.views.main_window import MainWindow

TICK_MS = 500
SIGN_OUT_LIMIT_S = 1.0


class Workbench:
    def __init__(self, house: House, session: Session, signed_out: Callable[[], None]) -> None:
        self._house, self._session, self._signed_out = house, session, signed_out
        self._client = cast("CrmClient", session.client)
        self._client.language = house.words.language
        self._loop = asyncio.get_event_loop()
        self._signing_in = False
        self.store = DeskStore(house.clock)
        self.window = MainWindow(house.look)
        user_dir = house.data_dir / session.config.user.user_id
        try:
            user_dir.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutboxFailed(f"{user_dir}: {error.strerror}") from error
        self.bench = Bench(
            house=house,
            session=session,
            client=self._client,
            store=self.store,
            window=self.window,
            phone=PhoneBox(house, self._phone_event),
            live=Live(self._client, self._live_message, self._connection),
            outbox=Outbox(user_dir / "outbox.sqlite", self._client, self._outbox_changed),
            drafts=Drafts(user_dir / "drafts", self._drafts_trouble),
        )
        self.calls = CallRoom(self.bench)
        self.tools = ToolsRoom(self.bench)
        self.tickets = TicketsRoom(self.bench, self.tools.file.open, lambda: self.tools.file.customer)
        self.knowledge = KnowledgeRoom(self.bench, self.tools.variables)
        self.tools.call_customer = self.calls.dial.call_customer
        self.tools.ticket.know(self.tickets.shelf)
        self.notices = NoticesRoom(self.bench)
        self.notices.opens("ticket", self.tickets.open)
        self.notices.opens("article", self.knowledge.open)
        self.notices.opens("question", self.knowledge.open_questions)
        self.customers = CustomersRoom(
            self.bench, lambda: self.tools.file.customer, self.tools.file.customer_changed
        )
        self.customers.open_ticket = self.tickets.open
        self.call_sheet = CallSheetRoom(self.bench)
        self.customers.open_past = self._open_past
        self.window.file.timeline.opened.connect(self._open_past)
        self.notices.opens("access", self.customers.open_request)
        self.manage = ManageRoom(
            self.bench,
            self.tickets.open,
            self.customers.open,
            self.tickets.shelf.type_names,
            self.tickets.shelf.load,
        )
        self.window.file.promises.opened.connect(self.tickets.open)
        self.shell = ShellRoom(self.bench, self.sign_out, self.refresh)
        self.shell.more.open_customer = self.tools.file.open
        self.shell.more.dial = self.calls.dial.open
        self.lock = LockRoom(self.bench, self.sign_out, lambda: self.shell.more.compact_window)
        self.store.listen(self._follow)
        self._timer = QTimer(self.window)
        self._timer.timeout.connect(self.tick)

    # --- life --------------------------------------------------------------------------------

    def start(self) -> None:
        config = self._session.config
        self.shell.start()
        self.refresh()
        if self._house.settings.now.other_phone or config.phone is None:
            self.store.dispatch(OtherPhoneChosen(True))
        else:
            self._begin_phone(config.phone)
        self.bench.live.start()
        self.bench.outbox.start()
        self._timer.start(TICK_MS)
        self.tools.start()
        self.knowledge.start()
        self.customers.start()

    def refresh(self) -> None:
        """Show everything again: at the start and in another language."""
        for room in (
            self.shell,
            self.calls,
            self.tools,
            self.customers,
            self.tickets,
            self.knowledge,
            self.notices,
            self.manage,
            self.call_sheet,
            self.lock,
        ):
            room.refresh()

    def tick(self) -> None:
        for room in (
            self.shell,
            self.calls,
            self.tools,
            self.customers,
            self.tickets,
            self.knowledge,
            self.notices,
            self.manage,
            self.lock,
        ):
            room.tick()

    async def stop(self) -> None:
        """Ends everything; what was typed is on disk. The server hears that the shift is over."""
        self._timer.stop()
        self.shell.stop()
        await self.tools.stop()
        await self.tickets.stop()
        await self.call_sheet.stop()
        await self.bench.phone.end()
        await self.bench.live.stop()
        await self.bench.outbox.stop()
        self.bench.drafts.close()
        with contextlib.suppress(CrmError, TimeoutError):  # a server that is away finds out by itself
            await asyncio.wait_for(self._client.sign_out(), SIGN_OUT_LIMIT_S)
        await self._client.close()
        self.window.hide()
        self.window.deleteLater()

    def _open_past(self, what: str) -> None:
        """A row of a time line: "ticket:<id>", "call:<id>", "message:<id>"."""
        kind, _, key = what.partition(":")
        if kind == "ticket":
            self.tickets.open(key)
        elif kind == "call":
            self.call_sheet.open(key)
        elif kind == "message":
            self.window.show_page("messages")
            self.tools.follow_ups.messages.choose(key)

    def sign_out(self) -> None:
        self._house.tasks.run(
            "sign-out", self._client.sign_out(), lambda _: self._signed_out(), lambda _: self._signed_out()
        )

    # --- the softphone -----------------------------------------------------------------------

    def _begin_phone(self, view: PhoneView) -> None:
        host = view.server_host or urlsplit(self._session.server_url).hostname or ""
        self.bench.phone.begin(
            phone.Register(
                sip_user=view.sip_user,
                sip_password=view.sip_password,
                domain=view.domain,
                server_host=host,
                tls_port=view.tls_port,
                certificate_sha256=view.certificate_sha256,
            )
        )
        self.shell.devices.start()
        self.shell.keys.start()  # only now is there a softphone to tell

    def _follow(self, before: Desk, after: Desk) -> None:
        if (before.phone is PhoneLine.ELSEWHERE) != (after.phone is PhoneLine.ELSEWHERE):
            self._move_phone(after.phone is PhoneLine.ELSEWHERE)

    def _move_phone(self, elsewhere: bool) -> None:
        if elsewhere:
            self._house.tasks.run("softphone", self.bench.phone.end())
        elif self._session.config.phone is not None:
            self._begin_phone(self._session.config.phone)

    # --- what comes in -----------------------------------------------------------------------

    def _live_message(self, message: LiveMessage) -> None:
        if isinstance(message, OfferMade):
            self._house.metrics.offer(message.offer.call_id, message.offer.offer_id)
        elif isinstance(message, TicketsChanged):
            self.tickets.live(message)
        elif isinstance(message, NoticeMade):
            self.notices.live(message)
            self.shell.more.urgent_notice(message.notice)
        elif isinstance(message, CustomerChanged):
            self.tools.file.read_again(message.customer_id)
            self.customers.live_changed(message.customer_id)
        self.store.dispatch(message)

    def _phone_event(self, event: phone.PhoneEvent) -> None:
        if isinstance(event, phone.AudioFlows):
            self._house.metrics.audio_after_answer_ms = event.after_answer_ms
            self._house.metrics.mark("audio_flows")
        self.store.dispatch(event)

    def _connection(self, up: bool, why: str) -> None:
        self.store.dispatch(ServerReached(up, why))
        if up:
            self.bench.outbox.kick()
        elif why == "not-signed-in" and not self._signing_in:
            self._signing_in = True
            work = self._client.sign_in(self._session.username, self._session.password)
            self._house.tasks.run("sign-in-again", work, self._signed_in_again, self._not_signed_in)

    def _signed_in_again(self, _token: object) -> None:
        self._signing_in = False
        self.bench.live.kick()
        self.bench.outbox.kick()

    def _not_signed_in(self, trouble: Trouble) -> None:
        """Stays signed out, with the banner that says so; a server that is only away is tried again."""
        self._signing_in = trouble.error_id != "unreachable"

    def _outbox_changed(self, state: OutboxState) -> None:
        self.tools.outbox_changed(state)
        self.tickets.outbox_changed(state)

    def _drafts_trouble(self, trouble: CrmError) -> None:
        """Called on the thread that writes."""
        text = sentence(Trouble(trouble.error_id, trouble.detail), self._house.words)
        self._loop.call_soon_threadsafe(self.window.toast.say, text)
