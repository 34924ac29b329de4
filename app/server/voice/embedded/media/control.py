"""The media process's end of the control socket: requests in, reports out, never blocking the clock."""

from __future__ import annotations

import socket

import msgspec

from app.server.voice.embedded.media.framing import FrameSplitter, frame
from app.server.voice.embedded.media.protocol import Report, Request

_requests: msgspec.msgpack.Decoder[Request] = msgspec.msgpack.Decoder(Request)
_encoder = msgspec.msgpack.Encoder()
_MOST_WAITING_BYTES = 8 << 20


class ControlClosedError(Exception):
    """The control process is gone."""


class Control:
    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._splitter = FrameSplitter()
        self._out = bytearray()

    def fileno(self) -> int:
        return self._connection.fileno()

    def read_settings(self) -> bytes:
        """The first frame; waits for it. Raises ControlClosedError."""
        self._connection.setblocking(True)
        head = self._exactly(4)
        body = self._exactly(int.from_bytes(head, "big"))
        self._connection.setblocking(False)
        return body

    def receive(self) -> list[Request]:
        """Raises ControlClosedError."""
        try:
            data = self._connection.recv(65536)
        except BlockingIOError:
            return []
        except OSError as error:
            raise ControlClosedError from error
        if not data:
            raise ControlClosedError
        return [_requests.decode(body) for body in self._splitter.feed(data)]

    def report(self, report: Report) -> None:
        self._out += frame(_encoder.encode(report))
        self.flush()

    def flush(self) -> None:
        """Send what the socket takes. Raises ControlClosedError."""
        try:
            while self._out:
                del self._out[: self._connection.send(self._out)]
        except BlockingIOError:
            if len(self._out) > _MOST_WAITING_BYTES:
                raise ControlClosedError from None
        except OSError as error:
            raise ControlClosedError from error

    @property
    def waiting(self) -> bool:
        return bool(self._out)

    def close(self) -> None:
        self._connection.close()

    def _exactly(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            more = self._connection.recv(count - len(data))
            if not more:
                raise ControlClosedError
            data += more
        return data
