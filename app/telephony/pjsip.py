"""PJSIP (adapter of pjsua2): settings, the port for sound, errors and counters, of which the engine is made.

The only file that imports pjsua2; its ``pj`` is for ``app.telephony.engine`` alone.
"""

from __future__ import annotations

import contextlib
import functools
import logging
import random
from collections.abc import Callable, Generator
from typing import Any

import pjsua2

from app.telephony.byte_vector import VectorAccess
from app.telephony.calls import EngineError
from app.telephony.line_quality import LineFigures
from app.telephony.pcm import FRAME_BYTES, FRAME_MS, RATE_HZ, SILENCE

pj: Any = pjsua2  # no types in the package
log = logging.getLogger(__name__)

MAX_CALLS = 4  # the library is built for four; a fifth can abort the process
SRTP_SUITES = ("AES_256_CM_HMAC_SHA1_80", "AES_CM_128_HMAC_SHA1_80")
RTP_PORTS = range(20_000, 58_000, 2)
RTP_PORT_SPAN = 400
_TCP_LEVEL, _TCP_NODELAY = 6, 1


def callback(method: Callable[..., None]) -> Callable[..., None]:
    """An exception in a callback of PJSIP would be printed and lost in C: it goes to the log instead."""

    @functools.wraps(method)
    def guarded(*args: Any) -> None:
        try:
            method(*args)
        except pj.Error as error:
            log.error("%s: %s", method.__name__, reason_of(error))
        except Exception:
            log.exception("callback %s", method.__name__)

    return guarded


def reason_of(error: Any) -> str:
    """``str(pj.Error)`` is empty; its words are in ``reason``."""
    return f"{error.reason} ({error.status})"


class SoundPort(pj.AudioMediaPort):
    def __init__(self, speak: Callable[[], bytes], hear: Callable[[bytes], None]) -> None:
        super().__init__()
        self._speak = speak
        self._hear = hear
        self._vector = pj.ByteVector(SILENCE)
        self._access = VectorAccess(pj.ByteVector)
        form = pj.MediaFormatAudio()
        form.type = pj.PJMEDIA_TYPE_AUDIO
        form.clockRate = RATE_HZ
        form.channelCount = 1
        form.bitsPerSample = 16
        form.frameTimeUsec = FRAME_MS * 1000
        self.createPort("seatline", form)

    @callback
    def onFrameRequested(self, frame: Any) -> None:
        self._access.write(self._vector, self._speak())
        frame.buf = self._vector
        frame.size = FRAME_BYTES
        frame.type = pj.PJMEDIA_TYPE_AUDIO

    @callback
    def onFrameReceived(self, frame: Any) -> None:
        data = self._access.read(frame.buf)
        self._hear(data if len(data) == FRAME_BYTES else SILENCE)


@contextlib.contextmanager
def errors(error_id: str) -> Generator[None]:
    """What PJSIP refuses comes out as EngineError."""
    try:
        yield
    except pj.Error as error:
        raise EngineError(error_id, reason_of(error)) from None


def read_figures(call: Any) -> LineFigures | None:
    info = call.getInfo()  # kept: its list of media dies with it
    for index, media in enumerate(info.media):
        if media.type == pj.PJMEDIA_TYPE_AUDIO and media.status == pj.PJSUA_CALL_MEDIA_ACTIVE:
            codec = str(call.getStreamInfo(index).codecName)
            figures = call.getStreamStat(index)
            rtcp, rx, tx = figures.rtcp, figures.rtcp.rxStat, figures.rtcp.txStat
            trip = rtcp.rttUsec
            return LineFigures(
                codec=codec,
                packets_in=int(rx.pkt),
                lost_in=int(rx.loss),
                late_in=int(figures.jbuf.discard),
                jitter_in_ms=rx.jitterUsec.last / 1000,
                packets_out=int(tx.pkt),
                lost_out=int(tx.loss),
                jitter_out_ms=tx.jitterUsec.last / 1000,
                reports_out=int(tx.updateCount),
                round_trip_ms=trip.last / 1000 if trip.n else -1.0,
            )
    return None


def endpoint_config() -> Any:
    config = pj.EpConfig()
    config.uaConfig.threadCnt = 0
    config.uaConfig.mainThreadOnly = True
    config.uaConfig.maxCalls = MAX_CALLS
    config.uaConfig.userAgent = "Seatline"
    config.logConfig.level = config.logConfig.consoleLevel = 1
    config.medConfig.clockRate = RATE_HZ
    config.medConfig.audioFramePtime = FRAME_MS
    config.medConfig.noVad = True
    config.medConfig.ecTailLen = 0
    return config


def transport_config() -> tuple[Any, Any]:
    """And an object that must live as long as the endpoint does."""
    transport = pj.TransportConfig()
    transport.boundAddress = "127.0.0.1"  # only the tunnel speaks to us
    # Without it Nagle's algorithm and delayed ACKs put 40 ms between 180 and 200.
    no_delay = pj.SockOpt()
    no_delay.level, no_delay.optName = _TCP_LEVEL, _TCP_NODELAY
    no_delay.setOptValInt(1)
    transport.sockOptParams.sockOpts.append(no_delay)
    return transport, no_delay


def set_media(media: Any, local_address: str) -> None:
    media.transportConfig.boundAddress = local_address
    media.transportConfig.port = random.choice(RTP_PORTS)
    media.transportConfig.portRange = RTP_PORT_SPAN
    media.srtpUse = pj.PJMEDIA_SRTP_OPTIONAL
    media.srtpSecureSignaling = 0  # the signalling is secured by the tunnel, which PJSIP does not see
    for name in SRTP_SUITES:
        suite = pj.SrtpCrypto()
        suite.name = name
        suite.key = ""
        media.srtpOpt.cryptos.append(suite)
