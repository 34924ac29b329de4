"""The base of every model on the wire."""

from __future__ import annotations

from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict

Item = TypeVar("Item")


class Wire(BaseModel):
    """Unknown fields are ignored, so that an older desktop can talk with a newer server."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Page(Wire, Generic[Item]):
    """One page of a list; ``next_cursor`` is None on the last one."""

    items: list[Item]
    next_cursor: str | None = None
