"""What the house does for a flow besides talking: short messages."""

from __future__ import annotations

from app.server.core.call import Call
from app.server.core.callbacks import numbers
from app.server.core.commands import SendMessage
from app.server.core.facts import MessageSent
from app.server.core.flow.steps import Text
from app.server.core.targets import is_number
from app.server.core.turn import Turn


def send_text(turn: Turn, call: Call, step: Text) -> None:
    """To the number that the flow names, or to his own. Nothing where that is no number, there is nothing to
    say, or he has entered somebody else's: each message costs, and some numbers earn by being written to.
    """
    number = step.number or call.customer_number
    allowed = step.written or numbers.same(number, call.customer_number)
    if step.text and allowed and is_number(number):
        turn.do(SendMessage(call.call_id, number, step.text))
        turn.keep(MessageSent(call.call_id, number))
