"""One simulated customer: dials, speaks, presses keys, listens, hangs up, tells what happened.

In:  a ``CallPlan`` for ``run``, or ``start`` and then ``press``, ``speak``, ``hang_up`` by hand.
Out: ``Step``s as they happen, a ``CallReport``. Many callers share one event loop.

    report = await Caller().run(CallPlan("sip:4001@127.0.0.1:5060", "13812345678", digits="1"))
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field

from app.caller.digits import Press, Wait, parse_digits
from app.caller.heard import Heard
from app.caller.line import Line, find_target
from app.caller.media import Media, open_media
from app.caller.model import CODECS, CallerError, CallPlan, CallReport, EndReason, StepKind
from app.caller.reachable import Probe, watch_for_refusal
from app.caller.sdp import Local, NoCommonCodecError, Remote, read
from app.caller.speech import Clip, load_clip, room_noise
from app.caller.states import TRANSITIONS, CallEvent, CallState
from app.caller.tally import OnStep, Tally, reason_of
from app.server.voice.embedded.machine import Machine
from app.server.voice.embedded.signalling.timers import Timers


@dataclass(frozen=True, slots=True)
class CallerTimers:
    """How patient a customer is with the network, apart from ringing; tests pass smaller values."""

    no_reply_s: float = 5.0  # INVITE without any reply
    farewell_s: float = 2.0  # CANCEL or BYE without a reply
    sip: Timers = field(default_factory=Timers)


class Caller:
    """One telephone that makes one call. Await ``wait_ended`` (``run`` does): it frees the ports."""

    def __init__(self, timers: CallerTimers | None = None) -> None:
        self._timers = timers or CallerTimers()
        self._machine = Machine("caller", TRANSITIONS, CallState.IDLE)
        self._settled = asyncio.Event()  # answered or over
        self._over = asyncio.Event()
        self._call: _Call | None = None
        self._clip: Clip | None = None
        self._remote: Remote | None = None
        self._patience: asyncio.TimerHandle | None = None
        self._probe: Probe | None = None
        self._report: CallReport | None = None

    @property
    def state(self) -> CallState:
        return self._machine.state

    # --- a whole call ----------------------------------------------------------------------------
    async def run(self, plan: CallPlan, on_step: OnStep | None = None) -> CallReport:
        """Do what the plan says and report. Raises CallerError for what the person can put right.

        Cancelled, it hangs up before it lets the cancellation through.
        """
        try:
            await self.start(plan, on_step)
            if await self.wait_answered(plan.seconds if plan.answer_s is None else plan.answer_s):
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(plan.seconds):
                        await self._pause(plan.digit_start_s if plan.digits else 0)
                        await self.press(plan.digits)
                        await self._over.wait()
        finally:
            await self.hang_up()
            if self._call is not None:
                await self.wait_ended()
        return await self.wait_ended()

    # --- by hand ---------------------------------------------------------------------------------
    async def start(self, plan: CallPlan, on_step: OnStep | None = None) -> None:
        """Dial. Returns as soon as the INVITE is out. Raises CallerError."""
        if self._call is not None:
            raise CallerError("This caller has made its call; use another one.")
        parse_digits(plan.digits)
        if not plan.codecs or any(name not in CODECS for name in plan.codecs):
            raise CallerError(
                f"Cannot use the codecs {','.join(plan.codecs)!r}: choose from {', '.join(CODECS)}."
            )
        target = await find_target(plan.to, plan.from_number)
        await _prepared(None, plan.codecs)
        self._clip = await _prepared(plan.speak, plan.codecs) if plan.speak else None
        heard = Heard(keep=plan.record is not None)
        line = Line(plan, self, self._timers.sip, target)
        try:
            await line.open()
            media = await open_media(line.host, heard)
        except OSError as error:
            await line.close()
            raise CallerError(f"Cannot open a port on {line.host}: {error.strerror or error}.") from error
        local = Local(line.host, media.port, session_id=media.port, version=1, codecs=plan.codecs)
        call = self._call = _Call(plan, Tally(plan, on_step), heard, line, media, local)
        self._machine = Machine(f"caller {plan.from_number}", TRANSITIONS, CallState.IDLE)
        self._machine.fire(CallEvent.DIAL)
        call.tally.step(StepKind.DIALLING, plan.to)
        line.dial(local.offer())
        loop = asyncio.get_running_loop()
        self._patience = loop.call_later(self._timers.no_reply_s, self._nobody_there)
        self._probe = await watch_for_refusal(*target, self._nobody_there)
        if self.state is not CallState.DIALLING:
            self._be_patient()

    async def wait_answered(self, timeout_s: float | None = None) -> bool:
        """False when the call ended, or the time was over, without an answer."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._settled.wait(), timeout_s)
        return self._remote is not None

    async def press(self, digits: str) -> str:
        """Press keys and wait as written; back when the last is through. Returns the keys really sent.

        Stops where the call ends. Raises CallerError for a text that is no digits.
        """
        sent = ""
        for action in parse_digits(digits):
            if self._call is None or self.state is not CallState.TALKING:
                break
            if isinstance(action, Wait):
                await self._pause(action.seconds)
            elif await self._press_key(self._call, action):
                sent += action.key
        return sent

    async def speak(self, source: str | None) -> None:
        """Say something else from now on; None for silence. Raises CallerError."""
        if self._call is not None:
            clip = await _prepared(source, self._call.plan.codecs)
            self._clip = clip if source else None
            self._say(self._call)

    async def hang_up(self) -> None:
        """CANCEL or BYE, and wait until that is settled; nothing when the call is already over."""
        if self._call is None:
            return
        self._leave(self._call)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), self._timers.farewell_s)
        self._move(CallEvent.GONE)

    async def wait_ended(self, timeout_s: float | None = None) -> CallReport:
        """The report, once the call is over and the recording written.

        Raises TimeoutError, and CallerError when there was no call or the recording cannot be written.
        """
        if self._call is None:
            raise CallerError("There was no call.")
        await asyncio.wait_for(self._over.wait(), timeout_s)
        call = self._call
        if self._report is None:
            self._report = call.tally.report(call.heard, call.media.sent)
            await call.line.close()
            if call.plan.record and self._report.answered:
                try:
                    await asyncio.to_thread(call.heard.write_wav, call.plan.record)
                except OSError as error:
                    raise CallerError(
                        f"Cannot write {call.plan.record}: {error.strerror or error}."
                    ) from error
        return self._report

    # --- what the line says (LineListener) -------------------------------------------------------
    def on_progress(self, status: int) -> None:
        self._be_patient()
        if status in (180, 183):
            first = self.state is CallState.DIALLING
            self._move(CallEvent.RING)
            if first and self._call is not None:
                self._call.tally.step(StepKind.RINGING)

    def on_answer(self, status: int, sdp: str) -> None:
        self._be_patient()
        call = self._call
        if call is None or not self._machine.accept(CallEvent.ANSWER):
            return
        call.tally.status = status
        if self.state is CallState.LEAVING:  # it crossed our CANCEL
            call.line.bye()
            return
        try:
            remote = self._remote = read(sdp, call.plan.codecs)
        except NoCommonCodecError:
            self._leave(call)
            call.tally.reason = EndReason.NO_COMMON_CODEC
            return
        now = asyncio.get_running_loop().time()
        call.tally.answered(now, remote.codec)
        call.heard.begin(now)
        call.media.set_remote(remote)
        call.media.start()
        call.tally.step(StepKind.ANSWERED, remote.codec)
        self._settled.set()
        if self._clip is not None:
            self._say(call)

    def on_refused(self, status: int | None) -> None:
        """``status`` None: no reply at all."""
        self._be_patient()
        if self._call is not None:
            cancelled = self.state is CallState.CANCELLING
            self._call.tally.status = status
            self._call.tally.reason = EndReason.NOT_ANSWERED if cancelled else reason_of(status)
            self._move(CallEvent.REFUSE)

    def on_offer(self, sdp: str) -> str:
        """A re-INVITE: follow it (hold, a new address, another codec). Raises NoCommonCodecError."""
        call = self._call
        assert call is not None  # nobody is told of our line before
        if not sdp.strip():
            return call.local.offer()
        remote = read(sdp, call.plan.codecs)
        if remote != self._remote:
            self._remote = remote
            call.media.set_remote(remote)
            call.tally.step(StepKind.CHANGED, f"{remote.direction} {remote.codec}")
        return call.local.answer(remote)

    def on_bye(self) -> None:
        if self._call is not None and self.state is CallState.TALKING:
            self._end_talk(self._call, "peer")
        self._move(CallEvent.PEER_BYE)

    def on_bye_done(self) -> None:
        self._move(CallEvent.GONE)

    # --- inside ----------------------------------------------------------------------------------
    def _leave(self, call: _Call) -> None:
        talking = self.state is CallState.TALKING
        if not self._machine.accept(CallEvent.HANG_UP):
            return
        if talking:
            self._end_talk(call, "us")
            call.line.bye()
        else:
            call.tally.reason = EndReason.NOT_ANSWERED
            call.line.cancel()

    def _end_talk(self, call: _Call, by: str) -> None:
        now = asyncio.get_running_loop().time()
        call.tally.ended(now, by)
        call.heard.finish(now)
        call.media.close()

    def _nobody_there(self) -> None:
        if self.state is CallState.DIALLING:
            self.on_refused(None)

    def _be_patient(self) -> None:
        """Somebody is there: from now on only the plan's own time counts."""
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None
        if self._probe is not None:
            self._probe.close()
            self._probe = None

    def _move(self, event: CallEvent) -> None:
        if self._machine.accept(event) and self.state is CallState.OVER and self._call is not None:
            self._be_patient()
            self._call.media.close()
            self._call.tally.step(StepKind.ENDED, self._call.tally.reason.value)
            self._over.set()
            self._settled.set()

    async def _press_key(self, call: _Call, press: Press) -> bool:
        if not call.media.can_press:
            call.tally.step(StepKind.REFUSED_KEY, press.key)
            return False
        call.tally.step(StepKind.PRESSED, press.key)
        if not await call.media.press(press.key):
            return False
        call.tally.digits_sent += press.key
        return True

    def _say(self, call: _Call) -> None:
        """Before the answer the clip only lies ready."""
        if self.state is CallState.TALKING:
            call.media.say(self._clip or room_noise())
            call.tally.step(StepKind.SPEAKING, self._clip.name if self._clip else "")

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), seconds)


@dataclass(frozen=True, slots=True)
class _Call:
    """What there is from dialling on."""

    plan: CallPlan
    tally: Tally
    heard: Heard
    line: Line
    media: Media
    local: Local


async def _prepared(source: str | None, codecs: tuple[str, ...]) -> Clip:
    """The clip with its frames already encoded, so that nothing is computed while calls run."""

    def prepare() -> Clip:
        clip = load_clip(source) if source else room_noise()
        for codec in codecs:
            clip.frames(codec)
        return clip

    return await asyncio.to_thread(prepare)
