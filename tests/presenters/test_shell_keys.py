"""Keys that the person changes: conflicts are said, what works is kept and told to the softphone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.telephony import ports as phone
from app.ui.presenters import keymap
from app.ui.presenters.keymap import ACTIONS, Keymap, plain
from app.ui.presenters.keys import KeysPresenter, KeyWishes
from app.ui.presenters.page_keys import PAGE_KEYS
from tests.presenters import ui_fakes as f


class Kept:
    def __init__(self) -> None:
        self.wishes = KeyWishes(Keymap())

    def load_keys(self) -> KeyWishes:
        return self.wishes

    def save_keys(self, wishes: KeyWishes) -> None:
        self.wishes = wishes


class Room:
    def __init__(self) -> None:
        self.view, self.phone, self.kept = f.FakeView(), f.FakePhone(), Kept()
        self.store = f.store(f.FakeClock())
        self.used: list[Keymap] = []
        self.keys = KeysPresenter(
            self.view, self.store, f.FakeWords(), self.phone, self.kept, self.used.append
        )
        self.keys.start()
        self.keys.refresh()

    def row(self, action_id: str, everywhere: bool = False):
        face = self.view.last["show_keys"]
        rows = face.global_rows if everywhere else face.rows
        return next(row for row in rows if row.action_id == action_id)

    @property
    def problem(self) -> tuple[str, str]:
        return self.view.last["show_key_problem"]


@pytest.fixture
def room() -> Room:
    return Room()


def test_delivered_keys_are_of_one_action_each():
    keys = [a.keys.lower() for a in ACTIONS if a.keys]
    assert len(keys) == len(set(keys))
    for action in ACTIONS:
        assert Keymap().check(action.action_id, action.keys) == ("", None)
        if action.global_keys:
            assert Keymap().check_global(action.action_id, action.global_keys) == ("", None)


def test_new_keys_work_at_once_and_are_kept(room: Room):
    room.keys.choose("hold", "Ctrl+H")
    assert room.used[-1].now("F3") == "Ctrl+H"
    assert room.kept.wishes.keymap.keys("hold") == "Ctrl+H"
    assert room.row("hold").changed and room.row("hold").keys == "Ctrl+H"


def test_keys_of_another_action_are_refused_and_it_is_named(room: Room):
    room.keys.choose("hold", "F2")
    assert room.problem[0] == "hold" and "Answer" in room.problem[1]
    assert room.kept.wishes.keymap.keys("hold") == "F3"


@pytest.mark.parametrize("keys", ["ctrl+k", "K+Ctrl"])
def test_the_order_and_case_of_keys_do_not_matter(keys: str):
    assert Keymap().check("hold", keys)[0] == "taken"


@pytest.mark.parametrize(
    ("keys", "why"), [("A", "typed"), ("Shift+7", "typed"), ("Ctrl+C", "writing"), ("Return", "writing")]
)
def test_keys_that_a_text_needs_are_refused(room: Room, keys: str, why: str):
    room.keys.choose("hold", keys)
    assert why in room.problem[1]
    assert room.kept.wishes.keymap.keys("hold") == "F3"


def test_an_action_may_have_no_keys(room: Room):
    room.keys.choose("redial", "")
    assert room.used[-1].now("Ctrl+R") == ""
    room.keys.choose("hold", "Ctrl+R")  # free now
    assert room.used[-1].now("F3") == "Ctrl+R"


def test_all_as_delivered(room: Room):
    room.keys.choose("hold", "Ctrl+H")
    room.keys.reset()
    assert room.kept.wishes.keymap == Keymap()


def test_going_back_to_the_delivered_ones_is_no_change(room: Room):
    room.keys.choose("hold", "Ctrl+H")
    room.keys.choose("hold", "F3")
    assert room.kept.wishes.keymap.own == {}


def test_keys_for_everywhere_go_to_the_softphone(room: Room):
    sent = room.phone.sent[-1]
    assert isinstance(sent, phone.UseHotkeys)
    assert sent.keys["answer"] == "ctrl+alt+a" and set(sent.keys) == {"answer", "hold", "mute", "hang_up"}
    room.keys.choose_global("answer", "Ctrl+Shift+F2")
    room.keys.choose_media(True)
    sent = room.phone.sent[-1]
    assert isinstance(sent, phone.UseHotkeys)
    assert sent.keys["answer"] == "ctrl+shift+f2" and sent.media_keys


def test_keys_for_everywhere_need_two_modifiers(room: Room):
    room.keys.choose_global("answer", "Ctrl+A")
    assert room.problem[0] == "global_answer" and "two of" in room.problem[1]


def test_keys_that_another_program_has_are_said(room: Room):
    room.store.dispatch(phone.HotkeysSet(taken=("mute",)))
    assert "Another program" in room.row("mute", everywhere=True).trouble
    assert room.row("answer", everywhere=True).trouble == ""


def test_a_new_softphone_is_told_again(room: Room):
    before = len(room.phone.sent)
    room.store.dispatch(phone.Gone("killed"))
    room.store.dispatch(phone.Registered(ok=True))
    assert any(isinstance(c, phone.UseHotkeys) for c in room.phone.sent[before:])


def test_a_headset_whose_buttons_cannot_be_read_says_who_helps(room: Room):
    room.store.dispatch(phone.Headset("Jabra Evolve2 40", "jabra"))
    assert "answer, hang up" in room.view.last["show_keys"].headset
    room.store.dispatch(phone.Headset("Jabra Evolve2 40", "jabra", "not-allowed"))
    assert "administrator" in room.view.last["show_keys"].headset


def test_keys_of_a_page_are_shown_and_not_given_to_anything_else(room: Room):
    row = next(each for each in room.view.last["show_keys"].page_rows if each.keys == "Ctrl+E")
    assert (row.text, row.where) == ("Change the customer", "Customers")
    for keys in ("Ctrl+E", "Shift+Ctrl+N", "Ctrl+Return"):
        room.keys.choose("hold", keys)
        assert room.problem[0] == "hold" and "Choose others" in room.problem[1], keys
    assert room.kept.wishes.keymap.keys("hold") == "F3"


def test_every_key_in_the_code_of_the_window_is_in_the_catalogue():
    """A page that gets a new key without telling the catalogue is found here."""
    known = {plain(action.keys) for action in ACTIONS}
    known |= {plain(keys) for each in PAGE_KEYS for keys in each.keys} | {"esc"}
    folder = Path(keymap.__file__).resolve().parents[1]
    used = {
        (file.name, found)
        for file in folder.rglob("*.py")
        for found in re.findall(r'(?:QKeySequence|add_key)\("([^"]+)"', file.read_text("utf-8"))
    }
    assert len(used) > 20
    assert {(file, keys) for file, keys in used if plain(keys) not in known} == set()
