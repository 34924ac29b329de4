"""The lines between desktop and child: one JSON object a line (see ports.py for what they mean).

In:  bytes as they come from the pipe; commands and events.
Out: whole commands or events; BadLineError for anything else.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from app.telephony.ports import Command, PhoneEvent

MAX_LINE_BYTES = 64 * 1024


class BadLineError(Exception):
    """A line that is no command or no event; ``detail`` says why."""

    error_id = "bad-command"


_encoder = msgspec.json.Encoder()
_commands: msgspec.json.Decoder[Command] = msgspec.json.Decoder(Command)
_events: msgspec.json.Decoder[PhoneEvent] = msgspec.json.Decoder(PhoneEvent)


def encode(message: Command | PhoneEvent) -> bytes:
    return _encoder.encode(message) + b"\n"


def decode_command(line: bytes) -> Command:
    """Raises BadLineError."""
    try:
        return _commands.decode(line)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise BadLineError(str(error)) from error


def decode_event(line: bytes) -> PhoneEvent:
    """Raises BadLineError."""
    try:
        return _events.decode(line)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise BadLineError(str(error)) from error


def command_name(command: Command) -> str:
    """The tag that names the command on the wire, e.g. "hang_up"."""
    return str(command.__struct_config__.tag)


class LineSplitter:
    """Cuts a stream of bytes into lines; a line longer than ``MAX_LINE_BYTES`` comes out cut short."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            if line.strip():
                yield line[:MAX_LINE_BYTES]
        if len(self._rest) > MAX_LINE_BYTES:  # never keep more of a line than can be valid
            self._rest = self._rest[: MAX_LINE_BYTES + 1]
