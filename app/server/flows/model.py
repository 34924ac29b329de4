"""What checking a flow takes and gives: what there is to name, what is wrong, and the flow.

A ``Defect`` has a stable code; its sentences, in both languages, stand in ``words``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.server.core.flow.plan import Flow
from app.server.flows.words import SENTENCES

LANGUAGES = ("zh", "en")


class FlowError(Exception):
    """What was asked cannot be done with this flow; the text says why."""

    error_id = "flow"


@dataclass(frozen=True, slots=True)
class Defect:
    """``node`` "": of the flow as a whole. ``field``: which of the node's, "" for the node itself."""

    code: str
    node: str
    field: str = ""
    values: tuple[str, ...] = ()

    @property
    def grave(self) -> bool:
        """The flow cannot even be run; the others are faults of its author."""
        return SENTENCES[self.code].grave

    def reason(self, language: str) -> str:
        return SENTENCES[self.code].reason(language).format(*self.values)

    def hint(self, language: str) -> str:
        return SENTENCES[self.code].hint(language).format(*self.values)

    def place(self, language: str) -> str:
        if not self.node:
            place = "整个流程" if language == "zh" else "the flow"
        else:
            place = f"节点 {self.node}" if language == "zh" else f"node {self.node}"
        return f"{place}, {self.field}" if self.field else place


@dataclass(frozen=True, slots=True)
class Known:
    """What a flow may name. None: not known here, so not checked.

    ``prompts``: full names ("zh/welcome"). ``systems``: operations by system. ``flows``: the others.
    """

    queues: Collection[str] | None = None
    flows: Mapping[str, Flow] | None = None
    hours: Collection[str] | None = None
    prompts: Collection[str] | None = None
    systems: Mapping[str, Collection[str]] | None = None
    skills: Collection[str] | None = None


@dataclass(frozen=True, slots=True)
class Extras:
    """What only the checker needs to know of a flow.

    ``expects``: variables that the calling flow sets. ``secret_for``: systems that may be sent the secret,
    by collecting node.
    """

    expects: frozenset[str] = frozenset()
    secret_for: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])


@dataclass(frozen=True, slots=True)
class Checked:
    """``flow`` is None where it cannot be run at all."""

    flow: Flow | None
    defects: tuple[Defect, ...]

    @property
    def ok(self) -> bool:
        return self.flow is not None and not self.defects


@dataclass(frozen=True, slots=True)
class FlowFile:
    """A flow as it stands in a file or in the database; ``definition`` is {language, start, nodes, …}."""

    flow_id: str
    name_zh: str
    name_en: str
    definition: Mapping[str, Any]
