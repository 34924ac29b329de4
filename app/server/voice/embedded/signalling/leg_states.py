"""The states of a leg and the table by which it moves; both kinds of legs share them.

In:  what happened. Out: the next state.
"""

from __future__ import annotations

from enum import Enum, auto


class LegState(Enum):
    RINGS_US = auto()  # incoming, not answered
    PROGRESSING = auto()  # incoming, an audio port is being opened so that it hears us before the answer
    EARLY = auto()  # incoming, it hears us but is not answered
    ANSWERING = auto()  # incoming, an audio port is being opened, or a PRACK is waited for
    ANSWERED = auto()  # incoming, 200 sent, its ACK not yet here
    OPENING = auto()  # outgoing, an audio port is being opened
    CALLING = auto()  # outgoing, INVITE sent
    RINGING = auto()  # outgoing, the phone rings
    UP = auto()
    ENDED = auto()


class LegEvent(Enum):
    WE_PROGRESS = auto()
    WE_ANSWER = auto()
    MEDIA_OPEN = auto()
    ACK = auto()
    PEER_RINGS = auto()
    PEER_ANSWERS = auto()
    PEER_REFUSES = auto()
    PEER_CANCELS = auto()
    PEER_HANGS_UP = auto()
    WE_HANG_UP = auto()
    TIMED_OUT = auto()  # not answered, not acknowledged or no longer there
    MEDIA_FAILED = auto()


_S, _E = LegState, LegEvent
TABLE: dict[tuple[LegState, LegEvent], LegState] = {
    (_S.RINGS_US, _E.WE_PROGRESS): _S.PROGRESSING,
    (_S.RINGS_US, _E.WE_ANSWER): _S.ANSWERING,
    (_S.RINGS_US, _E.PEER_CANCELS): _S.ENDED,
    (_S.RINGS_US, _E.PEER_HANGS_UP): _S.ENDED,
    (_S.RINGS_US, _E.WE_HANG_UP): _S.ENDED,
    (_S.RINGS_US, _E.TIMED_OUT): _S.ENDED,
    (_S.RINGS_US, _E.MEDIA_FAILED): _S.ENDED,
    (_S.PROGRESSING, _E.MEDIA_OPEN): _S.EARLY,
    (_S.PROGRESSING, _E.WE_ANSWER): _S.ANSWERING,
    (_S.PROGRESSING, _E.PEER_CANCELS): _S.ENDED,
    (_S.PROGRESSING, _E.PEER_HANGS_UP): _S.ENDED,
    (_S.PROGRESSING, _E.WE_HANG_UP): _S.ENDED,
    (_S.PROGRESSING, _E.TIMED_OUT): _S.ENDED,
    (_S.PROGRESSING, _E.MEDIA_FAILED): _S.ENDED,
    (_S.EARLY, _E.WE_ANSWER): _S.ANSWERING,
    (_S.EARLY, _E.PEER_CANCELS): _S.ENDED,
    (_S.EARLY, _E.PEER_HANGS_UP): _S.ENDED,
    (_S.EARLY, _E.WE_HANG_UP): _S.ENDED,
    (_S.EARLY, _E.TIMED_OUT): _S.ENDED,
    (_S.EARLY, _E.MEDIA_FAILED): _S.ENDED,
    (_S.ANSWERING, _E.MEDIA_OPEN): _S.ANSWERED,
    (_S.ANSWERING, _E.PEER_CANCELS): _S.ENDED,
    (_S.ANSWERING, _E.PEER_HANGS_UP): _S.ENDED,
    (_S.ANSWERING, _E.WE_HANG_UP): _S.ENDED,
    (_S.ANSWERING, _E.TIMED_OUT): _S.ENDED,
    (_S.ANSWERING, _E.MEDIA_FAILED): _S.ENDED,
    (_S.ANSWERED, _E.ACK): _S.UP,
    (_S.ANSWERED, _E.PEER_HANGS_UP): _S.ENDED,
    (_S.ANSWERED, _E.WE_HANG_UP): _S.ENDED,
    (_S.ANSWERED, _E.TIMED_OUT): _S.ENDED,
    (_S.ANSWERED, _E.MEDIA_FAILED): _S.ENDED,
    (_S.OPENING, _E.MEDIA_OPEN): _S.CALLING,
    (_S.OPENING, _E.PEER_REFUSES): _S.ENDED,  # no phone registered
    (_S.OPENING, _E.WE_HANG_UP): _S.ENDED,
    (_S.OPENING, _E.TIMED_OUT): _S.ENDED,
    (_S.OPENING, _E.MEDIA_FAILED): _S.ENDED,
    (_S.CALLING, _E.PEER_RINGS): _S.RINGING,
    (_S.CALLING, _E.PEER_ANSWERS): _S.UP,
    (_S.CALLING, _E.PEER_REFUSES): _S.ENDED,
    (_S.CALLING, _E.PEER_HANGS_UP): _S.ENDED,
    (_S.CALLING, _E.WE_HANG_UP): _S.ENDED,
    (_S.CALLING, _E.TIMED_OUT): _S.ENDED,
    (_S.CALLING, _E.MEDIA_FAILED): _S.ENDED,
    (_S.RINGING, _E.PEER_ANSWERS): _S.UP,
    (_S.RINGING, _E.PEER_REFUSES): _S.ENDED,
    (_S.RINGING, _E.PEER_HANGS_UP): _S.ENDED,
    (_S.RINGING, _E.WE_HANG_UP): _S.ENDED,
    (_S.RINGING, _E.TIMED_OUT): _S.ENDED,
    (_S.RINGING, _E.MEDIA_FAILED): _S.ENDED,
    (_S.UP, _E.PEER_HANGS_UP): _S.ENDED,
    (_S.UP, _E.WE_HANG_UP): _S.ENDED,
    (_S.UP, _E.TIMED_OUT): _S.ENDED,
    (_S.UP, _E.MEDIA_FAILED): _S.ENDED,
}
