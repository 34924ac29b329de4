"""The recording of a quick reply: spoken here, or a file; heard, and taken away again.

In:  the reply that is being changed, what the microphone gives. Out: its recording on the server.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from app.contracts.replies import QuickReplyView
from app.crm_client.requests import Upload
from app.ui.messages import sentence
from app.ui.presenters.format import short_time
from app.ui.presenters.player import Player
from app.ui.presenters.ports import Tasks, Trouble, Words

if TYPE_CHECKING:
    from app.ui.presenters.ports_tools import RepliesCrm
    from app.ui.presenters.replies import RepliesPresenter

ClipState = Literal["none", "there", "recording", "sending", "playing"]
SHORTEST_S = 0.6
MOST_BYTES = 20_000_000
QUIET_DBFS = -38.0


@dataclass(frozen=True, slots=True)
class ClipFace:
    """``possible``: there is a reply that it could belong to. ``text``: how long it is by now."""

    possible: bool
    state: ClipState
    text: str


class Recorder(Protocol):
    """``progress``: seconds, loudness in dBFS; ``ended`` once, with the sound or None."""

    def start(
        self, progress: Callable[[float, float], None], ended: Callable[[bytes | None], None]
    ) -> None: ...
    def stop(self) -> None: ...


class ClipView(Protocol):
    def show_clip(self, face: ClipFace) -> None: ...
    def say(self, text: str) -> None: ...


class ReplyClip:
    """``open`` with each reply whose form is opened, "" for a new one."""

    def __init__(
        self,
        view: ClipView,
        words: Words,
        tasks: Tasks,
        crm: RepliesCrm,
        recorder: Recorder,
        player: Player,
        replies: RepliesPresenter,
    ) -> None:
        self._view, self._words, self._tasks, self._crm = view, words, tasks, crm
        self._recorder, self._player, self._replies = recorder, player, replies
        self._reply_id = ""
        self._state: ClipState = "none"
        self._length_s, self._loudest_dbfs = 0.0, -90.0

    def open(self, reply_id: str) -> None:
        self.leave()
        self._reply_id = reply_id
        reply = self._replies.reply(reply_id)
        self._state = "there" if reply is not None and reply.clip else "none"
        self._show()

    def leave(self) -> None:
        """The form is closed: nothing goes on being recorded or heard."""
        reply_id, self._reply_id = self._reply_id, ""
        if reply_id and self._state == "recording":
            self._recorder.stop()
        if self._state == "playing":
            self._player.stop()

    def record(self) -> None:
        """Begins; said again, it ends and is kept."""
        if self._state == "recording":
            self._recorder.stop()
        elif self._reply_id and self._state != "sending":
            if self._state == "playing":
                self._player.stop()
            reply_id = self._reply_id
            self._state, self._length_s, self._loudest_dbfs = "recording", 0.0, -90.0
            self._show()
            self._recorder.start(self._heard, lambda sound: self._recorded(reply_id, sound))

    def _heard(self, length_s: float, dbfs: float) -> None:
        self._length_s, self._loudest_dbfs = length_s, max(self._loudest_dbfs, dbfs)
        if self._state == "recording":
            self._show()

    def _recorded(self, reply_id: str, sound: bytes | None) -> None:
        if reply_id != self._reply_id:
            return  # the form was left
        w = self._words
        if sound is None:
            self._back(w("Nothing could be recorded. Check the microphone in the settings."))
        elif self._length_s < SHORTEST_S:
            self._back(w("That was too short. Press, speak, and press again."))
        elif self._loudest_dbfs < QUIET_DBFS:
            self._back(w("Nothing was to be heard. Check the microphone, or speak louder."))
        else:
            self._send(Upload("reply.wav", sound, "audio/wav"))

    def upload(self, file: Upload) -> None:
        if len(file.content) > MOST_BYTES:
            self._view.say(self._words("{name} is larger than 20 MB.", name=file.name))
        elif self._reply_id:
            self._send(file)

    def _send(self, file: Upload) -> None:
        self._state = "sending"
        self._show()
        work = self._crm.record_reply(self._reply_id, file)
        self._tasks.run("record-reply", work, self._kept, self._failed)

    def _kept(self, reply: QuickReplyView) -> None:
        self._replies.put(reply)
        self._back(self._words("The recording is saved."))

    def remove(self) -> None:
        if self._reply_id and self._state == "there":
            self._state = "sending"
            self._show()
            self._tasks.run("forget-clip", self._crm.forget_clip(self._reply_id), self._gone, self._failed)

    def _gone(self, reply: QuickReplyView) -> None:
        self._replies.put(reply)
        self._back(self._words("The recording is gone."))

    def listen(self) -> None:
        """Said again, it stops."""
        if self._state == "playing":
            self._player.stop()
            self._back("")
        elif self._reply_id and self._state == "there":
            self._tasks.run("hear-reply", self._crm.reply_clip(self._reply_id), self._play, self._failed)

    def _play(self, sound: bytes) -> None:
        self._state = "playing"
        self._show()
        self._player.play(sound, 0.0, lambda _: None, self._played)

    def _played(self, error_id: str) -> None:
        if self._state == "playing":
            self._back(sentence(Trouble(error_id), self._words) if error_id else "")

    def _failed(self, trouble: Trouble) -> None:
        self._back(sentence(trouble, self._words))

    def _back(self, text: str) -> None:
        reply = self._replies.reply(self._reply_id)
        self._state = "there" if reply is not None and reply.clip else "none"
        self._show()
        if text:
            self._view.say(text)

    def refresh(self) -> None:
        self._show()

    def _show(self) -> None:
        text = short_time(self._length_s) if self._state == "recording" else ""
        self._view.show_clip(ClipFace(bool(self._reply_id), self._state, text))
