"""Flows of every kind for the machine that lets chance play callers (test_never)."""

from __future__ import annotations

from dataclasses import replace

from app.server.core.flow.plan import (
    BACK,
    Ask,
    Case,
    Collect,
    Condition,
    Flow,
    GoBack,
    HangUp,
    Language,
    Menu,
    Message,
    Say,
    SendText,
    SubFlow,
    Survey,
    Test,
    ToQueue,
    TransferTo,
)
from app.server.core.plan import Plan

SELF_SERVICE = Flow(
    "self-service",
    "menu",
    {
        "menu": Menu(
            ("menu",),
            {"1": "ask", "2": "agent", "3": "outside", "4": "english", "5": "queue", "6": "say"},
            timeout_s=5,
            max_tries=2,
            invalid="invalid-choice",
            no_input="no-input",
            otherwise="sub",
        ),
        "ask": Ask("shop", "order", {"n": "{n}"}, {"state": "s"}, "text", "menu", prompts=("one-moment",)),
        "text": SendText("{state}", "full"),
        "full": Condition((Case(Test.WAITING, "sales", ">", "1", "bye"),), "queue"),
        "agent": Collect(("extension",), "n", "transfer", BACK, max_digits=4),
        "transfer": TransferTo("{n}", ("transferring",), "menu"),
        "outside": TransferTo("02155556666", (), "say"),
        "english": Language("en", BACK),
        "queue": ToQueue("sales", ("queue-wait",), {"english": 3}),
        "sub": SubFlow("news", "queue"),
        "say": Message("service", (), "bye", max_s=30),
        "bye": HangUp(("goodbye",)),
    },
)
NEWS = Flow("news", "n", {"n": Say(("news",), "b"), "b": GoBack()})
MOMENT = Flow(  # by a key while waiting
    "moment",
    "where",
    {
        "where": Say(("where",), "go"),
        "go": Menu((), {"1": "back", "2": "out", "3": "bye", "4": "on"}, 5, 1, "i", "n", "back"),
        "out": TransferTo("2001", (), "back"),
        "on": ToQueue("service", ()),
        "back": GoBack(("please-wait",)),
        "bye": HangUp(()),
    },
)
QUESTIONS = Flow(
    "survey",
    "how",
    {
        "how": Survey("satisfied", ("rate",), {"1": 5, "2": 1}, "bye", {"2": "say"}),
        "say": Message("sales", (), "bye", max_s=20),
        "bye": HangUp(("thanks",)),
    },
)


def with_flows(plan: Plan) -> Plan:
    """4003 is self-service, 3 while waiting for sales begins a flow, and sales asks how it was."""
    sales = plan.queues["sales"]
    keys = {**sales.waiting.keys, "3": "moment"}
    sales = replace(sales, survey="survey", waiting=replace(sales.waiting, keys=keys))
    flows = {**plan.flows, "news": NEWS, "moment": MOMENT, "survey": QUESTIONS}
    return replace(
        plan,
        queues={**plan.queues, "sales": sales},
        numbers={**plan.numbers, "4003": SELF_SERVICE},
        flows=flows,
    )
