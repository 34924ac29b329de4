"""What supervisors and administrators look after: messages sent, channels, types and rules as files."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.contracts.base import Page
from app.contracts.notices import ChannelTested, ChannelView, ContactWay, OutgoingCounts, OutgoingView
from app.contracts.people import Label
from app.contracts.ticket_set_up import (
    EscalationView,
    MakeRuleView,
    RulesChecked,
    SetUpFault,
    SetUpFile,
    TicketRulesFile,
    TicketRulesView,
    TypesChecked,
)
from app.crm_client.errors import CrmError, Refused
from app.ui.presenters.channels import ChannelsPresenter
from app.ui.presenters.contact_ways import ContactWays
from app.ui.presenters.delivery import why_sentence
from app.ui.presenters.desk import ServerReached
from app.ui.presenters.outgoing import OutgoingPresenter
from app.ui.presenters.pages import ListState
from app.ui.presenters.set_up_lines import line_of
from app.ui.presenters.set_up_rules import RulesPresenter
from app.ui.presenters.set_up_types import TypesPresenter
from tests.presenters.tickets_fakes import REPAIR
from tests.presenters.ui_fakes import NOW, FakeClock, FakeDrafts, FakeTasks, FakeView, FakeWords, store

CREATED = Label(code="ticket.created", zh="工单已受理", en="A ticket was made")
RULES = TicketRulesView(
    make=[MakeRuleView(on="result", type="repair", title="{number}", outcomes=["FOLLOW_UP"], tags=["x"])],
    late=[EscalationView(after_min=0, to="assignee"), EscalationView(after_min=120, to="lead")],
    wait_min=10, confirm_after_days=7, archive_after_days=30, delete_after_days=0,
)  # fmt: skip


class Crm:
    def __init__(self) -> None:
        self.messages: list[OutgoingView] = []
        self.ways_out: list[ChannelView] = []
        self.asked: list[tuple[Any, ...]] = []
        self.faults: list[SetUpFault] = []
        self.tested = ChannelTested(taken=True, to="138****1234")
        self.contact = [ContactWay(channel="SMS", state="OK"), ContactWay(channel="EMAIL", state="REFUSED")]
        self.fails: CrmError | None = None
        self.file = SetUpFile(text="types:\n- code: repair\n", version="v1")

    def _ask(self, *what: Any) -> None:
        self.asked.append(what)
        if self.fails is not None:
            error, self.fails = self.fails, None
            raise error

    async def outgoing(
        self, state: str = "", to: str = "all", cursor: str | None = None
    ) -> Page[OutgoingView]:
        self._ask("outgoing", state, to)
        found = [each for each in self.messages if not state or each.state == state]
        return Page(items=found, next_cursor=None)

    async def outgoing_counts(self) -> OutgoingCounts:
        return OutgoingCounts(failed=1, skipped=0, waiting=0)

    async def retry_outgoing(self, outgoing_id: int) -> OutgoingView:
        self._ask("retry", outgoing_id)
        again = [each.model_copy(update={"state": "NEW", "why": ""}) for each in self.messages]
        self.messages = again
        return again[0]

    async def channels(self) -> list[ChannelView]:
        self._ask("channels")
        return self.ways_out

    async def test_channel(self, channel_id: str, to: str) -> ChannelTested:
        self._ask("test", channel_id, to)
        return self.tested

    async def ticket_types(self) -> list[Any]:
        return [REPAIR]

    async def ticket_types_file(self) -> SetUpFile:
        return self.file

    async def check_ticket_types(self, text: str) -> TypesChecked:
        self._ask("check", text)
        return TypesChecked(faults=self.faults, types=[] if self.faults else [REPAIR], changed=["repair"])

    async def put_ticket_types(self, file: SetUpFile) -> TypesChecked:
        self._ask("put", file.text)
        if file.version != self.file.version:
            raise Refused(409, "file-changed", "", present=self.file.model_dump())
        if self.faults:
            return TypesChecked(faults=self.faults)
        self.file = SetUpFile(text=file.text, version=self.file.version + "+")
        return TypesChecked(file=self.file)

    async def ticket_rules(self) -> TicketRulesFile:
        return TicketRulesFile(rules=RULES, text="wait_min: 10\n")

    async def check_ticket_rules(self, text: str) -> RulesChecked:
        return RulesChecked(faults=self.faults, rules=None if self.faults else RULES)

    async def put_ticket_rules(self, file: SetUpFile) -> RulesChecked:
        return await self.check_ticket_rules(file.text)

    async def contact_ways(self, customer_id: str) -> list[ContactWay]:
        return self.contact

    async def set_contact_way(self, customer_id: str, wish: Any) -> list[ContactWay]:
        self._ask("way", customer_id, wish.channel, wish.wanted)
        state = "OK" if wish.wanted else "OPTED_OUT"
        self.contact = [ContactWay(channel=wish.channel, state=state, at=NOW, by="王芳"), self.contact[1]]
        return self.contact


class Place:
    def __init__(self, crm: Crm) -> None:
        self.crm, self.clock, self.view = crm, FakeClock(), FakeView()
        self.store, self.words, self.tasks = store(self.clock), FakeWords(), FakeTasks()
        self.changed, self.drafts = 0, FakeDrafts()

    def outgoing(self) -> OutgoingPresenter:
        made = OutgoingPresenter(self.view, self.store, self.words, self.tasks, self.clock, self.crm)
        made.page_shown(True)
        return made

    def channels(self) -> ChannelsPresenter:
        made = ChannelsPresenter(self.view, self.store, self.words, self.tasks, self.clock, self.crm)
        made.page_shown(True)
        return made

    def types(self) -> TypesPresenter:
        made = TypesPresenter(
            self.view, self.store, self.words, self.tasks, self.crm, self.drafts, self._changed
        )
        made.page_shown(True)
        return made

    def _changed(self) -> None:
        self.changed += 1

    def away(self) -> None:
        self.store.dispatch(ServerReached(up=False))

    def last(self, what: str) -> Any:
        return self.view.last[what]


def message(**more: Any) -> OutgoingView:
    base = {
        "outgoing_id": 7, "at": NOW - timedelta(minutes=5), "channel": "SMS", "to": "138****1234",
        "template": "ticket.created", "state": "FAILED", "tries": 3, "why": "limit", "what": CREATED,
        "subject": "ticket:t1", "number": "T-1", "customer_name": "李明", "may_retry": True,
    }  # fmt: skip
    return OutgoingView.model_validate(base | more)


# --- messages sent ---------------------------------------------------------------------------------


def test_what_did_not_arrive_says_why_and_what_to_do():
    crm = Crm()
    crm.messages = [message()]
    place = Place(crm)
    place.outgoing()
    [row] = place.last("show_outgoing").rows
    assert (row.to_whom, row.what, row.about, row.opens) == ("李明", "A ticket was made", "T-1", "ticket:t1")
    assert row.why.startswith("Too many within an hour") and (row.state, row.tone) == (
        "did not arrive",
        "trouble",
    )
    assert place.last("show_failed") == 1


def test_one_is_sent_again_once_however_often_it_is_clicked():
    crm = Crm()
    crm.messages = [message()]
    place = Place(crm)
    outgoing = place.outgoing()
    outgoing.retry("7")
    assert [each for each in crm.asked if each[0] == "retry"] == [("retry", 7)]
    assert place.view.said == ["It is being sent again."]
    assert place.last("show_outgoing").rows[0].state == "is being sent"
    crm.messages = [message(may_retry=False, why="opted-out")]
    outgoing.load()
    outgoing.retry("7")
    assert len([each for each in crm.asked if each[0] == "retry"]) == 1, "who wants none is sent none"


def test_a_filter_asks_the_server_and_says_why_it_is_empty():
    place = Place(Crm())
    outgoing = place.outgoing()
    outgoing.choose("failed")
    assert place.crm.asked[-1] == ("outgoing", "FAILED", "customers")
    assert place.last("show_outgoing").text.startswith("Nothing was given up")
    outgoing.choose("house")
    assert place.crm.asked[-1] == ("outgoing", "", "house")


def test_what_is_on_its_way_is_read_again_by_itself():
    crm = Crm()
    crm.messages = [message(state="NEW", next_at=NOW + timedelta(minutes=9))]
    place = Place(crm)
    outgoing = place.outgoing()
    assert place.last("show_outgoing").rows[0].next.startswith("next try today")
    before = len(crm.asked)
    outgoing.tick()
    assert len(crm.asked) == before
    place.clock.pass_s(16)
    outgoing.tick()
    assert len(crm.asked) == before + 1


def test_a_right_that_was_taken_away_is_said_in_place_of_the_list():
    crm = Crm()
    crm.fails = Refused(403, "not-allowed", "")
    place = Place(crm)
    place.outgoing()
    face = place.last("show_outgoing")
    assert face.state is ListState.ERROR and "not allowed" in face.text


@pytest.mark.parametrize(
    ("why", "said"), [("no-address", "no mobile number"), ("550 full", "refused it: 550 full")]
)
def test_reasons_are_sentences_and_a_providers_own_word_stays(why: str, said: str):
    assert said in why_sentence(why, FakeWords())


# --- channels ----------------------------------------------------------------------------------------


def way(**more: Any) -> ChannelView:
    base = {"channel_id": "mail", "kind": "smtp", "channel": "EMAIL", "active": True, "in_use": True}
    return ChannelView.model_validate(base | more)


@pytest.mark.parametrize(
    ("more", "state", "tone"),
    [
        ({}, "not used yet", "away"),
        ({"last_sent_at": NOW}, "works", "ready"),
        ({"last_sent_at": NOW, "last_failed_at": NOW - timedelta(hours=1)}, "works", "ready"),
        (
            {"last_sent_at": NOW - timedelta(hours=1), "last_failed_at": NOW, "why": "timeout"},
            "fails",
            "trouble",
        ),
        ({"secrets_missing": ["password"]}, "not set up in full", "trouble"),
        ({"in_use": False, "last_sent_at": NOW}, "in reserve", "away"),
        ({"active": False, "in_use": False}, "switched off", "away"),
    ],
)
def test_a_channel_says_how_it_stands(more: dict[str, Any], state: str, tone: str):
    crm = Crm()
    crm.ways_out = [way(**more)]
    place = Place(crm)
    place.channels()
    [row] = place.last("show_channels").rows
    assert (row.state, row.tone) == (state, tone)
    if "secrets_missing" in more:
        assert "seatline admin channel secret mail password" in row.lacks and not row.can_test


def test_a_test_message_is_not_sent_to_nobody_and_says_what_came_of_it():
    crm = Crm()
    crm.ways_out = [way()]
    place = Place(crm)
    channels = place.channels()
    channels.test("mail", "nobody")
    assert not [each for each in crm.asked if each[0] == "test"]
    assert place.last("show_channels").tested[1:] == (
        "Please write the e-mail address to which it goes.",
        False,
    )
    channels.test("mail", " a@example.com ")
    assert ("test", "mail", "a@example.com") in crm.asked
    assert place.last("show_channels").tested[2]
    crm.tested = ChannelTested(taken=False, to="", why="timeout")
    channels.test("mail", "a@example.com")
    tested = place.last("show_channels").tested
    assert "did not answer in time" in tested[1] and not tested[2]
    place.away()
    channels.test("mail", "a@example.com")
    assert "nothing has been sent" in place.last("show_channels").tested[1]


# --- types and rules -----------------------------------------------------------------------------------


def test_a_type_is_shown_with_where_each_state_leads():
    place = Place(Crm())
    place.types()
    face = place.last("show_types").chosen
    assert [(each.name, [move.target for move in each.moves]) for each in face.states] == [
        ("New", ["Open"]), ("Open", ["Done", "New"]), ("Done", []),
    ]  # fmt: skip
    solve, back = face.states[1].moves
    assert (solve.needs, solve.leads, back.leads) == ("the solution, the checklist", False, True)
    assert face.checklist == ("Photo", "Parts")


def test_only_what_was_checked_as_it_stands_is_put_in_force():
    place = Place(Crm())
    editor = place.types().editor
    editor.open()
    editor.type("types: []  # mine")
    editor.put()
    assert not [each for each in place.crm.asked if each[0] == "put"]
    editor.check()
    shown = place.last("show_editor")
    assert shown.may_put and shown.said == "Sound. changed: Repair"
    editor.type("types: []  # mine, changed")
    assert not place.last("show_editor").may_put, "it is another text now"
    editor.check()
    editor.put()
    assert place.crm.asked[-1] == ("put", "types: []  # mine, changed")
    assert place.changed == 1 and place.last("show_editor").said == "In force from now on."


def test_all_faults_are_shown_at_once_with_their_lines_and_nothing_is_put_in_force():
    place = Place(Crm())
    editor = place.types().editor
    editor.open()
    editor.type("types:\n- code: repair\n  skill: fridge\n  colour: red\n")
    place.crm.faults = [
        SetUpFault(place="repair.skill", zh="没有技能 fridge", en="there is no skill fridge"),
        SetUpFault(place="repair.colour", zh="没有这个字段", en="there is no such field"),
    ]
    editor.check()
    shown = place.last("show_editor")
    assert [(each.text, each.line) for each in shown.faults] == [
        ("there is no skill fridge", 2), ("there is no such field", 3),
    ]  # fmt: skip
    assert not shown.may_put and "2 faults" in shown.said and not shown.good


def test_what_is_being_changed_stays_when_the_editor_is_closed_and_opened_again():
    place = Place(Crm())
    editor = place.types().editor
    editor.open()
    editor.type("half a ty")
    editor.close()
    loads = place.view.count("show_text")
    editor.open()
    assert place.view.count("show_text") == loads and place.last("show_editor").changed
    editor.discard()
    assert place.last("show_text") == "types:\n- code: repair\n" and not place.last("show_editor").open


def test_a_fault_that_appears_in_the_last_moment_keeps_the_text():
    place = Place(Crm())
    editor = place.types().editor
    editor.open()
    editor.type("types: []")
    editor.check()
    place.crm.faults = [SetUpFault(place="REFUND.states.X", zh="还有工单", en="2 tickets are in the state X")]
    editor.put()
    shown = place.last("show_editor")
    assert shown.changed and not shown.may_put and place.changed == 0
    assert shown.faults[0].text == "2 tickets are in the state X"


def test_rules_are_said_in_sentences():
    place = Place(Crm())
    rules = RulesPresenter(
        place.view, place.store, place.words, place.tasks, place.crm, place.drafts,
        lambda kind, code: {"repair": "Repair", "FOLLOW_UP": "To follow up"}[code],
    )  # fmt: skip
    rules.page_shown(True)
    face = place.last("show_rules")
    assert (face.make[0].makes, face.make[0].only) == ("Repair · #x", "result: To follow up")
    assert face.late == (
        ("when it is late", "who has it, and who watches it"),
        ("2 h late", "the lead of the department"),
    )
    assert dict(face.rest)["In the archive: deleted with all that hangs on it"] == "never"


@pytest.mark.parametrize(
    ("place", "line"),
    [("", -1), ("repair", 1), ("repair.states.WAITING", 5), ("repair.moves[1]", 8), ("repair.moves.0.to", 7),
     ("make[2].title", 11), ("nothing", -1)],
)  # fmt: skip
def test_a_fault_is_found_in_the_text(place: str, line: int):
    text = (
        "types:\n- code: repair\n  zh: 报修\n  states:\n  - code: NEW\n  - {code: WAITING}\n"
        "  moves:\n  - {from: NEW, to: WAITING}\n  - {from: WAITING, to: GONE}\n"
        "make:\n- on: message\n- on: result\n"
    )
    assert line_of(text, place) == line


# --- what a customer wants to be sent --------------------------------------------------------------------


def contact(crm: Crm, may_change: bool = True) -> Place:
    place = Place(crm)
    ways = ContactWays(place.view, place.words, place.tasks, place.clock, crm, may_change)
    ways.open("c1")
    place.ways = ways  # type: ignore[attr-defined]
    return place


def test_a_customer_who_says_so_is_sent_no_more_and_again_when_he_wants():
    place = contact(Crm())
    sms, email = place.last("show_ways").ways
    assert (sms.text, sms.wanted, sms.off) == ("may be sent", False, False)
    assert (email.text, email.wanted, email.off) == ("refused", None, True), "his consents say it"
    place.ways.change("SMS", False)
    assert place.crm.asked == [("way", "c1", "SMS", False)]
    sms = place.last("show_ways").ways[0]
    assert (
        (sms.wanted, sms.off) == (True, True)
        and sms.text.startswith("wants none, today")
        and "王芳" in sms.tip
    )
    place.ways.change("SMS", True)
    assert place.last("show_ways").ways[0].text == "may be sent"


def test_who_only_looks_changes_nothing():
    assert [each.wanted for each in contact(Crm(), may_change=False).last("show_ways").ways] == [None, None]
