"""How a customer's file looks: facts, promises, what came last, the rows of the time line.

In:  the file as the server sent it. Out: faces with everything said in the person's language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from app.contracts.customers import (
    AccountView,
    CustomerFile,
    CustomerView,
    OpenTicket,
    TimelineItem,
    TimelineKind,
)
from app.ui.presenters.call import level_word
from app.ui.presenters.format import amount, call_outcome_word, day_and_time, exact, when, years_since
from app.ui.presenters.ports import Words

Filter = Literal["ALL", "CALL", "TICKET", "ORDER", "SURVEY", "MESSAGE"]
FILTERS: tuple[Filter, ...] = get_args(Filter)


@dataclass(frozen=True, slots=True)
class Promise:
    number: str
    title: str
    status: str
    due: str
    overdue: bool
    ticket_id: str = ""


@dataclass(frozen=True, slots=True)
class TimelineRow:
    item_id: str
    kind: TimelineKind
    title: str
    result: str
    detail: str
    status: str
    who: str
    when: str
    exact: str
    amount: str
    opens: str = ""  # "ticket:<id>", "call:<id>", "message:<id>"; "" where there is nothing more to see


@dataclass(frozen=True, slots=True)
class Match:
    """One of several customers with the same number."""

    customer_id: str
    name: str
    level: str
    level_word: str
    detail: str
    place: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class NumberFace:
    """``shown``: in full, for ``left_s`` more seconds. ``enabled``: it may be asked for now."""

    text: str
    masked: bool
    shown: bool
    left_s: int
    asking: bool
    enabled: bool


@dataclass(frozen=True, slots=True)
class FileFace:
    """``facts``: pairs of name and value. ``last``: the last call that something came of. ``unwanted``: what
    he is not sent."""

    customer_id: str
    name: str
    level: str
    level_word: str
    facts: tuple[tuple[str, str], ...]
    tags: tuple[str, ...]
    note: str
    promises: tuple[Promise, ...]
    last: TimelineRow | None
    rows: tuple[TimelineRow, ...]
    filter: Filter
    more: bool
    loading_more: bool
    closable: bool  # opened by hand, not by a call
    matches: tuple[Match, ...]
    callable: bool
    unwanted: str = ""


@dataclass(frozen=True, slots=True)
class NewFileFace:
    """``draft``: name and remark as they were being typed when the program ended."""

    call_id: str
    number: str
    number_fixed: bool
    saving: str  # what became of the last save
    draft: tuple[str, str] = ("", "")


def unwanted_word(file: CustomerFile, words: Words) -> str:
    match sorted(file.unwanted):
        case ["EMAIL", "SMS"]:
            return words("no messages")
        case ["SMS"]:
            return words("no text messages")
        case ["EMAIL"]:
            return words("no e-mails")
        case _:
            return ""


def ticket_status_word(status: str, words: Words) -> str:
    return {
        "NEW": words("new"),
        "ASSIGNED": words("assigned"),
        "IN_PROGRESS": words("in progress"),
        "WAITING": words("waiting"),
        "RESOLVED": words("resolved"),
        "CONFIRMED": words("closed"),
        "CANCELLED": words("cancelled"),
    }.get(status, status)


def promise(ticket: OpenTicket, now: datetime, words: Words) -> Promise:
    due, overdue = "", False
    if ticket.due_at is not None:
        overdue = ticket.due_at < now
        moment = day_and_time(ticket.due_at, now, words)
        due = words("overdue since {when}", when=moment) if overdue else words("due {when}", when=moment)
    status = ticket_status_word(ticket.status, words)
    return Promise(ticket.number, ticket.title, status, due, overdue, ticket.ticket_id)


def language_word(language: str, words: Words) -> str:
    return {"zh": words("Chinese"), "en": words("English")}.get(language, language)


def facts(
    customer: CustomerView, now: datetime, words: Words, accounts: Sequence[AccountView] = ()
) -> tuple[tuple[str, str], ...]:
    """Without the number, which is beside them; the long ones last."""
    w = words
    since = ""
    if customer.since is not None:
        years = years_since(customer.since, now)
        since = w("{count} years", count=years) if years else w("less than a year")
    place = " · ".join(part for part in (customer.region, language_word(customer.language, w)) if part)
    return (
        (w("With us"), since),
        (w("Place"), place),
        (w("E-mail"), customer.email),
        (w("Address"), customer.address),
        (
            w("Balance"),
            " · ".join(_balance(each, words) for each in accounts if each.balance_cents is not None),
        ),
    )


def _balance(account: AccountView, words: Words) -> str:
    """As a system of the company said it last: "商城 ¥128.00"."""
    cents = account.balance_cents or 0
    sum_of = amount(cents) if account.currency == "CNY" else f"{cents / 100:,.2f} {account.currency}"
    return f"{words.label(account.name)} {sum_of}"


def matches(file: CustomerFile, words: Words) -> tuple[Match, ...]:
    """Several only: one customer needs no choice."""
    if len(file.matches) < 2:
        return ()
    chosen = file.customer.customer_id if file.customer else ""
    return tuple(
        Match(
            customer_id=each.customer_id,
            name=each.name,
            level=each.level,
            level_word=level_word(each.level, words),
            detail=each.address,
            place=each.region or (each.tags[0] if each.tags else ""),
            chosen=each.customer_id == chosen,
        )
        for each in file.matches
    )


def _status_word(item: TimelineItem, words: Words) -> str:
    match item.kind:
        case "TICKET":
            return ticket_status_word(item.status, words)
        case "CALL":
            return call_outcome_word(item.status, words)
        case "ORDER" | "SURVEY" | "MESSAGE":
            return item.status


def timeline_row(item: TimelineItem, now: datetime, words: Words) -> TimelineRow:
    return TimelineRow(
        item_id=item.item_id,
        kind=item.kind,
        title=item.title,
        result=item.result,
        detail=item.detail,
        status=_status_word(item, words),
        who=item.agent_name,
        when=when(item.at, now, words),
        exact=exact(item.at, words),
        amount=amount(item.amount_cents) if item.amount_cents is not None else "",
        opens=opens(item.item_id),
    )


def opens(item_id: str) -> str:
    """What a row of the time line leads to, by its id: a survey to its call or ticket."""
    kind, *rest = item_id.split(":")
    if kind == "survey" and rest[:1] == ["ticket"]:
        kind, rest = "ticket", rest[1:]
    kind = "call" if kind == "survey" else kind
    return f"{kind}:{rest[0]}" if kind in ("ticket", "call", "message") and rest and rest[0] else ""


def last_contact(file: CustomerFile, now: datetime, words: Words) -> TimelineRow | None:
    found = next((item for item in file.timeline if item.kind == "CALL" and item.result), None)
    return timeline_row(found, now, words) if found else None
