"""Quick replies: what an agent says or sends again and again, by one click."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.contracts.base import Wire

ReplyScope = Literal["own", "team"]
ReplyLanguage = Literal["zh", "en"]


class QuickReplyView(Wire):
    """``text`` may hold variables: {customer}, {agent}, {company}, {ticket}, {queue}, {time}.

    ``clip``: there is a recording of it; ``speakable``: it can be spoken into a call (recorded or rendered).
    """

    reply_id: str
    scope: ReplyScope
    group: str = ""
    title: str
    text: str
    language: ReplyLanguage = "zh"
    clip: bool = False
    speakable: bool = False
    position: int = 0
    uses: int = 0  # how often I used it
    queues: list[str] = []  # shown first in calls of these


class NewQuickReply(Wire):
    """Body of ``POST /api/v1/replies`` and ``PUT /api/v1/replies/{reply_id}``. A team's replies are its
    supervisors' to change."""

    scope: ReplyScope = "own"
    group: str = Field(default="", max_length=60)
    title: str = Field(min_length=1, max_length=120)
    text: str = Field(min_length=1, max_length=2000)
    language: ReplyLanguage = "zh"
    queues: list[str] = Field(default=[], max_length=50)


class ReplyOrder(Wire):
    """Body of ``PUT /api/v1/replies/order``: ids of one scope in their new order; those not named follow."""

    scope: ReplyScope = "own"
    reply_ids: list[str] = Field(max_length=1000)


class ReplyUsed(Wire):
    """Body of ``POST /api/v1/replies/{reply_id}/used``: spoken, sent, copied or put into a note."""

    how: Literal["SPOKEN", "SENT", "COPIED", "NOTED"] = "COPIED"


class SpeakWish(Wire):
    """Body of ``POST /api/v1/calls/{call_id}/speak``: into the call, heard by everybody in it.

    A reply, or what an article says word for word (``article_id``, which ``speaking_changed`` then calls
    ``reply_id``). ``text``: with its variables filled; a reply with a recording is played as recorded.
    Errors: call-not-yours, not-found, invalid (neither, or nothing to say in the article),
    speech-not-possible (nothing that could say this text is installed).
    """

    reply_id: str = Field(default="", max_length=80)
    article_id: str = Field(default="", max_length=80)
    text: str = Field(default="", max_length=2000)


class TextTaken(Wire):
    """Answer of ``POST /api/v1/calls/{call_id}/text``: it is kept, and on its way to the gateway."""

    message_id: int


class TextWish(Wire):
    """Body of ``POST /api/v1/calls/{call_id}/text``: as a short message to the caller's number.

    Also while the call is written up. Errors: call-not-yours, not-found, text-not-possible (nobody delivers
    short messages here, or his number is not known, or he got too many within the hour), text-not-wanted
    (he wants none).
    """

    text: str = Field(min_length=1, max_length=2000)
    reply_id: str = ""
