"""The entries that a customer's form is set up with (fields of the company's own, consents, suggested tags):
as they are typed, and put back into the whole. Pure.

In:  ``CustomerSetUp``, what was typed. Out: rows, typed entries, the set-up with one of them changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from app.contracts.customer_work import CustomerSetUp
from app.contracts.fields import FieldDefinition, FieldKind
from app.contracts.people import Label
from app.ui.presenters.ports import Words

What: TypeAlias = Literal["fields", "consents", "tags"]
KINDS: tuple[FieldKind, ...] = ("TEXT", "NUMBER", "DATE", "CHOICE", "CHOICES", "YES_NO")
WITH_CHOICES = ("CHOICE", "CHOICES")
LONGEST_CODE = 40


@dataclass(frozen=True, slots=True)
class ChoiceTyped:
    """``code`` "": a new one, which gets its code when it is saved."""

    zh: str = ""
    en: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class EntryTyped:
    """A tag has only ``zh``: what it says. ``code`` "": one is made of the name."""

    zh: str = ""
    en: str = ""
    code: str = ""
    kind: FieldKind = "TEXT"
    choices: tuple[ChoiceTyped, ...] = ()
    required: bool = False
    private: bool = False


def kind_word(kind: str, words: Words) -> str:
    return {
        "TEXT": words("A text"),
        "NUMBER": words("A number"),
        "DATE": words("A date"),
        "CHOICE": words("One of several"),
        "CHOICES": words("Several of several"),
        "YES_NO": words("Yes or no"),
    }.get(kind, kind)


def keys_of(set_up: CustomerSetUp, what: What) -> tuple[str, ...]:
    """In their order; retired fields are not among them."""
    if what == "fields":
        return tuple(each.code for each in set_up.fields)
    return tuple(each.code for each in set_up.consents) if what == "consents" else tuple(set_up.suggested)


def typed_of(set_up: CustomerSetUp, what: What, key: str) -> EntryTyped | None:
    """An entry as it stands, a retired field too."""
    if what == "tags":
        return EntryTyped(zh=key) if key in set_up.suggested else None
    if what == "consents":
        found = next((each for each in set_up.consents if each.code == key), None)
        return EntryTyped(found.zh, found.en, found.code) if found else None
    field = next((each for each in (*set_up.fields, *set_up.retired) if each.code == key), None)
    if field is None:
        return None
    choices = tuple(ChoiceTyped(each.zh, each.en, each.code) for each in field.choices)
    return EntryTyped(
        field.name.zh, field.name.en, field.code, field.kind, choices, field.required, field.private
    )


def with_entry(set_up: CustomerSetUp, what: What, key: str, typed: EntryTyped) -> tuple[CustomerSetUp, str]:
    """The whole with this entry in the place of ``key`` (last where that is not in the form), and its key."""
    typed = _with_codes(typed, "consent" if what == "consents" else "field", _codes(set_up, what))
    new_key = typed.zh if what == "tags" else typed.code
    keys = [*keys_of(set_up, what)]
    if key in keys:
        keys[keys.index(key)] = new_key
    else:
        keys.append(new_key)
    if what == "tags":
        return _changed(set_up, suggested=list(dict.fromkeys(keys))), new_key
    if what == "consents":
        consents = {each.code: each for each in set_up.consents}
        consents[new_key] = Label(code=new_key, zh=typed.zh, en=typed.en)
        return _changed(set_up, consents=[consents[each] for each in keys]), new_key
    fields = {each.code: each for each in set_up.fields}
    fields[new_key] = _field(typed)
    return _changed(set_up, fields=[fields[each] for each in keys]), new_key


def without_entry(set_up: CustomerSetUp, what: What, key: str) -> CustomerSetUp:
    if what == "tags":
        return _changed(set_up, suggested=[each for each in set_up.suggested if each != key])
    if what == "consents":
        return _changed(set_up, consents=[each for each in set_up.consents if each.code != key])
    return _changed(set_up, fields=[each for each in set_up.fields if each.code != key])


def with_retired(set_up: CustomerSetUp, key: str) -> CustomerSetUp:
    """A retired field is in the form again, last."""
    back = [each for each in set_up.retired if each.code == key]
    return _changed(set_up, fields=[*set_up.fields, *back])


def moved(set_up: CustomerSetUp, what: What, key: str, by: int) -> CustomerSetUp | None:
    """One place up or down; None where it stands at the end."""
    keys = keys_of(set_up, what)
    if key not in keys or not 0 <= keys.index(key) + by < len(keys):
        return None
    at = keys.index(key)
    if what == "tags":
        return _changed(set_up, suggested=_swapped(set_up.suggested, at, at + by))
    if what == "consents":
        return _changed(set_up, consents=_swapped(set_up.consents, at, at + by))
    return _changed(set_up, fields=_swapped(set_up.fields, at, at + by))


def _swapped(entries: Sequence[object], one: int, other: int) -> list[object]:
    found = [*entries]
    found[one], found[other] = found[other], found[one]
    return found


def _field(typed: EntryTyped) -> FieldDefinition:
    """Raises ValueError for a code that is none."""
    choices = [Label(code=each.code, zh=each.zh, en=each.en) for each in typed.choices]
    return FieldDefinition(
        code=typed.code,
        name=Label(code=typed.code, zh=typed.zh, en=typed.en),
        kind=typed.kind,
        choices=choices if typed.kind in WITH_CHOICES else [],
        required=typed.required,
        private=typed.private,
    )


def _with_codes(typed: EntryTyped, otherwise: str, taken: Iterable[str]) -> EntryTyped:
    """Without needless spaces; what has no code yet gets one."""
    typed = replace(typed, zh=" ".join(typed.zh.split()), en=" ".join(typed.en.split()))
    code = typed.code.strip() or made_code(typed.en, otherwise, taken)
    used = {each.code for each in typed.choices if each.code}
    choices: list[ChoiceTyped] = []
    for each in typed.choices:
        zh, en = " ".join(each.zh.split()), " ".join(each.en.split())
        if zh or en:
            made = each.code or made_code(en, "choice", used)
            used.add(made)
            choices.append(ChoiceTyped(zh, en, made))
    return replace(typed, code=code, choices=tuple(choices))


def made_code(name: str, otherwise: str, taken: Iterable[str]) -> str:
    """Of an English name: "Member until" is ``member_until``; one that is not taken."""
    slug = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")[:32].strip("_")
    base = slug if re.match(r"[a-z]", slug) else otherwise
    known, code, count = set(taken), base, 1
    while code in known:
        count += 1
        code = f"{base}_{count}"
    return code


def _codes(set_up: CustomerSetUp, what: What) -> set[str]:
    if what == "fields":
        return {each.code for each in (*set_up.fields, *set_up.retired)}
    return {each.code for each in set_up.consents}


def _changed(set_up: CustomerSetUp, **parts: object) -> CustomerSetUp:
    """As it is sent: tags that are only in use are not made suggestions."""
    after = set_up.model_copy(update=parts)
    return after.model_copy(update={"tags": after.suggested})
