"""What a torture message is: its bytes, where it stands in the RFC, and what may be answered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from textwrap import dedent

SILENCE = 0
ANY_REFUSAL = frozenset(range(300, 700))


class Reading(Enum):
    """What the reader of messages must make of it."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    EITHER = "either"  # the RFC leaves it to the element


@dataclass(frozen=True)
class Torture:
    """``answers``: final statuses that are right (0: none). ``leg``: from a trunk it becomes a call.

    ``datagram``: makes sense only where one datagram is one message.
    """

    name: str  # as the RFC names it
    section: str
    raw: bytes
    reading: Reading
    answers: frozenset[int]
    leg: bool = False
    dialled: str = ""
    datagram: bool = False

    def __str__(self) -> str:
        return f"{self.section}-{self.name}"


def message(text: str, tail: bytes = b"") -> bytes:
    """The bytes of a message written down as a block of lines.

    ``@LEN@`` becomes the length of the body. ``tail`` follows the body uncounted.
    """
    lines = dedent(text).removeprefix("\n").replace("\n", "\r\n")
    head, end, body = lines.partition("\r\n\r\n")
    whole = body.encode("utf-8")
    return head.replace("@LEN@", str(len(whole))).encode("utf-8") + end.encode() + whole + tail


def answers(*codes: int) -> frozenset[int]:
    return frozenset(codes)
