"""One leg's RTCP and quality: what we tell the peer, what it tells us, what control is told.

In:  RTCP packets in the clear; the leg's ``Reception`` and ``OutStream``. Out: compound packets, ``Quality``.
"""

from __future__ import annotations

import base64
import os
import random

from app.e_model import mos
from app.server.voice.embedded.media import rtcp
from app.server.voice.embedded.media.clock import wall_s
from app.server.voice.embedded.media.outstream import OutStream
from app.server.voice.embedded.media.protocol import Quality, StreamFigures
from app.server.voice.embedded.media.reception import Reception
from app.server.voice.embedded.media.rtp import HEADER_BYTES

EVERY_S = 5.0
_CYCLE = 1 << 16


class LegReports:
    def __init__(self, leg: str, reception: Reception, out: OutStream, now_s: float) -> None:
        self._leg = leg
        self._reception, self._out = reception, out
        self._cname = base64.b64encode(os.urandom(12)).decode()  # RFC 7022 §4.2: says nothing about us
        self._every_s = EVERY_S
        self.rtcp_due_s = now_s + random.uniform(0.5, 1.5) * EVERY_S / 2  # §6.2: the first one sooner
        self.quality_due_s = now_s + EVERY_S
        self._told = (0, 0)  # packets and expected at the last report to the peer ...
        self._reported = (0, 0)  # ... and to control
        self._sent_before = 0  # packets sent at the last RTCP
        self._peer_sr: tuple[int, float] | None = None  # middle of its NTP time, when it came
        self._peer: rtcp.Block | None = None  # what it last said about us
        self._peer_reported: rtcp.Block | None = None
        self._round_trip_ms: float | None = None

    def take(self, data: bytes, now_s: float) -> bool:
        """RTCP of the peer. False: that is none."""
        reports = rtcp.parse(data)
        if reports is None:
            return False
        now_ntp = rtcp.ntp_time(wall_s(now_s))
        for report in reports:
            if report.sender is not None:
                self._peer_sr = (rtcp.middle(report.sender.ntp), now_s)
            for block in report.blocks:
                if block.ssrc != self._out.ssrc:
                    continue
                self._peer = block
                trip_s = rtcp.round_trip_s(now_ntp, block)
                if trip_s is not None:
                    self._round_trip_ms = round(trip_s * 1000, 1)
        return True

    def often(self, every_s: float, now_s: float) -> None:
        """From now on."""
        self._every_s, self.rtcp_due_s = every_s, now_s

    def compound(self, now_s: float, goodbye: bool = False) -> bytes:
        """What we tell the peer now."""
        self.rtcp_due_s = now_s + random.uniform(0.5, 1.5) * self._every_s
        out, sender = self._out, None
        if out.packets != self._sent_before and out.last_s is not None:
            self._sent_before = out.packets
            timestamp = out.top_timestamp + int((now_s - out.last_s) * out.clock_hz)
            ntp = rtcp.ntp_time(wall_s(now_s))
            octets = out.octets - HEADER_BYTES * out.packets  # payload alone (§6.4.1)
            counts = out.packets & 0xFFFFFFFF, octets & 0xFFFFFFFF
            sender = rtcp.SenderInfo(ntp, timestamp & 0xFFFFFFFF, *counts)
        report = rtcp.Report(out.ssrc, sender, self._blocks(now_s))
        return rtcp.compound(report, self._cname, goodbye)

    def quality(self, codec: str, now_s: float, final: bool = False) -> Quality:
        """Since the last time, or over the whole leg. Both may be of no packet at all."""
        self.quality_due_s = max(self.quality_due_s + EVERY_S, now_s + EVERY_S / 2)
        reception = self._reception
        packets, expected = reception.packets, reception.expected
        before = (0, 0) if final else self._reported
        self._reported = (packets, expected)
        received = self._figures(codec, packets - before[0], expected - before[1], reception.jitter_ms)
        return Quality(self._leg, codec, received, self._sent(codec, final), self._round_trip_ms, final)

    def _blocks(self, now_s: float) -> tuple[rtcp.Block, ...]:
        reception = self._reception
        if reception.ssrc is None:
            return ()
        packets, expected = reception.packets, reception.expected
        due = expected - self._told[1]
        lost = due - (packets - self._told[0])
        self._told = (packets, expected)
        last_sr, delay_s = (self._peer_sr[0], now_s - self._peer_sr[1]) if self._peer_sr else (0, 0.0)
        return (
            rtcp.Block(
                reception.ssrc,
                max(0, lost) / due if due > 0 else 0.0,
                expected - packets,
                reception.highest,
                int(reception.jitter),
                last_sr,
                int(delay_s * 65536),
            ),
        )

    def _sent(self, codec: str, final: bool) -> StreamFigures | None:
        now, before = self._peer, None if final else self._peer_reported
        self._peer_reported = now
        if now is None or now is before:
            return None
        lost, expected = now.lost, self._reached(now)
        if before is not None:
            lost, expected = lost - before.lost, expected - self._reached(before)
        jitter_ms = now.jitter * 1000 / self._out.clock_hz
        return self._figures(codec, max(0, expected - max(0, lost)), expected, jitter_ms)

    def _reached(self, block: rtcp.Block) -> int:
        """How many packets we had sent when the peer reported (its count of cycles may differ from ours)."""
        ahead = (block.highest - self._out.first_sequence + 1) % _CYCLE
        cycles = max(0, self._out.packets - ahead + _CYCLE // 2) // _CYCLE
        return min(ahead + cycles * _CYCLE, self._out.packets)

    def _figures(self, codec: str, packets: int, expected: int, jitter_ms: float) -> StreamFigures:
        lost = max(0, expected - packets)
        loss_pct = 100 * lost / expected if expected > 0 else 0.0
        score = mos(codec, loss_pct, jitter_ms, self._round_trip_ms)
        return StreamFigures(packets, lost, round(loss_pct, 2), round(jitter_ms, 2), score)
