"""How somebody of the house wants to be told. All functions work inside a session of their caller."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.contracts.notices import Channel, NoticeWishes
from app.contracts.people import Label
from app.server.notify.quiet import read_time, write_time
from app.server.notify.texts import NoticeTexts
from app.server.numbering import parse_e164
from app.server.security.model import SignedInUser
from app.server.storage.errors import InvalidValueError
from app.server.storage.tables import NoticeWishesRow

TO_PEOPLE: tuple[Channel, ...] = ("SMS", "EMAIL", "WECOM")


def read_wishes(session: Session, user_id: str) -> NoticeWishes:
    row = session.get(NoticeWishesRow, user_id)
    if row is None:
        return NoticeWishes()
    return NoticeWishes(
        channels=[each for each in TO_PEOPLE if each in row.channels],
        off=[str(each) for each in row.off],
        quiet_from=read_time(row.quiet_from),
        quiet_until=read_time(row.quiet_until),
        email=row.email,
        number=row.number,
        wecom_user=row.wecom_user,
        language="en" if row.language == "en" else "zh",
    )


def write_wishes(
    session: Session, user: SignedInUser, wishes: NoticeWishes, texts: NoticeTexts
) -> NoticeWishes:
    """What cannot be is refused; kinds that are unknown are left out. Raises InvalidValueError."""
    email, number = wishes.email.strip(), _number(wishes.number)
    wecom_user = wishes.wecom_user.strip()
    if email and not is_email(email):
        raise InvalidValueError("This is no e-mail address.")
    if wecom_user and not (wecom_user.isascii() and wecom_user.isprintable() and "|" not in wecom_user):
        raise InvalidValueError("A WeCom user id has plain letters, digits and signs.")
    needed: dict[Channel, str] = {"SMS": number, "EMAIL": email, "WECOM": wecom_user}
    for channel in wishes.channels:
        if channel not in TO_PEOPLE and channel != "APP":
            raise InvalidValueError(f"{channel} does not lead to a person.")
        if channel in needed and not needed[channel]:
            raise InvalidValueError(f"Say where {channel} shall go.")
    if (wishes.quiet_from is None) != (wishes.quiet_until is None):
        raise InvalidValueError("Quiet hours need a beginning and an end.")
    known = {template.name for template in texts if template.to == "user"}
    row = session.get(NoticeWishesRow, user.user_id) or NoticeWishesRow(user_id=user.user_id)
    row.channels = [each for each in TO_PEOPLE if each in wishes.channels]
    row.off = sorted(set(wishes.off) & known)
    row.quiet_from, row.quiet_until = write_time(wishes.quiet_from), write_time(wishes.quiet_until)
    row.email, row.number, row.wecom_user, row.language = email, number, wecom_user, wishes.language
    session.add(row)
    session.flush()
    return read_wishes(session, user.user_id)


def kinds(texts: NoticeTexts) -> list[Label]:
    return [
        Label(code=each.name, zh=each.label["zh"], en=each.label["en"]) for each in texts if each.to == "user"
    ]


def is_email(text: str) -> bool:
    """Good enough to be tried: one @, something on both sides, plain characters."""
    name, _, domain = text.rpartition("@")
    plain = text.isascii() and text.isprintable() and not any(each in text for each in ' ,;<>"()[]\\')
    return bool(name) and "." in domain.strip(".") and plain and "@" not in name


def _number(text: str) -> str:
    """Raises InvalidValueError."""
    if not text.strip():
        return ""
    number = parse_e164(text) if text.isprintable() else None
    if number is None:
        raise InvalidValueError("This is no telephone number.")
    return number
