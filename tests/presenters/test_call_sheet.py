"""A row of the time line opens what there is more to see: its ticket, its call with the recording."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.contracts.calls import CallRecord
from app.contracts.people import Label
from app.crm_client.errors import Refused
from app.ui.presenters.call_sheet import CallSheetFace, CallSheetPresenter
from app.ui.presenters.file_face import opens
from app.ui.presenters.player import PlayerPresenter
from tests.presenters import ui_fakes as f

OUTCOMES = [Label(code="RESOLVED", zh="已解决", en="Resolved")]


def record(**more: Any) -> CallRecord:
    base: dict[str, Any] = {
        "call_id": "c7", "started_at": f.NOW - timedelta(days=2), "ended_at": f.NOW, "outcome": "ANSWERED",
        "customer_id": "c1", "customer_name": "李明", "caller_number": "138****1234", "queue": None,
        "agent_id": "u1", "agent_name": "王芳", "waited_s": 38, "talk_s": 201, "hold_s": 0,
        "result": "RESOLVED", "note": "换货", "recording_id": "r1",
    }  # fmt: skip
    return CallRecord.model_validate(base | more)


class Crm:
    def __init__(self) -> None:
        self.record: CallRecord | Refused = record()
        self.heard: list[str] = []

    async def call_record(self, call_id: str) -> CallRecord:
        if isinstance(self.record, Refused):
            raise self.record
        return self.record

    async def recording_audio(self, recording_id: str) -> bytes:
        self.heard.append(recording_id)
        return b"OggS"


class Player:
    def __init__(self) -> None:
        self.playing = False

    def play(self, sound: bytes, from_s: float, progress: Any, ended: Any) -> None:
        self.playing = True

    def stop(self) -> None:
        self.playing = False


class Room:
    def __init__(self) -> None:
        self.crm, self.view, self.player = Crm(), f.FakeView(), Player()
        words, tasks = f.FakeWords(), f.FakeTasks()
        self.sheet = CallSheetPresenter(
            self.view, words, tasks, f.FakeClock(), self.crm, OUTCOMES,
            PlayerPresenter(self.view, words, tasks, self.player),
        )  # fmt: skip

    @property
    def face(self) -> CallSheetFace:
        return self.view.last["show_sheet"]


def test_a_call_says_what_came_of_it_and_is_heard() -> None:
    room = Room()
    room.sheet.open("c7")
    assert (room.face.result, room.face.note, room.face.text) == ("Resolved", "换货", "")
    assert dict(room.face.facts) == {
        "Customer": "李明", "Number": "138****1234", "Agent": "王芳", "Waited": "0:38", "Talked": "3:21",
    }  # fmt: skip
    room.sheet.play()
    assert room.crm.heard == ["r1"] and room.player.playing
    room.sheet.close()
    assert not room.player.playing


def test_a_call_of_somebody_else_says_so_and_shows_nothing() -> None:
    room = Room()
    room.crm.record = Refused(403, "call-not-yours", "")
    room.sheet.open("c7")
    assert room.face.facts == () and "somebody else" in room.face.text
    room.sheet.play()
    assert not room.crm.heard


@pytest.mark.parametrize(("item_id", "leads_to"), [
    ("call:abc", "call:abc"),
    ("survey:abc", "call:abc"),
    ("ticket:t1", "ticket:t1"),
    ("ticket:t1:17", "ticket:t1"),
    ("survey:ticket:t1", "ticket:t1"),
    ("message:m1", "message:m1"),
    ("order:o1", ""),
    ("text:5", ""),
    ("", ""),
])  # fmt: skip
def test_each_row_knows_what_it_opens(item_id: str, leads_to: str) -> None:
    assert opens(item_id) == leads_to
