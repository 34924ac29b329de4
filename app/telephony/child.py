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

from app.telephony.buttons import Buttons
from app.telephony.calls import CallEventError, EngineError
from app.telephony.conversations import Conversations, NoSuchCallError
from app.telephony.engine import Engine
from app.telephony.hotplug import HotplugWatcher
from app.telephony.network_watch import NetworkEvent, NetworkWatch, address_towards
from app.telephony.pipes import EventPipe, read_commands
from app.telephony.ports import (
    Answer,
    AudioFlows,
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
from app.telephony.sound import Sound
from app.telephony.sound_choice import SystemSoundHost
from app.telephony.tunnel import Tunnel, TunnelEvent, TunnelState
from app.telephony.wire import BadLineError, command_name

log = logging.getLogger(__name__)

# A command waits for the end of a poll: short while a call rings, long while nothing happens.
POLL_RINGING_MS = 2
POLL_CALL_MS = 5
POLL_IDLE_MS = 20
RENEW_S = 0.05  # until PJSIP has seen that its old connection is gone
DIGITS = frozenset("0123456789*#ABCD")

_Message = Command | BadLineError | TunnelEvent | AudioFlows | None  # None: standard input ended


class Child:
    def __init__(self, command_fd: int, event_fd: int) -> None:
        self._command_fd = command_fd
        self.emit = EventPipe(event_fd).emit
        self._inbox: queue.SimpleQueue[_Message] = queue.SimpleQueue()
        self._sound = Sound(SystemSoundHost, self.emit)
        self._calls = Conversations(self._sound, self.emit, self._inbox.put)
        self._engine = Engine(self._calls, self.on_registration, self._sound.speak, self._calls.hear)
        self._calls.use(self._engine)
        self._tunnel = Tunnel(self._inbox.put)
        self._keeper = RegistrationKeeper(random.random)
        self._buttons = Buttons(self.emit)
        self._watcher = HotplugWatcher(self._sound.devices_changed)
        self._network = NetworkWatch(address_towards)
        self._address_changed = False  # and the calls that run do not know it yet
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
        self._buttons.start()
        self._tunnel.start()
        self.emit(Started(pid=os.getpid(), version=self._engine.start()))
        gc.freeze()  # a collection that looks at all that is loaded would hold the sound for 20 ms
        gc.enable()  # it was off while everything was loaded
        while self._running:
            self._drain_inbox()  # before the first wait: a child that was started anew has its orders already
            self._look_at_network()
            self._keep_registered()
            self._look_at_calls()
            self._buttons.calls_are(self._calls.states)
            self._engine.poll(self._poll_ms())
            if self._next_account is not None and not self._calls:
                self._carry_out(self._next_account)
        self._watcher.stop()
        self._buttons.stop()
        self._engine.stop()
        self._sound.stop()
        self._tunnel.close()

    # --- commands --------------------------------------------------------------------------------

    def _poll_ms(self) -> int:
        states = self._calls.states
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
        except (EngineError, CallEventError, NoSuchCallError, BadLineError) as error:
            self.emit(Failed(command_name(command), error.error_id, str(error)))
        except (OSError, ValueError) as error:
            self.emit(Failed(command_name(command), "bad-command", str(error)))

    def _do(self, command: Command) -> None:
        match command:
            case Register():
                self._register(command)
            case Answer():
                self._calls.answer(command.handle, command.zip_tone)
            case HangUp():
                self._calls.hang_up(command.handle)
            case Mute():
                self._sound.mute(command.muted)
                self._buttons.muted(command.muted)
            case SendDigits():
                if not command.digits or not DIGITS.issuperset(command.digits.upper()):
                    raise BadLineError(f"digits are of 0-9 * # A-D: {command.digits[:40]!r}")
                self._engine.send_digits(command.handle, command.digits.upper())
            case UseDevices():
                self._sound.use(command)
                self._buttons.sound_devices((command.input, command.output))
            case ListDevices():
                self._sound.list_devices()
            case StartTest() | StopTest():
                self._sound.test(command)
            case ShowHeld():
                self._buttons.held(command.held)
            case UseHotkeys():
                self._buttons.use_hotkeys(command)
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
            address_towards(wish.server_host),
        )
        self._account = wish
        self._keeper.begin(time.monotonic())

    # --- registration ----------------------------------------------------------------------------

    def _keep_registered(self) -> None:
        if not self._keeper.due(time.monotonic()):
            return
        try:
            self._engine.register()
        except EngineError as error:
            log.info("REGISTER not sent: %s", error)
            self.on_registration(503, str(error), 0.0)

    def _look_at_network(self) -> None:
        event = self._network.look()
        if event is None or self._account is None:
            return
        log.info("%s: registering again", event.value)
        self._tunnel.renew()
        self._keeper.begin(time.monotonic() + RENEW_S)
        if event is NetworkEvent.WOKE:
            self._sound.devices_changed()

    def _look_at_calls(self) -> None:
        try:
            self._calls.look(time.monotonic())
        except EngineError as error:
            log.warning("calls: %s", error)

    def _on_tunnel(self, event: TunnelEvent) -> None:
        if event.state is TunnelState.UP and event.local_address:
            self._network.reached(event.server, event.local_address)
            if self._engine.set_local_address(event.local_address):
                self._address_changed = True
        news = self._keeper.on_tunnel(event.state, event.detail, time.monotonic())
        if news is not None:
            self.emit(news)

    def on_registration(self, sip_status: int, reason: str, retry_after_s: float) -> None:
        """Told by the engine."""
        news = self._keeper.on_answer(sip_status, reason, time.monotonic(), retry_after_s)
        if news is not None:
            self.emit(news)
        if self._keeper.registered and self._address_changed:
            self._address_changed = False
            self._calls.move_media()


def run_child(command_fd: int, event_fd: int, after: Callable[[], None]) -> None:
    """Run to the end; ``after`` is called when everything is shut down."""
    child = Child(command_fd, event_fd)
    try:
        child.run()
    except EngineError as error:
        log.error("the telephone engine does not start: %s", error)
        child.emit(Failed("start", error.error_id, str(error)))
    after()
