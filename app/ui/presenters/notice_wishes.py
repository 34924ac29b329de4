"""How this person wants to be told: by which ways besides the window, about what, and when not.

In:  her wishes as the server has them, what she changes. Out: a face; saved when she says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING, Protocol, cast

from pydantic import ValidationError

from app.contracts.notices import Channel, NoticeChoices, NoticeWishes
from app.ui.messages import sentence
from app.ui.presenters.pages import ListState
from app.ui.presenters.ports import Tasks, Trouble, Words

if TYPE_CHECKING:
    from app.ui.presenters.ports_tickets import NoticeCrm

CHANNELS: tuple[Channel, ...] = ("SMS", "EMAIL", "WECOM")  # that reach a person


@dataclass(frozen=True, slots=True)
class WishFields:
    """``off``: kinds that are not wanted, of those shown. ``quiet``: from and until, "" for none."""

    channels: tuple[str, ...]
    off: tuple[str, ...]
    quiet: tuple[str, str]
    email: str
    number: str
    wecom_user: str


@dataclass(frozen=True, slots=True)
class WishesFace:
    state: ListState
    text: str
    kinds: tuple[tuple[str, str], ...]
    channels: tuple[str, ...]  # the others are not set up
    fields: WishFields


class WishesView(Protocol):
    def show_wishes(self, face: WishesFace) -> None: ...
    def show_saved(self, text: str, good: bool, busy: bool) -> None: ...


class WishesPresenter:
    def __init__(self, view: WishesView, words: Words, tasks: Tasks, crm: NoticeCrm) -> None:
        self._view, self._words, self._tasks, self._crm = view, words, tasks, crm
        self._wishes: NoticeWishes | None = None
        self._choices = NoticeChoices()
        self._trouble = ""

    def load(self) -> None:
        self._trouble = ""
        self._show()
        self._tasks.run("notice-wishes", self._read(), self._take, self._lost)

    async def _read(self) -> NoticeWishes:
        self._choices = await self._crm.notice_choices()
        return await self._crm.notice_wishes()

    def refresh(self) -> None:
        self._show()

    def save(self, fields: WishFields) -> None:
        w = self._words
        before = self._wishes or NoticeWishes()
        shown = {each.code for each in self._choices.kinds}
        kept = [code for code in before.off if code not in shown]
        try:
            quiet_from, quiet_until = (time.fromisoformat(each) if each else None for each in fields.quiet)
            wishes = NoticeWishes(
                channels=[cast("Channel", each) for each in fields.channels],
                off=[*fields.off, *kept][:40],
                language=before.language,
                quiet_from=quiet_from,
                quiet_until=quiet_until,
                email=fields.email.strip(),
                number=fields.number.strip(),
                wecom_user=fields.wecom_user.strip(),
            )
        except (ValidationError, ValueError):
            self._view.show_saved(sentence(Trouble("invalid"), w), good=False, busy=False)
            return
        lacking = _lacking(wishes, w)
        if lacking:
            self._view.show_saved(lacking, good=False, busy=False)
            return
        self._view.show_saved(w("Saving…"), good=True, busy=True)
        self._tasks.run("save-wishes", self._crm.set_notice_wishes(wishes), self._saved, self._refused)

    def _saved(self, wishes: NoticeWishes) -> None:
        self._take(wishes)
        self._view.show_saved(self._words("Saved."), good=True, busy=False)

    def _refused(self, trouble: Trouble) -> None:
        self._view.show_saved(sentence(trouble, self._words), good=False, busy=False)

    def _take(self, wishes: NoticeWishes) -> None:
        self._wishes, self._trouble = wishes, ""
        self._show()

    def _lost(self, trouble: Trouble) -> None:
        self._trouble = sentence(trouble, self._words)
        self._show()

    def _show(self) -> None:
        w, wishes = self._words, self._wishes or NoticeWishes()
        state = ListState.ROWS if self._wishes else ListState.ERROR if self._trouble else ListState.LOADING
        self._view.show_wishes(
            WishesFace(
                state=state,
                text=self._trouble or (w("Loading…") if state is ListState.LOADING else ""),
                kinds=tuple((each.code, w.label(each)) for each in self._choices.kinds),
                channels=tuple(self._choices.channels),
                fields=WishFields(
                    channels=tuple(wishes.channels),
                    off=tuple(wishes.off),
                    quiet=(_clock(wishes.quiet_from), _clock(wishes.quiet_until)),
                    email=wishes.email,
                    number=wishes.number,
                    wecom_user=wishes.wecom_user,
                ),
            )
        )


def _clock(moment: time | None) -> str:
    return f"{moment:%H:%M}" if moment is not None else ""


def _lacking(wishes: NoticeWishes, words: Words) -> str:
    """A way without an address leads nowhere."""
    if "EMAIL" in wishes.channels and "@" not in wishes.email:
        return words("Please write the e-mail address to which it goes.")
    if "SMS" in wishes.channels and not any(sign.isdigit() for sign in wishes.number):
        return words("Please write the number to which it goes.")
    if "WECOM" in wishes.channels and not wishes.wecom_user:
        return words("Please write your name in WeCom.")
    if (wishes.quiet_from is None) != (wishes.quiet_until is None):
        return words("Please say from when and until when it is quiet.")
    return ""
