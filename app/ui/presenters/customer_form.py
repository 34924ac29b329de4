"""The fields of a customer's form: made of his file and the company's set-up, read back as a change.

In:  ``CustomerView``, ``CustomerSetUp``, colleagues. Out: what is to be edited, what is wrong with what was
typed, and the ``CustomerChange`` of those fields that differ. Pure.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeAlias, cast

from app.contracts.customer_work import CustomerSetUp
from app.contracts.customers import CustomerChange, CustomerView, NumberChange
from app.contracts.fields import FieldDefinition, FieldValue
from app.ui.presenters.call import level_word
from app.ui.presenters.customer_face import OWN, consent_word
from app.ui.presenters.ports import Words

Typed: TypeAlias = str | tuple[str, ...]
FieldKind = Literal["TEXT", "LONG", "NUMBER", "MONEY", "DATE", "CHOICE", "CHOICES", "TAGS"]
CONSENT = "consent."
NUMBERS = "numbers"
LONGEST_NUMBER = 60
MOST = {"loyalty": 10**9, "value_cents": 10**13}
LEVELS = ("NORMAL", "SILVER", "GOLD", "VIP")
_LONGEST = {"name": 200, "region": 80, "email": 200, "address": 400, "note": 8000}


@dataclass(frozen=True, slots=True)
class FormField:
    """``value``: as in the file. ``masked``: it is shown in part only; typing into it replaces it."""

    code: str
    label: str
    kind: FieldKind
    value: Typed
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = False
    masked: bool = False
    longest: int = 400


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """``number_id``: of a known one, whose text is not changed; "" for a new one."""

    number_id: str
    text: str
    kind: str = ""


def form_fields(
    customer: CustomerView, set_up: CustomerSetUp, agents: tuple[tuple[str, str], ...], words: Words
) -> tuple[FormField, ...]:
    w, c, masked = words, customer, set(customer.masked)
    own_agent = (c.dedicated_agent_id, c.dedicated_agent_name)
    known = agents if not own_agent[0] or own_agent[0] in dict(agents) else (own_agent, *agents)
    levels = tuple((each, level_word(each, w)) for each in LEVELS)
    languages = (("zh", w("Chinese")), ("en", w("English")))
    fixed = (
        FormField("name", w("Name"), "TEXT", c.name, required=True),
        FormField("level", w("Level"), "CHOICE", c.level, levels),
        FormField("language", w("Language"), "CHOICE", c.language, languages),
        FormField("region", w("Place"), "TEXT", c.region),
        FormField("email", w("E-mail"), "TEXT", c.email),
        FormField("address", w("Address"), "TEXT", c.address),
        FormField("tags", w("Tags"), "TAGS", tuple(c.tags), tuple((tag, tag) for tag in set_up.tags)),
        FormField("value_cents", w("Value (¥)"), "MONEY", _money(c.value_cents)),
        FormField("loyalty", w("Points"), "NUMBER", str(c.loyalty) if c.loyalty else ""),
        FormField("dedicated_agent_id", w("Own agent"), "CHOICE", c.dedicated_agent_id, (("", "–"), *known)),
    )
    own = tuple(
        _own(each, c.fields.get(each.code), w)
        for each in sorted(set_up.fields, key=lambda each: (each.position, each.code))
    )
    states = (("", consent_word(None, w)), ("yes", consent_word(True, w)), ("no", consent_word(False, w)))
    consents = tuple(
        FormField(f"{CONSENT}{each.code}", w.label(each), "CHOICE", _yes_no(c.consent.get(each.code)), states)
        for each in set_up.consents
    )
    note = FormField("note", w("Remark"), "LONG", c.note)
    made = (*fixed, *own, *consents, note)
    return tuple(
        _with(each, masked=each.code in masked, longest=_LONGEST.get(each.code, 400)) for each in made
    )


def _with(field: FormField, masked: bool, longest: int) -> FormField:
    return FormField(
        field.code, field.label, field.kind, field.value, field.choices, field.required, masked, longest
    )


def _own(definition: FieldDefinition, value: FieldValue, words: Words) -> FormField:
    label = words.label(definition.name)
    choices = tuple((each.code, words.label(each)) for each in definition.choices)
    code, required = f"{OWN}{definition.code}", definition.required
    match definition.kind:
        case "CHOICES":
            listed = tuple(value) if isinstance(value, list) else ()
            return FormField(code, label, "CHOICES", listed, choices, required)
        case "CHOICE":
            return FormField(code, label, "CHOICE", _text(value), (("", "–"), *choices), required)
        case "YES_NO":
            answers = (("", "–"), ("yes", words("yes")), ("no", words("no")))
            state = value if isinstance(value, bool) else None
            return FormField(code, label, "CHOICE", _yes_no(state), answers, required)
        case "DATE" | "NUMBER" | "TEXT":
            return FormField(code, label, definition.kind, _text(value), (), required)


def typed_numbers(customer: CustomerView) -> tuple[TypedNumber, ...]:
    return tuple(
        TypedNumber(each.number_id, each.raw if each.raw and "*" in each.number else each.number, each.kind)
        for each in customer.numbers
    )


# --- what is wrong with what was typed -----------------------------------------------------------------


def wrong_fields(fields: tuple[FormField, ...], typed: dict[str, Typed], words: Words) -> dict[str, str]:
    """Code → what is wrong, of the fields that were changed."""
    found: dict[str, str] = {}
    for each in fields:
        if each.code not in typed:
            continue
        value = typed[each.code]
        text = value.strip() if isinstance(value, str) else ""
        if each.required and not (text or (isinstance(value, tuple) and value)):
            found[each.code] = words("This is needed.")
        elif each.kind in ("NUMBER", "MONEY") and text and number_of(text) is None:
            found[each.code] = words("Please write a number.")
        elif each.code in MOST and not 0 <= (number_of(text) or 0) <= MOST[each.code]:
            found[each.code] = words("This number is not possible here.")
        elif len(text) > each.longest:
            found[each.code] = words("This is too long.")
        elif each.kind == "DATE" and text and not _is_date(text):
            found[each.code] = words("Please write a date as 2026-11-21.")
        elif each.code == "email" and text and not each.masked and not _is_email(text):
            found[each.code] = words("This is no e-mail address.")
    return found


def number_of(text: str) -> float | None:
    try:
        number = float(text.replace(",", "").replace(",", "").removeprefix("¥"))
    except ValueError:
        return None
    return number if abs(number) < 1e13 else None


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_email(text: str) -> bool:
    before, at, after = text.partition("@")
    return bool(before and at and "." in after and " " not in text)


# --- what is sent --------------------------------------------------------------------------------------


def change_of(
    base: CustomerView,
    fields: tuple[FormField, ...],
    typed: dict[str, Typed],
    numbers: tuple[TypedNumber, ...] | None,
) -> CustomerChange:
    """Only what differs from ``base``. ``numbers`` None: as they were."""
    kinds = {each.code: each for each in fields}
    given: dict[str, Any] = {"version": base.version}
    own: dict[str, FieldValue] = {}
    consent: dict[str, bool | None] = {}
    for code, value in typed.items():
        field = kinds.get(code)
        if field is None:
            continue
        if code.startswith(OWN):
            own[code.removeprefix(OWN)] = _sent(field, value)
        elif code.startswith(CONSENT):
            consent[code.removeprefix(CONSENT)] = {"yes": True, "no": False}.get(str(value))
        elif code == "value_cents":
            given[code] = round((number_of(str(value)) or 0.0) * 100)
        elif code == "loyalty":
            given[code] = int(number_of(str(value)) or 0)
        else:
            given[code] = list(value) if isinstance(value, tuple) else value.strip()
    if own:
        given["fields"] = own
    if consent:
        given["consent"] = consent
    if numbers is not None:
        given[NUMBERS] = [
            NumberChange(
                number_id=each.number_id,
                raw="" if each.number_id else each.text.strip()[:LONGEST_NUMBER],
                kind=_kind(each.kind),
            )
            for each in numbers
            if each.number_id or each.text.strip()
        ]
    return CustomerChange(**given)


def _sent(field: FormField, value: Typed) -> FieldValue:
    if isinstance(value, tuple):
        return list(value)
    text = value.strip()
    if not text:
        return None
    if field.kind == "NUMBER":
        number = number_of(text) or 0.0
        return int(number) if number == int(number) else number
    if [code for code, _ in field.choices] == ["", "yes", "no"]:
        return text == "yes"
    return text


def _kind(kind: str) -> Literal["", "MOBILE", "HOME", "WORK", "OTHER"]:
    return kind if kind in ("MOBILE", "HOME", "WORK", "OTHER") else ""  # type: ignore[return-value]


def _money(cents: int) -> str:
    return f"{cents / 100:.2f}".removesuffix(".00") if cents else ""


def _yes_no(value: bool | None) -> str:
    return {True: "yes", False: "no", None: ""}[value]


def _text(value: FieldValue) -> str:
    if value is None or isinstance(value, list):
        return ""
    return str(value).removesuffix(".0") if isinstance(value, float) else str(value)


# --- as it is kept on the disk while it is typed ---------------------------------------------------------


def edit_text(typed: dict[str, Typed], numbers: tuple[TypedNumber, ...] | None) -> str:
    rows = None if numbers is None else [[each.number_id, each.text, each.kind] for each in numbers]
    return json.dumps({"typed": typed, "numbers": rows}, ensure_ascii=False)


def read_edit(text: str) -> tuple[dict[str, Typed], tuple[TypedNumber, ...] | None]:
    """What cannot be read counts as nothing typed."""
    try:
        content = cast("dict[str, Any]", json.loads(text))
        typed: dict[str, Typed] = {}
        for code, value in content["typed"].items():
            typed[code] = tuple(map(str, value)) if isinstance(value, list) else str(value)
        rows: Any = content["numbers"]
        return typed, None if rows is None else tuple(TypedNumber(*map(str, each)) for each in rows)
    except (ValueError, KeyError, AttributeError, TypeError):
        return {}, None
