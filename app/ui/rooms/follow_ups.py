"""What was promised to callers who could not wait: the pages of call-backs and of voice messages."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from app.ui import bindings_tools as bound
from app.ui.playback import Playback
from app.ui.presenters import callbacks, voice_messages
from app.ui.presenters.player import PlayerPresenter
from app.ui.rooms.bench import Bench


class FollowUps:
    """``open_file``: shows a customer's file on the desk."""

    def __init__(self, bench: Bench, open_file: Callable[[str], None]) -> None:
        house, store, window = bench.house, bench.store, bench.window
        words, tasks, clock = house.words, house.tasks, house.clock
        self._playback = Playback(lambda: house.settings.now.output)
        self.callbacks = callbacks.CallbacksPresenter(
            bound.Callbacks(window), store, words, tasks, clock, bench.client
        )
        messages = bound.Messages(window)
        self.player = PlayerPresenter(messages, words, tasks, self._playback)
        self.messages = voice_messages.MessagesPresenter(
            messages, store, words, tasks, clock, bench.client, bench.drafts, self.player
        )
        page = window.callbacks
        page.more.connect(self.callbacks.more)
        page.reload.connect(self.callbacks.load)
        page.rows.reload.connect(self.callbacks.load)
        page.which.connect(lambda which: self.callbacks.show_which(cast("callbacks.Which", which)))
        page.detail.call.connect(self.callbacks.call)
        page.detail.cancel.connect(self.callbacks.cancel)
        page.detail.open_customer.connect(open_file)
        inbox = window.messages
        inbox.more.connect(self.messages.more)
        inbox.reload.connect(self.messages.load)
        inbox.rows.reload.connect(self.messages.load)
        inbox.which.connect(lambda which: self.messages.show_which(cast("voice_messages.Which", which)))
        inbox.choose.connect(self.messages.choose)
        inbox.detail.player.toggled.connect(self.messages.play)
        inbox.detail.player.seek.connect(self.player.seek)
        inbox.detail.call_back.connect(self.messages.call_back)
        inbox.detail.finish.connect(self.messages.finish)
        inbox.detail.note_typed.connect(self.messages.type_note)
        inbox.detail.open_customer.connect(open_file)

    def start(self) -> None:
        self.callbacks.load()
        self.messages.load()

    def refresh(self) -> None:
        self.callbacks.refresh()
        self.messages.refresh()

    def tick(self) -> None:
        self.callbacks.tick()
        self.messages.tick()

    def page_shown(self, page: str) -> None:
        if page == "callbacks":
            self.callbacks.load()
        elif page == "messages":
            self.messages.load()
        if page != "messages":
            self.player.stop()

    async def stop(self) -> None:
        await self._playback.close()
