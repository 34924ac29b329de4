"""Reads the set-up from the database, in one look, into plain values."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contracts.people import Label
from app.server.core.plan import Plan
from app.server.directory.calling_rules import stored_calling
from app.server.directory.desk_rules import DeskRules
from app.server.directory.model import DirectoryUser, SavedPlace
from app.server.directory.plans import read_plan
from app.server.directory.trunks import read_trunks
from app.server.security.fields import decrypt_field
from app.server.storage.meta import get_meta
from app.server.storage.revision import read_revision
from app.server.storage.tables import LabelRow, Phone, Queue, QueueMember, SavedNumber, Skill, User
from app.server.voice.engine import PhoneAccount, SrtpPolicy, TrunkAccount

COMPANY_ZH, COMPANY_EN = "company_zh", "company_en"  # keys in table ``meta``
SKILL = "SKILL"  # kind of label, beside those of table ``labels``


@dataclass(frozen=True, slots=True)
class SetUp:
    """Everything at one moment; replaced as a whole. ``faults``: of damaged rows, a sentence each."""

    company: str
    plan: Plan
    desk_rules: dict[str, DeskRules]  # by queue
    saved_numbers: tuple[SavedPlace, ...]
    caller_numbers: tuple[SavedPlace, ...]
    users: dict[str, DirectoryUser]
    phones: dict[str, PhoneAccount]
    queues: tuple[Label, ...]
    labels: dict[str, tuple[Label, ...]]
    trunks: tuple[TrunkAccount, ...]
    faults: tuple[str, ...]
    revision: int


def phone_field(sip_user: str) -> str:
    """What the encrypted secret of a phone is bound to."""
    return f"phones/{sip_user}"


def read_set_up(session: Session, phone_key: bytes) -> SetUp:
    """Raises ConfigurationError, FieldDamagedError."""
    rows = session.scalars(select(Phone)).all()
    users = _users(session, {phone.user_id: phone.sip_user for phone in rows})
    phones, trunks = read_lines(session, phone_key)
    queues = session.scalars(select(Queue).order_by(Queue.position, Queue.queue_id)).all()
    plan, desk_rules, faults = read_plan(session, users)
    return SetUp(
        company=get_meta(session, COMPANY_ZH) or "Seatline",
        plan=plan,
        desk_rules=desk_rules,
        saved_numbers=_saved_numbers(session),
        caller_numbers=stored_calling(session).numbers,
        users=users,
        phones=phones,
        queues=tuple(Label(code=queue.queue_id, zh=queue.name_zh, en=queue.name_en) for queue in queues),
        labels=_labels(session),
        trunks=trunks,
        faults=faults,
        revision=read_revision(session),
    )


def read_lines(
    session: Session, phone_key: bytes
) -> tuple[dict[str, PhoneAccount], tuple[TrunkAccount, ...]]:
    """Phones of users who may work here, and trunks. Raises FieldDamagedError."""
    rows = session.scalars(select(Phone).join(User).where(User.disabled.is_(False)))
    return {row.sip_user: _account(row, phone_key) for row in rows}, read_trunks(session, phone_key)


def _users(session: Session, phone_of: dict[str, str]) -> dict[str, DirectoryUser]:
    queue_ids: defaultdict[str, list[str]] = defaultdict(list)
    for member in session.scalars(select(QueueMember).order_by(QueueMember.queue_id)):
        queue_ids[member.user_id].append(member.queue_id)
    rows = session.scalars(select(User).where(User.disabled.is_(False)).order_by(User.username))
    return {
        row.user_id: DirectoryUser(
            user_id=row.user_id,
            username=row.username,
            display_name=row.display_name,
            display_name_en=row.display_name_en,
            role=row.role,
            sip_user=phone_of.get(row.user_id, ""),
            queue_ids=tuple(queue_ids[row.user_id]),
            senior=row.senior or row.role == "SENIOR",
            region=row.region,
            department=row.department,
            department_en=row.department_en,
        )
        for row in rows
    }


def _account(phone: Phone, phone_key: bytes) -> PhoneAccount:
    secret = decrypt_field(phone_key, phone.secret_encrypted, phone_field(phone.sip_user))
    return PhoneAccount(
        phone.sip_user, secret, phone.md5_only, SrtpPolicy(phone.srtp), may_dial_out=phone.may_dial_out
    )


def _saved_numbers(session: Session) -> tuple[SavedPlace, ...]:
    rows = session.scalars(select(SavedNumber).order_by(SavedNumber.position, SavedNumber.number))
    return tuple(SavedPlace(row.number, row.name_zh, row.name_en) for row in rows)


def _labels(session: Session) -> dict[str, tuple[Label, ...]]:
    found: defaultdict[str, list[Label]] = defaultdict(list)
    for row in session.scalars(select(LabelRow).order_by(LabelRow.kind, LabelRow.position)):
        found[row.kind].append(Label(code=row.code, zh=row.zh, en=row.en))
    for skill in session.scalars(select(Skill).order_by(Skill.skill_id)):
        found[SKILL].append(Label(code=skill.skill_id, zh=skill.name_zh, en=skill.name_en))
    return {kind: tuple(labels) for kind, labels in found.items()}
