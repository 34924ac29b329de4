"""What tickets do by themselves, as data of the company: when one is made, who is told that one is late, when
one is confirmed, archived and deleted. ``docs/tickets-by-themselves.md`` explains it with an example.

In:  plain data of a YAML file or of table ``meta``. Out: ``TicketRules``, or everything that is wrong, in
both languages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, cast, get_type_hints
from urllib.parse import urlsplit

import msgspec
from sqlalchemy.orm import Session

from app.contracts.ticket_set_up import SetUpFault
from app.contracts.tickets import TicketPriority
from app.server.storage.errors import InvalidValueError
from app.server.storage.meta import get_meta, set_meta
from app.server.tickets.set_up_faults import MOST_FAULTS, unknown

KEY: Final = "ticket_rules"  # in table ``meta``
Occasion = Literal["message", "call-back", "result"]
Who = Literal["assignee", "lead", "supervisors", "admins"]
MOST_RULES: Final = 100
MOST_DAYS: Final = 36_500
_VARIABLE: Final = re.compile(r"\{([a-z_]*)\}")
_SAID: Final = re.compile(r"(?P<what>.*?)(?: - at `\$(?P<path>[^`]*)`)?")  # as msgspec says it
_MISSING: Final = re.compile(r"Object missing required field `(\w+)`")
_EXPECTED: Final = re.compile(r"Expected `([^`]*)`, got `[^`]*`")
_VALUE: Final = re.compile(r"Invalid enum value (.*)")
_TYPES: Final = {
    "int": ("整数", "a whole number"),
    "str": ("文字", "a text"),
    "array": ("列表", "a list"),
    "object": ("“名称: 值”", "names with values"),
}
VARIABLES: Final = frozenset({"number", "customer", "queue", "length", "note", "outcome", "day"})


@dataclass(frozen=True, slots=True)
class MakeRule:
    """A ticket is made on this occasion where all conditions hold; an empty one always holds. ``outcomes``:
    codes of results of talks; ``ends``: how a call-back ended. ``words``: one of them stands in the note."""

    on: Occasion
    type: str
    title: str
    text: str = ""
    priority: TicketPriority = "NORMAL"
    department: str = ""
    tags: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    customer_tags: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EscalationStep:
    """``after_min``: of opening time since it was due."""

    after_min: int
    to: Who


_MAKES: Final = (
    MakeRule(
        "message", "CONSULT", "{number} 留言 {length}", "{day} 在 {queue} 留下语音留言，请听录音后回复客户。"
    ),
    MakeRule(
        "call-back",
        "CONSULT",
        "{number} 回拨未接通",
        "{day} 承诺的回拨没有接通（{queue}），请另约时间联系客户。",
        "HIGH",
        ends=("given-up", "expired"),
    ),
    MakeRule("result", "CONSULT", "{number} 待跟进", "{note}", outcomes=("FOLLOW_UP",)),
)
_CHAIN: Final = (
    EscalationStep(0, "assignee"),
    EscalationStep(30, "lead"),
    EscalationStep(60, "supervisors"),
    EscalationStep(120, "admins"),
)


@dataclass(frozen=True, slots=True)
class TicketRules:
    """``wait_min``: after a result, for the agent to make a ticket herself. ``*_days``: 0 is never.
    ``trusted_proxies``: addresses of our own in front of this server, whose word (X-Forwarded-For) about
    where a request comes from is taken. ``public_url``: where customers reach this server, like
    https://help.example.com; "": no links are sent.
    """

    make: tuple[MakeRule, ...] = _MAKES
    late: tuple[EscalationStep, ...] = _CHAIN
    wait_min: int = 10
    confirm_after_days: int = 7
    archive_after_days: int = 30
    delete_after_days: int = 0
    public_url: str = ""
    trusted_proxies: tuple[str, ...] = ()

    def page_url(self, number: str, code: str) -> str:
        """Address of the customer's page of a ticket; "" where customers cannot reach us."""
        return f"{self.public_url.rstrip('/')}/t/{number}?code={code}" if self.public_url else ""


_KINDS: Final[dict[str, Any]] = get_type_hints(TicketRules)
_ENTRIES: Final[dict[str, type[MakeRule] | type[EscalationStep]]] = {"make": MakeRule, "late": EscalationStep}


def read_rules(data: object) -> TicketRules:
    """Raises InvalidValueError with a sentence."""
    rules, faults = check_rules(data)
    if rules is None:
        said = "; ".join(f"{each.place}: {each.en}" if each.place else each.en for each in faults[:10])
        raise InvalidValueError(f"The rules of tickets are not right: {said}.")
    return rules


def check_rules(data: object) -> tuple[TicketRules | None, list[SetUpFault]]:
    """The rules where nothing is wrong; else everything that is."""
    if data is None:
        data = {}
    if not isinstance(data, dict):
        return None, [SetUpFault(place="", zh="文件里没有规则", en="the file holds no rules")]
    content = cast("dict[object, object]", data)
    faults = list(unknown("", content.keys() - set(TicketRules.__slots__)))
    sound: dict[str, object] = {}
    for name, kind in _KINDS.items():
        if name in content:
            value, wrong = _read(name, content[name], kind)
            faults += wrong
            if not wrong:
                sound[name] = value
    rules = replace(TicketRules(), **sound)  # type: ignore[arg-type]  # each was read as its own kind
    faults += _faults(rules)
    return (None, faults[:MOST_FAULTS]) if faults else (rules, [])


def _read(place: str, value: object, kind: Any) -> tuple[object, list[SetUpFault]]:
    """Of a list each entry by itself, so that one that is wrong does not hide the others."""
    each_kind = _ENTRIES.get(place)
    if each_kind is None or not isinstance(value, list):
        try:
            return msgspec.convert(value, kind), []
        except msgspec.ValidationError as error:
            return None, [_as_fault(place, str(error))]
    entries: list[object] = []
    faults: list[SetUpFault] = []
    for index, entry in enumerate(cast("list[object]", value)):
        where = f"{place}[{index + 1}]"
        if isinstance(entry, dict):
            names = cast("dict[object, object]", entry).keys()
            faults += unknown(where, names - set(each_kind.__slots__))
        try:
            entries.append(msgspec.convert(entry, each_kind))
        except msgspec.ValidationError as error:
            faults.append(_as_fault(where, str(error)))
    return tuple(entries), faults


def _as_fault(place: str, said: str) -> SetUpFault:
    """ "Expected `int`, got `str` - at `$.title`" is what the reader says."""
    found = _SAID.fullmatch(said)
    inner = (found["path"] or "") if found else ""
    where = f"{place}{inner}"
    what = found["what"] if found else said
    if missing := _MISSING.fullmatch(what):
        return SetUpFault(place=f"{where}.{missing[1]}", zh="缺少这一项", en="it is missing")
    if expected := _EXPECTED.fullmatch(what):
        zh, en = _TYPES.get(expected[1].split(" | ")[0], ("别的内容", expected[1]))
        return SetUpFault(place=where, zh=f"必须是{zh}", en=f"must be {en}")
    if value := _VALUE.fullmatch(what):
        return SetUpFault(place=where, zh=f"不能是 {value[1]}", en=f"cannot be {value[1]}")
    return SetUpFault(place=where, zh="填写的内容不对", en=what)


def _faults(rules: TicketRules) -> list[SetUpFault]:
    faults: list[SetUpFault] = []

    def say(place: str, zh: str, en: str) -> None:
        faults.append(SetUpFault(place=place, zh=zh, en=en))

    for place, many in (("make", rules.make), ("late", rules.late)):
        if len(many) > MOST_RULES:
            say(place, f"最多 {MOST_RULES} 条", f"there may be {MOST_RULES} rules at most")
    for number, rule in enumerate(rules.make, 1):
        for part, text in (("title", rule.title), ("text", rule.text)):
            for name in sorted(set(_VARIABLE.findall(text)) - VARIABLES):
                say(f"make[{number}].{part}", f"没有变量 {{{name}}}", f"there is no variable {{{name}}}")
        if not rule.title.strip():
            say(f"make[{number}].title", "规则需要标题", "a rule needs a title")
    steps = [step.after_min for step in rules.late]
    if steps != sorted(steps) or any(step < 0 for step in steps):
        say("late", "升级步骤要按时间从早到晚排列", "the steps go from sooner to later")
    for name in ("confirm_after_days", "archive_after_days", "delete_after_days", "wait_min"):
        if not 0 <= getattr(rules, name) <= MOST_DAYS:
            say(name, f"必须在 0 到 {MOST_DAYS} 之间", f"must be from 0 to {MOST_DAYS}")
    if rules.public_url and urlsplit(rules.public_url).scheme not in ("https", "http"):
        say("public_url", "必须以 https:// 开头", "begins with https://")
    return faults


def rules_data(rules: TicketRules) -> dict[str, Any]:
    """What ``read_rules`` reads."""
    found: dict[str, Any] = msgspec.to_builtins(rules)
    return found


def load_rules(session: Session) -> TicketRules:
    """What the company set; what nobody understands any more is as it comes with the program."""
    text = get_meta(session, KEY)
    if not text:
        return TicketRules()
    try:
        return read_rules(msgspec.json.decode(text))
    except (msgspec.DecodeError, InvalidValueError):
        return TicketRules()


def save_rules(session: Session, rules: TicketRules) -> None:
    set_meta(session, KEY, msgspec.json.encode(rules).decode())


def filled(template: str, values: dict[str, str]) -> str:
    return _VARIABLE.sub(lambda found: values.get(found[1], ""), template)
