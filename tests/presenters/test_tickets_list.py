"""The list of tickets as the window shows it: tabs, filters, kept views, several at once."""

from __future__ import annotations

from app.contracts.live import TicketsChanged
from app.contracts.tickets import BulkResult, SavedView, TicketQuery
from app.crm_client.errors import Unreachable
from app.crm_client.tickets import parameters
from app.ui.presenters.pages import ListState
from tests.presenters.ticket_desk import Desk
from tests.presenters.tickets_fakes import (
    LEAD,
    TicketsCrm,
    file,
)


def test_mine_are_shown_first_with_counts_above():
    desk = Desk(TicketsCrm(file("k1"), file("k2", "OPEN")))
    assert [row.ticket_id for row in desk.rows.rows] == ["k1", "k2"]
    assert {tab.code: tab.count for tab in desk.rows.tabs}["mine"] == 3
    assert desk.view.last["show_count"] == (3, 1)
    assert desk.wished("tickets")[0].mine and "RESOLVED" in desk.wished("tickets")[0].kind


def test_another_tab_asks_anew_and_says_why_it_is_empty():
    desk = Desk(TicketsCrm())
    desk.list.choose_tab("late")
    assert desk.wished("tickets")[-1].late and not desk.wished("tickets")[-1].mine
    assert (desk.rows.state, desk.rows.text) == (ListState.EMPTY, "Nothing is late. Well done.")


def test_words_are_searched_after_a_pause_filters_at_once():
    desk = Desk(TicketsCrm(file("k1")))
    desk.list.type_words(" 桌面 ")
    desk.list.tick()
    assert all(not asked.q for asked in desk.wished("tickets"))
    desk.clock.pass_s(0.3)
    desk.list.tick()
    assert desk.wished("tickets")[-1].q == "桌面"
    desk.list.filter("state", "OPEN")
    assert (desk.wished("tickets")[-1].status, desk.wished("tickets")[-1].kind) == (["OPEN"], [])


def test_what_is_asked_becomes_parameters_of_the_address():
    query = TicketQuery(q="a b", kind=["NEW", "OPEN"], mine=True)
    asked = parameters(query, cursor=None, limit="50")
    assert asked == "q=a+b&kind=NEW&kind=OPEN&mine=true&limit=50"


def test_a_view_is_kept_and_chosen_again():
    desk = Desk(TicketsCrm(file("k1")))
    desk.list.filter("priority", "URGENT")
    desk.list.kept.save()
    desk.answer(name="Fire")
    assert desk.crm.views[0].query.priority == ["URGENT"]
    assert [(v.name, v.chosen) for v in desk.rows.views] == [("Fire", True)]
    desk.list.choose_tab("all")
    desk.list.choose_view("v1")
    assert desk.wished("tickets")[-1].priority == ["URGENT"] and desk.wished("tickets")[-1].mine


def test_live_word_reads_a_single_page_again_and_single_tickets_of_many():
    desk = Desk(TicketsCrm(*(file(f"k{n}") for n in range(60))))
    desk.list.more()
    assert len(desk.rows.rows) == 60
    desk.crm.changed("k3", title="Other")
    before = len(desk.wished("tickets"))
    desk.list.live(TicketsChanged(cursor=1, ticket_ids=["k3", "unknown"]))
    assert len(desk.wished("tickets")) == before  # what was scrolled to stays
    assert desk.rows.rows[3].title == "Other" and len(desk.rows.rows) == 60


def test_a_hidden_page_asks_for_nothing_until_it_is_shown():
    desk = Desk(TicketsCrm(file("k1")))
    desk.list.page_shown(False)
    before = len(desk.crm.asked)
    desk.list.live(TicketsChanged(cursor=1, ticket_ids=["k1"]))
    assert len(desk.crm.asked) == before
    desk.list.page_shown(True)
    assert len(desk.wished("tickets")) == 2


def test_only_leads_choose_several():
    desk = Desk(TicketsCrm(file("k1"), file("k2")))
    desk.list.select("k1")
    assert (desk.rows.selected, desk.rows.may_select) == (0, False)


def test_several_are_moved_and_those_refused_stay_chosen():
    desk = Desk(TicketsCrm(file("k1"), file("k2")), LEAD)
    desk.list.select("k1")
    desk.list.select("k2")
    desk.list.move_selected()
    assert [choice.code for choice in desk.question.choices] == ["NEW", "OPEN", "DONE"]
    desk.crm.bulk = BulkResult(done=["k1"], refused={"k2": "Not from there."})
    desk.answer("OPEN")
    assert desk.wished("bulk")[0].to_state == "OPEN"
    assert desk.view.said == ["1 changed, 1 not: Not from there."]
    assert [row.ticket_id for row in desk.rows.rows if row.selected] == ["k2"]


def test_what_is_shown_stays_when_the_server_goes():
    desk = Desk(TicketsCrm(file("k1")))
    desk.away()
    assert len(desk.rows.rows) == 1 and "No connection" in desk.rows.hint


def test_an_error_stands_in_place_of_the_list():
    crm = TicketsCrm()
    crm.fails = Unreachable("down")
    desk = Desk(crm)
    assert desk.rows.state is ListState.ERROR and "cannot be reached" in desk.rows.text


def test_views_of_others_are_named_as_such():
    crm = TicketsCrm()
    crm.views = [SavedView(view_id="v9", name="Team", query=TicketQuery(), shared=True, mine=False)]
    desk = Desk(crm)
    assert [(v.name, v.shared, v.mine) for v in desk.rows.views] == [("Team", True, False)]


def kept(desk: Desk) -> list[tuple[str, bool, bool]]:
    return [(each.name, each.shared, each.may_share) for each in desk.rows.views]


def test_who_leads_keeps_a_view_for_the_team_others_for_themselves():
    lead, agent = Desk(TicketsCrm(file("k1")), LEAD), Desk(TicketsCrm(file("k1")))
    agent.list.kept.save()
    assert agent.question.choices == ()
    agent.answer(name="Mine")
    assert kept(agent) == [("Mine", False, False)]
    lead.list.kept.save()
    assert [each.code for each in lead.question.choices] == [
        "mine",
        "team",
    ] and lead.question.chosen == "mine"
    lead.answer("team", name="Fire")
    assert kept(lead) == [("Fire", True, True)]


def test_a_view_is_shared_and_taken_back():
    crm = TicketsCrm()
    crm.views = [SavedView(view_id="v9", name="Fire", query=TicketQuery(late=True))]
    desk = Desk(crm, LEAD)
    desk.list.kept.share("v9", True)
    assert kept(desk) == [("Fire", True, True)] and crm.views[0].query.late
    assert desk.view.said[-1] == "Fire is shared with the team now."
    desk.list.kept.share("v9", False)
    assert kept(desk) == [("Fire", False, True)]
    Desk(crm).list.kept.share("v9", True)
    assert not crm.views[0].shared, "an agent shares nothing"


def test_a_view_that_the_team_uses_is_not_deleted_without_a_question():
    crm = TicketsCrm()
    crm.views = [
        SavedView(view_id="v8", name="Own", query=TicketQuery()),
        SavedView(view_id="v9", name="Team", query=TicketQuery(), shared=True, mine=False),
    ]
    desk = Desk(crm, LEAD)
    desk.list.choose_view("v9")
    desk.list.kept.delete("v9")
    assert desk.question.danger and len(crm.views) == 2
    desk.answer()
    assert [each.view_id for each in crm.views] == ["v8"] and desk.rows.tab == "mine"
    desk.list.kept.delete("v8")
    assert crm.views == [] and desk.view.count("ask") == 1


def test_types_that_did_not_come_are_asked_for_again_when_the_page_is_shown():
    desk = Desk(TicketsCrm(file("k1")))
    desk.shelf.types = []  # as after an answer that never came
    desk.list.page_shown(True)
    assert [each.code for each in desk.shelf.types] == ["repair"]
