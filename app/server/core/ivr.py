"""A voice menu being walked by one caller: digits, finished prompts and silence in, steps out.

One level for now: say, menu, queue, hang up. The run knows nothing of legs or timers; its steps say
what the switchboard is to do.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.server.core.flow.plan import Flow, HangUp, Menu, Say, ToQueue


@dataclass(frozen=True, slots=True)
class Speak:
    """Play these, then wait ``wait_s`` for a digit (0: do not wait)."""

    prompts: tuple[str, ...]
    wait_s: int = 0


@dataclass(frozen=True, slots=True)
class Chosen:
    """A digit was accepted in this node."""

    node: str
    digit: str


@dataclass(frozen=True, slots=True)
class EnterQueue:
    queue_id: str
    prompts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class End:
    """The flow is over and the last prompt was heard: hang up."""


Step = Speak | Chosen | EnterQueue | End
MOST_KEYS_AHEAD = 16
MAX_NODES_WITHOUT_INPUT = 50  # a flow that goes round in circles ends instead of turning for ever


class MenuRun:
    """One caller's way through a flow."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._node = flow.start
        self._tries = 0
        self._visited = 0
        self._ahead: list[str] = []  # keys pressed before the menu was reached

    @property
    def node(self) -> str:
        return self._node

    def start(self) -> list[Step]:
        return self._enter(self._flow.start)

    def digit(self, digit: str) -> list[Step]:
        """A key was pressed. Before a menu it is kept for it: an announcement is heard to its end."""
        node = self._flow.nodes[self._node]
        if not isinstance(node, Menu):
            if len(self._ahead) < MOST_KEYS_AHEAD:
                self._ahead.append(digit)
            return []
        self._visited = 0
        target = node.options.get(digit)
        if target is None:
            return self._again(node, node.invalid)
        return [Chosen(self._node, digit), *self._enter(target)]

    def silence(self) -> list[Step]:
        """The time for a digit ran out."""
        node = self._flow.nodes[self._node]
        return self._again(node, node.no_input) if isinstance(node, Menu) else []

    def spoken(self) -> list[Step]:
        """The prompts of the last Speak were heard to the end."""
        node = self._flow.nodes[self._node]
        match node:
            case Say():
                return self._enter(node.next)
            case HangUp():
                return [End()]
            case _:
                return []

    def _again(self, node: Menu, prompt: str) -> list[Step]:
        self._tries += 1
        if self._tries >= node.max_tries:
            return self._enter(node.otherwise)
        return [Speak((prompt, *node.prompts), wait_s=node.timeout_s)]

    def _enter(self, name: str) -> list[Step]:
        self._visited += 1
        if self._visited > MAX_NODES_WITHOUT_INPUT:
            return [End()]
        if name != self._node:
            self._tries = 0
        self._node = name
        node = self._flow.nodes[name]
        match node:
            case Say():
                return [Speak(node.prompts)] if node.prompts else self._enter(node.next)
            case Menu():
                if self._ahead:
                    return self.digit(self._ahead.pop(0))
                return [Speak(node.prompts, wait_s=node.timeout_s)]
            case ToQueue():
                return [EnterQueue(node.queue_id, node.prompts)]
            case HangUp():
                return [Speak(node.prompts)] if node.prompts else [End()]
