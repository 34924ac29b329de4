"""What notices say, changed by administrators: the company's own words, seen with an example before use.

In:  all texts of the server, what is typed. Out: rows, a form that says at once what would not work and how
it would be read. What is typed is on the disk; of two who change the same one the second sees the first's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from app.contracts.notice_texts import (
    MOST_CHARS,
    NoticeTextView,
    NoticeTextWish,
    NoticeWords,
    fault_of,
    render,
)
from app.ui.messages import sentence
from app.ui.presenters.desk import Desk, ServerLine
from app.ui.presenters.form_draft import FormDraft
from app.ui.presenters.notice_samples import sample, sample_label
from app.ui.presenters.pages import ListState
from app.ui.presenters.ports import Drafts, Tasks, Trouble, Words
from app.ui.presenters.store import DeskStore

CHANGED, TEST = "file-changed", "channel.test"
LONGEST_TITLE = 200
FIELDS = ("zh_title", "zh_text", "en_title", "en_text")


class NoticeTextsCrm(Protocol):
    async def notice_texts(self) -> list[NoticeTextView]: ...
    async def put_notice_text(self, template: str, wish: NoticeTextWish) -> NoticeTextView: ...


@dataclass(frozen=True, slots=True)
class TextTyped:
    """ "" stands for the program's words."""

    zh_title: str = ""
    zh_text: str = ""
    en_title: str = ""
    en_text: str = ""


@dataclass(frozen=True, slots=True)
class TextRow:
    template: str
    name: str
    to: str
    own: bool


@dataclass(frozen=True, slots=True)
class TextFormFace:
    """``form``: changes when it is to be filled anew. ``usual``: stands where nothing else is typed.
    ``read``: how each is read, with an example. ``values``: names and examples. ``faults``: what would not
    work."""

    form: int
    template: str
    heading: str
    to: str
    typed: TextTyped
    usual: TextTyped
    read: TextTyped
    values: tuple[tuple[str, str], ...]
    faults: tuple[str, ...]
    said: str
    good: bool
    may_save: bool
    may_reset: bool
    changed: bool
    saving: bool


@dataclass(frozen=True, slots=True)
class NoticeTextsFace:
    rows: tuple[TextRow, ...]
    state: ListState
    text: str
    chosen: TextFormFace | None
    offline: bool


class NoticeTextsView(Protocol):
    def show_texts(self, face: NoticeTextsFace) -> None: ...


class NoticeTextsPresenter:
    def __init__(
        self,
        view: NoticeTextsView,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        crm: NoticeTextsCrm,
        drafts: Drafts,
    ) -> None:
        self._view, self._store, self._words = view, store, words
        self._tasks, self._crm, self._draft = tasks, crm, FormDraft(drafts, TextTyped)
        self._texts: list[NoticeTextView] | None = None
        self._trouble: Trouble | None = None
        self._chosen, self._form = "", 0
        self._typed = TextTyped()
        self._said, self._good, self._saving = "", True, False
        self._shown: NoticeTextsFace | None = None
        store.listen(self._desk_changed)

    # --- life ------------------------------------------------------------------------------------

    def page_shown(self, shown: bool) -> None:
        if shown:
            self.load()

    def refresh(self) -> None:
        self._shown = None
        self._show()

    def load(self) -> None:
        self._trouble = None
        self._show()
        self._tasks.run("notice-texts", self._crm.notice_texts(), self._take, self._lost)

    def _desk_changed(self, before: Desk, after: Desk) -> None:
        if before.server is not after.server:
            if after.server is ServerLine.UP and self._texts is not None:
                self.load()
            self._show()

    def _take(self, texts: list[NoticeTextView]) -> None:
        """What is being typed stays, and is still a change of what was read."""
        changed, was = self._changed, self._text
        texts = sorted(texts, key=lambda each: (each.template == TEST, each.to != "customer", each.template))
        if changed and was is not None:
            texts = [was if each.template == was.template else each for each in texts]
        self._texts, self._trouble = texts, None
        if self._text is None and texts:
            self._begin(texts[0].template)
        elif not changed and self._text is not None:
            self._fill(own_of(self._text))
        self._show()

    def _lost(self, trouble: Trouble) -> None:
        self._trouble = trouble
        self._show()

    @property
    def _text(self) -> NoticeTextView | None:
        return next((each for each in self._texts or () if each.template == self._chosen), None)

    @property
    def _changed(self) -> bool:
        return self._text is not None and self._typed != own_of(self._text)

    # --- wishes ----------------------------------------------------------------------------------

    def choose(self, template: str) -> None:
        """What was typed in another one is there again when that one is chosen."""
        if template != self._chosen and not self._saving:
            self._begin(template)
            self._show()

    def _begin(self, template: str) -> None:
        self._chosen, self._said = template, ""
        text = self._text
        if text is None:
            return
        kept = self._draft.kept(_name(template))
        self._fill(kept or own_of(text))
        if kept is not None and kept != own_of(text):
            self._said, self._good = (
                self._words("What you were writing is back. It has not been saved yet."),
                True,
            )

    def _fill(self, typed: TextTyped) -> None:
        self._typed, self._form = typed, self._form + 1

    def type(self, typed: TextTyped) -> None:
        """As the fields stand; the program's words are none of the company's own."""
        if self._text is None:
            return
        usual = usual_of(self._text)
        typed = TextTyped(*("" if getattr(typed, name) == getattr(usual, name) else getattr(typed, name)
                            for name in FIELDS))  # fmt: skip
        if typed == self._typed:
            return
        self._typed, self._said = typed, ""
        self._keep()
        self._show()

    def _keep(self) -> None:
        if self._changed:
            self._draft.keep(_name(self._chosen), self._typed)
        else:
            self._draft.forget(_name(self._chosen))

    def discard(self) -> None:
        """Back to what is in force."""
        if self._text is not None and not self._saving:
            self._draft.forget(_name(self._chosen))
            self._said = ""
            self._fill(own_of(self._text))
            self._show()

    def reset(self) -> None:
        """To the program's words; in force once it is saved."""
        if not self._saving:
            self._fill(TextTyped())
            self._keep()
            self._said, self._good = self._words("These are the program's words. Save to use them."), True
            self._show()

    def save(self) -> None:
        text = self._text
        if text is None or self._saving or not self._changed or self._faults(text):
            return
        if self._store.desk.server is not ServerLine.UP:
            self._say(self._words("Not without the server: nothing has been changed."), good=False)
            return
        self._saving = True
        self._say(self._words("Saving…"), good=True)
        t = self._typed
        wish = NoticeTextWish(
            zh=NoticeWords(title=t.zh_title, text=t.zh_text),
            en=NoticeWords(title=t.en_title, text=t.en_text),
            version=text.version,
        )
        self._tasks.run(
            "put-text", self._crm.put_notice_text(text.template, wish), self._saved, self._not_saved
        )

    def _saved(self, text: NoticeTextView) -> None:
        self._saving = False
        self._put(text)
        self._draft.forget(_name(text.template))
        self._fill(own_of(text))
        self._say(self._words("Saved. The next message says it like this."), good=True)

    def _not_saved(self, trouble: Trouble) -> None:
        self._saving = False
        said = sentence(trouble, self._words)
        if trouble.error_id == CHANGED and trouble.present is not None and self._text is not None:
            said = self._meet(NoticeTextView.model_validate(trouble.present))
        self._say(said, good=False)

    def _meet(self, present: NoticeTextView) -> str:
        """Somebody else saved it: what she did not touch is theirs, what both changed is said."""
        w, text = self._words, self._text
        was, theirs, mine = own_of(text) if text else TextTyped(), own_of(present), self._typed
        both, taken = list[str](), dict[str, str]()
        for field in FIELDS:
            old, his, hers = getattr(was, field), getattr(theirs, field), getattr(mine, field)
            if hers == old:
                taken[field] = his
            elif his not in (old, hers):
                both.append(his or w("(the program's words)"))
        self._put(present)
        self._fill(replace(mine, **taken))
        self._keep()
        said = w("Somebody else changed this meanwhile. What you typed is kept.")
        if both:
            theirs_said = " / ".join(f"“{each}”" for each in both)
            said += " " + w("Both changed – there it says {texts}.", texts=theirs_said)
        return said + " " + w("Look at it and save again.")

    def _put(self, text: NoticeTextView) -> None:
        self._texts = [text if each.template == text.template else each for each in self._texts or ()]

    def _say(self, said: str, good: bool) -> None:
        self._said, self._good = said, good
        self._show()

    # --- showing ---------------------------------------------------------------------------------

    def _faults(self, text: NoticeTextView) -> tuple[str, ...]:
        w, t, found = self._words, self._typed, list[str]()
        for name, said, most in (
            (w("Title, Chinese"), t.zh_title, LONGEST_TITLE), (w("Text, Chinese"), t.zh_text, MOST_CHARS),
            (w("Title, English"), t.en_title, LONGEST_TITLE), (w("Text, English"), t.en_text, MOST_CHARS),
        ):  # fmt: skip
            fault, word = fault_of(said, text.values)
            if len(said) > most:
                found.append(w("{field}: at most {count} characters.", field=name, count=most))
            elif fault == "no-such-value":
                found.append(w("{field}: there is no value {value}.", field=name, value=f"{{{word}}}"))
            elif fault:
                found.append(w("{field}: braces and brackets go in pairs.", field=name))
        return tuple(found)

    def _show(self) -> None:
        w, texts = self._words, self._texts or []
        if texts:
            state, text = ListState.ROWS, ""
        elif self._trouble:
            state, text = ListState.ERROR, sentence(self._trouble, w)
        elif self._texts is None:
            state, text = ListState.LOADING, w("Loading the texts…")
        else:
            state, text = ListState.EMPTY, w("There are no texts.")
        chosen = self._text
        face = NoticeTextsFace(
            rows=tuple(
                TextRow(each.template, w.label(each.name), self._to(each), own_of(each) != TextTyped())
                for each in texts
            ),
            state=state,
            text=text,
            chosen=self._face(chosen) if chosen is not None else None,
            offline=self._store.desk.server is not ServerLine.UP,
        )
        if face != self._shown:
            self._shown = face
            self._view.show_texts(face)

    def _to(self, text: NoticeTextView) -> str:
        return self._words("To customers") if text.to == "customer" else self._words("To colleagues")

    def _face(self, text: NoticeTextView) -> TextFormFace:
        faults, usual = self._faults(text), usual_of(text)
        away = self._store.desk.server is not ServerLine.UP
        return TextFormFace(
            form=self._form,
            template=text.template,
            heading=self._words.label(text.name),
            to=self._to(text),
            typed=self._typed,
            usual=usual,
            read=read_as(self._typed, usual, text.values),
            values=tuple((each, self._words.label(sample_label(each))) for each in text.values),
            faults=faults,
            said=self._said,
            good=self._good,
            may_save=self._changed and not faults and not self._saving and not away,
            may_reset=self._typed != TextTyped() and not self._saving,
            changed=self._changed,
            saving=self._saving,
        )


def own_of(text: NoticeTextView) -> TextTyped:
    return TextTyped(text.own_zh.title, text.own_zh.text, text.own_en.title, text.own_en.text)


def usual_of(text: NoticeTextView) -> TextTyped:
    return TextTyped(text.usual_zh.title, text.usual_zh.text, text.usual_en.title, text.usual_en.text)


def read_as(typed: TextTyped, usual: TextTyped, values: list[str]) -> TextTyped:
    """With an example of each value."""
    zh: Mapping[str, str] = {each: sample(each, "zh") for each in values}
    en: Mapping[str, str] = {each: sample(each, "en") for each in values}
    return TextTyped(
        render(typed.zh_title or usual.zh_title, zh),
        render(typed.zh_text or usual.zh_text, zh),
        render(typed.en_title or usual.en_title, en),
        render(typed.en_text or usual.en_text, en),
    )


def _name(template: str) -> str:
    return f"notice-text:{template}"
