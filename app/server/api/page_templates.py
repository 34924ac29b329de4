"""Pages for customers, drawn on the server: templates, their words in both languages. Adapter around Jinja.

In:  the name of a template and its values; everything is escaped. Out: HTML.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

Language = Literal["zh", "en"]
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class PageTemplates:
    """Read once; a template that is wrong shows when it is first drawn, which a test does for all."""

    def __init__(self, folder: Path) -> None:
        words = yaml.safe_load((folder / "words.yaml").read_text(encoding="utf-8"))
        self._words: dict[str, tuple[str, str]] = {
            str(key): (str(both["zh"]), str(both["en"])) for key, both in words.items()
        }
        self._environment = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.style = (folder / "style.css").read_text(encoding="utf-8")

    def page(self, name: str, language: Language, **values: Any) -> str:
        return self._environment.get_template(name).render(
            language=language,
            t=self.speaker(language),
            at=lambda when: moment(when, language),
            size=size,
            **values,
        )

    def speaker(self, language: Language) -> Callable[[str], str]:
        """Words by key. Raises KeyError."""
        index = 1 if language == "en" else 0
        return lambda key: self._words[key][index]


def size(size_bytes: int) -> str:
    """ "340 KB", "2.4 MB", as people read it."""
    if size_bytes < 1_000_000:
        return f"{max(1, round(size_bytes / 1000))} KB"
    return f"{size_bytes / 1_000_000:.1f} MB"


def moment(at: datetime, language: str) -> str:
    """In the time zone of the server, as everything that people read."""
    here = at.astimezone()
    if language == "en":
        return f"{here.day} {_MONTHS[here.month - 1]} {here.year}, {here:%H:%M}"
    return f"{here.year}年{here.month}月{here.day}日 {here:%H:%M}"
