"""Scenes of the tools: replies, script, wrap-up, customer's file, call-backs, voice messages, outbox.

``play`` begins and ends at an idle desk that is ready.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from app.contracts.calls import CallResult
from app.contracts.customers import CustomerFile
from app.ui.presenters.pages import ListState
from tests.doubles import fake_crm_content as content
from tests.doubles.fake_crm_tools import twins

if TYPE_CHECKING:
    from scripts.screens import Photographer

HANDED = "客户第三次来电反映同一张餐桌开裂，已安抚情绪；要求今天内给出换桌面的时间。"
NOTE = "客户反映餐桌桌面再次开裂，希望直接更换整块桌面。\n已核对订单，承诺今天 17:00 前回电确认库存。"


async def play(p: Photographer) -> None:
    await follow_ups(p)
    await replies(p)
    await file(p)
    await wrap_up(p)
    await outbox(p)


async def follow_ups(p: Photographer) -> None:
    bench = p.desktop.workbench
    assert bench is not None
    window = bench.window
    window.show_page("callbacks")
    await p.settle(0.6)
    await p.shoot("callbacks")
    window.callbacks.switch.buttons["ENDED"].click()
    await p.settle(0.6)
    await p.shoot("callbacks-ended")
    window.callbacks.switch.buttons["OPEN"].click()
    kept, p.crm.tools.callbacks = p.crm.tools.callbacks, []
    bench.tools.follow_ups.callbacks.load()
    await p.settle(0.6)
    await p.shoot("callbacks-empty")
    p.crm.tools.callbacks = kept
    bench.tools.follow_ups.callbacks.load()
    window.show_page("messages")
    await p.settle(0.6)
    await p.shoot("messages")
    window.messages.switch.buttons["DONE"].click()
    await p.settle(0.6)
    await p.shoot("messages-done")
    window.messages.switch.buttons["NEW"].click()
    await p.settle(0.4)
    window.show_page("desk")


async def begin(p: Photographer, shown: CustomerFile | None = None) -> None:
    p.crm.offer(shown)
    await p.settle()
    p.crm.answer()
    p.crm.call_changed(connected_at=datetime.now(UTC) - timedelta(seconds=201))
    await p.settle()


async def end(p: Photographer) -> None:
    bench = p.desktop.workbench
    assert bench is not None
    bench.tools.wrap_up.finish()
    await p.settle(0.6)
    p.crm.agent_changed(state="READY", call_id=None, wrap_up_ends_at=None, next_state=None, next_reason="")
    await p.settle()


async def replies(p: Photographer) -> None:
    bench = p.desktop.workbench
    assert bench is not None
    tools = bench.window.tools
    await begin(p)
    bench.tools._open_replies()
    bench.tools.replies.choose("delay")
    await p.settle()
    await p.shoot("replies")
    bench.tools.replies.speak("greeting")
    await p.settle(0.5)
    await p.shoot("replies-speaking")
    bench.tools.replies.stop()
    await p.settle()
    bench.tools.editor.change("mine")
    await p.settle()
    await p.shoot("reply-form")
    bench.tools.editor.cancel()
    tools.replies.search.setText("没有这句")
    await p.shoot("replies-nothing")
    tools.replies.search.clear()
    tools.replies.show_list_state(ListState.ERROR, p.desktop.words("The server cannot be reached."))
    bench.tools.replies.refresh()
    tools.show_script()
    bench.tools.script.tick(0, True)
    bench.tools.script.tick(1, True)
    await p.shoot("script")
    tools.show_note()
    p.crm.end_call(by="customer")
    await p.settle()
    bench.tools.wrap_up.choose_by_key(1)
    await end(p)


async def file(p: Photographer) -> None:
    bench = p.desktop.workbench
    assert bench is not None
    p.crm.offer(twins(datetime.now(UTC)))
    await p.settle()
    await p.shoot("several-customers")
    p.crm.answer()
    await p.settle()
    p.crm.tools.reason_needed = True
    bench.tools.reveal.reveal()
    await p.settle()
    popup = bench.window.file.who.number._popup
    await p.shoot("reveal-reason", popup)
    popup.hide()
    bench.tools.reveal.reveal("核实来电人身份")
    await p.settle()
    await p.shoot("number-shown")
    p.crm.tools.reason_needed = False
    bench.tools.reveal.reveal()
    bench.tools.file.show_kind("TICKET")
    await p.shoot("timeline-tickets")
    bench.tools.file.show_kind("SURVEY")
    await p.shoot("timeline-nothing")
    p.crm.end_call()
    await p.settle()
    bench.tools.wrap_up.choose_by_key(1)
    await end(p)


async def wrap_up(p: Photographer) -> None:
    bench = p.desktop.workbench
    assert bench is not None
    tools = bench.window.tools
    await begin(p)
    p.crm.call_changed(from_agent="赵磊", note=HANDED, wanted="transfer")
    await p.settle()
    tools.note._note.setPlainText(NOTE)
    await p.shoot("handed-on")
    p.crm.call_changed(from_agent="", note="", wanted="")
    p.crm.end_call(by="customer")
    await p.settle()
    await p.shoot("wrap-up-to-choose")
    bench.tools.after.choose(1)
    bench.tools.after.extend()
    tools.note._choose_later(1)
    bench.tools.wrap_up.choose_by_key(2)
    await p.settle()
    await p.shoot("wrap-up-extended")
    tools.note._open_templates()
    await p.settle(0.2)
    await p.shoot("note-templates", tools.note._menu)
    tools.note._menu.hide()
    await end(p)


async def outbox(p: Photographer) -> None:
    bench = p.desktop.workbench
    assert bench is not None
    await begin(p)
    p.crm.answer_with(422, "outcome-required", "result")
    bench.bench.outbox.put_result("call-6", CallResult(outcome="", note=NOTE, finish=True))
    bench.window.tools.note._note.setPlainText(NOTE)
    await p.settle(0.6)
    p.crm.go_away()
    await p.settle(0.6)
    bench.tools._open_ticket()
    bench.window.tools.ticket._save.click()
    bench.tools.wrap_up.type_note(content.LONG_NOTE)
    bench.tools.wrap_up.finish()
    bench.window.show_page("outbox")
    await p.settle(0.4)
    await p.shoot("outbox")
    p.crm.come_back()
    await p.settle(2.0)
    for line in bench.bench.outbox.lines:
        bench.bench.outbox.discard(line.key)
    await p.settle(0.4)
    await p.shoot("outbox-empty")
    bench.window.show_page("desk")
    p.crm.end_call()
    await p.settle()
    bench.tools.wrap_up.choose_by_key(1)
    await end(p)
