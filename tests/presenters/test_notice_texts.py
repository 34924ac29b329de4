"""What notices say, in the company's words: typed beside an example, refused where it would not work."""

from __future__ import annotations

from dataclasses import replace

from app.contracts.notice_texts import NoticeTextView, NoticeTextWish, NoticeWords
from app.contracts.people import Label
from app.crm_client.errors import Refused
from app.ui.presenters.desk import ServerReached
from app.ui.presenters.notice_samples import sample
from app.ui.presenters.notice_texts import NoticeTextsPresenter, TextTyped
from app.ui.presenters.pages import ListState
from tests.doubles.notice_texts import notice_texts
from tests.presenters import ui_fakes as f

CREATED = NoticeTextView(
    template="ticket.created", name=Label(code="ticket.created", zh="工单已受理", en="A ticket was made"),
    to="customer", values=["code", "number"], version="v1", own_zh=NoticeWords(), own_en=NoticeWords(),
    usual_zh=NoticeWords(title="工单已受理", text="工单 {number}[，查询码 {code}]"),
    usual_en=NoticeWords(title="We have your ticket", text="Ticket {number}"),
)  # fmt: skip
LATE = CREATED.model_copy(update={"template": "ticket.late", "to": "user"})
USUAL = TextTyped("工单已受理", "工单 {number}[，查询码 {code}]", "We have your ticket", "Ticket {number}")


class Crm:
    def __init__(self) -> None:
        self.texts = [LATE, CREATED]
        self.wishes: list[NoticeTextWish] = []

    async def notice_texts(self) -> list[NoticeTextView]:
        return self.texts

    async def put_notice_text(self, template: str, wish: NoticeTextWish) -> NoticeTextView:
        self.wishes.append(wish)
        present = next(each for each in self.texts if each.template == template)
        if wish.version != present.version:
            raise Refused(409, "file-changed", "", present=present.model_dump())
        return self.put(template, wish.zh, wish.en)

    def put(self, template: str, zh: NoticeWords, en: NoticeWords) -> NoticeTextView:
        def newer(each: NoticeTextView) -> NoticeTextView:
            if each.template != template:
                return each
            return each.model_copy(update={"own_zh": zh, "own_en": en, "version": each.version + "+"})

        self.texts = [newer(each) for each in self.texts]
        return next(each for each in self.texts if each.template == template)


class Desk:
    def __init__(self, crm: Crm | None = None, drafts: f.FakeDrafts | None = None) -> None:
        self.crm, self.drafts, self.view = crm or Crm(), drafts or f.FakeDrafts(), f.FakeView()
        self.store = f.store(f.FakeClock())
        self.page = NoticeTextsPresenter(
            self.view, self.store, f.FakeWords(), f.FakeTasks(), self.crm, self.drafts
        )
        self.page.page_shown(True)

    @property
    def face(self):
        return self.view.last["show_texts"]

    @property
    def form(self):
        return self.face.chosen


def test_texts_to_customers_come_first_and_say_how_they_are_read():
    desk = Desk()
    assert [(row.template, row.to, row.own) for row in desk.face.rows] == [
        ("ticket.created", "To customers", False), ("ticket.late", "To colleagues", False),
    ]  # fmt: skip
    assert desk.form.read.zh_text == "工单 T20261122-0042，查询码 K7P2QX" and not desk.form.may_save


def test_own_words_are_saved_and_the_usual_ones_are_no_own_ones():
    desk = Desk()
    desk.page.type(replace(USUAL, zh_text="晨光：工单 {number} 已受理"))
    assert desk.form.read.zh_text == "晨光：工单 T20261122-0042 已受理" and desk.form.may_save
    desk.page.save()
    assert desk.crm.wishes[0].zh == NoticeWords(title="", text="晨光：工单 {number} 已受理")
    assert desk.face.rows[0].own and "Saved" in desk.form.said and not desk.form.changed
    desk.page.reset()
    desk.page.save()
    assert not desk.face.rows[0].own and desk.crm.wishes[-1].zh == NoticeWords()


def test_what_would_not_work_is_said_while_it_is_typed_and_is_not_saved():
    desk = Desk()
    desk.page.type(replace(USUAL, zh_text="{nobody}", en_text="[[{number}]]", en_title="x" * 201))
    assert desk.form.faults == (
        "Text, Chinese: there is no value {nobody}.",
        "Title, English: at most 200 characters.",
        "Text, English: braces and brackets go in pairs.",
    )
    desk.page.save()
    assert not desk.crm.wishes and not desk.form.may_save


def test_of_two_the_second_sees_the_firsts_words_and_loses_none_of_his():
    desk = Desk()
    desk.page.type(replace(USUAL, zh_text="我的", en_title="Mine"))
    desk.crm.put("ticket.created", NoticeWords(text="别人的"), NoticeWords(text="Theirs"))
    desk.page.save()
    assert desk.form.typed == TextTyped("", "我的", "Mine", "Theirs") and "“别人的”" in desk.form.said
    desk.page.save()
    assert desk.crm.texts[1].own_zh.text == "我的" and desk.crm.texts[1].own_en.text == "Theirs"


def test_what_was_typed_is_there_again_after_another_text_and_after_a_crash():
    desk = Desk()
    desk.page.type(replace(USUAL, zh_text="半句"))
    desk.page.choose("ticket.late")
    assert desk.form.typed == TextTyped()
    again = Desk(desk.crm, desk.drafts)
    assert again.form.typed.zh_text == "半句" and "is back" in again.form.said
    again.page.load()
    assert again.form.typed.zh_text == "半句", "loading again takes nothing away"
    again.page.discard()
    assert again.form.typed == TextTyped() and not desk.drafts.kept


def test_without_the_server_it_says_so_and_keeps_what_is_typed():
    desk = Desk()
    desk.page.type(replace(USUAL, zh_text="晚些"))
    desk.store.dispatch(ServerReached(up=False))
    desk.page.save()
    assert "Not without the server" in desk.form.said and desk.form.typed.zh_text == "晚些"
    empty = Crm()
    empty.texts = []
    assert Desk(empty).face.state is ListState.EMPTY


def test_there_is_an_example_of_each_value_that_a_text_may_have():
    values = {value for each in notice_texts() for value in each.values}
    assert not [value for value in values if sample(value, "zh") == value]
