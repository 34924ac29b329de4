"""What customers are found by, kept in step with their rows in the same transaction.

In:  rows of customers and of their numbers, as a ``WriteSession`` writes them.
Out: rows of ``customer_words``, which the databases' own text indexes follow. Whoever writes customers past
the session's rows (bulk inserts, ``update``) calls ``index_customers``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from app.server.spoken import is_chinese, syllables
from app.server.storage.revision import WriteSession
from app.server.storage.tables import Customer, CustomerNumber, CustomerWords
from app.server.storage.upsert import upsert

BATCH: Final = 500
_LONGEST_SPOKEN: Final = 8  # characters of a run that are spoken: names, not whole sentences
_CHANGED: Final = "customers_changed"


def split(text: str) -> list[str]:
    """Words in small letters as they are searched: each Chinese character is one."""
    found: list[str] = []
    word = ""
    for character in text.casefold():
        if is_chinese(character):
            found += [word, character] if word else [character]
            word = ""
        elif character.isalnum():
            word += character
        elif word:
            found.append(word)
            word = ""
    return [*found, word] if word else found


def spoken_words(name: str) -> list[str]:
    """``zhangxiaowei xiaowei wei`` and ``zxw xw w``: a name is found from each of its syllables on."""
    found: dict[str, None] = {}
    for run in _chinese_runs(name):
        readings = syllables(run[:_LONGEST_SPOKEN])
        usual = [each[0] if each else "" for each in readings]
        variants = [usual]
        if len(readings[0]) > 1:  # a family name that is spoken in two ways
            variants.append([readings[0][1], *usual[1:]])
        for spoken in variants:
            for start in range(len(spoken)):
                found["".join(spoken[start:])] = None
                found["".join(each[:1] for each in spoken[start:])] = None
    found.pop("", None)
    return list(found)


def _chinese_runs(name: str) -> list[str]:
    """``欧阳娜娜`` of ``欧阳娜娜 (Nana)``."""
    runs: list[str] = [""]
    for character in name:
        if is_chinese(character):
            runs[-1] += character
        elif runs[-1]:
            runs.append("")
    return [run for run in runs if run]


def pinyin_of(name: str) -> str:
    """In one word, for sorting and comparing: ``zhangxiaowei``; other words in small letters."""
    parts: list[str] = []
    for part in split(name):
        readings = syllables(part)[0] if is_chinese(part) else ()
        parts.append(readings[0] if readings else part)
    return "".join(parts)[:200]


def words_of(name: str) -> str:
    return " ".join((*split(name), *spoken_words(name)))


def digits_of(numbers: Iterable[str]) -> str:
    """The digits of each number; with the number of the country those of China are found without it too."""
    return " ".join("".join(each for each in number if each in "0123456789") for number in numbers)


def index_customers(session: Session, customer_ids: Sequence[str]) -> None:
    """Make their words anew. Merged ones are not found any more."""
    for start in range(0, len(customer_ids), BATCH):
        _index(session, customer_ids[start : start + BATCH])


def _index(session: Session, customer_ids: Sequence[str]) -> None:
    columns = (Customer.customer_id, Customer.name, Customer.merged_into)
    rows = session.execute(select(*columns).where(Customer.customer_id.in_(customer_ids))).tuples().all()
    numbers: defaultdict[str, list[str]] = defaultdict(list)
    theirs = select(CustomerNumber.customer_id, CustomerNumber.e164)
    theirs = theirs.where(CustomerNumber.customer_id.in_(customer_ids)).order_by(CustomerNumber.position)
    for customer_id, e164 in session.execute(theirs).tuples():
        numbers[customer_id].append(e164)
    values = [
        row_of(customer_id, "" if merged else name, () if merged else numbers[customer_id])
        for customer_id, name, merged in rows
    ]
    if values:
        insert = upsert(session, CustomerWords)
        new = {"words": insert.excluded.words, "digits": insert.excluded.digits}
        session.execute(insert.on_conflict_do_update(index_elements=["customer_id"], set_=new), values)


def row_of(customer_id: str, name: str, numbers: Iterable[str]) -> Mapping[str, str]:
    return {"customer_id": customer_id, "words": words_of(name), "digits": digits_of(numbers)}


@event.listens_for(WriteSession, "before_flush")
def _before(session: Session, _context: Any, _instances: Any) -> None:
    for row in (*session.new, *session.dirty):
        if isinstance(row, Customer) and row.name_pinyin != (pinyin := pinyin_of(row.name)):
            row.name_pinyin = pinyin


@event.listens_for(WriteSession, "after_flush")
def _flushed(session: Session, _context: Any) -> None:
    changed: dict[str, None] = session.info.setdefault(_CHANGED, {})
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, Customer | CustomerNumber):
            changed[row.customer_id] = None


@event.listens_for(WriteSession, "before_commit")
def _commits(session: Session) -> None:
    if session.in_nested_transaction():
        return  # a part of it is done; what follows is done once, at the end
    session.flush()
    if changed := session.info.pop(_CHANGED, None):
        index_customers(session, list(changed))
