"""A customer's file while it is changed: only what differs is sent, and two who change it lose nothing."""

from __future__ import annotations

from app.contracts.customers import CustomerView, NumberChange
from app.crm_client.errors import Refused, Unreachable
from app.ui.presenters.customer_edit import CustomerEdit
from app.ui.presenters.customer_form import TypedNumber
from tests.presenters import customers_fakes as c
from tests.presenters import ui_fakes as f


class House:
    def __init__(self, drafts: f.FakeDrafts | None = None) -> None:
        self.crm, self.view, self.drafts = c.CustomersCrm(), f.FakeView(), drafts or f.FakeDrafts()
        self.saved: list[CustomerView] = []
        self.edit = CustomerEdit(
            self.view, f.FakeWords(), f.FakeTasks(), self.crm, self.drafts, self.saved.append
        )
        self.edit.open(c.customer())

    @property
    def face(self):
        return self.view.last["show_edit"]

    def field(self, code: str):
        return next(each for each in self.face.fields if each.code == code)


def test_only_what_differs_is_sent():
    house = House()
    house.edit.type("region", "苏州")
    house.edit.type("name", "李明明")
    house.edit.type("name", "李明")  # as it was
    house.edit.type("field.size", "90.5")
    house.edit.type("field.pet", "")
    house.edit.type("consent.marketing", "no")
    house.edit.type("value_cents", "1,000")
    house.edit.save()
    change = house.crm.changed[0].model_dump(exclude_none=True)
    assert change == {
        "version": 3,
        "region": "苏州",
        "value_cents": 100_000,
        "fields": {"size": 90.5, "pet": None},
        "consent": {"marketing": False},
        "shares_number": False,
    }
    assert house.saved and house.view.count("close_edit") == 1 and not house.drafts.kept


def test_masked_values_stay_unless_something_else_is_typed():
    house = House()
    assert house.field("email").masked and house.field("email").value == "li***@example.com"
    house.edit.type("note", "x")
    house.edit.save()
    assert house.crm.changed[0].email is None
    house.edit.open(c.customer())
    house.edit.type("email", "li@example.com")
    house.edit.save()
    assert house.crm.changed[1].email == "li@example.com"


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_sent():
    house = House()
    house.edit.type("name", " ")
    house.edit.type("field.size", "big")
    house.edit.type("field.born", "yesterday")
    house.edit.type("loyalty", "-1")
    house.edit.save()
    assert set(house.face.wrong) == {"name", "field.size", "field.born", "loyalty"}
    assert not house.crm.changed
    house.edit.type("name", "李")
    assert "name" not in house.face.wrong and "loyalty" in house.face.wrong


def test_numbers_are_kept_taken_out_and_the_first_is_another():
    house = House()
    known = house.face.numbers[0]
    assert known == TypedNumber("n1", "138****1234", "MOBILE")
    house.edit.type_numbers((TypedNumber("", " 021 5678 ", "WORK"), known, TypedNumber("", "")))
    house.edit.save()
    assert house.crm.changed[0].numbers == [
        NumberChange(raw="021 5678", kind="WORK"),
        NumberChange(number_id="n1", kind="MOBILE"),
    ]


def conflict(present: CustomerView, *changed: str) -> Refused:
    return Refused(409, "customer-changed", "", None, present.model_dump(mode="json"), changed)


def test_two_who_change_the_same_field_choose_and_lose_nothing():
    house = House()
    house.edit.type("region", "苏州")
    house.edit.type("note", "mine")
    house.crm.refusals = [conflict(c.customer(region="昆山", address="new street", version=8), "region")]
    house.edit.save()
    assert [(row.code, row.theirs, row.ours, row.mine) for row in house.face.conflict] == [
        ("region", "昆山", "苏州", True)
    ]
    assert house.field("address").value == "new street"  # what the other one wrote elsewhere is shown
    assert house.face.typed == {"region": "苏州", "note": "mine"}
    house.edit.take("region", False)
    house.edit.save()
    change = house.crm.changed[0]
    assert (change.version, change.region, change.note) == (8, None, "mine")


def test_mine_can_be_insisted_on():
    house = House()
    house.edit.type("region", "苏州")
    house.crm.refusals = [conflict(c.customer(region="昆山", version=8), "region")]
    house.edit.save()
    house.edit.save()
    assert (house.crm.changed[0].version, house.crm.changed[0].region) == (8, "苏州")


def test_taking_all_of_the_others_ends_without_sending():
    house = House()
    house.edit.type("region", "苏州")
    house.crm.refusals = [conflict(c.customer(region="昆山", version=8), "region")]
    house.edit.save()
    house.edit.take("region", False)
    house.edit.save()
    assert not house.crm.changed and house.view.count("close_edit") == 1


def test_a_conflict_that_cannot_be_read_is_said_and_the_text_stays():
    house = House()
    house.edit.type("region", "苏州")
    house.crm.refusals = [Refused(409, "customer-changed", "")]
    house.edit.save()
    assert house.face.trouble and house.face.typed == {"region": "苏州"}


def test_what_was_typed_outlives_a_lost_line_and_the_program():
    house = House()
    house.edit.type("region", "苏州")
    house.edit.type("tags", ("loud", "new"))
    house.edit.type_numbers((TypedNumber("", "021 5678"),))
    house.crm.fails = Unreachable("away")
    house.edit.save()
    assert "cannot be reached" in house.face.trouble and house.face.typed["region"] == "苏州"
    again = House(house.drafts)
    assert again.face.typed == {"region": "苏州", "tags": ("loud", "new")} and again.face.kept
    assert again.face.numbers == (TypedNumber("", "021 5678"),)
    again.edit.leave()
    assert not again.drafts.kept and House(again.drafts).face.typed == {}


def test_putting_it_aside_keeps_it_and_another_ones_file_does_not_get_it():
    house = House()
    house.edit.type("region", "苏州")
    house.edit.put_aside()
    house.edit.open(c.customer("c2", "王芳"))
    assert house.face.typed == {} and house.edit.customer_id == "c2"
    house.edit.open(c.customer())
    assert house.face.typed == {"region": "苏州"}


def test_a_damaged_draft_counts_as_none():
    drafts = f.FakeDrafts()
    for text in ("", "[]", "{}", '{"typed": 3, "numbers": null}', '{"typed": {}, "numbers": [[1, 2]]}'):
        drafts.kept["customer-edit:c1"] = f.Draft(note=text)
        assert House(drafts).face.typed == {}
