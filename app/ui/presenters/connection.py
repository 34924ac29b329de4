"""Plain words about server, phone, microphone and what still waits to be sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from app.ui.presenters.desk import Desk, PhoneLine, ServerLine, Stage
from app.ui.presenters.devices import audio_problem_text
from app.ui.presenters.ports import Live, Outbox, Words
from app.ui.presenters.store import DeskStore

BannerId = Literal["server", "phone", "audio", "refused"]
ActionId = Literal["retry", "settings", "sign-in", "", "outbox"]


@dataclass(frozen=True, slots=True)
class Banner:
    banner_id: BannerId
    trouble: bool  # red; else only a notice
    title: str
    text: str
    action: ActionId
    action_text: str


@dataclass(frozen=True, slots=True)
class LineFace:
    """The small sign in the state bar: is everything connected?"""

    good: bool
    text: str
    waiting: str  # "2 waiting to be sent", empty for none


class ConnectionView(Protocol):
    def show_banners(self, banners: tuple[Banner, ...]) -> None: ...
    def show_line(self, face: LineFace) -> None: ...
    def say(self, text: str) -> None: ...
    def open_settings(self) -> None: ...
    def open_outbox(self) -> None: ...
    def sign_in_again(self) -> None: ...


class ConnectionPresenter:
    def __init__(
        self, view: ConnectionView, store: DeskStore, words: Words, live: Live, outbox: Outbox
    ) -> None:
        self._view, self._store, self._words = view, store, words
        self._live, self._outbox = live, outbox
        self._shown: object = None
        store.listen(self._changed)

    def refresh(self) -> None:
        self._shown = None
        self._show(self._store.desk)

    def act(self, action: ActionId) -> None:
        if action == "retry":
            self._live.kick()
            self._outbox.kick()
        elif action == "settings":
            self._view.open_settings()
        elif action == "outbox":
            self._view.open_outbox()
        elif action == "sign-in":
            self._view.sign_in_again()

    def _changed(self, before: Desk, after: Desk) -> None:
        if after.phone_restarts > before.phone_restarts:
            self._view.say(self._words("The phone program was restarted. It is registering again."))
        elif before.phone is PhoneLine.RESTARTING and after.phone is PhoneLine.REGISTERED:
            self._view.say(self._words("The phone is ready again."))
        if before.server is ServerLine.DOWN and after.server is ServerLine.UP:
            self._view.say(self._words("The server is back."))
        self._show(after)

    def _show(self, desk: Desk) -> None:
        banners, line = self._banners(desk), self._line(desk)
        if (banners, line) != self._shown:
            self._shown = (banners, line)
            self._view.show_banners(banners)
            self._view.show_line(line)

    def _banners(self, desk: Desk) -> tuple[Banner, ...]:
        found = (self._server(desk), self._phone(desk), self._audio(desk), self._refused(desk))
        return tuple(banner for banner in found if banner is not None)

    def _server(self, desk: Desk) -> Banner | None:
        if desk.server is not ServerLine.DOWN:
            return None
        if desk.server_why == "not-signed-in":
            return Banner(
                "server",
                True,
                self._words("Your sign-in has expired."),
                self._words("Please sign in again. What you typed is kept."),
                "sign-in",
                self._words("Sign in"),
            )
        if desk.stage in (Stage.TALKING, Stage.HELD):
            text = self._words(
                "Your call may go on: mute, keypad and hanging up work. Notes and tickets are kept here and "
                "sent later; hold and transfer wait."
            )
        else:
            text = self._words(
                "It is tried again by itself. Notes and tickets are kept here and sent when it is back; no "
                "calls come until then."
            )
        return Banner(
            "server",
            True,
            self._words("The connection to the server is lost."),
            text,
            "retry",
            self._words("Try now"),
        )

    def _phone(self, desk: Desk) -> Banner | None:
        if desk.phone is not PhoneLine.PROBLEM or desk.server is ServerLine.DOWN:
            return None
        text = {
            "certificate": self._words(
                "The server's certificate is not the expected one. Tell your administrator."
            ),
            "refused": self._words(
                "The server refused the phone's sign-in. Sign in again or tell your administrator."
            ),
        }.get(
            desk.phone_problem, self._words("It is tried again by itself. Until then no call can reach you.")
        )
        return Banner("phone", True, self._words("Your phone is not connected."), text, "", "")

    def _audio(self, desk: Desk) -> Banner | None:
        if not desk.audio_problem:
            return None
        title = {
            "no-microphone": self._words("No microphone"),
            "microphone-lost": self._words("Microphone unplugged"),
            "no-speaker": self._words("No speaker"),
            "speaker-lost": self._words("Speaker unplugged"),
        }.get(desk.audio_problem, self._words("Sound device"))
        return Banner(
            "audio",
            True,
            title,
            audio_problem_text(desk.audio_problem, self._words),
            "settings",
            self._words("Choose device"),
        )

    def _refused(self, desk: Desk) -> Banner | None:
        if not desk.outbox_refused:
            return None
        return Banner(
            "refused",
            False,
            self._words("{count} not accepted by the server", count=desk.outbox_refused),
            self._words("The text is kept on this computer. Show it to your supervisor."),
            "outbox",
            self._words("Look at it"),
        )

    def _line(self, desk: Desk) -> LineFace:
        w = self._words
        waiting = w("{count} waiting to be sent", count=desk.outbox_waiting) if desk.outbox_waiting else ""
        if desk.server is not ServerLine.UP:
            text = w("Connecting…") if desk.server is ServerLine.CONNECTING else w("No server")
            return LineFace(False, text, waiting)
        match desk.phone:
            case PhoneLine.ELSEWHERE:
                registered = desk.agent is not None and desk.agent.phone_registered
                return LineFace(
                    registered, w("Other phone") if registered else w("Other phone missing"), waiting
                )
            case PhoneLine.REGISTERED:
                if desk.no_microphone:
                    return LineFace(False, w("No microphone"), waiting)
                return LineFace(True, w("Phone ready"), waiting)
            case PhoneLine.PROBLEM:
                return LineFace(False, w("No phone"), waiting)
            case PhoneLine.STARTING | PhoneLine.RESTARTING:
                return LineFace(False, w("Phone starting…"), waiting)
