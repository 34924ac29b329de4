"""A flow being walked by one caller: keys, finished prompts, silence and answers in, steps out.

The run knows nothing of legs, timers or clocks; its steps say what is to be done. The same run serves a
number's menu, a key pressed while waiting, a survey, and a simulation that shows the steps as text.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.server.core.flow.around import Surroundings
from app.server.core.flow.asking import Asking
from app.server.core.flow.memory import Memory
from app.server.core.flow.moves import Move, Waits
from app.server.core.flow.nodes import Nodes
from app.server.core.flow.path import AsksForKeys, Path
from app.server.core.flow.plan import (
    Ask,
    CallBack,
    Flow,
    GoBack,
    HangUp,
    Message,
    Node,
    Say,
    SubFlow,
    TransferTo,
)
from app.server.core.flow.steps import End, FlowOver, LeaveMessage, MessageOver, NodeLeft, Speak, Step
from app.server.core.flow.voice import Voice

MAX_NODES_WITHOUT_INPUT = 50  # a flow that goes round in circles ends instead of turning for ever


class FlowRun:
    """One caller's way through a flow. ``around`` is asked anew with every event.

    ``variables``: the caller's, they outlive the flow. ``over``: the last step was given.
    """

    def __init__(self, flow: Flow, variables: dict[str, str] | None = None) -> None:
        self.memory = Memory(variables)
        self.over = False
        self._path = Path(flow)
        self._voice = Voice(self.memory, flow.language)
        self._asking = Asking(self.memory, self._voice)
        self._nodes = Nodes(self.memory, self._voice)
        self._visited = 0
        self._waits: Waits | None = None
        self._achieved = ""  # "message", "call-back"

    # --- what others may see ----------------------------------------------------------------------

    @property
    def flow(self) -> Flow:
        """The one that is walked now: the number's or a sub-flow."""
        return self._path.flow

    @property
    def node(self) -> str:
        return self._path.name

    @property
    def takes_message(self) -> bool:
        """What he says now is a message."""
        return self._waits is Waits.MESSAGE

    def language(self, around: Surroundings) -> str:
        return self._voice.language(around)

    # --- what happens -----------------------------------------------------------------------------

    def start(self, around: Surroundings) -> list[Step]:
        return self._go(around, self.flow.start)

    def digit(self, around: Surroundings, digit: str) -> list[Step]:
        """A key. Before it is asked for it is kept: an announcement is heard to its end."""
        keypad, node = self._asking.keypad, self._path.node
        if self.over or keypad.swallows(digit):
            return []
        if isinstance(node, Message):
            return [MessageOver()] if self.takes_message and digit == "#" else []
        if not isinstance(node, AsksForKeys):
            keypad.keep(digit)
            return []
        self._visited = 0
        return self._on(around, self._asking.heard(around, node, self.node, keypad.press(node, digit)))

    def silence(self, around: Surroundings) -> list[Step]:
        """The time for a key, or the longest time of a prompt, ran out."""
        keypad, node = self._asking.keypad, self._path.node
        keypad.settle()
        if self.over or not isinstance(node, AsksForKeys):
            return self.spoken(around)
        return self._on(around, self._asking.heard(around, node, self.node, keypad.silence(node)))

    def spoken(self, around: Surroundings) -> list[Step]:
        """The prompts of the last Speak were heard to the end."""
        self._asking.keypad.settle()
        if self.over or self._waits:
            return []
        match self._path.node:
            case Say(next=after) | CallBack(next=after):
                return self._leave(around, "next", after)
            case Message(queue_id, max_s=max_s):
                self._waits = Waits.MESSAGE
                return [LeaveMessage(queue_id, max_s)]
            case HangUp() | GoBack():
                return [*self.finish("end", "end"), End()]
            case _:
                return []

    def told(self, around: Surroundings, result: str, values: Mapping[str, str]) -> list[Step]:
        """What the system answered: "found", "not-found", or anything else for a failure."""
        node = self._path.node
        if self.over or self._waits is not Waits.ANSWER or not isinstance(node, Ask):
            return []
        self._waits = None
        if result == "found":
            for name in node.into:
                self.memory.set(name, values.get(name, ""))
            return self._leave(around, "next", node.next)
        if result == "not-found":
            return self._leave(around, "not-found", node.not_found or node.failed)
        return self._leave(around, "failed", node.failed)

    def done(self, around: Surroundings) -> list[Step]:
        """The message was left, the call-back is promised."""
        if self.over or self._waits in (None, Waits.ANSWER):
            return []
        self._waits = None
        match self._path.node:
            case Message(next=after):
                self._achieved = "message"
                return self._leave(around, "next", after)
            case CallBack(next=after, prompts=prompts):
                self._achieved = "call-back"
                said = self._voice.say(around, prompts)
                return [Speak(said)] if said else self._leave(around, "next", after)
            case _:
                return []

    def failed(self, around: Surroundings) -> list[Step]:
        """No message, no call-back, nobody took the transfer."""
        if self.over or self._waits in (None, Waits.ANSWER):
            return []
        self._waits = None
        match self._path.node:
            case Message(next=after):
                return self._leave(around, "failed", after)
            case CallBack(next=after, failed=failed):
                return self._leave(around, "failed", failed or after)
            case TransferTo(failed=failed):
                return self._leave(around, "failed", failed)
            case _:
                return []

    def finish(self, exit: str, how: str) -> list[Step]:
        """It ends: he hung up, an agent is there, the transfer was answered. Nothing where it is over."""
        if self.over:
            return []
        self.over = True
        how = self._achieved or how
        ends = [FlowOver(flow.flow_id, flow.version, how) for flow in self._path.flows]
        return [self._left(exit), *ends]

    # --- walking ----------------------------------------------------------------------------------

    def _on(self, around: Surroundings, move: Move) -> list[Step]:
        """After a key or silence: on, or asked again."""
        return [*move.steps, *self._leave(around, move.exit, move.target)] if move.target else move.steps

    def _leave(self, around: Surroundings, exit: str, target: str) -> list[Step]:
        return [self._left(exit), *self._go(around, target)]

    def _left(self, exit: str) -> NodeLeft:
        return NodeLeft(self.flow.flow_id, self.flow.version, self.node, exit)

    def _go(self, around: Surroundings, target: str) -> list[Step]:
        """From node to node, until something has to be heard, pressed or answered."""
        steps: list[Step] = []
        while True:
            name, left = self._path.resolve(target)
            steps += [FlowOver(flow.flow_id, flow.version, "back") for flow in left]
            self._asking.arrive(self._path.arrive(name))
            self._visited += 1
            node = self._path.node
            if node is None or self._visited > MAX_NODES_WITHOUT_INPUT:
                return [*steps, *self.finish("failed", "failed"), End()]
            move = self._enter(around, node)
            self._waits = move.waits
            if move.ends is not None:
                return [*steps, *self.finish(*move.ends), *move.steps]
            steps += move.steps
            if not move.target:
                return steps
            if move.exit:
                steps.append(self._left(move.exit))
            target = move.target

    def _enter(self, around: Surroundings, node: Node) -> Move:
        if isinstance(node, AsksForKeys):
            heard = self._asking.keypad.ahead(node)
            if heard is None:
                return self._asking.ask(around, node)
            self._visited = 0  # what he has pressed already counts
            return self._asking.heard(around, node, self.node, heard)
        if isinstance(node, SubFlow):
            return self._down(around, node)
        if isinstance(node, GoBack) and (move := self._up()) is not None:
            return move
        return self._nodes.enter(around, node)

    def _down(self, around: Surroundings, node: SubFlow) -> Move:
        """Into a sub-flow; one that is gone, or would be too deep, is passed over."""
        flow, left = around.flow(node.flow_id), self._left("next")
        if flow is None or not self._path.down(flow):
            return Move([], "failed", node.next)
        return Move([left], "", flow.start)

    def _up(self) -> Move | None:
        """Out of a sub-flow; None in the first flow."""
        sub, left = self.flow, self._left("back")
        if not self._path.up():
            return None
        caller = self._path.node
        after = caller.next if isinstance(caller, SubFlow) else self.flow.start
        return Move([left, FlowOver(sub.flow_id, sub.version, "back")], "", after)
