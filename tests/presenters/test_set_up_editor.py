"""A file of the set-up while two people change it, and when the program ends before it is in force."""

from __future__ import annotations

import pytest

from app.contracts.ticket_set_up import SetUpFile
from app.crm_client.errors import Refused
from app.ui.presenters.set_up_editor import Checked, SetUpEditor
from app.ui.presenters.text_merge import merged
from tests.presenters.ui_fakes import FakeDrafts, FakeTasks, FakeView, FakeWords

BASE = "wait_min: 10\nconfirm_after_days: 7\narchive_after_days: 30\n"


class Calls:
    """The server: one file. ``put``: what came into force."""

    def __init__(self) -> None:
        self.file = SetUpFile(text=BASE, version="v1")

    async def load(self) -> SetUpFile:
        return self.file

    async def check(self, text: str) -> Checked:
        return Checked([])

    async def put(self, file: SetUpFile) -> Checked:
        if file.version != self.file.version:
            raise Refused(409, "file-changed", "", present=self.file.model_dump())
        self.somebody_puts(file.text)
        return Checked([], file=self.file)

    def somebody_puts(self, text: str) -> None:
        self.file = SetUpFile(text=text, version=f"v{int(self.file.version[1:]) + 1}")


class Desk:
    def __init__(self, calls: Calls, drafts: FakeDrafts | None = None) -> None:
        self.view, self.drafts = FakeView(), drafts or FakeDrafts()
        self.editor = SetUpEditor(
            self.view, FakeWords(), FakeTasks(), calls, self.drafts, "rules", lambda: False, lambda: None
        )
        self.editor.open()

    @property
    def text(self) -> str:
        return str(self.view.last["show_text"])

    @property
    def face(self):
        return self.view.last["show_editor"]

    def put(self, text: str) -> None:
        self.editor.type(text)
        self.editor.check()
        self.editor.put()


def test_the_second_of_two_sees_the_firsts_change_beside_his_and_both_come_into_force():
    calls = Calls()
    desk = Desk(calls)
    calls.somebody_puts(BASE.replace("wait_min: 10", "wait_min: 15"))
    desk.put(BASE.replace("archive_after_days: 30", "archive_after_days: 60"))
    assert calls.file.version == "v2", "the first one's file was not overwritten"
    both = "wait_min: 15\nconfirm_after_days: 7\narchive_after_days: 60\n"
    assert desk.text == both and not desk.face.good and "Somebody else changed this" in desk.face.said
    assert not desk.face.may_put, "it is checked once more first"
    desk.put(both)
    assert calls.file.text == both and desk.face.said == "In force from now on." and not desk.face.changed


def test_what_both_changed_is_shown_twice_and_nothing_of_it_is_lost():
    calls = Calls()
    desk = Desk(calls)
    calls.somebody_puts(BASE.replace("wait_min: 10", "wait_min: 15"))
    desk.put(BASE.replace("wait_min: 10", "wait_min: 20"))
    assert desk.text == (
        "# Changed meanwhile by somebody else:\n# wait_min: 15\nwait_min: 20\nconfirm_after_days: 7\n"
        "archive_after_days: 30\n"
    )
    assert "Places that both changed: 1" in desk.face.said


def test_the_next_change_after_his_own_is_no_conflict_with_himself():
    desk = Desk(Calls())
    for days in (60, 90):
        desk.put(BASE.replace("archive_after_days: 30", f"archive_after_days: {days}"))
        assert desk.face.said == "In force from now on."


def test_what_was_being_written_when_the_program_ended_is_there_again():
    calls, drafts = Calls(), FakeDrafts()
    Desk(calls, drafts).editor.type(BASE + "late: []\n")
    again = Desk(calls, drafts)
    assert again.text == BASE + "late: []\n" and again.face.changed and "is back" in again.face.said
    again.editor.discard()
    assert again.text == BASE and not drafts.kept, "given up is given up"


def test_it_is_still_a_change_of_what_it_was_when_somebody_else_was_quicker():
    calls, drafts = Calls(), FakeDrafts()
    Desk(calls, drafts).editor.type(BASE + "late: []\n")
    calls.somebody_puts(BASE.replace("wait_min: 10", "wait_min: 15"))
    again = Desk(calls, drafts)
    again.editor.check()
    again.editor.put()
    assert again.text == BASE.replace("wait_min: 10", "wait_min: 15") + "late: []\n"


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "both", "clashes"),
    [
        ("a\nb\nc\n", "a\nb\nc\n", "a\nB\nc\n", "a\nB\nc\n", 0),
        ("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n", "A\nb\nC\n", 0),
        ("a\nb\nc\n", "a\nc\n", "a\nb\nc\nd\n", "a\nc\nd\n", 0),
        ("a\nb\n", "a\nX\n", "a\nX\n", "a\nX\n", 0),
        ("a\nb\n", "a\nX\n", "a\n", "a\n# !\nX\n", 1),
        ("", "mine\n", "theirs\n", "# !\n# theirs\nmine\n", 1),
        ("a\n", "", "a\nb\n", "# !\n# a\n# b\n", 1),
    ],
)
def test_two_changes_become_one_text(base: str, mine: str, theirs: str, both: str, clashes: int):
    found = merged(base, mine, theirs, "!")
    assert (found.text, found.clashes) == (both, clashes)
