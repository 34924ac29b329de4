"""The recording's sign on the call card: running, paused (while card data are spoken), and a reminder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from app.ui.messages import sentence
from app.ui.presenters.agent import Tone
from app.ui.presenters.call_face import IN_TALK
from app.ui.presenters.desk import Desk, ServerLine
from app.ui.presenters.format import short_time
from app.ui.presenters.ports import Clock, Tasks, Trouble, Words
from app.ui.presenters.ports_calls import TalkCrm
from app.ui.presenters.store import DeskStore

REMIND_EVERY_S = 60.0


@dataclass(frozen=True, slots=True)
class RecordingFace:
    there: bool
    paused: bool
    tone: Tone
    word: str
    action_word: str
    enabled: bool


class RecordingSignView(Protocol):
    def show_recording(self, face: RecordingFace) -> None: ...
    def say(self, text: str) -> None: ...


class RecordingPresenter:
    def __init__(
        self,
        view: RecordingSignView,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        crm: TalkCrm,
    ) -> None:
        self._view, self._store, self._words = view, store, words
        self._tasks, self._clock, self._crm = tasks, clock, crm
        self._sending = False
        self._paused_at: float | None = None
        self._reminded_at = 0.0
        self._shown: RecordingFace | None = None
        store.listen(self._changed)

    def refresh(self) -> None:
        self._shown = None
        self._show(self._store.desk)

    def tick(self) -> None:
        self._remind()
        self._show(self._store.desk)

    def toggle(self) -> None:
        call = self._store.desk.call
        if call is None or self._sending or not self._face(self._store.desk).there:
            return
        paused = call.recording_paused
        work = self._crm.resume_recording(call.call_id) if paused else self._crm.pause_recording(call.call_id)
        self._sending = True
        self._show(self._store.desk)
        self._tasks.run("recording", work, lambda _: self._done(), self._refused)

    def _done(self) -> None:
        self._sending = False
        self._show(self._store.desk)

    def _refused(self, trouble: Trouble) -> None:
        self._done()
        self._view.say(sentence(trouble, self._words))

    def _changed(self, before: Desk, after: Desk) -> None:
        paused = _is_paused(after)
        if paused and (not _is_paused(before) or self._paused_at is None):
            self._paused_at = self._reminded_at = self._clock.monotonic()
        elif not paused:
            self._paused_at = None
        self._show(after)

    def _remind(self) -> None:
        now = self._clock.monotonic()
        if self._paused_at is not None and now - self._reminded_at >= REMIND_EVERY_S:
            self._reminded_at = now
            time = short_time(now - self._paused_at)
            self._view.say(
                self._words("The recording has been paused for {time}. Resume it if it may go on.", time=time)
            )

    def _show(self, desk: Desk) -> None:
        face = self._face(desk)
        if face != self._shown:
            self._shown = face
            self._view.show_recording(face)

    def _face(self, desk: Desk) -> RecordingFace:
        w, call = self._words, desk.call
        in_talk = desk.stage in IN_TALK and call is not None
        there = in_talk and call is not None and (call.recording or call.recording_paused)
        enabled = there and desk.server is ServerLine.UP and not self._sending
        if there and _is_paused(desk):
            since = self._paused_at if self._paused_at is not None else self._clock.monotonic()
            word = w("Not recorded {time}", time=short_time(self._clock.monotonic() - since))
            return RecordingFace(True, True, "hold", word, w("Resume recording"), enabled)
        return RecordingFace(there, False, "trouble", w("Recording"), w("Pause recording"), enabled)


def _is_paused(desk: Desk) -> bool:
    return desk.call is not None and desk.call.state != "ENDED" and desk.call.recording_paused
