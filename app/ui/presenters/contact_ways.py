"""Which messages a customer wants: shown in his file, changed by a click after he has said so.

In:  whose file is open, the server's word. Out: a face.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from app.ui.messages import sentence
from app.ui.presenters.delivery import channel_word
from app.ui.presenters.format import day_and_time, exact

if TYPE_CHECKING:
    from app.contracts.notices import ContactWay, ContactWish
    from app.ui.presenters.ports import Clock, Tasks, Trouble, Words

Kind = Literal["SMS", "EMAIL"]


class ContactCrm(Protocol):
    async def contact_ways(self, customer_id: str) -> list[ContactWay]: ...
    async def set_contact_way(self, customer_id: str, wish: ContactWish) -> list[ContactWay]: ...


@dataclass(frozen=True, slots=True)
class WayFace:
    """``wanted``: what a click would set it to; None where nothing can be changed here."""

    channel: Kind
    name: str
    text: str
    tip: str
    off: bool
    wanted: bool | None
    button: str


@dataclass(frozen=True, slots=True)
class WaysFace:
    """``trouble``: why they are not known."""

    ways: tuple[WayFace, ...]
    busy: bool
    trouble: str = ""


class ContactWaysView(Protocol):
    def show_ways(self, face: WaysFace) -> None: ...
    def say(self, text: str) -> None: ...


class ContactWays:
    """``may_change``: not for those who only look."""

    def __init__(
        self,
        view: ContactWaysView,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        crm: ContactCrm,
        may_change: bool,
    ) -> None:
        self._view, self._words, self._tasks = view, words, tasks
        self._clock, self._crm, self._may_change = clock, crm, may_change
        self._customer_id, self._ways = "", list["ContactWay"]()
        self._busy, self._trouble = False, ""

    def open(self, customer_id: str) -> None:
        """Also the same again: somebody may have changed it."""
        if customer_id != self._customer_id:
            self._customer_id, self._ways, self._trouble, self._busy = customer_id, [], "", False
            self._show()
        if customer_id:
            work = self._crm.contact_ways(customer_id)
            self._tasks.run(
                "contact-ways", work, lambda ways: self._take(customer_id, ways), self._not_loaded
            )

    def refresh(self) -> None:
        self._show()

    def change(self, channel: Kind, wanted: bool) -> None:
        from app.contracts.notices import ContactWish

        customer_id = self._customer_id
        if not customer_id or self._busy:
            return
        self._busy = True
        self._show()
        w = self._words

        def done(ways: list[ContactWay]) -> None:
            self._take(customer_id, ways)
            name = channel_word(channel, w)
            again = w("{way}: he is sent messages again.", way=name)
            self._view.say(again if wanted else w("{way}: he is sent nothing any more.", way=name))

        work = self._crm.set_contact_way(customer_id, ContactWish(channel=channel, wanted=wanted))
        self._tasks.run("set-contact-way", work, done, self._failed)

    def _take(self, customer_id: str, ways: list[ContactWay]) -> None:
        if customer_id == self._customer_id:
            self._ways, self._busy, self._trouble = ways, False, ""
            self._show()

    def _not_loaded(self, trouble: Trouble) -> None:
        self._trouble = sentence(trouble, self._words)
        self._show()

    def _failed(self, trouble: Trouble) -> None:
        self._busy = False
        self._view.say(sentence(trouble, self._words))
        self._show()

    def _show(self) -> None:
        trouble = "" if self._ways else self._trouble
        self._view.show_ways(WaysFace(tuple(self._face(each) for each in self._ways), self._busy, trouble))

    def _face(self, way: ContactWay) -> WayFace:
        w = self._words
        tip = ""
        match way.state:
            case "OPTED_OUT":
                text = w("wants none")
                if way.at is not None:
                    moment = day_and_time(way.at, self._clock.now(), w)
                    text = w("wants none, {when}", when=moment)
                    tip = " · ".join(part for part in (exact(way.at, w), way.by) if part)
            case "REFUSED":
                text, tip = w("refused"), w("His consents say so. Change it there: Change, Consents.")
            case "NO_ADDRESS":
                text = w("no address")
            case _:
                text = w("may be sent")
        changes = self._may_change and way.state in ("OK", "OPTED_OUT")
        return WayFace(
            channel=way.channel,
            name=channel_word(way.channel, w),
            text=text,
            tip=tip,
            off=way.state in ("OPTED_OUT", "REFUSED"),
            wanted=(way.state == "OPTED_OUT") if changes else None,
            button=w("Send again") if way.state == "OPTED_OUT" else w("Send no more"),
        )
