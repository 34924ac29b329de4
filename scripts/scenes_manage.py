"""Scenes of what is looked after: messages sent, types and rules of tickets, channels.

``play`` begins and ends at an idle desk that is ready.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPlainTextEdit

from app.contracts.ticket_set_up import SetUpFault

if TYPE_CHECKING:
    from scripts.screens import Photographer

FAULTS = [
    SetUpFault(place="repair.skill", zh="没有技能 fridge", en="there is no skill fridge"),
    SetUpFault(
        place="repair.states.WAITING",
        zh="等待客户之后必须能继续处理或解决",
        en="from waiting it must go on: to a state of kind OPEN, NEW or RESOLVED",
    ),
    SetUpFault(place="repair.moves[3]", zh="没有状态 DONE", en="there is no state DONE"),
    SetUpFault(place="consult.colour", zh="没有这个字段", en="there is no such field"),
]


async def play(p: Photographer) -> None:
    bench = p.desktop.workbench
    assert bench is not None
    room, window = bench.manage, bench.window
    room.show_part("outgoing")
    await p.settle(1.0)
    await p.shoot("manage-outgoing")
    assert room.outgoing is not None
    room.outgoing.choose("failed")
    await p.settle(0.6)
    await p.shoot("manage-outgoing-failed")
    room.outgoing.choose("house")
    await p.settle(0.6)
    await p.shoot("manage-outgoing-empty")
    room.outgoing.choose("all")
    room.show_part("types")
    await p.settle(0.6)
    await p.shoot("manage-types")
    assert room.types is not None
    room.types.editor.open()
    await p.settle(0.6)
    p.crm.manage.faults = FAULTS
    room.types.editor.check()
    await p.settle(0.6)
    await p.shoot("manage-types-faults")
    p.crm.manage.faults = []
    room.types.editor.check()
    await p.settle(0.6)
    await p.shoot("manage-types-sound")
    room.types.editor.close()
    room.show_part("rules")
    await p.settle(0.6)
    await p.shoot("manage-rules")
    room.show_part("channels")
    await p.settle(0.6)
    await p.shoot("manage-channels")
    room.show_part("texts")
    await p.settle(0.6)
    assert room.texts is not None
    await p.shoot("manage-texts")
    form = window.findChild(QPlainTextEdit, "noticeText_zh")
    assert form is not None
    form.insertPlainText("{nobody} ")
    await p.settle(0.4)
    await p.shoot("manage-texts-faults")
    room.texts.discard()
    room.show_part("channels")
    await p.settle(0.4)
    p.crm.go_away()
    await p.settle(1.0)
    await p.shoot("manage-channels-offline")
    p.crm.come_back()
    await p.settle(2.0)
    p.crm.answer_with(500, "storage-busy", "/api/v1/outgoing")
    room.show_part("outgoing")
    room.outgoing.choose("skipped")
    await p.settle(0.6)
    await p.shoot("manage-outgoing-error")
    p.crm.repair()
    room.outgoing.choose("all")
    window.show_page("desk")
