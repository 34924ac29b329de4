"""An article's versions told apart and brought back; its words spoken into the call; categories."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.contracts.colleagues import CallDirectory
from app.contracts.knowledge import ArticleVersion, ArticleView
from app.contracts.live import SpeakingChanged
from app.contracts.people import Label
from app.crm_client.errors import Refused
from app.ui.presenters.article_history import ArticleHistory, HistoryFace
from app.ui.presenters.categories import CategoriesFace, CategoriesPresenter, CategoryTyped
from app.ui.presenters.desk import ServerReached
from app.ui.presenters.text_changes import Piece, changes, short
from tests.presenters import calls_fakes
from tests.presenters import knowledge_fakes as k
from tests.presenters import ui_fakes as f
from tests.presenters.test_knowledge import Room as Knowledge


class Crm(k.KnowledgeCrm):
    async def directory(self) -> CallDirectory:
        return calls_fakes.directory()


class Room:
    def __init__(self) -> None:
        self.clock, self.crm, self.tasks, self.view = f.FakeClock(), Crm(), f.FakeTasks(), f.FakeView()
        self.restored: list[tuple[ArticleView, int]] = []
        self.history = ArticleHistory(
            self.view, f.FakeWords(), self.tasks, self.clock, self.crm,
            lambda old, newest: self.restored.append((old, newest)), {"sales": "Sales"},
        )  # fmt: skip
        self.told: list[int] = []
        self.categories = CategoriesPresenter(
            self.view, f.FakeWords(), self.tasks, self.crm, lambda: self.crm.categories,
            lambda there: self.told.append(len(there)),
        )  # fmt: skip

    def wrote(self, version: int, state: str, **fields: object) -> None:
        view = k.article(version=version, state=state, **fields)
        self.crm.there[f"a1/{version}"] = view
        self.crm.versions.insert(
            0,
            ArticleVersion(
                version=version, state=view.state, title=view.title, written_by="张伟",
                written_at=f.NOW - timedelta(days=9 - version),
            ),
        )  # fmt: skip

    @property
    def face(self) -> HistoryFace:
        return self.view.last["show_history"]

    @property
    def tree(self) -> CategoriesFace:
        return self.view.last["show_categories"]


@pytest.fixture
def room() -> Room:
    made = Room()
    made.wrote(1, "REPLACED", say="十天之内可以退。", body="一\n二\n", queues=[])
    made.wrote(2, "PUBLISHED", say="七天之内可以退。", body="一\n二\n", queues=["sales"])
    made.wrote(3, "DRAFT", say="七天之内可以退。", body="一\n二\n三\n", queues=["sales"])
    return made


# --- versions --------------------------------------------------------------------------------------------


def test_what_was_changed_is_said_field_by_field_down_to_the_word(room: Room) -> None:
    room.history.open("a1", "退货")
    assert [(row.version, row.state) for row in room.face.rows] == [
        (3, "Draft"), (2, "Published"), (1, "Earlier version"),
    ]  # fmt: skip
    assert [each.name for each in room.face.changes] == ["Text"]
    assert [piece.change for piece in room.face.changes[0].pieces] == ["same", "in"]
    room.history.choose(2)
    said = {each.name: each.pieces for each in room.face.changes}
    assert said["To say word for word"] == (
        Piece("out", "十"), Piece("in", "七"), Piece("same", "天之内可以退。"),
    )  # fmt: skip
    assert said["Queues"] == (Piece("in", "Sales"),)


def test_an_old_version_is_compared_with_what_readers_see_or_read_whole(room: Room) -> None:
    room.history.open("a1", "退货")
    room.history.choose(1)
    assert not room.face.compared or "nothing to compare" in room.face.compared
    room.history.compare("published")
    assert "1" in room.face.compared and "2" in room.face.compared
    assert room.face.changes
    room.history.compare("nothing")
    assert {each.name for each in room.face.changes} >= {"Title", "Text", "To say word for word"}
    assert all(piece.change == "same" for each in room.face.changes for piece in each.pieces)


def test_an_old_version_is_made_the_draft_in_the_form_and_saved_on_top_of_the_newest(room: Room) -> None:
    room.history.open("a1", "退货")
    assert not room.face.may_restore, "the newest one is the draft already"
    room.history.choose(1)
    assert room.face.may_restore
    room.history.restore()
    [(old, newest)] = room.restored
    assert (old.version, newest) == (1, 3) and not room.history.is_open

    writing = Knowledge(rights=("knowledge.write",))
    writing.editor.restore(old, newest)
    fields = writing.form.last["open_form"]
    assert (fields.say, fields.note) == ("十天之内可以退。", "Version 1 again")
    writing.editor.save(fields)
    [(_, _, sent)] = writing.asked("save")
    assert (sent.say, sent.base_version) == ("十天之内可以退。", 3)


def test_versions_that_do_not_come_say_why(room: Room) -> None:
    room.crm.fails = Refused(404, "not-found", "")
    room.history.open("a1", "退货")
    assert room.face.rows == () and "not there" in room.face.text


def test_long_texts_are_told_apart_quickly_and_shown_around_their_changes() -> None:
    before = "\n".join(f"第{line}行写着同样的话。" for line in range(3000))
    after = before.replace("第1500行写着同样", "第1500行写着别的")
    found = changes(before, after)
    assert [piece.change for piece in found] == ["same", "out", "in", "same"]
    shown = short(found)
    assert sum(len(piece.text) for piece in shown) < 400
    assert (shown[1].text, shown[2].text) == ("同样", "别的")


# --- spoken into the call --------------------------------------------------------------------------------


def speaking(room: Knowledge, state: str) -> None:
    room.store.dispatch(SpeakingChanged(cursor=9, call_id="call-1", reply_id="a1", state=state))


def test_an_articles_words_are_spoken_into_the_call_and_stopped() -> None:
    room = Knowledge()
    room.crm.there["a1"] = k.article(speakable=True)
    room.article.open("a1")
    assert not room.face.say.can_speak and "while you talk" in room.face.say.why_not_spoken
    room.talk()
    assert room.face.say.can_speak
    room.article.speak_say()
    assert room.asked("speak") == [("speak", "call-1", "a1", "李明，七天之内可以退。")]
    room.article.speak_say()
    assert len(room.asked("speak")) == 1, "asked once, however often it is clicked"
    speaking(room, "speaking")
    assert room.face.say.speaking == "speaking" and room.face.say.can_speak
    room.article.speak_say()
    assert room.asked("stop") == [("stop", "call-1")]
    speaking(room, "stopped")
    assert room.face.say.speaking == ""


@pytest.mark.parametrize(("more", "why"), [
    ({"speakable": False}, "no voice"),
    ({"speakable": True, "state": "DRAFT"}, "published"),
    ({"speakable": True, "say": "工单是{ticket}"}, "Not filled in"),
])  # fmt: skip
def test_what_cannot_be_spoken_says_why(more: dict[str, object], why: str) -> None:
    room = Knowledge()
    room.crm.there["a1"] = k.article(**more)
    room.article.open("a1")
    room.talk()
    assert not room.face.say.can_speak and why in room.face.say.why_not_spoken
    room.article.speak_say()
    assert not room.asked("speak") and why in room.view.said[-1]
    room.store.dispatch(ServerReached(False))
    assert "Without the server" in room.face.say.why_not_spoken


# --- categories ------------------------------------------------------------------------------------------


def test_a_category_is_made_beside_the_chosen_one_and_told_to_the_page(room: Room) -> None:
    room.categories.open("air")
    assert [(row.name, row.depth) for row in room.tree.rows] == [("Products", 0), ("Air", 1)]
    room.categories.begin()
    room.categories.type(CategoryTyped(zh=" 净水 ", en="Water", parent_id="all"))
    room.categories.save()
    [(_, new)] = [each for each in room.crm.asked if each[0] == "create-category"]
    assert (new.zh, new.parent_id, new.place) == ("净水", "all", None)
    assert room.tree.chosen == "new" and room.told == [3]


def test_a_category_does_not_move_below_itself_and_moves_among_its_neighbours(room: Room) -> None:
    room.categories.open("all")
    assert room.tree.category is not None
    assert [code for code, _ in room.tree.category.parents] == [""]
    room.crm.categories = [
        *room.crm.categories,
        room.crm.categories[0].model_copy(update={"category_id": "water"}),
    ]
    room.categories.open("air")
    assert room.tree.category is not None and room.tree.category.may_sink
    room.categories.move(1)
    [(_, category_id, new)] = [each for each in room.crm.asked if each[0] == "change-category"]
    assert (category_id, new.place, new.zh) == ("air", 1, "空气")


def test_only_an_empty_category_is_deleted_and_the_server_has_the_last_word(room: Room) -> None:
    room.categories.open("all")
    assert room.tree.category is not None and "below it" in room.tree.category.why_not_deleted
    room.categories.choose("air")
    assert room.tree.category is not None and "articles in it" in room.tree.category.why_not_deleted
    room.crm.categories = [each.model_copy(update={"articles": 0}) for each in room.crm.categories]
    room.categories.open("air")
    assert room.tree.category is not None and not room.tree.category.why_not_deleted
    room.crm.fails = Refused(409, "category-in-use", "")
    room.categories.delete()
    assert room.tree.category is not None and "not empty" in room.tree.category.trouble
    room.crm.fails = None
    room.categories.delete()
    assert [row.category_id for row in room.tree.rows] == ["all"]


def test_two_who_change_the_same_category_lose_nothing_and_the_second_is_told(room: Room) -> None:
    room.categories.open("air")
    opened = room.tree.category
    assert opened is not None
    theirs = next(each for each in room.crm.categories if each.category_id == "air").model_copy(
        update={
            "name": Label(code="air", zh="空气净化", en="Purifiers"),
            "experts": ["1005"],
            "version": "v2",
        }
    )
    room.categories.type(replace(opened.typed, zh="空气质量"))
    room.crm.fails = Refused(409, "file-changed", "", present=theirs.model_dump())
    room.categories.save()
    shown = room.tree.category
    assert shown is not None and shown.typed.zh == "空气质量", "hers stays"
    assert (shown.typed.en, shown.typed.experts) == ("Purifiers", ("1005",)), (
        "what she did not touch is theirs"
    )
    assert "空气净化" in shown.trouble and "Purifiers" not in shown.trouble and shown.form != opened.form
    room.categories.save()
    *_, (_, category_id, new) = [each for each in room.crm.asked if each[0] == "change-category"]
    assert (category_id, new.zh, new.en, new.version) == ("air", "空气质量", "Purifiers", "v2")
