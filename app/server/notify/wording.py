"""The company's own words of notices, changed by administrators; a text that would not work is refused.

All functions work inside a session of their caller.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contracts.notice_texts import NoticeTextView, NoticeTextWish, NoticeWords
from app.contracts.people import Label
from app.server.live_port import Language
from app.server.notify.model import ChannelSetUpError
from app.server.notify.texts import LANGUAGES, NoticeTexts, Template
from app.server.security.audit import note_deed
from app.server.security.model import NotAllowedError, Right, SignedInUser
from app.server.storage.errors import InvalidValueError, NotFoundError
from app.server.storage.tables import NoticeTemplateRow
from app.server.storage.versions import FileChangedError, one_after_the_other, version_of

_LOCK = 7328015
_Own = dict[tuple[str, str], NoticeTemplateRow]


def views(session: Session, user: SignedInUser, texts: NoticeTexts) -> list[NoticeTextView]:
    """Raises NotAllowedError."""
    _check(user)
    own = _own(session)
    return [_view(each, own) for each in texts]


def put(
    session: Session, user: SignedInUser, texts: NoticeTexts, name: str, wish: NoticeTextWish, now: datetime
) -> NoticeTextView:
    """In force with the next notice. Raises NotAllowedError, NotFoundError, InvalidValueError,
    FileChangedError."""
    _check(user)
    template = texts.get(name)
    if template is None:
        raise NotFoundError("There is no such text.")
    one_after_the_other(session, _LOCK)
    present = _view(template, _own(session))
    if wish.version and wish.version != present.version:
        raise FileChangedError(present.model_dump(mode="json"))
    wished: dict[Language, NoticeWords] = {"zh": wish.zh, "en": wish.en}
    for language, said in wished.items():
        usual = template.words[language]
        title = "" if said.title.strip() == usual.title else said.title.strip()
        text = "" if said.text.strip() == usual.text else said.text.strip()
        try:
            texts.check_own(name, title, text)
        except ChannelSetUpError as error:
            raise InvalidValueError(str(error)) from error
        row = session.get(NoticeTemplateRow, (name, language))
        if title or text:
            row = row or NoticeTemplateRow(template=name, language=language)
            row.title, row.text = title, text
            session.add(row)
        elif row is not None:
            session.delete(row)
    session.flush()
    note_deed(session, now, user.user_id, "notices.texts", "", name)
    return _view(template, _own(session))


def _check(user: SignedInUser) -> None:
    if not user.may(Right.SET_UP_CHANNELS):
        raise NotAllowedError("This is for administrators.")


def _own(session: Session) -> _Own:
    return {(row.template, row.language): row for row in session.scalars(select(NoticeTemplateRow))}


def _view(template: Template, own: _Own) -> NoticeTextView:
    def said(language: Language) -> NoticeWords:
        row = own.get((template.name, language))
        return NoticeWords(title=row.title, text=row.text) if row is not None else NoticeWords()

    usual = {
        each: NoticeWords(title=template.words[each].title, text=template.words[each].text)
        for each in LANGUAGES
    }
    mine = {each: said(each) for each in LANGUAGES}
    return NoticeTextView(
        template=template.name,
        name=Label(code=template.name, zh=template.label["zh"], en=template.label["en"]),
        to=template.to,
        values=sorted(template.values),
        usual_zh=usual["zh"],
        usual_en=usual["en"],
        own_zh=mine["zh"],
        own_en=mine["en"],
        version=version_of(repr([(each.title, each.text) for each in mine.values()])),
    )
