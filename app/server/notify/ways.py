"""The ways to the outside as an administrator sees them: how each fares, and a test message by one of them.

In:  the set-up, what the courier noted of each, the outbox. Out: views without secrets; what a test came to.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.contracts.notices import Channel, ChannelTested, ChannelView
from app.server.notify.channel_states import note_failed, note_sent
from app.server.notify.courier import masked
from app.server.notify.model import NEW, Account, ChannelSetUpError, NotifyError, Parcel, Sender, Web
from app.server.notify.office import TO_GROUPS, Office
from app.server.notify.outbox import channel_of
from app.server.notify.set_up import KINDS, account_of, check_account
from app.server.notify.texts import NoticeTexts
from app.server.notify.trying import trial_of, try_out
from app.server.security.audit import note_deed
from app.server.security.fields import FieldDamagedError
from app.server.security.model import NotAllowedError, Right, SignedInUser
from app.server.storage.database import Database
from app.server.storage.errors import InvalidValueError, NotFoundError
from app.server.storage.tables import ChannelRow, ChannelStateRow, MessageOut

GATEWAY, GATEWAY_KIND = "sms", "http-gateway"  # as the courier calls it


class Ways:
    def __init__(
        self,
        database: Database,
        key: bytes,
        web: Web,
        office: Office,
        texts: NoticeTexts,
        clock: Callable[[], datetime],
    ) -> None:
        self._database, self._key, self._web = database, key, web
        self._office, self._texts, self._clock = office, texts, clock

    def views(self, session: Session, user: SignedInUser) -> list[ChannelView]:
        """In the order in which they are taken. Raises NotAllowedError."""
        _check(user)
        states = {row.channel_id: row for row in session.scalars(select(ChannelStateRow))}
        waiting = _waiting(session)
        found: list[ChannelView] = []
        taken: set[Channel] = set()
        for row in session.scalars(select(ChannelRow).order_by(ChannelRow.position, ChannelRow.channel_id)):
            made = self._view(row)
            in_use = made.active and not made.fault and not made.secrets_missing
            if made.channel not in TO_GROUPS:
                in_use = in_use and made.channel not in taken
                taken |= {made.channel} if in_use else set()
            found.append(made.model_copy(update={"in_use": in_use}))
        if self._office.gateway is not None:
            gateway = ChannelView(
                channel_id=GATEWAY, kind=GATEWAY_KIND, channel="SMS", active=True, in_use="SMS" not in taken
            )
            found.append(gateway)
        return [_with_state(each, states.get(each.channel_id), waiting) for each in found]

    def _view(self, row: ChannelRow) -> ChannelView:
        fault = ""
        try:
            account = account_of(row, self._key)
            check_account(account)
        except (FieldDamagedError, ChannelSetUpError) as error:
            account = Account(row.channel_id, row.kind, dict(row.settings), {}, row.active, row.position)
            fault = str(error)
        kind = KINDS.get(row.kind)
        needed = kind.secrets if kind is not None else ()
        return ChannelView(
            channel_id=row.channel_id,
            kind=row.kind,
            channel=account.channel if kind is not None else "WEBHOOK",
            active=row.active,
            in_use=False,
            position=row.position,
            where=_where(account),
            secrets_set=sorted(account.secrets),
            secrets_missing=[name for name in needed if not account.secrets.get(name)],
            fault=fault,
            needs_address=kind is not None and account.channel not in TO_GROUPS,
        )

    async def test(self, user: SignedInUser, channel_id: str, to: str) -> ChannelTested:
        """Noted in the audit list. Raises NotAllowedError, NotFoundError, InvalidValueError."""
        _check(user)
        now = self._clock()

        def prepare(session: Session) -> Account:
            row = session.get(ChannelRow, channel_id)
            if row is None and not (channel_id == GATEWAY and self._office.gateway is not None):
                raise NotFoundError("There is no such channel.")
            note_deed(session, now, user.user_id, "channel.tested", channel_id)
            return account_of(row, self._key) if row is not None else Account(GATEWAY, "aliyun-sms", {})

        try:
            account = await self._database.write(prepare)
            trial = await self._database.read(
                lambda session: trial_of(session, self._texts, account, to, now)
            )
            gateway = self._office.gateway if channel_id == GATEWAY and not account.settings else None
            tested = await (
                try_out(account, trial, self._web) if gateway is None else _by_gateway(gateway, trial)
            )
        except (ChannelSetUpError, FieldDamagedError) as error:
            raise InvalidValueError(str(error)) from error
        await self._database.write(lambda session: _note(session, channel_id, tested, self._clock()))
        return tested


async def _by_gateway(gateway: Sender, trial: Parcel) -> ChannelTested:
    to = masked("SMS", trial.address)
    try:
        receipt = await gateway.send(trial)
    except NotifyError as error:
        return ChannelTested(taken=False, to=to, why=error.why)
    return ChannelTested(taken=True, to=to, receipt=receipt)


def _note(session: Session, channel_id: str, tested: ChannelTested, now: datetime) -> None:
    if tested.taken:
        note_sent(session, channel_id, now)
    else:
        note_failed(session, channel_id, now, tested.why)


def _check(user: SignedInUser) -> None:
    if not user.may(Right.SET_UP_CHANNELS):
        raise NotAllowedError("This is for administrators.")


def _waiting(session: Session) -> dict[str, int]:
    """By channel; of groups by their name."""
    to_go = select(MessageOut.channel, MessageOut.address, func.count()).where(MessageOut.state == NEW)
    counts: dict[str, int] = {}
    for channel, address, count in session.execute(to_go.group_by(MessageOut.channel, MessageOut.address)):
        name = address if channel in TO_GROUPS else channel_of(channel)
        counts[name] = counts.get(name, 0) + count
    return counts


def _with_state(view: ChannelView, row: ChannelStateRow | None, waiting: dict[str, int]) -> ChannelView:
    name = view.channel_id if view.channel in TO_GROUPS else view.channel
    return view.model_copy(
        update={
            "last_sent_at": row.sent_at if row else None,
            "last_failed_at": row.failed_at if row else None,
            "why": row.why if row else "",
            "waiting": waiting.get(name, 0) if view.in_use else 0,
        }
    )


def _where(account: Account) -> str:
    """Whom it leads to, without anything secret: hooks have keys in their paths."""
    host, url = account.settings.get("host"), account.settings.get("url") or account.settings.get("endpoint")
    if host:
        return f"{host}:{account.settings.get('port', '')}".rstrip(":")
    try:
        return urlsplit(str(url)).hostname or "" if url else str(account.settings.get("sign_name") or "")
    except ValueError:
        return ""
