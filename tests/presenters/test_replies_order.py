"""Quick replies in an order of one's own, most used first, and with a recording of one's voice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.crm_client.errors import Refused
from app.crm_client.requests import Upload
from app.ui.presenters.replies import RepliesPresenter
from app.ui.presenters.reply_clip import ReplyClip
from app.ui.presenters.reply_editor import ReplyEditor
from app.ui.presenters.variables import Variables
from tests.presenters import tools_fakes as t
from tests.presenters import ui_fakes as f


class FakeRecorder:
    def __init__(self) -> None:
        self.progress: Callable[[float, float], None] | None = None
        self.ended: Callable[[bytes | None], None] | None = None
        self.stopped = 0

    def start(self, progress: Callable[[float, float], None], ended: Callable[[bytes | None], None]) -> None:
        self.progress, self.ended = progress, ended

    def stop(self) -> None:
        self.stopped += 1

    def give(self, length_s: float, dbfs: float, sound: bytes | None = b"wav") -> None:
        assert self.progress is not None and self.ended is not None
        self.progress(length_s, dbfs)
        self.ended(sound)


class FakePlayer:
    def __init__(self) -> None:
        self.played: list[bytes] = []
        self.stopped = 0

    def play(
        self, sound: bytes, from_s: float, progress: Callable[[float], None], ended: Callable[[str], None]
    ) -> None:
        self.played.append(sound)

    def stop(self) -> None:
        self.stopped += 1


class Room:
    def __init__(self, leads: bool = False) -> None:
        self.clock, self.crm, self.view = f.FakeClock(), t.ToolsCrm(), f.FakeView()
        self.form, self.clip_view, self.drafts = f.FakeView(), f.FakeView(), f.FakeDrafts()
        self.store, words, tasks = f.store(self.clock), f.FakeWords(), f.FakeTasks()
        variables = Variables(self.store, words, self.clock, "王芳", "晨光", lambda: None)
        self.replies = RepliesPresenter(self.view, self.store, words, tasks, self.crm, variables, leads)
        self.recorder, self.player = FakeRecorder(), FakePlayer()
        self.clip = ReplyClip(
            self.clip_view, words, tasks, self.crm, self.recorder, self.player, self.replies
        )
        self.editor = ReplyEditor(
            self.form, words, tasks, self.crm, self.drafts, self.replies, leads, "zh", self.clip.open
        )
        self.crm.all_replies = [
            t.reply("a", "a", scope="own", position=0),
            t.reply("b", "b", scope="own", position=1),
            t.reply("c", "c", scope="own", position=2, uses=4),
            t.reply("team", "t", position=1, uses=9, queues=["after-sales"]),
            t.reply("other", "t", position=0),
        ]
        self.replies.load()

    @property
    def rows(self) -> list[str]:
        return [row.reply_id for row in self.view.last["show_replies"].rows]

    def asked(self, what: str) -> list[tuple]:
        return [each for each in self.crm.asked if each[0] == what]


@pytest.fixture
def room() -> Room:
    return Room()


def test_ones_own_are_moved_by_keys_and_the_server_keeps_the_order(room):
    room.replies.show_only("own")
    room.replies.choose("c")
    room.replies.move(-1)
    assert room.rows == ["a", "c", "b"]
    assert room.asked("arrange") == [("arrange", "own", "a", "c", "b")]
    room.replies.move(-1)
    room.replies.move(-1)
    assert room.rows == ["c", "a", "b"], "the first one stays first"
    assert len(room.asked("arrange")) == 2
    room.replies.show_only("team")
    room.replies.move(1)
    assert room.view.said == ["The team's order is its supervisors' to change."]


def test_a_supervisor_moves_the_teams():
    room = Room(leads=True)
    room.replies.show_only("team")
    room.replies.choose("other")
    room.replies.move(1)
    assert room.rows == ["team", "other"]
    assert room.asked("arrange") == [("arrange", "team", "team", "other")]


def test_most_used_first_and_nothing_moves_while_it_is_looked_at(room):
    room.replies.show_only("used")
    assert room.rows[:2] == ["team", "c"]
    room.store.dispatch(f.agent_changed("TALKING", call_id="call-1"))
    room.store.dispatch(f.call())
    for _ in range(6):
        room.replies.speak("c")
    assert room.asked("used") == [("used", "c", "SPOKEN")] * 6
    assert room.rows[:2] == ["team", "c"]
    room.replies.show_only("all")
    room.replies.show_only("used")
    assert room.rows[:2] == ["c", "team"]


def test_a_reply_that_could_not_be_spoken_or_counted_disturbs_nobody(room):
    room.store.dispatch(f.agent_changed("TALKING", call_id="call-1"))
    room.store.dispatch(f.call())
    room.crm.fails = Refused(409, "speech-not-possible", "")
    room.replies.speak("c")
    assert room.asked("used") == []
    assert len(room.view.said) == 1


def test_in_a_call_those_of_its_queue_go_first(room):
    room.replies.show_only("all")
    room.replies.show_only("own")
    room.replies.show_only("all")
    before = room.rows
    assert before[0] == "other"
    room.store.dispatch(f.agent_changed("TALKING", call_id="call-1"))
    room.store.dispatch(f.call())
    assert room.rows[0] == "team"
    assert sorted(room.rows) == sorted(before)


def test_changing_a_reply_keeps_its_queues_until_others_are_chosen():
    room = Room(leads=True)
    room.editor.change("team")
    opened = room.form.last["open_editor"]
    assert opened.queues == ("after-sales",)
    room.editor.save(replace(opened, text="neu"))
    room.editor.change("team")
    room.editor.save(replace(opened, queues=("sales",)))
    assert [new.queues for _, _, new in room.asked("change-reply")] == [["after-sales"], ["sales"]]


def test_a_reply_is_spoken_into_the_microphone_and_kept(room):
    room.editor.change("a")
    assert room.clip_view.last["show_clip"].state == "none"
    room.clip.record()
    assert room.recorder.progress is not None
    room.recorder.progress(3.2, -12.0)
    face = room.clip_view.last["show_clip"]
    assert (face.state, face.text) == ("recording", "0:03")
    room.clip.record()
    assert room.recorder.stopped == 1
    room.recorder.give(3.4, -20.0)
    assert room.asked("record") == [("record", "a", "reply.wav", b"wav")]
    assert room.clip_view.last["show_clip"].state == "there"
    room.clip.listen()
    assert room.player.played == [b"opus"]
    assert room.clip_view.last["show_clip"].state == "playing"
    room.clip.listen()
    assert room.player.stopped == 1
    room.clip.remove()
    assert room.clip_view.last["show_clip"].state == "none"


@pytest.mark.parametrize(
    ("length_s", "dbfs", "sound", "said"),
    [
        (0.2, -10.0, b"wav", "That was too short"),
        (3.0, -60.0, b"wav", "Nothing was to be heard"),
        (3.0, -10.0, None, "Nothing could be recorded"),
    ],
)
def test_what_is_no_use_is_not_sent(room, length_s, dbfs, sound, said):
    room.editor.change("a")
    room.clip.record()
    room.recorder.give(length_s, dbfs, sound)
    assert room.asked("record") == []
    assert room.clip_view.said[-1].startswith(said)
    assert room.clip_view.last["show_clip"].state == "none"


def test_leaving_the_form_stops_and_drops_what_is_recorded(room):
    room.editor.change("a")
    room.clip.record()
    room.editor.cancel()
    assert room.recorder.stopped == 1
    room.recorder.give(4.0, -10.0)
    assert room.asked("record") == []
    room.editor.write_new()
    assert not room.clip_view.last["show_clip"].possible, "a new one is saved first"


def test_a_file_is_taken_as_the_recording_unless_it_is_too_large(room):
    room.editor.change("a")
    room.clip.upload(Upload("big.wav", b"x" * 20_000_001))
    assert room.clip_view.said == ["big.wav is larger than 20 MB."]
    room.clip.upload(Upload("hello.mp3", b"mp3"))
    assert room.asked("record") == [("record", "a", "hello.mp3", b"mp3")]


def test_one_that_is_new_stands_among_the_most_used_too(room):
    room.replies.show_only("used")
    room.replies.put(t.reply("new", "n", scope="own"))
    assert set(room.rows) == {"a", "b", "c", "team", "other", "new"}
