"""What is typed into a form, on the disk with every key, and back when the form is opened again.

In:  the form's fields as a dataclass. Out: the same after the program was killed; None where nothing was
left, or where another version of the program left it.
"""

from __future__ import annotations

from typing import Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from app.ui.presenters.ports import Draft, Drafts

Fields = TypeVar("Fields")


class FormDraft(Generic[Fields]):
    def __init__(self, drafts: Drafts, kind: type[Fields]) -> None:
        self._drafts, self._kind = drafts, TypeAdapter(kind)

    def keep(self, name: str, fields: Fields) -> None:
        self._drafts.save(name, Draft(note=self._kind.dump_json(fields).decode()))

    def kept(self, name: str) -> Fields | None:
        draft = self._drafts.load(name)
        if draft is None:
            return None
        try:
            return self._kind.validate_json(draft.note)
        except ValidationError:
            return None

    def forget(self, name: str) -> None:
        self._drafts.forget(name)
