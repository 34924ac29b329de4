"""What another room wants somebody to know becomes rows, inside that room's transaction.

In:  a Notice. Out: a notice in the window, messages in the outbox; after the commit open desktops are told
and the courier is woken. What cannot reach anybody is kept as SKIPPED with its reason.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contracts.live import LiveMessage, NoticeMade
from app.contracts.notices import Channel, NoticeView, NoticeWishes
from app.contracts.tickets import DeliveryView
from app.server.live_port import Language, OpenDesktops
from app.server.noticing import Notice, ToCustomer, ToGroup, ToUser
from app.server.notify import outbox
from app.server.notify.customer_way import OPTED_OUT, has_opted_out, way_to
from app.server.notify.office import NOT_SET_UP, Office, group_channel, groups_for
from app.server.notify.outbox import Draft
from app.server.notify.outgoing import state_of
from app.server.notify.quiet import quiet_until
from app.server.notify.rules import customers_quiet
from app.server.notify.texts import LANGUAGES, NoticeTexts, Words, clean
from app.server.notify.wishes import read_wishes
from app.server.storage.after import after_commit
from app.server.storage.tables import MessageOut, NoticeRow, User
from app.server.storage.types import to_us
from app.server.storage.upsert import upsert

LONGEST_KEY = 200
MOST_DELIVERIES = 100


class Noticing:
    """Implements ``app.server.noticing.Notices``."""

    def __init__(
        self, texts: NoticeTexts, office: Office, desktops: OpenDesktops, wake: Callable[[], None]
    ) -> None:
        self._texts, self._office = texts, office
        self._desktops, self._wake = desktops, wake

    def post(self, session: Session, notice: Notice, now: datetime) -> None:
        match notice.to:
            case ToUser(user_id):
                self._to_user(session, notice, user_id, now)
            case ToCustomer():
                self._to_customer(session, notice, notice.to, now)
            case ToGroup(name):
                words = self._texts.words(session, notice.template, "zh", notice.values)
                self._to_group(session, notice, name, words, _key(notice.key), now)

    def deliveries(self, session: Session, subject: str) -> list[DeliveryView]:
        """What customers were told of it."""
        told = select(MessageOut).where(MessageOut.subject == subject, MessageOut.user_id.is_(None))
        told = told.where(MessageOut.channel.not_in(("WECOM_ROBOT", "WEBHOOK")))
        rows = session.scalars(told.order_by(MessageOut.message_id).limit(MOST_DELIVERIES))
        return [
            DeliveryView(
                at=row.delivered_at or row.sent_at or row.at,
                channel=row.channel,
                template=row.template,
                state=state_of(row),
                why=row.error,
            )
            for row in rows
        ]

    # --- people of the house ---

    def _to_user(self, session: Session, notice: Notice, user_id: str, now: datetime) -> None:
        user = session.get(User, user_id)
        wishes = read_wishes(session, user_id)
        if user is None or user.disabled or (notice.template in wishes.off and not notice.urgent):
            return
        words: dict[Language, Words] = {
            each: self._texts.words(session, notice.template, each, notice.values) for each in LANGUAGES
        }
        notice_id = _keep(session, notice, user_id, words, now)
        if notice_id is None:
            return
        self._tell(session, notice, notice_id, user_id, words, now)
        for channel in wishes.channels:
            self._to_her(session, notice, user_id, wishes, channel, words[wishes.language], now)
        self._to_groups(session, notice, words["zh"], now)

    def _tell(
        self,
        session: Session,
        notice: Notice,
        notice_id: int,
        user_id: str,
        words: dict[Language, Words],
        now: datetime,
    ) -> None:
        made: dict[Language, LiveMessage] = {
            each: _made(notice, notice_id, words[each], now) for each in LANGUAGES
        }
        after_commit(session, lambda: self._desktops.tell_user(user_id, made))

    def _to_her(
        self,
        session: Session,
        notice: Notice,
        user_id: str,
        wishes: NoticeWishes,
        channel: Channel,
        words: Words,
        now: datetime,
    ) -> None:
        addresses = {"SMS": wishes.number, "EMAIL": wishes.email, "WECOM": wishes.wecom_user}
        quiet = quiet_until(now.astimezone(), wishes.quiet_from, wishes.quiet_until)
        self._put(
            session,
            Draft(
                channel,
                addresses.get(channel, ""),
                words.text if channel == "EMAIL" else f"{words.title}\n{words.text}".strip(),
                title=words.title,
                key=_key(notice.key),
                template=notice.template,
                language=wishes.language,
                values=_values(notice),
                subject=notice.subject,
                user_id=user_id,
                not_before=None if notice.urgent else quiet,
                skipped="" if self._office.is_set_up(session, channel) else NOT_SET_UP,
            ),
            now,
        )

    # --- customers ---

    def _to_customer(self, session: Session, notice: Notice, to: ToCustomer, now: datetime) -> None:
        key = _key(notice.key)
        if outbox.knows(session, key):
            return
        way = way_to(session, self._office, to)
        words = self._texts.words(session, notice.template, way.language, notice.values)
        quiet = quiet_until(now.astimezone(), *customers_quiet(session)) if way.channel == "SMS" else None
        self._put(
            session,
            Draft(
                way.channel,
                way.address,
                words.text,
                title=words.title,
                key=key,
                template=notice.template,
                language=way.language,
                values=_values(notice),
                subject=notice.subject,
                customer_id=way.customer_id,
                not_before=None if notice.urgent else quiet,
                skipped=way.why,
            ),
            now,
        )

    # --- groups ---

    def _to_groups(self, session: Session, notice: Notice, words: Words, now: datetime) -> None:
        """Robots and webhooks that want this kind hear it once, however many people are told."""
        for channel_id in groups_for(session, notice.template):
            same = f"{channel_id}|{notice.template}|{notice.subject}|{words.title}|{words.text}|{to_us(now)}"
            key = "group:" + hashlib.sha256(same.encode()).hexdigest()
            self._to_group(session, notice, channel_id, words, key, now)

    def _to_group(
        self, session: Session, notice: Notice, name: str, words: Words, key: str, now: datetime
    ) -> None:
        if outbox.knows(session, key):
            return
        channel = group_channel(session, name)
        draft = Draft(
            channel or "WECOM_ROBOT",
            name,
            words.text,
            title=words.title,
            key=key,
            template=notice.template,
            values=_values(notice),
            subject=notice.subject,
            skipped="" if channel else NOT_SET_UP,
        )
        self._put(session, draft, now)

    def _put(self, session: Session, draft: Draft, now: datetime) -> None:
        if draft.key is not None and outbox.knows(session, draft.key, draft.channel):
            return
        if has_opted_out(session, draft.address):
            draft = outbox.skipped(draft, OPTED_OUT)
        outbox.put(session, draft, now)
        after_commit(session, self._wake, once="courier")


def _keep(
    session: Session, notice: Notice, user_id: str, words: dict[Language, Words], now: datetime
) -> int | None:
    """Its id; None where it was said before."""
    insert = upsert(session, NoticeRow).values(
        key=_key(notice.key),
        user_id=user_id,
        at=now,
        kind=notice.template,
        title_zh=words["zh"].title,
        text_zh=words["zh"].text,
        title_en=words["en"].title,
        text_en=words["en"].text,
        subject=notice.subject[: outbox.LONGEST_SUBJECT],
        urgent=notice.urgent,
    )
    kept = insert.on_conflict_do_nothing(index_elements=["key"]).returning(NoticeRow.notice_id)
    return session.scalar(kept)


def _made(notice: Notice, notice_id: int, words: Words, now: datetime) -> NoticeMade:
    view = NoticeView(
        notice_id=notice_id,
        at=now,
        kind=notice.template,
        title=words.title,
        text=words.text,
        subject=notice.subject,
        urgent=notice.urgent,
    )
    return NoticeMade(cursor=0, notice=view)


def _values(notice: Notice) -> dict[str, str]:
    """As providers' templates take them: without what is empty, cleaned."""
    return {name: clean(value) for name, value in notice.values.items() if value}


def _key(key: str) -> str:
    return key if len(key) <= LONGEST_KEY else "sha256:" + hashlib.sha256(key.encode()).hexdigest()
