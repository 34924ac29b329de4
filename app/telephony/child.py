"""The softphone's process: commands in by standard input, events out by what was standard output.

Everything but sound devices and the tunnel runs in one loop on the main thread. The process ends when
its standard input ends, so it never outlives the desktop.
"""

from __future__ import annotations

import gc
import logging
import os
import queue
import random
import socket
import time
import uuid
from collections.abc import Callable

from app.telephony.calls import CallEvent, CallEventError, PhoneCall, reason_of_end
from app.telephony.engine import Engine, EngineError
from app.telephony.hotplug import HotplugWatcher
from app.telephony.pcm import peak
from app.telephony.pipes import EventPipe, read_commands
from app.telephony.ports import (
    Answer,
    AudioFlows,
    CallChanged,
    Command,
    Failed,
    HangUp,
    ListDevices,
    Mute,
    PhoneCallState,
    Ping,
    Pong,
    Quit,
    Register,
    SendDigits,
    ShowHeld,
    Started,
    StartTest,
    StopTest,
    UseDevices,
    UseHotkeys,
)
from app.telephony.registration import RegistrationKeeper
from app.telephony.sip_headers import Invitation
from app.telephony.sound import Sound
from app.telephony.sound_choice import SystemSoundHost
from app.telephony.tunnel import Tunnel, TunnelEvent, TunnelState
from app.telephony.wire import BadLineError, command_name

log = logging.getLogger(__name__)

# A command waits for the end of a poll: short while a call rings, long while nothing happens.
POLL_RINGING_MS = 2
POLL_CALL_MS = 5
POLL_IDLE_MS = 20
SOUND_PEAK = 32  # -60 dB relative to full scale: more than the noise of an empty line
DIGITS = frozenset("0123456789*#ABCD")

_Message = Command | BadLineError | TunnelEvent | AudioFlows | None  # None: standard input ended


class Child:
    def __init__(self, command_fd: int, event_fd: int) -> None:
        self._command_fd = command_fd
        self.emit = EventPipe(event_fd).emit
        self._inbox: queue.SimpleQueue[_Message] = queue.SimpleQueue()
        self._sound = Sound(SystemSoundHost, self.emit)
        self._engine = Engine(self, self._sound.speak, self._hear)
        self._tunnel = Tunnel(self._inbox.put)
        self._keeper = RegistrationKeeper(random.random)
        self._watcher = HotplugWatcher(self._sound.devices_changed)
        self._calls: dict[int, PhoneCall] = {}
        self._awaiting_sound: PhoneCall | None = None
        # The same after a restart: the server then replaces what it still holds of us (RFC 5626 §4.1).
        self._instance = str(uuid.uuid5(uuid.NAMESPACE_DNS, socket.gethostname()))
        self._account: Register | None = None
        self._next_account: Register | None = None
        self._running = True

    def run(self) -> None:
        """Until Quit or the end of standard input."""
        read_commands(self._command_fd, self._inbox.put)
        self._sound.start()
        self._watcher.start()
        self._tunnel.start()
        self.emit(Started(pid=os.getpid(), version=self._engine.start()))
        gc.freeze()  # a collection that looks at all that is loaded would hold the sound for 20 ms
        gc.enable()  # it was off while everything was loaded
        while self._running:
            self._drain_inbox()  # before the first wait: a child that was started anew has its orders already
            self._keep_registered()
            self._engine.poll(self._poll_ms())
            if self._next_account is not None and not self._calls:
                self._carry_out(self._next_account)
        self._watcher.stop()
        self._engine.stop()
        self._sound.stop()
        self._tunnel.close()

    # --- commands --------------------------------------------------------------------------------

    def _poll_ms(self) -> int:
        states = {call.state for call in self._calls.values()}
        if PhoneCallState.RINGING in states:
            return POLL_RINGING_MS
        return POLL_CALL_MS if states else POLL_IDLE_MS

    def _drain_inbox(self) -> None:
        while self._running:
            try:
                message = self._inbox.get_nowait()
            except queue.Empty:
                return
            match message:
                case None | Quit():
                    self._running = False
                case BadLineError():
                    self.emit(Failed("", message.error_id, str(message)[:500]))
                case TunnelEvent():
                    self._on_tunnel(message)
                case AudioFlows():
                    self.emit(message)
                case _:
                    self._carry_out(message)

    def _carry_out(self, command: Command) -> None:
        try:
            self._do(command)
        except (EngineError, CallEventError, BadLineError) as error:
            self.emit(Failed(command_name(command), error.error_id, str(error)))
        except (OSError, ValueError) as error:
            self.emit(Failed(command_name(command), "bad-command", str(error)))

    def _do(self, command: Command) -> None:
        match command:
            case Register():
                self._register(command)
            case Answer():
                self._answer(command.handle)
            case HangUp():
                self._hang_up(command.handle)
            case Mute():
                self._sound.mute(command.muted)
            case SendDigits():
                if not command.digits or not DIGITS.issuperset(command.digits.upper()):
                    raise BadLineError(f"digits are of 0-9 * # A-D: {command.digits[:40]!r}")
                self._engine.send_digits(command.handle, command.digits.upper())
            case UseDevices():
                self._sound.use(command)
            case ListDevices():
                self._sound.list_devices()
            case StartTest() | StopTest():
                raise EngineError("not-possible", "no test call yet")
            case ShowHeld() | UseHotkeys():
                log.debug("%s", command_name(command))
            case Ping():
                self.emit(Pong(command.n))
            case Quit():
                self._running = False

    def _register(self, wish: Register) -> None:
        """The same data again only asks for a fresh registration; other data wait for the end of calls."""
        if wish == self._account:
            self._keeper.begin(time.monotonic())
            return
        if self._calls:
            self._next_account = wish
            return
        self._next_account = None
        self._tunnel.point_at(wish.server_host, wish.tls_port, wish.certificate_sha256)
        self._engine.set_account(
            wish.sip_user,
            wish.sip_password,
            wish.domain,
            self._tunnel.port,
            self._instance,
            _address_towards(wish.server_host),
        )
        self._account = wish
        self._keeper.begin(time.monotonic())

    def _answer(self, handle: int) -> None:
        call = self._call(handle)
        call.apply(CallEvent.AGENT_ANSWERED)
        call.answered_at_s = time.monotonic()
        self._sound.fresh_start()
        self._awaiting_sound = call
        self._engine.answer(handle)
        self._say(call)
        self._update_sound()

    def _hang_up(self, handle: int) -> None:
        call = self._call(handle)
        was_ringing = call.state is PhoneCallState.RINGING
        call.apply(CallEvent.AGENT_HUNG_UP)  # at once: a server that is gone would let her wait 32 s
        self._end(call, "local")
        self._engine.hang_up(handle, 603 if was_ringing else 0)

    def _call(self, handle: int) -> PhoneCall:
        call = self._calls.get(handle)
        if call is None:
            raise EngineError("no-such-call", f"there is no call {handle}")
        return call

    # --- registration ----------------------------------------------------------------------------

    def _keep_registered(self) -> None:
        if not self._keeper.due(time.monotonic()):
            return
        try:
            self._engine.register()
        except EngineError as error:
            log.info("REGISTER not sent: %s", error)
            self.on_registration(503, str(error), 0.0)

    def _on_tunnel(self, event: TunnelEvent) -> None:
        if event.state is TunnelState.UP and event.local_address:
            self._engine.set_local_address(event.local_address)
        news = self._keeper.on_tunnel(event.state, event.detail, time.monotonic())
        if news is not None:
            self.emit(news)

    def on_registration(self, sip_status: int, reason: str, retry_after_s: float) -> None:
        news = self._keeper.on_answer(sip_status, reason, time.monotonic(), retry_after_s)
        if news is not None:
            self.emit(news)

    # --- calls, told by the engine ----------------------------------------------------------------

    def on_incoming(self, handle: int, invitation: Invitation) -> None:
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
            self._say(call)

    def on_media(self, handle: int, codec: str, encrypted: bool) -> None:
        call = self._calls.get(handle)
        if call is not None and (call.codec, call.encrypted) != (codec, encrypted):
            call.codec, call.encrypted = codec, encrypted
            if call.state is PhoneCallState.TALKING:
                self._say(call)

    def on_disconnected(self, handle: int, sip_status: int, reason: str) -> None:
        call = self._calls.get(handle)
        if call is None:  # we hung up
            return
        why = reason_of_end(call.state, sip_status)
        log.info("call %d: %d %s", handle, sip_status, reason)
        call.apply(CallEvent.PEER_ENDED)
        self._end(call, why)

    def _end(self, call: PhoneCall, reason: str) -> None:
        self._calls.pop(call.handle, None)
        if self._awaiting_sound is call:
            self._awaiting_sound = None
        self._say(call, reason)
        self._update_sound()

    def _say(self, call: PhoneCall, reason: str = "") -> None:
        self.emit(
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
        """Ring only while nobody talks; the devices are open as soon as something rings."""
        states = {call.state for call in self._calls.values()}
        self._sound.set_activity(ringing=states == {PhoneCallState.RINGING}, in_call=bool(states))

    def _hear(self, frame: bytes) -> None:
        """A frame from the other side, on PJSIP's audio thread."""
        self._sound.hear(frame)
        call = self._awaiting_sound
        if call is not None and call.answered_at_s is not None and peak(frame) > SOUND_PEAK:
            self._awaiting_sound = None
            after_ms = (time.monotonic() - call.answered_at_s) * 1000
            self._inbox.put(AudioFlows(call.handle, round(after_ms, 1)))


def _address_towards(host: str) -> str:
    """Our own address on the way to ``host``; empty (any) when the network is not there yet."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect((host, 9))  # sends nothing
            return str(probe.getsockname()[0])
    except OSError:
        return ""


def run_child(command_fd: int, event_fd: int, after: Callable[[], None]) -> None:
    """Run to the end; ``after`` is called when everything is shut down."""
    child = Child(command_fd, event_fd)
    try:
        child.run()
    except EngineError as error:
        log.error("the telephone engine does not start: %s", error)
        child.emit(Failed("start", error.error_id, str(error)))
    after()
