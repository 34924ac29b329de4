"""What providers of short messages report later: it arrived, or the network could not deliver it.

In:  POSTs of Aliyun ("SmsReport") and Tencent Cloud (status reports) to an address that holds a secret of the
channel: neither signs its reports. Out: rows of the outbox that say DELIVERED or FAILED with why; the answer
that the provider wants to hear.

A report names the provider's number of the message (``receipt``); Aliyun's also ours (``once``). The same
report again changes nothing. One of a message that nobody knows is asked for again while it is young (it may
be quicker than the answer to our own request), else taken and forgotten: it may be of another program.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.server.notify.channels.aliyun import CHINA
from app.server.notify.channels.answers import plain, short
from app.server.notify.model import DELIVERED, FAILED, NEW, SENT
from app.server.notify.set_up import RECEIPT_KEY, secrets_of
from app.server.security.fields import FieldDamagedError
from app.server.storage.database import Database
from app.server.storage.errors import InvalidValueError, NotFoundError
from app.server.storage.tables import ChannelRow, MessageOut

MOST = 500  # reports in one request; the providers send up to 100
YOUNG = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Report:
    """``why``: of the network, "" where it arrived."""

    receipt: str
    once: str
    at: datetime | None
    why: str


@dataclass(frozen=True, slots=True)
class _Provider:
    read: Callable[[Mapping[str, Any]], Report]
    taken: Mapping[str, object]
    again: Mapping[str, object]


def _aliyun(data: Mapping[str, Any]) -> Report:
    why = "" if data.get("success") is True else short(data.get("err_code") or "undelivered")
    return Report(plain(data.get("biz_id")), plain(data.get("out_id")), _time(data.get("report_time")), why)


def _tencent(data: Mapping[str, Any]) -> Report:
    why = "" if data.get("report_status") == "SUCCESS" else short(data.get("errmsg") or "undelivered")
    return Report(plain(data.get("sid")), "", _time(data.get("user_receive_time")), why)


PROVIDERS: Mapping[str, _Provider] = {
    "aliyun-sms": _Provider(_aliyun, {"code": 0, "msg": "OK"}, {"code": 1, "msg": "unknown"}),
    "tencent-sms": _Provider(_tencent, {"result": 0, "errmsg": "OK"}, {"result": 1, "errmsg": "unknown"}),
}


class Receipts:
    """``key``: what channels' secrets are encrypted with."""

    def __init__(self, database: Database, key: bytes, clock: Callable[[], datetime]) -> None:
        self._database, self._key, self._clock = database, key, clock

    async def take(self, channel_id: str, secret: str, body: bytes) -> Mapping[str, object]:
        """What to answer. Raises NotFoundError (no such channel, or not its secret), InvalidValueError."""
        provider = await self._database.read(lambda session: self._provider(session, channel_id, secret))
        reports = [provider.read(each) for each in _objects(body)]
        now = self._clock()

        def settle(session: Session) -> bool:
            known = [_settle(session, each, now) for each in reports]
            return all(known)

        return provider.taken if await self._database.write(settle) else provider.again

    def _provider(self, session: Session, channel_id: str, secret: str) -> _Provider:
        row = session.get(ChannelRow, channel_id)
        provider = PROVIDERS.get(row.kind) if row is not None else None
        try:
            wanted = secrets_of(row, self._key).get(RECEIPT_KEY, "") if row is not None else ""
        except FieldDamagedError:
            wanted = ""
        if provider is None or not wanted or not hmac.compare_digest(wanted.encode(), secret.encode()):
            raise NotFoundError("Nothing is taken here.")
        return provider


def _settle(session: Session, report: Report, now: datetime) -> bool:
    """False: nobody knows it yet."""
    names = [MessageOut.receipt == report.receipt] if report.receipt else []
    names += [MessageOut.once == report.once] if report.once else []
    rows = (
        session.scalars(select(MessageOut).where(MessageOut.channel == "SMS", or_(*names))) if names else ()
    )
    found = next(iter(rows), None)
    if found is None:
        return report.at is None or not now - YOUNG < report.at <= now + YOUNG
    if found.state not in (SENT, FAILED, DELIVERED) and not (report.once and found.state == NEW):
        return True
    if report.why:
        found.state, found.error, found.delivered_at = FAILED, report.why, None
    else:
        at = report.at if report.at is not None and found.at <= report.at <= now else now
        found.state, found.error, found.delivered_at = DELIVERED, "", at
    found.next_at = None
    found.receipt = found.receipt or report.receipt
    return True


def _objects(body: bytes) -> list[Mapping[str, Any]]:
    """Raises InvalidValueError."""
    try:
        data: object = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InvalidValueError("Reports are a list in JSON.") from error
    listed = cast("list[object]", data) if isinstance(data, list) else [data]
    if len(listed) > MOST or not all(isinstance(each, dict) for each in listed):
        raise InvalidValueError(f"Reports are a list in JSON, of at most {MOST}.")
    return [cast("Mapping[str, Any]", each) for each in listed]


def _time(text: object) -> datetime | None:
    """Both providers say when by the clock of China, without its name."""
    try:
        return datetime.strptime(str(text), "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
