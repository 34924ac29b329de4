"""The list of customers, segments and their filters, export, a new customer: what a person sees of them."""

from __future__ import annotations

from app.contracts.base import Page
from app.contracts.customer_work import FilterCount
from app.contracts.filters import Condition, Filter
from app.crm_client.errors import Refused, Unreachable
from app.ui.presenters.customers import CustomersPresenter
from app.ui.presenters.desk import ServerReached
from app.ui.presenters.export import ExportPresenter, ExportSubject
from app.ui.presenters.filters import ROOT, FilterEditor
from app.ui.presenters.new_customer import NewCustomerPresenter
from app.ui.presenters.pages import ListState
from app.ui.presenters.segments import SegmentPresenter
from tests.presenters import customers_fakes as c
from tests.presenters import ui_fakes as f


class Memory:
    """As the settings keep it."""

    def __init__(self) -> None:
        self.codes: tuple[str, ...] = ()

    def load_columns(self) -> tuple[str, ...]:
        return self.codes

    def save_columns(self, codes: tuple[str, ...]) -> None:
        self.codes = codes


class House:
    def __init__(self, memory: Memory | None = None) -> None:
        self.memory = memory or Memory()
        self.clock, self.crm, self.view = f.FakeClock(), c.CustomersCrm(), f.FakeView()
        self.store, self.opened = f.store(self.clock), list[str]()
        self.list = CustomersPresenter(
            self.view,
            self.store,
            f.FakeWords(),
            f.FakeTasks(),
            self.clock,
            self.crm,
            self.opened.append,
            self.memory,
        )

    @property
    def face(self):
        return self.view.last["show_list"]


def test_nobody_is_listed_before_something_is_asked_and_a_letter_is_not_enough():
    house = House()
    house.crm.kept = []
    house.list.start()
    assert house.face.state is ListState.EMPTY and "choose a segment" in house.face.text
    house.list.search("李")
    assert not [asked for asked in house.crm.asked if asked[0] == "search"]
    house.list.search("李明")
    assert ("search", "李明", None) in house.crm.asked
    assert house.face.text.startswith("Nobody found")
    house.list.search("")
    assert house.face.state is ListState.EMPTY and "choose a segment" in house.face.text


def test_the_first_segment_is_shown_with_its_count_and_more_comes_at_the_end():
    house = House()
    house.crm.lists = [
        Page(items=[c.customer(), c.customer("c2", "王芳", level="NORMAL")], next_cursor="2"),
        Page(items=[c.customer("c3", "赵磊")]),
    ]
    house.list.start()
    face = house.face
    assert [row.name for row in face.rows] == ["李明", "王芳"] and face.more
    assert (face.rows[0].level_word, face.rows[1].level_word) == ("VIP", "")
    assert face.summary == "2 of 7" and face.card is not None and face.card.name == "李明"
    assert [(s.name, s.count, s.tip) for s in face.segments] == [
        ("Vip", "7", "counted 4 min ago"),
        ("Big", "", "counted 4 min ago"),
    ]
    house.list.more()
    assert [row.name for row in house.face.rows] == ["李明", "王芳", "赵磊"] and not house.face.more


def test_columns_are_chosen_and_own_fields_are_among_them():
    house = House()
    house.crm.lists = [Page(items=[c.customer(value_cents=1_289_900)])]
    house.list.start()
    assert [column.title for column in house.face.columns] == ["Number", "Place", "Tags", "Value"]
    assert house.face.rows[0].cells == ("138****1234", "上海", "loud", "¥12,899.00")
    house.list.show_columns(("field.size", "field.pet", "email"))
    assert [column.title for column in house.face.columns] == ["Size", "Pet", "E-mail"]
    assert house.face.rows[0].cells == ("90", "yes", "li***@example.com")
    assert house.face.columns[0].at_right


def test_what_is_shown_stays_when_the_line_breaks_and_an_error_is_tried_again():
    house = House()
    house.crm.lists = [Page(items=[c.customer()])]
    house.list.start()
    house.store.dispatch(ServerReached(False, "unreachable"))
    assert house.face.rows and house.face.offline
    house.crm.fails = Unreachable("away")
    house.list.search("王芳")
    assert house.face.state is ListState.ERROR and "cannot be reached" in house.face.text
    house.crm.fails = None
    house.crm.lists = [Page(items=[c.customer("c2", "王芳")])]
    house.store.dispatch(ServerReached(True, ""))
    assert [row.name for row in house.face.rows] == ["王芳"] and not house.face.offline


# --- filters -------------------------------------------------------------------------------------------


def editor() -> FilterEditor:
    made = FilterEditor(f.FakeWords())
    made.know(c.FIELDS)
    made.begin()
    return made


def test_a_filter_is_whole_only_when_every_condition_is():
    made = editor()
    assert made.filter() is None and not made.face().whole
    made.set_value(ROOT, 0, "VIP")
    made.add_condition(ROOT)
    made.set_field(ROOT, 1, "region")
    assert made.filter() is None and not made.face().whole
    made.set_value(ROOT, 1, "上海")
    assert made.face().said == "Level is VIP and Region is 上海"
    made.set_op(ROOT, 1, "empty")
    assert made.filter() == Filter(
        conditions=[
            Condition(field="level", op="is", value="VIP"),
            Condition(field="region", op="empty", value=None),
        ]
    )


def test_money_is_written_in_yuan_and_sent_in_cents_and_no_number_is_said():
    made = editor()
    made.set_field(ROOT, 0, "value_cents")
    for wrong in ("many", "nan", "inf", "1e40"):
        made.set_value(ROOT, 0, wrong)
        assert made.filter() is None and made.face().root.conditions[0].wrong, wrong
    made.set_value(ROOT, 0, "8,000.50")
    found = made.filter()
    assert found is not None and found.conditions[0].value == 800_050
    made.begin(found)
    assert made.face().root.conditions[0].value == "8000.50"


def test_a_group_is_the_other_way_round_and_goes_with_its_last_condition():
    made = editor()
    made.set_value(ROOT, 0, "VIP")
    made.add_group()
    made.set_field(0, 0, "calls.count")
    made.set_value(0, 0, "3")
    made.set_days(0, 0, "90")
    found = made.filter()
    assert found is not None and found.groups[0].match == "any"
    assert found.groups[0].conditions == [Condition(field="calls.count", op="at_least", value=3, days=90)]
    assert made.face().said == "Level is VIP and (Calls at least 3 in 90 days)"
    made.set_days(0, 0, "0")
    assert made.filter() is None
    made.remove(0, 0)
    assert made.face().groups == ()


def test_what_lies_deeper_in_a_kept_filter_is_not_lost():
    deep = Filter(conditions=[Condition(field="region", op="is", value="北京")])
    inner = Filter(match="any", conditions=[Condition(field="level", op="is", value="GOLD")], groups=[deep])
    kept = Filter(conditions=[Condition(field="level", op="is_not", value="VIP")], groups=[inner])
    made = editor()
    made.begin(kept)
    assert made.face().groups[0].deeper == 1
    assert made.filter() == kept


def test_a_date_in_days_is_asked_with_a_number_of_days():
    made = editor()
    made.set_field(ROOT, 0, "calls.last_at")
    assert made.face().root.conditions[0].kind == "DAYS"
    assert made.filter() == Filter(conditions=[Condition(field="calls.last_at", op="within_days", value=30)])
    made.set_op(ROOT, 0, "at_least")
    assert made.face().root.conditions[0].kind == "DATE" and made.filter() is None
    made.set_value(ROOT, 0, "2026-02-30")
    assert made.filter() is None
    made.set_value(ROOT, 0, "2026-02-28")
    assert made.filter() is not None


# --- segments ------------------------------------------------------------------------------------------


class Builder:
    def __init__(self) -> None:
        self.clock, self.crm, self.view = f.FakeClock(), c.CustomersCrm(), f.FakeView()
        self.found: list[tuple[Filter, FilterCount]] = []
        self.saved: list[str] = []
        self.segments = SegmentPresenter(
            self.view,
            f.FakeWords(),
            f.FakeTasks(),
            self.clock,
            self.crm,
            True,
            lambda wanted, count: self.found.append((wanted, count)),
            self.saved.append,
        )

    def vip(self) -> None:
        self.segments.begin()
        self.segments.editor.set_value(ROOT, 0, "VIP")
        self.segments.changed()


def test_it_is_counted_once_after_the_last_choice_and_shown():
    house = Builder()
    house.vip()
    house.segments.tick()
    assert not [asked for asked in house.crm.asked if asked[0] == "count"]
    house.clock.pass_s(0.5)
    house.segments.tick()
    house.segments.tick()
    house.segments.changed()  # only its name, or the same choice again
    house.clock.pass_s(0.5)
    house.segments.tick()
    assert len([asked for asked in house.crm.asked if asked[0] == "count"]) == 1
    assert house.view.last["show_builder"].count == "1,204 customers"
    assert house.found[0][1].count == 1204
    house.crm.count = FilterCount(count=5000, complete=False)
    house.segments.editor.set_op(ROOT, 0, "is_not")
    house.segments.changed()
    house.clock.pass_s(0.5)
    house.segments.tick()
    assert house.view.last["show_builder"].count == "5,000+ customers"


def test_a_segment_needs_a_name_and_is_kept_with_its_filter():
    house = Builder()
    house.vip()
    house.segments.save()
    assert "name" in house.view.last["show_builder"].trouble and not house.saved
    house.segments.name("  VIP  only ")
    house.segments.share(True)
    house.segments.save()
    new = house.crm.asked[-1][1]
    assert (new.name, new.shared) == ("VIP only", True)
    assert new.filter == Filter(conditions=[Condition(field="level", op="is", value="VIP")])
    assert house.saved == ["new"] and house.view.count("close_builder") == 1


def test_another_ones_segment_is_kept_under_a_new_one_and_ones_own_is_changed():
    house = Builder()
    wanted = Filter(conditions=[Condition(field="level", op="is", value="VIP")])
    house.segments.change(c.segment("theirs", mine=False, filter=wanted))
    house.segments.save()
    assert house.crm.asked[-1][0] == "create"
    house.segments.change(c.segment("own", filter=wanted))
    assert house.view.last["show_builder"].existing
    house.segments.save()
    assert house.crm.asked[-1][:2] == ("change", "own")


# --- export and a new customer -------------------------------------------------------------------------


def test_an_export_needs_a_reason_and_ends_as_a_file():
    view, crm = f.FakeView(), c.CustomersCrm()
    subject = ExportSubject("Segment: Vip", "vip", None, ("tags", "agent", "email"))
    export = ExportPresenter(view, f.FakeWords(), f.FakeTasks(), crm, lambda: subject)
    export.open()
    export.run("xlsx", "   ")
    assert "what the file is for" in view.last["show_export"].trouble
    assert not crm.asked
    export.run("csv", "spring  mailing")
    wish = crm.asked[-1][1]
    assert (wish.format, wish.segment_id, wish.reason, wish.columns) == (
        "csv",
        "vip",
        "spring mailing",
        ["name", "tag", "dedicated_agent", "email"],
    )
    assert view.last["keep_file"] == ("客户.xlsx", b"PK")


def test_a_search_is_not_taken_out():
    view, crm = f.FakeView(), c.CustomersCrm()
    ExportPresenter(view, f.FakeWords(), f.FakeTasks(), crm, lambda: None).open()
    assert view.said and "segment or a filter" in view.said[0]


def test_a_taken_number_is_said_and_the_same_wish_has_the_same_key():
    view, crm, made = f.FakeView(), c.CustomersCrm(), []
    new = NewCustomerPresenter(view, f.FakeWords(), f.FakeTasks(), crm, made.append)
    new.save("  ", "138", "", False)
    assert "name" in view.last["show_new"].trouble and not crm.asked
    crm.refusals = [Refused(409, "storage-busy", ""), Refused(409, "customer-exists", "")]
    new.save("李 明", "13800001234", "", False)
    new.save("李 明", "13800001234", "", False)
    keys = [asked[2] for asked in crm.asked if asked[0] == "new"]
    assert keys[0] == keys[1]
    assert view.last["show_new"].taken
    new.save("李 明", "13800001234", "", True)
    assert crm.asked[-1][2] != keys[0] and crm.asked[-1][1].shares_number
    assert made[0].customer_id == "made" and view.count("close_new") == 1


def test_chosen_columns_are_there_again_after_a_restart():
    house = House()
    house.list.start()
    house.list.show_columns(("region", "field.pet"))
    again = House(house.memory)
    again.list.start()
    assert [each.code for each in again.face.columns] == ["region", "field.pet"]
