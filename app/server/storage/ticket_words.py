"""Words of tickets, found by whole words, beginnings of words and any run of Chinese characters.

In:  texts. Out: tokens of small ASCII letters and digits, so that both databases' full-text search take them
as they are; and the rows of ``tickets_fts``, written along with each ticket whoever writes it.
A Chinese character is a token of its own, so that two of them in a row are found (a trigram index needs
three); words of other scripts are tokens by their letters' codes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from sqlalchemy import Connection, delete, event, insert, inspect, text
from sqlalchemy.orm import Mapper, Session

from app.server.storage.tables import Counter, Ticket, TicketTag
from app.server.storage.upsert import upsert

MOST_TOKENS: Final = 3000  # of one ticket; a text of 8,000 characters rarely has more
_WORDS: Final = re.compile(r"[^\W_]+")
_CJK: Final = re.compile("[\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af\U00020000-\U0003ffff]")
_COUNTER: Final = "ticket-search"


def tokens(words: str) -> list[str]:
    """ "Fridge 冰箱 é" → ["fridge", "u51b0", "u7bb1", "e"]."""
    found: list[str] = []
    plain = unicodedata.normalize("NFKD", words[:20_000]).casefold()
    bare = "".join(each for each in plain if not unicodedata.combining(each))
    for match in _WORDS.finditer(unicodedata.normalize("NFKC", bare)):
        word = match.group()
        at = 0
        for cjk in _CJK.finditer(word):
            _add(found, word[at : cjk.start()])
            found.append(f"u{ord(cjk.group()):x}")
            at = cjk.end()
        _add(found, word[at:])
    return found


def _add(found: list[str], word: str) -> None:
    if word:
        found.append(word[:60] if word.isascii() else f"x{word[:20].encode().hex()}")


def of_ticket(number: str, title: str, body: str, tags: Iterable[Any]) -> list[str]:
    """The number is found with and without its letter, and by what comes after the dash."""
    parts = tokens(number)
    digits = [part.lstrip("t") for part in parts[:1] if part.startswith("t")]
    rest = tokens(" \n ".join((title, *map(str, tags), body)))
    return [*parts, *digits, *islice(rest, MOST_TOKENS)]


def asked(query: str) -> list[list[str]]:
    """Groups of tokens that stand side by side, all of which must be found: "冰箱 leak" → two groups."""
    return [group for word in query.split() if (group := tokens(word))]


def fts5_match(groups: Sequence[Sequence[str]]) -> str:
    """The last token of each group may go on."""
    return " ".join(f'"{" ".join(group)}"*' for group in groups)


def ts_query(groups: Sequence[Sequence[str]]) -> str:
    return " & ".join(f"({' <-> '.join([*group[:-1], group[-1] + ':*'])})" for group in groups)


def enter(connection: Connection, search_id: int, words: Sequence[str]) -> None:
    """Put one ticket's words into the index, instead of those of before."""
    enter_all(connection, {search_id: words})


def enter_all(connection: Connection, words_of: Mapping[int, Sequence[str]]) -> None:
    """The same of many."""
    if connection.dialect.name == "postgresql":
        rows = [{"id": each, "words": _vector(words)} for each, words in words_of.items()]
        statement = "insert into tickets_fts (search_id, words) values (:id, cast(:words as tsvector))"
        connection.execute(
            text(f"{statement} on conflict (search_id) do update set words = excluded.words"), rows
        )
        return
    rows = [{"id": each, "words": " ".join(words)} for each, words in words_of.items()]
    connection.execute(text("insert or replace into tickets_fts (rowid, words) values (:id, :words)"), rows)


def _vector(words: Sequence[str]) -> str:
    """A tsvector as text: positions from 1; PostgreSQL takes no more than 16,383."""
    return " ".join(f"{word}:{number}" for number, word in enumerate(words, start=1))


def leave(connection: Connection, search_id: int) -> None:
    column = "search_id" if connection.dialect.name == "postgresql" else "rowid"
    connection.execute(text(f"delete from tickets_fts where {column} = :id"), {"id": search_id})


def next_search_ids(where: Connection | Session, count: int) -> range:
    statement = upsert(where, Counter).values(name=_COUNTER, value=count)
    statement = statement.on_conflict_do_update(
        index_elements=["name"], set_={"value": Counter.value + count}
    ).returning(Counter.value)
    last: int = where.execute(statement).scalar_one()
    return range(last - count + 1, last + 1)


# --- along with each ticket, whoever writes it ---


@event.listens_for(Ticket, "before_insert")
def _numbered(_mapper: Mapper[Ticket], connection: Connection, ticket: Ticket) -> None:
    if ticket.search_id is None:
        ticket.search_id = next_search_ids(connection, 1)[0]


@event.listens_for(Ticket, "after_insert")
def _entered(_mapper: Mapper[Ticket], connection: Connection, ticket: Ticket) -> None:
    _index(connection, ticket)
    _tag(connection, ticket, fresh=True)


@event.listens_for(Ticket, "after_update")
def _changed(_mapper: Mapper[Ticket], connection: Connection, ticket: Ticket) -> None:
    state = inspect(ticket)
    if any(state.attrs[name].history.has_changes() for name in ("title", "text", "tags", "number")):
        _index(connection, ticket)
    if state.attrs["tags"].history.has_changes():
        _tag(connection, ticket, fresh=False)


@event.listens_for(Ticket, "after_delete")
def _gone(_mapper: Mapper[Ticket], connection: Connection, ticket: Ticket) -> None:
    if ticket.search_id is not None:
        leave(connection, ticket.search_id)
    connection.execute(delete(TicketTag).where(TicketTag.ticket_id == ticket.ticket_id))


def _index(connection: Connection, ticket: Ticket) -> None:
    if ticket.search_id is not None:
        words = of_ticket(ticket.number, ticket.title, ticket.text or "", ticket.tags or ())
        enter(connection, ticket.search_id, words)


def _tag(connection: Connection, ticket: Ticket, *, fresh: bool) -> None:
    if not fresh:
        connection.execute(delete(TicketTag).where(TicketTag.ticket_id == ticket.ticket_id))
    wanted = [
        {"tag": str(tag)[:60], "ticket_id": ticket.ticket_id} for tag in dict.fromkeys(ticket.tags or ())
    ]
    if wanted:
        connection.execute(insert(TicketTag), wanted)
