"""One customer's page, merging, import, tags by rule and leave to see: what a person sees of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.contracts.customer_work import DuplicateView, ImportFault, TagRuleView
from app.contracts.customers import CustomerFile
from app.contracts.filters import Condition, Filter
from app.crm_client.errors import Refused, Unreachable
from app.ui.presenters.access import AccessPresenter
from app.ui.presenters.customer_page import CustomerPage
from app.ui.presenters.desk import ServerReached
from app.ui.presenters.filters import ROOT
from app.ui.presenters.import_face import Step
from app.ui.presenters.imports import LARGEST_BYTES, ImportPresenter
from app.ui.presenters.merging import MergePresenter
from app.ui.presenters.pages import ListState
from app.ui.presenters.tag_rules import TagRulesPresenter
from tests.presenters import customers_fakes as c
from tests.presenters import ui_fakes as f


class House:
    def __init__(self) -> None:
        self.clock, self.crm, self.view = f.FakeClock(), c.CustomersCrm(), f.FakeView()
        self.store, self.told = f.store(self.clock), 0

    def tell(self, *_: Any) -> None:
        self.told += 1

    @property
    def common(self) -> tuple[Any, ...]:
        return self.view, self.store, f.FakeWords(), f.FakeTasks(), self.clock, self.crm


# --- one customer ----------------------------------------------------------------------------------------


def page(house: House, leads: bool = False, until: Any = None) -> CustomerPage:
    house.crm.files["c1"] = CustomerFile(customer=c.customer(), number="138****1234")
    made = CustomerPage(*house.common, lambda _: until, lambda _: False, leads, house.tell)
    made.use_set_up(c.SET_UP)
    made.open("c1")
    return made


def test_a_file_is_opened_with_his_time_line_by_kind():
    house = House()
    made = page(house)
    face = house.view.last["show_customer"]
    assert face.card.name == "李明" and face.card.masked
    assert ("Born", "1990-02-03") in face.card.facts and ("Marketing", "not asked") in face.card.facts
    made.show_kind("TICKET")
    assert ("time line", "c1", "TICKET", None) in house.crm.asked
    assert [row.item_id for row in house.view.last["show_customer"].rows] == ["t-TICKET"]


def test_an_agent_sees_the_number_for_half_a_minute_and_gives_a_reason():
    house = House()
    made = page(house)
    house.crm.refusals = [Refused(422, "reason-needed", "")]
    made.reveal()
    assert house.view.last["ask_reason"]
    made.reveal("check")
    assert house.crm.asked[-1] == ("reveal", "c1", "check")
    assert house.view.last["show_customer"].revealed == (("Number", "13800001234"),)
    house.clock.pass_s(29)
    made.tick()
    assert house.view.last["show_customer"].left_s == 1
    house.clock.pass_s(1)
    made.tick()
    assert house.view.last["show_customer"].revealed == ()


def test_who_leads_sees_everything_private_at_once_and_a_second_click_hides_it():
    house = House()
    made = page(house, leads=True)
    made.reveal("check")
    assert house.view.last["show_customer"].revealed == (
        ("Numbers", "13800001234, 0211"),
        ("E-mail", "li@x.cn"),
    )
    made.reveal()
    assert house.view.last["show_customer"].revealed == ()


def test_what_was_revealed_of_one_customer_is_not_shown_with_another():
    house = House()
    made = page(house)
    made.reveal("check")
    house.crm.files["c2"] = CustomerFile(customer=c.customer("c2", "王芳"), number="")
    made.open("c2")
    assert house.view.last["show_customer"].revealed == ()
    assert house.view.last["show_customer"].card.name == "王芳"


def test_a_file_that_does_not_come_says_why_and_comes_when_the_line_is_back():
    house = House()
    house.crm.fails = Unreachable("away")
    house.store.dispatch(ServerReached(False, "unreachable"))
    made = page(house)
    face = house.view.last["show_customer"]
    assert face.state is ListState.ERROR and face.card is None and not face.callable
    house.crm.fails = None
    house.store.dispatch(ServerReached(True, ""))
    assert house.view.last["show_customer"].card.name == "李明"
    assert made.customer is not None


def test_leave_is_counted_down():
    house = House()
    page(house, until=house.clock.now() + timedelta(minutes=42))
    assert house.view.last["show_customer"].seen_until == "42:00"


# --- merging ---------------------------------------------------------------------------------------------


def pairs() -> list[DuplicateView]:
    first = c.customer("a", since=f.NOW - timedelta(days=9), email="", level="NORMAL")
    second = c.customer("b", "李先生", region="苏州", since=f.NOW - timedelta(days=90), fields={"size": 70})
    other = DuplicateView(
        pair_id="p2", first=c.customer("d"), second=c.customer("e"), score=0.7, why=["email"]
    )
    return [DuplicateView(pair_id="p1", first=first, second=second, score=0.97, why=["number"]), other]


def test_the_older_file_stays_and_what_it_lacks_comes_from_the_other():
    house = House()
    house.crm.pairs = pairs()
    made = MergePresenter(*house.common, house.tell)
    made.start()
    face = house.view.last["show_merging"]
    assert (face.first.stays, face.second.stays) == (False, True)
    fields = {each.code: each for each in face.fields}
    assert fields["name"].differs and not fields["name"].of_first
    assert fields["field.pet"].of_first  # the one that stays does not know it
    assert not fields["language"].differs
    made.take("region", True)
    made.merge()
    wish = next(asked[1] for asked in house.crm.asked if asked[0] == "merge")
    assert (wish.survivor_id, wish.other_id) == ("b", "a")
    assert wish.take == ["field.born", "field.pet", "region"]


def test_the_other_file_can_stay_and_then_the_choice_begins_anew():
    house = House()
    house.crm.pairs = pairs()
    made = MergePresenter(*house.common, house.tell)
    made.start()
    made.take("region", True)
    made.keep(True)
    face = house.view.last["show_merging"]
    assert face.first.stays and {each.code: each.of_first for each in face.fields}["region"]
    made.merge()
    wish = next(asked[1] for asked in house.crm.asked if asked[0] == "merge")
    assert (wish.survivor_id, wish.take) == ("a", ["email", "level"])


def test_a_merged_pair_goes_and_can_be_undone_for_thirty_days():
    house = House()
    house.crm.pairs = pairs()
    made = MergePresenter(*house.common, house.tell)
    made.start()
    made.merge()
    face = house.view.last["show_merging"]
    assert face.chosen == "p2" and [row.pair_id for row in face.rows] == ["p2"]
    assert face.merged[0].undoable and house.told == 1
    made.undo("m1")
    assert not house.view.last["show_merging"].merged[0].undoable
    assert house.told == 2


def test_a_refused_merge_leaves_the_pair_there():
    house = House()
    house.crm.pairs = pairs()
    made = MergePresenter(*house.common, house.tell)
    made.start()
    house.crm.refusals = [Refused(403, "not-allowed", "")]
    made.merge()
    face = house.view.last["show_merging"]
    assert face.chosen == "p1" and not face.busy and "not allowed" in house.view.said[0]
    made.dismiss()
    assert ("dismiss", "p1") in house.crm.asked


# --- import ----------------------------------------------------------------------------------------------


def test_an_import_goes_from_file_to_done_and_is_taken_back():
    house = House()
    made = ImportPresenter(*house.common, house.tell)
    made.start()
    face = house.view.last["show_import"]
    assert face.step is Step.CHOOSE
    made.choose_file("a.csv", b"x")
    face = house.view.last["show_import"]
    assert face.step is Step.MAP and [(each.header, each.target) for each in face.columns] == [
        ("姓名", "name"),
        ("手机", ""),
    ]
    made.choose_target(1, "number")
    made.choose_when_known("skip")
    made.type_tag(" fair ")
    made.check()
    mapping = house.crm.asked[-1][1]
    assert (mapping.targets, mapping.when_known, mapping.tag) == (["name", "number"], "skip", "fair")
    face = house.view.last["show_import"]
    assert face.step is Step.CHECK
    assert [(name, count) for name, count, _ in face.figures] == [
        ("new", "80"),
        ("changed", "8"),
        ("left out", "0"),
        ("with faults", "2"),
    ]
    made.run()
    house.crm.answers = [
        c.imported("RUNNING", done_rows=45),
        c.imported("DONE", done_rows=90, created=80, updated=8, undoable=True),
        c.imported("UNDONE", stays=1, stayed=[ImportFault(row=5, column="", zh="改", en="changed since")]),
    ]
    house.clock.pass_s(1)
    made.tick()
    assert house.view.last["show_import"].progress == 0.5
    house.clock.pass_s(1)
    made.tick()
    assert house.view.last["show_import"].step is Step.DONE and house.view.last["show_import"].undoable
    assert house.told == 1
    made.undo()
    house.clock.pass_s(1)
    made.tick()
    face = house.view.last["show_import"]
    assert face.figures[0][1] == "1" and face.faults[0].text == "changed since" and house.told == 2


def test_two_columns_for_one_field_and_a_file_that_is_too_large_are_said():
    house = House()
    made = ImportPresenter(*house.common, house.tell)
    made.choose_file("big.csv", bytes(LARGEST_BYTES + 1))
    assert "20 MB" in house.view.last["show_import"].trouble and not house.crm.asked
    made.choose_file("a.csv", b"x")
    made.choose_target(1, "name")
    made.check()
    assert "same field" in house.view.last["show_import"].trouble
    assert house.view.last["show_import"].doubled == ("name",)
    made.choose_target(0, "email")
    made.choose_target(1, "")
    made.check()
    assert "which column is the name" in house.view.last["show_import"].trouble
    assert not [asked for asked in house.crm.asked if asked[0] == "map"]


def test_a_running_import_is_asked_for_again_after_a_lost_line():
    house = House()
    made = ImportPresenter(*house.common, house.tell)
    made.choose_file("a.csv", b"x")
    made.choose_target(1, "number")
    made.check()
    made.run()
    house.crm.fails = Unreachable("away")
    house.clock.pass_s(1)
    made.tick()
    house.crm.fails, house.crm.answers = None, [c.imported("DONE", created=80)]
    house.clock.pass_s(1)
    made.tick()
    assert house.view.last["show_import"].step is Step.DONE


# --- tags by rule ----------------------------------------------------------------------------------------


def rule(rule_id: str, **more: Any) -> TagRuleView:
    wanted = Filter(conditions=[Condition(field="level", op="is", value="VIP")])
    base = {"rule_id": rule_id, "name": rule_id, "tag": "top", "filter": wanted}
    return TagRuleView.model_validate(base | {"takes_away": True, "active": True} | more)


def test_a_rule_is_saved_only_after_it_was_tried_out_as_it_stands():
    house = House()
    house.crm.answers = [[rule("r1")]]
    made = TagRulesPresenter(*house.common)
    made.start()
    face = house.view.last["show_rules"]
    assert face.rows[0].said == "Level is VIP" and face.rule.name == "r1"
    made.begin()
    made.save()
    assert "name and a tag" in house.view.last["show_rules"].rule.trouble
    made.type("Top ones", "top", True, True)
    made.save()
    assert "every condition" in house.view.last["show_rules"].rule.trouble
    made.editor.set_value(ROOT, 0, "GOLD")
    made.changed()
    made.save()
    assert "Try the rule out" in house.view.last["show_rules"].rule.trouble
    made.test()
    assert "9 customers; 4 would get the tag, 1 would lose it." in house.view.last["show_rules"].rule.tested
    made.type("Top ones", "other tag", True, True)
    assert house.view.last["show_rules"].rule.tested == ""
    made.save()
    assert not [asked for asked in house.crm.asked if asked[0] == "create rule"]
    made.test()
    made.type("Another name", "other tag", True, False)
    house.crm.answers = [[rule("r-new")]]
    made.save()
    new = next(asked[1] for asked in house.crm.asked if asked[0] == "create rule")
    assert (new.name, new.tag, new.active) == ("Another name", "other tag", False)


# --- leave to see ----------------------------------------------------------------------------------------


def access(house: House, approves: bool = True) -> AccessPresenter:
    made = AccessPresenter(*house.common, "u1", approves, house.tell)
    made.start()
    return made


def test_who_approves_sees_how_many_wait_and_never_decides_on_her_own():
    house = House()
    house.crm.requests = [c.request("r1"), c.request("r2", "REFUSED"), c.request("own", user_id="u1")]
    made = access(house)
    assert house.view.last["show_count"] == 1
    rows = {row.request_id: row for row in house.view.last["show_access"].rows}
    assert set(rows) == {"r1", "r2"} and rows["r1"].can_decide and not rows["r2"].can_decide
    made.show_which("MINE")
    own = house.view.last["show_access"].rows[0]
    assert (own.request_id, own.can_decide, own.can_withdraw) == ("own", False, True)
    made.decide("r1", True, 30, " ok ")
    decision = next(asked[2] for asked in house.crm.asked if asked[0] == "decide")
    assert (decision.grant, decision.minutes, decision.note) == (True, 30, "ok")
    assert house.view.last["show_count"] == 0


def test_leave_ends_to_the_second_and_whoever_shows_him_is_told():
    house = House()
    ends = house.clock.now() + timedelta(seconds=90)
    house.crm.requests = [c.request("own", "GRANTED", "u1", expires_at=ends)]
    made = access(house, approves=False)
    assert house.told == 1 and made.until("c1") == ends and made.until("c2") is None
    assert house.view.last["show_access"].rows[0].left == "01:30"
    house.clock.pass_s(89)
    made.tick()
    assert house.told == 1 and house.view.last["show_access"].rows[0].left == "00:01"
    house.clock.pass_s(1)
    made.tick()
    assert house.told == 2 and made.until("c1") is None
    assert house.view.last["show_access"].rows[0].state == "time is over"


def test_asking_needs_a_reason_and_waits_for_the_answer():
    house = House()
    made = access(house, approves=False)
    made.ask("c1", " a ", 60)
    assert "why you need it" in house.view.said[0]
    made.ask("c1", "invoice", 30)
    new = next(asked[1] for asked in house.crm.asked if asked[0] == "ask")
    assert (new.customer_id, new.reason, new.minutes) == ("c1", "invoice", 30)
    assert made.asked_for("c1") and not made.asked_for("c2")


def test_requests_are_looked_at_again_and_not_while_the_line_is_down():
    house = House()
    made = access(house)
    asked = len(house.crm.asked)
    house.clock.pass_s(29)
    made.tick()
    assert len(house.crm.asked) == asked
    house.clock.pass_s(1)
    made.tick()
    assert len(house.crm.asked) == asked + 1
    house.store.dispatch(ServerReached(False, "unreachable"))
    house.clock.pass_s(60)
    made.tick()
    assert len(house.crm.asked) == asked + 1
