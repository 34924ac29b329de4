"""Tags by rule: who a filter holds for has the tag, and (where the rule takes it away) nobody else.

In:  rules of the company. Out: tags on customers: a moment after something of a customer changed, soon after
a rule was changed, and on all every night. Of several rules for one tag, one that holds is enough.
"""

from __future__ import annotations

import logging
import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.orm import Session

from app.contracts.customer_work import NewTagRule, TagRuleTest, TagRuleView
from app.server.customers.changing import mark_changed
from app.server.customers.filters import Selection
from app.server.customers.tag_plans import (
    TagPlan,
    get_rule,
    in_order,
    never_run,
    rule_view,
    tags_in,
)
from app.server.customers.walking import Walk
from app.server.customers.work_parts import (
    WorkParts,
    clean_name,
    demand,
    plain,
    stored_filter,
)
from app.server.security.audit import note_deed
from app.server.security.model import Right, SignedInUser
from app.server.security.viewing import ALL_EYES
from app.server.storage.after import after_commit
from app.server.storage.customer_touched import leave_untouched
from app.server.storage.errors import InvalidValueError
from app.server.storage.tables import Customer, CustomerTouched, TagRuleRow

log = logging.getLogger(__name__)

MOST_RULES: Final = 100
MOST_TAGS: Final = 100  # of one customer, by rule
BATCH: Final = 40  # customers written at a time: some ten milliseconds of the one writer
TOUCHED_AT_ONCE: Final = 200
FIRST: Final = 5
BY_RULE: Final = "rule"  # who did it, in the audit list


class TagRules:
    def __init__(self, parts: WorkParts) -> None:
        self._parts = parts
        self._to_run: dict[str, None] = {}  # tags
        self._began = False

    # --- reading and testing ---

    async def list(self, user: SignedInUser) -> list[TagRuleView]:
        """Raises NotAllowedError."""
        _check(user)
        return await self._parts.database.read(
            lambda session: [rule_view(row) for row in session.scalars(in_order())]
        )

    async def test(self, user: SignedInUser, new: NewTagRule, rule_id: str = "") -> TagRuleTest:
        """``rule_id``: instead of this one. Raises InvalidValueError, NotAllowedError."""
        _check(user)
        eyes = self._parts.viewing.eyes(user)
        plan = await self._parts.database.read(lambda session: self._plan_with(session, user, new, rule_id))
        matched = await self._parts.walk(new.filter, eyes).count()
        get_walk, lose_walk = self._walk(plan.would_get), self._walk(plan.would_lose)
        would_get, would_lose = await get_walk.count(), await lose_walk.count()
        rows, _ = await get_walk.page(None, FIRST) if would_get.count else ([], None)
        return TagRuleTest(
            matched=matched.count,
            would_get=would_get.count,
            would_lose=would_lose.count,
            complete=matched.complete and would_get.complete and would_lose.complete,
            first=await self._parts.shown(rows, eyes),
        )

    def _plan_with(self, session: Session, user: SignedInUser, new: NewTagRule, rule_id: str) -> TagPlan:
        """As if it were saved."""
        mine = self._checked(session, user, new)
        others = [row for row in session.scalars(in_order()) if row.active and row.rule_id != rule_id]
        others = [row for row in others if row.tag == new.tag.strip()]
        wheres = [mine.where, *(where for row in others if (where := self._where(session, row)) is not None)]
        takes_away = new.takes_away or any(row.takes_away for row in others)
        return TagPlan(new.tag.strip(), or_(*wheres), takes_away)

    def _walk(self, selection: Selection) -> Walk:
        return Walk(self._parts.database, lambda _session: selection)

    # --- writing: inside a write transaction ---

    def create(self, session: Session, user: SignedInUser, new: NewTagRule, now: datetime) -> TagRuleView:
        """Raises InvalidValueError, NotAllowedError."""
        _check(user)
        if (session.scalar(select(func.count()).select_from(TagRuleRow)) or 0) >= MOST_RULES:
            raise InvalidValueError(f"There are at most {MOST_RULES} rules.")
        row = TagRuleRow(rule_id=uuid.uuid4().hex, created_by=user.user_id, created_at=now)
        self._put(session, user, row, new)
        session.add(row)
        note_deed(session, now, user.user_id, "tag-rule.created", row.rule_id, f"{row.name}: {row.tag}")
        return rule_view(row)

    def change(
        self, session: Session, user: SignedInUser, rule_id: str, new: NewTagRule, now: datetime
    ) -> TagRuleView:
        """Raises InvalidValueError, NotFoundError, NotAllowedError."""
        _check(user)
        row = get_rule(session, rule_id)
        if row.active:
            self._later(session, row.tag)
        self._put(session, user, row, new)
        note_deed(session, now, user.user_id, "tag-rule.changed", row.rule_id, f"{row.name}: {row.tag}")
        return rule_view(row)

    def delete(self, session: Session, user: SignedInUser, rule_id: str, now: datetime) -> TagRuleView:
        """Tags that it set stay. Raises NotFoundError, NotAllowedError."""
        _check(user)
        row = get_rule(session, rule_id)
        session.delete(row)
        note_deed(session, now, user.user_id, "tag-rule.deleted", row.rule_id, f"{row.name}: {row.tag}")
        return rule_view(row)

    def _put(self, session: Session, user: SignedInUser, row: TagRuleRow, new: NewTagRule) -> None:
        self._checked(session, user, new)
        row.name, row.tag = clean_name(new.name, 120), new.tag.strip()
        row.filter, row.takes_away, row.active = plain(new.filter), new.takes_away, new.active
        if new.active:
            self._later(session, row.tag)

    def _later(self, session: Session, tag: str) -> None:
        after_commit(session, lambda: self._to_run.update({tag: None}))

    def _checked(self, session: Session, user: SignedInUser, new: NewTagRule) -> Selection:
        """Raises InvalidValueError."""
        clean_name(new.tag, 40)
        if not (new.filter.conditions or new.filter.groups):
            raise InvalidValueError("A rule needs a condition, or it would hold for everybody.")
        if new.tag.strip() in tags_in(new.filter):
            raise InvalidValueError("A rule cannot depend on the tag that it sets.")
        return self._parts.select(session, new.filter, self._parts.viewing.eyes(user))

    # --- carrying them out ---

    async def look_at_touched(self) -> list[str]:
        """Those who changed a moment ago get and lose their tags; their ids, none when nobody changed."""
        database = self._parts.database

        def read(session: Session) -> tuple[list[str], datetime | None, list[str]]:
            rows = list(session.scalars(select(CustomerTouched).limit(TOUCHED_AT_ONCE)))
            if not rows:
                return [], None, []
            ids = [row.customer_id for row in rows]
            latest = max((row.at for row in rows), default=None)
            return ids, latest, list(self._differing(session, self._plans(session), ids))

        ids, latest, differing = await database.read(read)
        if latest is None:
            return []
        for start in range(0, len(differing), BATCH):
            await self._write(differing[start : start + BATCH])
        seen = delete(CustomerTouched).where(
            CustomerTouched.customer_id.in_(ids), CustomerTouched.at <= latest
        )
        await database.write(lambda session: session.execute(seen))
        return ids

    async def run_next(self) -> bool:
        """Carry out the rules of a tag that was changed; False where none was.

        First of all those that were never carried out: the server ended too soon after they were saved.
        """
        if not self._began:
            self._to_run |= dict.fromkeys(await self._parts.database.read(never_run))
            self._began = True
        tag = next(iter(self._to_run), None)
        if tag is None:
            return False
        del self._to_run[tag]
        await self._run(tag)
        return True

    async def run_all(self) -> None:
        """Nightly."""
        tags = await self._parts.database.read(lambda session: list(self._plans(session)))
        for tag in tags:
            await self._run(tag)

    async def _run(self, tag: str) -> None:
        database, now = self._parts.database, self._parts.clock()
        plan = (await database.read(self._plans)).get(tag)
        if plan is None:
            return
        changed = 0
        for selection in (plan.would_get, plan.would_lose):
            async for ids in self._walk(selection).ids():
                for start in range(0, len(ids), BATCH):
                    changed += await self._write(ids[start : start + BATCH])
        rules = await database.read(
            lambda session: [row for row in session.scalars(in_order()) if row.tag == tag]
        )
        counts = await self._matched(rules)

        def note(session: Session) -> None:
            for row in session.scalars(select(TagRuleRow).where(TagRuleRow.rule_id.in_(counts))):
                row.last_run_at, row.matched = now, counts[row.rule_id]
            if changed:
                note_deed(session, now, BY_RULE, "tag-rule.run", tag, f"{changed} customers")

        await database.write(note)

    async def _matched(self, rules: Sequence[TagRuleRow]) -> dict[str, int]:
        counts: dict[str, int] = {}
        for row in rules:
            if not row.active:
                continue
            try:
                counted = await self._parts.walk(stored_filter(row.filter), ALL_EYES).count(budget_s=None)
            except InvalidValueError:
                continue
            counts[row.rule_id] = counted.count
        return counts

    async def _write(self, ids: Sequence[str]) -> int:
        """What differs is looked at again in the transaction that writes; how many were changed."""

        def write(session: Session) -> int:
            leave_untouched(session)
            wanted = self._differing(session, self._plans(session), ids)
            now = self._parts.clock()
            for row in session.scalars(select(Customer).where(Customer.customer_id.in_(list(wanted)))):
                gets, loses = wanted[row.customer_id]
                tags = [tag for tag in row.tags if str(tag) not in loses]
                tags += [tag for tag in sorted(gets) if tag not in tags]
                row.tags = tags[:MOST_TAGS]
                mark_changed(row, ("tags",), now)
            return len(wanted)

        return await self._parts.database.write(write) if ids else 0

    def _differing(
        self, session: Session, plans: dict[str, TagPlan], ids: Sequence[str]
    ) -> dict[str, tuple[set[str], set[str]]]:
        """Of these customers, who gets and who loses which tags."""
        found: defaultdict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
        if not ids:
            return found
        among = Customer.customer_id.in_(list(ids))
        for plan in plans.values():
            for place, selection in enumerate((plan.would_get, plan.would_lose)):
                for each in session.scalars(select(Customer.customer_id).where(among, selection.where)):
                    found[each][place].add(plan.tag)
        return found

    def _plans(self, session: Session) -> dict[str, TagPlan]:
        """By tag. Rules about what is not there any more are left out, and say so."""
        by_tag: defaultdict[str, list[tuple[TagRuleRow, ColumnElement[bool]]]] = defaultdict(list)
        for row in session.scalars(in_order()):
            if row.active and (where := self._where(session, row)) is not None:
                by_tag[row.tag].append((row, where))
        return {
            tag: TagPlan(tag, or_(*(where for _, where in rules)), any(row.takes_away for row, _ in rules))
            for tag, rules in by_tag.items()
        }

    def _where(self, session: Session, row: TagRuleRow) -> ColumnElement[bool] | None:
        try:
            return self._parts.select(session, stored_filter(row.filter), ALL_EYES).where
        except InvalidValueError as error:
            log.warning("tag rule %s is left out: %s", row.rule_id, error)
            return None


def _check(user: SignedInUser) -> None:
    demand(user, Right.SET_UP_CUSTOMERS, "Rules for tags are made by supervisors.")
