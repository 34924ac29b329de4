"""Which sender carries a message of a channel: the company's channels, and the gateway of short messages.

In:  the set-up, taken over while the server runs. Out: a sender, or NotifyError "no-gateway" / "not-set-up".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contracts.notices import Channel
from app.server.notify.model import (
    CHANNEL_OF,
    Account,
    ChannelSetUpError,
    NotifyError,
    Parcel,
    Sender,
    ShortMessages,
    Web,
)
from app.server.notify.outbox import NO_GATEWAY, NOT_SET_UP
from app.server.notify.set_up import make_sender, read_accounts
from app.server.storage.database import Database
from app.server.storage.tables import ChannelRow

TO_GROUPS = ("WECOM_ROBOT", "WEBHOOK")
OnAlarm = Callable[[str, str, bool], None]


@dataclass(frozen=True, slots=True)
class _Kept:
    account: Account
    sender: Sender


class Office:
    """``load`` before use, and again to take changes over; channels that did not change keep their sender."""

    def __init__(
        self, database: Database, key: bytes, web: Web, gateway: ShortMessages | None, on_alarm: OnAlarm
    ) -> None:
        self._database, self._key, self._web = database, key, web
        self._gateway = gateway
        self._on_alarm = on_alarm
        self._kept: dict[str, _Kept] = {}
        self._faults: list[str] = []

    async def load(self) -> None:
        """Raises StorageError; then what was known stays."""
        accounts, faults = await self._database.read(lambda session: read_accounts(session, self._key))
        before, self._kept = self._kept, {}
        for account in accounts:
            known = before.get(account.channel_id)
            if known is not None and known.account == account:
                self._kept[account.channel_id] = known
            elif account.active:
                try:
                    self._kept[account.channel_id] = _Kept(account, make_sender(account, self._web))
                except ChannelSetUpError as error:
                    faults.append(str(error))
        for channel_id, old in before.items():
            if self._kept.get(channel_id) is not old:
                await old.sender.close()
        if faults != self._faults:
            self._faults = faults
            text = " ".join(faults) or "All channels are set up."
            self._on_alarm("channels-damaged", text, not faults)

    def of(self, channel: Channel, address: str) -> tuple[str, Sender]:
        """(name of the channel, its sender). Raises NotifyError."""
        for channel_id, kept in self._kept.items():
            if kept.account.channel == channel and (channel not in TO_GROUPS or channel_id == address):
                return channel_id, kept.sender
        if channel == "SMS" and self._gateway is not None:
            return "sms", _Gateway(self._gateway)
        raise NotifyError(NO_GATEWAY if channel == "SMS" else NOT_SET_UP)

    def is_set_up(self, session: Session, channel: Channel) -> bool:
        """As the database says now, which the running senders follow within seconds."""
        kinds = [kind for kind, each in CHANNEL_OF.items() if each == channel]
        found = select(ChannelRow.channel_id).where(ChannelRow.kind.in_(kinds), ChannelRow.active)
        if session.scalar(found.limit(1)) is not None:
            return True
        return channel == "SMS" and self._gateway is not None and self._gateway.is_set_up

    @property
    def gateway(self) -> Sender | None:
        """Of short messages, where no channel of the company's does it; None: not set up."""
        return _Gateway(self._gateway) if self._gateway is not None and self._gateway.is_set_up else None

    @property
    def takes_texts(self) -> bool:
        """Whether short messages are carried at all."""
        channels = any(kept.account.channel == "SMS" for kept in self._kept.values())
        return channels or (self._gateway is not None and self._gateway.is_set_up)

    async def close(self) -> None:
        for kept in self._kept.values():
            await kept.sender.close()


class _Gateway:
    """The gateway of short messages as a sender."""

    def __init__(self, gateway: ShortMessages) -> None:
        self._gateway = gateway

    async def send(self, parcel: Parcel) -> str:
        if not self._gateway.is_set_up:
            raise NotifyError(NO_GATEWAY)
        await self._gateway.send(parcel.address, parcel.text)
        return ""

    async def close(self) -> None:
        return


def groups_for(session: Session, template: str) -> list[str]:
    """Robots and webhooks that want to hear of this kind ("kinds" of their settings; "*": of all)."""
    wants = ("wecom-robot", "webhook")
    rows = session.scalars(select(ChannelRow).where(ChannelRow.kind.in_(wants), ChannelRow.active))
    found: list[str] = []
    for row in rows:
        kinds = row.settings.get("kinds")
        if isinstance(kinds, list) and (template in kinds or "*" in kinds):
            found.append(row.channel_id)
    return sorted(found)


def group_channel(session: Session, name: str) -> Channel | None:
    """What kind of group stands under this name of the set-up; None: nothing that is active."""
    row = session.get(ChannelRow, name)
    channel = CHANNEL_OF.get(row.kind) if row is not None and row.active else None
    return channel if channel in TO_GROUPS else None
