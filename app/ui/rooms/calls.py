"""The telephone's part of the window: the call card and everything that is done to a call."""

from __future__ import annotations

from app.ui import bindings
from app.ui.presenters.call import CallPresenter
from app.ui.presenters.desk import Desk, Stage
from app.ui.rooms.bench import Bench


class CallRoom:
    def __init__(self, bench: Bench) -> None:
        self._bench, house = bench, bench.house
        self.call = CallPresenter(
            bindings.Call(bench.window),
            bench.store,
            house.words,
            house.tasks,
            house.clock,
            bench.client,
            bench.phone,
            house.metrics.mark,
        )
        self._wire()
        bench.store.listen(self._follow)

    def _wire(self) -> None:
        window, card, call = self._bench.window, self._bench.window.call_card, self.call
        card.answer.connect(call.answer)
        card.decline.connect(call.decline)
        card.hold.connect(call.toggle_hold)
        card.mute.connect(call.toggle_mute)
        card.hang_up.connect(call.hang_up)
        card.digits.connect(call.press)
        card.painted.connect(lambda _call_id: self._bench.house.metrics.mark("popup_painted"))
        window.add_key("F2", call.answer)
        window.add_key("F3", call.toggle_hold)
        window.add_key("F4", call.toggle_mute)
        window.add_key("F8", call.hang_up)

    def _follow(self, before: Desk, after: Desk) -> None:
        if after.stage is Stage.TALKING and before.stage is not Stage.TALKING:
            self._bench.house.metrics.mark("call_active")

    def refresh(self) -> None:
        self.call.refresh()

    def tick(self) -> None:
        self.call.tick()
