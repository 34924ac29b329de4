"""What the tools' presenters are tested with: a server that keeps what it was asked, a player, lists."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from app.contracts.base import Page
from app.contracts.control import CallMade, NewCall
from app.contracts.customers import RevealedNumber
from app.contracts.followups import CallbackView, VoiceMessageView
from app.contracts.live import SpeakingChanged
from app.contracts.people import Label, NoteTemplate, QueueDeskRules
from app.contracts.replies import (
    NewQuickReply,
    QuickReplyView,
    ReplyOrder,
    ReplyUsed,
    SpeakWish,
    TextWish,
)
from app.crm_client.errors import Refused
from app.crm_client.requests import Upload
from tests.presenters import ui_fakes as f

NOT_NEEDED = Label(code="sales", zh="售前", en="Sales")
TEMPLATE = NoteTemplate(title=Label(code="t", zh="报修", en="Repair"), text="{customer}:{ticket}")
RULES = [
    QueueDeskRules(queue_id="after-sales", outcomes=["follow"], note_templates=[TEMPLATE], script="A\n\nB"),
    QueueDeskRules(queue_id="sales", outcome_required=False),
]


def reply(reply_id: str, text: str = "您好，{customer}", **more: Any) -> QuickReplyView:
    base = {"reply_id": reply_id, "scope": "team", "title": reply_id, "text": text, "speakable": True}
    return QuickReplyView.model_validate({**base, **more})


def speaking(reply_id: str, state: str, call_id: str = "call-1") -> SpeakingChanged:
    return SpeakingChanged.model_validate(
        {"cursor": 9, "call_id": call_id, "reply_id": reply_id, "state": state}
    )


def callback(callback_id: str, **more: Any) -> CallbackView:
    base = {
        "callback_id": callback_id,
        "state": "OPEN",
        "queue": f.AFTER_SALES,
        "number": "138****1234",
        "customer_id": "c1",
        "customer_name": "李明",
        "level": "VIP",
        "for_call_id": f"asked-in-{callback_id}",
        "waiting_since": f.NOW - timedelta(minutes=5),
        "promised_at": f.NOW - timedelta(minutes=5),
        "tries": 0,
    }
    return CallbackView.model_validate({**base, **more})


def message(message_id: str, **more: Any) -> VoiceMessageView:
    base = {
        "message_id": message_id,
        "state": "NEW",
        "queue": f.AFTER_SALES,
        "number": "138****1234",
        "customer_id": "c1",
        "customer_name": "李明",
        "call_id": "x",
        "recording_id": "r",
        "from_s": 3.0,
        "length_s": 20.0,
        "left_at": f.NOW - timedelta(minutes=5),
    }
    return VoiceMessageView.model_validate({**base, **more})


class ToolsCrm(f.FakeCrm):
    def __init__(self) -> None:
        super().__init__()
        self.all_replies: list[QuickReplyView] = []
        self.rows: dict[str, list[Any]] = {"OPEN": [], "ENDED": [], "NEW": [], "DONE": []}
        self.needs_reason = False

    async def reply_used(self, reply_id: str, use: ReplyUsed) -> None:
        self._ask("used", reply_id, use.how)

    async def arrange_replies(self, order: ReplyOrder) -> None:
        self._ask("arrange", order.scope, *order.reply_ids)

    async def record_reply(self, reply_id: str, clip: Upload) -> QuickReplyView:
        self._ask("record", reply_id, clip.name, clip.content)
        return next(each for each in self.all_replies if each.reply_id == reply_id).model_copy(
            update={"clip": True}
        )

    async def reply_clip(self, reply_id: str) -> bytes:
        self._ask("clip", reply_id)
        return b"opus"

    async def forget_clip(self, reply_id: str) -> QuickReplyView:
        self._ask("forget-clip", reply_id)
        return next(each for each in self.all_replies if each.reply_id == reply_id).model_copy(
            update={"clip": False}
        )

    async def extend_wrap_up(self) -> None:
        self._ask("extend")

    async def replies(self) -> list[QuickReplyView]:
        self._ask("replies")
        return self.all_replies

    async def create_reply(self, new: NewQuickReply) -> QuickReplyView:
        self._ask("create-reply", new)
        return QuickReplyView(reply_id="made", speakable=True, **new.model_dump())

    async def change_reply(self, reply_id: str, new: NewQuickReply) -> QuickReplyView:
        self._ask("change-reply", reply_id, new)
        return QuickReplyView(reply_id=reply_id, speakable=True, **new.model_dump())

    async def delete_reply(self, reply_id: str) -> None:
        self._ask("delete-reply", reply_id)

    async def speak(self, call_id: str, wish: SpeakWish) -> None:
        self._ask("speak", call_id, wish.reply_id, wish.text)

    async def stop_speaking(self, call_id: str) -> None:
        self._ask("stop-speaking", call_id)

    async def send_text(self, call_id: str, wish: TextWish) -> None:
        self._ask("text", call_id, wish.text)

    async def choose_customer(self, call_id: str, customer_id: str) -> None:
        self._ask("choose", call_id, customer_id)

    async def reveal_number(self, customer_id: str, reason: str) -> RevealedNumber:
        self._ask("reveal", customer_id, reason)
        if self.needs_reason and not reason:
            raise Refused(422, "reason-needed", "")
        return RevealedNumber(number="13800001234")

    async def callbacks(self, state: str, cursor: str | None = None) -> Page[CallbackView]:
        self._ask("callbacks", state)
        return Page(items=self.rows[state])

    async def make_call(self, new: NewCall) -> CallMade:
        self._ask("call", new.number or new.call_id or new.customer_id)
        return CallMade(call_id="new")

    async def cancel_callback(self, callback_id: str) -> None:
        self._ask("cancel", callback_id)

    async def voice_messages(self, state: str, cursor: str | None = None) -> Page[VoiceMessageView]:
        self._ask("messages", state)
        return Page(items=self.rows[state])

    async def message_audio(self, message_id: str) -> bytes:
        self._ask("audio", message_id)
        return b"OggS"

    async def call_message_back(self, message_id: str) -> CallMade:
        self._ask("call-back", message_id)
        return CallMade(call_id="new")

    async def message_done(self, message_id: str, done: bool, note: str) -> VoiceMessageView:
        self._ask("done", message_id, done, note)
        return message(message_id, state="DONE" if done else "NEW", note=note)


class FakePlayer:
    def __init__(self) -> None:
        self.played: list[tuple[bytes, float]] = []
        self.stopped = 0
        self.progress: Callable[[float], None] = lambda _at_s: None
        self.ended: Callable[[str], None] = lambda _why: None

    def play(
        self, sound: bytes, from_s: float, progress: Callable[[float], None], ended: Callable[[str], None]
    ) -> None:
        self.played.append((sound, from_s))
        self.progress, self.ended = progress, ended

    def stop(self) -> None:
        self.stopped += 1
