"""Who hears whom. In: join, leave, play. Out: ``hears``, ``targets`` and ``mixed`` of the legs; the mixes.

A leg that hears exactly one other gets its packets forwarded; only a leg that hears several gets a
mix. So a supervisor who listens changes nothing in the path between the two who talk.

From forwarding to the mix: what is forwarded goes on until the speaker's jitter buffer has seen a few
packets, which also tell codecs and filters where they are. Then forwarding ends after one packet and
the mix begins with the next: no sound is left out or heard twice, only the tick's up to 20 ms come to
the delay. Back: what lies in the buffer is sent at once, and the next packet is forwarded.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from app.server.voice.embedded.media.clock import TICK_S, TURNS
from app.server.voice.embedded.media.jitter import JitterBuffer
from app.server.voice.embedded.media.leg import Hears, Leg
from app.server.voice.embedded.media.mixer import Ear, Group, Plan, Sound, Speaker, is_wide
from app.server.voice.embedded.media.resample import Downsampler, Transcoder, Upsampler
from app.server.voice.embedded.media.voice import Voice

_SOONER_AFTER = 50  # ticks in a row in which all speakers had delay to spare
_TURN_S, _SPARE_S = TICK_S / TURNS, 0.003  # what a turn sooner takes, what is left then
_PATIENCE = 10  # ticks to wait for a speaker's packets before the mix begins without
_LEAD, _LEAD_WIDE = 1, 6  # packets to know of a speaker first: codecs with a memory need more


@dataclass(slots=True)
class Member:
    leg: Leg
    role: str
    coached: str = ""


@dataclass(slots=True)
class Bridge:
    """``turn``: of the clock, in which all its members have their ticks. ``spare``: ticks in a row in which
    an earlier turn would have been late enough; ``turns``: how many turns earlier, at all of them."""

    turn: int
    members: list[Member] = field(default_factory=list[Member])  # in the order of joining
    spare: int = 0
    turns: int = TURNS

    def sources(self, listener: Member) -> list[Leg]:
        """The legs that this member should hear: all who talk; coaches only by those they coach."""
        return [
            each.leg
            for each in self.members
            if each is not listener and (each.role == "TALK" or self.coached(each) is listener)
        ]

    def coached(self, coach: Member) -> Member | None:
        """Whom this member whispers to."""
        if coach.role != "COACH":
            return None
        named = next((each for each in self.members if each.leg.name == coach.coached), None)
        second = self.members[1] if len(self.members) > 1 and not coach.coached else None
        return named or second


@dataclass(slots=True)
class _Entering:
    """A leg on its way into the mix."""

    source: Leg | None  # whose packets it still gets
    received: int  # packets of the source before
    ticks: int = 0


class Switch:
    """All bridges of the process. ``turns``: into how many the clock is cut."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, turns: int = 1) -> None:
        self._clock = clock
        self._turns = turns
        self._bridges: dict[str, Bridge] = {}
        self._of: dict[str, str] = {}  # leg name -> bridge name
        self._legs: dict[str, Leg] = {}
        self._voices: dict[str, Voice] = {}  # of legs that somebody hears through the mixer
        self._ears: dict[str, Ear] = {}  # of legs that hear a mix
        self._entering: dict[str, dict[str, _Entering]] = {}  # bridge name -> by leg name
        self._arrived: dict[str, dict[str, Sequence[Sound]]] = {}  # bridge name -> what speakers said last
        self._unsettled: set[str] = set()  # bridges where forwarding has to wait for the end of a loss
        self._plans = [Plan([]) for _ in range(turns)]
        self._stale: set[int] = set()  # turns whose plan has to be made anew

    def join(self, bridge: str, leg: Leg, role: str, coached: str = "") -> None:
        """In the bridge already: the new role holds from the next tick on, nothing else changes."""
        if self._of.get(leg.name) == bridge:
            member = next(each for each in self._bridges[bridge].members if each.leg is leg)
            member.role, member.coached = role, coached
        else:
            self.leave(leg)
            self._bridges.setdefault(bridge, Bridge(leg.turn)).members.append(Member(leg, role, coached))
            leg.turn = self._bridges[bridge].turn
            self._of[leg.name] = bridge
            self._legs[leg.name] = leg
        self._wire(bridge)

    def leave(self, leg: Leg) -> None:
        name = self._of.pop(leg.name, None)
        if name is None:
            return
        self._legs.pop(leg.name, None)
        bridge = self._bridges[name]
        bridge.members = [each for each in bridge.members if each.leg is not leg]
        self._wire(name)
        self._forget(leg)
        leg.targets = []
        leg.hears = Hears.NOTHING if leg.player is None else Hears.PLAY
        if not bridge.members:
            del self._bridges[name]

    def played(self, leg: Leg) -> None:
        """A play on this leg began or ended."""
        name = self._of.get(leg.name)
        if name is None:
            leg.hears = Hears.NOTHING if leg.player is None else Hears.PLAY
        else:
            self._wire(name)

    def bridged(self, leg: Leg) -> bool:
        return leg.name in self._of

    def mix(self, now_s: float | None = None, turn: int = 0) -> dict[str, bytes]:
        """One tick of all mixes of this turn: what each listener gets, encoded."""
        if not self._voices:
            return {}
        now_s = self._clock() if now_s is None else now_s
        if turn in self._stale or self._codecs_changed(turn):
            self._arrange(turn)
        plan = self._plans[turn]
        sounds: dict[str, Sound] = {}
        for name, codec in plan.speakers.items():
            voice = self._voices[name]
            sound = voice.next(now_s)
            if voice.codec == codec:
                sounds[name] = sound
            else:
                self._stale.add(turn)
        out = plan.tick(sounds) if plan.speakers else {}
        for name in list(self._entering):
            if self._bridges[name].turn == turn:
                self._enter(name)
        for name in list(self._unsettled):
            if name in self._bridges and self._bridges[name].turn == turn:
                self._wire(name)
        return out

    def hasten(self, turn: int) -> None:
        """After the ticks of this turn: where all speakers' packets lie longer than they must, the mix moves
        to an earlier turn. Its listeners get one packet that much sooner, and all that follow."""
        if self._turns == 1:
            return
        for name in self._plans[turn].bridges:
            bridge = self._bridges.get(name)
            if bridge is None or bridge.turn != turn:
                continue
            voices = [self._voices.get(each.leg.name) for each in bridge.members]
            spare_s = [voice.buffer.spare_s for voice in voices if voice is not None]
            least_s = min((each for each in spare_s if each is not None), default=0.0)
            bridge.turns = min(bridge.turns, self._turns - 1, int((least_s - _SPARE_S) / _TURN_S))
            bridge.spare += 1
            if bridge.turns < 1:
                bridge.spare, bridge.turns = 0, self._turns
            elif bridge.spare >= _SOONER_AFTER:
                before = (turn - bridge.turns) % self._turns
                bridge.spare, bridge.turn, bridge.turns = 0, before, self._turns
                for member in bridge.members:
                    member.leg.turn = before
                self._stale |= {turn, before}

    # --- wiring -----------------------------------------------------------------------------------

    def _wire(self, name: str) -> None:
        bridge = self._bridges[name]
        self._unsettled.discard(name)
        wanted = [(each.leg, bridge.sources(each)) for each in bridge.members]
        came_from = {target.name: leg for leg, _ in wanted for target in leg.targets}
        entering: dict[str, _Entering] = {}
        for leg, sources in wanted:
            if leg.player is not None or leg.hears is Hears.PLAY:
                continue
            if leg.hears is Hears.MIX and len(sources) == 1 and self._settled(sources[0]):
                self._hand_over(leg, sources[0])
            elif leg.hears is Hears.FORWARD and len(sources) > 1 and came_from.get(leg.name) in sources:
                source = came_from[leg.name]
                received = 0 if source.jitter is None else source.jitter.received
                entering[leg.name] = self._entering.get(name, {}).get(leg.name) or _Entering(source, received)
        targets: dict[str, list[Leg]] = {leg.name: [] for leg, _ in wanted}
        mixed: set[str] = set()
        for leg, sources in wanted:
            if leg.player is not None:
                leg.hears = Hears.PLAY
            elif not sources:
                leg.hears = Hears.NOTHING
            elif len(sources) == 1 and (leg.hears is not Hears.MIX or self._settled(sources[0])):
                leg.hears = Hears.FORWARD
                targets[sources[0].name].append(leg)
            else:
                mixed.update(each.name for each in sources)
                if len(sources) == 1:
                    self._unsettled.add(name)
                if (mine := entering.get(leg.name)) is not None and mine.source is not None:
                    targets[mine.source.name].append(leg)
                elif entering and leg.hears is not Hears.MIX:
                    leg.hears = Hears.NOTHING
                    entering[leg.name] = _Entering(None, 0)
                else:
                    leg.hears = Hears.MIX
        for leg, _ in wanted:
            leg.targets = targets[leg.name]
            self._speaks(leg, leg.name in mixed)
            if leg.hears is not Hears.MIX and leg.name not in entering:
                self._ears.pop(leg.name, None)
        self._arrived.pop(name, None)
        self._entering.pop(name, None)
        if entering:
            self._entering[name] = entering
        self._stale.add(bridge.turn)

    def _speaks(self, leg: Leg, mixed: bool) -> None:
        leg.mixed = mixed
        if not mixed:
            self._voices.pop(leg.name, None)
            leg.jitter = None
        elif leg.name not in self._voices:
            leg.jitter = JitterBuffer(leg.codec)
            self._voices[leg.name] = Voice(leg.jitter)

    def _forget(self, leg: Leg) -> None:
        self._speaks(leg, False)
        self._ears.pop(leg.name, None)
        self._stale.add(leg.turn)

    # --- into the mix and out of it ---------------------------------------------------------------

    def _enter(self, name: str) -> None:
        """End forwarding where enough is known of the speakers: the next tick begins the mix."""
        entering = self._entering[name]
        for each in entering.values():
            each.ticks += 1
            if each.source is not None and each.ticks < _PATIENCE:
                jitter = each.source.jitter
                wide = is_wide(each.source.codec) or any(is_wide(self._legs[leg].codec) for leg in entering)
                lead = _LEAD_WIDE if wide else _LEAD
                if jitter is None or jitter.received - each.received < lead:
                    return
        for leg_name, each in entering.items():
            if each.source is not None:
                each.source.targets = [t for t in each.source.targets if t.name != leg_name]
        forwarded = {each.source.name for each in entering.values() if each.source is not None}
        said: dict[str, Sequence[Sound]] = {}
        for member in self._bridges[name].members:
            voice = self._voices.get(member.leg.name)
            if voice is not None:
                if member.leg.name in forwarded:
                    voice.go_on_after(voice.buffer.jump_to_end())
                said[member.leg.name] = voice.said
        self._arrived[name] = said
        self._stale.add(self._turn_of(name))

    def _settled(self, source: Leg) -> bool:
        """What is made up for a loss can be faded over to what comes only in the mix."""
        voice = self._voices.get(source.name)
        return voice is None or voice.settled

    def _hand_over(self, leg: Leg, source: Leg) -> None:
        """Send what this leg has not heard of the one whose packets it gets from now on."""
        voice, ear = self._voices.get(source.name), self._ears.get(leg.name)
        if voice is None or ear is None:
            return
        now_s = self._clock()
        rest = voice.rest(now_s)
        change = None
        if rest and is_wide(voice.codec) != is_wide(ear.codec):
            change = Downsampler() if is_wide(voice.codec) else Upsampler()
            for each in voice.recent():
                change(each)
        for each in rest:
            leg.tick(ear.encoder.encode(each if change is None else change(each)), now_s)
        if voice.codec != ear.codec:
            transcoder = Transcoder(voice.codec, ear.codec)
            for payload in voice.buffer.given:
                transcoder(payload)
            leg.transcode(voice.codec, transcoder)

    # --- the plan of the mixer --------------------------------------------------------------------

    def _codecs_changed(self, turn: int) -> bool:
        return any(
            self._voices[name].buffer.codec != codec for name, codec in self._plans[turn].speakers.items()
        ) or any(self._legs[name].codec != ear.codec for name, ear in self._ears.items())

    def _arrange(self, turn: int) -> None:
        """The plan of one turn anew; what others know of a bridge that comes from them goes on."""
        arrived = {
            name: self._arrived.pop(name) for name in list(self._arrived) if self._turn_of(name) == turn
        }
        rehearsals: list[tuple[Group, dict[str, Sequence[Sound]]]] = []
        for name, said in arrived.items():
            fresh = self._entering.pop(name)
            for leg_name in fresh:
                self._legs[leg_name].hears = Hears.MIX
            rehearsals.append((self._group(name, set(fresh)), said))
        groups = [self._group(name, None) for name in self._bridges if self._turn_of(name) == turn]
        plan = Plan([each for each in groups if each.ears])
        for before in self._plans:
            plan.go_on_from(before)
        for group, said in rehearsals:
            rehearsal = Plan([group])
            count = max((len(each) for each in said.values()), default=0)
            for at in range(-count, 0):
                rehearsal.tick({who: frames[at] for who, frames in said.items() if len(frames) >= -at})
            plan.go_on_from(rehearsal)
        self._plans[turn] = plan
        self._stale.discard(turn)

    def _turn_of(self, name: str) -> int:
        return self._bridges[name].turn

    def _group(self, name: str, only: set[str] | None) -> Group:
        bridge = self._bridges[name]
        ears: list[Ear] = []
        for member in bridge.members:
            leg = member.leg
            if leg.hears is Hears.MIX and (only is None or leg.name in only):
                ear = self._ears.get(leg.name)
                if ear is None or ear.codec != leg.codec:
                    ear = self._ears[leg.name] = Ear(leg.name, leg.codec)
                ears.append(ear)
        talkers = [self._speaker(each.leg) for each in bridge.members if each.role == "TALK"]
        whispers: list[tuple[Speaker, str]] = []
        for each in bridge.members:
            coached, speaker = bridge.coached(each), self._speaker(each.leg)
            if coached is not None and speaker is not None:
                whispers.append((speaker, coached.leg.name))
        return Group(name, tuple(each for each in talkers if each is not None), tuple(ears), tuple(whispers))

    def _speaker(self, leg: Leg) -> Speaker | None:
        voice = self._voices.get(leg.name)
        return None if voice is None else Speaker(leg.name, voice.buffer.codec)
