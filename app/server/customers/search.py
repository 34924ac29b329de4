"""Finds customers as agents ask for them: name, how it is spoken, a part of a number, an order or a ticket.

In:  what was typed, where the page begins. Out: ids, those first that fit exactly, then as they were entered.
Too little (fewer than four digits, one Latin letter) finds nobody, so no stranger's file opens by chance.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Select, cast, literal_column, select, text
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from app.server.customers.rules import SHORTEST_FRAGMENT, number_fragment, to_e164
from app.server.spoken import is_chinese
from app.server.storage.customer_words import split
from app.server.storage.tables import Customer, CustomerNumber, CustomerWords, Order, Ticket

LONGEST_QUERY: Final = 100
MOST_EXACT: Final = 20
MOST_HITS: Final = 3000  # of one query; who wants more says more
_SHORTEST_LATIN: Final = 2
_MOST_PARTS: Final = 8
_NUMBER_SIGNS: Final = re.compile(r"[0-9+() -]+")
_WORDS = literal_column("array_to_tsvector(string_to_array(customer_words.words, ' '))")


Find = Callable[[Session], tuple[list[str], int | None]]  # ids of a page, where the next one begins


@dataclass(frozen=True, slots=True)
class Query:
    """``words``: runs of Chinese characters ("小伟"), Latin words from their beginning on ("zhangw");
    ``digits``: a part of a number. ``typed``: as it was typed, for what must fit exactly."""

    typed: str
    words: tuple[str, ...] = ()
    digits: str = ""

    @property
    def finds_nobody(self) -> bool:
        return not self.words and not self.digits


def read_query(typed: str) -> Query:
    """Pure. ``finds_nobody`` where too little was said."""
    sound = typed.encode("utf-8", "ignore").decode().replace("\0", " ")  # half a character is none
    typed = " ".join(sound.split())[:LONGEST_QUERY]
    fragment = number_fragment(typed)
    if fragment is not None:
        return Query(typed, digits=fragment)
    digits = ""
    words: list[str] = []
    for part in typed.split():
        if _NUMBER_SIGNS.fullmatch(part) and len(found := number_fragment(part) or "") >= SHORTEST_FRAGMENT:
            digits = digits or found
        else:
            words += _runs(part)
    words = list(dict.fromkeys(words))[:_MOST_PARTS]
    if not any(is_chinese(word[0]) or len(word) >= _SHORTEST_LATIN for word in words):
        words = []
    return Query(typed, tuple(words), digits)


def _runs(part: str) -> list[str]:
    """Chinese characters that stand together stay together: they are searched in this order."""
    found: list[str] = []
    joins = False
    for word in split(part):
        chinese = is_chinese(word)
        if chinese and joins:
            found[-1] += word
        else:
            found.append(word)
        joins = chinese
    return found


def find(session: Session, query: Query, after: int, limit: int) -> tuple[list[str], int | None]:
    """Ids of a page, and the cursor of the next. ``after`` 0: the first page."""
    exact = _exactly(session, query)
    if query.finds_nobody or (exact and _is_whole_number(query)):
        return (exact[:limit], None) if after == 0 else ([], None)
    hits = _hits(session, query, after, limit + 1 + len(exact))
    rest = [(search_id, customer_id) for search_id, customer_id in hits if customer_id not in exact]
    page = exact[:limit] if after == 0 else []
    taken = rest[: max(0, limit - len(page))]
    more = len(rest) > len(taken)
    last = taken[-1][0] if taken else after
    return [*page, *(customer_id for _, customer_id in taken)], last if more and taken else None


def browse(session: Session, after: int, limit: int) -> tuple[list[str], int | None]:
    """All customers, who came last first."""
    statement = (
        select(CustomerWords.search_id, CustomerWords.customer_id)
        .join(Customer, Customer.customer_id == CustomerWords.customer_id)
        .where(Customer.merged_into.is_(None))
    )
    if after:
        statement = statement.where(CustomerWords.search_id < after)
    rows = session.execute(statement.order_by(CustomerWords.search_id.desc()).limit(limit + 1)).tuples().all()
    page = rows[:limit]
    return [customer_id for _, customer_id in page], page[-1][0] if len(rows) > limit else None


def _is_whole_number(query: Query) -> bool:
    """Then nobody else's number has this one as a part of it."""
    return not query.words and to_e164(query.typed).startswith("+")


def _exactly(session: Session, query: Query) -> list[str]:
    """Whose number, order or ticket this is; whose name is just this. Each is one look into an index."""
    found: dict[str | None, None] = {}
    typed = query.typed
    if not typed:
        return []
    if len(query.digits) >= SHORTEST_FRAGMENT:
        holders = select(CustomerNumber.customer_id).where(CustomerNumber.e164 == to_e164(typed))
        holders = holders.order_by(CustomerNumber.position, CustomerNumber.customer_id)
        found |= dict.fromkeys(session.scalars(holders.limit(MOST_EXACT)))
    numbers = _ways_to_write(typed)
    orders = select(Order.customer_id).where(Order.number.in_(numbers))
    found |= dict.fromkeys(session.scalars(orders.limit(MOST_EXACT)))
    tickets = select(Ticket.customer_id).where(Ticket.number.in_(numbers))
    found |= dict.fromkeys(session.scalars(tickets.limit(MOST_EXACT)))
    if query.words:
        names = select(Customer.customer_id).where(Customer.name == typed)
        names = names.order_by(Customer.customer_id)
        found |= dict.fromkeys(session.scalars(names.limit(MOST_EXACT)))
    ids = [customer_id for customer_id in found if customer_id is not None]
    return _not_merged(session, ids)


def _ways_to_write(typed: str) -> list[str]:
    """Numbers of orders and tickets are said without the letters before them, too."""
    upper = typed.upper().replace(" ", "")
    return list(dict.fromkeys((typed, upper, f"T{upper}", f"SO{upper}", f"SO-{upper}")))


def _not_merged(session: Session, customer_ids: list[str]) -> list[str]:
    """A merged file's orders and names lead to the file that holds them now, or to nothing."""
    if not customer_ids:
        return []
    rows = session.execute(
        select(Customer.customer_id, Customer.merged_into).where(Customer.customer_id.in_(customer_ids))
    ).tuples()
    now = {customer_id: merged or customer_id for customer_id, merged in rows}
    return list(dict.fromkeys(now[each] for each in customer_ids if each in now))


def _hits(session: Session, query: Query, after: int, limit: int) -> list[tuple[int, str]]:
    if session.get_bind().dialect.name != "sqlite":
        return list(session.execute(_in_postgresql(query, after, limit)).tuples())
    bound = {"after": after, "limit": limit, "digits": query.digits}
    if query.words:
        bound["words"] = _sqlite_match(query.words)
        statement = _SQLITE_WORDS
    else:
        bound["digits"] = f'"{query.digits}"'
        statement = _SQLITE_DIGITS
    return [
        (int(search_id), str(customer_id)) for search_id, customer_id in session.execute(statement, bound)
    ]


# Both text indexes yield their rows in the order of the ids, so that a page costs what it shows.
_SQLITE_WORDS: Final = text(
    """SELECT customer_words.search_id, customer_words.customer_id FROM customer_words_fts
    JOIN customer_words ON customer_words.search_id = customer_words_fts.rowid
    WHERE customer_words_fts MATCH :words AND customer_words_fts.rowid > :after
    AND instr(customer_words.digits, :digits) > 0 ORDER BY customer_words_fts.rowid LIMIT :limit"""
)
_SQLITE_DIGITS: Final = text(
    """SELECT customer_words.search_id, customer_words.customer_id FROM customer_digits_fts
    JOIN customer_words ON customer_words.search_id = customer_digits_fts.rowid
    WHERE customer_digits_fts MATCH :digits AND customer_digits_fts.rowid > :after
    ORDER BY customer_digits_fts.rowid LIMIT :limit"""
)


def _sqlite_match(words: tuple[str, ...]) -> str:
    """``"小 伟"`` in a row, ``"zhangw"*`` from the beginning of a word; all that is special is quoted."""
    parts: list[str] = []
    for word in words:
        quoted = word.replace('"', '""')
        parts.append(f'"{" ".join(quoted)}"' if is_chinese(word[0]) else f'"{quoted}"*')
    return " AND ".join(parts)


def _in_postgresql(query: Query, after: int, limit: int) -> Select[int, str]:
    """The hits first, by the text indexes, then their order: a plan that walks all ids is far slower."""
    conditions: list[ColumnElement[bool]] = [CustomerWords.search_id > after]
    if query.words:
        conditions.append(_WORDS.op("@@")(cast(_postgresql_match(query.words), TSQUERY)))
        runs = [" ".join(word) for word in query.words if is_chinese(word[0]) and len(word) > 1]
        conditions += [CustomerWords.words.contains(run, autoescape=True) for run in runs]
    if query.digits:
        conditions.append(CustomerWords.digits.contains(query.digits))
    hits = select(CustomerWords.search_id, CustomerWords.customer_id).where(*conditions).limit(MOST_HITS)
    found = hits.cte("hits").prefix_with("MATERIALIZED", dialect="postgresql")
    return select(found.c.search_id, found.c.customer_id).order_by(found.c.search_id).limit(limit)


def _postgresql_match(words: tuple[str, ...]) -> str:
    parts: list[str] = []
    for word in words:
        parts += [f"'{each}'" for each in word] if is_chinese(word[0]) else [f"'{word}':*"]
    return " & ".join(parts)
