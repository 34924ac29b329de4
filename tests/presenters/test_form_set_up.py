"""The customers' form is set up: entries changed, checked by the server, met by a colleague's change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.contracts.customer_work import CustomerSetUp
from app.contracts.fields import FieldDefinition
from app.crm_client.errors import Refused
from app.ui.presenters.form_entries import ChoiceTyped, EntryTyped, made_code
from app.ui.presenters.form_set_up import FormSetUpFace, FormSetUpPresenter
from app.ui.presenters.pages import ListState
from tests.presenters import ui_fakes as f
from tests.presenters.customers_fakes import SET_UP, label

START = SET_UP.model_copy(
    update={
        "suggested": ["loud", "quiet"],
        "tags": ["loud", "quiet", "in use"],
        "retired": [FieldDefinition(code="fax", name=label("fax"), kind="TEXT")],
        "version": "v1",
    }
)


class View:
    def __init__(self) -> None:
        self.face: FormSetUpFace | None = None
        self.said: list[str] = []

    def show_set_up(self, face: FormSetUpFace) -> None:
        self.face = face

    def say(self, text: str) -> None:
        self.said.append(text)


class Crm:
    def __init__(self) -> None:
        self.now = START
        self.wishes: list[CustomerSetUp] = []
        self.refuses: Refused | None = None

    async def customer_set_up(self) -> CustomerSetUp:
        return self.now

    async def put_customer_set_up(self, wish: CustomerSetUp) -> CustomerSetUp:
        self.wishes.append(wish)
        if self.refuses is not None:
            raise self.refuses
        self.now = wish.model_copy(update={"version": "v2"})
        return self.now


class Room:
    def __init__(self) -> None:
        self.view, self.crm, self.tasks = View(), Crm(), f.FakeTasks()
        self.told: list[CustomerSetUp] = []
        self.made = FormSetUpPresenter(
            self.view, f.store(f.FakeClock()), f.FakeWords(), self.tasks, self.crm, self.told.append
        )
        self.made.start()

    @property
    def face(self) -> FormSetUpFace:
        assert self.view.face is not None
        return self.view.face

    @property
    def wish(self) -> CustomerSetUp:
        return self.crm.wishes[-1]


@pytest.fixture
def room() -> Room:
    return Room()


def test_the_fields_are_listed_in_their_order_with_retired_ones_last(room: Room) -> None:
    assert [(each.key, each.retired) for each in room.face.rows] == [
        ("size", False), ("pet", False), ("born", False), ("fax", True),
    ]  # fmt: skip
    assert room.face.rows[2].signs == "required"
    assert (room.face.chosen, room.face.may_rise, room.face.may_sink) == ("size", False, True)


def test_a_new_field_gets_its_codes_from_its_names_and_is_chosen(room: Room) -> None:
    room.made.begin()
    choices = (ChoiceTyped("公寓", "Flat"), ChoiceTyped("别墅", ""), ChoiceTyped("", ""))
    room.made.type(EntryTyped(zh=" 住房 ", en="Kind of home", kind="CHOICE", choices=choices, private=True))
    room.made.save()
    new = room.wish.fields[-1]
    assert (new.code, new.name.zh, new.private) == ("kind_of_home", "住房", True)
    assert [each.code for each in new.choices] == ["flat", "choice"]
    assert room.face.chosen == "kind_of_home" and room.told[-1].fields[-1] == new
    assert room.wish.version == "v1"


def test_tags_that_are_only_in_use_are_not_sent_as_suggestions(room: Room) -> None:
    room.made.move(1)
    assert [each.code for each in room.wish.fields] == ["pet", "size", "born"]
    assert room.wish.tags == ["loud", "quiet"]


def test_a_field_is_retired_and_brought_back(room: Room) -> None:
    room.made.choose("pet")
    room.made.take_out()
    assert [each.code for each in room.wish.fields] == ["size", "born"]
    room.made.choose("fax")
    assert room.face.entry is not None and room.face.entry.retired
    room.made.bring_back()
    assert room.wish.fields[-1].code == "fax"


def test_everything_the_check_says_is_shown_and_what_was_typed_stays(room: Room) -> None:
    faults = [{"subject": "field.size", "zh": "甲", "en": "One."}, {"subject": "", "zh": "乙", "en": "Two."}]
    room.crm.refuses = Refused(409, "set-up-wrong", "", present={"faults": faults})
    assert room.face.entry is not None
    typed = replace(room.face.entry.typed, en="Size of shoes")
    room.made.type(typed)
    room.made.save()
    entry = room.face.entry
    assert entry is not None and entry.typed == typed and not entry.saving
    assert entry.faults == ("One.", "Two.")


def test_a_colleagues_change_meanwhile_is_met_and_saving_again_keeps_both(room: Room) -> None:
    theirs = START.model_copy(update={"fields": START.fields[:2], "version": "v9"})
    room.crm.refuses = Refused(409, "set-up-changed", "", present=theirs.model_dump(mode="json"))
    room.made.begin()
    room.made.type(EntryTyped(zh="鞋码", en="Shoes"))
    room.made.save()
    assert room.face.entry is not None and room.face.entry.faults and room.face.entry.typed.zh == "鞋码"
    room.crm.refuses = None
    room.made.save()
    assert [each.code for each in room.wish.fields] == ["size", "pet", "shoes"]
    assert room.wish.version == "v9"


def test_consents_and_tags_have_lists_of_their_own(room: Room) -> None:
    room.made.show_what("consents")
    assert [each.key for each in room.face.rows] == ["marketing"]
    room.made.begin()
    room.made.type(EntryTyped(zh="录音", en="Recording"))
    room.made.save()
    assert [each.code for each in room.wish.consents] == ["marketing", "recording"]
    room.made.show_what("tags")
    room.made.choose("quiet")
    room.made.type(EntryTyped(zh="安静"))
    room.made.save()
    assert room.wish.tags == ["loud", "安静"]


def test_a_second_entry_of_the_same_name_is_not_sent(room: Room) -> None:
    room.made.show_what("tags")
    room.made.begin()
    room.made.type(EntryTyped(zh="loud"))
    room.made.save()
    assert not room.crm.wishes
    assert room.face.entry is not None and room.face.entry.faults


def test_codes_are_made_of_names_and_never_twice() -> None:
    assert made_code("Member until", "field", ()) == "member_until"
    assert made_code("会员", "field", ("field", "field_2")) == "field_3"
    assert made_code("2nd home", "field", ()) == "field"


def test_an_empty_and_a_broken_list_say_what_to_do(room: Room) -> None:
    room.crm.now = CustomerSetUp()
    room.made.show_what("consents")
    room.made.load()
    assert room.face.state is ListState.EMPTY and room.face.text
