"""Which number an outgoing call shows: by the company's rules, by choice, and never a foreign one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.server.core.commands import OriginateLeg
from app.server.core.events import BlindTransferWished, CallWished, LegAnswered, LegIncoming
from app.server.core.facts import CallArrived
from app.server.core.plan import Plan
from app.server.core.showing import CallerRule, CallOut, shown_number
from tests.core.playbook import Playbook, a_plan

MAIN, SALES, ABROAD, HERS = "02155550001", "4008001234", "+862155550009", "02155550017"
NUMBERS = (MAIN, SALES, ABROAD, HERS)
RULES = (
    CallerRule(HERS, agents=("wang",)),
    CallerRule(ABROAD, prefixes=("00", "+1")),
    CallerRule(SALES, queues=("sales",)),
    CallerRule(HERS, departments=("维修",)),
    CallerRule(MAIN),
)


@pytest.mark.parametrize(
    ("out", "shown"),
    [
        (CallOut("13800138000", "wang"), HERS),
        (CallOut("001 415 555 0100", "li"), ABROAD),
        (CallOut("+1 (415) 555-0100", "li"), ABROAD),
        (CallOut("13800138000", "li", queues=("service", "sales")), SALES),
        (CallOut("13800138000", "li", "维修"), HERS),
        (CallOut("13800138000", "li"), MAIN),
    ],
)
def test_the_first_rule_that_holds_says_it(out: CallOut, shown: str):
    assert shown_number(RULES, NUMBERS, out) == shown


def test_all_conditions_of_a_rule_must_hold():
    rules = (CallerRule(SALES, prefixes=("138",), queues=("sales",)), CallerRule(MAIN))
    assert shown_number(rules, NUMBERS, CallOut("13800138000", queues=("sales",))) == SALES
    assert shown_number(rules, NUMBERS, CallOut("13900138000", queues=("sales",))) == MAIN
    assert shown_number(rules, NUMBERS, CallOut("13800138000", queues=("service",))) == MAIN


def test_a_foreign_number_is_never_shown():
    assert shown_number(RULES, NUMBERS, CallOut("13800138000", "li"), chosen="10086") == MAIN
    assert shown_number((CallerRule("10086"),), NUMBERS, CallOut("13800138000")) == ""
    assert shown_number(RULES, (), CallOut("13800138000", "wang")) == ""


def test_a_choice_comes_before_the_rules():
    assert shown_number(RULES, NUMBERS, CallOut("13800138000", "wang"), chosen=MAIN) == MAIN


def the_plan() -> Plan:
    return replace(a_plan(), caller_numbers=NUMBERS, caller_rules=RULES)


def test_a_click_shows_what_was_chosen_and_the_ledger_says_so():
    play = Playbook(the_plan()).ready("wang").happens(CallWished("wang", "13800138000", SALES))
    assert play.kept(CallArrived)[0].shown_number == SALES
    play.happens(LegAnswered("leg-1"))
    assert play.did(OriginateLeg)[0].caller_number == SALES


@pytest.mark.parametrize(("chosen", "shown"), [("", HERS), ("110", HERS)])
def test_without_a_choice_of_ours_the_rule_holds(chosen: str, shown: str):
    play = Playbook(the_plan()).ready("wang").happens(CallWished("wang", "13800138000", chosen))
    assert play.happens(LegAnswered("leg-1")).did(OriginateLeg)[0].caller_number == shown


def test_a_phone_that_dials_and_a_transfer_show_it_too():
    play = Playbook(the_plan()).ready("wang")
    play.happens(LegIncoming("phone-1", "13800138000", "1001", "", "phone:1001"))
    assert play.did(OriginateLeg)[0].caller_number == HERS
    play = Playbook(the_plan()).talk("wang").happens(BlindTransferWished("wang", "call-1", "13900139000"))
    assert play.did(OriginateLeg)[0].caller_number == HERS


def test_a_colleague_sees_who_calls():
    play = Playbook(the_plan()).ready("wang", "li")
    play.happens(LegIncoming("phone-1", "1002", "1001", "", "phone:1001"))
    assert play.did(OriginateLeg)[0].caller_number == "1001"
