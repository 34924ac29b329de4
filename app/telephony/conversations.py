"""The calls of this phone: what the agent does to them, what the network does to them, what is heard of them.

Several at once: each is connected with the agent's ears and mouth; which one speaks is the server's
matter, which holds the others. A second call beeps over the first. A call of the server's to try the
phone out is answered by itself, unheard and untold.

In:  the agent's wishes, the engine's news, a look at the clock now and then. Out: events.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.telephony.calls import CallEvent, EngineError, PhoneCall, reason_of_end
from app.telephony.line_quality import EVERY_S, LineFigures, LineQuality
from app.telephony.pcm import peak
from app.telephony.ports import AudioFlows, CallChanged, PhoneCallState, PhoneEvent
from app.telephony.sip_headers import Invitation
from app.telephony.sound import Activity, Sound

log = logging.getLogger(__name__)

SOUND_PEAK = 32  # -60 dB relative to full scale: more than the noise of an empty line
ZIP_LIMIT_S = 1.5  # a speaker that is slow to wake up must not keep the caller waiting for long
TEST_LIMIT_S = 10.0
MOVE_AGAIN_S = 0.5
_SPEAKING = (PhoneCallState.ANSWERING, PhoneCallState.TALKING)
_DECLINED, _BUSY = 603, 486


class NoSuchCallError(Exception):
    error_id = "no-such-call"


class CallEngine(Protocol):
    """What of ``app.telephony.engine`` is used here; its methods raise EngineError."""

    def ring(self, handle: int) -> None: ...
    def answer(self, handle: int, *, heard: bool = True) -> None: ...
    def hang_up(self, handle: int, sip_status: int = 0) -> None: ...
    def move_media(self, handle: int, codec: str, encrypted: bool) -> None: ...
    def figures(self, handle: int) -> LineFigures | None: ...


@dataclass(slots=True)
class _Zip:
    """A call that is answered as soon as the zip tone was heard."""

    handle: int
    until_s: float


class Conversations:
    def __init__(
        self, sound: Sound, emit: Callable[[PhoneEvent], None], emit_later: Callable[[AudioFlows], None]
    ) -> None:
        """``emit_later`` may be called on PJSIP's audio thread."""
        self._sound = sound
        self._emit = emit
        self._emit_later = emit_later
        self._calls: dict[int, PhoneCall] = {}
        self._qualities: dict[int, tuple[LineQuality, float]] = {}  # and when it is told next
        self._tests: dict[int, float] = {}  # calls to try the phone out, and when they are ended
        self._to_move: dict[int, float] = {}  # whose sound is at our old address, and when it is tried
        self._zip: _Zip | None = None
        self._awaiting_sound: PhoneCall | None = None
        self._engine: CallEngine

    def use(self, engine: CallEngine) -> None:
        """Before anything else: each needs the other."""
        self._engine = engine

    def __bool__(self) -> bool:
        """Whether there is any call."""
        return bool(self._calls or self._tests)

    @property
    def states(self) -> frozenset[PhoneCallState]:
        return frozenset(call.state for call in self._calls.values())

    # --- the agent's wishes -----------------------------------------------------------------------

    def answer(self, handle: int, zip_tone: bool) -> None:
        """Raises NoSuchCallError, CallEventError, EngineError."""
        call = self._call(handle)
        call.apply(CallEvent.AGENT_ANSWERED)
        self._say(call)
        self._update_sound()
        if zip_tone:
            if self._zip is not None:
                self._finish_zip()
            self._sound.zip()
            self._zip = _Zip(handle, time.monotonic() + ZIP_LIMIT_S)
        else:
            self._open_line(call)

    def hang_up(self, handle: int) -> None:
        """Raises NoSuchCallError, CallEventError, EngineError."""
        call = self._call(handle)
        unanswered = call.answered_at_s is None
        call.apply(CallEvent.AGENT_HUNG_UP)  # at once: a server that is gone would let her wait 32 s
        self._end(call, "local")
        self._engine.hang_up(handle, _DECLINED if unanswered else 0)

    def look(self, now_s: float) -> None:
        """Does what is due; often. Raises EngineError."""
        waiting = self._zip
        if waiting is not None and (now_s >= waiting.until_s or not self._sound.zipping):
            self._finish_zip()
        for handle, (quality, due_s) in list(self._qualities.items()):
            if now_s >= due_s:
                self._qualities[handle] = (quality, now_s + EVERY_S)
                figures = self._engine.figures(handle)
                if figures is not None:
                    self._emit(quality.take(figures))
        for handle, due_s in list(self._to_move.items()):
            if now_s >= due_s:
                self._move(handle, now_s)
        for handle, until_s in list(self._tests.items()):
            if now_s >= until_s:
                del self._tests[handle]
                self._engine.hang_up(handle)

    def move_media(self) -> None:
        """Our address is another one: tell it to those who send us sound, as soon as each can be told."""
        self._to_move = {call.handle: 0.0 for call in self._calls.values() if call.state in _SPEAKING}

    # --- the engine's news ------------------------------------------------------------------------

    def on_incoming(self, handle: int, invitation: Invitation) -> None:
        if invitation.test:
            self._take_test(handle)
            return
        call = PhoneCall(handle, invitation.call_id, invitation.offer_id, invitation.number, invitation.name)
        self._calls[handle] = call
        self._engine.ring(handle)
        log.info("call %d (%s) rings", handle, call.call_id)
        self._say(call)
        self._update_sound()

    def on_confirmed(self, handle: int) -> None:
        call = self._calls.get(handle)
        if call is not None and call.state is PhoneCallState.ANSWERING:
            call.apply(CallEvent.CONFIRMED)
            self._qualities[handle] = (LineQuality(handle), time.monotonic() + EVERY_S)
            self._say(call)

    def on_media(self, handle: int, codec: str, encrypted: bool) -> None:
        call = self._calls.get(handle)
        if call is not None and (call.codec, call.encrypted) != (codec, encrypted):
            call.codec, call.encrypted = codec, encrypted
            if call.state is PhoneCallState.TALKING:
                self._say(call)

    def on_disconnected(self, handle: int, sip_status: int, reason: str) -> None:
        self._tests.pop(handle, None)
        call = self._calls.get(handle)
        if call is None:  # we hung up, or nobody was to know of it
            return
        why = reason_of_end(call.state, sip_status)
        log.info("call %d: %d %s", handle, sip_status, reason)
        call.apply(CallEvent.PEER_ENDED)
        self._end(call, why)

    def hear(self, frame: bytes) -> None:
        """A frame from the other side, on PJSIP's audio thread."""
        self._sound.hear(frame)
        call = self._awaiting_sound
        if call is not None and call.answered_at_s is not None and peak(frame) > SOUND_PEAK:
            self._awaiting_sound = None
            after_ms = (time.monotonic() - call.answered_at_s) * 1000
            self._emit_later(AudioFlows(call.handle, round(after_ms, 1)))

    # --- inside -----------------------------------------------------------------------------------

    def _call(self, handle: int) -> PhoneCall:
        call = self._calls.get(handle)
        if call is None:
            raise NoSuchCallError(f"there is no call {handle}")
        return call

    def _finish_zip(self) -> None:
        waiting, self._zip = self._zip, None
        self._sound.end_zip()
        call = self._calls.get(waiting.handle) if waiting is not None else None
        if call is not None:
            self._open_line(call)

    def _open_line(self, call: PhoneCall) -> None:
        call.answered_at_s = time.monotonic()
        if not any(other.state is PhoneCallState.TALKING for other in self._calls.values()):
            self._sound.fresh_start()
        self._awaiting_sound = call
        self._engine.answer(call.handle)

    def _move(self, handle: int, now_s: float) -> None:
        """Not while it is being answered, or while a change of the server's is on its way: again soon."""
        call = self._calls.get(handle)
        if call is None:
            del self._to_move[handle]
            return
        self._to_move[handle] = now_s + MOVE_AGAIN_S
        if call.state is not PhoneCallState.TALKING:
            return
        try:
            self._engine.move_media(handle, call.codec, call.encrypted)
        except EngineError as error:
            log.info("call %d: its sound cannot move yet: %s", handle, error)
            return
        log.info("call %d: its sound moves to our new address", handle)
        del self._to_move[handle]

    def _take_test(self, handle: int) -> None:
        if self._calls:
            self._engine.hang_up(handle, _BUSY)
            return
        log.info("call %d tries this phone out", handle)
        self._tests[handle] = time.monotonic() + TEST_LIMIT_S
        self._engine.answer(handle, heard=False)

    def _end(self, call: PhoneCall, reason: str) -> None:
        self._calls.pop(call.handle, None)
        self._qualities.pop(call.handle, None)
        if self._awaiting_sound is call:
            self._awaiting_sound = None
        self._say(call, reason)
        self._update_sound()

    def _say(self, call: PhoneCall, reason: str = "") -> None:
        self._emit(
            CallChanged(
                handle=call.handle,
                state=call.state,
                call_id=call.call_id,
                offer_id=call.offer_id,
                number=call.number,
                name=call.name,
                codec=call.codec,
                encrypted=call.encrypted,
                reason=reason,
            )
        )

    def _update_sound(self) -> None:
        """Ring only while nobody talks, beep otherwise; the devices are open as soon as something rings."""
        states = self.states
        rings, speaks = PhoneCallState.RINGING in states, not states.isdisjoint(_SPEAKING)
        self._sound.set_activity(
            Activity(ringing=rings and not speaks, in_call=bool(states), waiting=rings and speaks)
        )
