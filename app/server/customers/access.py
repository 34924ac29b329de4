"""Leave to see private data in full: asked for with a reason, granted by somebody else, for a limited time.

In:  wishes and decisions; timers that end what was granted. Out: requests as they stand; ``Viewing`` knows at
once, so that every screen shows more, and exactly at the end no longer. Every step is in the audit list.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final, Protocol, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contracts.base import Page
from app.contracts.customer_work import (
    AccessDecision,
    AccessRequestView,
    AccessState,
    NewAccessRequest,
    ViewingPolicy,
)
from app.server.customers.model import AccessDecidedError
from app.server.directory.service import DirectoryService
from app.server.noticing import Notice, Notices, ToUser
from app.server.scheduler.model import Due, Handler
from app.server.security.audit import note_deed
from app.server.security.model import RIGHTS, NotAllowedError, Right, RoleName, SignedInUser
from app.server.security.viewing import POLICY_KEY, Grant, Private, Viewing, policy_text, read_policy
from app.server.storage.after import after_commit
from app.server.storage.database import Database
from app.server.storage.errors import InvalidValueError, NotFoundError
from app.server.storage.merged import survivor
from app.server.storage.meta import set_meta
from app.server.storage.paging import decode_cursor, encode_cursor, older_than
from app.server.storage.tables import AccessRequest, Customer
from app.server.storage.types import to_us

EXPIRES: Final = "access.expires"
MOST_OPEN: Final = 20  # of one person
Changed = Callable[[str, str | None], None]  # user, customer (None: all): she sees more or less from now on


class Timers(Protocol):
    """The scheduler, as far as it is needed here."""

    def on(self, kind: str, handler: Handler) -> None: ...

    def set(self, session: Session, timer_id: str, kind: str, subject: str, due_at: datetime) -> None: ...


class AccessService:
    """One per server. ``on_change``: called after the commit, in the thread of the writer."""

    def __init__(
        self,
        database: Database,
        directory: DirectoryService,
        viewing: Viewing,
        notices: Notices,
        timers: Timers,
        on_change: Changed = lambda user_id, customer_id: None,
    ) -> None:
        self._database, self._directory, self._viewing = database, directory, viewing
        self._notices, self._timers, self.on_change = notices, timers, on_change
        timers.on(EXPIRES, self._expires)

    async def list(
        self, user: SignedInUser, state: AccessState | None, cursor: str | None, limit: int, now: datetime
    ) -> Page[AccessRequestView]:
        """Newest first: who may approve sees all, others their own. Raises InvalidValueError."""
        statement = select(AccessRequest)
        if not user.may(Right.APPROVE_ACCESS):
            statement = statement.where(AccessRequest.user_id == user.user_id)
        if state == "GRANTED":
            statement = statement.where(AccessRequest.state == state, AccessRequest.expires_at > now)
        elif state == "EXPIRED":
            statement = statement.where(
                AccessRequest.state.in_(("GRANTED", "EXPIRED")), AccessRequest.expires_at <= now
            )
        elif state is not None:
            statement = statement.where(AccessRequest.state == state)
        if cursor:
            before = decode_cursor(cursor, (int, str))
            statement = statement.where(older_than(AccessRequest.asked_at, AccessRequest.request_id, before))
        order = (AccessRequest.asked_at.desc(), AccessRequest.request_id.desc())
        statement = statement.order_by(*order).limit(limit + 1)

        def read(session: Session) -> Page[AccessRequestView]:
            rows = session.scalars(statement).all()
            last = rows[limit - 1] if len(rows) > limit else None
            return Page[AccessRequestView](
                items=[self._view(session, user, row, now) for row in rows[:limit]],
                next_cursor=encode_cursor(to_us(last.asked_at), last.request_id) if last else None,
            )

        return await self._database.read(read)

    def ask(
        self, session: Session, user: SignedInUser, new: NewAccessRequest, now: datetime
    ) -> AccessRequestView:
        """Inside a write transaction, as all below. Raises NotFoundError, InvalidValueError."""
        reason = " ".join(new.reason.replace("\0", " ").split())
        if len(reason) < 3:
            raise InvalidValueError("Say why you need to see it; the request is kept with your reason.")
        customer = survivor(session, new.customer_id)
        if new.customer_id is not None and customer is None:
            raise NotFoundError("There is no such customer.")
        customer_id = customer.customer_id if customer else None
        row = self._open_one(session, user, customer_id)
        if row is None:
            row = AccessRequest(request_id=uuid.uuid4().hex, user_id=user.user_id, state="OPEN")
            row.customer_id, row.asked_at, row.decided_by, row.decision_note = customer_id, now, "", ""
            row.reason, row.minutes = reason, new.minutes
            session.add(row)
        row.reason, row.minutes = reason, new.minutes
        session.flush()
        note_deed(session, now, user.user_id, "access.asked", customer_id or "*", reason)
        self._tell_approvers(session, user, row, now)
        return self._view(session, user, row, now)

    def decide(
        self, session: Session, user: SignedInUser, request_id: str, wish: AccessDecision, now: datetime
    ) -> AccessRequestView:
        """Raises NotAllowedError, NotFoundError, AccessDecidedError."""
        row = session.get(AccessRequest, request_id)
        if row is None:
            raise NotFoundError("There is no such request.")
        if not user.may(Right.APPROVE_ACCESS) or row.user_id == user.user_id:
            raise NotAllowedError("Somebody else who may approve decides on this.")
        if row.state != "OPEN":
            raise AccessDecidedError(self._view(session, user, row, now).model_dump(mode="json"))
        row.state = "GRANTED" if wish.grant else "REFUSED"
        row.decided_at, row.decided_by = now, user.user_id
        row.decision_note = wish.note.replace("\0", " ")
        row.minutes = wish.minutes or row.minutes
        what = row.customer_id or "*"
        if wish.grant:
            row.expires_at = until = now + timedelta(minutes=row.minutes)
            self._timers.set(session, f"access:{request_id}", EXPIRES, request_id, until)
            grant = Grant(request_id, row.user_id, row.customer_id, until)
            after_commit(session, lambda: self._begins(grant))
            note_deed(session, now, user.user_id, "access.granted", what, f"{row.user_id} {row.minutes} min")
        else:
            note_deed(session, now, user.user_id, "access.refused", what, row.user_id)
        session.flush()
        self._tell_asker(session, row, now)
        return self._view(session, user, row, now)

    def withdraw(
        self, session: Session, user: SignedInUser, request_id: str, now: datetime
    ) -> AccessRequestView:
        """By who asked, before it is decided or while it holds; by who may approve, while it holds.

        Raises NotFoundError, AccessDecidedError.
        """
        row = session.get(AccessRequest, request_id)
        if row is None or (row.user_id != user.user_id and not user.may(Right.APPROVE_ACCESS)):
            raise NotFoundError("There is no such request.")
        holds = row.state == "GRANTED" and row.expires_at is not None and row.expires_at > now
        if not holds and (row.state != "OPEN" or row.user_id != user.user_id):
            raise AccessDecidedError(self._view(session, user, row, now).model_dump(mode="json"))
        row.state = "WITHDRAWN"
        if holds:
            row.expires_at = now
            ended = Grant(request_id, row.user_id, row.customer_id, now)
            after_commit(session, lambda: self._ends(ended))
        note_deed(session, now, user.user_id, "access.withdrawn", row.customer_id or "*", row.user_id)
        session.flush()
        return self._view(session, user, row, now)

    def policy(self) -> ViewingPolicy:
        return _policy_view(self._viewing.policy)

    def put_policy(
        self, session: Session, user: SignedInUser, wish: ViewingPolicy, now: datetime
    ) -> ViewingPolicy:
        """Raises NotAllowedError."""
        if user.role is not RoleName.ADMIN:
            raise NotAllowedError("Only administrators may do this.")
        wished = {RoleName(role): frozenset(map(Private, kinds)) for role, kinds in wish.in_full.items()}
        in_full = {**read_policy(session), **wished}
        set_meta(session, POLICY_KEY, policy_text(in_full))
        said = "; ".join(f"{role}: {' '.join(kinds)}" for role, kinds in wish.in_full.items())
        note_deed(session, now, user.user_id, "viewing-policy.changed", "roles", said)
        after_commit(session, lambda: self._policy_is(in_full))
        return _policy_view(in_full)

    def _policy_is(self, in_full: Mapping[RoleName, frozenset[Private]]) -> None:
        self._viewing.set_policy(in_full)
        for each in self._directory.users:
            self.on_change(each.user_id, None)

    def _expires(self, session: Session, due: Due, now: datetime) -> None:
        """The time is up. ``Eyes`` know that by themselves; here it is written down, and screens are told."""
        row = session.get(AccessRequest, due.subject)
        if row is None or row.state != "GRANTED":
            return
        row.state = "EXPIRED"
        note_deed(session, now, row.user_id, "access.expired", row.customer_id or "*", row.request_id)
        ended = Grant(row.request_id, row.user_id, row.customer_id, now)
        after_commit(session, lambda: self._ends(ended))

    def _begins(self, grant: Grant) -> None:
        self._viewing.grant(grant)
        self.on_change(grant.user_id, grant.customer_id)

    def _ends(self, grant: Grant) -> None:
        self._viewing.end(grant.request_id)
        self.on_change(grant.user_id, grant.customer_id)

    def _open_one(
        self, session: Session, user: SignedInUser, customer_id: str | None
    ) -> AccessRequest | None:
        """Asked again, the request that is open already gets the new reason."""
        mine = select(AccessRequest).where(
            AccessRequest.user_id == user.user_id, AccessRequest.state == "OPEN"
        )
        rows = session.scalars(mine.order_by(AccessRequest.asked_at).limit(MOST_OPEN)).all()
        found = next((row for row in rows if row.customer_id == customer_id), None)
        if found is None and len(rows) >= MOST_OPEN:
            raise InvalidValueError("Very many of your requests are open: withdraw some first.")
        return found

    def _tell_approvers(
        self, session: Session, user: SignedInUser, row: AccessRequest, now: datetime
    ) -> None:
        values = {
            "agent": user.display_name,
            "customer": self._customer_name(session, row.customer_id),
            "reason": row.reason,
            "minutes": str(row.minutes),
        }
        for each in self._directory.users:
            if each.user_id != user.user_id and _may_approve(each.role):
                key = f"access.asked:{row.request_id}:{to_us(row.asked_at)}:{each.user_id}"
                self._notices.post(
                    session,
                    Notice(key, "access.asked", ToUser(each.user_id), values, f"access:{row.request_id}"),
                    now,
                )

    def _tell_asker(self, session: Session, row: AccessRequest, now: datetime) -> None:
        values = {
            "customer": self._customer_name(session, row.customer_id),
            "by": self._directory.display_name(row.decided_by),
            "minutes": str(row.minutes),
            "granted": "yes" if row.state == "GRANTED" else "no",
            "note": row.decision_note,
        }
        notice = Notice(
            f"access.decided:{row.request_id}",
            "access.decided",
            ToUser(row.user_id),
            values,
            f"access:{row.request_id}",
        )
        self._notices.post(session, notice, now)

    @staticmethod
    def _customer_name(session: Session, customer_id: str | None) -> str:
        customer = session.get(Customer, customer_id) if customer_id else None
        return customer.name if customer else ""

    def _view(
        self, session: Session, user: SignedInUser, row: AccessRequest, now: datetime
    ) -> AccessRequestView:
        over = row.state == "GRANTED" and row.expires_at is not None and row.expires_at <= now
        name = self._customer_name(session, row.customer_id)
        return AccessRequestView(
            request_id=row.request_id,
            state="EXPIRED" if over else cast("AccessState", row.state),
            user_id=row.user_id,
            user_name=self._directory.display_name(row.user_id),
            customer_id=row.customer_id,
            customer_name=self._viewing.eyes(user).of(row.customer_id).name(name),
            reason=row.reason,
            minutes=row.minutes,
            asked_at=row.asked_at,
            decided_at=row.decided_at,
            decided_by=self._directory.display_name(row.decided_by or None),
            decision_note=row.decision_note,
            expires_at=row.expires_at,
        )


def _policy_view(in_full: Mapping[RoleName, frozenset[Private]]) -> ViewingPolicy:
    kinds = {role.value: [kind.value for kind in Private if kind in seen] for role, seen in in_full.items()}
    return ViewingPolicy.model_validate({"in_full": kinds})


def _may_approve(role: str) -> bool:
    return role in {each.value for each in RoleName if Right.APPROVE_ACCESS in RIGHTS[each]}
