"""The command palette: what fits comes first, in both languages; colleagues and customers, too."""

from __future__ import annotations

from typing import Any

import pytest

from app.contracts.colleagues import ColleagueView
from app.crm_client.errors import Unreachable
from app.ui.presenters.desk import ColleaguesLoaded
from app.ui.presenters.matching import initials, mark
from app.ui.presenters.palette import PAUSE_S, Command, PalettePresenter
from tests.presenters import ui_fakes as f


class Room:
    def __init__(self) -> None:
        self.clock, self.view, self.crm = f.FakeClock(), f.FakeView(), f.FakeCrm()
        self.store = f.store(self.clock)
        self.done: list[str] = []
        self.palette = PalettePresenter(
            self.view,
            self.store,
            f.FakeWords(),
            f.FakeTasks(),
            self.clock,
            self.crm,  # type: ignore[arg-type]
            self.commands,
            lambda colleague: self.done.append(f"call {colleague.extension}"),
            lambda customer: self.done.append(f"open {customer}"),
        )

    def commands(self) -> list[Command]:
        def made(command_id: str, text: str, kind: Any = "action", keys: str = "") -> Command:
            return Command(command_id, kind, text, lambda: self.done.append(command_id), keys)

        return [
            made("hold", "Hold or resume", keys="F3"),
            made("answer", "Answer", keys="F2"),
            made("calls", "Calls", "page"),
            made("zh-answer", "接听电话"),
        ]

    def texts(self) -> list[str]:
        return [row.text for row in self.view.last["show_rows"][0]]


@pytest.fixture
def room() -> Room:
    made = Room()
    made.palette.open()
    return made


def colleague(name: str = "赵磊", extension: str = "1003", **more: Any) -> ColleagueView:
    base = {
        "agent_id": f"a-{extension}",
        "name": name,
        "extension": extension,
        "state": "READY",
        "since": f.NOW,
    }
    return ColleagueView.model_validate(base | more)


def test_open_it_offers_what_can_be_done_with_its_keys(room: Room):
    assert room.texts()[:2] == ["Hold or resume", "Answer"]
    assert room.view.last["show_rows"][0][0].keys == "F3"


def test_what_fits_best_comes_first(room: Room):
    room.palette.type("ans")
    assert room.texts()[0] == "Answer"
    room.palette.type("hr")
    assert "Answer" not in room.texts()


def test_a_colleague_with_a_rare_character_is_found_by_pinyin(room: Room):
    room.store.dispatch(ColleaguesLoaded((colleague("单璐瑶", "1009", spelled="shan/dan lu yao"),)))
    room.palette.open()
    for typed in ("shanluyao", "sly", "luyao"):
        room.palette.type(typed)
        assert room.texts()[0] == "单璐瑶", typed


def test_no_syllable_is_left_out(room: Room):
    room.store.dispatch(ColleaguesLoaded((colleague("孙晓雨", "1009", spelled="sun xiao yu"),)))
    room.palette.open()
    room.palette.type("sunyu")
    assert "孙晓雨" not in room.texts()
    room.palette.type("sunxy")
    assert room.texts()[0] == "孙晓雨"


def test_chinese_is_found_by_first_letters_of_its_pinyin(room: Room):
    room.palette.type("jtdh")
    assert room.texts() == ["接听电话"]
    room.palette.type("jt")
    assert room.texts()[0] == "接听电话"


def test_doing_closes_and_is_remembered(room: Room):
    room.palette.choose("calls")
    assert room.done == ["calls"] and room.view.count("close_palette") == 1
    room.palette.open()
    assert room.texts()[0] == "Calls"


def test_colleagues_by_name_initials_and_extension(room: Room):
    room.store.dispatch(ColleaguesLoaded((colleague(), colleague("孙丽", "1005", state="TALKING"))))
    room.palette.open()
    assert "赵磊" not in room.texts()  # a list of everybody helps nobody
    for typed in ("赵", "zl", "1003"):
        room.palette.type(typed)
        assert room.texts()[0] == "赵磊", typed
    assert "Ready" in room.view.last["show_rows"][0][0].detail
    room.palette.choose("colleague:a-1003")
    assert room.done == ["call 1003"]


def test_customers_are_asked_of_the_server_after_a_pause(room: Room):
    room.crm.found = [f.liming()]
    room.palette.type("李明")
    room.palette.tick()
    assert room.crm.asked == []
    room.clock.pass_s(PAUSE_S + 0.01)
    room.palette.tick()
    assert room.crm.asked == [("search", "李明")]
    assert room.texts() == ["李明"]
    room.palette.choose("customer:c1")
    assert room.done == ["open c1"]


def test_an_answer_to_what_was_typed_before_is_left_alone(room: Room):
    room.crm.found = [f.liming()]
    room.palette.type("李明")
    room.palette._found("李", [f.liming()])
    assert room.texts() == []


def test_nothing_found_and_no_server_say_what_to_do(room: Room):
    room.palette.type("xyzzy")
    assert "Nothing fits" in room.view.last["show_rows"][1]
    room.crm.fails = Unreachable("gone")
    room.clock.pass_s(1)
    room.palette.tick()
    assert "cannot be reached" in room.view.last["show_rows"][1]


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("接听", "jt"),
        ("挂断", "gd"),
        ("王芳", "wf"),
        ("转接 Ctrl", "zjctrl"),
        ("Answer", ""),
        ("阿", "a"),
        ("座", "z"),
    ],
)
def test_first_letters_of_pinyin(text: str, letters: str):
    assert initials(text) == letters


def test_marks_rank_beginnings_over_words_over_middles_over_letters():
    ranked = ["Hold the call", "On hold", "Household", "Have old lady"]
    marks = [mark("hold", text) for text in ranked]
    assert marks == sorted(marks, reverse=True) and marks[-1] > 0
    assert mark("hold", "Mute") == 0
    assert mark("h", "Yeah") < mark("h", "Hang up")
