"""Everything of one sign-in: window, presenters, live line, outbox, softphone; wired together.

In:  a ``Session``. Out: a window that works until ``stop``.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlsplit

from PySide6.QtCore import QTimer

import app
from app.contracts.calls import CallView
from app.contracts.customers import CustomerView
from app.contracts.live import LiveMessage, OfferMade
from app.contracts.people import PhoneView
from app.contracts.tickets import TicketView
from app.crm_client.drafts import Drafts
from app.crm_client.errors import CrmError, OutboxFailed
from app.crm_client.http import CrmClient
from app.crm_client.live import Live
from app.crm_client.outbox import Outbox
from app.telephony import ports as phone
from app.ui import bindings
from app.ui.house import House, PhoneBox
from app.ui.i18n import as_language
from app.ui.messages import sentence
from app.ui.presenters.agent import AgentPresenter, Wish
from app.ui.presenters.call import CallPresenter
from app.ui.presenters.calls import CallsPresenter
from app.ui.presenters.connection import ActionId, ConnectionPresenter
from app.ui.presenters.desk import Desk, OtherPhoneChosen, OutboxMoved, PhoneLine, ServerReached, Stage
from app.ui.presenters.devices import DevicesPresenter
from app.ui.presenters.file import FilePresenter
from app.ui.presenters.ports import OutboxState, Trouble
from app.ui.presenters.search import SearchPresenter
from app.ui.presenters.sign_in import Session
from app.ui.presenters.store import DeskStore
from app.ui.presenters.ticket import TicketFields, TicketPresenter
from app.ui.presenters.wrap_up import WrapUpPresenter, tomorrow_at
from app.ui.theme import Mode
from app.ui.views.main_window import MainWindow

TICK_MS = 500
SIGN_OUT_LIMIT_S = 1.0


class Workbench:
    def __init__(self, house: House, session: Session, signed_out: Callable[[], None]) -> None:
        self._house, self._session, self._signed_out = house, session, signed_out
        self._client = cast("CrmClient", session.client)
        self._client.language = house.words.language
        self._loop = asyncio.get_event_loop()
        self.store = DeskStore(house.clock)
        self.window = MainWindow(house.look)
        self._phone = PhoneBox(house, self._phone_event)
        self._live = Live(self._client, self._live_message, self._connection)
        user_dir = house.data_dir / session.config.user.user_id
        try:
            user_dir.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutboxFailed(f"{user_dir}: {error.strerror}") from error
        self.outbox = Outbox(user_dir / "outbox.sqlite", self._client, self._outbox_changed)
        self._drafts = Drafts(user_dir / "drafts", self._drafts_trouble)
        self._seen: set[str] = set()
        self._signing_in = False
        self._present()
        self._wire()
        self._timer = QTimer(self.window)
        self._timer.timeout.connect(self.tick)

    # --- presenters --------------------------------------------------------------------------

    def _present(self) -> None:
        house, config, store, window = self._house, self._session.config, self.store, self.window
        words, tasks, clock, crm = house.words, house.tasks, house.clock, self._client
        self.call = CallPresenter(
            bindings.Call(window), store, words, tasks, clock, crm, self._phone, house.metrics.mark
        )
        self.file = FilePresenter(bindings.CustomerFile(window), store, words, tasks, clock, crm, self.outbox)
        self.agent = AgentPresenter(
            bindings.AgentBar(window), store, words, tasks, clock, crm, config.not_ready_reasons
        )
        self.wrap_up = WrapUpPresenter(
            bindings.Result(window, lambda: tomorrow_at(clock.now(), words)),
            store,
            words,
            clock,
            self.outbox,
            self._drafts,
            config.outcomes,
        )
        self.ticket = TicketPresenter(
            bindings.Ticket(window),
            store,
            words,
            clock,
            self.outbox,
            config.ticket_types,
            customer=lambda: self.file.customer,
            note=lambda: self.wrap_up.draft.note,
        )
        self.calls = CallsPresenter(bindings.Calls(window), words, tasks, clock, crm, config.outcomes)
        self.devices = DevicesPresenter(window.settings, store, words, self._phone, house.settings)
        self.connection = ConnectionPresenter(
            bindings.Connection(window, self.sign_out), store, words, self._live, self.outbox
        )
        self.search = SearchPresenter(bindings.Search(window), words, tasks, clock, crm, self.file.open)
        store.listen(self._follow)

    def _wire(self) -> None:
        window, card = self.window, self.window.call_card
        card.answer.connect(self.call.answer)
        card.decline.connect(self.call.decline)
        card.hold.connect(self.call.toggle_hold)
        card.mute.connect(self.call.toggle_mute)
        card.hang_up.connect(self.call.hang_up)
        card.digits.connect(self.call.press)
        card.go_ready.connect(lambda: self.agent.choose("READY"))
        card.painted.connect(lambda _call_id: self._house.metrics.mark("popup_painted"))
        bar = window.state_bar
        bar.state.chosen.connect(lambda state, reason: self.agent.choose(cast("Wish", state), reason))
        bar.search_typed.connect(self.search.type)
        bar.search_entered.connect(self._search_entered)
        bar.sign_out.connect(self.sign_out)
        window.search_popup.chosen.connect(self.search.choose)
        window.file.more.connect(self.file.more)
        window.file.close_file.connect(self.file.close)
        window.new_customer.save.connect(self.file.save_new)
        window.idle.open_customer.connect(self.file.open)
        window.idle.reload.connect(self.calls.load)
        window.calls.open_customer.connect(self.file.open)
        window.calls.more.connect(self.calls.more)
        window.calls.reload.connect(self.calls.load)
        window.page_shown.connect(self._page_shown)
        window.banners.acted.connect(lambda action: self.connection.act(cast("ActionId", action)))
        self._wire_tools()
        self._wire_settings()
        self._wire_keys()

    def _wire_tools(self) -> None:
        tools = self.window.tools
        tools.note.outcome_chosen.connect(self.wrap_up.choose_outcome)
        tools.note.note_typed.connect(self.wrap_up.type_note)
        tools.note.follow_up_chosen.connect(self.wrap_up.choose_follow_up)
        tools.note.finish.connect(self.wrap_up.finish)
        tools.ticket_wanted.connect(self._open_ticket)
        tools.ticket.save.connect(lambda fields: self.ticket.save(cast("TicketFields", fields)))

    def _wire_settings(self) -> None:
        page = self.window.settings
        page.devices_chosen.connect(self.devices.choose)
        page.other_phone_chosen.connect(self.devices.choose_other_phone)
        page.language_chosen.connect(self.choose_language)
        page.mode_chosen.connect(self.choose_mode)

    def _wire_keys(self) -> None:
        window = self.window
        window.add_key("F2", self.call.answer)
        window.add_key("F3", self.call.toggle_hold)
        window.add_key("F4", self.call.toggle_mute)
        window.add_key("F8", self.call.hang_up)
        window.add_key("F9", self.wrap_up.finish)
        window.add_key("Ctrl+N", self._focus_note)
        window.add_key("Ctrl+T", self._open_ticket)
        window.add_key("Ctrl+F", window.focus_search)
        window.digit_key.connect(self.wrap_up.choose_by_key)

    # --- life --------------------------------------------------------------------------------

    def start(self) -> None:
        house, session = self._house, self._session
        config, settings = session.config, house.settings
        self.window.state_bar.show_user(config.user.display_name)
        self.window.settings.show_choices(house.words.language, house.look.mode)
        self._show_server()
        self.refresh()
        if settings.now.other_phone or config.phone is None:
            self.store.dispatch(OtherPhoneChosen(True))
        else:
            self._begin_phone(config.phone)
        self._live.start()
        self.outbox.start()
        self._timer.start(TICK_MS)
        self.calls.load()

    def refresh(self) -> None:
        """Show everything again: at the start and in another language."""
        for presenter in (
            self.agent,
            self.call,
            self.file,
            self.wrap_up,
            self.ticket,
            self.devices,
            self.connection,
            self.calls,
        ):
            presenter.refresh()

    def tick(self) -> None:
        self.agent.tick()
        self.call.tick()
        self.wrap_up.tick()
        self.search.tick()

    async def stop(self) -> None:
        """Ends everything; what was typed is on disk. The server hears that the shift is over."""
        self._timer.stop()
        await self._phone.end()
        await self._live.stop()
        await self.outbox.stop()
        self._drafts.close()
        with contextlib.suppress(CrmError, TimeoutError):  # a server that is away finds out by itself
            await asyncio.wait_for(self._client.sign_out(), SIGN_OUT_LIMIT_S)
        await self._client.close()
        self.window.hide()
        self.window.deleteLater()

    def sign_out(self) -> None:
        self._house.tasks.run(
            "sign-out", self._client.sign_out(), lambda _: self._signed_out(), lambda _: self._signed_out()
        )

    def _begin_phone(self, view: PhoneView) -> None:
        host = view.server_host or urlsplit(self._session.server_url).hostname or ""
        self._phone.begin(
            phone.Register(
                sip_user=view.sip_user,
                sip_password=view.sip_password,
                domain=view.domain,
                server_host=host,
                tls_port=view.tls_port,
                certificate_sha256=view.certificate_sha256,
            )
        )
        self.devices.start()

    # --- what comes in -----------------------------------------------------------------------

    def _live_message(self, message: LiveMessage) -> None:
        if isinstance(message, OfferMade):
            self._house.metrics.offer(message.offer.call_id, message.offer.offer_id)
        self.store.dispatch(message)

    def _connection(self, up: bool, why: str) -> None:
        self.store.dispatch(ServerReached(up, why))
        if up:
            self.outbox.kick()
        elif why == "not-signed-in" and not self._signing_in:
            self._signing_in = True
            work = self._client.sign_in(self._session.username, self._session.password)
            self._house.tasks.run("sign-in-again", work, self._signed_in_again, self._not_signed_in)

    def _signed_in_again(self, _token: object) -> None:
        self._signing_in = False
        self._live.kick()
        self.outbox.kick()

    def _not_signed_in(self, trouble: Trouble) -> None:
        """Stays signed out, with the banner that says so; a server that is only away is tried again."""
        self._signing_in = trouble.error_id != "unreachable"

    def _phone_event(self, event: phone.PhoneEvent) -> None:
        if isinstance(event, phone.AudioFlows):
            self._house.metrics.audio_after_answer_ms = event.after_answer_ms
            self._house.metrics.mark("audio_flows")
        self.store.dispatch(event)

    def _drafts_trouble(self, trouble: CrmError) -> None:
        """Called on the thread that writes."""
        text = sentence(Trouble(trouble.error_id, trouble.detail), self._house.words)
        self._loop.call_soon_threadsafe(self.window.toast.say, text)

    def _outbox_changed(self, state: OutboxState) -> None:
        self.store.dispatch(OutboxMoved(state.waiting, len(state.refused)))
        for item in state.sent:
            if item.key not in self._seen:
                self._seen.add(item.key)
                self._sent(item.key, item.answer)
        for refused in state.refused:
            if refused.key not in self._seen:
                self._seen.add(refused.key)
                self.wrap_up.result_refused(refused.key)
                trouble = Trouble(refused.error_id, refused.detail)
                self.ticket.ticket_refused(refused.key, sentence(trouble, self._house.words))

    def _sent(self, key: str, answer: object) -> None:
        if isinstance(answer, TicketView):
            self.ticket.ticket_sent(key, answer)
            self.file.ticket_made(answer)
        elif isinstance(answer, CallView):
            self.wrap_up.result_sent(key)
            self.calls.load()
        elif isinstance(answer, CustomerView):
            self.file.customer_made(key, answer)

    def _follow(self, before: Desk, after: Desk) -> None:
        if after.stage is Stage.TALKING and before.stage is not Stage.TALKING:
            self._house.metrics.mark("call_active")
        if before.call is not None and after.call is None:
            self.calls.load()
        if before.stage is not Stage.WRAP_UP and after.stage is Stage.WRAP_UP:
            self.window.tools.show_note_unless_typing()
        if (before.phone is PhoneLine.ELSEWHERE) != (after.phone is PhoneLine.ELSEWHERE):
            self._move_phone(after.phone is PhoneLine.ELSEWHERE)

    def _move_phone(self, elsewhere: bool) -> None:
        if elsewhere:
            self._house.tasks.run("softphone", self._phone.end())
        elif self._session.config.phone is not None:
            self._begin_phone(self._session.config.phone)

    # --- what the person does ------------------------------------------------------------------

    def _page_shown(self, page: str) -> None:
        if page == "calls":
            self.calls.load()

    def _search_entered(self) -> None:
        if not self.window.search_popup.choose():
            self.search.search()

    def _focus_note(self) -> None:
        self.window.show_page("desk")
        self.window.tools.show_note()
        self.window.tools.note.focus_note()

    def _open_ticket(self) -> None:
        self.window.show_page("desk")
        self.ticket.open(self.window.tools.ticket.fields())
        self.window.tools.ticket.focus_title()

    def choose_language(self, code: str) -> None:
        language = as_language(code)
        if language is not None:
            self._house.words.choose(language)
            self._client.language = language
            self._live.reopen()
            self._house.settings.change(language=language)
            self._show_server()
            self.window.toast.hide()  # it is said in the other language
            self.refresh()

    def choose_mode(self, mode: str) -> None:
        self._house.look.use(cast("Mode", mode))
        self._house.settings.change(theme=mode)

    def _show_server(self) -> None:
        config = self._session.config
        version = str(getattr(cast("Any", app), "__version__", ""))
        self.window.settings.show_server(
            config.company, self._session.server_url, version, config.server_version
        )
