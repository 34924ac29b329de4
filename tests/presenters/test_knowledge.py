"""Knowledge in the window: found while typing, read, said, judged, asked about, written, looked over."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from app.crm_client.errors import Refused, Unreachable
from app.ui.presenters.article import ArticlePresenter
from app.ui.presenters.article_editor import ArticleEditor
from app.ui.presenters.article_fields import ArticleFields, fields_of
from app.ui.presenters.desk import ServerReached
from app.ui.presenters.knowledge_search import KnowledgeSearch
from app.ui.presenters.knowledge_shelf import KnowledgeShelf
from app.ui.presenters.pages import ListState
from app.ui.presenters.variables import Variables
from app.ui.tasks import trouble_of
from tests.presenters import knowledge_fakes as k
from tests.presenters import ui_fakes as f

WRITES = ("knowledge.write",)
APPROVES = ("knowledge.write", "knowledge.approve")


class HeldTasks(f.FakeTasks):
    """Work that waits until it is let go, as over a slow line."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Coroutine[Any, Any, Any], Callable[[Any], None], Callable[[Any], None]]] = []
        self.hold = False

    def run(self, name: str, work: Any, done: Any = None, failed: Any = None) -> None:
        if self.hold:
            self.waiting.append((work, done, failed))
        else:
            super().run(name, work, done, failed)

    def let_go(self) -> None:
        work, done, failed = self.waiting.pop(0)
        super().run("held", work, done, failed)


class Room:
    def __init__(self, rights: tuple[str, ...] = (), drafts: f.FakeDrafts | None = None) -> None:
        self.drafts = drafts or f.FakeDrafts()
        self.clock, self.crm, self.tasks = f.FakeClock(), k.KnowledgeCrm(), HeldTasks()
        self.store, words = f.store(self.clock), f.FakeWords()
        self.hits_view, self.view, self.shelf_view, self.form = (f.FakeView() for _ in range(4))
        variables = Variables(self.store, words, self.clock, "王芳", "晨光", lambda: f.file_of(f.liming()))
        self.changed = 0
        self.article = ArticlePresenter(
            self.view,
            self.store,
            words,
            self.tasks,
            self.clock,
            self.crm,
            variables,
            rights,
            self.drafts,
            self._changed,
        )
        self.search = KnowledgeSearch(
            self.hits_view, self.store, words, self.tasks, self.crm, self.article.open, follows_call=True
        )
        self.shelf = KnowledgeShelf(
            self.shelf_view,
            words,
            self.tasks,
            self.clock,
            self.crm,
            rights,
            self.drafts,
            self.article.open,
            lambda _: None,
        )
        self.saved: list[Any] = []
        self.editor = ArticleEditor(
            self.form,
            words,
            self.tasks,
            self.crm,
            self.drafts,
            lambda: self.shelf.categories,
            (("sales", "Sales"),),
            self.saved.append,
        )

    def _changed(self) -> None:
        self.changed += 1

    def talk(self) -> None:
        self.store.dispatch(f.agent_changed("TALKING", call_id="call-1"))
        self.store.dispatch(f.call())

    def asked(self, what: str) -> list[Any]:
        return [each for each in self.crm.asked if each[0] == what]

    @property
    def face(self) -> Any:
        return self.view.last["show_article"]


@pytest.fixture
def room() -> Room:
    return Room()


# --- found ---------------------------------------------------------------------------------------


def test_only_the_latest_of_what_is_typed_is_asked_and_shown(room):
    room.crm.hits = {"退": [k.hit("old")], "退货": [k.hit("new")]}
    room.tasks.hold = True
    for typed in ("退", "退货政", "退货"):
        room.search.type(typed)
    assert len(room.tasks.waiting) == 1, "while one answer is under way, nothing more is asked"
    assert room.hits_view.last["show_hits"].state is ListState.LOADING
    room.tasks.let_go()
    room.tasks.let_go()
    assert [text for _, text, _, _ in room.asked("find")] == ["退", "退货"]
    assert [row.article_id for row in room.hits_view.last["show_hits"].rows] == ["new"]


def test_in_a_call_its_queue_counts_and_enter_opens_the_best(room):
    room.crm.hits = {"": [k.hit("a1")], "退货": [k.hit("a1"), k.hit("a2")]}
    room.search.begin()
    room.talk()
    assert room.asked("find")[-1] == ("find", "", "after-sales", "")
    room.search.type("退货")
    room.search.open_chosen()
    assert room.face.title == "七天无理由退货"
    room.search.step(1)
    assert room.hits_view.last["show_hits"].chosen == "a2"
    room.search.step(5)
    assert room.hits_view.last["show_hits"].chosen == "a2"


def test_nothing_found_and_no_server_say_what_to_do(room):
    room.search.type("无")
    face = room.hits_view.last["show_hits"]
    assert (face.state, face.text) == (
        ListState.EMPTY,
        "Nothing found. Try other words, or ask the expert.",
    )
    room.crm.fails = Unreachable("gone")
    room.search.type("无线")
    face = room.hits_view.last["show_hits"]
    assert face.state is ListState.ERROR
    assert "server" in face.text


# --- read ----------------------------------------------------------------------------------------


def test_what_is_said_is_filled_copied_and_sent_in_a_call_alone(room):
    room.article.open("a1")
    assert room.face.say.text == "李明，七天之内可以退。"
    assert not room.face.say.can_send
    room.article.send_say()
    assert room.view.said == ["There is no call to send it to."]
    room.article.copy_say()
    assert room.view.last["copy"] == "李明，七天之内可以退。"
    room.talk()
    assert room.face.say.can_send
    room.article.send_say()
    assert room.asked("send") == [("send", "call-1", "李明，七天之内可以退。")]
    room.store.dispatch(ServerReached(False))
    assert not room.face.say.can_send


def test_a_vote_is_taken_back_by_the_same_again(room):
    room.article.open("a1")
    room.article.vote(True)
    room.article.vote(True)
    room.article.vote(False)
    assert room.asked("vote") == [("vote", "a1", True), ("vote", "a1", None), ("vote", "a1", False)]
    assert room.face.my_vote is False


def test_the_expert_is_asked_about_this_article_in_this_call(room):
    room.article.open("a1")
    room.talk()
    room.article.ask_expert("  ")
    assert not room.asked("ask")
    room.article.ask_expert("礼品卡退到哪？")
    [(_, new)] = room.asked("ask")
    assert (new.text, new.article_id, new.call_id) == ("礼品卡退到哪？", "a1", "call-1")
    assert room.view.count("close_question") == 1


def test_an_answer_to_an_article_left_meanwhile_is_not_shown(room):
    room.crm.there["a2"] = k.article("a2", title="保修")
    room.tasks.hold = True
    room.article.open("a1")
    room.article.open("a2")
    room.tasks.waiting.reverse()
    room.tasks.let_go()
    room.tasks.let_go()
    assert room.face.title == "保修"


@pytest.mark.parametrize(
    ("rights", "state", "steps"),
    [
        ((), "PUBLISHED", ()),
        (WRITES, "DRAFT", ("submit", "withdraw")),
        (WRITES, "REVIEW", ()),
        (WRITES, "PUBLISHED", ()),
        (APPROVES, "REVIEW", ("return", "approve")),
        (APPROVES, "PUBLISHED", ("withdraw",)),
        (APPROVES, "EXPIRED", ("withdraw",)),
        (APPROVES, "WITHDRAWN", ("restore",)),
        (APPROVES, "REPLACED", ()),
    ],
)
def test_each_sees_the_steps_that_she_may_take(rights, state, steps):
    room = Room(rights)
    room.crm.there["a1"] = k.article(state=state)
    room.article.open("a1")
    assert room.face.steps == steps
    assert room.face.may_edit is bool(rights)
    assert bool(room.face.notice) is (state != "PUBLISHED")


def test_who_approves_hears_what_came_of_it_and_why_not():
    room = Room(APPROVES)
    room.crm.there["a1"] = k.article(state="REVIEW")
    room.article.open("a1", 0)
    room.crm.fails = Refused(403, "article-own", "no")
    room.article.take_step("approve")
    assert room.view.said[-1].startswith("You wrote parts of this article yourself")
    room.crm.fails = None
    room.article.take_step("approve")
    assert room.asked("step")[-1] == ("step", "a1", "approve", 3)
    assert room.view.said[-1] == "Published. It is found in a moment."
    assert room.changed == 1


# --- written -------------------------------------------------------------------------------------


def test_a_new_article_is_checked_saved_and_handed_in():
    room = Room(WRITES)
    room.shelf.begin()
    room.editor.write_new("", "zh")
    fields = room.form.last["open_form"]
    assert (fields.category_id, fields.language) == ("air", "zh")
    categories = room.form.last["show_form"].categories
    assert categories == (("all", "Products"), ("air", "    Air")), "as a tree"
    for wrong, said in (
        (ArticleFields(category_id="air"), "An article needs a title."),
        (ArticleFields(title="x"), "Choose a category."),
        (ArticleFields(title="x", category_id="air"), "Write the text, or what is to be said."),
        (
            ArticleFields(title="x", category_id="air", say="y", valid_until="soon"),
            "Write days as 2026-11-21.",
        ),
    ):
        room.editor.save(wrong)
        assert room.form.last["show_form"].trouble == said
    assert not room.asked("save")
    typed = ArticleFields(
        title=" 门锁 ", category_id="air", body="text", tags="门锁、电池，L1", questions="没电了\n\n打不开"
    )
    room.editor.save(typed, hand_in=True)
    [(_, article_id, new)] = room.asked("save")
    assert (article_id, new.title, new.tags) == ("", "门锁", ["门锁", "电池", "L1"])
    assert (new.questions, new.base_version) == (["没电了", "打不开"], None)
    assert room.asked("step") == [("step", "new", "submit", 4)]
    assert [each.state for each in room.saved] == ["REVIEW"]
    assert room.form.count("close_form") == 1


def test_on_trouble_what_was_typed_stays():
    room = Room(WRITES)
    room.editor.change("a1")
    room.crm.fails = Unreachable("gone")
    room.editor.save(ArticleFields(title="neu", category_id="air", body="x"))
    assert room.form.count("close_form") == 0
    face = room.form.last["show_form"]
    assert "server" in face.trouble
    assert not face.saving


def test_of_two_who_write_each_field_says_whose_it_is_and_nothing_is_lost():
    room = Room(WRITES)
    room.editor.change("a1")
    opened = room.form.last["open_form"]
    assert opened == fields_of(k.article().model_dump(mode="json"))
    mine = ArticleFields(
        **{name: getattr(opened, name) for name in ("category_id", "kind", "language", "tags", "questions")},
        title="我的标题",
        say=opened.say,
        body="我的正文",
    )
    theirs = k.article(version=5, title="别人的标题", say="别人的话术", tags=["新"])
    refused = Refused(409, "article-changed", "", None, theirs.model_dump(mode="json"), ("title",))
    assert trouble_of(refused).present
    room.crm.fails = refused
    room.editor.save(mine)
    [clash] = room.form.last["show_form"].clashes
    assert (clash.name, clash.mine, clash.theirs) == ("Title", "我的标题", "别人的标题")
    room.crm.fails = None
    room.editor.settle({"title": "theirs"}, mine)
    merged = room.form.last["open_form"]
    assert (merged.title, merged.body) == ("别人的标题", "我的正文")
    assert (merged.say, merged.tags) == ("别人的话术", "新"), "what only they changed"
    assert room.form.last["show_form"].clashes == ()
    room.editor.save(merged)
    assert room.asked("save")[-1][2].base_version == 5


# --- the shelf -----------------------------------------------------------------------------------


def test_who_may_not_write_sees_no_drafts(room):
    room.shelf.begin()
    assert room.shelf_view.last["show_shelf"].tabs == ("read", "questions")
    assert room.asked("articles") == []
    rows = room.shelf_view.last["show_shelf"].categories
    assert [(row.category_id, row.count) for row in rows] == [("all", 3), ("air", 2)], "with those below"


def test_what_waits_to_be_looked_over_is_counted_and_opened_as_it_was_written():
    room = Room(APPROVES)
    room.crm.lists = {"REVIEW": [k.hit("a1", state="REVIEW", written_by="张伟")]}
    room.shelf.begin()
    assert room.shelf_view.last["show_count"] == 1
    room.shelf.choose_tab("review")
    face, _ = room.shelf_view.last["show_rows"]
    assert (face.rows[0].article_id, face.rows[0].about) == ("a1", "政策 · 张伟")
    room.shelf.choose("a1")
    assert room.asked("article")[-1] == ("article", "a1", 0)
    room.shelf.choose_tab("drafts")
    face, _ = room.shelf_view.last["show_rows"]
    assert (face.state, face.text) == (ListState.EMPTY, "No drafts. Write an article, or change one.")


def test_a_question_is_answered_and_becomes_an_article():
    room = Room(WRITES)
    room.crm.all_questions = [k.question("q1"), k.question("q2", text="多久？")]
    room.shelf.choose_tab("questions")
    room.shelf.choose("q2")
    assert room.shelf_view.last["show_question"].text == "多久？"
    room.shelf.answer("  ", make_article=False)
    assert not room.asked("answer")
    room.shelf.answer("三天", make_article=True)
    assert room.asked("answer") == [("answer", "q2", "三天", True)]
    shown = room.shelf_view.last["show_question"]
    assert (shown.answer, shown.saving) == ("三天", False)
