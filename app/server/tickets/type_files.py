"""Types of tickets, macros and shared lists as YAML files: read, checked, written.

In:  files with ``types``, ``macros`` and ``views``. Out: definitions as on the wire, and everything that is
wrong, each with its place. Without ``states`` a type has the usual ones.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeVar, cast

from pydantic import ValidationError
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from app.contracts.ticket_set_up import SetUpFault
from app.contracts.tickets import MacroView, TicketQuery, TicketTypeView
from app.server.flows.files import parse_yaml
from app.server.storage.tables import Ticket, TicketMacroRow, TicketViewRow
from app.server.tickets.model import TicketTypeError
from app.server.tickets.set_up import defects_of, put_types
from app.server.tickets.set_up_faults import MOST_FAULTS, line_of, no_list, of_pydantic, of_yaml, unknown

SAMPLE_FOLDER: Final = "sample/tickets"
_NAMESPACE: Final = uuid.UUID("6f1b5c0e-5f0a-4c52-9a3e-2f9c0a7d4009")
_KNOWN: Final = {
    "code", "zh", "en", "department", "skill", "hours", "fields", "checklist", "templates", "promises",
    "states", "moves", "tell_customer", "active",
}  # fmt: skip
_LISTS: Final = ("fields", "checklist", "templates", "states", "moves")
_PARTS: Final = ("types", "macros", "views")
Made = TypeVar("Made")


@dataclass(slots=True)
class TypeFile:
    types: list[TicketTypeView] = field(default_factory=list[TicketTypeView])
    macros: list[MacroView] = field(default_factory=list[MacroView])
    views: list[tuple[str, TicketQuery]] = field(default_factory=list[tuple[str, TicketQuery]])
    gone: list[str] = field(default_factory=list[str])  # macros


def read_type_files(paths: Sequence[Path]) -> TypeFile:
    """All of them together. Raises TicketTypeError with all that is wrong, OSError."""
    found, lines = TypeFile(), list[str]()
    for path in paths:
        faults = read_types(path.read_text("utf-8", errors="replace"), found)
        lines += [f"{path.name}: {line_of(each)}" for each in faults]
    lines += map(line_of, twice(found))
    if lines:
        raise TicketTypeError("\n".join(lines))
    return found


def read_types(text: str, found: TypeFile) -> list[SetUpFault]:
    """What is sound is added to ``found``; the rest is said."""
    data, defect = parse_yaml(text)
    if defect is not None:
        return [of_yaml("", defect)]
    if data is not None and not isinstance(data, dict):
        return [SetUpFault(place="", zh="文件里没有工单类型", en="the file holds no types of tickets")]
    content = _fields(data)
    faults = [*unknown("", content.keys() - set(_PARTS)), *_not_lists("", content, _PARTS)]
    for index, each in enumerate(_list(content.get("types"))):
        place = str(each.get("code") or f"types[{index}]")
        faults += unknown(place, each.keys() - _KNOWN)
        faults += _not_lists(place, each, _LISTS)
        faults += _take(found.types, place, lambda each=each: _type(each))
    for index, each in enumerate(_list(content.get("macros"))):
        place = str(each.get("id") or f"macros[{index}]")
        if each.pop("active", True) is False:
            found.gone.append(place)
            continue
        faults += _take(found.macros, place, lambda each=each: _macro(each))
    for index, each in enumerate(_list(content.get("views"))):
        place = str(each.get("zh") or each.get("en") or f"views[{index}]")
        faults += _take(found.views, place, lambda each=each: _view(each))
    return faults[:MOST_FAULTS]


def twice(found: TypeFile) -> list[SetUpFault]:
    codes = [each.code for each in found.types]
    return [
        SetUpFault(place=code, zh=f"{code} 出现了两次", en=f"{code} is there twice")
        for code in dict.fromkeys(codes)
        if codes.count(code) > 1
    ]


def faults_of(session: Session, found: TypeFile) -> list[SetUpFault]:
    """Of definitions that can be read: whether they would work here."""
    return [
        SetUpFault(place=f"{view.code}.{defect.place}", zh=defect.reason("zh"), en=defect.reason("en"))
        for view in found.types
        for defect in defects_of(session, view)
    ][:MOST_FAULTS]


def check_files(session: Session, found: TypeFile) -> None:
    """Raises TicketTypeError with a line in both languages for each fault."""
    if faults := faults_of(session, found):
        raise TicketTypeError("\n".join(map(line_of, faults)))


def put_files(session: Session, found: TypeFile, by: str, now: datetime) -> None:
    """All or nothing, inside a write transaction. Raises TicketTypeError."""
    check_files(session, found)
    put_types(session, found.types, by, now)
    for position, macro in enumerate(found.macros):
        session.merge(
            TicketMacroRow(
                macro_id=macro.macro_id,
                definition=macro.model_dump(mode="json"),
                position=position,
                active=True,
            )
        )
    session.execute(delete(TicketMacroRow).where(TicketMacroRow.macro_id.in_(found.gone)))
    for position, (name, query) in enumerate(found.views):
        session.merge(
            TicketViewRow(
                view_id=uuid.uuid5(_NAMESPACE, name).hex,
                owner_id=by,
                name=name,
                query=query.model_dump(mode="json", exclude_defaults=True),
                shared=True,
                position=position,
            )
        )
    session.flush()


def load_sample_types(session: Session, resources_dir: Path, now: datetime) -> None:
    """Of the sample company; its tickets belong to the departments of their types from then on."""
    found = read_type_files(sorted((resources_dir / SAMPLE_FOLDER).glob("*.yaml")))
    put_files(session, found, "sample", now)
    for view in found.types:
        here = update(Ticket).where(Ticket.type == view.code, Ticket.department == "")
        session.execute(here.values(department=view.department))


def as_data(view: TicketTypeView) -> dict[str, Any]:
    """A type as it stands in a file."""
    whole = view.model_dump(mode="json")
    data: dict[str, Any] = {"code": view.code, "zh": view.name.zh, "en": view.name.en}
    if view.hours_id:
        data["hours"] = view.hours_id
    for name in ("department", "skill"):
        if whole[name]:
            data[name] = whole[name]
    for name in ("tell_customer", "active"):
        if not whole[name]:
            data[name] = False
    for name in ("fields", "states"):
        if whole[name]:
            data[name] = [_flat(each) for each in whole[name]]
    if whole["moves"]:
        data["moves"] = [
            {"from": each.pop("from_state"), "to": each.pop("to_state"), **_flat(each, "code")}
            for each in whole["moves"]
        ]
    for name in ("checklist", "templates"):
        if whole[name]:
            data[name] = [_flat(each, "code") for each in whole[name]]
    if whole["promises"]:
        data["promises"] = {
            each.pop("priority"): {name: value for name, value in each.items() if value is not None}
            for each in whole["promises"]
        }
    return data


def macro_data(view: MacroView) -> dict[str, Any]:
    """A macro as it stands in a file."""
    return _flat({"id": view.macro_id, **view.model_dump(mode="json", exclude={"macro_id"})}, "code")


def _flat(each: dict[str, Any], *without: str) -> dict[str, Any]:
    """Names beside the rest; what is not set is left out."""
    name: dict[str, Any] = each.pop("name", {})
    named = {key: name[key] for key in ("code", "zh", "en") if key in name}
    rest = {key: value for key, value in each.items() if value not in ("", [], False, 0, None)}
    return {key: value for key, value in {**named, **rest}.items() if key not in without}


def _take(found: list[Made], place: str, make: Callable[[], Made]) -> list[SetUpFault]:
    try:
        found.append(make())
    except ValidationError as error:
        return list(of_pydantic(place, error))
    return []


def _not_lists(place: str, data: dict[str, Any], names: Sequence[str]) -> list[SetUpFault]:
    """What would otherwise be taken for nothing."""
    wrong = [name for name in names if data.get(name) is not None and not isinstance(data[name], list)]
    return [no_list(f"{place}.{name}" if place else name) for name in wrong]


def _type(data: dict[str, Any]) -> TicketTypeView:
    return TicketTypeView.model_validate(
        {
            "code": data.get("code"),
            "name": _name(data),
            "fields": [
                {
                    **each,
                    "name": _name(each),
                    "choices": [_name(choice) for choice in _list(each.get("choices"))],
                }
                for each in _list(data.get("fields"))
            ],
            "states": [{**each, "name": _name(each)} for each in _list(data.get("states"))],
            "moves": [
                {
                    **each,
                    "from_state": each.get("from"),
                    "to_state": each.get("to"),
                    "name": _name({**each, "code": f"{each.get('from')}-{each.get('to')}"}),
                }
                for each in _list(data.get("moves"))
            ],
            "checklist": [
                _name({**each, "code": str(index)}) for index, each in enumerate(_list(data.get("checklist")))
            ],
            "templates": [
                {**each, "name": _name({**each, "code": str(index)})}
                for index, each in enumerate(_list(data.get("templates")))
            ],
            "promises": [
                {"priority": priority, **_fields(minutes)}
                for priority, minutes in _fields(data.get("promises")).items()
            ],
            "department": data.get("department") or "",
            "skill": data.get("skill") or "",
            "hours_id": data.get("hours") or "",
            "tell_customer": data.get("tell_customer", True),
            "active": data.get("active", True),
        }
    )


def _macro(data: dict[str, Any]) -> MacroView:
    name = _name({**data, "code": data.get("id")})
    return MacroView.model_validate({**data, "macro_id": data.get("id"), "name": name})


def _view(data: dict[str, Any]) -> tuple[str, TicketQuery]:
    return str(data.get("zh") or data.get("en") or ""), TicketQuery.model_validate(_fields(data.get("query")))


def _name(data: dict[str, Any]) -> dict[str, Any]:
    return {"code": data.get("code"), "zh": data.get("zh") or "", "en": data.get("en") or ""}


def _fields(data: object) -> dict[str, Any]:
    return dict(cast("dict[str, Any]", data)) if isinstance(data, dict) else {}


def _list(data: object) -> list[dict[str, Any]]:
    return [_fields(each) for each in cast("list[Any]", data)] if isinstance(data, list) else []
