"""PJSIP behind one class: one account, up to four calls, no devices.

Everything here happens on the thread that calls ``poll``, except ``SoundPort``'s two callbacks, which
PJSIP's audio clock calls. The null device is the clock; sound goes in and out as frames.

In:  commands as method calls. Out: EngineListener's methods, called from inside ``poll``.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable, Generator
from typing import Any, Protocol

from app.telephony.calls import EngineError
from app.telephony.line_quality import LineFigures
from app.telephony.pjsip import (
    SoundPort,
    callback,
    endpoint_config,
    errors,
    pj,
    read_figures,
    reason_of,
    set_media,
    transport_config,
)
from app.telephony.sip_headers import Invitation, read_invitation, retry_after_s

log = logging.getLogger(__name__)

CODECS = ("G722/", "PCMA/", "PCMU/")
REGISTER_FOR_S = 300
HANG_UP_LIMIT_S = 1.5
_NO_NETWORK = 3  # PJSUA_DESTROY_NO_RX_MSG | PJSUA_DESTROY_NO_TX_MSG


class EngineListener(Protocol):
    """The calls' side; registration is told to a function of its own."""

    def on_incoming(self, handle: int, invitation: Invitation) -> None: ...

    def on_confirmed(self, handle: int) -> None: ...

    def on_media(self, handle: int, codec: str, encrypted: bool) -> None: ...

    def on_disconnected(self, handle: int, sip_status: int, reason: str) -> None: ...


class _Call(pj.Call):
    def __init__(self, engine: Engine, account: Any, pj_id: int) -> None:
        super().__init__(account, pj_id)
        self._engine = engine
        self.handle = 0
        self.heard = True  # False: what it says goes nowhere

    @callback
    def onCallState(self, prm: Any) -> None:
        info = self.getInfo()
        listener = self._engine.listener
        if info.state == pj.PJSIP_INV_STATE_CONFIRMED:
            listener.on_confirmed(self.handle)
        elif info.state == pj.PJSIP_INV_STATE_DISCONNECTED:
            self._engine.forget(self)
            listener.on_disconnected(self.handle, int(info.lastStatusCode), str(info.lastReason))

    @callback
    def onCallMediaState(self, prm: Any) -> None:
        info = self.getInfo()  # kept: its list of media dies with it
        for index, media in enumerate(info.media):
            if media.type == pj.PJMEDIA_TYPE_AUDIO and media.status == pj.PJSUA_CALL_MEDIA_ACTIVE:
                audio = self.getAudioMedia(index)
                self._engine.port.startTransmit(audio)
                if self.heard:
                    audio.startTransmit(self._engine.port)
                stream = self.getStreamInfo(index)
                encrypted = bool(stream.proto & pj.PJMEDIA_TP_PROFILE_SRTP)
                self._engine.listener.on_media(self.handle, str(stream.codecName), encrypted)


class _Account(pj.Account):
    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self._engine = engine

    @callback
    def onIncomingCall(self, prm: Any) -> None:
        call = _Call(self._engine, self, prm.callId)
        self._engine.take(call, read_invitation(str(prm.rdata.wholeMsg)))

    @callback
    def onRegState(self, prm: Any) -> None:
        if prm.expiration > 0 or not 200 <= prm.code < 300:  # an un-REGISTER is no news
            wait_s = retry_after_s(str(prm.rdata.wholeMsg))
            self._engine.on_registration(int(prm.code), str(prm.reason), wait_s)


class Engine:
    def __init__(
        self,
        listener: EngineListener,
        on_registration: Callable[[int, str, float], None],
        speak: Callable[[], bytes],
        hear: Callable[[bytes], None],
    ) -> None:
        """``on_registration`` gets SIP status, reason and Retry-After in seconds.

        ``speak`` gives what is sent, ``hear`` gets what arrived; both on PJSIP's audio thread.
        """
        self.listener = listener
        self.on_registration = on_registration
        self._speak = speak
        self._hear = hear
        self._calls: dict[int, _Call] = {}
        self._ended: list[_Call] = []
        self._next_handle = 1
        self._account: Any = None
        self._account_config: Any = None
        self.port: Any = None

    def start(self) -> str:
        """Returns PJSIP's version. Raises EngineError."""
        with errors("engine"):
            self._endpoint = pj.Endpoint()
            self._endpoint.libCreate()
            self._endpoint.libInit(endpoint_config())
            transport, self._kept = transport_config()
            self._endpoint.transportCreate(pj.PJSIP_TRANSPORT_TCP, transport)
            self._endpoint.libStart()
            self._endpoint.audDevManager().setNullDev()
            self._rank_codecs()
            self.port = SoundPort(self._speak, self._hear)
            return str(self._endpoint.libVersion().full)

    def _rank_codecs(self, first: str = "") -> None:
        order = [f"{first}/", *CODECS]
        for codec in self._endpoint.codecEnum2():
            rank = next((i for i, name in enumerate(order) if codec.codecId.startswith(name)), None)
            self._endpoint.codecSetPriority(codec.codecId, 0 if rank is None else 250 - rank)

    # --- registration ----------------------------------------------------------------------------

    def set_account(
        self, user: str, password: str, domain: str, tunnel_port: int, instance: str, local_address: str
    ) -> None:
        """A new account; nothing is sent before ``register``. Raises EngineError."""
        with errors("account"):
            if self._account is not None:
                self._account.shutdown()
                self._account = None
            config = pj.AccountConfig()
            config.idUri = f"sip:{user}@{domain}"
            registration = config.regConfig
            registration.registrarUri = f"sip:127.0.0.1:{tunnel_port};transport=tcp"
            registration.registerOnAdd = False
            registration.timeoutSec = REGISTER_FOR_S
            registration.retryIntervalSec = 0  # we know better than PJSIP when the server is back
            registration.firstRetryIntervalSec = 0
            registration.randomRetryIntervalSec = 0
            registration.disableRegOnModify = True
            config.sipConfig.authCreds.append(pj.AuthCredInfo("digest", "*", user, 0, password))
            config.natConfig.sipOutboundInstanceId = f"<urn:uuid:{instance}>"
            set_media(config.mediaConfig, local_address)
            self._account_config = config
            account = _Account(self)
            account.create(config)
            self._account = account

    def set_local_address(self, local_address: str) -> bool:
        """Where media is received, after the network changed; running calls keep theirs until ``move_media``.

        False: it is there already.
        """
        config = self._account_config
        if self._account is None or config.mediaConfig.transportConfig.boundAddress == local_address:
            return False
        with errors("account"):
            config.mediaConfig.transportConfig.boundAddress = local_address
            self._account.modify(config)
        return True

    def register(self) -> None:
        """Raises EngineError, also while an earlier REGISTER is on its way."""
        if self._account is not None:
            with errors("register"):
                self._account.setRegistration(True)

    # --- calls -----------------------------------------------------------------------------------

    def ring(self, handle: int) -> None:
        self._respond(handle, 180)

    def answer(self, handle: int, *, heard: bool = True) -> None:
        """``heard`` False: what comes from there is not to be heard here."""
        self._call(handle).heard = heard
        self._respond(handle, 200)

    def hang_up(self, handle: int, sip_status: int = 0) -> None:
        """``sip_status`` answers a call that was not answered yet (603 declines, 486 is busy)."""
        with errors("hang_up"):
            parameters = pj.CallOpParam()
            parameters.statusCode = sip_status
            self._call(handle).hangup(parameters)

    def send_digits(self, handle: int, digits: str) -> None:
        with errors("digits"):
            self._call(handle).dialDtmf(digits)

    def move_media(self, handle: int, codec: str, encrypted: bool) -> None:
        """Offer this call's sound anew, from the address that the account has now (re-INVITE).

        As it was: PJSIP would offer its favourite codec, and keys that the other side may pass over.
        """
        with errors("move_media"), self._offering(codec, encrypted):
            parameters = pj.CallOpParam(True)
            parameters.opt.flag |= pj.PJSUA_CALL_REINIT_MEDIA
            self._call(handle).reinvite(parameters)

    @contextlib.contextmanager
    def _offering(self, codec: str, encrypted: bool) -> Generator[None]:
        media = self._account_config.mediaConfig
        try:
            media.srtpUse = pj.PJMEDIA_SRTP_MANDATORY if encrypted else pj.PJMEDIA_SRTP_DISABLED
            self._account.modify(self._account_config)
            self._rank_codecs(first=codec)
            yield
        finally:
            media.srtpUse = pj.PJMEDIA_SRTP_OPTIONAL
            self._account.modify(self._account_config)
            self._rank_codecs()

    def figures(self, handle: int) -> LineFigures | None:
        """How its sound arrived so far; None while no sound runs."""
        call = self._calls.get(handle)
        if call is None:
            return None
        try:
            return read_figures(call)
        except pj.Error as error:
            log.debug("call %d has no figures: %s", handle, reason_of(error))
            return None

    def _respond(self, handle: int, sip_status: int) -> None:
        with errors("answer"):
            parameters = pj.CallOpParam(True)
            parameters.statusCode = sip_status
            self._call(handle).answer(parameters)

    def _call(self, handle: int) -> _Call:
        call = self._calls.get(handle)
        if call is None:
            raise EngineError("no-such-call", f"there is no call {handle}")
        return call

    def take(self, call: _Call, invitation: Invitation) -> None:
        call.handle = self._next_handle
        self._next_handle += 1
        self._calls[call.handle] = call
        self.listener.on_incoming(call.handle, invitation)

    def forget(self, call: _Call) -> None:
        """The object must outlive the callback that it is in: dropped at the end of ``poll``."""
        self._calls.pop(call.handle, None)
        self._ended.append(call)

    # --- running ---------------------------------------------------------------------------------

    def poll(self, wait_ms: int) -> None:
        self._endpoint.libHandleEvents(wait_ms)
        self._ended.clear()

    def stop(self) -> None:
        """In this order. The process must end afterwards by ``os._exit``, which runs no destructors.

        A Call or a port that is destroyed after ``libDestroy`` aborts the process.
        """
        with contextlib.suppress(pj.Error):
            self._endpoint.hangupAllCalls()
        until = time.monotonic() + HANG_UP_LIMIT_S
        while self._calls and time.monotonic() < until:
            self.poll(10)
        self._calls.clear()
        self._ended.clear()
        # WORKAROUND: the bridge lets go of a port only on a later tick of its clock, and calls it until
        # then: dropping ours is a crash. So the clock stops, and the port stays until the process ends.
        with contextlib.suppress(pj.Error):
            self._endpoint.audDevManager().setNoDev()
        if self._account is not None:
            with contextlib.suppress(pj.Error):
                self._account.shutdown()
            self._account = None
        with contextlib.suppress(pj.Error):
            self._endpoint.libDestroy(_NO_NETWORK)  # else it waits a second for nobody
