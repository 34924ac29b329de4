"""Server, phone, microphone and outbox in plain words; devices by name; the list of calls."""

from __future__ import annotations

import pytest

from app.contracts.base import Page
from app.crm_client.errors import Unreachable
from app.telephony import ports as phone
from app.ui.presenters.calls import CallsPresenter
from app.ui.presenters.connection import ConnectionPresenter
from app.ui.presenters.desk import OtherPhoneChosen, OutboxMoved, ServerReached
from app.ui.presenters.devices import DevicesPresenter, DeviceWishes, fraction
from app.ui.presenters.pages import ListState
from tests.presenters import ui_fakes as f


class Kick:
    kicked = 0

    def kick(self) -> None:
        self.kicked += 1


class Room:
    def __init__(self) -> None:
        self.view, self.live, self.outbox = f.FakeView(), Kick(), f.FakeOutbox()
        self.store = f.store(f.FakeClock())
        self.presenter = ConnectionPresenter(self.view, self.store, f.FakeWords(), self.live, self.outbox)
        self.presenter.refresh()

    @property
    def banners(self):
        return self.view.last["show_banners"]

    @property
    def line(self):
        return self.view.last["show_line"]


@pytest.fixture
def room() -> Room:
    return Room()


def test_all_well_is_quiet(room: Room):
    assert room.banners == () and room.line.good and room.line.text == "Phone ready"


def test_a_lost_server_says_what_is_safe(room: Room):
    room.store.dispatch(f.call())
    room.store.dispatch(ServerReached(False, "unreachable"))
    assert "call may go on" in room.banners[0].text
    room.presenter.act("retry")
    assert room.live.kicked == 1 and room.outbox.kicked == 1
    room.store.dispatch(ServerReached(True))
    assert room.banners == () and room.view.said == ["The server is back."]


def test_an_expired_sign_in_asks_to_sign_in(room: Room):
    room.store.dispatch(ServerReached(False, "not-signed-in"))
    assert room.banners[0].action == "sign-in"
    room.presenter.act("sign-in")
    assert room.view.count("sign_in_again") == 1


def test_no_microphone_leads_to_the_settings(room: Room):
    room.store.dispatch(phone.AudioProblem("no-microphone"))
    assert room.banners[0].title == "No microphone" and not room.line.good
    room.presenter.act("settings")
    assert room.view.count("open_settings") == 1
    room.store.dispatch(phone.AudioProblem(""))
    assert room.banners == ()


def test_a_pulled_headset_in_a_call_says_that_the_call_goes_on(room: Room):
    room.store.dispatch(phone.AudioProblem("microphone-lost"))
    assert "call goes on" in room.banners[0].text


def test_a_restarted_softphone_is_a_small_notice(room: Room):
    room.store.dispatch(phone.Gone("killed"))
    assert "restarted" in room.view.said[-1] and room.banners == ()
    room.store.dispatch(phone.Registered(ok=True))
    assert room.view.said[-1] == "The phone is ready again."


def test_a_phone_that_cannot_register_has_a_banner(room: Room):
    room.store.dispatch(phone.Registered(ok=False, problem="refused"))
    assert "refused" in room.banners[0].text


def test_the_outbox_is_counted(room: Room):
    room.store.dispatch(OutboxMoved(2, 1))
    assert room.line.waiting == "2 waiting to be sent"
    assert room.banners[0].banner_id == "refused"


def test_another_phone_is_named(room: Room):
    room.store.dispatch(OtherPhoneChosen(True))
    assert room.line.text == "Other phone missing"
    room.store.dispatch(f.agent_changed("READY", phone_registered=True))
    assert room.line.text == "Other phone" and room.line.good


class Kept:
    def __init__(self, wishes: DeviceWishes) -> None:
        self.wishes = wishes

    def load_devices(self) -> DeviceWishes:
        return self.wishes

    def save_devices(self, wishes: DeviceWishes) -> None:
        self.wishes = wishes


def devices(kept: Kept) -> tuple[DevicesPresenter, f.FakeView, f.FakePhone, Room]:
    room, view, child = Room(), f.FakeView(), f.FakePhone()
    made = DevicesPresenter(view, room.store, f.FakeWords(), f.FakeClock(), child, kept)
    made.start()
    kinds = phone.DeviceKind
    room.store.dispatch(
        phone.Devices(
            [phone.Device("Jabra", kinds.INPUT, True), phone.Device("Jabra", kinds.OUTPUT, True)], "", ""
        )
    )
    return made, view, child, room


def test_devices_are_kept_by_name_also_while_unplugged():
    _, view, child, _ = devices(Kept(DeviceWishes(input="Old headset")))
    assert child.sent == [phone.UseDevices(input="Old headset")]
    texts = [choice.text for choice in view.last["show_devices"].inputs]
    assert texts == ["Computer's default · Jabra", "Jabra", "Old headset (not plugged in)"]


def test_choosing_a_device_tells_the_phone_and_the_settings():
    kept = Kept(DeviceWishes())
    made, _, child, _ = devices(kept)
    made.choose("Jabra", "Jabra", ("Loudspeaker",), "on")
    made.choose("Jabra", "Jabra", ("Loudspeaker",), "on")
    assert child.sent[1:] == [phone.UseDevices("Jabra", "Jabra", ("Loudspeaker",), "on")]
    assert kept.wishes.input == "Jabra"


def test_levels_move_the_meters():
    _, view, _, room = devices(Kept(DeviceWishes()))
    room.store.dispatch(phone.Levels(-30.0, -100.0))
    assert view.last["show_levels"] == (pytest.approx(0.5), 0.0)
    assert fraction(0.0) == 1.0


def calls(crm: f.FakeCrm) -> tuple[CallsPresenter, f.FakeView]:
    view = f.FakeView()
    made = CallsPresenter(view, f.FakeWords(), f.FakeTasks(), f.FakeClock(), crm, f.OUTCOMES)  # type: ignore[arg-type]
    return made, view


def test_the_list_of_calls_is_paged_without_doubles():
    crm = f.FakeCrm()
    crm.pages = [
        Page(items=[f.call_view("a"), f.call_view("b", "", outcome="ABANDONED", talk_s=0)], next_cursor="2"),
        Page(items=[f.call_view("b"), f.call_view("c")], next_cursor=None),
    ]
    made, view = calls(crm)
    made.load()
    made.more()
    made.more()
    rows, more = view.last["show_rows"]
    assert [row.call_id for row in rows] == ["a", "b", "c"] and not more
    assert rows[0].outcome == "Resolved" and rows[1].missed and rows[1].outcome == "Caller hung up"
    assert rows[0].talked == "1:21" and rows[1].talked == "–"


def test_an_empty_list_and_an_error_say_so():
    crm = f.FakeCrm()
    crm.pages = [Page[f.CallView](items=[])]
    made, view = calls(crm)
    made.load()
    assert view.last["show_state"][0] is ListState.EMPTY
    crm.fails = Unreachable("gone")
    made.load()
    assert view.last["show_state"][0] is ListState.ERROR
