"""Types and rules of tickets as files over the API: written out, checked, put in force by administrators.

In:  the text of a YAML file. Out: everything that is wrong with it at once, or what is in force from then on.
A file with a fault changes nothing.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contracts.ticket_set_up import (
    RulesChecked,
    SetUpFault,
    SetUpFile,
    TicketRulesFile,
    TicketRulesView,
    TypesChecked,
)
from app.contracts.tickets import MacroView, TicketTypeView
from app.server.flows.files import parse_yaml
from app.server.security.audit import note_deed
from app.server.storage.tables import TicketMacroRow, TicketTypeRow
from app.server.storage.versions import FileChangedError, one_after_the_other, version_of
from app.server.tickets.by_itself_rules import TicketRules, check_rules, load_rules, rules_data, save_rules
from app.server.tickets.set_up_faults import of_yaml
from app.server.tickets.type_files import (
    TypeFile,
    as_data,
    faults_of,
    macro_data,
    put_files,
    read_types,
    twice,
)
from app.server.tickets.types import TypeBook, read_definition, type_of
from app.server.tickets.views import Reader

_TYPES_LOCK, _RULES_LOCK = 7328011, 7328012


class TicketSetUpFiles:
    """Every method works inside the caller's transaction; raises NotAllowedError."""

    def __init__(self, types: TypeBook) -> None:
        self._types = types

    # --- types ---------------------------------------------------------------------------------------

    def types_file(self, session: Session, reader: Reader) -> SetUpFile:
        """Those in force, in their order, each as it would be written."""
        reader.person.check_set_up()
        own = {row.code: row for row in session.scalars(select(TicketTypeRow))}
        data = [
            as_data(read_definition(own[code].definition) if code in own else _plain(kind.view))
            for code, kind in self._types.all(session).items()
        ]
        macros = [macro_data(each) for each in self._macros(session)]
        return _file({"types": data, "macros": macros} if macros else {"types": data})

    def _macros(self, session: Session) -> list[MacroView]:
        rows = session.scalars(
            select(TicketMacroRow)
            .where(TicketMacroRow.active.is_(True))
            .order_by(TicketMacroRow.position, TicketMacroRow.macro_id)
        )
        return [MacroView.model_validate(row.definition) for row in rows]

    def check_types(self, session: Session, reader: Reader, text: str) -> TypesChecked:
        reader.person.check_set_up()
        return self._checked(session, text)[0]

    def put_types(self, session: Session, reader: Reader, file: SetUpFile, now: datetime) -> TypesChecked:
        """All of the file or, with a fault in it, nothing. Raises FileChangedError."""
        reader.person.check_set_up()
        one_after_the_other(session, _TYPES_LOCK)
        _check_version(file, self.types_file(session, reader))
        checked, found = self._checked(session, file.text)
        if not checked.faults:
            put_files(session, found, reader.user_id, now)
            return checked.model_copy(update={"file": self.types_file(session, reader)})
        return checked

    def _checked(self, session: Session, text: str) -> tuple[TypesChecked, TypeFile]:
        found = TypeFile()
        faults = read_types(text, found)
        faults += twice(found)
        faults += faults_of(session, found)
        if not faults and not (found.types or found.macros or found.views or found.gone):
            faults = [SetUpFault(place="", zh="文件里没有工单类型", en="the file holds no types of tickets")]
        if faults:
            return TypesChecked(faults=faults), found
        before = {code: kind.view for code, kind in self._types.all(session).items()}
        after = [type_of(each).view for each in found.types]
        checked = TypesChecked(
            types=after,
            new=[each.code for each in after if each.code not in before],
            changed=[each.code for each in after if each.code in before and each != before[each.code]],
            macros=len(self._changed_macros(session, found)),
            views=len(found.views),
        )
        return checked, found

    def _changed_macros(self, session: Session, found: TypeFile) -> set[str]:
        present = {each.macro_id: each for each in self._macros(session)}
        changed = {each.macro_id for each in found.macros if present.get(each.macro_id) != each}
        return changed | (present.keys() & set(found.gone))

    # --- rules ---------------------------------------------------------------------------------------

    def rules_file(self, session: Session, reader: Reader) -> TicketRulesFile:
        reader.person.check_set_up()
        rules = load_rules(session)
        file = _file(rules_data(rules))
        return TicketRulesFile(rules=_rules_view(rules), text=file.text, version=file.version)

    def check_rules(self, reader: Reader, text: str) -> RulesChecked:
        reader.person.check_set_up()
        return _checked_rules(text)[0]

    def put_rules(self, session: Session, reader: Reader, file: SetUpFile, now: datetime) -> RulesChecked:
        """Raises FileChangedError."""
        reader.person.check_set_up()
        one_after_the_other(session, _RULES_LOCK)
        _check_version(file, _file(rules_data(load_rules(session))))
        checked, rules = _checked_rules(file.text)
        if rules is not None:
            save_rules(session, rules)
            note_deed(session, now, reader.user_id, "ticket-rules.set", "")
            return checked.model_copy(update={"file": _file(rules_data(rules))})
        return checked


def _checked_rules(text: str) -> tuple[RulesChecked, TicketRules | None]:
    data, defect = parse_yaml(text)
    if defect is not None:
        return RulesChecked(faults=[of_yaml("", defect)]), None
    rules, faults = check_rules(data)
    return RulesChecked(faults=faults, rules=_rules_view(rules) if rules else None), rules


def _rules_view(rules: TicketRules) -> TicketRulesView:
    return TicketRulesView.model_validate(rules_data(rules))


def _plain(view: TicketTypeView) -> TicketTypeView:
    """A type that has the usual states is written without them."""
    return view.model_copy(update={"states": [], "moves": []})


def _file(data: dict[str, Any]) -> SetUpFile:
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110)
    return SetUpFile(text=text, version=version_of(text))


def _check_version(wished: SetUpFile, present: SetUpFile) -> None:
    if wished.version and wished.version != present.version:
        raise FileChangedError(present.model_dump(mode="json"))
