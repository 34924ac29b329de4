"""The tree of categories of knowledge: made, renamed, moved, deleted when empty; by who writes articles.

In:  the categories of the server, what is typed. Out: rows, a form; each change goes to the server by itself,
so that two people who change different ones lose nothing. Of the same one what only one of them changed comes
together; what both changed is said, and saved once she has seen it.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from app.contracts.colleagues import CallDirectory
from app.contracts.knowledge import CategoryView, NewCategory
from app.ui.messages import sentence
from app.ui.presenters.article_fields import indented
from app.ui.presenters.ports import Tasks, Trouble, Words

if TYPE_CHECKING:
    from app.ui.presenters.ports_knowledge import CategoriesCrm

TOP = ""
CHANGED = "file-changed"


@dataclass(frozen=True, slots=True)
class CategoryTyped:
    """``parent_id`` "": at the top."""

    zh: str = ""
    en: str = ""
    parent_id: str = TOP
    experts: tuple[str, ...] = ()


def typed_of(view: CategoryView) -> CategoryTyped:
    return CategoryTyped(view.name.zh, view.name.en, view.parent_id or TOP, tuple(view.experts))


@dataclass(frozen=True, slots=True)
class TreeRow:
    category_id: str
    name: str
    depth: int
    articles: int


@dataclass(frozen=True, slots=True)
class CategoryFace:
    """``form``: changes when it is to be filled anew. ``parents``: where it may stand. ``why_not_deleted``:
    "" where it may be."""

    form: int
    existing: bool
    heading: str
    typed: CategoryTyped
    parents: tuple[tuple[str, str], ...]
    colleagues: tuple[tuple[str, str], ...]
    why_not_deleted: str
    may_rise: bool
    may_sink: bool
    saving: bool
    trouble: str


@dataclass(frozen=True, slots=True)
class CategoriesFace:
    rows: tuple[TreeRow, ...]
    chosen: str
    category: CategoryFace | None
    text: str


class CategoriesEditView(Protocol):
    def open_categories(self) -> None: ...
    def show_categories(self, face: CategoriesFace) -> None: ...
    def close_categories(self) -> None: ...
    def say(self, text: str) -> None: ...


class CategoriesPresenter:
    """``known``: as the shelf has them. ``changed``: with how they are now."""

    def __init__(
        self,
        view: CategoriesEditView,
        words: Words,
        tasks: Tasks,
        crm: CategoriesCrm,
        known: Callable[[], list[CategoryView]],
        changed: Callable[[list[CategoryView]], None],
    ) -> None:
        self._view, self._words, self._tasks, self._crm = view, words, tasks, crm
        self._known, self._told = known, changed
        self._there: list[CategoryView] = []
        self._colleagues: tuple[tuple[str, str], ...] = ()
        self._open, self._writing, self._category_id, self._form = False, False, "", 0
        self._typed = self._opened = CategoryTyped()
        self._version = ""
        self._saving, self._trouble = False, ""

    def refresh(self) -> None:
        if self._open:
            self._show()

    def open(self, category_id: str = "") -> None:
        self._open, self._there = True, self._known()
        self._tasks.run("colleagues", self._crm.directory(), self._know, lambda _: None)
        self._view.open_categories()
        self._writing = False
        if category_id or self._there:
            self.choose(category_id or indented(self._there, self._words)[0][0].category_id)
        self._show()

    def close(self) -> None:
        if self._open:
            self._open = False
            self._view.close_categories()

    def _know(self, directory: CallDirectory) -> None:
        self._colleagues = tuple((each.agent_id, each.name) for each in directory.colleagues)
        self._form += 1
        self._show()

    # --- choosing and typing -------------------------------------------------------------------------

    def choose(self, category_id: str) -> None:
        found = self._one(category_id)
        if found is not None and not self._saving:
            self._begin(category_id, typed_of(found), found.version)

    def begin(self) -> None:
        """A new one, beside the chosen one."""
        if not self._saving:
            beside = self._one(self._category_id)
            self._begin("", CategoryTyped(parent_id=(beside.parent_id or TOP) if beside else TOP))

    def _begin(self, category_id: str, typed: CategoryTyped, version: str = "") -> None:
        self._writing, self._category_id, self._typed = True, category_id, typed
        self._opened, self._version = typed, version
        self._form, self._trouble = self._form + 1, ""
        self._show()

    def type(self, typed: CategoryTyped) -> None:
        if self._writing:
            self._typed, self._trouble = typed, ""
            self._show()

    # --- changing ------------------------------------------------------------------------------------

    def save(self) -> None:
        new = self._new(self._typed, None, self._version)
        if not new.zh:
            self._trouble = self._words("A category needs a name.")
            self._show()
            return
        if self._category_id:
            work = self._crm.change_category(self._category_id, new)
        else:
            work = self._crm.create_category(new)
        self._run(work, self._words("The category is saved."))

    def move(self, by: int) -> None:
        """Among those of the same parent, as it stands on the server."""
        present = self._one(self._category_id)
        if present is None:
            return
        beside = self._beside(present)
        place = beside.index(present) + by
        if 0 <= place < len(beside):
            new = self._new(typed_of(present), place, present.version)
            self._run(self._crm.change_category(present.category_id, new), "")

    def delete(self) -> None:
        if self._category_id:
            self._run(
                self._crm.delete_category(self._category_id), self._words("The category is gone."), gone=True
            )

    def _run(self, work: Coroutine[Any, Any, CategoryView], said: str, gone: bool = False) -> None:
        if self._saving:
            work.close()
            return
        self._saving, self._trouble = True, ""
        self._show()
        self._tasks.run(
            "category", self._change(work), lambda found: self._changed(*found, said, gone), self._failed
        )

    async def _change(
        self, work: Coroutine[Any, Any, CategoryView]
    ) -> tuple[CategoryView, list[CategoryView]]:
        made = await work
        return made, await self._crm.article_categories()

    def _changed(self, made: CategoryView, there: list[CategoryView], said: str, gone: bool) -> None:
        self._saving, self._there = False, there
        self._told(there)
        if said:
            self._view.say(said)
        if gone:
            self._writing, self._category_id = False, ""
            rows = indented(there, self._words)
            if rows:
                self.choose(rows[0][0].category_id)
        else:
            self.choose(made.category_id)
        self._show()

    def _failed(self, trouble: Trouble) -> None:
        self._saving, self._trouble = False, sentence(trouble, self._words)
        if trouble.error_id == CHANGED and trouble.present is not None and self._writing:
            self._meet(CategoryView.model_validate(trouble.present))
        self._show()

    def _meet(self, present: CategoryView) -> None:
        """Somebody else has saved this one. What she did not touch is theirs; what both changed is hers once
        she saves again."""
        w, theirs, mine, opened = self._words, typed_of(present), self._typed, self._opened
        names = {
            "zh": w("Name, Chinese"), "en": w("Name, English"), "parent_id": w("Stands below"),
            "experts": w("Experts: questions go to them"),
        }  # fmt: skip
        both, taken = list[str](), dict[str, Any]()
        for name in names:
            was, his, hers = getattr(opened, name), getattr(theirs, name), getattr(mine, name)
            if hers == was:
                taken[name] = his
            elif his not in (was, hers):
                both.append(f"{names[name]}: {self._shown(name, his)}")
        self._there = [present if each.category_id == present.category_id else each for each in self._there]
        self._told(self._there)
        self._begin(present.category_id, replace(mine, **taken), present.version)
        self._opened = theirs
        self._trouble = w(
            "Somebody else saved this category meanwhile; theirs is here now beside what you wrote."
        )
        if both:
            changed = w("Both changed – there it says {texts}.", texts=", ".join(both))
            self._trouble += f" {changed}"
        self._trouble += " " + w("Look at it and save again.")

    def _shown(self, name: str, value: Any) -> str:
        if name == "parent_id":
            above = self._one(str(value))
            return self._words.label(above.name) if above else self._words("At the top")
        if name == "experts":
            known = dict(self._colleagues)
            return ", ".join(known.get(each) or str(each) for each in value) or "–"
        return str(value) or "–"

    def _new(self, typed: CategoryTyped, place: int | None, version: str) -> NewCategory:
        zh, en = " ".join(typed.zh.split()), " ".join(typed.en.split())
        return NewCategory.model_construct(
            zh=zh[:120],
            en=en[:120],
            parent_id=typed.parent_id or None,
            place=place,
            experts=[*typed.experts],
            version=version,
        )

    # --- showing -------------------------------------------------------------------------------------

    def _one(self, category_id: str) -> CategoryView | None:
        return next((each for each in self._there if each.category_id == category_id), None)

    def _beside(self, present: CategoryView) -> list[CategoryView]:
        return [each for each in self._there if each.parent_id == present.parent_id]

    def _below(self, category_id: str) -> set[str]:
        found = {category_id}
        while more := {each.category_id for each in self._there if each.parent_id in found} - found:
            found |= more
        return found

    def _show(self) -> None:
        if not self._open:
            return
        w = self._words
        rows = tuple(
            TreeRow(
                each.category_id, w.label(each.name), (len(name) - len(name.lstrip())) // 4, each.articles
            )
            for each, name in indented(self._there, w)
        )
        text = "" if rows else w("No categories yet. Make the first one.")
        face = CategoriesFace(
            rows, self._category_id if self._writing else "", self._face() if self._writing else None, text
        )
        self._view.show_categories(face)

    def _face(self) -> CategoryFace:
        w, present = self._words, self._one(self._category_id)
        not_under = self._below(self._category_id) if self._category_id else set[str]()
        parents = [
            (each.category_id, name)
            for each, name in indented(self._there, w)
            if each.category_id not in not_under
        ]
        beside = self._beside(present) if present else []
        at = beside.index(present) if present else -1
        known = dict(self._colleagues)
        others = tuple((each, each) for each in self._typed.experts if each not in known)
        return CategoryFace(
            form=self._form,
            existing=bool(self._category_id),
            heading=w("Change the category") if self._category_id else w("New category"),
            typed=self._typed,
            parents=((TOP, w("At the top")), *parents),
            colleagues=(*self._colleagues, *others),
            why_not_deleted=self._why_not_deleted(present),
            may_rise=at > 0,
            may_sink=0 <= at < len(beside) - 1,
            saving=self._saving,
            trouble=self._trouble,
        )

    def _why_not_deleted(self, present: CategoryView | None) -> str:
        if present is None:
            return ""
        if any(each.parent_id == present.category_id for each in self._there):
            return self._words("There are categories below it: move or delete these first.")
        if present.articles:
            return self._words("There are articles in it: give them another category first.")
        return ""
