"""What the desk's tools ask of the server: quick replies, call-backs, voice messages, a number in full."""

from __future__ import annotations

from pydantic import TypeAdapter

from app.contracts.base import Page
from app.contracts.calls import CustomerChoice
from app.contracts.control import CallMade
from app.contracts.customers import RevealedNumber, RevealWish
from app.contracts.followups import CallbackView, MessageDone, VoiceMessageView
from app.contracts.replies import NewQuickReply, QuickReplyView, SpeakWish, TextWish
from app.crm_client.reading import adapted, at_cursor, items, part, read
from app.crm_client.requests import SignedRequests

AUDIO_TIMEOUT_S = 60.0
_REPLIES: TypeAdapter[list[QuickReplyView] | Page[QuickReplyView]] = TypeAdapter(
    list[QuickReplyView] | Page[QuickReplyView]
)
_CALLBACKS = TypeAdapter(Page[CallbackView])
_MESSAGES = TypeAdapter(Page[VoiceMessageView])


class ToolCalls(SignedRequests):
    # --- wrap-up ----------------------------------------------------------------------------------

    async def extend_wrap_up(self) -> None:
        """Once for each wrap-up."""
        await self._write("POST", "/agents/me/wrap-up/extend")

    # --- quick replies ------------------------------------------------------------------------------

    async def replies(self) -> list[QuickReplyView]:
        """Own and team's."""
        return items(adapted(await self._get("/replies"), _REPLIES))

    async def create_reply(self, new: NewQuickReply) -> QuickReplyView:
        return read(await self._write("POST", "/replies", new), QuickReplyView)

    async def change_reply(self, reply_id: str, new: NewQuickReply) -> QuickReplyView:
        return read(await self._write("PUT", f"/replies/{part(reply_id)}", new), QuickReplyView)

    async def delete_reply(self, reply_id: str) -> None:
        await self._write("DELETE", f"/replies/{part(reply_id)}")

    async def speak(self, call_id: str, wish: SpeakWish) -> None:
        await self._write("POST", f"/calls/{part(call_id)}/speak", wish)

    async def stop_speaking(self, call_id: str) -> None:
        await self._write("DELETE", f"/calls/{part(call_id)}/speak")

    async def send_text(self, call_id: str, wish: TextWish) -> None:
        await self._write("POST", f"/calls/{part(call_id)}/text", wish)

    # --- the customer's file --------------------------------------------------------------------------

    async def choose_customer(self, call_id: str, customer_id: str) -> None:
        """The call becomes this one's, of several with the number."""
        await self._write("PUT", f"/calls/{part(call_id)}/customer", CustomerChoice(customer_id=customer_id))

    async def reveal_number(self, customer_id: str, reason: str) -> RevealedNumber:
        path = f"/customers/{part(customer_id)}/reveal"
        return read(await self._write("POST", path, RevealWish(reason=reason)), RevealedNumber)

    # --- call-backs and voice messages ----------------------------------------------------------------

    async def callbacks(self, state: str, cursor: str | None = None) -> Page[CallbackView]:
        return adapted(await self._get("/callbacks", {"state": state} | at_cursor(cursor)), _CALLBACKS)

    async def cancel_callback(self, callback_id: str) -> None:
        await self._write("POST", f"/callbacks/{part(callback_id)}/cancel")

    async def voice_messages(self, state: str, cursor: str | None = None) -> Page[VoiceMessageView]:
        query = {"state": state} | at_cursor(cursor)
        return adapted(await self._get("/voice-messages", query), _MESSAGES)

    async def message_audio(self, message_id: str) -> bytes:
        """Ogg/Opus."""
        path = f"/voice-messages/{part(message_id)}/audio"
        return (await self._get(path, timeout_s=AUDIO_TIMEOUT_S)).content

    async def call_message_back(self, message_id: str) -> CallMade:
        path = f"/voice-messages/{part(message_id)}/call"
        return self._dialled(read(await self._write("POST", path), CallMade))

    async def message_done(self, message_id: str, done: bool, note: str) -> VoiceMessageView:
        path = f"/voice-messages/{part(message_id)}/done"
        return read(await self._write("POST", path, MessageDone(done=done, note=note)), VoiceMessageView)
