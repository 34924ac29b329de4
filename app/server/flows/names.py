"""Whether what a flow names exists: queues, flows, hours, prompts, systems, languages, skills."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from app.server.core.flow.plan import (
    Ask,
    CallBack,
    Condition,
    Flow,
    Language,
    Message,
    Node,
    Prompts,
    SubFlow,
    Test,
    ToQueue,
    Utterance,
)
from app.server.flows.model import LANGUAGES, Known
from app.server.flows.place import Place
from app.server.flows.reader import Read

_OF_HOURS = (Test.OPEN, Test.HOLIDAY)
MOST_SHOWN = 12


def check_names(read: Read, flow: Flow, known: Known) -> None:
    chosen = {node.language for node in flow.nodes.values() if isinstance(node, Language)}
    spoken = {flow.language} | (chosen & set(LANGUAGES))
    for name, node in flow.nodes.items():
        at = Place(read.defects, name)
        _check_node(at, node, known)
        if known.prompts is not None:
            for field, prompt in _prompts(node):
                _check_prompt(at.at(field), prompt, spoken, known.prompts)


def _check_node(at: Place, node: Node, known: Known) -> None:
    match node:
        case ToQueue(queue_id=queue_id, wants=wants):
            _one(at.at("queue"), "unknown-queue", queue_id, known.queues)
            for skill in wants:
                _one(at.at("wants"), "unknown-skill", skill, known.skills)
        case Message(queue_id=queue_id) | CallBack(queue_id=queue_id):
            _one(at.at("queue"), "unknown-queue", queue_id, known.queues)
        case SubFlow(flow_id=flow_id):
            _one(at.at("flow"), "unknown-flow", flow_id, known.flows)
        case Language(language=language):
            _one(at.at("language"), "unknown-language", language, LANGUAGES)
        case Condition(cases=cases):
            for place, case in enumerate(cases, start=1):
                where = at.at(f"cases.{place}.subject")
                if case.test in _OF_HOURS:
                    _one(where, "unknown-hours", case.subject, known.hours)
                elif case.test is not Test.VARIABLE:
                    _one(where, "unknown-queue", case.subject, known.queues)
        case Ask(system=system, operation=operation) if known.systems is not None and system:
            if system not in known.systems:
                at.at("system").report("unknown-system", system, _list(known.systems))
            elif operation and operation not in known.systems[system]:
                at.at("operation").report(
                    "unknown-operation", system, operation, _list(known.systems[system])
                )
        case _:
            pass


def _one(at: Place, code: str, name: str, known: Collection[str] | None) -> None:
    """An empty name was reported before, or is allowed."""
    if name and known is not None and name not in known:
        at.report(code, name, _list(known))


def _list(known: Collection[str]) -> str:
    names = sorted(known)
    return ", ".join(names[:MOST_SHOWN]) + (" …" if len(names) > MOST_SHOWN else "") or "—"


def _prompts(node: Node) -> Iterator[tuple[str, str]]:
    said: Prompts = getattr(node, "prompts", ())
    for prompt in said:
        if isinstance(prompt, str) and prompt:
            yield "prompts", prompt
    for field in ("invalid", "no_input"):
        one: Utterance = getattr(node, field, "")
        if isinstance(one, str) and one:
            yield field, one


def _check_prompt(at: Place, prompt: str, languages: Collection[str], known: Collection[str]) -> None:
    if "/" in prompt:
        if prompt not in known:
            at.report("unknown-prompt", prompt)
        return
    missing = [
        f"{language}/{prompt}" for language in sorted(languages) if f"{language}/{prompt}" not in known
    ]
    if missing:
        at.report("unknown-prompt", ", ".join(missing))
