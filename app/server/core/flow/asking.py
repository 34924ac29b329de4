"""Nodes that ask for keys: menus, numbers, questions of a survey. Prompts, tries, and what the keys bring."""

from __future__ import annotations

from app.server.core.flow.around import Surroundings
from app.server.core.flow.keypad import Heard, Keypad, Verdict
from app.server.core.flow.memory import Memory
from app.server.core.flow.moves import Move
from app.server.core.flow.path import AsksForKeys
from app.server.core.flow.plan import Collect, Menu, Prompts, Survey
from app.server.core.flow.steps import Chosen, Listen, Rate, Speak, Step
from app.server.core.flow.voice import Voice

SECRET = "****"


class Asking:
    def __init__(self, memory: Memory, voice: Voice) -> None:
        self.keypad = Keypad()
        self._memory = memory
        self._voice = voice
        self._tries = 0

    def arrive(self, is_new: bool) -> None:
        """At a node. Coming back to the same one, the tries go on counting."""
        if is_new:
            self._tries = 0
        self.keypad.clear()

    def ask(self, around: Surroundings, node: AsksForKeys) -> Move:
        return Move([self._prompt(around, node, node.prompts)])

    def heard(self, around: Surroundings, node: AsksForKeys, name: str, heard: Heard) -> Move:
        """``name``: of the node."""
        match heard.verdict:
            case Verdict.MORE:
                return Move([Listen(node.timeout_s)])
            case Verdict.WRONG:
                return self._again(around, node, (node.invalid,), "invalid")
            case Verdict.SILENT:
                said = () if isinstance(node, Survey) else (node.no_input,)
                return self._again(around, node, said, "no-input")
            case Verdict.ACCEPTED:
                return self._accepted(node, name, heard.keys)

    def _again(self, around: Surroundings, node: AsksForKeys, first: Prompts, why: str) -> Move:
        self._tries += 1
        if self._tries >= node.max_tries:
            return Move(exit=why, target=node.next if isinstance(node, Survey) else node.otherwise)
        return Move([self._prompt(around, node, (*first, *node.prompts))])

    def _prompt(self, around: Surroundings, node: AsksForKeys, prompts: Prompts) -> Speak | Listen:
        said = self._voice.say(around, prompts)
        return Speak(said, wait_s=node.timeout_s) if said else Listen(node.timeout_s)

    def _accepted(self, node: AsksForKeys, name: str, keys: str) -> Move:
        match node:
            case Menu():
                return Move([Chosen(name, keys)], keys, node.options[keys])
            case Collect():
                self._memory.set(node.into, keys, node.secret)
                return Move([Chosen(name, SECRET if node.secret else keys)], "next", node.next)
            case Survey():
                rated: list[Step] = []
                if keys in node.scores:
                    rated = [Rate(node.question, keys, node.scores[keys])]
                return Move(rated, keys, node.branches.get(keys, node.next))
