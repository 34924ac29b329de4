"""Whatever is wrong with a flow is found before a caller meets it, at once, and said in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from app.server.core.flow import plan
from app.server.core.flow.plan import Flow
from app.server.flows.check import check_flow
from app.server.flows.model import Known
from app.server.flows.nodes import CHECKED_ONLY, NODE_KINDS
from app.server.flows.words import SENTENCES

END = {"type": "hangup"}
BACK = {"type": "back"}
KNOWN = Known(
    queues=("sales",),
    flows={},
    hours=("office",),
    prompts=("zh/hello", "en/hello", "zh/only", "zh/invalid-choice", "zh/no-input"),
    systems={"shop": ("find",), "bank": ("pay",)},
    skills=("english",),
)


def menu(otherwise: str = "end", **options: str) -> dict[str, Any]:
    keys = {name.removeprefix("k"): target for name, target in options.items()}
    return {"type": "menu", "prompts": ["hello"], "options": keys or {"1": "end"}, "otherwise": otherwise}


def flow(start: str = "a", **nodes: Any) -> dict[str, Any]:
    named = {name.replace("_", "-"): node for name, node in nodes.items()}
    return {"language": "zh", "start": start, "nodes": {**named, "end": END}}


def defects(definition: object, known: Known = KNOWN, flow_id: str = "f") -> set[tuple[str, str]]:
    return {(each.node, each.code) for each in check_flow(flow_id, definition, known).defects}


def say(after: str = "end", *prompts: Any) -> dict[str, Any]:
    return {"type": "say", "prompts": list(prompts), "next": after}


def ask(after: str = "end", **change: Any) -> dict[str, Any]:
    asked = {
        "type": "ask",
        "system": "shop",
        "operation": "find",
        "values": {},
        "next": after,
        "failed": "end",
    }
    return asked | change


def collect(**change: Any) -> dict[str, Any]:
    return {"type": "collect", "prompts": ["hello"], "into": "pin", "next": "b", "otherwise": "end"} | change


CASES: dict[str, tuple[dict[str, Any], tuple[str, str]]] = {
    "no start": ({"language": "zh", "nodes": {"end": END}}, ("", "missing")),
    "start is nowhere": (flow("x", a=say()), ("", "unknown-target")),
    "no language": ({"start": "end", "nodes": {"end": END}}, ("", "missing")),
    "strange language": ({"language": "fr", "start": "end", "nodes": {"end": END}}, ("", "unknown-language")),
    "field of the flow": ({**flow(a=say()), "colour": 1}, ("", "unknown-field")),
    "no nodes": ({"language": "zh", "start": "a", "nodes": {}}, ("", "missing")),
    "no type": (flow(a={}), ("a", "missing")),
    "no mapping": (flow(a=5), ("a", "missing")),
    "type": (flow(a={"type": "dance"}), ("a", "unknown-type")),
    "field": (flow(a={**say(), "nxet": "end"}), ("a", "unknown-field")),
    "missing field": (flow(a={"type": "say", "prompts": []}), ("a", "missing")),
    "target": (flow(a=say("nowhere")), ("a", "unknown-target")),
    "target of a key": (flow(a=menu(k1="nowhere")), ("a", "unknown-target")),
    "target of a case": (
        flow(a={"type": "condition", "otherwise": "end",
                "cases": [{"test": "open", "subject": "office", "next": "nowhere"}]}),
        ("a", "unknown-target"),
    ),
    "queue": (flow(a={"type": "queue", "queue": "nobody"}), ("a", "unknown-queue")),
    "queue of a message": (
        flow(a={"type": "message", "queue": "nobody", "next": "end"}), ("a", "unknown-queue")
    ),
    "queue of a condition": (
        flow(a={"type": "condition", "otherwise": "end",
                "cases": [{"test": "waiting", "subject": "nobody", "value": 3, "next": "end"}]}),
        ("a", "unknown-queue"),
    ),
    "hours": (
        flow(a={"type": "condition", "otherwise": "end",
                "cases": [{"test": "open", "subject": "night", "next": "end"}]}),
        ("a", "unknown-hours"),
    ),
    "open is yes or no": (
        flow(a={"type": "condition", "otherwise": "end",
                "cases": [{"test": "open", "subject": "office", "value": "maybe", "next": "end"}]}),
        ("a", "not-one-of"),
    ),
    "waiting is a number": (
        flow(a={"type": "condition", "otherwise": "end",
                "cases": [{"test": "waiting", "subject": "sales", "value": "many", "next": "end"}]}),
        ("a", "case-not-number"),
    ),
    "sub-flow": (flow(a={"type": "sub-flow", "flow": "gone", "next": "end"}), ("a", "unknown-flow")),
    "prompt": (flow(a=say("end", "nothing")), ("a", "unknown-prompt")),
    "prompt of a language": (flow(a=say("end", "en/only")), ("a", "unknown-prompt")),
    "prompt in the second language": (
        flow(a={"type": "language", "language": "en", "next": "b"}, b=say("end", "only")),
        ("b", "unknown-prompt"),
    ),
    "prompt outside of the folder": (flow(a=say("end", "../../keys")), ("a", "not-a-prompt")),
    "kind of value": (flow(a=say("end", {"song": "x"})), ("a", "not-a-prompt")),
    "system": (flow(a=ask(system="moon")), ("a", "unknown-system")),
    "operation": (flow(a=ask(operation="fly")), ("a", "unknown-operation")),
    "skill": (flow(a={"type": "queue", "queue": "sales", "wants": {"magic": 3}}), ("a", "unknown-skill")),
    "level": (flow(a={"type": "queue", "queue": "sales", "wants": {"english": 11}}), ("a", "not-a-number")),
    "language node": (
        flow(a={"type": "language", "language": "fr", "next": "end"}), ("a", "unknown-language")
    ),
    "key": (flow(a=menu(k12="end")), ("a", "not-a-key")),
    "no keys": (flow(a={**menu(), "options": {}}), ("a", "missing")),
    "no way on silence": (flow(a={**menu(), "otherwise": ""}), ("a", "missing")),
    "text for a number": (flow(a={**menu(), "timeout_s": "6"}), ("a", "not-a-number")),
    "too long a wait": (flow(a={**menu(), "timeout_s": 3600}), ("a", "not-a-number")),
    "lengths": (flow(a=collect(min_digits=9, max_digits=4), b=say()), ("a", "lengths")),
    "variable": (flow(a=collect(into="Größe"), b=say()), ("a", "bad-variable")),
    "template": (flow(a={"type": "send-text", "text": "Hello {na me", "next": "end"}), ("a", "bad-template")),
    "unreachable": (flow(a=say(), lost=say()), ("lost", "unreachable")),
    "no way out": (flow(a=menu("b", k1="b"), b=menu("a", k1="a")), ("a", "no-way-out")),
    "circle of talk": (flow(a=say("b"), b=say("a")), ("a", "endless")),
    "circle of silence": (flow(a=menu("a", k1="end")), ("a", "endless")),
    "circle through repeat": (flow(a=menu("@repeat", k1="end")), ("a", "endless")),
    "circle of a failing system": (flow(a=ask(failed="a")), ("a", "endless")),
    "circle by going back": (flow(a=menu("b", k1="end"), b=say("@back")), ("a", "endless")),
    "a way too long without a key": (
        flow(a=say("n1"), **{f"n{at}": say(f"n{at + 1}" if at < 50 else "end") for at in range(1, 51)}),
        ("a", "long-way"),
    ),
    "back to nowhere": (flow(a=menu("@back", k1="end")), ("a", "back-nowhere")),
    "variable that is never set": (flow(a=say("end", {"digits": "{order}"})), ("a", "unset")),
    "variable set too late": (
        flow(a=say("b", {"digits": "{order}"}), b=ask(into={"order": "number"})), ("a", "unset")
    ),
    "variable after a failure": (
        flow(a=ask("b", into={"order": "number"}, failed="c"), b=say(), c=say("end", {"digits": "{order}"})),
        ("c", "unset"),
    ),
    "variable of seatline": (
        flow(a={"type": "set", "values": {"caller.number": "1"}, "next": "end"}), ("a", "read-only")
    ),
    "secret spoken": (
        flow(a=collect(secret=True), b=say("end", {"digits": "{pin}"})), ("b", "secret-spoken")
    ),
    "secret in a short message": (
        flow(a=collect(secret=True), b={"type": "send-text", "text": "{pin}", "next": "end"}),
        ("b", "secret-spoken"),
    ),
    "secret copied": (
        flow(a=collect(secret=True), b={"type": "set", "values": {"x": "{pin}"}, "next": "end"}),
        ("b", "secret-spoken"),
    ),
    "secret sent elsewhere": (
        flow(a=collect(secret=True, secret_for=["bank"]), b=ask(values={"pin": "{pin}"})),
        ("b", "secret-sent"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_each_defect_is_found_where_it_is(name: str) -> None:
    definition, expected = CASES[name]
    assert expected in defects(definition)


def test_all_defects_are_told_at_once() -> None:
    found = defects(
        flow(
            a=menu("nowhere", k1="b"),
            b={"type": "queue", "queue": "nobody"},
            c=say("c", "nothing", {"digits": "{foo}"}),
        )
    )
    assert {("a", "unknown-target"), ("b", "unknown-queue"), ("c", "unknown-prompt")} <= found


@pytest.mark.parametrize("code", SENTENCES)
def test_every_sentence_stands_in_both_languages(code: str) -> None:
    sentence = SENTENCES[code]
    values = ("A", "B", "C")
    for text in (sentence.zh, sentence.hint_zh):
        assert any("\u4e00" <= each <= "\u9fff" for each in text)
        assert text.format(*values)
    for text in (sentence.en, sentence.hint_en):
        assert text.isascii()
        assert text.format(*values)


SOUND: dict[str, dict[str, Any]] = {
    "keys lead round and round": flow(a=menu(k1="a", k2="b"), b=menu(k1="a", k9="@back")),
    "every node": flow(
        a=say("b", "hello", {"digits": "{caller.number}"}),
        b=collect(into="number", next="c"),
        c=ask("d", values={"n": "{number}"}, into={"state": "data.0.state"}, not_found="end"),
        d={"type": "condition", "otherwise": "e",
           "cases": [{"test": "variable", "subject": "state", "operator": "in", "value": "a|b", "next": "e"},
                     {"test": "holiday", "subject": "office", "next": "e"},
                     {"test": "ready", "subject": "sales", "operator": ">", "value": 6, "next": "e"}]},
        e={"type": "set", "values": {"note": "{state}!"}, "next": "f"},
        f={"type": "language", "language": "en", "next": "g"},
        g={"type": "send-text", "text": "{note}", "next": "h"},
        h={"type": "survey", "question": "q", "prompts": [], "scores": {"1": 1}, "next": "i",
           "invalid": "hello"},
        i={"type": "transfer", "target": "1001", "failed": "j"},
        j={"type": "call-back", "number": "{number}", "next": "k", "failed": "k"},
        k={"type": "message", "next": "l"},
        l={"type": "queue", "queue": "sales", "wants": {"english": 5}, "music": "calm"},
    ),
    "a secret to whom it is meant for": flow(
        a=collect(secret=True, secret_for=["shop"]), b=ask(values={"pin": "{pin}"})
    ),
    "the word end": {"language": "zh", "start": "a", "nodes": {"a": {"type": "end"}}},
    "what the calling flow sets": {**flow(a=say("end", {"digits": "{order}"})), "expects": ["order"]},
}  # fmt: skip


@pytest.mark.parametrize("name", SOUND)
def test_sound_flows_are_let_through(name: str) -> None:
    known = Known(**{**{field: getattr(KNOWN, field) for field in KNOWN.__slots__}, "prompts": None})
    found = check_flow("f", SOUND[name], known)
    assert [f"{each.place('en')} {each.reason('en')}" for each in found.defects] == []
    assert found.flow is not None


def _sub(flow_id: str, *calls: str, free: bool = False) -> Flow:
    nodes: dict[str, plan.Node] = {
        f"c{place}": plan.SubFlow(each, f"c{place + 1}" if place + 1 < len(calls) else "back")
        for place, each in enumerate(calls)
    }
    nodes["back"] = plan.GoBack()
    start = "c0" if calls else "back"
    if not free and not calls:
        nodes["m"] = plan.Menu((), {"1": "back"}, 5, 1, "x", "x", "bye")
        nodes["bye"] = plan.HangUp(())
        start = "m"
    return Flow(flow_id, start, nodes)


def _calling(*flows: Flow) -> Known:
    return Known(queues=("sales",), flows={each.flow_id: each for each in flows})


def test_sub_flows_that_contain_each_other_are_refused() -> None:
    calls = flow(a={"type": "sub-flow", "flow": "g", "next": "end"})
    assert ("a", "recursion") in defects(calls, _calling(_sub("g", "f")), "f")
    assert ("a", "recursion") in defects(calls, _calling(_sub("g", "h"), _sub("h", "g")), "f")
    own = flow(a={"type": "sub-flow", "flow": "f", "next": "end"})
    assert ("a", "recursion") in defects(own, _calling(_sub("f")), "f")


def test_sub_flows_are_three_deep_at_most() -> None:
    calls = flow(a={"type": "sub-flow", "flow": "g", "next": "end"})
    three = _calling(_sub("g", "h"), _sub("h", "i"), _sub("i"))
    assert defects(calls, three) == set()
    four = _calling(_sub("g", "h"), _sub("h", "i"), _sub("i", "j"), _sub("j"))
    assert ("a", "too-deep") in defects(calls, four)


def test_a_circle_through_a_sub_flow_needs_a_key_in_it() -> None:
    circle = flow(a={"type": "sub-flow", "flow": "g", "next": "a"})
    assert ("a", "endless") in defects(circle, _calling(_sub("g", free=True)))
    assert ("a", "endless") not in defects(circle, _calling(_sub("g")))
    deeper = _calling(_sub("g", "h"), _sub("h", free=True))
    assert ("a", "endless") in defects(circle, deeper)


def test_variables_of_a_sub_flow_are_set_afterwards() -> None:
    called = Flow("g", "c", {"c": plan.Collect((), "order", "b", "b"), "b": plan.GoBack()})
    calls = flow(
        a={"type": "sub-flow", "flow": "g", "next": "b"},
        b=say("end", {"digits": "{order}"}, {"digits": "{other}"}),
    )
    found = check_flow("f", calls, _calling(called)).defects
    assert [(each.node, each.code, each.values) for each in found] == [("b", "unset", ("other",))]


def test_a_flow_has_a_limit() -> None:
    nodes = {f"n{place}": say(f"n{place + 1}") for place in range(500)}
    assert ("", "too-large") in defects({"language": "zh", "start": "n0", "nodes": {**nodes, "n500": END}})
    ring: list[Any] = []
    ring.append(ring)
    assert ("", "too-large") in defects(flow(a=say("end", ring)))


def test_a_large_flow_is_checked_in_no_time() -> None:
    keys = [f"k{key}" for key in "0123456789"]
    nodes = {
        f"n{place}": menu("end", **{key: f"n{(place * 7 + turn) % 499}" for turn, key in enumerate(keys)})
        for place in range(499)
    }
    found = check_flow("f", {"language": "zh", "start": "n0", "nodes": {**nodes, "end": END}}, KNOWN)
    assert found.flow is not None


@pytest.mark.parametrize("word", NODE_KINDS)
def test_every_field_of_every_node_can_be_written(word: str) -> None:
    kind = NODE_KINDS[word]
    written = {each.argument or each.name for each in kind.fields} - {CHECKED_ONLY}
    assert written == set(kind.make.__slots__)  # pyright: ignore[reportFunctionMemberAccess]


def test_every_node_of_the_core_has_a_word() -> None:
    assert {kind.make for kind in NODE_KINDS.values()} == set(plan.Node.__args__)
