"""Quick replies and the script: found, filled, spoken once, stopped, sent; written and changed."""

from __future__ import annotations

from typing import Any

import pytest

from app.contracts.customers import CustomerFile
from app.crm_client.errors import Refused, Unreachable
from app.ui.presenters.desk import ServerReached
from app.ui.presenters.pages import ListState
from app.ui.presenters.replies import RepliesPresenter
from app.ui.presenters.reply_editor import ReplyEditor, ReplyFields
from app.ui.presenters.rules import DeskRules
from app.ui.presenters.script import ScriptPresenter
from app.ui.presenters.variables import Variables
from tests.presenters import tools_fakes as t
from tests.presenters import ui_fakes as f


class Room:
    def __init__(self) -> None:
        self.clock, self.crm, self.view = f.FakeClock(), t.ToolsCrm(), f.FakeView()
        self.form, self.script_view = f.FakeView(), f.FakeView()
        self.store, words, tasks = f.store(self.clock), f.FakeWords(), f.FakeTasks()
        self.file: CustomerFile | None = f.file_of(f.liming())
        variables = Variables(self.store, words, self.clock, "王芳", "晨光", lambda: self.file)
        self.replies = RepliesPresenter(self.view, self.store, words, tasks, self.crm, variables, leads=False)
        self.editor = ReplyEditor(
            self.form, words, tasks, self.crm, f.FakeDrafts(), self.replies, False, "zh"
        )
        rules = DeskRules(f.OUTCOMES, t.RULES)
        self.script = ScriptPresenter(self.script_view, self.store, words, rules, variables)
        self.crm.all_replies = [
            t.reply("greeting", "您好，我是{agent}", group="开场"),
            t.reply("ticket", "工单号 {ticket}"),
            t.reply("clip", "请稍等 {ticket}", clip=True),
            t.reply("english", "Hello {customer}", speakable=False, language="en"),
            t.reply("mine", "备注好了", scope="own"),
        ]
        self.replies.load()

    @property
    def face(self) -> Any:
        return self.view.last["show_replies"]

    def row(self, reply_id: str) -> Any:
        return next(row for row in self.face.rows if row.reply_id == reply_id)

    def talk(self) -> None:
        self.store.dispatch(f.agent_changed("TALKING", call_id="call-1"))
        self.store.dispatch(f.call())

    def asked(self, what: str) -> list[Any]:
        return [each for each in self.crm.asked if each[0] == what]


@pytest.fixture
def room() -> Room:
    return Room()


def test_a_reply_is_found_by_words_of_title_text_or_group(room: Room):
    room.replies.search("开场 我是")
    assert [row.reply_id for row in room.face.rows] == ["greeting"]
    room.replies.search("nothing like it")
    assert room.view.last["show_list_state"] == (ListState.EMPTY, "Nothing found. Try another word.")


def test_variables_are_filled_with_what_is_on_the_desk(room: Room):
    room.talk()
    assert room.row("greeting").text == "您好，我是王芳"
    room.file = None
    room.replies.tick()
    assert room.row("english").text == "Hello "  # an unknown customer has no name


def test_without_a_call_nothing_can_be_spoken_or_sent(room: Room):
    assert not any(row.can_speak or row.can_send for row in room.face.rows)
    room.replies.speak("greeting")
    assert room.asked("speak") == [] and room.view.said


def test_one_click_speaks_it_filled(room: Room):
    room.talk()
    room.replies.speak("greeting")
    assert room.asked("speak") == [("speak", "call-1", "greeting", "您好，我是王芳")]
    assert room.row("greeting").doing == "asked"
    room.store.dispatch(t.speaking("greeting", "speaking"))
    assert room.row("greeting").doing == "speaking" and room.face.speaking == "greeting"
    room.store.dispatch(t.speaking("greeting", "ended"))
    assert room.row("greeting").doing == "" and room.face.speaking == ""


def test_a_second_click_stops_it(room: Room):
    room.talk()
    room.replies.speak("greeting")
    room.store.dispatch(t.speaking("greeting", "speaking"))
    room.replies.speak("greeting")
    assert room.asked("stop-speaking") == [("stop-speaking", "call-1")] and len(room.asked("speak")) == 1


def test_one_that_fails_is_said(room: Room):
    room.talk()
    room.replies.speak("greeting")
    room.store.dispatch(t.speaking("greeting", "failed"))
    assert "could not be spoken" in room.view.said[-1] and room.row("greeting").doing == ""


def test_a_refusal_says_what_to_do(room: Room):
    room.talk()
    room.crm.fails = Refused(409, "speech-not-possible", "")
    room.replies.speak("greeting")
    assert "no voice" in room.view.said[-1] and room.row("greeting").doing == ""


def test_a_text_with_a_gap_is_neither_spoken_nor_sent_but_a_recording_is(room: Room):
    room.talk()
    assert not room.row("ticket").can_speak and not room.row("ticket").can_send
    assert "a ticket" in room.row("ticket").why_not
    assert room.row("clip").can_speak
    room.replies.speak("clip")
    assert room.asked("speak") == [("speak", "call-1", "clip", "")]


def test_without_a_voice_it_can_still_be_sent(room: Room):
    room.talk()
    row = room.row("english")
    assert not row.can_speak and row.can_send and "no voice for this language" in row.why_not


def test_nothing_is_spoken_into_music(room: Room):
    room.talk()
    room.store.dispatch(f.call("HELD"))
    assert not room.row("greeting").can_speak and room.row("greeting").can_send
    assert "music" in room.face.hint


def test_a_text_is_sent_once_also_while_the_call_is_written_up(room: Room):
    room.talk()
    room.store.dispatch(f.call("ENDED"))
    room.store.dispatch(f.agent_changed("WRAP_UP", call_id="call-1"))
    room.replies.send("greeting")
    assert room.asked("text") == [("text", "call-1", "您好，我是王芳")]
    assert room.view.said == ["Sent as a text message."]


def test_without_the_server_it_says_so(room: Room):
    room.talk()
    room.store.dispatch(ServerReached(False, "unreachable"))
    assert "Without the server" in room.face.hint and not room.row("greeting").can_send


def test_a_list_that_does_not_come_can_be_asked_for_again():
    room = Room()
    fresh = RepliesPresenter(
        room.view, room.store, f.FakeWords(), f.FakeTasks(), room.crm, room.replies._variables, False
    )
    room.crm.fails = Unreachable("gone")
    fresh.load()
    assert room.view.last["show_list_state"][0] is ListState.ERROR
    room.crm.fails = None
    fresh.load()
    assert room.view.last["show_list_state"][0] is ListState.ROWS


def test_arrows_choose_and_stay_within_the_list(room: Room):
    ids = [row.reply_id for row in room.face.rows]
    room.replies.choose(ids[0])
    room.replies.step(-1)
    assert room.replies.chosen == ids[0]
    room.replies.step(1)
    assert room.replies.chosen == ids[1]


def test_a_new_reply_is_mine_and_in_the_list_at_once(room: Room):
    room.editor.write_new()
    room.editor.save(ReplyFields(title=" 新的 ", text="好的"))
    new = room.asked("create-reply")[0][1]
    assert (new.scope, new.title, new.language) == ("own", "新的", "zh")
    assert room.face.chosen.reply_id == "made" and room.form.count("close_editor") == 1


def test_an_empty_reply_is_not_saved(room: Room):
    room.editor.write_new()
    room.editor.save(ReplyFields(title="x", text="  "))
    assert room.asked("create-reply") == [] and "Please write" in room.form.last["show_editor"].trouble


def test_what_was_typed_stays_when_saving_fails(room: Room):
    room.editor.change("mine")
    room.crm.fails = Unreachable("gone")
    room.editor.save(ReplyFields(title="x", text="y"))
    face = room.form.last["show_editor"]
    assert "cannot be reached" in face.trouble and not face.saving
    assert room.form.count("close_editor") == 0 and room.form.count("open_editor") == 1


def test_only_own_replies_can_be_changed_by_an_agent(room: Room):
    assert room.row("mine").editable and not room.row("greeting").editable
    room.editor.change("mine")
    room.editor.delete()
    assert room.asked("delete-reply") == [("delete-reply", "mine")]
    assert all(row.reply_id != "mine" for row in room.face.rows)


def test_the_script_is_the_queues_and_is_ticked_off_for_this_call(room: Room):
    room.script.refresh()
    assert "next call" in room.script_view.last["show_script"].empty
    room.talk()
    room.script.tick(0, True)
    face = room.script_view.last["show_script"]
    assert face.paragraphs == ("A", "B") and face.said == (True, False) and face.next == 1
    assert face.progress == "1 of 2"
    agent = f.agent("TALKING", call_id="call-2")
    room.store.dispatch(f.hello(agent=agent, call=f.call(call_id="call-2").call))
    assert room.script_view.last["show_script"].said == (False, False)


def test_a_queue_without_a_script_says_so(room: Room):
    room.store.dispatch(f.agent_changed("TALKING", call_id="call-1"))
    room.store.dispatch(f.call(queue=t.NOT_NEEDED))
    assert room.script_view.last["show_script"].empty == "There is no script for Sales."
