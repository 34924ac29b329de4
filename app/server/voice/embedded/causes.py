"""What SIP says about the end of a call, in the words of the house, and back (RFC 3261 §21).

In:  status codes and EndCause. Out: the other one. The only place where the two meet.
"""

from __future__ import annotations

from app.server.core.types import EndCause

CODE_OF_CAUSE: dict[EndCause, int] = {
    EndCause.NORMAL: 480,
    EndCause.CANCELLED: 487,
    EndCause.BUSY: 486,
    EndCause.DECLINED: 603,
    EndCause.NO_ANSWER: 480,
    EndCause.UNREACHABLE: 480,
    EndCause.REJECTED: 403,
    EndCause.CUT_OFF: 500,
    EndCause.FAILED: 500,
}
CAUSE_OF_CODE: dict[int, EndCause] = {
    403: EndCause.DECLINED,
    404: EndCause.UNREACHABLE,
    408: EndCause.NO_ANSWER,
    410: EndCause.UNREACHABLE,
    480: EndCause.NO_ANSWER,
    484: EndCause.UNREACHABLE,
    486: EndCause.BUSY,
    487: EndCause.CANCELLED,
    502: EndCause.UNREACHABLE,
    503: EndCause.UNREACHABLE,
    504: EndCause.UNREACHABLE,
    600: EndCause.BUSY,
    603: EndCause.DECLINED,
    604: EndCause.UNREACHABLE,
    607: EndCause.DECLINED,
}


def cause_of(code: int) -> EndCause:
    """Why a phone refused; what the table does not name counts as a fault."""
    return CAUSE_OF_CODE.get(code, EndCause.FAILED)


def code_of(cause: EndCause) -> int:
    return CODE_OF_CAUSE[cause]
