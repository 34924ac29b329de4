"""What the house does for a flow besides talking: call-backs, voice messages, short messages."""

from __future__ import annotations

from app.server.core.call import Call
from app.server.core.commands import SendMessage
from app.server.core.facts import MessageSent
from app.server.core.house import Turn
from app.server.core.targets import is_number


def send_text(turn: Turn, call: Call, number: str, text: str) -> None:
    """To ``number``, or to his own; nothing where neither is a number or there is nothing to say."""
    number = number or call.customer_number
    if text and is_number(number):
        turn.do(SendMessage(call.call_id, number, text))
        turn.keep(MessageSent(call.call_id, number))
