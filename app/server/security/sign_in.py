"""From a password to a token, and from a token to a user.

A token is 256 random bits; the database keeps only its SHA-256. It is good for 12 h after its last use
(a desktop open all day never has to ask again) and survives a restart of the server. Who is locked out, or
has another password or role, is signed out by ``follow``; ``watched`` says so to whoever serves her then.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections import defaultdict
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.server.security.audit import note_deed
from app.server.security.lockout import Lockout
from app.server.security.model import (
    NotSignedInError,
    RoleName,
    SignedInUser,
    SignInFailedError,
    SignInLockedError,
)
from app.server.security.passwords import password_matches
from app.server.storage.database import Database
from app.server.storage.errors import StorageError
from app.server.storage.tables import Token, User

TOKEN_LIFE = timedelta(hours=12)
_AT_ONCE = 500
_WRONG = "User name or password is not right."
_WRITE_DOWN_AFTER = timedelta(minutes=10)  # how stale the expiry on the disk may be


@dataclass(frozen=True, slots=True)
class _Known:
    user: SignedInUser
    expires_at: datetime
    written_expires_at: datetime


@dataclass(frozen=True, slots=True)
class NewToken:
    token: str
    expires_in_s: int
    user: SignedInUser


def utc_now() -> datetime:
    return datetime.now(UTC)


class SignIn:
    """One per server. ``clock`` is given by tests."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._clock = clock
        self._lockout = Lockout()
        self._known: dict[str, _Known] = {}
        self._watched: defaultdict[str, set[asyncio.Event]] = defaultdict(set)  # by the token's hash
        self._checking = asyncio.Semaphore(2)  # hashing is made to be slow: it may not take the machine

    async def sign_in(self, username: str, password: str, address: str) -> NewToken:
        """Raises SignInLockedError, SignInFailedError (the same for a wrong name and a wrong password)."""
        now = self._clock()
        if (wait_s := self._lockout.wait_s(username, address, now)) > 0:
            raise SignInLockedError(wait_s)
        self._lockout.tried(username, address, now)
        try:
            row = await self._database.read(lambda session: _row_of(session, username))
        except StorageError:  # not the user's fault: a database in trouble may lock nobody out
            self._lockout.succeeded(username, address)
            raise
        async with self._checking:
            matches = await asyncio.to_thread(password_matches, password, row.password_hash if row else None)
        if row is None or not matches:
            self._lockout.failed(address, now)
            raise SignInFailedError(_WRONG)
        user = _signed_in(row)
        self._lockout.succeeded(username, address)
        token, expires_at = secrets.token_urlsafe(32), now + TOKEN_LIFE
        token_hash = _hash(token)

        def keep(session: Session) -> None:
            again = _row_of(session, username)  # she may have been locked out while the password was checked
            if again is None or again.password_hash != row.password_hash or again.role != row.role:
                raise SignInFailedError(_WRONG)
            session.execute(delete(Token).where(Token.expires_at < now))
            made = Token(token_hash=token_hash, user_id=user.user_id, created_at=now, expires_at=expires_at)
            session.add(made)
            note_deed(session, now, user.user_id, "signed-in", user.user_id, address)

        await self._database.write(keep)
        self._known[token_hash] = _Known(user, expires_at, expires_at)
        return NewToken(token, int(TOKEN_LIFE.total_seconds()), user)

    async def user_of(self, token: str) -> SignedInUser:
        """Whose token this is, and it lives on. Raises NotSignedInError."""
        token_hash, now = _hash(token), self._clock()
        known = self._known.get(token_hash)
        if known is None:
            known = await self._database.read(lambda session: _find(session, token_hash))
        if known is None or known.expires_at <= now:
            self._end(token_hash)
            raise NotSignedInError("You are not signed in, or your sign-in has run out. Sign in again.")
        known = replace(known, expires_at=now + TOKEN_LIFE)
        if known.expires_at - known.written_expires_at > _WRITE_DOWN_AFTER:
            expires_at = known.expires_at
            known = replace(known, written_expires_at=expires_at)
            self._known[token_hash] = known
            await self._database.write(lambda session: _extend(session, token_hash, expires_at))
        self._known[token_hash] = known
        return known.user

    async def sign_out(self, token: str) -> None:
        """No error where the token is gone already."""
        token_hash = _hash(token)
        self._known.pop(token_hash, None)
        await self._database.write(
            lambda session: session.execute(delete(Token).where(Token.token_hash == token_hash))
        )
        self._end(token_hash)

    async def follow(self) -> None:
        """Take over what was changed elsewhere: whose sign-in was ended is out. Raises StorageError."""
        asked = list(self._known)
        found = await self._database.read(lambda session: _find_all(session, asked))
        for token_hash in asked:
            known, stored = self._known.get(token_hash), found.get(token_hash)
            if stored is None or (known is not None and known.user.role is not stored.user.role):
                self._end(token_hash)  # with another role she signs in again, and sees what is hers then
            elif known is not None:
                self._known[token_hash] = replace(known, user=stored.user)

    @contextmanager
    def watched(self, token: str) -> Generator[asyncio.Event]:
        """Set as soon as this sign-in has ended."""
        token_hash, ended = _hash(token), asyncio.Event()
        if token_hash not in self._known:
            ended.set()
        self._watched[token_hash].add(ended)
        try:
            yield ended
        finally:
            self._watched[token_hash].discard(ended)
            if not self._watched[token_hash]:
                del self._watched[token_hash]

    def _end(self, token_hash: str) -> None:
        self._known.pop(token_hash, None)
        for ended in self._watched.get(token_hash, ()):
            ended.set()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _row_of(session: Session, username: str) -> User | None:
    statement = select(User).where(User.username == username, User.disabled.is_(False))
    return session.scalars(statement).one_or_none()


def _find(session: Session, token_hash: str) -> _Known | None:
    return _find_all(session, [token_hash]).get(token_hash)


def _find_all(session: Session, token_hashes: Sequence[str]) -> dict[str, _Known]:
    """Of users who may work here."""
    statement = select(Token, User).join(User, User.user_id == Token.user_id).where(User.disabled.is_(False))
    found: dict[str, _Known] = {}
    for start in range(0, len(token_hashes), _AT_ONCE):
        some = Token.token_hash.in_(token_hashes[start : start + _AT_ONCE])
        for token, user in session.execute(statement.where(some)).tuples():
            found[token.token_hash] = _Known(_signed_in(user), token.expires_at, token.expires_at)
    return found


def _extend(session: Session, token_hash: str, expires_at: datetime) -> None:
    session.execute(update(Token).where(Token.token_hash == token_hash).values(expires_at=expires_at))


def _signed_in(user: User) -> SignedInUser:
    return SignedInUser(user.user_id, user.username, user.display_name, RoleName(user.role))
