"""What a customer's form is made of: fields of the company's own, what a customer may agree to, tags.

In:  a wish of who sets up. Out: rows; a field that is left out is retired: its values stay in the files,
unseen, and come back with it.
"""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from pydantic import ValidationError
from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from app.contracts.customer_work import CustomerSetUp
from app.contracts.fields import FieldDefinition
from app.contracts.filters import Filter
from app.contracts.people import Label
from app.server.customers.own_fields import RETIRED, read_definitions, read_retired
from app.server.customers.set_up_check import (
    MOST_RETIRED,
    MOST_TAGS,
    SetUpChangedError,
    SetUpWrongError,
    asked_for,
    faults_of,
)
from app.server.security.audit import note_deed
from app.server.security.model import NotAllowedError, Right, SignedInUser
from app.server.storage.tables import CustomerField, CustomerTag, LabelRow, SegmentRow, TagRuleRow
from app.server.storage.versions import one_after_the_other, version_of

_LOCK = 7328013
CONSENT, TAG = "CONSENT", "CUSTOMER_TAG"  # kinds in table ``labels``


def read_set_up(session: Session) -> CustomerSetUp:
    suggested = [row.zh for row in session.scalars(_labels(TAG))]
    in_use = [tag for tag in _tags_in_use(session) if tag not in suggested]
    fields, consents = read_definitions(session), read_consents(session)
    return CustomerSetUp(
        fields=fields,
        consents=consents,
        tags=[*suggested, *in_use][:MOST_TAGS],
        suggested=suggested,
        retired=read_retired(session),
        version=_version(fields, consents, suggested),
    )


def read_consents(session: Session) -> list[Label]:
    return [Label(code=row.code, zh=row.zh, en=row.en) for row in session.scalars(_labels(CONSENT))]


def put_set_up(session: Session, user: SignedInUser, wish: CustomerSetUp, now: datetime) -> CustomerSetUp:
    """Inside a write transaction. Raises NotAllowedError, SetUpChangedError, SetUpWrongError."""
    if not user.may(Right.SET_UP_CUSTOMERS):
        raise NotAllowedError("Only supervisors and administrators may do this.")
    one_after_the_other(session, _LOCK)
    before = read_set_up(session)
    if wish.version and wish.version != before.version:
        raise SetUpChangedError(before)
    known = {each.code: each for each in (*before.fields, *before.retired)}
    if faults := faults_of(wish, known, _uses(session)):
        raise SetUpWrongError(faults)
    _put_fields(session, wish.fields, known)
    _put_labels(session, CONSENT, wish.consents)
    tags = list(dict.fromkeys(tag.strip() for tag in wish.tags if tag.strip()))
    _put_labels(session, TAG, [Label(code=f"T{place}", zh=tag, en=tag) for place, tag in enumerate(tags)])
    note_deed(session, now, user.user_id, "customers.set-up", "customers", f"{len(wish.fields)} fields")
    session.flush()
    return read_set_up(session)


def _put_fields(
    session: Session, wanted: Sequence[FieldDefinition], known: Mapping[str, FieldDefinition]
) -> None:
    """In the wished order; who is left out is retired and keeps its definition."""
    session.execute(delete(CustomerField))
    retired = [each for code, each in known.items() if code not in {field.code for field in wanted}]
    for place, each in enumerate((*wanted, *retired[-MOST_RETIRED:])):
        definition = each.model_copy(update={"position": place}).model_dump(mode="json")
        if place >= len(wanted):
            definition[RETIRED] = True
        session.add(CustomerField(code=each.code, definition=definition, position=place))


def _uses(session: Session) -> dict[str, list[str]]:
    """What asks for fields and consents of the company: segments and tag rules, by name."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for table in (SegmentRow, TagRuleRow):
        for name, stored in session.execute(select(table.name, table.filter)):
            with contextlib.suppress(ValidationError):  # of another version: it is asked for anew anyway
                for subject in dict.fromkeys(asked_for(Filter.model_validate(stored))):
                    found[subject].append(str(name))
    return found


def _version(fields: list[FieldDefinition], consents: list[Label], suggested: list[str]) -> str:
    """Of the content: two who set up the same have changed nothing of each other's."""
    whole = CustomerSetUp(fields=fields, consents=consents, suggested=suggested)
    return version_of(whole.model_dump_json())


def _labels(kind: str) -> Select[LabelRow]:
    return select(LabelRow).where(LabelRow.kind == kind).order_by(LabelRow.position)


def _put_labels(session: Session, kind: str, labels: Sequence[Label]) -> None:
    session.execute(delete(LabelRow).where(LabelRow.kind == kind))
    for place, each in enumerate(labels):
        session.add(LabelRow(kind=kind, code=each.code, zh=each.zh, en=each.en, position=place))


def _tags_in_use(session: Session) -> list[str]:
    """From one to the next by the index, however many customers have it."""
    found: list[str] = []
    while len(found) < MOST_TAGS:
        following = select(func.min(CustomerTag.tag))
        if found:
            following = following.where(CustomerTag.tag > found[-1])
        tag = session.scalar(following)
        if tag is None:
            break
        found.append(tag)
    return found
