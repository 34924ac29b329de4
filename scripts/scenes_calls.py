"""Scenes of the telephone: passing on, consulting, conferences, several calls, dialling, missed calls, sound.

``play`` begins in a talk with 李明 and leaves it as it was.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from app.contracts.control import PartyChange
from app.telephony import ports as phone
from app.ui.presenters.transfer_face import Purpose

if TYPE_CHECKING:
    from scripts.screens import Photographer

GOOD = phone.CallSound(7, "G722", 4.4, 4.3, 0.0, 0.1, 4.0, 6.0, 38.0)


async def play(p: Photographer) -> None:
    """All of them, in the middle of a talk."""
    await passing_on(p)
    await consulting(p)
    await conference(p)
    await besides(p)
    await several(p)
    await sound(p)


async def passing_on(p: Photographer) -> None:
    bench = p.desktop.workbench
    assert bench is not None
    transfer = bench.calls.transfer
    transfer.open(Purpose.TRANSFER)
    await p.settle()
    await p.shoot("transfer")
    field = bench.window.call_area.choose.field
    field.setText("0571 8888 6666")
    transfer.type("0571 8888 6666")
    await p.shoot("transfer-number")
    field.setText("没有这个人")
    transfer.type("没有这个人")
    await p.shoot("transfer-nobody")
    p.crm.answer_with(409, "target-busy", "transfer")
    field.setText("赵磊")
    transfer.type("赵磊")
    bench.window.call_area.choose._consult.click()
    await p.settle()
    await p.shoot("transfer-refused")
    transfer.close()


async def consulting(p: Photographer) -> None:
    p.crm.talks.consult("agent-1003")
    await p.settle()
    await p.shoot("consult-rings")
    p.crm.talks.consult_answered()
    await p.settle()
    await p.shoot("consult")
    p.crm.talks.step(p.crm.talks.call.call_id, "swap")
    await p.settle()
    await p.shoot("consult-swapped")
    p.crm.talks.step(p.crm.talks.call.call_id, "conference")


async def conference(p: Photographer) -> None:
    talks = p.crm.talks
    talks.conference(5)
    talks.change(talks.call.call_id, talks.call.parties[3].leg_id, PartyChange(muted=True))
    await p.settle()
    await p.shoot("conference")
    p.crm.call_changed(parties=[])
    await p.settle()


async def besides(p: Photographer) -> None:
    """With this call on hold another one is dialled."""
    bench = p.desktop.workbench
    assert bench is not None
    p.crm.call_changed(state="HELD", held_since=datetime.now(UTC) - timedelta(seconds=42))
    await p.settle()
    bench.calls.dial.open("021 6288 4000")
    await p.settle()
    await p.shoot("dial-besides")
    bench.calls.dial.close()
    p.crm.call_changed(state="TALKING", held_since=None)
    await p.settle()


async def several(p: Photographer) -> None:
    talks = p.crm.talks
    talks.second_call()
    await p.settle(0.8)
    await p.shoot("second-call")
    first = talks.call
    talks.second_answered()
    await p.settle()
    await p.shoot("two-calls")
    talks.other_hangs_up()
    await p.settle()
    await p.shoot("held-gone")
    p.crm.call_changed(first)
    p.crm.agent_changed(call_id=first.call_id)
    p.crm.call_changed(talks.call.model_copy(update={"call_id": "call-second", "state": "ENDED"}))
    p.crm.call_changed(first)
    await p.settle()


async def sound(p: Photographer) -> None:
    bench = p.desktop.workbench
    assert bench is not None
    call = bench.store.desk.call
    speaks = phone.CallChanged(7, phone.PhoneCallState.TALKING, call_id=call.call_id if call else "")
    bench.store.dispatch(speaks)
    bench.store.dispatch(GOOD)
    sign = bench.window.state_bar.quality
    sign.click()
    await p.shoot("quality-good")
    for number in range(4):
        bench.store.dispatch(phone.CallSound(7, "PCMA", 3.1 - number / 100, 4.2, 6.2, 0.3, 21.0, 9.0, 61.0))
    await p.shoot("quality-poor")
    sign.click()
    bench.store.dispatch(GOOD)
    p.crm.call_changed(recording_paused=True)
    await p.settle()
    await p.shoot("recording-paused")
    p.crm.call_changed(recording_paused=False)
    bench.window.toast.hide()


async def calling_out(p: Photographer) -> None:
    """While nobody is on the phone."""
    bench = p.desktop.workbench
    assert bench is not None
    dial = bench.calls.dial
    dial.open()
    await p.settle()
    await p.shoot("dial")
    bench.window.dial_panel.field.setText("13812345678")
    dial.type("13812345678")
    await p.shoot("dial-number")
    dial.close()
    bench.window.show_page("calls")
    bench.window.calls.show_missed_calls()
    await p.settle()
    await p.shoot("missed")
    bench.window.calls._all_tab.click()
    bench.window.show_page("desk")
    await sheet(p)


async def sheet(p: Photographer) -> None:
    """One call of the past: what is known of it, and where it may not be seen."""
    bench = p.desktop.workbench
    assert bench is not None
    call_id = p.crm.past_calls[0].call_id
    bench.call_sheet.open(call_id)
    await p.settle(0.6)
    await p.shoot("call-sheet", bench.call_sheet.sheet())
    bench.call_sheet.presenter.close()
    p.crm.answer_with(403, "not-allowed", f"calls/{call_id}")
    bench.call_sheet.open(call_id)
    await p.settle(0.6)
    await p.shoot("call-sheet-not-allowed", bench.call_sheet.sheet())
    bench.call_sheet.presenter.close()
    p.crm.repair()
