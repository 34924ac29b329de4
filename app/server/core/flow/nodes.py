"""What a node does when a caller comes to it, of those that do not ask for keys."""

from __future__ import annotations

from app.server.core.flow import conditions
from app.server.core.flow.around import Surroundings
from app.server.core.flow.memory import Memory
from app.server.core.flow.moves import Move, Waits
from app.server.core.flow.plan import (
    Ask,
    CallBack,
    Condition,
    GoBack,
    HangUp,
    Language,
    Message,
    Node,
    Prompts,
    Say,
    SendText,
    SetVariables,
    ToQueue,
    TransferTo,
)
from app.server.core.flow.steps import (
    AskOut,
    Back,
    End,
    EnterQueue,
    LanguageChosen,
    Speak,
    Text,
    Transfer,
    WishCallBack,
)
from app.server.core.flow.templates import names_in
from app.server.core.flow.voice import Voice

BEEP = "beep"


class Nodes:
    def __init__(self, memory: Memory, voice: Voice) -> None:
        self._memory = memory
        self._voice = voice

    def enter(self, around: Surroundings, node: Node) -> Move:
        """Those that need nobody lead on at once."""
        fill = self._voice.fill
        match node:
            case ToQueue():
                said = self._voice.say(around, node.prompts)
                into = EnterQueue(node.queue_id, said, dict(node.wants), node.priority)
                return Move([into], ends=("queue", "queue"))
            case Condition():
                after, exit = conditions.choose(node, around, self._voice.value_of(around))
                return Move([], exit, after)
            case SetVariables():
                for name, template in node.values.items():
                    self._memory.set(name, fill(around, template))
                return Move([], "next", node.next)
            case SendText():
                written = not names_in(node.number)
                text = Text(fill(around, node.number), fill(around, node.text), written)
                return Move([text], "next", node.next)
            case Language():
                self._voice.chosen = node.language
                return Move([LanguageChosen(node.language)], "next", node.next)
            case Say():
                said = self._voice.say(around, node.prompts)
                return Move([Speak(said)]) if said else Move([], "next", node.next)
            case Message():
                return Move([Speak(self._voice.say(around, (*node.prompts, BEEP)))])
            case HangUp(prompts):
                return self._good_bye(around, prompts)
            case GoBack(prompts):
                return self._back(around, prompts)
            case _:
                return self._hand_over(around, node)

    def _hand_over(self, around: Surroundings, node: Node) -> Move:
        """Nodes after which somebody else has the word."""
        match node:
            case Ask():
                return Move([self._ask(around, node)], waits=Waits.ANSWER)
            case CallBack():
                wish = WishCallBack(node.queue_id, self._voice.fill(around, node.number))
                return Move([wish], waits=Waits.DEED)
            case TransferTo():
                target, said = self._voice.fill(around, node.target), self._voice.say(around, node.prompts)
                return Move([Transfer(target, said, written=not names_in(node.target))], waits=Waits.DEED)
            case _:
                return Move([End()], ends=("failed", "failed"))

    def _ask(self, around: Surroundings, node: Ask) -> AskOut:
        value_of = self._voice.value_of(around)
        values = {name: self._memory.with_secrets(each, value_of) for name, each in node.values.items()}
        said = self._voice.say(around, node.prompts)
        return AskOut(node.system, node.operation, values, dict(node.into), node.timeout_s, said)

    def _good_bye(self, around: Surroundings, prompts: Prompts) -> Move:
        said = self._voice.say(around, prompts)
        return Move([Speak(said)]) if said else Move([End()], ends=("end", "end"))

    def _back(self, around: Surroundings, prompts: Prompts) -> Move:
        """Who does not wait has nothing to go back to."""
        if not around.waits():
            return self._good_bye(around, prompts)
        return Move([Back(self._voice.say(around, prompts))], ends=("back", "back"))
