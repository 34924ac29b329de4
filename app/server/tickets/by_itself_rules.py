"""What tickets do by themselves, as data of the company: when one is made, who is told that one is late, when
one is confirmed, archived and deleted. ``docs/tickets-by-themselves.md`` explains it with an example.

In:  plain data of a YAML file or of table ``meta``. Out: ``TicketRules``, or every word of what is wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final, Literal
from urllib.parse import urlsplit

import msgspec
from sqlalchemy.orm import Session

from app.contracts.tickets import TicketPriority
from app.server.storage.errors import InvalidValueError
from app.server.storage.meta import get_meta, set_meta

KEY: Final = "ticket_rules"  # in table ``meta``
Occasion = Literal["message", "call-back", "result"]
Who = Literal["assignee", "lead", "supervisors", "admins"]
MOST_RULES: Final = 100
MOST_DAYS: Final = 36_500
_VARIABLE: Final = re.compile(r"\{([a-z_]*)\}")
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


def read_rules(data: object) -> TicketRules:
    """Raises InvalidValueError with a sentence."""
    try:
        rules = msgspec.convert(data if data is not None else {}, TicketRules)
    except msgspec.ValidationError as error:
        raise InvalidValueError(f"The rules of tickets are not right: {error}.") from error
    faults = list(_faults(rules))
    if isinstance(data, dict):
        known = set(TicketRules.__slots__)
        faults += [f"{name!r} is unknown" for name in data if name not in known]
    if faults:
        raise InvalidValueError(f"The rules of tickets are not right: {'; '.join(map(str, faults[:10]))}.")
    return rules


def _faults(rules: TicketRules) -> list[str]:
    faults: list[str] = []
    if len(rules.make) > MOST_RULES or len(rules.late) > MOST_RULES:
        faults.append(f"there may be {MOST_RULES} rules at most")
    for number, rule in enumerate(rules.make, 1):
        unknown = {*_VARIABLE.findall(rule.title), *_VARIABLE.findall(rule.text)} - VARIABLES
        faults += [f"rule {number}: there is no variable {{{name}}}" for name in sorted(unknown)]
        if not rule.title.strip():
            faults.append(f"rule {number} needs a title")
    steps = [step.after_min for step in rules.late]
    if steps != sorted(steps) or any(step < 0 for step in steps):
        faults.append("the steps of 'late' go from sooner to later")
    days = (rules.confirm_after_days, rules.archive_after_days, rules.delete_after_days, rules.wait_min)
    if any(not 0 <= each <= MOST_DAYS for each in days):
        faults.append(f"days and minutes go from 0 to {MOST_DAYS}")
    if rules.public_url and urlsplit(rules.public_url).scheme not in ("https", "http"):
        faults.append("public_url begins with https://")
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
