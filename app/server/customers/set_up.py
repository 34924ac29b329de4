"""What a customer's form is made of: fields of the company's own, what a customer may agree to, tags.

In:  the administrator's wish. Out: rows; a field that is taken away keeps its values in the files, unseen.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from app.contracts.customer_work import CustomerSetUp
from app.contracts.fields import FieldDefinition
from app.contracts.people import Label
from app.server.customers.own_fields import read_definitions
from app.server.security.audit import note_deed
from app.server.security.model import NotAllowedError, Right, SignedInUser
from app.server.storage.errors import InvalidValueError
from app.server.storage.tables import CustomerField, CustomerTag, LabelRow

CONSENT, TAG = "CONSENT", "CUSTOMER_TAG"  # kinds in table ``labels``
MOST_FIELDS, MOST_CONSENTS, MOST_TAGS, LONGEST_TAG, MOST_CHOICES = 60, 30, 200, 40, 200
LONGEST_CODE, LONGEST_LABEL = 40, 120


def read_set_up(session: Session) -> CustomerSetUp:
    tags = list(session.scalars(_labels(TAG)).all())
    suggested = [row.zh for row in tags]
    in_use = [tag for tag in _tags_in_use(session) if tag not in suggested]
    return CustomerSetUp(
        fields=read_definitions(session),
        consents=read_consents(session),
        tags=[*suggested, *in_use][:MOST_TAGS],
    )


def read_consents(session: Session) -> list[Label]:
    return [Label(code=row.code, zh=row.zh, en=row.en) for row in session.scalars(_labels(CONSENT))]


def put_set_up(session: Session, user: SignedInUser, wish: CustomerSetUp, now: datetime) -> CustomerSetUp:
    """Inside a write transaction. Raises NotAllowedError, InvalidValueError."""
    if not user.may(Right.SET_UP_CUSTOMERS):
        raise NotAllowedError("Only supervisors and administrators may do this.")
    _check(wish)
    session.execute(delete(CustomerField))
    for place, each in enumerate(wish.fields):
        definition = each.model_copy(update={"position": place})
        row = CustomerField(code=each.code, definition=definition.model_dump(mode="json"), position=place)
        session.add(row)
    _put_labels(session, CONSENT, wish.consents)
    tags = list(dict.fromkeys(tag.strip() for tag in wish.tags if tag.strip()))
    _put_labels(session, TAG, [Label(code=f"T{place}", zh=tag, en=tag) for place, tag in enumerate(tags)])
    note_deed(session, now, user.user_id, "customers.set-up", "customers", f"{len(wish.fields)} fields")
    session.flush()
    return read_set_up(session)


def _check(wish: CustomerSetUp) -> None:
    if len(wish.fields) > MOST_FIELDS or len(wish.consents) > MOST_CONSENTS or len(wish.tags) > MOST_TAGS:
        raise InvalidValueError("So many fields, consents or tags nobody fills in.")
    _unique([each.code for each in wish.fields], "field")
    _unique([each.code for each in wish.consents], "consent")
    for each in wish.fields:
        _check_field(each)
    for label in wish.consents:
        _check_label(label)
    if any(len(tag.strip()) > LONGEST_TAG for tag in wish.tags):
        raise InvalidValueError(f"A tag may have {LONGEST_TAG} characters.")


def _check_field(field: FieldDefinition) -> None:
    _check_label(field.name)
    with_choices = field.kind in ("CHOICE", "CHOICES")
    if with_choices != bool(field.choices) or len(field.choices) > MOST_CHOICES:
        needs = f"1 to {MOST_CHOICES} choices" if with_choices else "no choices"
        raise InvalidValueError(f"The field {field.code!r} needs {needs}.")
    _unique([each.code for each in field.choices], f"choice of {field.code!r}")
    for choice in field.choices:
        _check_label(choice)


def _check_label(label: Label) -> None:
    sound = label.code.strip() and len(label.code) <= LONGEST_CODE and (label.zh.strip() or label.en.strip())
    texts = (label.code, label.zh, label.en)
    if not sound or any(len(text) > LONGEST_LABEL or "\0" in text for text in texts):
        raise InvalidValueError(
            f"{label.code[:LONGEST_CODE]!r}: a code of up to {LONGEST_CODE} characters and a name are needed."
        )


def _unique(codes: Sequence[str], what: str) -> None:
    twice = next((code for code in codes if codes.count(code) > 1), None)
    if twice is not None:
        raise InvalidValueError(f"The {what} {twice[:LONGEST_CODE]!r} is there twice.")


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
