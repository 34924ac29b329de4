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
from app.server.voice.embedded.signalling.admission import outside, refusal
from app.server.voice.embedded.signalling.changes import warning
from app.server.voice.embedded.signalling.digest import DigestServer, Verdict
from app.server.voice.embedded.signalling.flows import Flow
from app.server.voice.embedded.signalling.gate import Admission, Gate
from app.server.voice.embedded.signalling.identity import caller_of, diverted_from
from app.server.voice.embedded.signalling.incoming_leg import IncomingLeg
from app.server.voice.embedded.signalling.legs import Leg, LegHouse, Party
from app.server.voice.embedded.signalling.messages import SipRequest
from app.server.voice.embedded.signalling.outgoing_leg import OutgoingLeg
from app.server.voice.embedded.signalling.overload import RETRY_AFTER_S, Overload
from app.server.voice.embedded.signalling.registrar import Binding, Registrar
from app.server.voice.embedded.signalling.replaces import ReplacesError
from app.server.voice.embedded.signalling.replaces import read as read_replaces
from app.server.voice.embedded.signalling.sdp import SdpError
from app.server.voice.embedded.signalling.server_transaction import ServerTransaction
from app.server.voice.embedded.signalling.trunks import DEFAULT_TRUNK, Trunks, caller_in, dialled_in
from app.server.voice.embedded.signalling.ways import Credentials, MediaPolicy
from app.server.voice.engine import TrunkAccount

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
        trunks: Trunks,
        overload: Overload,
    ) -> None:
        """``place(leg_id, near_leg_id)`` chooses where the sound of a new leg lives."""
        self._overload = overload
        self._settings = settings
        self._house = house
        self._registrar = registrar
        self._digest = digest
        self._gate = gate
        self._place = place
        self._trunks = trunks
        self._trunk_of: dict[str, str] = {}  # leg -> trunk that it takes a place of
        self._legs: dict[str, Leg] = {}
        self._by_dialog: dict[tuple[str, str], Leg] = {}

    def __len__(self) -> int:
        return len(self._legs)

    def all(self) -> list[Leg]:
        return list(self._legs.values())

    def find(self, leg_id: str) -> Leg | None:
        return self._legs.get(leg_id)

    def over_trunk(self, leg_id: str, trunk_id: str) -> None:
        """The leg now runs over this trunk ("": over none); it counts there until it ends."""
        if before := self._trunk_of.pop(leg_id, ""):
            self._trunks.call_ended(before)
        if trunk_id:
            self._trunk_of[leg_id] = trunk_id
            self._trunks.call_began(trunk_id)

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
        self.over_trunk(leg.leg_id, "")

    def on_request(self, request: SipRequest, transaction: ServerTransaction, flow: Flow) -> None:
        """A new request came (RFC 3261 §8.2)."""
        inside = m.to_tag(request) and request.method != "REGISTER"
        if inside and (leg := self._leg_of(request)):
            self._inside(leg, request, transaction, flow)
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
        if inside:
            transaction.reply(481)
            return
        if request.method == "INVITE" and not flow.reliable and self._overload.sheds():
            transaction.dismiss(503, (("Retry-After", str(RETRY_AFTER_S)),))
            return
        if why := refusal(request, self._house.rules.session):
            transaction.reply(why.code, headers=why.headers)
            return
        match request.method:
            case "INVITE":
                self._invite(request, transaction, flow)
            case "REGISTER":
                self._registrar.handle(request, transaction, flow)
            case "OPTIONS":
                allow = ("Allow", f"{m.ALLOW_PHONE}, REGISTER")
                transaction.reply(
                    200, headers=(allow, ("Accept", m.ACCEPT), ("Supported", m.SUPPORTED_PHONE))
                )
            case _:
                why = outside(request)
                transaction.reply(why.code, headers=why.headers)

    def _leg_of(self, request: SipRequest) -> Leg | None:
        leg = self._by_dialog.get((m.call_id(request), m.to_tag(request)))
        if leg is None or (leg.dialog.remote_tag and not leg.dialog.matches(request)):
            return None
        return leg

    def _inside(self, leg: Leg, request: SipRequest, transaction: ServerTransaction, flow: Flow) -> None:
        if why := refusal(request, self._house.rules.session):
            transaction.reply(why.code, headers=why.headers)
        else:
            leg.receive(request, transaction, flow)

    def of_dialog(self, call_id: str, local_tag: str, remote_tag: str) -> Leg | None:
        """The leg whose dialog this is, the tags seen from here."""
        leg = self._by_dialog.get((call_id, local_tag))
        return leg if leg and leg.talks_to(remote_tag) else None

    def _invite(self, request: SipRequest, transaction: ServerTransaction, flow: Flow) -> None:
        phone = self._registrar.owner(flow, m.from_address(request).uri.user or "")
        trunk = None if phone else self._trunks.source_of(flow, request)
        if trunk is None and (phone is None or not flow.reliable):
            # Over UDP anybody can write a phone's address on an INVITE: the password is asked each time.
            checked = self._digest.check(request, flow.peer[0])
            if checked.verdict is Verdict.LOCKED:
                transaction.dismiss(503, (("Retry-After", "60"),))
                return
            if checked.verdict is not Verdict.GOOD:
                # Said once and forgotten: repeats would multiply a flood towards whom it names as sender.
                stale = checked.verdict is Verdict.STALE
                transaction.dismiss(401, self._digest.challenges(request, stale))
                return
            phone = self._registrar.binding_over(flow, checked.sip_user)
            sip_user = checked.sip_user
        else:
            sip_user = phone.sip_user if phone else ""
        if trunk and not self._trunks.has_room(trunk.trunk_id):
            log.warning("trunk %s: more calls than its limit of %d", trunk.trunk_id, trunk.call_limit)
            transaction.reply(486)
        elif sip_user and not self.may_dial(sip_user, m.user_of(request.uri)):
            log.warning(
                "%s may not dial out: %s…", sip_user, m.user_of(request.uri)[:7]
            )  # where to, not whom
            transaction.reply(403)
        elif isinstance(replaced := self._replaced(request, sip_user), int):
            transaction.reply(replaced)
        else:
            transaction.reply(100)
            self._admit(request, transaction, flow, sip_user, phone, trunk, replaced)

    def _replaced(self, request: SipRequest, sip_user: str) -> str | int:
        """The leg whose place this call takes, "" for none; or the code it is refused with (RFC 3891 §3)."""
        values = request.headers.get("Replaces")
        if not values:
            return ""
        if not sip_user:
            return 403  # a trunk takes nobody's place
        try:
            wanted = read_replaces(values[0])
        except ReplacesError:
            return 400
        leg = self.of_dialog(wanted.call_id, wanted.to_tag, wanted.from_tag)
        if len(values) > 1 or request.headers.get("Join"):
            return 400
        if leg is None or not (leg.up or isinstance(leg, OutgoingLeg)):
            return 481
        return 486 if wanted.early_only and leg.up else leg.leg_id

    def may_dial(self, sip_user: str, number: str) -> bool:
        account = self._digest.accounts.find(sip_user)
        allowed = account is not None and account.may_dial_out
        return allowed or not self._trunks.leads_out(number)

    def _admit(
        self,
        request: SipRequest,
        transaction: ServerTransaction,
        flow: Flow,
        sip_user: str,
        phone: Binding | None,
        trunk: TrunkAccount | None,
        replaced: str,
    ) -> None:
        try:
            leg = IncomingLeg(
                f"leg-{uuid4().hex}",
                self._house,
                transaction,
                flow,
                contact=phone.own_contact if phone else "",
                party=self._party(sip_user, trunk),
                limit_s=self._settings.unanswered_limit_s,
            )
        except SdpError as error:
            log.info("INVITE from %s: %s", flow, error)
            transaction.reply(error.code, headers=warning(error))
            return
        self.add(leg)
        caller = caller_of(request, trusted=trunk is not None)
        number, diverted = caller.number, diverted_from(request) if trunk else ""
        dialled, source = m.user_of(request.uri), f"phone:{sip_user}"
        if trunk:
            self.over_trunk(leg.leg_id, trunk.trunk_id)
            dialled = dialled_in(trunk, request)
            number, diverted = caller_in(trunk, number), caller_in(trunk, diverted)
            source = "trunk" if trunk.trunk_id == DEFAULT_TRUNK else f"trunk:{trunk.trunk_id}"
        self._house.emit(
            LegIncoming(
                leg_id=leg.leg_id,
                dialled_number=dialled,
                caller_number=sip_user or number,
                caller_name=caller.name,
                source=source,
                replaces_leg_id=replaced,
                diverted_from=diverted,
            )
        )

    def _party(self, sip_user: str, trunk: TrunkAccount | None) -> Party:
        if trunk and trunk.trunk_id != DEFAULT_TRUNK:
            known = Credentials(trunk.username, trunk.secret) if trunk.username else None
            return Party("", trunk.trunk_id, MediaPolicy(trunk.codecs, trunk.srtp), known)
        if trunk:
            return Party(trunk_id=trunk.trunk_id)
        account = self._digest.accounts.find(sip_user)
        return Party(sip_user, media=MediaPolicy(srtp=account.srtp) if account else MediaPolicy())
