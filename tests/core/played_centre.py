"""A centre that hypothesis plays: callers, agents, phones and time do whatever they like. See test_never."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from app.server.core import events as e
from app.server.core.commands import (
    AnswerLeg,
    CloseRecording,
    CreateBridge,
    DestroyBridge,
    HangUpLeg,
    JoinBridge,
    LeaveBridge,
    MuteLeg,
    OriginateLeg,
    PauseRecording,
    PlayPrompts,
    ProgressLeg,
    RecordLeg,
    RejectLeg,
    ReportTransfer,
    ResumeRecording,
    RingLeg,
    SpeakPrompts,
    StopPlaying,
    StopRecordingLeg,
    StopSpeaking,
)
from app.server.core.events import Event, LegEnded, LegIncoming
from app.server.core.facts import CallEnded, LegMeasured, PartyJoined, PartyLeft, WrapUpEnded
from app.server.core.flow.plan import CallBack, Flow, HangUp, Message, TransferTo
from app.server.core.plan import Plan
from app.server.core.timers import DigitAwaited, MessageRunsOut, SystemAwaited
from app.server.core.types import AgentState, EndCause, Role, StreamQuality
from app.server.core.waiting.plan import CallBackRules, Reconnect, Waiting
from tests.core.chance import with_flows
from tests.core.playbook import START, Playbook, a_plan

NAMES = ["wang", "li", "zhao"]
AWAITED = (DigitAwaited, SystemAwaited, MessageRunsOut)
AGENTS = st.sampled_from(NAMES)
ANY = st.integers(min_value=0, max_value=7)
TARGETS = st.sampled_from(
    ["1001", "1002", "1003", "sales", "7001", "4001", "4002", "4003", "02155556666", "nonsense"]
)
SOUND = StreamQuality(100, 1, 1.0, 3.0, 4.2)
PLAIN = [
    e.HoldWished,
    e.ResumeWished,
    e.TakeUpWished,
    e.HangUpWished,
    e.ConsultCompleted,
    e.ConsultCancelled,
    e.ConsultSwapped,
    e.ConsultJoined,
    e.LeaveWished,
    e.RecordingPauseWished,
    e.RecordingResumeWished,
    e.ReconnectStopped,
]
CALLERS = st.sampled_from(["13800138000", "13900139000", "13700137000", "anonymous"])
HERS = Flow("hers", "her", {"her": TransferTo("1001", ("transferring",), "bye"), "bye": HangUp(())})
WISH = Flow("wish", "noted", {"noted": CallBack("", ("zh/noted",), "bye"), "bye": HangUp(())})
SPEAK = Flow("speak", "message", {"message": Message("", (), "bye", max_s=30), "bye": HangUp(())})


def the_plan() -> Plan:
    """Three agents; whoever waits for sales may have himself called back or leave a message."""
    made = a_plan(3)
    waiting = Waiting(
        keys={"1": "wish", "2": "speak"},
        call_back=CallBackRules(tries=2, retry_after_s=60, ring_s=20, give_up_after_s=900),
        reconnect=Reconnect(tries=2, ring_s=20, pause_s=5),
    )
    sales = replace(made.queues["sales"], waiting=waiting)
    queues = {**made.queues, "sales": sales}
    return replace(
        made, queues=queues, flows={"wish": WISH, "speak": SPEAK}, numbers={**made.numbers, "4005": HERS}
    )


class PlayedCentre(RuleBasedStateMachine):
    """Voice is imitated: legs that we originate ring until something happens to them."""

    def __init__(self) -> None:
        super().__init__()
        self.play = Playbook(with_flows(the_plan()))
        self.legs: set[str] = set()  # alive at the imitated voice engine
        self.hung_up: set[str] = set()  # we said good-bye, the end is still to come
        self.bridges: dict[str, set[str]] = {}
        self.playing: set[str] = set()
        self.callers = 0
        self.ended: list[str] = []
        self.joined: list[tuple[str, str]] = []
        self.left: list[tuple[str, str]] = []
        self.open_recordings: set[str] = set()
        self.voices: dict[str, str] = {}  # that speak a quick reply, and into which bridge
        self.written: set[tuple[str, str]] = set()
        self.owed: set[tuple[str, str]] = set()  # agent, call: to be written up

    def happens(self, event: Event) -> None:
        before = self._contacts()
        self.play.happens(event)
        self._carry_out()
        ended = isinstance(event, LegEnded) and event.cause is EndCause.CUT_OFF
        self._owes(before, lost=ended or isinstance(event, e.MediaLost))

    def _owes(self, before: set[tuple[str, str]], lost: bool = False) -> None:
        now = self._contacts()
        if not lost:
            self.owed |= before - now
        self.owed -= now

    def _contacts(self) -> set[tuple[str, str]]:
        agents = self.play.house.agents.values()
        return {(a.agent_id, call_id) for a in agents for call_id, contact in a.talks.items() if contact}

    def _carry_out(self) -> None:
        for command in self.play.commands:
            match command:
                case OriginateLeg(leg_id=leg_id):
                    assert leg_id not in self.legs
                    self.legs.add(leg_id)
                case HangUpLeg(leg_id=leg_id) | RejectLeg(leg_id=leg_id):
                    assert leg_id in self.legs - self.hung_up, "a leg that is gone was hung up"
                    self.hung_up.add(leg_id)
                    self._out_of_bridges(leg_id)
                case CreateBridge(bridge_id):
                    self.bridges[bridge_id] = set()
                case DestroyBridge(bridge_id):
                    del self.bridges[bridge_id]
                case JoinBridge(bridge_id, leg_id):
                    assert leg_id in self.legs - self.hung_up, "a dead leg was joined"
                    self._out_of_bridges(leg_id)
                    self.bridges[bridge_id].add(leg_id)
                case LeaveBridge(leg_id):
                    self._out_of_bridges(leg_id)
                case SpeakPrompts(voice_id=voice_id, bridge_id=bridge_id):
                    assert bridge_id in self.bridges and voice_id not in self.voices
                    self.voices[voice_id] = bridge_id
                case StopSpeaking(voice_id):
                    del self.voices[voice_id]
                case PlayPrompts(leg_id=leg_id):
                    assert leg_id in self.legs - self.hung_up
                    self.playing.add(leg_id)
                case StopPlaying(leg_id):
                    self.playing.discard(leg_id)
                case RecordLeg(recording_id=recording_id, leg_id=leg_id):
                    assert leg_id in self.legs - self.hung_up
                    self.open_recordings.add(recording_id)
                case StopRecordingLeg(recording_id=recording_id, leg_id=leg_id):
                    assert leg_id in self.legs - self.hung_up
                    assert recording_id in self.open_recordings
                case (
                    CloseRecording(recording_id)
                    | PauseRecording(recording_id)
                    | ResumeRecording(recording_id)
                ):
                    assert recording_id in self.open_recordings
                    if isinstance(command, CloseRecording):
                        self.open_recordings.discard(recording_id)
                case AnswerLeg(leg_id) | RingLeg(leg_id) | ProgressLeg(leg_id) | MuteLeg(leg_id):
                    assert leg_id in self.legs - self.hung_up
                case ReportTransfer(leg_id=leg_id):
                    assert leg_id in self.legs - self.hung_up, "nobody hears this report"
                case _:
                    pass
        self.ended += [fact.call_id for fact in self.play.kept(CallEnded)]
        self.joined += [(fact.call_id, fact.leg_id) for fact in self.play.kept(PartyJoined)]
        self.left += [(fact.call_id, fact.leg_id) for fact in self.play.kept(PartyLeft)]
        for fact in self.play.kept(WrapUpEnded):
            assert fact.wrap_up_s >= 0
            self.written.add((fact.agent_id, fact.call_id))
        for fact in self.play.kept(CallEnded):
            assert fact.talk_s >= 0 and fact.hold_s >= 0 and fact.waited_s >= 0
        for fact in self.play.kept(PartyLeft):
            assert fact.talk_s >= 0 and fact.hold_s >= 0

    def _out_of_bridges(self, leg_id: str) -> None:
        for members in self.bridges.values():
            members.discard(leg_id)

    def _leg(self, n: int) -> str:
        legs = sorted(self.legs)
        return legs[n % len(legs)]

    def _call(self, agent: str, n: int = 0) -> str:
        known = self.play.house.agents[agent]
        talks = list(known.talks) or [known.call_id or "call-1"]
        return talks[n % len(talks)]

    @initialize(how=st.integers(min_value=0, max_value=12))
    def a_day_begins(self, how: int) -> None:
        """Chance alone rarely gets two people to talk; from there on it may do what it likes."""
        if how == 0:
            return
        if how >= 11:
            self.somebody_is_promised_a_call_back(how == 12)
            return
        self.everybody_is_ready()
        self.somebody_rings("4002", "13800138000")
        self.our_call_is_answered(0)
        wishes: dict[int, list[Event]] = {
            2: [e.ConsultWished("wang", "call-1", "1002"), e.LegAnswered("leg-2")],
            3: [e.PartyWished("wang", "call-1", "1002"), e.LegAnswered("leg-2")],
            4: [e.PartyWished("wang", "call-1", "02155556666"), e.LegAnswered("leg-2")],
            5: [e.BlindTransferWished("wang", "call-1", "1002")],
            6: [e.TransferWished("leg-1", "refer-0", "1003"), e.LegRinging("leg-2")],
            7: [e.MonitorWished("boss", "2001", "call-1", Role.COACH), e.LegAnswered("leg-2")],
            8: [e.LegHeld("leg-1")],
            9: [e.HoldWished("wang", "call-1")],
        }
        for wish in wishes.get(how, []):
            self.happens(wish)
        if how == 8:
            self.a_phone_dials("1001", "1002")
            self.our_call_is_answered(1)
        if how in (9, 10):
            self._gone("caller-1", EndCause.CUT_OFF)

    def somebody_is_promised_a_call_back(self, dialled: bool) -> None:
        self.somebody_rings("4002", "13800138000")
        self.happens(e.DigitPressed("caller-1", "1"))
        self._gone("caller-1", EndCause.NORMAL)
        self.time(6)
        self.everybody_is_ready()
        if dialled:
            self.our_call_is_answered(0)

    @rule(number=st.sampled_from(["4001", "4002", "4003", "4005", "0000"]), caller=CALLERS)
    def somebody_rings(self, number: str, caller: str) -> None:
        self.callers += 1
        leg = f"caller-{self.callers}"
        self.legs.add(leg)
        self.happens(LegIncoming(leg, number, caller, "", "trunk"))

    @rule(number=CALLERS, agent=st.sampled_from(["", *NAMES]), tries=st.integers(min_value=0, max_value=1))
    def a_call_back_is_restored(self, number: str, agent: str, tries: int) -> None:
        self.callers += 1
        old = f"old-{self.callers}"
        self.happens(e.CallBackRestored(old, "sales", number, START, old, agent_id=agent, tries=tries))

    @precondition(lambda self: len(self.play.house.callbacks) > 0)
    @rule(n=ANY)
    def a_call_back_is_cancelled(self, n: int) -> None:
        promised = sorted(each.callback_id for each in self.play.house.callbacks)
        self.happens(e.CallBackCancelled(promised[n % len(promised)], "boss"))

    @rule(user=st.sampled_from(["1001", "1002", "1003", "1900"]), number=TARGETS)
    def a_phone_dials(self, user: str, number: str) -> None:
        self.callers += 1
        leg = f"phone-{self.callers}"
        self.legs.add(leg)
        self.happens(LegIncoming(leg, number, user, "", f"phone:{user}"))

    @precondition(lambda self: self.legs)
    @rule(user=st.sampled_from(["1001", "1002", ""]), n=ANY)
    def a_line_is_replaced(self, user: str, n: int) -> None:
        self.callers += 1
        leg = f"new-{self.callers}"
        self.legs.add(leg)
        source = f"phone:{user}" if user else "trunk:t"
        self.happens(LegIncoming(leg, "", user, "", source, replaces_leg_id=self._leg(n)))

    @precondition(lambda self: self.legs)
    @rule(n=ANY, digit=st.sampled_from("129*7"))
    def key(self, n: int, digit: str) -> None:
        self.happens(e.DigitPressed(self._leg(n), digit))

    @precondition(lambda self: self.legs)
    @rule(n=ANY)
    def prompt_heard(self, n: int) -> None:
        leg = self._leg(n)
        call = self.play.house.calls.get(self.play.house.legs.get(leg, ""))
        self.happens(e.PromptFinished(leg, (call.play_id if call else None) or "play-0"))

    @precondition(lambda self: self.play.house.requests)
    @rule(n=ANY, result=st.sampled_from(["found", "not-found", "failed"]))
    def system_answers(self, n: int, result: str) -> None:
        asked = sorted(self.play.house.requests)
        self.happens(e.SystemAnswered(asked[n % len(asked)], result, {"state": "sent"}))

    @precondition(lambda self: self.legs)
    @rule(n=ANY, early=st.booleans())
    def ringing(self, n: int, early: bool) -> None:
        self.happens(e.LegRinging(self._leg(n), early))

    @precondition(lambda self: self.legs)
    @rule(n=ANY)
    def answered(self, n: int) -> None:
        self.happens(e.LegAnswered(self._leg(n)))

    @precondition(lambda self: any(leg.startswith("leg-") for leg in self.legs))
    @rule(n=ANY)
    def our_call_is_answered(self, n: int) -> None:
        legs = sorted(leg for leg in self.legs - self.hung_up if leg.startswith("leg-"))
        if legs:
            self.happens(e.LegAnswered(legs[n % len(legs)]))

    @precondition(lambda self: self.legs)
    @rule(n=ANY, cause=st.sampled_from(list(EndCause)))
    def leg_ends(self, n: int, cause: EndCause) -> None:
        self._gone(self._leg(n), cause)

    def _gone(self, leg: str, cause: EndCause) -> None:
        self.legs.discard(leg)
        self.playing.discard(leg)
        self._out_of_bridges(leg)
        self.happens(LegEnded(leg, cause, True, "sip-500"))

    @precondition(lambda self: self.legs)
    @rule(n=ANY)
    def sound_gone(self, n: int) -> None:
        self.happens(e.MediaLost(self._leg(n)))

    @precondition(lambda self: self.legs)
    @rule(n=ANY, held=st.booleans())
    def phone_holds(self, n: int, held: bool) -> None:
        leg = self._leg(n)
        self.happens(e.LegHeld(leg) if held else e.LegResumed(leg))

    @precondition(lambda self: self.legs)
    @rule(n=ANY, number=TARGETS)
    def phone_transfers(self, n: int, number: str) -> None:
        leg = self._leg(n)
        if leg not in self.hung_up:
            self.happens(e.TransferWished(leg, "refer-1", number))

    @precondition(lambda self: len(self.legs) > 1)
    @rule(agent=AGENTS, n=ANY, m=ANY)
    def phone_joins_its_two_partners(self, agent: str, n: int, m: int) -> None:
        mine = sorted(set(self.play.house.agents[agent].legs) - self.hung_up) or [self._leg(n)]
        leg, other = mine[n % len(mine)], mine[m % len(mine)]
        if leg not in self.hung_up:
            self.happens(e.TransferWished(leg, "refer-2", "1002", target_leg_id=other))

    @precondition(lambda self: self.legs)
    @rule(n=ANY, final=st.booleans())
    def sounds(self, n: int, final: bool) -> None:
        self.happens(e.LegQuality(self._leg(n), "PCMA", SOUND, None, None, final))
        assert all(fact.call_id for fact in self.play.kept(LegMeasured))

    @rule(
        agent=AGENTS,
        state=st.sampled_from([AgentState.READY, AgentState.READY, AgentState.NOT_READY, AgentState.OFFLINE]),
        reason=st.sampled_from(["BREAK", "tech-fault"]),
    )
    def wishes(self, agent: str, state: AgentState, reason: str) -> None:
        self.happens(e.StateWished(agent, state, reason, agent))

    @rule(agent=AGENTS, there=st.sampled_from([True, True, False]))
    def phone(self, agent: str, there: bool) -> None:
        self.happens(e.PhoneRegistered(agent) if there else e.PhoneLost(agent))

    @rule()
    def everybody_is_ready(self) -> None:
        for agent in NAMES:
            self.happens(e.PhoneRegistered(agent))
            self.happens(e.StateWished(agent, AgentState.READY, "", agent))

    @rule(agent=AGENTS, what=st.sampled_from(PLAIN), n=ANY)
    def call_wish(self, agent: str, what: type[e.HoldWished], n: int) -> None:
        self.happens(what(agent, self._call(agent, n)))

    @rule(agent=AGENTS, n=ANY, stops=st.booleans())
    def speaks_a_reply(self, agent: str, n: int, stops: bool) -> None:
        call_id = self._call(agent, n)
        self.happens(
            e.SpeakStopped(agent, call_id) if stops else e.SpeakWished(agent, call_id, "r", ("reply/1",))
        )

    @precondition(lambda self: bool(self.voices))
    @rule(n=ANY)
    def a_reply_is_heard(self, n: int) -> None:
        voice = sorted(self.voices)[n % len(self.voices)]
        self.happens(e.PromptFinished(voice, voice))

    @rule(agent=AGENTS, user=st.sampled_from(["1001", "1002", "1003", "2001"]), answers=st.booleans())
    def a_second_call(self, agent: str, user: str, answers: bool) -> None:
        """Directly for her, by a colleague or by a caller whom a number of hers leads there."""
        before = set(self.legs)
        self.a_phone_dials(user, self.play.house.agents[agent].sip_user)
        rung = sorted(leg for leg in self.legs - before - self.hung_up if leg.startswith("leg-"))
        if rung and answers:
            self.happens(e.LegAnswered(rung[0]))

    @rule(
        agent=AGENTS,
        what=st.sampled_from([e.BlindTransferWished, e.ConsultWished, e.PartyWished]),
        number=TARGETS,
        n=ANY,
    )
    def somebody_else_wanted(self, agent: str, what: type[e.PartyWished], number: str, n: int) -> None:
        self.happens(what(agent, self._call(agent, n), number, "note"))

    @precondition(lambda self: self.legs)
    @rule(agent=AGENTS, n=ANY, what=st.integers(min_value=0, max_value=4))
    def in_conference(self, agent: str, n: int, what: int) -> None:
        call = self.play.house.calls.get(self._call(agent))
        legs = sorted(call.parties if call else ()) or ["leg-0"]
        leg, call_id = legs[n % len(legs)], self._call(agent)
        wishes: list[Event] = [
            e.PartyDropped(agent, call_id, leg),
            e.PartyMuted(agent, call_id, leg, True),
            e.PartyMuted(agent, call_id, leg, False),
            e.PartyHeld(agent, call_id, leg, True),
            e.PartyHeld(agent, call_id, leg, False),
        ]
        self.happens(wishes[what])

    @precondition(lambda self: self.play.house.calls)
    @rule(who=st.sampled_from(["boss", "li"]), n=ANY, what=st.integers(min_value=0, max_value=5))
    def supervises(self, who: str, n: int, what: int) -> None:
        calls = sorted(self.play.house.calls)
        call_id, phone = calls[n % len(calls)], "1002" if who == "li" else "2001"
        acts: list[Event] = [
            e.MonitorWished(who, phone, call_id, Role.LISTEN),
            e.MonitorWished(who, phone, call_id, Role.COACH),
            e.MonitorWished(who, phone, call_id, Role.TALK),
            e.MonitorEnded(who, call_id),
            e.TakeOverWished(who, phone, call_id),
            e.ForcedHangUp(who, call_id),
        ]
        self.happens(acts[what])

    @rule(agent=AGENTS, number=TARGETS)
    def clicks_to_dial(self, agent: str, number: str) -> None:
        self.happens(e.CallWished(agent, number))

    @rule(agent=AGENTS)
    def declines(self, agent: str) -> None:
        house = self.play.house
        offers = [o.offer_id for o in house.offers.values()]
        rung = [p.ring.offer_id for c in house.calls.values() for p in c.parties.values() if p.ring]
        self.happens(e.OfferDeclined(agent, next((each for each in offers + rung if each), "offer-0")))

    @rule(agent=AGENTS, state=st.sampled_from([AgentState.READY, AgentState.NOT_READY, AgentState.WRAP_UP]))
    def restored(self, agent: str, state: AgentState) -> None:
        self.happens(e.AgentRestored(agent, state, "", "call-of-yesterday", "sales"))

    @rule(agent=AGENTS)
    def wrap_up_done(self, agent: str) -> None:
        self.happens(e.WrapUpFinished(agent))

    @rule(seconds=st.sampled_from([1, 6, 21, 61, 130]))
    def time(self, seconds: int) -> None:
        before = self._contacts()
        self.play.passes(seconds)
        self._carry_out()
        self._owes(before)
