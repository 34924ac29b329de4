"""The calls on each agent's screen: those that she is in, and those that she still has to write up.

In:  the live state of the house, and facts about calls. Out: call views for her desktop, told one by one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.contracts.calls import ActiveCall
from app.contracts.customers import CustomerFile
from app.contracts.parties import ReconnectView
from app.server.core.agent import Agent
from app.server.core.call import Call
from app.server.core.commands import ShowReconnect
from app.server.core.house import House
from app.server.core.talk_events import line_of
from app.server.core.types import AgentState
from app.server.desk import present

Tell = Callable[[str, ActiveCall], None]  # agent, call
FileOf = Callable[[str, str, str], CustomerFile]  # agent, call, number


class HerCalls:
    """One per server."""

    def __init__(
        self, house: House, names: present.Names, label_of: present.LabelOf, file_of: FileOf, tell: Tell
    ) -> None:
        self._house = house
        self._names = names
        self._label_of = label_of
        self._file_of = file_of
        self._tell = tell
        self._shown: dict[str, dict[str, ActiveCall]] = {}  # by agent, by call, as they came
        self._reconnects: dict[str, ReconnectView] = {}  # by call

    def present(self, agent_id: str) -> tuple[ActiveCall | None, list[ActiveCall]]:
        """The call that she speaks in or writes up, and the others that she is in."""
        shown = dict(self._shown.get(agent_id, {}))
        agent = self._house.agents.get(agent_id)
        first = shown.pop((agent.call_id if agent else None) or "", None)
        others = [call for call in shown.values() if call.state != "ENDED"]
        return (first, others) if first is not None or not others else (others[0], others[1:])

    def show(self, call_id: str) -> None:
        """To each agent who is in it."""
        call = self._house.calls.get(call_id)
        if call is None:
            return
        for agent_id in dict.fromkeys(each.agent_id for each in call.parties.values()):
            agent = self._house.agents.get(agent_id or "")
            if agent is not None and call_id in agent.talks:
                view = self._view(agent, call)
                if view != self._shown.get(agent.agent_id, {}).get(call_id):
                    self.set(agent.agent_id, view)

    def set(self, agent_id: str, call: ActiveCall) -> None:
        self._shown.setdefault(agent_id, {})[call.call_id] = call
        self._tell(agent_id, call)

    def ended(self, call_id: str, at: datetime, by: str) -> list[str]:
        """For all who had it on their screens: who they are."""
        self._reconnects.pop(call_id, None)
        mine = [agent_id for agent_id, shown in self._shown.items() if _lives(shown.get(call_id))]
        for agent_id in mine:
            self._ends(agent_id, call_id, at, by)
        return mine

    def left(self, agent_id: str, call_id: str, at: datetime) -> bool:
        """She passed it on or left it, the others go on. False: she is in it, or was not."""
        agent = self._house.agents.get(agent_id)
        lives = _lives(self._shown.get(agent_id, {}).get(call_id))
        if agent is None or not lives or call_id not in self._house.calls or call_id in agent.talks:
            return False
        self._ends(agent_id, call_id, at, "agent")
        return True

    def tidy(self, agent_id: str, at: datetime) -> list[str]:
        """What she need not write up leaves her screen: which calls."""
        agent = self._house.agents.get(agent_id)
        shown = self._shown.get(agent_id)
        if agent is None or shown is None:
            return []
        kept = {*agent.talks, *(rest.call_id for rest in agent.unfinished)}
        if agent.state is AgentState.WRAP_UP and agent.call_id is not None:
            kept.add(agent.call_id)
        gone = [call_id for call_id in shown if call_id not in kept]
        for call_id in gone:
            if _lives(shown[call_id]):
                self._ends(agent_id, call_id, at, "system")
            del shown[call_id]
        return gone

    def comes_back(self, agent_id: str, call_id: str) -> None:
        """One that had to wait is written up now."""
        if (call := self._shown.get(agent_id, {}).get(call_id)) is not None:
            self._tell(agent_id, call)

    def on_show_reconnect(self, command: ShowReconnect) -> None:
        """Her customer was cut off: each try to reach him shows in her call."""
        view = present.reconnect_view(command)
        if view is None:
            self._reconnects.pop(command.call_id, None)
        else:
            self._reconnects[command.call_id] = view
        self.show(command.call_id)

    def file_changed(self, call_id: str) -> None:
        """Somebody said who calls: wherever this call is on a screen, also where it is written up."""
        for agent_id, shown in self._shown.items():
            if (call := shown.get(call_id)) is not None:
                file = self._file_of(agent_id, call_id, "")
                self.set(agent_id, call.model_copy(update={"file": file, "caller_number": file.number}))

    def eyes_changed(self, agent_id: str) -> None:
        """She may see more or less than before."""
        agent = self._house.agents.get(agent_id)
        for call_id, shown in list(self._shown.get(agent_id, {}).items()):
            live = self._house.calls.get(call_id)
            if agent is not None and live is not None and call_id in agent.talks:
                self.set(agent_id, self._view(agent, live))
                continue
            file = self._file_of(agent_id, call_id, "")
            if file.number:  # else it is not at hand any more
                seen = {"file": file, "caller_number": file.number}
                self.set(agent_id, shown.model_copy(update=seen))

    def in_her_language(self, agent_id: str) -> None:
        """She has another desktop now: their files in its language, where they are read."""
        shown = self._shown.get(agent_id, {})
        for call_id, call in shown.items():
            file = self._file_of(agent_id, call_id, "")
            if file.number:
                seen = {"file": file, "caller_number": file.number}
                shown[call_id] = call.model_copy(update=seen)

    def is_shown(self, call_id: str) -> bool:
        return any(call_id in shown for shown in self._shown.values())

    def _view(self, agent: Agent, call: Call) -> ActiveCall:
        file = self._file_of(agent.agent_id, call.call_id, call.customer_number)
        mine = line_of(call, agent.agent_id)
        tries = self._reconnects.get(call.call_id)
        return present.active_call(call, self._names, self._label_of, file, agent.agent_id, tries, mine)

    def _ends(self, agent_id: str, call_id: str, at: datetime, by: str) -> None:
        self.set(agent_id, present.ended_call(self._shown[agent_id][call_id], at, by))


def _lives(call: ActiveCall | None) -> bool:
    return call is not None and call.state != "ENDED"
