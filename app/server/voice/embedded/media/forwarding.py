"""The short way of a packet from one leg to exactly one other that speaks the same codec.

``Leg`` puts it in place of its ordinary way once a packet has gone through that, and takes it away when
anything about the two legs changes. Here a packet stays where it was received: its payload is journalled
from there, its header is rewritten, and it is sent. Whatever is not the next packet in order of the same
stream is left to the ordinary way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.server.voice.embedded.media.buffers import AT, IN, PACKETS, RECEIVE, RECORD_AT, RECORDS
from app.server.voice.embedded.media.clock import Moment
from app.server.voice.embedded.media.journal_format import CODEC_NUMBER, RECORD
from app.server.voice.embedded.media.rtp import HEADER, HEADER_BYTES, PLAIN

if TYPE_CHECKING:
    from app.server.voice.embedded.media.leg import Leg

_DATA = IN.data
_MOST_AHEAD = 64  # lost packets in a row that are still the same stream
_MOST_TICKS_AHEAD = 2  # seconds of RTP time


class Forwarding:
    """``read`` is called when the source's socket can be read."""

    __slots__ = (
        "_clock_hz",
        "_codec",
        "_head",
        "_moment",
        "_most_ticks",
        "_origin",
        "_out",
        "_out_head",
        "_out_ssrc",
        "_receive",
        "_reception",
        "_rx",
        "_send",
        "_source",
        "_ssrc",
        "_stream",
        "_target",
        "_tx",
    )

    def __init__(self, source: Leg, target: Leg, payload_type: int, send_type: int, moment: Moment) -> None:
        """``payload_type``: of the source's packets; ``send_type``: of the target's."""
        self._source, self._target, self._moment = source, target, moment
        self._reception, self._out = source.reception, target.outlet.out
        self._origin = self._out.source
        self._ssrc = source.reception.ssrc
        self._clock_hz = source.reception.clock_hz
        self._most_ticks = _MOST_TICKS_AHEAD * self._clock_hz
        self._codec = CODEC_NUMBER[source.codec]
        self._out_ssrc = self._out.ssrc
        self._head, self._out_head = PLAIN | payload_type, PLAIN | send_type
        self._stream = source.streams[0] if source.streams else None
        self._rx, self._tx = source.rx, target.outlet.tx
        self._receive = source.wire.receiver()
        send = target.wire.sender()
        if send is None:
            raise ValueError("nobody knows where the target is")
        self._send = send

    def read(self) -> None:
        receive = self._receive
        try:
            length = receive(RECEIVE)
        except OSError as error:
            self._source.failed(error)
            return
        head, sequence, timestamp, ssrc = HEADER.unpack_from(_DATA, AT)
        reception, out = self._reception, self._out
        ahead, passed = sequence - out.highest, timestamp - reception.timestamp
        if (
            head != self._head
            or not 0 < ahead < _MOST_AHEAD
            or not 0 < passed < self._most_ticks
            or ssrc != self._ssrc
            or out.source is not self._origin
            or length <= HEADER_BYTES
        ):
            self._source.handle(abs(length))
            return
        if self._rx is not None:
            length = IN.unprotect(self._rx, length)
            if length <= HEADER_BYTES:
                self._source.rejected += 1
                return
        now_s = self._moment.s

        reception.packets += 1
        reception.highest += ahead
        reception.timestamp = out.timestamp_highest = timestamp
        change = abs((now_s - reception.arrival_s) * self._clock_hz - passed)
        reception.arrival_s = now_s
        reception.jitter += (change - reception.jitter) * 0.0625  # RFC 3550 A.8

        out.highest = sequence
        out.top_sequence = sequence = (sequence + out.sequence_offset) & 0xFFFF
        passed += out.top_timestamp
        out.top_timestamp = passed = passed if passed <= 0xFFFFFFFF else passed - 0x100000000
        out.last_s = now_s
        out.packets += 1
        out.octets += length

        if self._stream is not None:
            RECORD.pack_into(
                _DATA, RECORD_AT, self._moment.us, out.highest, timestamp, self._codec, length - HEADER_BYTES
            )
            self._stream.pending += RECORDS[length]

        HEADER.pack_into(_DATA, AT, self._out_head, sequence, passed, self._out_ssrc)
        if self._tx is not None:
            length = IN.protect(self._tx, length)
            if not length:
                return
        send = self._send
        try:
            send(PACKETS[length])
        except OSError as error:
            self._target.failed(error)
