"""One run of a flow, walked alone: keys and answers in, steps out. No leg, no clock."""

from __future__ import annotations

from app.server.core.flow.around import Assumed
from app.server.core.flow.plan import (
    Flow,
    HangUp,
    Menu,
    Node,
    Prompts,
    Spoken,
    SpokenKind,
)
from app.server.core.flow.run import FlowRun
from app.server.core.flow.steps import (
    FlowOver,
    NodeLeft,
    Speak,
    Step,
)

BYE = HangUp(("goodbye",))


def text(template: str) -> Spoken:
    return Spoken(SpokenKind.TEXT, template)


class Walk:
    """One run and the steps that the last event brought."""

    def __init__(self, around: Assumed | None = None, /, **nodes: Node) -> None:
        self.around = around or Assumed()
        self.variables: dict[str, str] = {}
        self.run = FlowRun(Flow("f", next(iter(nodes)), nodes, version=3), self.variables)
        self.steps: list[Step] = self.run.start(self.around)

    def keys(self, keys: str) -> Walk:
        self.steps = [step for key in keys for step in self.run.digit(self.around, key)]
        return self

    def silence(self) -> Walk:
        self.steps = self.run.silence(self.around)
        return self

    def heard(self) -> Walk:
        self.steps = self.run.spoken(self.around)
        return self

    def told(self, result: str, **values: str) -> Walk:
        self.steps = self.run.told(self.around, result, values)
        return self

    @property
    def said(self) -> tuple[str, ...]:
        return tuple(name for step in self.steps if isinstance(step, Speak) for name in step.prompts)

    @property
    def exits(self) -> list[tuple[str, str]]:
        return [(step.node, step.exit) for step in self.steps if isinstance(step, NodeLeft)]

    @property
    def how(self) -> list[str]:
        return [step.how for step in self.steps if isinstance(step, FlowOver)]


def menu(prompts: Prompts = ("ask",), otherwise: str = "bye", tries: int = 3, **options: str) -> Menu:
    return Menu(
        prompts,
        {key.removeprefix("k"): node for key, node in options.items()},
        timeout_s=5,
        max_tries=tries,
        invalid="invalid-choice",
        no_input="no-input",
        otherwise=otherwise,
    )
