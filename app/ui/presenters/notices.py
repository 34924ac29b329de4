"""What is told while another program is used: a call, a missed one, a lost connection. Nothing private in it.

In:  the desk. Out: a notice of the operating system, and what the tray shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from app.contracts.notices import NoticeView
from app.contracts.people import Label
from app.ui.presenters.agent import Tone, state_word
from app.ui.presenters.desk import Desk, PhoneLine, ServerLine
from app.ui.presenters.ports import Words
from app.ui.presenters.store import DeskStore


@dataclass(frozen=True, slots=True)
class TrayFace:
    tone: Tone
    text: str  # "Seatline – Ready": no names, no numbers
    choices: tuple[tuple[str, str, str], ...]  # state, reason, text


class NoticeSettings(Protocol):
    def load_notifications(self) -> bool: ...


class NoticesView(Protocol):
    def being_used(self) -> bool:
        """The person is in one of our windows now."""
        ...

    def notify(self, title: str, text: str, urgent: bool) -> None: ...
    def show_tray(self, face: TrayFace) -> None: ...


class NoticePresenter:
    def __init__(
        self,
        view: NoticesView,
        store: DeskStore,
        words: Words,
        reasons: list[Label],
        settings: NoticeSettings,
    ) -> None:
        self._view, self._store, self._words = view, store, words
        self._reasons, self._settings = reasons, settings
        self._shown: TrayFace | None = None
        store.listen(self._changed)

    def refresh(self) -> None:
        self._shown = None
        self._show(self._store.desk)

    def urgent(self, notice: NoticeView) -> None:
        """Something that should not wait came in. What it says may be private: it is read in the window."""
        if not notice.urgent or notice.read_at is not None or self._view.being_used():
            return
        if self._settings.load_notifications():
            w, kind = self._words, (notice.subject or notice.kind).partition(":")[0].partition(".")[0]
            about = {
                "ticket": w("About a ticket. Open Seatline to read it."),
                "article": w("About the knowledge base. Open Seatline to read it."),
                "access": w("Somebody asks for leave. Open Seatline to read it."),
            }
            text = about.get(kind, w("Open Seatline to read it."))
            self._view.notify(w("Urgent notice"), text, urgent=True)

    def _changed(self, before: Desk, after: Desk) -> None:
        self._show(after)
        if self._settings.load_notifications() and not self._view.being_used():
            self._tell(before, after)

    def _tell(self, before: Desk, after: Desk) -> None:
        w = self._words
        fresh = after.offer is not None and (
            before.offer is None or before.offer.offer_id != after.offer.offer_id
        )
        if fresh and after.offer is not None:
            self._view.notify(w("Incoming call"), w.label(after.offer.queue), urgent=True)
        missed = after.withdrawn is not None and after.withdrawn is not before.withdrawn
        if missed and after.withdrawn is not None and after.withdrawn.why == "no-answer":
            self._view.notify(w("Call not answered"), w("You are not ready now."), urgent=True)
        if before.server is ServerLine.UP and after.server is ServerLine.DOWN:
            self._view.notify(
                w("No connection to the server"), w("It is tried again by itself."), urgent=False
            )
        if before.phone is PhoneLine.REGISTERED and after.phone is PhoneLine.PROBLEM:
            self._view.notify(w("Your phone is not connected."), w("No call can reach you now."), urgent=True)
        if after.no_microphone and not before.no_microphone:
            self._view.notify(w("No microphone"), w("Plug in your headset."), urgent=True)

    def _show(self, desk: Desk) -> None:
        tone, word = state_word(desk, self._reasons, self._words)
        choices = [("READY", "", self._words("Ready"))]
        choices += [("NOT_READY", label.code, self._words.label(label)) for label in self._reasons]
        face = TrayFace(tone, self._words("Seatline – {state}", state=word), tuple(choices))
        if face != self._shown:
            self._shown = face
            self._view.show_tray(face)
