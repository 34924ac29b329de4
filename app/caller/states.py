"""The states of one call as the customer's telephone sees them, as one table.

In:  what the customer does and what the network says (``CallEvent``). Out: the next state.
What the table does not list comes too late and changes nothing.
"""

from __future__ import annotations

from enum import Enum, auto


class CallState(Enum):
    IDLE = auto()
    DIALLING = auto()
    RINGING = auto()
    TALKING = auto()
    CANCELLING = auto()  # we hung up before the answer; CANCEL is out
    LEAVING = auto()  # our BYE is out
    OVER = auto()


class CallEvent(Enum):
    DIAL = auto()
    RING = auto()  # 180 or 183
    ANSWER = auto()  # 2xx
    REFUSE = auto()  # final answer other than 2xx, also our own time-outs
    HANG_UP = auto()  # by us
    PEER_BYE = auto()
    GONE = auto()  # our BYE was answered, or nobody answered CANCEL or BYE in time


_S, _E = CallState, CallEvent
TRANSITIONS: dict[tuple[CallState, CallEvent], CallState] = {
    (_S.IDLE, _E.DIAL): _S.DIALLING,
    (_S.IDLE, _E.HANG_UP): _S.OVER,
    (_S.DIALLING, _E.RING): _S.RINGING,
    (_S.DIALLING, _E.ANSWER): _S.TALKING,
    (_S.DIALLING, _E.REFUSE): _S.OVER,
    (_S.DIALLING, _E.HANG_UP): _S.CANCELLING,
    (_S.RINGING, _E.RING): _S.RINGING,
    (_S.RINGING, _E.ANSWER): _S.TALKING,
    (_S.RINGING, _E.REFUSE): _S.OVER,
    (_S.RINGING, _E.HANG_UP): _S.CANCELLING,
    (_S.CANCELLING, _E.RING): _S.CANCELLING,
    (_S.CANCELLING, _E.REFUSE): _S.OVER,
    (_S.CANCELLING, _E.ANSWER): _S.LEAVING,  # RFC 3261 §9.1: the 200 crossed our CANCEL, so BYE
    (_S.CANCELLING, _E.GONE): _S.OVER,
    (_S.TALKING, _E.HANG_UP): _S.LEAVING,
    (_S.TALKING, _E.PEER_BYE): _S.OVER,
    (_S.LEAVING, _E.PEER_BYE): _S.OVER,
    (_S.LEAVING, _E.GONE): _S.OVER,
}
