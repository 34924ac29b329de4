"""What a caller does by keys while he waits: a flow, and back to the music."""

from __future__ import annotations

from app.server.core.commands import PlayPrompts
from app.server.core.events import PromptFinished
from app.server.core.facts import CallConnected, CallEnded, CallLeftQueue, CallQueued, FlowEnded
from app.server.core.flow.plan import CallBack, GoBack, Say, ToQueue, TransferTo
from app.server.core.types import AgentState, CallOutcome
from tests.core.flow_calls import BYE, exits, hangs_up, heard, said, while_waiting


def test_a_key_while_waiting_begins_a_flow_and_leads_back_to_the_music():
    play = while_waiting(a=Say(("you-are",), "g"), g=GoBack(("please-wait",))).rings()
    assert said(play.presses("1")) == [("zh/you-are",)]
    assert not play.presses("5").commands
    heard(play)
    assert said(play) == [("zh/please-wait", "music/calm")] and play.did(PlayPrompts)[0].loop
    assert play.house.lines.length("sales") == 1
    assert said(play.presses("1")) == [("zh/you-are",)], "again, as often as he likes"
    assert not play.presses("9").commands


def test_an_agent_is_free_while_he_listens():
    play = while_waiting(a=Say(("you-are",), "g"), g=GoBack()).rings().presses("1").passes(2).ready("wang")
    assert exits(play) == [("a", "agent", 2.0)] and play.kept(FlowEnded)[0].how == "queue"
    assert said(play) == [("music/calm",)] and play.state("wang") is AgentState.OFFERED
    play.answers("wang")
    assert play.kept(CallConnected) and not play.house.timers.purposes


def test_his_way_ends_when_he_is_offered():
    play = while_waiting(a=Say(("you-are",), "g"), g=GoBack()).rings().presses("1").passes(2)
    play.ready("wang")
    assert not play.happens(PromptFinished("caller-1", "play-2")).commands
    assert not play.presses("1").commands, "her phone rings: no flow now"


def test_a_flow_while_waiting_may_lead_to_another_queue():
    play = while_waiting(q=ToQueue("service", ("moved",))).rings().passes(10).presses("1")
    assert play.kept(CallLeftQueue) == [
        CallLeftQueue("call-1", "sales", "flowed-out", "service", waited_s=10.0)
    ]
    assert play.kept(CallQueued)[0].queue_id == "service"
    assert said(play) == [("zh/moved", "music/calm")] or said(play) == [("moved", "music/calm")]
    assert (play.house.balance("sales").flowed_out, play.house.balance("service").offered) == (1, 1)


def test_the_queue_he_waits_in_keeps_his_place():
    play = while_waiting(q=ToQueue("sales", ("stay",))).rings().rings("c2").passes(5).presses("1")
    assert not play.kept(CallQueued) and said(play) == [("zh/stay", "music/calm")]
    assert play.house.lines.position(play.house.calls["call-1"]) == 1


def test_a_good_bye_while_waiting_is_no_abandon():
    play = heard(while_waiting(b=BYE).rings().passes(10).presses("1"))
    assert play.kept(CallEnded)[0].outcome is CallOutcome.FLOWED_OUT
    balance = play.house.balance("sales")
    assert (balance.offered, balance.abandoned, balance.flowed_out) == (1, 0, 1)


def test_he_hangs_up_in_a_flow_while_waiting_and_has_abandoned():
    play = hangs_up(while_waiting(a=Say(("you-are",), "g"), g=GoBack()).rings().presses("1").passes(4))
    assert exits(play) == [("a", "hung-up", 4.0)]
    assert play.kept(FlowEnded)[0].how == "hung-up"
    assert play.kept(CallEnded)[0].outcome is CallOutcome.ABANDONED


def test_a_transfer_while_waiting_leaves_the_queue_once_it_rings():
    play = while_waiting(t=TransferTo("2001", (), "g"), g=GoBack()).rings().presses("1")
    assert play.kept(CallLeftQueue)[0].to == "boss"
    assert play.house.lines.length("sales") == 0
    play.passes(1).rings("c2").passes(25)
    assert play.kept(CallQueued)[0].queue_id == "sales" and said(play)[-1] == ("music/calm",)
    assert play.house.lines.position(play.house.calls["call-1"]) == 1, "he came first"
    assert play.house.balance("sales").offered == 3 and play.house.balance("sales").flowed_out == 1


def test_a_call_back_that_is_promised_ends_the_waiting():
    play = while_waiting(c=CallBack("", ("noted",), "b"), b=BYE).rings().passes(7).presses("1")
    assert said(play) == [("zh/noted",)] and play.house.lines.length("sales") == 0
    heard(heard(play))
    assert play.kept(FlowEnded)[0].how == "call-back"
    assert play.kept(CallEnded)[0].outcome is CallOutcome.CALLED_BACK
