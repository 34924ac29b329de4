"""What a flow says: its language, and the values that stand in its texts."""

from __future__ import annotations

from app.server.core.flow.around import BUILT_IN, Surroundings
from app.server.core.flow.memory import Memory
from app.server.core.flow.plan import Prompts
from app.server.core.flow.say import prompts_of
from app.server.core.flow.templates import ValueOf, fill


class Voice:
    """Of one run. ``chosen``: the language that was chosen in it, "" as long as none was."""

    def __init__(self, memory: Memory, ordinary: str) -> None:
        self._memory = memory
        self._ordinary = ordinary
        self.chosen = ""

    def language(self, around: Surroundings) -> str:
        return self.chosen or around.value("call.language") or self._ordinary

    def value_of(self, around: Surroundings) -> ValueOf:
        """What the house knows cannot be set by a flow."""

        def value(name: str) -> str:
            if name == "call.language":
                return self.language(around)
            return around.value(name) if name in BUILT_IN else self._memory.variables.get(name, "")

        return value

    def say(self, around: Surroundings, prompts: Prompts) -> tuple[str, ...]:
        if not prompts:
            return ()
        return prompts_of(prompts, self.language(around), self.value_of(around))

    def fill(self, around: Surroundings, template: str) -> str:
        return fill(template, self.value_of(around))
