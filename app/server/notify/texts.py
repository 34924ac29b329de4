"""The words of notices, in both languages: data files that come with the program, and the company's own.

In:  a template's name, a language, values. Out: title and text.
``{name}`` becomes the value ``name``, or ``name_zh`` / ``name_en`` where that is given. A part in [brackets]
is left out where one of its values is empty or 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast

from sqlalchemy.orm import Session

from app.contracts.notice_texts import MOST_CHARS, fault_of, render
from app.server.flows.files import parse_yaml
from app.server.live_port import Language
from app.server.notify.model import ChannelSetUpError
from app.server.storage.tables import NoticeTemplateRow

LANGUAGES: tuple[Language, ...] = ("zh", "en")
LONGEST_VALUE, LONGEST_TITLE, LONGEST_TEXT = 1000, 200, 2000


@dataclass(frozen=True, slots=True)
class Words:
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Template:
    """``codes``: value → what it is called in each language."""

    name: str
    to: Literal["user", "customer"]
    label: Mapping[Language, str]
    values: frozenset[str]
    words: Mapping[Language, Words]
    codes: Mapping[str, Mapping[str, Mapping[Language, str]]] = field(
        default_factory=dict[str, Mapping[str, Mapping[Language, str]]]
    )


class NoticeTexts:
    """All templates. Raises ChannelSetUpError for files that are not sound."""

    def __init__(self, folder: Path) -> None:
        self._templates: dict[str, Template] = {}
        for path in sorted(folder.glob("*.yaml")):
            for template in read_templates(path.read_text("utf-8"), path.name):
                self._templates[template.name] = template

    def __iter__(self) -> Iterator[Template]:
        return iter(self._templates.values())

    def get(self, name: str) -> Template | None:
        return self._templates.get(name)

    def words(self, session: Session, name: str, language: Language, values: Mapping[str, str]) -> Words:
        """Rendered; of a template that nobody wrote, what the values say by themselves."""
        template = self._templates.get(name)
        if template is None:
            return Words(clean(values.get("title") or name), clean(values.get("text", "")))
        words = template.words[language]
        own = session.get(NoticeTemplateRow, (name, language))
        if own is not None:
            words = Words(own.title or words.title, own.text or words.text)
        known = _in_language(template, language, values)
        title = " ".join(render(words.title, known).split())
        return Words(title[:LONGEST_TITLE], render(words.text, known)[:LONGEST_TEXT])

    def check_own(self, name: str, title: str, text: str) -> None:
        """Words of the company's own. Raises ChannelSetUpError."""
        template = self._templates.get(name)
        if template is None:
            raise ChannelSetUpError(f"There is no template {name}.")
        check_text(f"{name}: title", title, template.values)
        check_text(f"{name}: text", text, template.values)


def clean(value: str) -> str:
    """Without what could break a header or a line, and not endless."""
    kept = "".join(each if each.isprintable() else " " if each in "\n\t\r" else "" for each in value)
    return kept.strip()[:LONGEST_VALUE]


def _in_language(template: Template, language: Language, values: Mapping[str, str]) -> dict[str, str]:
    known: dict[str, str] = {}
    for name in template.values:
        value = values.get(f"{name}_{language}") or values.get(name) or ""
        names = template.codes.get(name, {}).get(value)
        known[name] = names[language] if names else clean(value)
    return known


# --- files ---


def read_templates(text: str, where: str) -> list[Template]:
    """Raises ChannelSetUpError."""
    data, defect = parse_yaml(text)
    if defect is not None:
        raise ChannelSetUpError(f"{where}: {defect.reason('en')}.")
    return [_template(name, _names(each, f"{where}, {name}")) for name, each in _names(data, where).items()]


def check_text(where: str, text: str, allowed: frozenset[str]) -> None:
    """Raises ChannelSetUpError."""
    fault, word = fault_of(text, allowed)
    if fault == "too-long":
        raise ChannelSetUpError(f"{where} is longer than {MOST_CHARS} characters.")
    if fault == "no-such-value":
        known = ", ".join(sorted(allowed))
        raise ChannelSetUpError(f"{where}: there is no value {{{word}}}; there are {known}.")
    if fault:
        raise ChannelSetUpError(
            f"{where}: braces and brackets go in pairs, and brackets not inside each other."
        )


def _template(name: str, data: Mapping[str, Any]) -> Template:
    to, values = data.get("to"), data.get("values")
    if to not in ("user", "customer") or not isinstance(values, list):
        raise ChannelSetUpError(f"{name}: it needs to (user or customer) and a list of values.")
    allowed = frozenset(str(each) for each in cast("list[Any]", values))
    words: dict[Language, Words] = {}
    for language in LANGUAGES:
        said = _names(data.get(language), f"{name}, {language}")
        title, text = str(said.get("title") or ""), str(said.get("text") or "")
        if not title or not text:
            raise ChannelSetUpError(f"{name}, {language}: it needs title and text.")
        check_text(f"{name}, {language}: title", title, allowed)
        check_text(f"{name}, {language}: text", text, allowed)
        words[language] = Words(title, text)
    label = _both(data.get("name") or {"zh": name, "en": name}, name)
    codes = {
        value: {str(code): _both(said, f"{name}, {value}") for code, said in _names(each, name).items()}
        for value, each in _names(data.get("words") or {}, name).items()
    }
    return Template(name, to, label, allowed, words, codes)


def _both(data: object, where: str) -> Mapping[Language, str]:
    names = _names(data, where)
    if not all(names.get(language) for language in LANGUAGES):
        raise ChannelSetUpError(f"{where}: it needs zh and en.")
    return {language: str(names[language]) for language in LANGUAGES}


def _names(data: object, where: str) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise ChannelSetUpError(f"{where}: names with values are expected.")
    return {str(name): value for name, value in cast("Mapping[Any, Any]", data).items()}
