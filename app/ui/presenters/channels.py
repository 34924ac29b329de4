"""The ways to the outside as an administrator sees them: how each fares, what it lacks, and a test message.

In:  the server's list, whom a test goes to. Out: a face, without secrets: the server never says one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.contracts.notices import ChannelTested, ChannelView
from app.ui.messages import sentence
from app.ui.presenters.agent import Tone
from app.ui.presenters.delivery import channel_word, why_sentence
from app.ui.presenters.desk import Desk, ServerLine
from app.ui.presenters.format import exact, when
from app.ui.presenters.pages import ListState
from app.ui.presenters.ports import Clock, Tasks, Trouble, Words
from app.ui.presenters.store import DeskStore


class ChannelsCrm(Protocol):
    async def channels(self) -> list[ChannelView]: ...
    async def test_channel(self, channel_id: str, to: str) -> ChannelTested: ...


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """``lacks``: what keeps it from working, and the next step. ``asks``: what a test must say, "" for
    nothing (a group, a hook)."""

    channel_id: str
    name: str
    kind: str
    state: str
    tone: Tone
    where: str
    signs: bool  # ``where`` is what short messages are signed with
    lacks: str
    last_sent: str
    last_failed: str
    why: str
    secrets: str
    waiting: int
    asks: str
    tip: str
    can_test: bool


@dataclass(frozen=True, slots=True)
class ChannelsFace:
    """``tested``: channel, what came of its test, whether it was taken."""

    rows: tuple[ChannelRow, ...]
    state: ListState
    text: str
    busy: str
    tested: tuple[str, str, bool]
    offline: bool


class ChannelsView(Protocol):
    def show_channels(self, face: ChannelsFace) -> None: ...


class ChannelsPresenter:
    def __init__(
        self,
        view: ChannelsView,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        crm: ChannelsCrm,
    ) -> None:
        self._view, self._store, self._words = view, store, words
        self._tasks, self._clock, self._crm = tasks, clock, crm
        self._channels: list[ChannelView] | None = None
        self._trouble: Trouble | None = None
        self._busy = ""
        self._tested: tuple[str, str, bool] = ("", "", False)
        self._shown: ChannelsFace | None = None
        store.listen(self._desk_changed)

    def page_shown(self, shown: bool) -> None:
        if shown:
            self.load()

    def load(self) -> None:
        self._trouble = None
        self._show()
        self._tasks.run("channels", self._crm.channels(), self._take, self._lost)

    def refresh(self) -> None:
        self._shown = None
        self._show()

    def _desk_changed(self, before: Desk, after: Desk) -> None:
        if before.server is not after.server:
            if after.server is ServerLine.UP and self._channels is not None:
                self.load()
            self._show()

    def _take(self, channels: list[ChannelView]) -> None:
        self._channels, self._trouble = channels, None
        self._show()

    def _lost(self, trouble: Trouble) -> None:
        self._trouble = trouble
        self._show()

    # --- the test --------------------------------------------------------------------------------

    def test(self, channel_id: str, to: str) -> None:
        w = self._words
        found = next((each for each in self._channels or () if each.channel_id == channel_id), None)
        if found is None or self._busy:
            return
        if self._store.desk.server is not ServerLine.UP:
            self._say(channel_id, w("Not without the server: nothing has been sent."))
            return
        to = to.strip()
        lacking = _lacking(found, to, w)
        if lacking:
            self._say(channel_id, lacking)
            return
        self._busy, self._tested = channel_id, (channel_id, w("sending…"), True)
        self._show()

        def done(tested: ChannelTested) -> None:
            self._busy = ""
            handed = w("Handed over to the provider for {to}.", to=tested.to)
            if found.needs_address is False:
                handed = w("Handed over.")
            text = handed if tested.taken else why_sentence(tested.why, w)
            self._tested = (channel_id, text, tested.taken)
            self.load()

        def failed(trouble: Trouble) -> None:
            self._busy = ""
            self._say(channel_id, sentence(trouble, w))

        self._tasks.run("test-channel", self._crm.test_channel(channel_id, to[:200]), done, failed)

    def _say(self, channel_id: str, text: str) -> None:
        self._tested = (channel_id, text, False)
        self._show()

    # --- showing ---------------------------------------------------------------------------------

    def _show(self) -> None:
        w = self._words
        if self._channels:
            state, text = ListState.ROWS, ""
        elif self._trouble:
            state, text = ListState.ERROR, sentence(self._trouble, w)
        elif self._channels is None:
            state, text = ListState.LOADING, w("Loading the channels…")
        else:
            state, text = (
                ListState.EMPTY,
                w("No way to the outside is set up yet. On the server: seatline admin channel import FILE"),
            )
        face = ChannelsFace(
            rows=tuple(self._row(each) for each in self._channels or ()),
            state=state,
            text=text,
            busy=self._busy,
            tested=self._tested,
            offline=self._store.desk.server is not ServerLine.UP,
        )
        if face != self._shown:
            self._shown = face
            self._view.show_channels(face)

    def _row(self, each: ChannelView) -> ChannelRow:
        w = self._words
        state, tone = _state(each, w)
        return ChannelRow(
            channel_id=each.channel_id,
            name=each.channel_id,
            kind=_kind(each, w),
            state=state,
            tone=tone,
            where=each.where,
            signs=each.kind in ("aliyun-sms", "tencent-sms") and "." not in each.where,
            lacks=_lacks(each, w),
            last_sent=self._when(each.last_sent_at),
            last_failed=self._when(each.last_failed_at),
            why=why_sentence(each.why, w) if each.last_failed_at else "",
            secrets=", ".join(each.secrets_set),
            waiting=each.waiting,
            asks=_asks(each, w),
            tip="\n".join(exact(at, w) for at in (each.last_sent_at, each.last_failed_at) if at),
            can_test=not each.secrets_missing and not each.fault,
        )

    def _when(self, moment: datetime | None) -> str:
        return when(moment, self._clock.now(), self._words) if moment else ""


def _state(each: ChannelView, w: Words) -> tuple[str, Tone]:
    """The later of success and failure says how it stands."""
    if each.fault or each.secrets_missing:
        return w("not set up in full"), "trouble"
    if not each.active:
        return w("switched off"), "away"
    failed, sent = each.last_failed_at, each.last_sent_at
    if failed is not None and (sent is None or sent < failed):
        return w("fails"), "trouble"
    if not each.in_use:
        return w("in reserve"), "away"
    return (w("works"), "ready") if sent is not None else (w("not used yet"), "away")


def _lacks(each: ChannelView, w: Words) -> str:
    if each.secrets_missing:
        name = each.secrets_missing[0]
        command = f"seatline admin channel secret {each.channel_id} {name}"
        return w("A secret is missing. On the server: {command}", command=command)
    if each.fault:
        return w("It cannot be used as it is set up: {why}", why=each.fault)
    if each.active and not each.in_use:
        return w("Another channel of this kind comes first; this one is not used.")
    return ""


def _kind(each: ChannelView, w: Words) -> str:
    return {
        "aliyun-sms": w("Short messages by Aliyun"),
        "tencent-sms": w("Short messages by Tencent Cloud"),
        "http-gateway": w("Short messages by an HTTP gateway"),
        "smtp": w("E-mail"),
        "wecom-robot": w("WeCom group robot"),
        "wecom-app": w("WeCom app"),
        "webhook": w("Webhook"),
    }.get(each.kind, channel_word(each.channel, w))


def _asks(each: ChannelView, w: Words) -> str:
    if not each.needs_address:
        return ""
    return {"SMS": w("Mobile number"), "EMAIL": w("E-mail address")}.get(each.channel, w("Name in WeCom"))


def _lacking(each: ChannelView, to: str, w: Words) -> str:
    if not each.needs_address:
        return ""
    if each.channel == "SMS" and sum(sign.isdigit() for sign in to) < 5:
        return w("Please write the number to which it goes.")
    if each.channel == "EMAIL" and "@" not in to:
        return w("Please write the e-mail address to which it goes.")
    return "" if to else w("Please write the name in WeCom to which it goes.")
