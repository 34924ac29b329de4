"""How quick replies look: what can be done with each one in the present call, and why not. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.contracts.replies import QuickReplyView
from app.ui.presenters.desk import Desk, ServerLine, Stage
from app.ui.presenters.ports import Words
from app.ui.presenters.variables import Filled, variable_words

Show = Literal["all", "own", "team", "used"]
Doing = Literal["", "asked", "speaking", "sending"]


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """``text``: filled. ``doing``: with it now. ``editable``: by this user."""

    reply_id: str
    title: str
    text: str
    group: str
    own: bool
    language: str
    clip: bool
    can_speak: bool
    can_send: bool
    why_not: str  # why it cannot be spoken
    doing: Doing
    editable: bool


@dataclass(frozen=True, slots=True)
class RepliesFace:
    """``hint``: one line for all of them, as long as no call is there to speak into."""

    rows: tuple[ReplyRow, ...]
    chosen: ReplyRow | None
    show: Show
    hint: str
    speaking: str  # title of what is spoken now


def speaking_id(desk: Desk) -> str:
    """Which reply is spoken into the call on the desk."""
    said = desk.speaking
    here = said is not None and desk.call is not None and said.call_id == desk.call.call_id
    return said.reply_id if said is not None and here and said.state == "speaking" else ""


def hint(desk: Desk, words: Words) -> str:
    """One line for all of them."""
    if desk.server is not ServerLine.UP:
        return words("Without the server nothing can be spoken or sent.")
    match desk.stage:
        case Stage.TALKING | Stage.WRAP_UP:
            return ""
        case Stage.HELD:
            return words("On hold the caller hears music, not you. Take the call up to speak.")
        case _:
            return words("In a call, one click speaks a reply or sends it as text.")


def why_not_spoken(desk: Desk, reply: QuickReplyView, filled: Filled, words: Words) -> str:
    if desk.server is not ServerLine.UP:
        return words("Without the server nothing can be spoken or sent.")
    if desk.stage is not Stage.TALKING:
        return words("It can be spoken while you talk with the caller.")
    if not reply.speakable:
        return words("The server has no voice for this language. Read it out, or send it as text.")
    if filled.missing and not reply.clip:
        missing = variable_words(filled.missing, words)
        return words("Not filled in: {missing}.", missing=missing)
    return ""


def may_send(desk: Desk, filled: Filled) -> bool:
    in_call = desk.stage in (Stage.TALKING, Stage.HELD, Stage.WRAP_UP) and desk.call is not None
    return in_call and desk.server is ServerLine.UP and not filled.missing


def why_not_sent(desk: Desk, filled: Filled, words: Words) -> str:
    if filled.missing:
        missing = variable_words(filled.missing, words)
        return words("Not filled in: {missing}.", missing=missing)
    return hint(desk, words) or words("There is no call to send it to.")
