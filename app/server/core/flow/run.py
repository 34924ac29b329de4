"""A flow being walked by one caller: keys, finished prompts, silence and answers in, steps out.

The run knows nothing of legs, timers or clocks; its steps say what is to be done. The same run serves a
number's menu, a key pressed while waiting, a survey, and a simulation that shows the steps as text.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

from app.server.core.flow import conditions
from app.server.core.flow.around import BUILT_IN, Surroundings
from app.server.core.flow.keypad import Heard, Keypad, Verdict
from app.server.core.flow.memory import Memory
from app.server.core.flow.path import AsksForKeys, Path
from app.server.core.flow.plan import (
    Ask,
    CallBack,
    Collect,
    Condition,
    Flow,
    GoBack,
    HangUp,
    Language,
    Menu,
    Message,
    Node,
    Prompts,
    Say,
    SendText,
    SetVariables,
    SubFlow,
    Survey,
    ToQueue,
    TransferTo,
)
from app.server.core.flow.say import prompts_of
from app.server.core.flow.steps import (
    AskOut,
    Back,
    Chosen,
    End,
    EnterQueue,
    FlowOver,
    LanguageChosen,
    LeaveMessage,
    Listen,
    MessageOver,
    NodeLeft,
    Rate,
    Speak,
    Step,
    Text,
    Transfer,
    WishCallBack,
)
from app.server.core.flow.templates import ValueOf, fill, names_in

MAX_NODES_WITHOUT_INPUT = 50  # a flow that goes round in circles ends instead of turning for ever
BEEP = "beep"
SECRET = "****"
Moved = tuple[list[Step], str, str]  # steps, exit ("": it stays here), next node


class _Waits(Enum):
    """For whom, where it is not the caller's key or the end of a prompt."""

    ANSWER = auto()  # a system's
    MESSAGE = auto()  # he speaks
    DEED = auto()  # a call-back or a transfer, by the house


class FlowRun:
    """One caller's way through a flow. ``around`` is asked anew with every event.

    ``variables``: the caller's, they outlive the flow. ``over``: the last step was given.
    """

    def __init__(self, flow: Flow, variables: dict[str, str] | None = None) -> None:
        self.memory = Memory(variables)
        self.over = False
        self._path = Path(flow)
        self._keypad = Keypad()
        self._language = ""  # chosen in the flow
        self._tries = 0
        self._visited = 0
        self._waits: _Waits | None = None
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
        return self._waits is _Waits.MESSAGE

    def language(self, around: Surroundings) -> str:
        return self._language or around.value("call.language") or self._path.first_flow.language

    # --- what happens -----------------------------------------------------------------------------

    def start(self, around: Surroundings) -> list[Step]:
        return self._go(around, self.flow.start)

    def digit(self, around: Surroundings, digit: str) -> list[Step]:
        """A key. Before it is asked for it is kept: an announcement is heard to its end."""
        if self.over or self._keypad.swallows(digit):
            return []
        node = self._path.node
        if isinstance(node, Message):
            return [MessageOver()] if self.takes_message and digit == "#" else []
        if not isinstance(node, AsksForKeys):
            self._keypad.keep(digit)
            return []
        self._visited = 0
        return self._on(around, self._heard(around, node, self._keypad.press(node, digit)))

    def silence(self, around: Surroundings) -> list[Step]:
        """The time for a key, or the longest time of a prompt, ran out."""
        self._keypad.settle()
        node = self._path.node
        if self.over or not isinstance(node, AsksForKeys):
            return self.spoken(around)
        return self._on(around, self._heard(around, node, self._keypad.silence(node)))

    def spoken(self, around: Surroundings) -> list[Step]:
        """The prompts of the last Speak were heard to the end."""
        self._keypad.settle()
        if self.over or self._waits:
            return []
        match self._path.node:
            case Say(next=after) | CallBack(next=after):
                return self._leave(around, "next", after)
            case Message(queue_id, max_s=max_s):
                self._waits = _Waits.MESSAGE
                return [LeaveMessage(queue_id, max_s)]
            case HangUp() | GoBack():
                return [*self.finish("end", "end"), End()]
            case _:
                return []

    def told(self, around: Surroundings, result: str, values: Mapping[str, str]) -> list[Step]:
        """What the system answered: "found", "not-found", or anything else for a failure."""
        node = self._path.node
        if self.over or self._waits is not _Waits.ANSWER or not isinstance(node, Ask):
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
        if self.over or self._waits in (None, _Waits.ANSWER):
            return []
        self._waits = None
        match self._path.node:
            case Message(next=after):
                self._achieved = "message"
                return self._leave(around, "next", after)
            case CallBack(next=after, prompts=prompts):
                self._achieved = "call-back"
                said = self._say(around, prompts)
                return [Speak(said)] if said else self._leave(around, "next", after)
            case _:
                return []

    def failed(self, around: Surroundings) -> list[Step]:
        """No message, no call-back, nobody took the transfer."""
        if self.over or self._waits in (None, _Waits.ANSWER):
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

    def _on(self, around: Surroundings, moved: Moved) -> list[Step]:
        steps, exit, target = moved
        return [*steps, *self._leave(around, exit, target)] if exit else steps

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
            if self._path.arrive(name):
                self._tries = 0
            self._keypad.clear()
            self._visited += 1
            node = self._path.node
            if node is None or self._visited > MAX_NODES_WITHOUT_INPUT:
                return [*steps, *self.finish("failed", "failed"), End()]
            more, exit, target = self._enter(around, node)
            steps += more
            if exit:
                steps.append(self._left(exit))
            elif not target:
                return steps

    def _enter(self, around: Surroundings, node: Node) -> Moved:
        """What a node does; those that need nobody lead on at once."""
        match node:
            case Menu() | Collect() | Survey():
                return self._ask_for_keys(around, node)
            case Condition():
                after, exit = conditions.choose(node, around, self._value_of(around))
                return [], exit, after
            case SetVariables():
                for name, template in node.values.items():
                    self.memory.set(name, fill(template, self._value_of(around)))
                return [], "next", node.next
            case SendText():
                value_of = self._value_of(around)
                return [Text(fill(node.number, value_of), fill(node.text, value_of))], "next", node.next
            case Language():
                self._language = node.language
                return [LanguageChosen(node.language)], "next", node.next
            case SubFlow() | GoBack():
                return self._change_floor(around, node)
            case _:
                return self._do(around, node)

    def _do(self, around: Surroundings, node: Node) -> Moved:
        """Nodes that take their time, or are the last ones."""
        value_of = self._value_of(around)
        match node:
            case Say():
                said = self._say(around, node.prompts)
                return ([Speak(said)], "", "") if said else ([], "next", node.next)
            case Message():
                return [Speak(self._say(around, (*node.prompts, BEEP)))], "", ""
            case Ask():
                self._waits = _Waits.ANSWER
                return [self._ask(around, node)], "", ""
            case CallBack():
                self._waits = _Waits.DEED
                return [WishCallBack(node.queue_id, fill(node.number, value_of))], "", ""
            case TransferTo():
                self._waits = _Waits.DEED
                target, said = fill(node.target, value_of), self._say(around, node.prompts)
                return [Transfer(target, said, written=not names_in(node.target))], "", ""
            case ToQueue():
                said = self._say(around, node.prompts)
                into = EnterQueue(node.queue_id, said, dict(node.wants), node.priority)
                return [*self.finish("queue", "queue"), into], "", ""
            case HangUp(prompts) | GoBack(prompts):
                said = self._say(around, prompts)
                return [Speak(said)] if said else [*self.finish("end", "end"), End()], "", ""
            case _:
                return [*self.finish("failed", "failed"), End()], "", ""

    def _change_floor(self, around: Surroundings, node: SubFlow | GoBack) -> Moved:
        if isinstance(node, SubFlow):
            flow, left = around.flow(node.flow_id), self._left("next")
            if flow is None or not self._path.down(flow):
                return [], "failed", node.next
            return [left], "", flow.start
        sub, left = self.flow, self._left("back")
        if self._path.up():
            before = self._path.node
            after = before.next if isinstance(before, SubFlow) else ""
            return [left, FlowOver(sub.flow_id, sub.version, "back")], "", after or self.flow.start
        if around.waits():
            said = self._say(around, node.prompts)
            return [*self.finish("back", "back"), Back(said)], "", ""
        return self._do(around, node)

    def _ask(self, around: Surroundings, node: Ask) -> AskOut:
        value_of = self._value_of(around)
        values = {name: self.memory.with_secrets(each, value_of) for name, each in node.values.items()}
        said = self._say(around, node.prompts)
        return AskOut(node.system, node.operation, values, dict(node.into), node.timeout_s, said)

    # --- keys -------------------------------------------------------------------------------------

    def _ask_for_keys(self, around: Surroundings, node: AsksForKeys) -> Moved:
        """What he has pressed already counts; else he is asked."""
        heard = self._keypad.ahead(node)
        if heard is not None:
            self._visited = 0
            return self._heard(around, node, heard)
        return [self._prompt(around, node, node.prompts)], "", ""

    def _prompt(self, around: Surroundings, node: AsksForKeys, prompts: Prompts) -> Speak | Listen:
        said = self._say(around, prompts)
        return Speak(said, wait_s=node.timeout_s) if said else Listen(node.timeout_s)

    def _heard(self, around: Surroundings, node: AsksForKeys, heard: Heard) -> Moved:
        match heard.verdict:
            case Verdict.MORE:
                return [Listen(node.timeout_s)], "", ""
            case Verdict.WRONG:
                return self._again(around, node, (node.invalid,), "invalid")
            case Verdict.SILENT:
                said = () if isinstance(node, Survey) else (node.no_input,)
                return self._again(around, node, said, "no-input")
            case Verdict.ACCEPTED:
                return self._accepted(node, heard.keys)

    def _again(self, around: Surroundings, node: AsksForKeys, first: Prompts, why: str) -> Moved:
        self._tries += 1
        if self._tries >= node.max_tries:
            return [], why, node.next if isinstance(node, Survey) else node.otherwise
        return [self._prompt(around, node, (*first, *node.prompts))], "", ""

    def _accepted(self, node: AsksForKeys, keys: str) -> Moved:
        match node:
            case Menu():
                return [Chosen(self.node, keys)], keys, node.options[keys]
            case Collect():
                self.memory.set(node.into, keys, node.secret)
                return [Chosen(self.node, SECRET if node.secret else keys)], "next", node.next
            case Survey():
                rated: list[Step] = []
                if keys in node.scores:
                    rated = [Rate(node.question, keys, node.scores[keys])]
                return rated, keys, node.branches.get(keys, node.next)

    # --- words ------------------------------------------------------------------------------------

    def _say(self, around: Surroundings, prompts: Prompts) -> tuple[str, ...]:
        return prompts_of(prompts, self.language(around), self._value_of(around))

    def _value_of(self, around: Surroundings) -> ValueOf:
        def value(name: str) -> str:
            if name == "call.language":
                return self.language(around)
            return around.value(name) if name in BUILT_IN else self.memory.variables.get(name, "")

        return value
