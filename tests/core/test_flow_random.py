"""Any flow, any caller: it ends or waits for somebody, never raises, never grows without bound."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from app.server.core.flow.around import Assumed
from app.server.core.flow.conditions import OPERATORS
from app.server.core.flow.memory import MOST_VARIABLES
from app.server.core.flow.plan import (
    BACK,
    REPEAT,
    Ask,
    CallBack,
    Case,
    Collect,
    Condition,
    Flow,
    GoBack,
    HangUp,
    Language,
    Menu,
    Message,
    Node,
    Say,
    SendText,
    SetVariables,
    Spoken,
    SpokenKind,
    SubFlow,
    Survey,
    Test,
    ToQueue,
    TransferTo,
)
from app.server.core.flow.run import MAX_NODES_WITHOUT_INPUT, FlowRun
from app.server.core.flow.steps import (
    AskOut,
    Back,
    End,
    EnterQueue,
    FlowOver,
    LeaveMessage,
    Listen,
    MessageOver,
    Speak,
    Step,
    Transfer,
    WishCallBack,
)
from app.server.core.flow.templates import LONGEST_TEXT

NAMES = ["a", "b", "c", "d"]
KEYS = "0123456789*#"
FLOWS = ["f", "g", "missing"]
LAST = (End, EnterQueue, Back)
WAITS = (Speak, Listen, AskOut, LeaveMessage, MessageOver, WishCallBack, Transfer)

target = st.sampled_from([*NAMES, *NAMES, BACK, REPEAT])
template = st.sampled_from(["", "x", "{v1}", "{v2}{v1}", "{pin}", "{caller.number}", "0" * 600, "{"])
utterance = st.sampled_from(["hello", "zh/hello"]) | st.builds(Spoken, st.sampled_from(SpokenKind), template)
prompts = st.lists(utterance, max_size=2).map(tuple)
key = st.sampled_from(KEYS)
options = st.dictionaries(key, target, max_size=3)
variable = st.sampled_from(["v1", "v2", "pin", "customer.level"])
tries = st.integers(min_value=1, max_value=3)
queue = st.sampled_from(["sales", "closed"])
case = st.builds(
    Case,
    st.sampled_from(Test),
    st.sampled_from(["v1", "pin", "sales"]),
    st.sampled_from(OPERATORS),
    template,
    target,
)
node = st.one_of(
    st.builds(Say, prompts, target),
    st.builds(Menu, prompts, options, st.just(5), tries, utterance, utterance, target),
    st.builds(
        Collect,
        prompts,
        variable,
        target,
        target,
        st.integers(0, 3),
        st.integers(1, 5),
        st.sampled_from(["#", ""]),
        st.booleans(),
        st.just(5),
        tries,
    ),
    st.builds(Condition, st.lists(case, max_size=2).map(tuple), target),
    st.builds(SetVariables, st.dictionaries(variable, template, max_size=2), target),
    st.builds(
        Ask,
        queue,
        queue,
        st.dictionaries(variable, template),
        st.just({"v1": "x"}),
        target,
        target,
        prompts=prompts,
    ),
    st.builds(ToQueue, queue, prompts),
    st.builds(Message, queue, prompts, target),
    st.builds(CallBack, queue, prompts, target, template),
    st.builds(SendText, template, target),
    st.builds(TransferTo, template, prompts, target),
    st.builds(Language, st.sampled_from(["zh", "en", "??"]), target),
    st.builds(
        Survey,
        st.just("q"),
        prompts,
        st.dictionaries(key, st.integers(), max_size=2),
        target,
        options,
        max_tries=tries,
    ),
    st.builds(SubFlow, st.sampled_from(FLOWS), target),
    st.builds(HangUp, prompts),
    st.builds(GoBack, prompts),
)
nodes: st.SearchStrategy[Mapping[str, Node]] = st.fixed_dictionaries(dict.fromkeys(NAMES, node))
happening = st.one_of(
    key, st.sampled_from(["silence", "spoken", "found", "not-found", "failed", "done", "in-vain"])
)


def happen(run: FlowRun, around: Assumed, what: str) -> list[Step]:
    match what:
        case "silence":
            return run.silence(around)
        case "spoken":
            return run.spoken(around)
        case "found" | "not-found" | "failed":
            return run.told(around, what, {"v1": "y" * 900, "w": "z"})
        case "done":
            return run.done(around)
        case "in-vain":
            return run.failed(around)
        case _:
            return run.digit(around, what)


def check(run: FlowRun, steps: list[Step], variables: dict[str, str], before: bool) -> None:
    assert not (before and steps), "nothing after the end"
    assert len(steps) <= 17 * 6 * (MAX_NODES_WITHOUT_INPUT + 2)
    ends = [step for step in steps if isinstance(step, LAST)]
    assert len(ends) == (run.over and not before) and (not ends or steps[-1] is ends[0])
    waits = [step for step in steps if isinstance(step, WAITS)]
    assert len(waits) <= 1 and (not waits or (steps[-1] is waits[0] and not ends)), "one thing at a time"
    if steps:
        assert waits or ends, "nobody would ever go on"
    for step in steps:
        if isinstance(step, Speak):
            assert step.prompts and all("/" in name for name in step.prompts)
    assert len(variables) <= MOST_VARIABLES and all(len(each) <= LONGEST_TEXT for each in variables.values())


@settings(max_examples=200, deadline=None)
@given(nodes, nodes, st.booleans(), st.lists(happening, min_size=20, max_size=80))
def test_any_flow_with_any_caller(
    main: Mapping[str, Node], sub: Mapping[str, Node], waits: bool, happenings: list[str]
):
    flows = {"f": Flow("f", "a", main), "g": Flow("g", "b", sub)}
    around = Assumed({"caller.number": "138"}, flows, in_queue=waits)
    variables: dict[str, str] = {}
    run = FlowRun(flows["f"], variables)
    check(run, run.start(around), variables, before=False)
    for what in happenings:
        before = run.over
        check(run, happen(run, around, what), variables, before)


@settings(max_examples=100, deadline=None)
@given(nodes, nodes, st.booleans())
def test_a_caller_who_does_nothing_comes_to_an_end(
    main: Mapping[str, Node], sub: Mapping[str, Node], waits: bool
):
    """Silence, prompts that are heard, systems that fail: at some time the line is free again."""
    flows = {"f": Flow("f", "a", main), "g": Flow("g", "b", sub)}
    around = Assumed(flows=flows, in_queue=waits)
    run = FlowRun(flows["f"])
    overs = [step for step in run.start(around) if isinstance(step, FlowOver)]
    for _ in range(6 * MAX_NODES_WITHOUT_INPUT):
        if run.over:
            break
        for what in ("spoken", "silence", "failed", "in-vain"):
            overs += [step for step in happen(run, around, what) if isinstance(step, FlowOver)]
    assert run.over and overs[-1].flow_id == "f"
