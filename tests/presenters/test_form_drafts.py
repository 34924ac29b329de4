"""What is typed into the larger forms is there again after the program was killed."""

from __future__ import annotations

from dataclasses import replace

from app.crm_client.errors import Refused
from app.ui.presenters.article_fields import ArticleFields
from app.ui.presenters.form_draft import FormDraft
from app.ui.presenters.ports import Draft
from app.ui.presenters.reply_editor import ReplyFields
from tests.presenters import knowledge_fakes as k
from tests.presenters import ui_fakes as f
from tests.presenters.test_knowledge import WRITES, Room
from tests.presenters.test_replies_order import Room as Replies


def test_an_article_that_was_being_written_is_there_again_and_gone_once_it_is_saved():
    room = Room(WRITES)
    room.editor.write_new("air", "zh")
    written = ArticleFields(title="滤芯寿命", body="每 6 个月", category_id="air")
    room.editor.type(written)
    again = Room(WRITES, room.drafts)
    again.editor.write_new("", "en")
    assert again.form.last["open_form"] == written and "is back" in again.form.last["say"]
    again.editor.save(written)
    assert not room.drafts.kept
    third = Room(WRITES, room.drafts)
    third.editor.write_new("air", "zh")
    assert third.form.last["open_form"].title == ""


def test_a_changed_article_comes_back_as_a_change_of_the_version_it_was_begun_with():
    room = Room(WRITES)
    room.editor.change("a1")
    room.editor.type(replace(room.form.last["open_form"], title="我的标题"))
    again = Room(WRITES, room.drafts)
    again.crm.there["a1"] = k.article(version=9, title="别人的标题")
    again.editor.change("a1")
    mine = again.form.last["open_form"]
    assert mine.title == "我的标题"
    theirs = k.article(version=9, title="别人的标题").model_dump(mode="json")
    again.crm.fails = Refused(409, "article-changed", "", None, theirs, ("title",))
    again.editor.save(mine)
    *_, (_, _, sent) = again.asked("save")
    assert sent.base_version == k.article().version, "so that the server sees that somebody was quicker"


def test_what_is_left_without_saving_is_forgotten():
    room = Room(WRITES)
    room.editor.write_new("air", "zh")
    room.editor.type(ArticleFields(title="x"))
    room.editor.cancel()
    assert not room.drafts.kept


def test_a_question_to_the_expert_is_there_again_until_it_is_asked():
    room = Room()
    room.article.ask()
    room.article.type_question("滤芯能水洗吗？")
    again = Room((), room.drafts)
    again.article.ask()
    assert again.view.last["ask_for_question"] == ("", "滤芯能水洗吗？")
    again.article.ask_expert("滤芯能水洗吗？")
    assert not room.drafts.kept


def test_an_answer_is_there_again_beside_its_own_question_alone():
    drafts = f.FakeDrafts()

    def expert() -> Room:
        room = Room((), drafts)
        room.crm.all_questions = [k.question("q1", may_answer=True), k.question("q2", may_answer=True)]
        room.shelf.begin()
        room.shelf.choose_tab("questions")
        return room

    room = expert()
    room.shelf.choose("q1")
    room.shelf.type_answer("可以，用清水，晾干后再装。")
    again = expert()
    again.shelf.choose("q2")
    assert again.shelf_view.last["show_question"].typed == ""
    again.shelf.choose("q1")
    assert again.shelf_view.last["show_question"].typed == "可以，用清水，晾干后再装。"
    again.shelf.answer("可以，用清水，晾干后再装。", make_article=False)
    assert not drafts.kept


def test_a_quick_reply_is_there_again_each_under_its_own_name():
    room = Replies()
    room.editor.write_new()
    room.editor.type(ReplyFields("开场", "您好"))
    again = Replies()
    again.editor = type(again.editor)(
        again.form, f.FakeWords(), f.FakeTasks(), again.crm, room.drafts, again.replies, False, "zh"
    )
    again.replies.load()
    again.editor.change("a")
    assert again.form.last["open_editor"].title == "a"
    again.editor.write_new()
    assert again.form.last["open_editor"] == ReplyFields("开场", "您好")
    again.editor.cancel()
    assert not room.drafts.kept


def test_a_draft_of_another_version_of_the_program_is_left_alone():
    drafts = f.FakeDrafts()
    drafts.save("reply:new", Draft(note='{"colour": 1, "title": []}'))
    assert FormDraft(drafts, ReplyFields).kept("reply:new") is None
