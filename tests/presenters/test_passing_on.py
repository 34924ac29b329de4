"""Passing a call on, consulting, conferences: what she sees, what is asked, what she is told."""

from __future__ import annotations

import pytest

from app.contracts.live import ColleagueChanged
from app.contracts.parties import ConsultView
from app.crm_client.errors import Refused, Unreachable
from app.ui.presenters.conference import ConferencePresenter
from app.ui.presenters.desk import ServerReached
from app.ui.presenters.pages import ListState
from app.ui.presenters.targets import TargetRow
from app.ui.presenters.transfer import TransferPresenter
from app.ui.presenters.transfer_face import Purpose
from tests.presenters import calls_fakes as c
from tests.presenters import ui_fakes as f


class Room:
    def __init__(self) -> None:
        self.clock, self.crm, self.view = f.FakeClock(), c.FakeTalkCrm(), f.FakeView()
        self.strip = f.FakeView()
        self.store = f.store(self.clock)
        words, tasks = f.FakeWords(), f.FakeTasks()
        self.notes = {"call-1": "table cracked"}
        self.transfer = TransferPresenter(
            self.view,
            self.store,
            words,
            tasks,
            self.clock,
            self.crm,  # type: ignore[arg-type]
            f.REASONS,
            lambda call_id: self.notes.get(call_id, ""),
        )
        self.conference = ConferencePresenter(self.strip, self.store, words, tasks, self.crm)  # type: ignore[arg-type]
        self.transfer.directory.load()
        self.tell(f.agent_changed("TALKING", call_id="call-1"), f.call(parties=c.two()))

    def tell(self, *messages: object) -> None:
        for message in messages:
            self.store.dispatch(message)  # type: ignore[arg-type]

    def consulting(self, state: str = "TALKING", with_target: bool = True) -> None:
        target = c.party("leg-t", state=state, agent_id="a3", name="赵磊", number="803")
        consult = ConsultView(leg_id="leg-t", with_target=with_target)
        held = {"held_since": f.NOW} if with_target else {}
        call_state = "HELD" if with_target else "TALKING"
        customer = "WAITING" if with_target else "TALKING"
        self.tell(f.call(call_state, parties=[*c.two(customer), target], consult=consult, **held))

    @property
    def rows(self) -> tuple[TargetRow, ...]:
        return self.view.last["show_choice"][0].rows

    def row(self, name: str) -> TargetRow:
        return next(row for row in self.rows if row.name == name)

    @property
    def consult(self):
        return self.view.last["show_consult"]


@pytest.fixture
def room() -> Room:
    return Room()


def test_the_list_says_who_is_free_and_for_how_long_free_ones_first(room: Room):
    room.transfer.transfer_key()
    names = [row.name for row in room.rows]
    assert names == ["李娜", "赵磊", "周杰", "孙晓雨", "吴敏", "After-sales", "维修中心"]
    lina = room.row("李娜")
    assert (lina.state, lina.time, lina.why_not) == ("Ready", "14 min", "")
    busy = room.row("孙晓雨")
    assert (busy.state, busy.why_not) == ("Talking", "孙晓雨 is on the phone.")
    assert room.row("周杰").state == "Break"
    assert room.row("After-sales").state == "Nobody ready"  # the live queue says so, not the directory


def test_a_colleague_who_becomes_free_changes_in_place(room: Room):
    room.transfer.transfer_key()
    before = [row.name for row in room.rows]
    room.tell(ColleagueChanged(cursor=9, colleague=c.colleague("a4", "孙晓雨", minutes=0)))
    assert [row.name for row in room.rows] == before
    assert room.row("孙晓雨").state == "Ready" and room.row("孙晓雨").why_not == ""
    room.transfer.type("")  # typing orders anew
    assert [row.name for row in room.rows].index("孙晓雨") == 2


def test_what_colleagues_do_is_not_claimed_while_the_server_is_away(room: Room):
    room.transfer.transfer_key()
    room.tell(ServerReached(False))
    assert room.view.last["show_choice"][0] is None  # nothing can be passed on now
    asked = room.crm.asked.count(("directory",))
    room.tell(f.hello(agent=f.agent("TALKING", call_id="call-1"), call=f.call(parties=c.two()).call))
    assert room.crm.asked.count(("directory",)) == asked + 1


def test_a_typed_number_comes_first_and_is_normalised(room: Room):
    room.transfer.transfer_key()
    room.transfer.type("(0571) 8888-6666")
    assert [row.kind for row in room.rows] == ["typed"]
    room.transfer.blind(room.rows[0])
    assert room.crm.asked[-1] == ("transfer", "call-1", "057188886666", "blind", "table cracked")


def test_an_extension_is_its_owner_not_some_number(room: Room):
    room.transfer.transfer_key()
    room.transfer.type("803")
    assert [(row.kind, row.name) for row in room.rows] == [("colleague", "赵磊")]


@pytest.mark.parametrize("typed", ["zhaolei", "zl", "zhaol", "lei", "Zhao L"])
def test_a_colleague_is_found_by_pinyin_and_its_initials(room: Room, typed: str):
    room.transfer.transfer_key()
    room.transfer.type(typed)
    assert [row.name for row in room.rows] == ["赵磊"]


def test_departments_and_saved_numbers_are_found_by_pinyin_too(room: Room):
    room.transfer.transfer_key()
    room.transfer.type("jszc")
    assert [row.name for row in room.rows] == ["周杰"]
    room.transfer.type("weixiu")
    assert [row.name for row in room.rows] == ["维修中心"]


def test_letters_that_are_no_pinyin_of_a_name_find_nobody(room: Room):
    room.transfer.transfer_key()
    room.transfer.type("zhli")
    assert not room.rows


def test_blind_transfer_takes_the_note_along_and_says_so(room: Room):
    room.transfer.transfer_key()
    room.transfer.type("赵")
    room.transfer.blind(room.rows[0])
    assert room.crm.asked[-1] == ("transfer", "call-1", "a3", "blind", "table cracked")
    assert room.view.said == ["The call is passed on to 赵磊."]
    assert room.view.last["show_choice"][0] is None


def test_a_busy_colleague_is_not_rung(room: Room):
    room.transfer.transfer_key()
    asked = len(room.crm.asked)
    room.transfer.consult(room.row("孙晓雨"))
    room.transfer.blind(room.row("孙晓雨"))
    assert len(room.crm.asked) == asked


def test_a_refusal_stays_in_the_list_with_the_next_step(room: Room):
    room.transfer.transfer_key()
    room.crm.fails = Refused(409, "target-busy", "李娜 is on the phone.")
    room.transfer.consult(room.row("李娜"))
    face = room.view.last["show_choice"][0]
    assert face is not None and "Choose somebody else" in face.problem and not face.busy


def test_while_it_rings_the_customer_hears_music_and_she_can_go_back(room: Room):
    room.transfer.transfer_key()
    room.transfer.consult(room.row("赵磊"))
    room.consulting("RINGING")
    face = room.consult
    assert (face.target.name, face.target.state) == ("赵磊", "It rings…")
    assert (face.customer.state, face.customer.hears) == ("Hears music", False)
    assert not face.answered and face.complete_word == "Hand over without waiting"
    room.transfer.cancel()
    assert room.crm.asked[-1] == ("cancel", "call-1")


def test_who_hears_whom_follows_each_swap(room: Room):
    room.consulting()
    assert room.consult.target.hears and not room.consult.customer.hears
    room.transfer.swap()
    assert room.crm.asked[-1] == ("swap", "call-1")
    room.consulting(with_target=False)
    assert room.consult.customer.hears and not room.consult.target.hears
    assert room.consult.target.state == "Hears music"


def test_f5_completes_and_f6_makes_a_conference_of_it(room: Room):
    room.consulting()
    room.transfer.transfer_key()
    assert room.crm.asked[-1] == ("complete", "call-1", "table cracked")
    room.transfer.conference_key()
    assert room.crm.asked[-1] == ("join", "call-1")


def test_somebody_who_does_not_answer_is_said_and_the_customer_is_not_forgotten(room: Room):
    room.transfer.transfer_key()
    room.transfer.consult(room.row("赵磊"))
    room.consulting("RINGING")
    room.tell(f.call("HELD", held_since=f.NOW, parties=c.two("WAITING")))
    assert room.view.said == ["赵磊 did not answer. Your customer still waits: F3 takes him back."]
    assert room.consult is None


def test_going_back_to_the_customer_needs_no_explanation(room: Room):
    room.consulting()
    room.transfer.cancel()
    room.tell(f.call(parties=c.two()))
    assert room.view.said == []


def test_a_list_that_cannot_be_read_says_so_and_can_be_tried_again(room: Room):
    room.transfer.directory.state = ListState.LOADING
    room.store.dispatch(
        f.hello(agent=f.agent("TALKING", call_id="call-1"), call=f.call(parties=c.two()).call)
    )
    room.crm.fails = Unreachable("away")
    room.crm.house = room.crm.house.model_copy(update={"queues": [], "numbers": []})
    fresh = TransferPresenter(
        room.view,
        f.store(room.clock),
        f.FakeWords(),
        f.FakeTasks(),
        room.clock,
        room.crm,
        [],
        lambda _: "",  # type: ignore[arg-type]
    )
    fresh._store.dispatch(f.call(parties=c.two()))
    fresh.open(Purpose.TRANSFER)
    face = room.view.last["show_choice"][0]
    assert face.state is ListState.ERROR and "cannot be reached" in face.text
    room.crm.fails = None
    fresh.directory.load()
    assert room.view.last["show_choice"][0].state is ListState.ROWS


def test_a_number_clicked_in_a_call_is_called_while_the_customer_hears_music(room: Room):
    room.transfer.call_besides("057188886666")
    face, typed = room.view.last["show_choice"]
    assert typed == "057188886666" and face.purpose is Purpose.CALL and "hears music" in face.title
    room.transfer.type(typed)
    room.transfer.consult(room.rows[0])
    assert room.crm.asked[-1] == ("transfer", "call-1", "057188886666", "consult", "table cracked")


def test_in_a_conference_a_number_clicked_is_asked_in(room: Room):
    room.tell(f.call(parties=[*c.two(), c.party("leg-3", "OUTSIDE", number="055")]))
    room.transfer.call_besides("057188886666")
    assert room.view.last["show_choice"][0].purpose is Purpose.CONFERENCE


def test_a_number_clicked_that_cannot_be_called_now_is_not_passed_over_in_silence(room: Room):
    room.consulting()
    room.transfer.call_besides("057188886666")
    assert "Finish that first" in room.view.said[-1]
    room.tell(f.call(parties=c.two()), ServerReached(False))
    room.transfer.call_besides("057188886666")
    assert "when the server is back" in room.view.said[-1]
    assert room.view.last.get("show_choice", (None,))[0] is None


def test_the_list_closes_with_its_call(room: Room):
    room.transfer.transfer_key()
    room.tell(f.call("ENDED"))
    assert room.view.last["show_choice"][0] is None


# --- conference ----------------------------------------------------------------------------------


def conference(room: Room, **changes: object) -> None:
    third = c.party("leg-3", "OUTSIDE", number="0571****6666").model_copy(update=changes)
    room.tell(f.call(parties=[*c.two(), third]))


def test_two_are_no_conference_three_are(room: Room):
    assert room.strip.last.get("show_conference") is None
    conference(room)
    face = room.strip.last["show_conference"]
    assert face.title == "Conference, 3 people"
    assert [(p.name, p.state, p.mine) for p in face.parties] == [
        ("You", "Talks", True),
        ("李明", "Talks", False),
        ("0571****6666", "Talks", False),
    ]


def test_each_party_can_be_muted_held_and_taken_out(room: Room):
    conference(room)
    for what in ("mute", "unmute", "hold", "resume", "drop"):
        room.conference.act("leg-3", what)  # type: ignore[arg-type]
    assert room.crm.asked[-5:] == [
        ("change", "leg-3", True, None),
        ("change", "leg-3", False, None),
        ("change", "leg-3", None, True),
        ("change", "leg-3", None, False),
        ("drop", "leg-3"),
    ]
    conference(room, muted=True)
    assert room.strip.last["show_conference"].parties[2].state == "Muted, only listens"
    conference(room, state="WAITING")
    assert room.strip.last["show_conference"].parties[2].held


def test_asking_somebody_in_and_leaving_the_others(room: Room):
    room.transfer.conference_key()
    room.transfer.ask_in(room.row("李娜"))
    assert room.crm.asked[-1] == ("add", "call-1", "a2")
    conference(room, state="RINGING")
    assert not room.strip.last["show_conference"].may_leave  # two would be left with a ringing phone
    conference(room)
    room.conference.leave()
    assert room.crm.asked[-1] == ("leave", "call-1")


def test_in_a_conference_nobody_is_transferred_and_she_is_told_what_to_do(room: Room):
    conference(room)
    room.transfer.transfer_key()
    assert "leave it, and the others go on" in room.view.said[-1]


def test_who_leaves_or_does_not_answer_is_said(room: Room):
    conference(room, state="RINGING")
    room.tell(f.call(parties=c.two()))
    assert room.strip.said == ["0571****6666 did not answer."]
    conference(room)
    room.tell(f.call(parties=c.two()))
    assert room.strip.said[-1] == "0571****6666 has left the call."
