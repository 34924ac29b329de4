"""The telephone's part of the window: the call card and everything that is done to calls."""

from __future__ import annotations

from typing import cast

from PySide6.QtGui import QGuiApplication

from app.ui import bindings, bindings_calls
from app.ui.presenters.call import CallPresenter
from app.ui.presenters.conference import ConferencePresenter, PartyAct
from app.ui.presenters.desk import Desk, Dialled, Stage
from app.ui.presenters.dial import DialPresenter
from app.ui.presenters.headset_buttons import HeadsetButtons, PhoneActions
from app.ui.presenters.missed import MissedPresenter
from app.ui.presenters.other_calls import OtherCallsPresenter
from app.ui.presenters.quality import QualityPresenter
from app.ui.presenters.recording import RecordingPresenter
from app.ui.presenters.targets import TargetRow
from app.ui.presenters.transfer import TransferPresenter
from app.ui.rooms.bench import Bench


class CallRoom:
    """``dial`` is for all who have somebody to call: links, lists, the command palette."""

    def __init__(self, bench: Bench) -> None:
        self._bench, house, window = bench, bench.house, bench.window
        store, words, tasks, clock, crm = bench.store, house.words, house.tasks, house.clock, bench.client
        reasons = bench.session.config.not_ready_reasons
        self.call = CallPresenter(
            bindings.Call(window), store, words, tasks, clock, crm, bench.phone, house.metrics.mark
        )
        self.others = OtherCallsPresenter(bindings_calls.OtherCalls(window), store, words, tasks, clock, crm)
        self.transfer = TransferPresenter(
            bindings_calls.Transfer(window), store, words, tasks, clock, crm, reasons, self._note_of
        )
        self.conference = ConferencePresenter(bindings_calls.Conference(window), store, words, tasks, crm)
        self.dial = DialPresenter(
            bindings_calls.Dial(window),
            store,
            words,
            tasks,
            clock,
            crm,
            self.transfer.directory,
            reasons,
            bench.session.config.caller_numbers,
            self.transfer.call_besides,
        )
        self.missed = MissedPresenter(
            bindings_calls.Missed(window), store, words, tasks, clock, crm, self.dial.call_back
        )
        self.quality = QualityPresenter(bindings_calls.Quality(window), store, words)
        self.recording = RecordingPresenter(bindings_calls.Recording(window), store, words, tasks, clock, crm)
        call, others = self.call, self.others
        self.headset = HeadsetButtons(
            store,
            PhoneActions(
                answer=call.answer,
                decline=call.decline,
                hang_up=call.hang_up,
                hold=call.toggle_hold,
                swap=others.swap,
                mute=call.mute,
                redial=self.dial.redial,
            ),
        )
        self._wire_card()
        self._wire_panels()
        self._wire_keys()
        store.listen(self._follow)
        crm.when_dialled(lambda call_id: store.dispatch(Dialled(call_id)))

    def _note_of(self, call_id: str) -> str:
        draft = self._bench.drafts.load(call_id)
        return draft.note if draft is not None else ""

    def _wire_card(self) -> None:
        area, card, call = self._bench.window.call_area, self._bench.window.call_card, self.call
        card.answer.connect(call.answer)
        card.decline.connect(call.decline)
        card.hold.connect(call.toggle_hold)
        card.mute.connect(call.toggle_mute)
        card.transfer.connect(self.transfer.transfer_key)
        card.conference.connect(self.transfer.conference_key)
        card.hang_up.connect(call.hang_up)
        card.digits.connect(call.press)
        card.dial.connect(self.dial.toggle)
        card.recording.toggle.connect(self.recording.toggle)
        card.painted.connect(lambda _call_id: self._bench.house.metrics.mark("popup_painted"))
        area.held.take.connect(self.others.take_up)
        area.held.end.connect(self.others.hang_up)
        area.waiting.take.connect(lambda _key: call.answer())
        area.waiting.end.connect(lambda _key: self.others.decline())

    def _wire_panels(self) -> None:
        area, window = self._bench.window.call_area, self._bench.window
        choose, consult, transfer = area.choose, area.consult, self.transfer
        choose.typed.connect(transfer.type)
        choose.blind.connect(lambda row: transfer.blind(cast("TargetRow", row)))
        choose.consult.connect(lambda row: transfer.consult(cast("TargetRow", row)))
        choose.ask_in.connect(lambda row: transfer.ask_in(cast("TargetRow", row)))
        choose.closed.connect(transfer.close)
        choose.reload.connect(transfer.directory.load)
        consult.complete.connect(transfer.complete)
        consult.swap.connect(transfer.swap)
        consult.join.connect(transfer.join)
        consult.cancel.connect(transfer.cancel)
        area.conference.acted.connect(lambda leg, what: self.conference.act(leg, cast("PartyAct", what)))
        area.conference.add.connect(transfer.conference_key)
        area.conference.leave.connect(self.conference.leave)
        panel, dial = window.dial_panel, self.dial
        panel.typed.connect(dial.type)
        panel.call_typed.connect(dial.call_typed)
        panel.call_row.connect(lambda row: dial.call_row(cast("TargetRow", row)))
        panel.redial.connect(dial.redial)
        panel.number_chosen.connect(dial.choose_number)
        panel.closed.connect(dial.close)
        missed = window.calls.missed
        missed.call_back.connect(self.missed.call_back)
        missed.more.connect(self.missed.more)
        missed.reload.connect(self.missed.load)
        window.calls.reload.connect(self.missed.load)
        window.calls.call_back.connect(dial.call_back)
        window.page_shown.connect(lambda page: self.missed.load() if page == "calls" else None)

    def _wire_keys(self) -> None:
        window, call, transfer = self._bench.window, self.call, self.transfer
        window.add_key("F2", call.answer)
        window.add_key("F3", call.toggle_hold)
        window.add_key("F4", call.toggle_mute)
        window.add_key("F5", transfer.transfer_key)
        window.add_key("F6", transfer.conference_key)
        window.add_key("F7", self._swap)
        window.add_key("F8", call.hang_up)
        window.add_key("Ctrl+D", window.call_card.open_pad)
        window.add_key("Ctrl+R", self.dial.redial)
        window.add_key("Ctrl+V", self._paste)  # where no field takes it

    def _swap(self) -> None:
        """Between the two of a consultation, else between two calls."""
        call = self._bench.store.desk.call
        if call is not None and call.consult is not None:
            self.transfer.swap()
        else:
            self.others.swap()

    def _paste(self) -> None:
        self.dial.paste(QGuiApplication.clipboard().text())

    def _follow(self, before: Desk, after: Desk) -> None:
        if after.stage is Stage.TALKING and before.stage is not Stage.TALKING:
            self._bench.house.metrics.mark("call_active")

    def refresh(self) -> None:
        for presenter in (
            self.call,
            self.others,
            self.transfer,
            self.conference,
            self.dial,
            self.missed,
            self.quality,
            self.recording,
        ):
            presenter.refresh()

    def tick(self) -> None:
        for presenter in (self.call, self.others, self.transfer, self.dial, self.recording):
            presenter.tick()
