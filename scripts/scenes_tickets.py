"""Scenes of tickets and notices: list, the open one, board, form, conflict, questions, bell, wishes.

``play`` begins and ends at an idle desk that is ready.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.presenters.ticket_edit import EditFields
from app.ui.views.tickets_page import TicketsPage
from tests.doubles.fake_crm_content import LONG_NOTE

if TYPE_CHECKING:
    from scripts.screens import Photographer

REMARK = "仓库回复：深色同批次木料下周三到货，浅胡桃色现有两块。\n建议先与客户确认颜色，再约上门时间。"


async def play(p: Photographer) -> None:
    bench = p.desktop.workbench
    assert bench is not None
    window, room = bench.window, bench.tickets
    await p.settle(0.6)
    window.show_page("tickets")
    await p.settle(0.8)
    await p.shoot("tickets")
    page = room._page
    assert page is not None
    room.list.choose("tick-42")
    await p.settle(0.6)
    await p.shoot("ticket-open")
    page.ticket.composer.show_comment(REMARK, for_customer=True)
    await p.shoot("ticket-to-customer")
    page.ticket.composer.show_comment("", for_customer=False)
    page.ticket._history_tab.click()
    await p.shoot("ticket-history")
    page.ticket._talk_tab.click()
    await ask(p, page)
    await write(p, page)
    await several(p)
    await board(p, page)
    await empty(p)
    await notices(p)
    window.show_page("desk")


async def ask(p: Photographer, page: TicketsPage) -> None:
    bench = p.desktop.workbench
    assert bench is not None
    room = bench.tickets
    room.ticket.move("RESOLVED")
    await p.settle()
    await p.shoot("ticket-resolve")
    room.asking.cancel()
    room.ticket.assign()
    await p.settle()
    await p.shoot("ticket-assign")
    room.asking.cancel()
    file = p.crm.desk_tickets.files["tick-42"]
    p.crm.desk_tickets.put(file, accepted=False)
    await p.settle(1.2)
    await p.shoot("ticket-to-accept")
    p.crm.desk_tickets.put(p.crm.desk_tickets.files["tick-42"], accepted=True)
    await p.settle(0.6)


async def write(p: Photographer, page: TicketsPage) -> None:
    bench = p.desktop.workbench
    assert bench is not None
    room = bench.tickets
    room.write_new()
    room.writing.template(1, page.form.fields())
    await p.settle()
    await p.shoot("ticket-new")
    room.writing.leave()
    assert room.ticket.file is not None
    room.writing.change(room.ticket.file)
    await p.settle()
    await p.shoot("ticket-edit")
    typed = page.form.fields()
    p.crm.desk_tickets.somebody("tick-42", title="餐桌桌面开裂：改为整桌更换", text=LONG_NOTE[:60])
    await p.settle(0.6)
    mine = {"title": "餐桌桌面开裂，客户同意换浅胡桃色", "text": LONG_NOTE + REMARK}
    room.writing.save(EditFields(**{**{f: getattr(typed, f) for f in typed.__slots__}, **mine}))
    await p.settle(0.6)
    await p.shoot("ticket-conflict")
    room.writing.resolve(frozenset({"title"}))
    await p.settle(0.6)


async def several(p: Photographer) -> None:
    bench = p.desktop.workbench
    assert bench is not None
    room = bench.tickets
    room.shelf.leads = True
    room.list.choose_tab("all")
    await p.settle(0.6)
    for ticket_id in room.list._pages.items[1:4]:
        room.list.select(ticket_id.ticket_id)
    await p.shoot("tickets-several")
    room.list.select_none()
    room.list.choose_tab("late")
    await p.settle(0.6)
    await p.shoot("tickets-late")
    room.shelf.leads = False


async def board(p: Photographer, page: TicketsPage) -> None:
    bench = p.desktop.workbench
    assert bench is not None
    room = bench.tickets
    room.ticket.close()
    room.list.choose_tab("all")
    page.show_board_side(True)
    await p.settle(0.8)
    page.focus_list()
    await p.shoot("board")
    page.show_board_side(False)


async def empty(p: Photographer) -> None:
    bench = p.desktop.workbench
    assert bench is not None
    room = bench.tickets
    room.list.choose_tab("archived")
    await p.settle(0.6)
    await p.shoot("tickets-empty")
    p.crm.answer_with(500, "storage-busy", "/api/v1/tickets")
    room.list.choose_tab("mine")
    await p.settle(0.6)
    await p.shoot("tickets-error")
    p.crm.repair()
    room.list.choose_tab("mine")
    await p.settle(0.6)
    p.crm.go_away()
    await p.settle(1.0)
    room.ticket.open("tick-42")
    await p.shoot("tickets-offline")
    p.crm.come_back()
    await p.settle(2.0)


async def notices(p: Photographer) -> None:
    bench = p.desktop.workbench
    assert bench is not None
    window = bench.window
    window.show_page("desk")
    window.state_bar.bell.toggle()
    await p.settle(0.6)
    await p.shoot("notices")
    window.state_bar.bell.close_popover()
    p.crm.notices.add(
        "工单即将超时", "T20261122-0042 餐桌桌面开裂，还剩 38 分钟。", "ticket:tick-42", urgent=True
    )
    await p.settle(0.6)
    await p.shoot("notice-sign")
    window.state_bar.bell.sign.hide()
    window.show_page("settings")
    window.settings.show_section("notices")
    await p.settle(0.6)
    await p.shoot("settings-notices")
    window.settings.show_section("sound")
