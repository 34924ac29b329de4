"""What SIP and ISDN say about the end of a call, in the words of the house, and back.

In:  status codes, Reason headers (RFC 3326, Q.850), EndCause. Out: the others. The only place where they
meet (RFC 3398 §7.2.4.1 and §8.2.6.1, RFC 4497 §8.4.4).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

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
    **dict.fromkeys(range(300, 400), EndCause.UNREACHABLE),  # "look elsewhere": we do not
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
    608: EndCause.DECLINED,
}
Q850_OF_CAUSE: dict[EndCause, int] = {
    EndCause.NORMAL: 16,
    EndCause.CANCELLED: 16,
    EndCause.BUSY: 17,
    EndCause.DECLINED: 21,
    EndCause.NO_ANSWER: 19,
    EndCause.UNREACHABLE: 20,
    EndCause.REJECTED: 21,
    EndCause.CUT_OFF: 41,
    EndCause.FAILED: 41,
}
# Why a call was refused. What says nothing of its own (16, 31) is left to the status code.
CAUSE_OF_Q850: dict[int, EndCause] = {
    **dict.fromkeys((1, 2, 3, 20, 22, 23, 26, 27, 28, 34, 38, 41, 42, 44, 47), EndCause.UNREACHABLE),
    17: EndCause.BUSY,
    18: EndCause.NO_ANSWER,
    19: EndCause.NO_ANSWER,
    **dict.fromkeys((21, 55, 57, 87), EndCause.DECLINED),
    102: EndCause.UNREACHABLE,
}
# A BYE with one of these is no goodbye: the network, a gateway or a protocol gave way.
CUT_OFF_Q850 = frozenset({25, 27, 34, *range(38, 48), 58, 63, 66, 88, *range(96, 103), 111, 127})
CUT_OFF_CODES = frozenset({408, 481, *range(500, 514)})  # in the Reason of a BYE
ELSEWHERE = 'SIP;cause=200;text="Call completed elsewhere"'  # RFC 3326 §2
_Q850_WORDS = {
    16: "Normal call clearing", 17: "User busy", 19: "No answer from user", 20: "Subscriber absent",
    21: "Call rejected", 41: "Temporary failure", 102: "Recovery on timer expiry",
}  # fmt: skip
_TIMERS = ("session-expired", "no-ack", "no-prack")
_REASON = re.compile(r"\s*(SIP|Q\.850)\s*;[^,]*?\bcause\s*=\s*(\d{1,3})\b", re.IGNORECASE)
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')


@dataclass(frozen=True, slots=True)
class Ending:
    """A cause and what the wire said, in a stable word ("" when it said nothing beside)."""

    cause: EndCause
    detail: str = ""


def cause_of(code: int) -> EndCause:
    """Why a phone refused; what the table does not name counts as a fault."""
    return CAUSE_OF_CODE.get(code, EndCause.FAILED)


def code_of(cause: EndCause) -> int:
    return CODE_OF_CAUSE[cause]


def reasons(values: Iterable[str]) -> dict[str, int]:
    """Protocol ("SIP", "Q.850") to cause, of all Reason values; the first of each counts."""
    found: dict[str, int] = {}
    for value in values:
        for part in _QUOTED.sub("", value).split(","):
            if match := _REASON.match(part):
                found.setdefault(match[1].upper(), int(match[2]))
    return found


def reason_of(cause: EndCause, detail: str = "") -> str:
    """Our Reason header's value for a BYE, a CANCEL or a refusal."""
    number = 102 if detail in _TIMERS else Q850_OF_CAUSE[cause]
    return f'Q.850;cause={number};text="{_Q850_WORDS[number]}"'


def refused(code: int, reason: Iterable[str] = ()) -> Ending:
    """A final response of 300 or more to our INVITE."""
    isdn = reasons(reason).get("Q.850", 0)
    if isdn in CAUSE_OF_Q850:
        return Ending(CAUSE_OF_Q850[isdn], f"q850-{isdn}")
    return Ending(cause_of(code), f"sip-{code}")


def hung_up(reason: Iterable[str] = ()) -> Ending:
    """A BYE: somebody hung up, unless its Reason says that the line gave way."""
    said = reasons(reason)
    if isdn := said.get("Q.850", 0):
        return Ending(EndCause.CUT_OFF if isdn in CUT_OFF_Q850 else EndCause.NORMAL, f"q850-{isdn}")
    code = said.get("SIP", 200)
    if code in CUT_OFF_CODES:
        return Ending(EndCause.CUT_OFF, f"sip-{code}")
    return Ending(EndCause.NORMAL)
