"""Where in a flow something is read, and the list of what is wrong there."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.server.flows.model import Defect

LONGEST_SHOWN = 240


@dataclass(frozen=True, slots=True)
class Place:
    """``node`` "": the flow itself. All places of one flow share the list."""

    defects: list[Defect]
    node: str = ""
    field: str = ""

    def at(self, field: str) -> Place:
        return replace(self, field=f"{self.field}.{field}" if self.field else field)

    def report(self, code: str, *values: object) -> None:
        shown = tuple(_short(value) for value in values)
        self.defects.append(Defect(code, self.node, self.field, shown))


def _short(value: object) -> str:
    """No longer than a line, without what would disturb a terminal."""
    text = value if isinstance(value, str) else str(value)
    text = "".join(character if character.isprintable() else "·" for character in text)
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"
