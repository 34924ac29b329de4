"""Who works now and what she is doing, for everybody who may pass a call on.

In:  the live state of the house, names and departments. Out: a ``ColleagueView`` each, and who has changed.
Nothing private: no number of a customer, not with whom she talks, no wish for after the call.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from app.contracts.colleagues import ColleagueView
from app.contracts.people import AgentStateName
from app.server.core import targets
from app.server.core.agent import Agent
from app.server.core.facts import CallEnded, Fact, PartyJoined, PartyLeft
from app.server.core.house import House
from app.server.desk.files import LANGUAGES, Language
from app.server.desk.present import AGENT_STATES
from app.server.spoken import spelled

Views = Mapping[Language, ColleagueView]  # the same in each language
TOLD_EVERY_S = 0.25
_BEFORE = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Person:
    """How a colleague is called in one language."""

    name: str
    department: str = ""


@dataclass(frozen=True, slots=True)
class People:
    """What is asked about who works here. ``registered``: whether a phone, by its SIP user, is there now."""

    person: Callable[[str, Language], Person] = lambda user_id, language: Person(user_id)
    registered: Callable[[str], bool] = lambda sip_user: False


class Colleagues:
    """One per server. Who has a phone but takes no calls of queues (a supervisor) is a colleague too: READY
    while her phone is there, TALKING while she is on it."""

    def __init__(self, house: House, people: People) -> None:
        self._house = house
        self._people = people
        self._told: dict[str, ColleagueView] = {}  # what every desktop knows, by user
        self._since: dict[str, tuple[AgentStateName, datetime]] = {}  # of those who are no agents

    def all(self, language: Language, but: str = "") -> list[ColleagueView]:
        """By extension, which is how people are listed; without ``but``, who asks."""
        ids = [*self._house.agents, *(phone.user_id for phone in self._house.plan.phones.values())]
        views = [view for each in ids if each != but and (view := self.view(each, language)) is not None]
        return sorted(views, key=lambda view: (len(view.extension), view.extension))

    def view(self, user_id: str, language: Language) -> ColleagueView | None:
        """None: nobody of ours, or without a phone."""
        agent = self._house.agents.get(user_id)
        if agent is not None:
            return self._agent(agent, language)
        phones = self._house.plan.phones.items()
        sip_user = next((number for number, phone in phones if phone.user_id == user_id), None)
        return self._phone(user_id, sip_user, language) if sip_user is not None else None

    def changed(self, user_ids: set[str]) -> Iterator[Views]:
        """Of these, who is seen differently now; the same view in each language."""
        for user_id in sorted(user_ids):
            views: dict[Language, ColleagueView] = {
                each: view for each in LANGUAGES if (view := self.view(user_id, each)) is not None
            }
            if not views:
                self._told.pop(user_id, None)
            elif self._told.get(user_id) != views[LANGUAGES[0]]:
                self._told[user_id] = views[LANGUAGES[0]]
                yield views

    def of_phones(self, fact: Fact) -> list[str]:
        """Who of those who are no agents may be on the phone now, or no longer."""
        match fact:
            case PartyJoined(number=number) if number in self._house.plan.phones:
                return [self._house.plan.phones[number].user_id]
            case PartyLeft() | CallEnded():
                return [each for each, (state, _) in self._since.items() if state == "TALKING"]
            case _:
                return []

    def _agent(self, agent: Agent, language: Language) -> ColleagueView:
        person = self._people.person(agent.agent_id, language)
        return ColleagueView(
            agent_id=agent.agent_id,
            name=person.name,
            extension=agent.sip_user,
            department=person.department,
            state=AGENT_STATES[agent.state],
            reason=agent.reason,
            since=agent.since,
            busy=targets.why_not(agent) is not None,
            phone_registered=agent.phone_registered,
            spelled=spelled(person.name),
        )

    def _phone(self, user_id: str, sip_user: str, language: Language) -> ColleagueView:
        registered = self._people.registered(sip_user)
        talks = any(
            party.number == sip_user for call in self._house.calls.values() for party in call.parties.values()
        )
        state: AgentStateName = "TALKING" if talks else "READY" if registered else "OFFLINE"
        if user_id not in self._since or self._since[user_id][0] != state:
            first = user_id not in self._since
            self._since[user_id] = (state, _BEFORE if first and state == "OFFLINE" else datetime.now(UTC))
        person = self._people.person(user_id, language)
        return ColleagueView(
            agent_id=user_id,
            name=person.name,
            extension=sip_user,
            department=person.department,
            state=state,
            since=self._since[user_id][1],
            busy=talks or not registered,
            phone_registered=registered,
            spelled=spelled(person.name),
        )


class ColleagueNews:
    """Gathers who may have changed, and tells a moment later: offers and calls never wait behind it, and a
    state that lasts no longer than that is nobody's business."""

    def __init__(self, colleagues: Colleagues, tell: Callable[[str, Views], None]) -> None:
        self._colleagues = colleagues
        self._tell = tell
        self._marked: set[str] = set()
        self._timer: asyncio.TimerHandle | None = None

    def on_fact(self, fact: Fact) -> None:
        agent_id: str | None = getattr(fact, "agent_id", None)
        if agent_id:
            self.mark(agent_id)
        for user_id in self._colleagues.of_phones(fact):
            self.mark(user_id)

    def mark(self, user_id: str) -> None:
        if not self._marked:
            self._timer = asyncio.get_running_loop().call_later(TOLD_EVERY_S, self._tell_all)
        self._marked.add(user_id)

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _tell_all(self) -> None:
        marked, self._marked = self._marked, set()
        for views in self._colleagues.changed(marked):
            self._tell(next(iter(views.values())).agent_id, views)
