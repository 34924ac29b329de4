"""What a flow remembers of its caller: variables, and secrets apart from them."""

from __future__ import annotations

from app.server.core.flow.templates import LONGEST_TEXT, Masked, ValueOf, fill, names_in

MOST_VARIABLES = 64
LONGEST_NAME = 64


class Memory:
    """``variables`` is the caller's: it outlives the flow. Secrets do not, and only ``Ask`` sees them."""

    def __init__(self, variables: dict[str, str] | None = None) -> None:
        self.variables = {} if variables is None else variables
        self._secrets: dict[str, str] = {}

    def set(self, name: str, value: str, secret: bool = False) -> None:
        """Kept as far as there is room; a name is either secret or not."""
        self.variables.pop(name, None) if secret else self._secrets.pop(name, None)
        where = self._secrets if secret else self.variables
        if name in where or (len(where) < MOST_VARIABLES and len(name) <= LONGEST_NAME):
            where[name] = value[:LONGEST_TEXT]

    def with_secrets(self, template: str, value_of: ValueOf) -> str:
        """Filled in for a system of the company."""
        filled = fill(template, lambda name: self._secrets.get(name) or value_of(name))
        return Masked(filled) if any(name in self._secrets for name in names_in(template)) else filled
