"""The embedded telephone engine: the voice port carried out by our own SIP and media process.

In:  voice commands. Out: voice events and registrations, always from the event loop, never from
inside ``do``. ``app.server.voice.engine`` says what each means.
"""

from __future__ import annotations

import asyncio
import logging
import os
import ssl
import time
from collections.abc import Coroutine
from typing import Any

from app.server.core.commands import (
    AnswerLeg,
    CloseRecording,
    CreateBridge,
    DestroyBridge,
    HangUpLeg,
    OriginateLeg,
    PauseRecording,
    ProgressLeg,
    RejectLeg,
    ReportTransfer,
    ResumeRecording,
    RingLeg,
    SpeakPrompts,
    StopSpeaking,
    VoiceCommand,
)
from app.server.core.events import LegEnded, MediaFound, MediaLost, VoiceEvent
from app.server.core.types import EndCause
from app.server.voice.embedded.calls import Calls
from app.server.voice.embedded.media import opus_library
from app.server.voice.embedded.media.client import MediaClient
from app.server.voice.embedded.media.protocol import Health, SetLeg
from app.server.voice.embedded.media.settings import MediaSettings
from app.server.voice.embedded.media_house import MakeMedia, MediaHouse
from app.server.voice.embedded.settings import VoiceSettings
from app.server.voice.embedded.signalling.digest import DigestServer
from app.server.voice.embedded.signalling.flows import Flow, FlowRules, server_tls
from app.server.voice.embedded.signalling.gate import Gate
from app.server.voice.embedded.signalling.incoming_leg import IncomingLeg
from app.server.voice.embedded.signalling.legs import Leg, LegRules
from app.server.voice.embedded.signalling.nat import Reach
from app.server.voice.embedded.signalling.outgoing_leg import OutgoingLeg, phone_way
from app.server.voice.embedded.signalling.overload import Overload
from app.server.voice.embedded.signalling.phone_keeper import PhoneKeeper
from app.server.voice.embedded.signalling.registrar import Registrar
from app.server.voice.embedded.signalling.sdp import CODEC_NAMES
from app.server.voice.embedded.signalling.session_timer import SessionRule
from app.server.voice.embedded.signalling.stack import SipStack
from app.server.voice.embedded.signalling.trunk_registration import TrunkTimes
from app.server.voice.embedded.signalling.trunks import NoTrunks, Trunks
from app.server.voice.embedded.signalling.ways import ALL_CODECS, MediaPolicy, Way
from app.server.voice.embedded.silence import SilenceWatch
from app.server.voice.engine import PhoneAccounts, TrunkAccounts, VoiceListener, VoiceStartError
from app.tasks import Spawner

log = logging.getLogger(__name__)

GOODBYE_S = 0.5  # how long answers to our last BYEs are waited for
PORT_TRIES = 20
TEST_REPORTS_S = 0.1  # so that a phone's first report already knows when we sent
TEST_LINGERS_S = 0.3


class EmbeddedEngine:
    """Implements VoiceEngine. ``sip_port`` and ``tls_port`` are the real ones once it is started."""

    def __init__(
        self,
        settings: VoiceSettings,
        accounts: PhoneAccounts,
        make_media: MakeMedia = MediaClient,
        trunks: TrunkAccounts | None = None,
    ) -> None:
        self._settings = settings
        self._accounts = accounts
        self.rules = LegRules(
            timers=settings.timers,
            session=SessionRule(settings.session_expires_s, settings.min_se_s),
            spoken=ALL_CODECS if opus_library.available() else CODEC_NAMES,
        )
        self._listener: VoiceListener | None = None
        self._spawner = Spawner("voice")
        self._silence = SilenceWatch(settings.silence_check_s, settings.silence_limit_s)
        self._gate = Gate(
            settings.requests_per_s, settings.trunk_requests_per_s, time.monotonic, settings.gate
        )
        digest = DigestServer(settings.realm, accounts, time.monotonic, watcher=self._gate)
        self._registrar = Registrar(digest, self._on_phone)
        times = TrunkTimes(options_s=settings.options_every_s)
        self._trunks = Trunks(
            trunks or NoTrunks(), self._on_trunk, self._spawner, settings.trunk_addresses, times
        )
        self._gate.trunk_at = self._trunks.is_trunk
        self._overload = Overload(lambda: self._stack.waits_s(), self._on_overload, settings.most_wait_s)
        parts = (self._registrar, digest, self._gate)
        self._calls = Calls(settings, self, *parts, self._place, self._trunks, self._overload)
        self._stack = self._new_stack()
        media = MediaSettings(
            host=settings.host,
            rtp_low=settings.rtp_low,
            rtp_high=settings.rtp_high,
            prompt_dirs=settings.prompt_dirs,
            journal_dir=settings.journal_dir,
            journal_key=settings.journal_key,
        )
        self._media = MediaHouse(make_media, media, settings.media_processes or spare_cores(), self)
        self.sip_port = settings.sip_port
        self.tls_port = settings.tls_port
        self.tls12_port = settings.tls12_port  # None: there is none

    async def start(self, listener: VoiceListener) -> None:
        settings = self._settings
        self._listener = listener
        try:
            self._gate.trust(settings.trunk_addresses)
        except ValueError as error:
            raise VoiceStartError(f"A trunk address cannot be understood: {error}.") from error
        await self._open_sockets()
        try:
            await self._media.start()
        except OSError as error:
            await self._stack.close()
            why = error.strerror or error
            raise VoiceStartError(f"The media process cannot be started: {why}.") from error
        await self._trunks.start(self._stack)
        keeper = PhoneKeeper(self._registrar, lambda: self._stack, settings.realm, settings.keep_alive_s)
        self._spawner.spawn(keeper.run(), "keep phones reachable")
        log.info("SIP on %s port %d (UDP, TCP), %d (TLS)", settings.host, self.sip_port, self.tls_port)

    def _new_stack(self) -> SipStack:
        settings = self._settings
        reach = Reach(settings.public_address, settings.local_networks)
        rules = FlowRules(passes=self._gate.passes, rubbish=self._gate.rubbish, reach=reach)
        return SipStack(self._calls.on_request, settings.timers, rules)

    async def _open_sockets(self) -> None:
        settings = self._settings
        try:
            files = str(settings.certificate), str(settings.certificate_key)
            context, old_context = server_tls(*files), server_tls(*files, ssl.TLSVersion.TLSv1_2)
        except (OSError, ssl.SSLError) as error:
            raise VoiceStartError(
                f"The certificate {settings.certificate} cannot be used: {error.strerror or error}."
            ) from error
        tries = PORT_TRIES if settings.sip_port == 0 else 1
        for last in (n == tries - 1 for n in range(tries)):
            self._stack = self._new_stack()
            port = settings.sip_port
            try:
                for host in _hosts(settings.host):
                    port = self.sip_port = await self._stack.listen_udp(host, port)
                    await self._stack.listen_tcp(host, self.sip_port)  # the same number for both
                port = settings.tls_port
                for host in _hosts(settings.host):
                    port = self.tls_port = await self._stack.listen_tls(host, port, context)
                if settings.tls12_port is not None:
                    port = settings.tls12_port
                    for host in _hosts(settings.host):
                        port = self.tls12_port = await self._stack.listen_tls(host, port, old_context)
            except OSError as error:
                await self._stack.close()
                if last or (port and port in (settings.tls_port, settings.tls12_port)):
                    raise VoiceStartError(_cannot_listen(settings.host, port, error)) from error
            else:
                return

    async def stop(self) -> None:
        for leg in self._calls.all():
            rings = isinstance(leg, OutgoingLeg) and not leg.up  # NORMAL would say: answered elsewhere
            leg.hang_up(EndCause.CANCELLED if rings else EndCause.NORMAL)
        await self._trunks.stop()
        await self._spawner.close()
        self._silence.close()
        await self._stack.drain(GOODBYE_S)
        self._registrar.close()
        await self._media.stop()
        await self._stack.close()

    # --- the port --------------------------------------------------------------------------------

    def do(self, command: VoiceCommand) -> None:
        try:
            self._do(command)
        except Exception:  # a fault of ours in one leg must not reach the switchboard and all other calls
            log.exception("failed: %r", command)
            if (leg_id := getattr(command, "leg_id", None)) is not None:
                self._give_up(str(leg_id))

    def _do(self, command: VoiceCommand) -> None:
        match command:
            case OriginateLeg():
                self._originate(command)
            case RingLeg(leg_id):
                if isinstance(leg := self._calls.find(leg_id), IncomingLeg):
                    leg.ring()
            case AnswerLeg(leg_id):
                if isinstance(leg := self._calls.find(leg_id), IncomingLeg):
                    leg.answer()
            case RejectLeg(leg_id, cause) | HangUpLeg(leg_id, cause):
                if leg := self._calls.find(leg_id):
                    leg.hang_up(cause)
            case CreateBridge() | DestroyBridge() | PauseRecording() | ResumeRecording() | CloseRecording():
                self._media.do(command)
            case SpeakPrompts() | StopSpeaking():
                self._media.do(command)
            case ProgressLeg(leg_id):
                if isinstance(leg := self._calls.find(leg_id), IncomingLeg):
                    leg.progress()
            case ReportTransfer(leg_id, transfer_id, status):
                if leg := self._calls.find(leg_id):
                    leg.report_transfer(transfer_id, status)
            case _:
                if self._calls.find(command.leg_id):  # else it ended meanwhile
                    self._media.do(command)

    def _originate(self, command: OriginateLeg) -> None:
        ways = self._ways(command)
        if not ways:
            who = "an outside number" if command.outside_number else command.sip_user  # it is a customer's
            log.info("leg %s: there is no way to %s", command.leg_id, who)
            self.emit(LegEnded(command.leg_id, EndCause.UNREACHABLE, by_peer=False, detail="no-way"))
            return
        like = self._calls.find(command.like_leg_id)
        first_codec = like.audio.codec.name if like and like.audio.codec else ""
        leg = OutgoingLeg(command, self, ways, first_codec)
        self._calls.add(leg, near=command.like_leg_id)
        if command.test:
            self._media.report_often(command.leg_id, TEST_REPORTS_S)
        leg.start()

    def _ways(self, command: OriginateLeg) -> list[Way]:
        if command.outside_number:
            return self._trunks.ways(command.outside_number, command.caller_number)
        binding = self._registrar.find(command.sip_user)
        if binding is None:
            return []
        account = self._accounts.find(command.sip_user)
        media = MediaPolicy(srtp=account.srtp) if account else MediaPolicy()
        return [phone_way(binding, self._settings.realm, media)]

    def _place(self, leg_id: str, near: str) -> None:
        self._media.place(leg_id, near)

    def _give_up(self, leg_id: str) -> None:
        leg = self._calls.find(leg_id)
        if leg is None:
            return
        self._calls.remove(leg)
        self._media.close_leg(leg_id)
        self.emit(LegEnded(leg_id, EndCause.FAILED, by_peer=False))

    @property
    def open_legs(self) -> int:
        return len(self._calls)

    @property
    def media_pids(self) -> list[int | None]:
        """Process ids of the media processes, None for one that is being started again."""
        return self._media.pids

    @property
    def health(self) -> list[Health]:
        """The last report of each media process on itself."""
        return self._media.health

    # --- what legs ask of the house --------------------------------------------------------------

    @property
    def stack(self) -> SipStack:
        return self._stack

    def forget_phone(self, sip_user: str) -> None:
        """Whose phone it is may not use it any more, or with another password alone. Talks go on."""
        self._registrar.forget(sip_user)

    async def open_media(self, leg_id: str) -> int:
        port = await self._media.open_leg(leg_id)
        if self._calls.find(leg_id) is None:  # it had ended before this began
            self._media.close_leg(leg_id)
        return port

    def to_media(self, request: SetLeg) -> None:
        self._media.send(request)

    def spawn(self, work: Coroutine[Any, Any, None], name: str) -> None:
        self._spawner.spawn(work, name)

    def flow_to(self, sip_user: str) -> Flow | None:
        binding = self._registrar.find(sip_user)
        return binding.flow if binding else None

    def trunk_flow(self, trunk_id: str) -> Flow | None:
        return self._trunks.flow_of(trunk_id)

    def media_address(self, flow: Flow) -> str:
        return flow.local[0]

    def over_trunk(self, leg_id: str, trunk_id: str) -> None:
        self._calls.over_trunk(leg_id, trunk_id)

    def may_dial(self, sip_user: str, number: str) -> bool:
        return self._calls.may_dial(sip_user, number)

    def leg_of_dialog(self, call_id: str, local_tag: str, remote_tag: str) -> Leg | None:
        return self._calls.of_dialog(call_id, local_tag, remote_tag)

    def leg_ended(self, leg: Leg, cause: EndCause, by_peer: bool, detail: str = "") -> None:
        self._calls.remove(leg)
        if isinstance(leg, OutgoingLeg) and leg.is_test:  # its phone's last report is on the way
            asyncio.get_running_loop().call_later(TEST_LINGERS_S, self._media.close_leg, leg.leg_id)
        else:
            self._media.close_leg(leg.leg_id)
        self._silence.heard(leg.leg_id)
        self.emit(LegEnded(leg.leg_id, cause, by_peer, detail))

    def emit(self, event: VoiceEvent) -> None:
        """Tell the listener, after whatever runs now is done: it may answer with commands at once."""
        if isinstance(event, MediaLost):
            if leg := self._calls.find(event.leg_id):
                self._silence.fell_silent(leg)
        elif isinstance(event, MediaFound):
            self._silence.heard(event.leg_id)
        if self._listener:
            asyncio.get_running_loop().call_soon(self._listener.on_voice_event, event)

    # --- what happens by itself ------------------------------------------------------------------

    def media_died(self, leg_ids: set[str]) -> None:
        for leg_id in leg_ids:
            if leg := self._calls.find(leg_id):
                leg.media_failed()

    def move_leg(self, leg_id: str) -> None:
        if leg := self._calls.find(leg_id):
            leg.move_media()

    def _on_trunk(self, trunk_id: str, up: bool, why: str) -> None:
        if self._listener:
            asyncio.get_running_loop().call_soon(self._listener.on_trunk, trunk_id, up, why)

    def _on_phone(self, sip_user: str, registered: bool) -> None:
        if self._listener:
            asyncio.get_running_loop().call_soon(self._listener.on_phone, sip_user, registered)

    def on_alarm(self, error_id: str, text: str, over: bool) -> None:
        if self._listener:
            asyncio.get_running_loop().call_soon(self._listener.on_alarm, error_id, text, over)

    def _on_overload(self, sheds: bool, refused: int) -> None:
        if sheds:
            self._spawner.spawn(self._see_the_end_of_it(), "overload")
            text = (
                "More calls arrive at once than this server can answer in time: new ones are refused (503)."
            )
            text += " If this comes back, ask the provider to limit calls a second, or use a faster machine."
        else:
            text = f"It is over; {refused} calls were told to try again or elsewhere."
        self.on_alarm("overload", text, not sheds)

    async def _see_the_end_of_it(self) -> None:
        while self._overload.lasts:
            await asyncio.sleep(1.0)
            self._overload.look()

    def on_recording_closed(self, recording_id: str) -> None:
        if self._listener:
            asyncio.get_running_loop().call_soon(self._listener.on_recording_closed, recording_id)


def spare_cores() -> int:
    """How many media processes this machine can carry beside the control process."""
    return max(1, (os.cpu_count() or 1) - 1)


def _hosts(host: str) -> tuple[str, ...]:
    """Where to listen: all addresses of IPv6 means all of IPv4 too, each with a socket of its own."""
    return ("::", "0.0.0.0") if host == "::" else (host,)


def _cannot_listen(host: str, port: int, error: OSError) -> str:
    if isinstance(error, PermissionError):
        return f"Port {port} on {host} may not be used by this account: choose one above 1023 with --sip."
    return (
        f"Port {port} on {host} cannot be used ({error.strerror or error}): another program may have it. "
        "Stop that program or choose another port with --sip HOST:PORT."
    )
