"""Recordings of the company's own."""

from __future__ import annotations

from datetime import datetime

from app.contracts.base import Wire


class PromptView(Wire):
    """``language``: "zh", "en" or "music"; flows name it "zh/name" or "name"."""

    language: str
    name: str
    size_bytes: int
    changed_at: datetime


class PromptsView(Wire):
    items: list[PromptView]
