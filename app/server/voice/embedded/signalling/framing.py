"""Cutting a byte stream into SIP messages (RFC 3261 §18.3) and keep-alives (RFC 5626 §3.5.1).

In:  bytes as a TCP or TLS connection gives them. Out: whole messages, number of pings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

HEAD_LIMIT_BYTES = 32_768
BODY_LIMIT_BYTES = 65_536
_LENGTH = re.compile(
    rb"^(?:content-length|l)[ \t]*:[ \t]*([^\r\n]*?)[ \t]*\r?$", re.IGNORECASE | re.MULTILINE
)
_END = b"\r\n\r\n"


class FramingError(Exception):
    """The stream cannot be cut any more: the connection must be closed."""

    error_id = "sip-framing"


@dataclass(slots=True)
class Framer:
    """Keeps what is not yet a whole message. ``pings`` counts double CRLFs since the last ``feed``."""

    pings: int = 0
    _buffer: bytearray = field(default_factory=bytearray)
    _searched: int = 0  # up to here there is no end of the head

    def feed(self, data: bytes) -> list[bytes]:
        """Take bytes, give whole messages. Raises FramingError on what is too big or contradicts itself."""
        self._buffer += data
        self.pings = 0
        messages: list[bytes] = []
        while message := self._next():
            messages.append(message)
        return messages

    def _next(self) -> bytes | None:
        buffer = self._buffer
        while buffer.startswith(b"\r\n"):
            if buffer.startswith(_END):
                self.pings += 1
                del buffer[:4]
            elif len(buffer) > 3 or (len(buffer) == 3 and buffer[2] != 0x0D):
                del buffer[:2]
            else:
                return None  # half a ping
        end = buffer.find(_END, max(0, self._searched - 3))
        if end < 0:
            self._searched = len(buffer)
            if len(buffer) > HEAD_LIMIT_BYTES:
                raise FramingError("head too long")
            return None
        if end > HEAD_LIMIT_BYTES:
            raise FramingError("head too long")
        total = end + 4 + self._body_bytes(bytes(buffer[: end + 2]))
        if len(buffer) < total:
            self._searched = end
            return None
        message = bytes(buffer[:total])
        del buffer[:total]
        self._searched = 0
        return message

    @staticmethod
    def _body_bytes(head: bytes) -> int:
        values = set(_LENGTH.findall(head))
        if not values:
            return 0
        value = values.pop()
        if values or not value.isdigit() or len(value) > 6 or int(value) > BODY_LIMIT_BYTES:
            raise FramingError("bad Content-Length")
        return int(value)
