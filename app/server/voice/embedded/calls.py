"""The legs that exist and the requests of the net that concern them.

In:  requests from the SIP stack. Out: legs, LegIncoming, answers to whoever may not or cannot call.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from uuid import uuid4

from app.server.core.events import LegIncoming
from app.server.voice.embedded.settings import VoiceSettings
from app.server.voice.embedded.signalling import messages as m
from app.server.voice.embedded.signalling.digest import DigestServer, Verdict
from app.server.voice.embedded.signalling.flows import Flow
from app.server.voice.embedded.signalling.gate import Admission, Gate
from app.server.voice.embedded.signalling.incoming_leg import IncomingLeg
from app.server.voice.embedded.signalling.legs import Leg, LegHouse
from app.server.voice.embedded.signalling.messages import SipRequest
from app.server.voice.embedded.signalling.registrar import Binding, Registrar
from app.server.voice.embedded.signalling.sdp import SdpError
from app.server.voice.embedded.signalling.server_transaction import ServerTransaction

log = logging.getLogger(__name__)


class Calls:
    """All legs by id and by dialog."""

    def __init__(
        self,
        settings: VoiceSettings,
        house: LegHouse,
        registrar: Registrar,
        digest: DigestServer,
        gate: Gate,
        place: Callable[[str, str], None],
    ) -> None:
        """``place(leg_id, near_leg_id)`` chooses where the sound of a new leg lives."""
        self._settings = settings
        self._house = house
        self._registrar = registrar
        self._digest = digest
        self._gate = gate
        self._place = place
        self._legs: dict[str, Leg] = {}
        self._by_dialog: dict[tuple[str, str], Leg] = {}

    def __len__(self) -> int:
        return len(self._legs)

    def all(self) -> list[Leg]:
        return list(self._legs.values())

    def find(self, leg_id: str) -> Leg | None:
        return self._legs.get(leg_id)

    def add(self, leg: Leg, near: str = "") -> None:
        """``near``: a leg it will talk with. Two calls of one phone may be joined by a transfer: they too."""
        if not near and leg.sip_user:
            near = next((each.leg_id for each in self._legs.values() if each.sip_user == leg.sip_user), "")
        self._place(leg.leg_id, near)
        self._legs[leg.leg_id] = leg
        self._by_dialog[leg.key] = leg

    def remove(self, leg: Leg) -> None:
        self._legs.pop(leg.leg_id, None)
        self._by_dialog.pop(leg.key, None)

    def on_request(self, request: SipRequest, transaction: ServerTransaction, flow: Flow) -> None:
        """A new request came (RFC 3261 §8.2)."""
        if m.to_tag(request) and request.method not in ("REGISTER", "OPTIONS"):
            self._inside(request, transaction, flow)
            return
        match self._gate.admit(request, flow.peer[0]):
            case Admission.WAIT:
                transaction.dismiss(503, (("Retry-After", "2"),))
                return
            case Admission.IGNORE:
                transaction.dismiss()
                return
            case Admission.IN:
                pass
        match request.method:
            case "INVITE":
                self._invite(request, transaction, flow)
            case "REGISTER":
                self._registrar.handle(request, transaction, flow)
            case "OPTIONS":
                leg = self._by_dialog.get((m.call_id(request), m.to_tag(request)))
                code = 481 if m.to_tag(request) and leg is None else 200
                transaction.reply(code, headers=(("Allow", m.ALLOW), ("Accept", "application/sdp")))
            case "BYE" | "UPDATE" | "INFO" | "REFER":
                transaction.reply(481)
            case _:
                transaction.reply(405, headers=(("Allow", m.ALLOW),))

    def _inside(self, request: SipRequest, transaction: ServerTransaction, flow: Flow) -> None:
        leg = self._by_dialog.get((m.call_id(request), m.to_tag(request)))
        if leg is None or (leg.dialog.remote_tag and not leg.dialog.matches(request)):
            transaction.reply(481)
        else:
            leg.receive(request, transaction, flow)

    def _invite(self, request: SipRequest, transaction: ServerTransaction, flow: Flow) -> None:
        phone = self._registrar.owner(flow, m.from_address(request).uri.user or "")
        sip_user = phone.sip_user if phone else ""
        trunk = not phone and self._gate.is_trunk(flow.peer[0])
        if not phone and not trunk:
            checked = self._digest.check(request, flow.peer[0])
            if checked.verdict is Verdict.LOCKED:
                transaction.reply(503, headers=(("Retry-After", "60"),))
                return
            if checked.verdict is not Verdict.GOOD:
                stale = checked.verdict is Verdict.STALE
                transaction.reply(401, headers=self._digest.challenges(request, stale))
                return
            sip_user = checked.sip_user
        if required := request.headers.get("Require"):
            transaction.reply(420, headers=tuple(("Unsupported", name) for name in required))
            return
        transaction.reply(100)
        self._admit(request, transaction, flow, sip_user, phone)

    def _admit(
        self,
        request: SipRequest,
        transaction: ServerTransaction,
        flow: Flow,
        sip_user: str,
        phone: Binding | None,
    ) -> None:
        try:
            leg = IncomingLeg(
                f"leg-{uuid4().hex}",
                self._house,
                transaction,
                flow,
                contact=phone.own_contact if phone else "",
                sip_user=sip_user,
                limit_s=self._settings.unanswered_limit_s,
            )
        except SdpError as error:
            log.info("INVITE from %s: %s", flow, error)
            transaction.reply(error.code)
            return
        self.add(leg)
        number, name = caller_of(request, trusted=not sip_user)
        self._house.emit(
            LegIncoming(
                leg_id=leg.leg_id,
                dialled_number=m.user_of(request.uri),
                caller_number=sip_user or number,
                caller_name=name,
                source=f"phone:{sip_user}" if sip_user else "trunk",
            )
        )


def caller_of(request: SipRequest, trusted: bool) -> tuple[str, str]:
    """Number and name of the caller: a trunk's P-Asserted-Identity before From (RFC 3325 §9.1)."""
    value = request.headers.get_first("From") or ""
    asserted = request.headers.get_first("P-Asserted-Identity") if trusted else None
    if asserted and m.header_user(asserted):
        value = asserted
    return m.header_user(value), m.plain(m.parse_address(value).display_name or "")
