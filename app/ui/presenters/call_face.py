"""What the call card says: name, number, why this call, status, and which buttons make sense now.

In:  the desk. Out: ``CallFace``, ``CallClock``. Knows no wishes: those are ``call.py``'s.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.contracts.calls import ActiveCall, OfferView
from app.contracts.customers import CustomerFile
from app.contracts.parties import PartyView
from app.ui.presenters.agent import Tone
from app.ui.presenters.desk import Desk, PhoneLine, ServerLine, Stage
from app.ui.presenters.format import clock_time, short_time, when
from app.ui.presenters.ports import Clock, Words

IN_TALK = (Stage.TALKING, Stage.HELD)
MOST_CALLS = 3  # of one agent at once; the server's rule


@dataclass(frozen=True, slots=True)
class Buttons:
    """Which buttons are there; ``busy``: a wish is on its way to the server."""

    answer: bool = False
    decline: bool = False
    hold: bool = False
    resume: bool = False
    mute: bool = False
    digits: bool = False
    transfer: bool = False
    conference: bool = False
    hang_up: bool = False
    dial: bool = False
    go_ready: bool = False
    busy: bool = False


@dataclass(frozen=True, slots=True)
class CallFace:
    stage: Stage
    tone: Tone
    call_id: str
    name: str
    level: str
    level_word: str
    number: str
    queue: str
    status: str
    detail: str  # one sentence: last contact, what to do while idle
    recording: bool
    muted: bool
    answer_word: str
    buttons: Buttons


@dataclass(frozen=True, slots=True)
class CallClock:
    time: str
    left_s: int  # of the offer
    left_fraction: float


class CallFaces:
    def __init__(self, words: Words, clock: Clock) -> None:
        self._words, self._clock = words, clock

    def face(self, desk: Desk, sending: bool) -> CallFace:
        if desk.offer is not None and desk.second_offer is None:
            return self._of_offer(desk, desk.offer, sending)
        if desk.call is not None:
            return self._of_call(desk, desk.call, sending)
        return self._idle(desk)

    def clock_face(self, desk: Desk) -> CallClock:
        now = self._clock.now().timestamp() + desk.server_ahead_s
        if desk.offer is not None and desk.second_offer is None:
            left_s, fraction = offer_left(desk.offer, now)
            return CallClock("", round(left_s), fraction)
        call = desk.call
        if call is None or call.connected_at is None:
            return CallClock("", 0, 0.0)
        since = call.held_since if desk.stage is Stage.HELD and call.held_since else call.connected_at
        end = call.ended_at.timestamp() if call.ended_at else now
        return CallClock(clock_time(end - since.timestamp()), 0, 0.0)

    # --- an offer, a call ----------------------------------------------------------------------

    def _of_offer(self, desk: Desk, offer: OfferView, sending: bool) -> CallFace:
        customer = offer.file.customer
        tone, status = self._status(desk)
        note = f"{offer.from_agent}: {' '.join(offer.note.split())}" if offer.note else ""
        return CallFace(
            stage=desk.stage,
            tone=tone,
            call_id=offer.call_id,
            name=customer.name if customer else self._stranger(offer.reason, offer.from_agent),
            level=customer.level if customer else "",
            level_word=level_word(customer.level if customer else "NORMAL", self._words),
            number=number_line(offer.file, offer.caller_number),
            queue="" if offer.reason == "direct" else self._queue(offer),
            status=status,
            detail=note or (self._last_contact(offer.file) if offer.reason != "direct" or customer else ""),
            recording=False,
            muted=False,
            answer_word=self._answer_word(desk),
            buttons=self._buttons(desk, sending),
        )

    def _of_call(self, desk: Desk, call: ActiveCall, sending: bool) -> CallFace:
        customer = call.file.customer
        tone, status = self._status(desk)
        return CallFace(
            stage=desk.stage,
            tone=tone,
            call_id=call.call_id,
            name=call_name(call, desk, self._words),
            level=customer.level if customer else "",
            level_word=level_word(customer.level if customer else "NORMAL", self._words),
            number=number_line(call.file, number_of(call, desk)),
            queue=self._way(call),
            status=status,
            detail=self._detail(call),
            recording=call.recording and desk.stage is not Stage.WRAP_UP,
            muted=desk.muted,
            answer_word=self._answer_word(desk),
            buttons=self._buttons(desk, sending),
        )

    def _stranger(self, reason: str, from_agent: str) -> str:
        return from_agent if reason == "direct" and from_agent else self._words("Unknown caller")

    def _answer_word(self, desk: Desk) -> str:
        elsewhere = desk.phone is PhoneLine.ELSEWHERE
        return self._words("Answer on your phone") if elsewhere else self._words("Answer")

    def _queue(self, call: OfferView | ActiveCall) -> str:
        queue, time = self._words.label(call.queue), short_time(call.waited_s)
        return self._words("{queue} · waited {time}", queue=queue, time=time)

    def _way(self, call: ActiveCall) -> str:
        """How it came to her."""
        if call.from_agent and call.wanted != "direct":  # else she calls herself
            who = self._words("From {name}", name=call.from_agent)
            return f"{who} · {self._words.label(call.queue)}" if call.queue.code else who
        match call.direction:
            case "OUT":
                return self._words("Outgoing call")
            case "INTERNAL":
                return self._words("Internal call")
            case _:
                return self._queue(call) if call.queue.code else self._words("Direct call")

    def _detail(self, call: ActiveCall) -> str:
        if call.note:
            return f"{call.from_agent}: {' '.join(call.note.split())}".removeprefix(": ")
        if call.direction == "INTERNAL" and call.file.customer is None:
            return ""
        return self._last_contact(call.file)

    def _last_contact(self, file: CustomerFile) -> str:
        if file.customer is None:
            return self._words("New number: write down the name while you talk.")
        last = next((item for item in file.timeline if item.kind in ("CALL", "TICKET")), None)
        if last is None:
            return self._words("No contact so far.")
        return self._words(
            "Last contact {when}: {what}",
            when=when(last.at, self._clock.now(), self._words),
            what=" · ".join(part for part in (last.title, last.result) if part),
        )

    # --- status --------------------------------------------------------------------------------

    def _status(self, desk: Desk) -> tuple[Tone, str]:
        match desk.stage:
            case Stage.OFFER:
                return "ready", why_offered(desk.offer, self._words)
            case Stage.DIALLING:
                return "talking", self._words("Calling…")
            case Stage.ANSWERING:
                return "talking", self._words("Connecting…")
            case Stage.HELD if desk.call is not None and desk.call.consult is not None:
                return "hold", self._words("Consulting")
            case Stage.HELD:
                return "hold", self._words("On hold")
            case Stage.WRAP_UP:
                by_customer = desk.call is not None and desk.call.ended_by in ("customer", "caller")
                ended = (
                    self._words("Call ended by the customer") if by_customer else self._words("Call ended")
                )
                return "wrapup", ended
            case _ if desk.call is not None and desk.call.reconnect is not None:
                tries = desk.call.reconnect
                text = self._words(
                    "Line lost: the customer is called back ({attempt} of {tries})",
                    attempt=str(tries.attempt),
                    tries=str(tries.tries),
                )
                return "hold", text
            case _:
                return "talking", self._talking(desk)

    def _talking(self, desk: Desk) -> str:
        if desk.muted:
            return self._words("Talking, muted")
        many = desk.call is not None and desk.call.consult is None and len(desk.call.parties) > 2
        return self._words("Conference") if many else self._words("Talking")

    def _buttons(self, desk: Desk, sending: bool) -> Buttons:
        """Hold is the server's, so it needs the line to it; the softphone's own buttons do not."""
        stage, up = desk.stage, desk.server is ServerLine.UP
        elsewhere = desk.phone is PhoneLine.ELSEWHERE
        second = desk.second_offer is not None and not desk.answer_wanted and not elsewhere
        if desk.call is not None and desk.call.reconnect is not None and stage not in (Stage.OFFER,):
            return Buttons(answer=second, mute=not elsewhere, hang_up=up or not elsewhere, busy=sending)
        match stage:
            case Stage.OFFER:
                return Buttons(answer=not elsewhere, decline=True, busy=sending)
            case Stage.DIALLING:
                return Buttons(answer=second, hang_up=up or not elsewhere, busy=sending)
            case Stage.ANSWERING:
                return Buttons(busy=True)
            case Stage.TALKING | Stage.HELD:
                return self._in_talk(desk, up, elsewhere, second, sending)
            case _:
                return Buttons(answer=second, dial=True)  # the panel says what speaks against it

    def _in_talk(self, desk: Desk, up: bool, elsewhere: bool, second: bool, sending: bool) -> Buttons:
        held, consult = desk.stage is Stage.HELD, desk.call is not None and desk.call.consult is not None
        may_swap = not consult or consult_answered(desk.call)
        return Buttons(
            answer=second,
            hold=not held and up and may_swap,
            resume=held and up and may_swap,
            mute=not elsewhere,
            digits=not elsewhere and (not held or consult),
            dial=on_hold(desk),
            transfer=up,
            conference=up and may_swap,
            hang_up=up or not elsewhere,
            busy=sending,
        )

    # --- nobody is on the phone ------------------------------------------------------------------

    def _idle(self, desk: Desk) -> CallFace:
        state = desk.agent.state if desk.agent else ""
        go_ready = False
        if desk.server is not ServerLine.UP:
            title = self._words("No connection to the server")
            detail = self._words("Calls come in again as soon as it is back. You need not do anything.")
        elif state == "READY":
            title = self._words("Ready for the next call")
            detail = self._words("It shows here with the customer's file. F2 answers from anywhere.")
        elif state == "TECH_FAULT":
            title = self._words("Your phone could not be reached")
            detail = self._words("Check the headset and the phone's connection, then go ready again.")
            go_ready = True
        else:
            title = self._words("You are not taking calls")
            detail = self._words("Calls go to your colleagues until you are ready.")
            go_ready = desk.agent is not None
        return CallFace(
            stage=desk.stage,
            tone="ready" if state == "READY" and desk.server is ServerLine.UP else "away",
            call_id="",
            name=title,
            level="",
            level_word="",
            number="",
            queue="",
            status="",
            detail=detail,
            recording=False,
            muted=False,
            answer_word=self._words("Answer"),
            buttons=Buttons(go_ready=go_ready, dial=True),
        )


def why_offered(offer: OfferView | None, words: Words) -> str:
    who = offer.from_agent if offer else ""
    return {
        "callback": words("Wants to be called back"),
        "reconnect": words("Was cut off: call back"),
        "transfer": words("Transferred by {name}", name=who),
        "consult": words("{name} asks you", name=who),
        "conference": words("{name} asks you to join", name=who),
        "came-back": words("Nobody took the transfer"),
        "direct": words("Calls you directly"),
    }.get(offer.reason if offer else "", words("Incoming call"))


def offer_left(offer: OfferView, now_s: float) -> tuple[float, float]:
    """Seconds and fraction of its time that are left; ``now_s`` by the server's clock."""
    whole_s = max(1.0, (offer.expires_at - offer.made_at).total_seconds())
    left_s = min(whole_s, max(0.0, offer.expires_at.timestamp() - now_s))
    return left_s, left_s / whole_s


def number_line(file: CustomerFile, number: str) -> str:
    customer = file.customer
    return "  ".join(part for part in (number, customer.region if customer else "") if part)


def call_name(call: ActiveCall, desk: Desk, words: Words) -> str:
    """The customer's name; of an internal call the other's."""
    if call.file.customer is not None:
        return call.file.customer.name
    others = [party for party in call.parties if not is_mine(party, desk)]
    named = next((party.name for party in others if party.name), "")
    if call.direction == "INTERNAL":
        return named or (others[0].number if others else "") or words("Internal call")
    return words("Unknown number") if call.direction == "OUT" else words("Unknown caller")


def number_of(call: ActiveCall, desk: Desk) -> str:
    """The other's: of a call between colleagues the caller may be herself."""
    others = [party for party in call.parties if not is_mine(party, desk)]
    if call.direction == "INTERNAL" and others:
        return others[0].number or call.caller_number
    return call.caller_number


def is_mine(party: PartyView, desk: Desk) -> bool:
    return desk.agent is not None and party.agent_id == desk.agent.agent_id


def consult_answered(call: ActiveCall | None) -> bool:
    """Who is consulted has picked up."""
    if call is None or call.consult is None:
        return False
    target = next((party for party in call.parties if party.leg_id == call.consult.leg_id), None)
    return target is not None and target.state in ("TALKING", "WAITING")


def on_hold(desk: Desk) -> bool:
    """Whoever she talked with hears music: she may call somebody else besides."""
    return desk.stage is Stage.HELD and desk.call is not None and desk.call.consult is None


def can_dial(desk: Desk) -> bool:
    """She is not on the phone, or those she has wait on hold, and the server can be asked."""
    free = desk.agent is not None and desk.agent.state in ("READY", "NOT_READY", "WRAP_UP")
    free = free or (on_hold(desk) and len(desk.other_calls) < MOST_CALLS - 1)
    registered = desk.phone in (PhoneLine.REGISTERED, PhoneLine.ELSEWHERE)
    return free and registered and desk.server is ServerLine.UP and desk.offer is None


def level_word(level: str, words: Words) -> str:
    return {
        "VIP": "VIP",
        "GOLD": words("Gold"),
        "SILVER": words("Silver"),
    }.get(level, "")
