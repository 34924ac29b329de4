"""A shift with real sound: calls one after the other, and at each the agent is typing when it pops up.

``SHIFT_CALLS`` says how many (2). Each is answered, held and taken up again; every third is passed on to a
colleague; each is written up. The keys come from another program (xdotool), as from a keyboard.
"""

from __future__ import annotations

import asyncio
import os
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from app.demo.bench_machine import memory_mb, tree
from app.demo.director import Play, report, ring
from app.demo.phones import Habits, PhoneBank, PhoneCall
from app.demo.sound import MICROPHONE
from app.ui.presenters.desk import Stage

if TYPE_CHECKING:
    from tests.e2e.desk_play import Scene

CALLS = "SHIFT_CALLS"
TYPED = "zhe li zai xie zi, yi zhi bu ting "
KEY_EVERY_MS = 60
COLLEAGUE = "1002"


async def shift(scene: Scene) -> None:
    director, server = scene.director, scene.server
    colleague = server.accounts()[COLLEAGUE]
    bank = PhoneBank(("127.0.0.1", server.sip_port), Habits(answer_after_s=1.0, tone="tone:660"))
    scene.room.speak(MICROPHONE, 880)
    calls: list[dict[str, Any]] = []
    async with bank:
        await bank.register([(colleague.sip_user, colleague.sip_password)])
        await director.sign_in()
        await director.get_ready()
        for number in range(int(os.environ.get(CALLS, "2"))):
            play = Play(speak="tone:440", number="4002", digits="", caller=f"1390000{number:04}")
            calls.append(await _one(scene, play, passed_on=number % 3 == 1))
            if number % 3 == 1:
                theirs = await bank.phones[colleague.sip_user].wait_call(10)
                answered = partial(_answered, theirs)
                await scene.hand.until(answered, "the colleague has the customer", 20)
                theirs.hang_up()
                await theirs.wait_ended(10)
    scene.result["calls"] = calls
    scene.result["memory_mb"] = memory_mb(tree(os.getpid(), "window"))


def _answered(call: PhoneCall) -> bool:
    """One that is refused while it rings comes back to her: that would be another test."""
    return call.answered_at_s is not None


async def _one(scene: Scene, play: Play, *, passed_on: bool) -> dict[str, Any]:
    director, hand = scene.director, scene.hand
    told: dict[str, Any] = {"passed_on": passed_on}
    field = await hand.look("searchField")
    caller = await _pops_up_while_she_types(scene, play, field, told)
    _empty(field)
    await director.answer()
    note = await hand.look("noteEdit")
    await asyncio.sleep(1.0)
    told["ear_db"] = scene.ear_level_db(1.0)
    await hand.type("noteEdit", f"通话 {play.caller}")
    await hand.click("holdButton")
    await director.stage(Stage.HELD)
    await hand.click("holdButton")
    await director.stage(Stage.TALKING)
    if passed_on:
        await hand.click("transferButton")
        await hand.until(lambda: hand.listed("targetList", COLLEAGUE), "the colleague is in the list")
        await hand.type("targetField", COLLEAGUE)
        await hand.click("blindButton")
    else:
        await hand.click("hangUpButton")
    await director.stage(Stage.WRAP_UP, 20)
    assert isinstance(note, QPlainTextEdit)
    told["note"] = note.toPlainText()
    await hand.click("outcome_RESOLVED")
    await hand.click("doneButton")
    await director.stage(Stage.IDLE)
    await hand.until(lambda: director.desk.outbox_waiting == 0, "the note has arrived", 20)
    told["call"] = await director.ask(f"/api/v1/calls/{director.happened.call_id}")
    if not passed_on:
        told["caller"] = await report(caller)
    else:
        caller.terminate()
        await caller.wait()
    return told


async def _pops_up_while_she_types(
    scene: Scene, play: Play, field: QWidget, told: dict[str, Any]
) -> asyncio.subprocess.Process:
    """``told``: what stood in the field and who had the focus, after the pop-up came in the middle of it."""
    director, hand = scene.director, scene.hand
    window = field.window()
    await _program("xdotool", "windowfocus", "--sync", str(int(window.winId())))
    await hand.click("searchField")
    await hand.until(lambda: QApplication.focusWidget() is field, "she may type")
    await _type()
    written = TYPED
    assert director.desk.stage is not Stage.OFFER, "she has begun before it comes"
    caller = await ring(scene.server, play)
    while director.desk.stage is not Stage.OFFER or len(told.get("after", "")) < len(TYPED):
        popped = director.desk.stage is Stage.OFFER
        await _type()
        written += TYPED
        if popped:
            told["after"] = told.get("after", "") + TYPED
        assert len(written) < 2000, "no call came"
    assert isinstance(field, QLineEdit)
    await hand.until(lambda: len(field.text()) >= len(written), "all keys have arrived", 3)
    told["typed"], told["stands"] = written, field.text()
    told["has_focus"] = QApplication.focusWidget() is field
    return caller


async def _type() -> None:
    for key in TYPED:
        await _program("xdotool", "type", "--delay", "0", key)
        await asyncio.sleep(KEY_EVERY_MS / 1000)


def _empty(field: QWidget) -> None:
    assert isinstance(field, QLineEdit)
    field.clear()


async def _program(*words: str) -> None:
    process = await asyncio.create_subprocess_exec(*words, stdin=asyncio.subprocess.DEVNULL)
    assert await process.wait() == 0, words
