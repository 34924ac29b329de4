"""What is read and written about a call: customer's file, note, ticket, replies, script, search, lists."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import cast

from PySide6.QtWidgets import QFileDialog

from app.contracts.calls import CallView
from app.contracts.customers import CustomerView
from app.contracts.tickets import TicketView
from app.crm_client.requests import Upload
from app.ui import bindings_tools as bound
from app.ui.messages import sentence
from app.ui.playback import Playback
from app.ui.presenters.after_call import AfterCallPresenter
from app.ui.presenters.calls import CallsPresenter
from app.ui.presenters.desk import Desk, OutboxMoved, ServerLine, Stage
from app.ui.presenters.file import FilePresenter
from app.ui.presenters.file_face import Filter
from app.ui.presenters.outbox import OutboxPresenter
from app.ui.presenters.ports import OutboxState, Trouble
from app.ui.presenters.replies import RepliesPresenter
from app.ui.presenters.reply_clip import ReplyClip
from app.ui.presenters.reply_editor import ReplyEditor, ReplyFields
from app.ui.presenters.reply_face import Show
from app.ui.presenters.reveal import RevealPresenter
from app.ui.presenters.rules import DeskRules
from app.ui.presenters.script import ScriptPresenter
from app.ui.presenters.search import SearchPresenter
from app.ui.presenters.ticket import TicketFields, TicketPresenter
from app.ui.presenters.variables import Variables
from app.ui.presenters.wrap_up import WrapUpPresenter, tomorrow_at
from app.ui.recorder import VoiceRecorder
from app.ui.rooms.bench import Bench
from app.ui.rooms.follow_ups import FollowUps


class ToolsRoom:
    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._seen: set[str] = set()
        self._recovered = False
        self.call_customer: Callable[[str, str], None] = lambda _customer_id, _name: None  # the telephone's
        house, config, store, window = bench.house, bench.session.config, bench.store, bench.window
        words, tasks, clock, crm = house.words, house.tasks, house.clock, bench.client
        rules = DeskRules(config.outcomes, config.queue_rules)
        leads = config.user.role in ("SUPERVISOR", "ADMIN")
        self.file = FilePresenter(
            bound.CustomerFile(window), store, words, tasks, clock, crm, bench.outbox, bench.drafts
        )
        variables = self.variables = Variables(
            store, words, clock, config.user.display_name, config.company, lambda: self.file.file
        )
        self.reveal = RevealPresenter(
            bound.Number(window), store, words, tasks, clock, crm, lambda: self.file.subject
        )
        self.file.listen(self.reveal.file_changed)
        self.wrap_up = WrapUpPresenter(
            bound.Result(window, lambda: tomorrow_at(clock.now(), words)),
            store,
            words,
            clock,
            bench.outbox,
            bench.drafts,
            rules,
            variables,
        )
        self.after = AfterCallPresenter(
            bound.AfterCall(window), store, words, tasks, clock, crm, config.not_ready_reasons
        )
        self.replies = RepliesPresenter(bound.Replies(window), store, words, tasks, crm, variables, leads)
        self.editor = ReplyEditor(
            bound.ReplyEditor(window),
            words,
            tasks,
            crm,
            bench.drafts,
            self.replies,
            leads,
            house.words.language,
            lambda reply_id: self.clip.open(reply_id),
            tuple((each.name.code, words.label(each.name)) for each in config.queues),
        )
        self._recorder = VoiceRecorder(lambda: house.settings.now.input)
        self._player = Playback(lambda: house.settings.now.output)
        self.clip = ReplyClip(
            bound.Clip(window), words, tasks, crm, self._recorder, self._player, self.replies
        )
        self.script = ScriptPresenter(bound.Script(window), store, words, rules, variables)
        self.ticket = TicketPresenter(
            bound.Ticket(window),
            store,
            words,
            clock,
            bench.outbox,
            config.ticket_types,
            customer=lambda: self.file.customer,
            note=lambda: self.wrap_up.draft.note,
            drafts=bench.drafts,
        )
        self.calls = CallsPresenter(bound.Calls(window), words, tasks, clock, crm, config.outcomes)
        self.search = SearchPresenter(bound.Search(window), words, tasks, clock, crm, self.file.open)
        self.outbox = OutboxPresenter(bound.OutboxList(window), store, words, clock, bench.outbox, rules)
        self.follow_ups = FollowUps(bench, self.file.open)
        window.tools.have_script(rules.any_script)
        self._wire_file()
        self._wire_tools()
        self._wire_keys()
        store.listen(self._follow)

    def _wire_file(self) -> None:
        window, bar = self._bench.window, self._bench.window.state_bar
        bar.search_typed.connect(self.search.type)
        bar.search_entered.connect(self._search_entered)
        window.search_popup.chosen.connect(self.search.choose)
        window.file.more.connect(self.file.more)
        window.file.close_file.connect(self.file.close)
        window.file.matches.chosen.connect(self.file.choose_match)
        window.file.timeline.kind_chosen.connect(lambda kind: self.file.show_kind(cast("Filter", kind)))
        window.file.who.number.reveal.connect(self.reveal.reveal)
        window.file.who.call_button.clicked.connect(self._call_customer)
        window.new_customer.save.connect(self.file.save_new)
        window.new_customer.typed.connect(self.file.type_new)
        window.idle.open_customer.connect(self.file.open)
        window.idle.reload.connect(self.calls.load)
        window.calls.open_customer.connect(self.file.open)
        window.calls.more.connect(self.calls.more)
        window.calls.reload.connect(self.calls.load)
        window.outbox.detail.retry.connect(self._retry)
        window.outbox.detail.retry_with_outcome.connect(self.outbox.retry_with_outcome)
        window.outbox.detail.discard.connect(self.outbox.discard)
        window.outbox.retry_all.connect(self._retry_all)
        window.page_shown.connect(self._page_shown)

    def _wire_tools(self) -> None:
        tools = self._bench.window.tools
        note, replies, form = tools.note, tools.replies, tools.replies.form
        note.outcome_chosen.connect(self.wrap_up.choose_outcome)
        note.note_typed.connect(self.wrap_up.type_note)
        note.follow_up_chosen.connect(self.wrap_up.choose_follow_up)
        note.finish.connect(self.wrap_up.finish)
        note.template_chosen.connect(self.wrap_up.insert_template)
        note.handed.taken.connect(self.wrap_up.take_handed_note)
        note.extend.connect(self.after.extend)
        note.after.chosen.connect(self.after.choose)
        tools.ticket_wanted.connect(self._open_ticket)
        tools.ticket.typed.connect(lambda fields: self.ticket.type(cast("TicketFields", fields)))
        tools.ticket.save.connect(lambda fields: self.ticket.save(cast("TicketFields", fields)))
        tools.replies_wanted.connect(self._open_replies)
        tools.script.ticked.connect(self.script.tick)
        replies.searched.connect(self.replies.search)
        replies.shown_only.connect(lambda what: self.replies.show_only(cast("Show", what)))
        replies.stepped.connect(self.replies.step)
        replies.moved.connect(self.replies.move)
        form.clip.record.connect(self.clip.record)
        form.clip.listen.connect(self.clip.listen)
        form.clip.remove.connect(self.clip.remove)
        form.clip.choose.connect(self._choose_clip)
        replies.choose.connect(self.replies.choose)
        replies.speak.connect(self.replies.speak)
        replies.send.connect(self.replies.send)
        replies.stop.connect(self.replies.stop)
        replies.reload.connect(self.replies.load)
        replies.write_new.connect(self.editor.write_new)
        replies.change.connect(self.editor.change)
        replies.left.connect(self._focus_note)
        form.typed.connect(lambda fields: self.editor.type(cast("ReplyFields", fields)))
        form.save.connect(lambda fields: self.editor.save(cast("ReplyFields", fields)))
        form.cancel.connect(self.editor.cancel)
        form.delete.connect(self.editor.delete)

    def _wire_keys(self) -> None:
        window = self._bench.window
        window.add_key("F9", self.wrap_up.finish)
        window.add_key("Ctrl+N", self._focus_note)
        window.add_key("Ctrl+T", self._open_ticket)
        window.add_key("Ctrl+J", self._open_replies)
        window.add_key("Ctrl+F", window.focus_search)
        window.digit_key.connect(self.wrap_up.choose_by_key)

    def start(self) -> None:
        self.calls.load()
        self.replies.load()
        self.follow_ups.start()
        self.ticket.restore()

    def refresh(self) -> None:
        for presenter in (
            self.file,
            self.reveal,
            self.wrap_up,
            self.after,
            self.replies,
            self.editor,
            self.script,
            self.ticket,
            self.calls,
            self.outbox,
            self.follow_ups,
        ):
            presenter.refresh()

    def tick(self) -> None:
        for presenter in (self.wrap_up, self.search, self.reveal, self.replies, self.follow_ups):
            presenter.tick()

    async def stop(self) -> None:
        await self.follow_ups.stop()
        self.clip.leave()
        await self._recorder.close()
        await self._player.close()

    # --- what comes in -----------------------------------------------------------------------

    def _follow(self, before: Desk, after: Desk) -> None:
        if before.call is not None and after.call is None:
            self.calls.load()
        if after.server is ServerLine.UP and after.agent is not None and not self._recovered:
            self._recovered = True
            work = asyncio.to_thread(self._bench.drafts.all)
            self._bench.house.tasks.run("left-drafts", work, self.wrap_up.recover)
        if before.stage is not Stage.WRAP_UP and after.stage is Stage.WRAP_UP:
            self._bench.window.tools.show_note_unless_typing()

    def outbox_changed(self, state: OutboxState) -> None:
        self._seen.intersection_update(state.keys)
        self._bench.store.dispatch(OutboxMoved(state.waiting, len(state.refused)))
        self.outbox.outbox_changed(state.problem)
        for item in state.sent:
            if item.key not in self._seen:
                self._seen.add(item.key)
                self._sent(item.key, item.answer)
        for refused in state.refused:
            if refused.key not in self._seen:
                self._seen.add(refused.key)
                self.wrap_up.result_refused(refused.key)
                trouble = Trouble(refused.error_id, refused.detail)
                self.ticket.ticket_refused(refused.key, sentence(trouble, self._bench.house.words))

    def _sent(self, key: str, answer: object) -> None:
        if isinstance(answer, TicketView):
            self.ticket.ticket_sent(key, answer)
            self.file.ticket_made(answer)
        elif isinstance(answer, CallView):
            self.wrap_up.result_sent(key)
            self.calls.load()
        elif isinstance(answer, CustomerView):
            self.file.customer_made(key, answer)

    # --- what the person does ------------------------------------------------------------------

    def _page_shown(self, page: str) -> None:
        if page == "calls":
            self.calls.load()
        self.follow_ups.page_shown(page)

    def _search_entered(self) -> None:
        if not self._bench.window.search_popup.choose():
            self.search.search()

    def _retry(self, key: str) -> None:
        self._seen.discard(key)
        self.outbox.retry(key)

    def _retry_all(self) -> None:
        self._seen.difference_update(line.key for line in self._bench.outbox.lines)
        self.outbox.retry_all()

    def _call_customer(self) -> None:
        customer = self.file.customer
        if customer is not None:
            self.call_customer(customer.customer_id, customer.name)

    def _not_called(self, trouble: Trouble) -> None:
        self._bench.window.toast.say(sentence(trouble, self._bench.house.words))

    def _choose_clip(self) -> None:
        window, house = self._bench.window, self._bench.house
        path, _ = QFileDialog.getOpenFileName(
            window, house.words("Choose a recording…"), "", "WAV, MP3, Ogg (*.wav *.mp3 *.ogg *.opus)"
        )
        if path:
            file = Path(path)
            house.tasks.run(
                "read-clip",
                asyncio.to_thread(file.read_bytes),
                lambda content: self.clip.upload(Upload(file.name, content)),
                self._not_called,
            )

    def _focus_note(self) -> None:
        self._bench.window.show_page("desk")
        self._bench.window.tools.show_note()
        self._bench.window.tools.note.focus_note()

    def _open_ticket(self) -> None:
        window = self._bench.window
        window.show_page("desk")
        self.ticket.open(window.tools.ticket.fields())
        window.tools.ticket.focus_title()

    def _open_replies(self) -> None:
        window = self._bench.window
        window.show_page("desk")
        window.tools.show_replies()
        window.tools.replies.focus_search()
