"""An e-mail to the company becomes a ticket, or a comment on the one whose number stands in its subject.

In:  the raw message, as a mail server hands it over (RFC 5322). Out: what it says. Nothing is kept here.
A sender's address proves nothing: only where it is the customer's own does it count as his word.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr
from html.parser import HTMLParser
from typing import Final

from app.server.storage.errors import InvalidValueError
from app.server.tickets.public import clean_number, clean_text

LONGEST_TEXT: Final = 8000
LONGEST_TITLE: Final = 200
_NUMBER: Final = re.compile(r"T\d{8}-\d{4,8}", re.IGNORECASE)
_REPLY: Final = re.compile(r"^\s*((re|fw|fwd|aw|答复|回复|转发)\s*[::]\s*)+", re.IGNORECASE)
_QUOTE_BEGINS: Final = re.compile(
    r"^\s*(>|-{2,}\s*(原始邮件|original message|forwarded message)|_{10,}|发件人\s*[::]"
    r"|on .{5,120} wrote:\s*$|(于|在).{5,120}写道\s*[::])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class MailFile:
    """``name``: as the sender calls it."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Mail:
    """``once``: the same for the same message. ``number``: of the ticket in its subject, "" for none.
    ``is_automatic``: an answer of a machine, a newsletter: nothing is done with it, lest two machines
    write to each other for ever."""

    once: str
    sender: str
    sender_name: str
    subject: str
    text: str
    number: str
    is_automatic: bool
    files: tuple[MailFile, ...] = ()


def read_mail(raw: bytes) -> Mail:
    """Raises InvalidValueError for what is no e-mail."""
    try:
        message = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(raw)
        name, sender = parseaddr(str(message.get("From", "")))
        subject = clean_text(" ".join(str(message.get("Subject", "")).split()), LONGEST_TITLE)
        text = _text(message)
        files = _files(message)
        message_id = str(message.get("Message-ID", "")).strip()
        automatic = _is_automatic(message)
    except (MessageError, LookupError, ValueError, TypeError, AttributeError) as error:
        raise InvalidValueError("This is no e-mail that can be read.") from error
    if "@" not in sender or len(sender) > 200:
        raise InvalidValueError("This is no e-mail that can be read: it has no sender.")
    once = hashlib.sha256(message_id.encode("utf-8", "replace") if message_id else raw).hexdigest()
    found = _NUMBER.search(subject)
    return Mail(
        once=once,
        sender=clean_text(sender, 200).lower(),
        sender_name=clean_text(name, 100),
        subject=_REPLY.sub("", subject).strip(),
        text=clean_text(own_words(text), LONGEST_TEXT),
        number=clean_number(found[0]) if found else "",
        is_automatic=automatic,
        files=files,
    )


def own_words(text: str) -> str:
    """Without what is quoted below; all of it where nothing else is there."""
    lines = text.replace("\r\n", "\n").split("\n")
    kept: list[str] = []
    for line in lines:
        if _QUOTE_BEGINS.match(line):
            break
        kept.append(line.rstrip())
    return "\n".join(kept).strip() or text.strip()


def _is_automatic(message: EmailMessage) -> bool:
    """RFC 3834 §5, and what mailing lists say."""
    said = str(message.get("Auto-Submitted", "no")).strip().lower()
    precedence = str(message.get("Precedence", "")).strip().lower()
    empty_return = str(message.get("Return-Path", "x")).strip() == "<>"
    listed = "List-Id" in message or precedence in ("bulk", "junk", "list", "auto_reply")
    return not said.startswith("no") or listed or empty_return


def _files(message: EmailMessage) -> tuple[MailFile, ...]:
    """Those with a name, and mails that were passed on as a whole."""
    found: list[MailFile] = []
    for part in message.iter_attachments():
        name = clean_text(part.get_filename() or "", 200)
        if part.get_content_type() == "message/rfc822":
            inner = part.get_content()
            content = inner.as_bytes() if isinstance(inner, EmailMessage) else b""
            found.append(MailFile(name or "mail.eml", content))
        elif name:
            content = part.get_payload(decode=True)
            found.append(MailFile(name, content if isinstance(content, bytes) else b""))
    return tuple(found)


def _text(message: EmailMessage) -> str:
    body = message.get_body(("plain", "html"))
    if body is None:
        return ""
    content = body.get_content()
    text = content if isinstance(content, str) else ""
    return _plain(text) if body.get_content_type() == "text/html" else text


class _Words(HTMLParser):
    """The words of a page: no styles, no scripts, a line for each block."""

    _BREAKS: Final = frozenset({"p", "div", "br", "tr", "li", "blockquote", "h1", "h2", "h3"})
    _HIDDEN: Final = frozenset({"style", "script", "head", "title"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._HIDDEN:
            self._hidden += 1
        elif tag in self._BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._HIDDEN and self._hidden:
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def _plain(html: str) -> str:
    words = _Words()
    words.feed(html)
    words.close()
    lines = (" ".join(line.split()) for line in "".join(words.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
