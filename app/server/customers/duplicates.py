"""Files that are probably one person's: found by number, e-mail, or name and address, for a person to decide.

In:  customers who changed a moment ago, or all of them at night. Out: pairs with a score, which are merged or
dismissed. Nobody is compared with everybody: only within groups that share a number, an e-mail or a region
and how the name is spoken.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.orm import Session

from app.contracts.base import Page
from app.contracts.customer_work import DuplicateView
from app.server.customers.duplicate_groups import (
    GROUPS_AT_ONCE,
    MOST_IN_GROUP,
    MOST_SHARERS,
    by_name_and_region,
    by_shared_email,
    by_shared_number,
    pairs_of,
    people_of,
    sharers,
    telling_numbers,
)
from app.server.customers.likeness import LEAST, Likeness, likeness
from app.server.customers.work_parts import WorkParts, demand
from app.server.security.audit import note_deed
from app.server.security.model import Right, SignedInUser
from app.server.storage.errors import NotFoundError
from app.server.storage.paging import decode_cursor, encode_cursor
from app.server.storage.tables import Customer, DuplicatePair
from app.server.storage.upsert import upsert

WRITTEN_AT_ONCE: Final = 200

Pair = tuple[str, str]  # (first_id, second_id), in order


class Duplicates:
    def __init__(self, parts: WorkParts) -> None:
        self._parts = parts

    # --- for people ---

    async def list(self, user: SignedInUser, cursor: str | None, limit: int) -> Page[DuplicateView]:
        """The likeliest first. Raises NotAllowedError, InvalidValueError."""
        _check(user)
        statement = select(DuplicatePair).where(DuplicatePair.state == "OPEN")
        if cursor:
            thousandths, pair_id = decode_cursor(cursor, (int, str))
            score = int(thousandths) / 1000
            less = and_(DuplicatePair.score == score, DuplicatePair.pair_id < str(pair_id))
            statement = statement.where(or_(DuplicatePair.score < score, less))
        statement = statement.order_by(DuplicatePair.score.desc(), DuplicatePair.pair_id.desc()).limit(
            limit + 1
        )
        eyes = self._parts.viewing.eyes(user)

        def read(session: Session) -> Page[DuplicateView]:
            rows = list(session.scalars(statement))
            ids = {each for row in rows[:limit] for each in (row.first_id, row.second_id)}
            known = session.scalars(select(Customer).where(Customer.customer_id.in_(ids)))
            customers = [row for row in known if row.merged_into is None]
            views = {view.customer_id: view for view in self._parts.show(session, customers, eyes)}
            last = rows[limit - 1] if len(rows) > limit else None
            return Page[DuplicateView](
                items=[
                    DuplicateView(
                        pair_id=row.pair_id,
                        first=views[row.first_id],
                        second=views[row.second_id],
                        score=row.score,
                        why=[str(each) for each in row.why],
                    )
                    for row in rows[:limit]
                    if row.first_id in views and row.second_id in views
                ],
                next_cursor=encode_cursor(round(last.score * 1000), last.pair_id) if last else None,
            )

        return await self._parts.database.read(read)

    def dismiss(self, session: Session, user: SignedInUser, pair_id: str, reason: str, now: datetime) -> str:
        """Inside a write transaction: they are two people, and are not shown again. Raises NotFoundError,
        NotAllowedError."""
        _check(user)
        pair = session.get(DuplicatePair, pair_id)
        if pair is None:
            raise NotFoundError("There is no such pair.")
        if pair.state == "OPEN":
            pair.state, pair.by, pair.reason, pair.at = "DISMISSED", user.user_id, reason.strip(), now
            subject = f"{pair.first_id} {pair.second_id}"
            note_deed(session, now, user.user_id, "duplicate.dismissed", subject[:160], reason.strip())
        return pair.pair_id

    # --- finding them ---

    async def look_at(self, customer_ids: Sequence[str]) -> int:
        """These customers against who shares something with them; how many pairs are known by now."""
        if not customer_ids:
            return 0
        found = await self._parts.database.read(lambda session: self._around(session, customer_ids))
        await self._keep(found)
        return len(found)

    async def look_at_all(self) -> int:
        """Nightly; how many pairs were found."""
        await self._forget_unlikely()
        count = 0
        async for groups in self._groups():
            found = await self._parts.database.read(
                lambda session, groups=groups: self._within(session, groups)
            )
            count += len(found)
            await self._keep(found)
            await asyncio.sleep(0)
        return count

    def _around(self, session: Session, customer_ids: Sequence[str]) -> dict[Pair, Likeness]:
        mine = people_of(session, customer_ids)
        groups: list[list[str]] = []
        numbers = {number for person in mine.values() for number in person.numbers}
        groups += sharers(session, numbers).values()
        emails = {person.email for person in mine.values() if person.email}
        by_email: defaultdict[str, list[str]] = defaultdict(list)
        same = select(Customer.email, Customer.customer_id).where(Customer.email.in_(emails))
        for email, customer_id in session.execute(same.limit(5_000)).tuples():
            by_email[email].append(customer_id)
        groups += [group for group in by_email.values() if len(group) <= MOST_SHARERS]
        for person in mine.values():
            if person.pinyin and person.address:
                namesakes = select(Customer.customer_id).where(
                    Customer.name_pinyin == person.pinyin, Customer.region == person.region
                )
                groups.append(list(session.scalars(namesakes.limit(MOST_IN_GROUP * 5))))
        wanted = set(customer_ids)
        return self._within(session, groups, lambda pair: not wanted.isdisjoint(pair))

    def _within(
        self, session: Session, groups: Sequence[Sequence[str]], counts: Any = lambda _pair: True
    ) -> dict[Pair, Likeness]:
        people = people_of(session, {each for group in groups for each in group})
        telling = telling_numbers(session, {number for each in people.values() for number in each.numbers})
        found: dict[Pair, Likeness] = {}
        for group in groups:
            members = [people[each] for each in group if each in people]
            for first, second in pairs_of(members):
                pair = (
                    min(first.customer_id, second.customer_id),
                    max(first.customer_id, second.customer_id),
                )
                if pair in found or not counts(pair):
                    continue
                likely = likeness(first, second, telling)
                if likely.score >= LEAST:
                    found[pair] = likely
        return found

    async def _groups(self) -> AsyncIterator[list[list[str]]]:
        """Who shares a number, an e-mail, or region and sound of the name."""
        for read in (by_shared_number, by_shared_email, by_name_and_region):
            after: tuple[str, ...] | None = None
            while True:
                groups, after = await self._parts.database.read(
                    lambda session, read=read, after=after: read(session, after)
                )
                if groups:
                    yield groups
                if after is None:
                    break

    async def _keep(self, found: Mapping[Pair, Likeness]) -> None:
        now = self._parts.clock()
        rows = [
            {
                "pair_id": _pair_id(pair), "first_id": pair[0], "second_id": pair[1], "score": likely.score,
                "why": list(likely.why), "state": "OPEN", "at": now, "by": "", "reason": "",
            }
            for pair, likely in found.items()
        ]  # fmt: skip

        def write(session: Session, some: list[dict[str, Any]]) -> None:
            insert = upsert(session, DuplicatePair)
            new = {"score": insert.excluded.score, "why": insert.excluded.why}
            again = insert.on_conflict_do_update(index_elements=["first_id", "second_id"], set_=new)
            session.execute(again, some)  # who were dismissed stay dismissed

        for start in range(0, len(rows), WRITTEN_AT_ONCE):
            some = rows[start : start + WRITTEN_AT_ONCE]
            await self._parts.database.write(lambda session, some=some: write(session, some))

    async def _forget_unlikely(self) -> None:
        """Pairs whose likeness is gone: a number was corrected, a file deleted."""
        after = ""
        while True:
            begin = after
            pairs = select(DuplicatePair).where(DuplicatePair.state == "OPEN", DuplicatePair.pair_id > begin)
            pairs = pairs.order_by(DuplicatePair.pair_id).limit(GROUPS_AT_ONCE)

            def read(session: Session, pairs: Any = pairs) -> tuple[list[str], str]:
                rows = list(session.scalars(pairs))
                groups = [(row.first_id, row.second_id) for row in rows]
                likely = self._within(session, groups)
                gone = [row.pair_id for row in rows if (row.first_id, row.second_id) not in likely]
                return gone, rows[-1].pair_id if rows else ""

            gone, after = await self._parts.database.read(read)
            if gone:
                statement = delete(DuplicatePair).where(DuplicatePair.pair_id.in_(gone))
                await self._parts.database.write(lambda session, s=statement: session.execute(s))
            if not after:
                return


def _check(user: SignedInUser) -> None:
    demand(user, Right.MERGE, "Files are merged by supervisors.")


def _pair_id(pair: Pair) -> str:
    return hashlib.sha256("\n".join(pair).encode()).hexdigest()[:40]
