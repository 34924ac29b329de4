"""Would a type of ticket work? Its states, moves, fields and promises, checked before anybody relies on them.

In:  a definition. Out: what is wrong, each with its place and a sentence in both languages; nothing: sound.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from app.contracts.people import Label
from app.contracts.tickets import TicketTypeView
from app.server.tickets.types import TicketType, type_of

LONGEST_STATE: Final = 20  # characters of a state's code
MOST_STATES: Final = 40
MOST_MOVES: Final = 400
MOST_FIELDS: Final = 60
ENDS: Final = ("RESOLVED", "CONFIRMED", "CANCELLED", "ARCHIVED")
_MAY_END: Final = ("CONFIRMED", "CANCELLED", "ARCHIVED")  # kinds whose states need no way out

_SENTENCES: Final[Mapping[str, tuple[str, str]]] = {
    "name": ("缺少中文或英文名称", "a name in Chinese or English is missing"),
    "twice": ("{0} 出现了两次", "{0} is there twice"),
    "first": ("第一个状态的种类必须是 NEW", "the first state must be of kind NEW"),
    "no-resolved": ("缺少种类为 RESOLVED 的状态", "there is no state of kind RESOLVED"),
    "no-state": ("没有状态 {0}", "there is no state {0}"),
    "itself": ("不能转到自己", "a state does not lead to itself"),
    "unreachable": ("从第一个状态无法到达", "it cannot be reached from the first state"),
    "no-end": ("从这里无法到达任何结束状态", "no end can be reached from it"),
    "dead": ("没有出路", "there is no way out of it"),
    "archived-out": ("归档后的工单不能再转出", "nothing leads out of the archive"),
    "waiting-out": (
        "等待客户之后必须能继续处理或解决",
        "from waiting it must go on: to a state of kind OPEN, NEW or RESOLVED",
    ),
    "confirmed-in": (
        "只有已解决的工单才能确认",
        "only what is resolved is confirmed: {0} is not of kind RESOLVED",
    ),
    "archived-in": (
        "只有已结束的工单才能归档",
        "only what has ended is archived: {0} is still to be done",
    ),
    "too-long": ("代码最多 {0} 个字符", "a code may have at most {0} characters"),
    "too-many": ("最多 {0} 项", "there may be at most {0}"),
    "no-choices": ("缺少选项", "there is nothing to choose from"),
    "choices": ("这种字段没有选项", "this kind of field has no choices"),
    "minutes": ("必须是 1 到 525600 分钟", "must be 1 to 525600 minutes"),
    "no-hours": ("没有营业时间 {0}", "there are no opening hours {0}"),
    "no-skill": ("没有技能 {0}", "there is no skill {0}"),
    "in-use": ("还有 {1} 张工单处于状态 {0}", "{1} tickets are in the state {0}"),
}


@dataclass(frozen=True, slots=True)
class TypeDefect:
    """``place``: "states.WAITING", "moves[3]", …"""

    place: str
    code: str
    values: tuple[str, ...] = ()

    def reason(self, language: str) -> str:
        zh, en = _SENTENCES[self.code]
        return (zh if language == "zh" else en).format(*self.values)

    def line(self, language: str) -> str:
        return f"{self.place}: {self.reason(language)}"


def check_type(
    view: TicketTypeView, hours: Collection[str] = (), skills: Collection[str] = ()
) -> list[TypeDefect]:
    """``hours``, ``skills``: ids that are set up."""
    found = [*_shape(view, hours, skills), *_fields(view), *_promises(view)]
    if not view.states:
        return found  # the usual ones, which are sound
    found += _states(view)
    return found or _ways(type_of(view))


def _shape(view: TicketTypeView, hours: Collection[str], skills: Collection[str]) -> Iterable[TypeDefect]:
    yield from _named("name", view.name)
    if view.hours_id and view.hours_id not in hours:
        yield TypeDefect("hours_id", "no-hours", (view.hours_id,))
    if view.skill and view.skill not in skills:
        yield TypeDefect("skill", "no-skill", (view.skill,))
    for place, many, most in (
        ("states", view.states, MOST_STATES),
        ("moves", view.moves, MOST_MOVES),
        ("fields", view.fields, MOST_FIELDS),
        ("checklist", view.checklist, MOST_FIELDS),
        ("templates", view.templates, MOST_FIELDS),
    ):
        if len(many) > most:
            yield TypeDefect(place, "too-many", (str(most),))
    for index, item in enumerate(view.checklist):
        yield from _named(f"checklist[{index}]", item)
    for index, template in enumerate(view.templates):
        yield from _named(f"templates[{index}]", template.name)


def _states(view: TicketTypeView) -> Iterable[TypeDefect]:
    for code in _twice(state.code for state in view.states):
        yield TypeDefect("states", "twice", (code,))
    if view.states[0].kind != "NEW":
        yield TypeDefect(f"states.{view.states[0].code}", "first")
    if all(state.kind != "RESOLVED" for state in view.states):
        yield TypeDefect("states", "no-resolved")
    for state in view.states:
        yield from _named(f"states.{state.code}", state.name)
        if len(state.code) > LONGEST_STATE:
            yield TypeDefect(f"states.{state.code}", "too-long", (str(LONGEST_STATE),))
    known = {state.code for state in view.states}
    for index, move in enumerate(view.moves):
        place = f"moves[{index}]"
        yield from _named(place, move.name)
        for code in (move.from_state, move.to_state):
            if code not in known:
                yield TypeDefect(place, "no-state", (code,))
        if move.from_state == move.to_state:
            yield TypeDefect(place, "itself")
    for pair in _twice(f"{move.from_state} → {move.to_state}" for move in view.moves):
        yield TypeDefect("moves", "twice", (pair,))


def _ways(kind: TicketType) -> list[TypeDefect]:
    """Of a table whose states and moves are there."""
    found: list[TypeDefect] = []
    out = {code: [move.to_state for move in kind.moves_from(code)] for code in kind.states}
    reached = _reached({kind.first_state}, out)
    back: dict[str, list[str]] = {code: [] for code in kind.states}
    for code, targets in out.items():
        for target in targets:
            back[target].append(code)
    ends = {code for code in kind.states if kind.kind(code) in ENDS}
    ending = _reached(ends, back)
    for code in kind.states:
        place, meaning = f"states.{code}", kind.kind(code)
        if code not in reached:
            found.append(TypeDefect(place, "unreachable"))
        if code not in ending:
            found.append(TypeDefect(place, "no-end"))
        elif not out[code] and meaning not in _MAY_END:
            found.append(TypeDefect(place, "dead"))
        found += _kinds(kind, code, out[code])
    return found


def _kinds(kind: TicketType, code: str, targets: list[str]) -> Iterable[TypeDefect]:
    meaning = kind.kind(code)
    reached = {kind.kind(target) for target in targets}
    if meaning == "ARCHIVED" and targets:
        yield TypeDefect(f"states.{code}", "archived-out")
    if meaning == "WAITING" and not reached & {"OPEN", "NEW", "RESOLVED"}:
        yield TypeDefect(f"states.{code}", "waiting-out")
    if "CONFIRMED" in reached and meaning not in ("RESOLVED", "CONFIRMED"):
        yield TypeDefect(f"states.{code}", "confirmed-in", (code,))
    if "ARCHIVED" in reached and meaning not in ("RESOLVED", "CONFIRMED", "CANCELLED"):
        yield TypeDefect(f"states.{code}", "archived-in", (code,))


def _fields(view: TicketTypeView) -> Iterable[TypeDefect]:
    for code in _twice(field.code for field in view.fields):
        yield TypeDefect("fields", "twice", (code,))
    for field in view.fields:
        place = f"fields.{field.code}"
        yield from _named(place, field.name)
        chooses = field.kind in ("CHOICE", "CHOICES")
        if chooses and not field.choices:
            yield TypeDefect(place, "no-choices")
        if not chooses and field.choices:
            yield TypeDefect(place, "choices")
        for code in _twice(choice.code for choice in field.choices):
            yield TypeDefect(place, "twice", (code,))


def _promises(view: TicketTypeView) -> Iterable[TypeDefect]:
    for code in _twice(promise.priority for promise in view.promises):
        yield TypeDefect("promises", "twice", (code,))
    for promise in view.promises:
        for minutes in (promise.first_response_min, promise.update_min, promise.resolution_min):
            if minutes is not None and not 1 <= minutes <= 525_600:
                yield TypeDefect(f"promises.{promise.priority}", "minutes")


def _named(place: str, name: Label) -> Iterable[TypeDefect]:
    if not (name.zh.strip() and name.en.strip()):
        yield TypeDefect(place, "name")


def _twice(codes: Iterable[str]) -> list[str]:
    return [code for code, count in Counter(codes).items() if count > 1]


def _reached(begin: set[str], ways: Mapping[str, list[str]]) -> set[str]:
    reached, left = set(begin), list(begin)
    while left:
        for target in ways[left.pop()]:
            if target not in reached:
                reached.add(target)
                left.append(target)
    return reached
