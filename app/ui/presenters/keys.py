"""The page of keys: what each action's keys are, changing them, keys for while another program is used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.telephony import ports as phone
from app.ui.presenters.desk import Desk, PhoneLine
from app.ui.presenters.keymap import ACTIONS, GLOBAL, Action, Keymap, Problem
from app.ui.presenters.page_keys import PAGE_KEYS, on_a_page
from app.ui.presenters.ports import Phone, Words
from app.ui.presenters.store import DeskStore


@dataclass(frozen=True, slots=True)
class KeyRow:
    """``changed``: other keys than delivered. ``trouble``: why it does not work, in words."""

    action_id: str
    text: str
    keys: str
    changed: bool
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class PageKeyRow:
    text: str
    where: str
    keys: str


@dataclass(frozen=True, slots=True)
class KeysFace:
    """``page_rows``: keys that belong to one page and cannot be changed."""

    rows: tuple[KeyRow, ...]
    global_rows: tuple[KeyRow, ...]
    media_keys: bool
    problem: str  # why there are no global keys at all
    headset: str  # "Jabra Evolve2 40: its buttons work", empty without one
    page_rows: tuple[PageKeyRow, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyWishes:
    """What is kept in the settings."""

    keymap: Keymap
    media_keys: bool = False


class KeySettings(Protocol):
    def load_keys(self) -> KeyWishes: ...
    def save_keys(self, wishes: KeyWishes) -> None: ...


class KeysView(Protocol):
    def show_keys(self, face: KeysFace) -> None: ...
    def show_key_problem(self, action_id: str, text: str) -> None: ...


class KeysPresenter:
    """``apply`` gives the window its keys."""

    def __init__(
        self,
        view: KeysView,
        store: DeskStore,
        words: Words,
        softphone: Phone,
        settings: KeySettings,
        apply: Callable[[Keymap], None],
    ) -> None:
        self._views, self._store, self._words = [view], store, words
        self._phone, self._settings, self._apply = softphone, settings, apply
        self._wishes = settings.load_keys()
        self._shown: KeysFace | None = None
        store.listen(self._changed)

    @property
    def keymap(self) -> Keymap:
        return self._wishes.keymap

    def also_show(self, view: KeysView) -> None:
        self._views.append(view)
        self.refresh()

    def no_longer_show(self, view: KeysView) -> None:
        self._views = [each for each in self._views if each is not view]

    def start(self) -> None:
        self._apply(self.keymap)
        self._send()

    def refresh(self) -> None:
        self._shown = None
        self._show(self._store.desk)

    # --- wishes ------------------------------------------------------------------------------

    def choose(self, action_id: str, keys: str) -> None:
        """Keys for the window; refused in words where they cannot be."""
        problem, holder = self.keymap.check(action_id, keys)
        if problem:
            self._say(action_id, self._why(problem, holder, keys))
            return
        self._keep(KeyWishes(self.keymap.with_keys(action_id, keys), self._wishes.media_keys))

    def choose_global(self, action_id: str, keys: str) -> None:
        problem, holder = self.keymap.check_global(action_id, keys)
        if problem:
            self._say(f"global_{action_id}", self._why(problem, holder))
            return
        self._keep(KeyWishes(self.keymap.with_global(action_id, keys), self._wishes.media_keys))

    def choose_media(self, on: bool) -> None:
        self._keep(KeyWishes(self.keymap, on))

    def reset(self) -> None:
        """All as delivered."""
        self._keep(KeyWishes(Keymap(), self._wishes.media_keys))

    def _say(self, action_id: str, text: str) -> None:
        for view in self._views:
            view.show_key_problem(action_id, text)

    def _keep(self, wishes: KeyWishes) -> None:
        if wishes == self._wishes:
            self.refresh()
            return
        self._wishes = wishes
        self._settings.save_keys(wishes)
        self._apply(wishes.keymap)
        self._send()
        self.refresh()

    def _send(self) -> None:
        keys = {a.action_id: self.keymap.global_keys(a.action_id).lower() for a in GLOBAL}
        wanted = {action: text for action, text in keys.items() if text}
        self._phone.send(phone.UseHotkeys(wanted, self._wishes.media_keys))

    # --- showing -----------------------------------------------------------------------------

    def _changed(self, before: Desk, after: Desk) -> None:
        if before.phone is PhoneLine.RESTARTING and after.phone is not PhoneLine.RESTARTING:
            self._send()  # a new softphone knows nothing of them
        if before.hotkeys != after.hotkeys or before.headset != after.headset:
            self._show(after)

    def _show(self, desk: Desk) -> None:
        face = self._face(desk)
        if face != self._shown:
            self._shown = face
            for view in self._views:
                view.show_keys(face)

    def _face(self, desk: Desk) -> KeysFace:
        w, keymap = self._words, self.keymap
        taken = desk.hotkeys.taken if desk.hotkeys else ()
        rows = tuple(
            KeyRow(a.action_id, w(a.text), keymap.keys(a.action_id), a.action_id in keymap.own)
            for a in ACTIONS
        )
        others = tuple(
            KeyRow(
                a.action_id,
                w(a.text),
                keymap.global_keys(a.action_id),
                a.action_id in keymap.own_global,
                w("Another program has these keys. Choose others.") if a.action_id in taken else "",
            )
            for a in GLOBAL
        )
        pages = tuple(PageKeyRow(w(each.text), w(each.where), each.shown) for each in PAGE_KEYS)
        return KeysFace(
            rows, others, self._wishes.media_keys, self._no_keys(desk), self._headset(desk), pages
        )

    def _no_keys(self, desk: Desk) -> str:
        """Why no keys work while another program has the focus, or not the play key."""
        w, answer = self._words, desk.hotkeys
        if answer is None:
            return ""
        if answer.problem == "not-allowed":
            return w(
                "The system does not let Seatline hear keys yet. Allow it in the system settings under "
                "Privacy, Input Monitoring."
            )
        if answer.problem == "wayland":
            return w(
                "Under Wayland programs have no keys of their own: use the headset's buttons or the play key."
            )
        if answer.problem:
            return w("This computer gives programs no keys of their own: use the headset's buttons.")
        if self._wishes.media_keys and "media_keys" in answer.taken:
            return w("Another program has the play key.")
        return ""

    def _headset(self, desk: Desk) -> str:
        headset = desk.headset
        if headset is None or not headset.name:
            return ""
        if headset.problem:
            return self._words(
                "{headset}: this user may not read its buttons. Ask your administrator for the rule in the "
                "manual.",
                headset=headset.name,
            )
        return self._words("{headset}: its buttons answer, hang up and mute.", headset=headset.name)

    def _why(self, problem: Problem, holder: Action | None, keys: str = "") -> str:
        w = self._words
        page = on_a_page(keys)
        if problem == "page" and page is not None:
            return w("{where}: {action}. Choose others.", where=w(page.where), action=w(page.text))
        if problem == "taken" and holder is not None:
            return w(
                "Already used for: {action}. Choose others, or change that one first.", action=w(holder.text)
            )
        return {
            "typing": w("This would be typed into the note. Add Ctrl or Alt, or take a function key."),
            "reserved": w("These keys belong to writing and moving about. Choose others."),
            "missing": w("Keys for everywhere need two of Ctrl, Alt and Shift: other programs use the rest."),
        }.get(problem, w("These keys cannot be used. Choose others."))
