"""Files that came with an e-mail, through the same checks and scanner as those that people attach.

In:  the files of a mail, outside of any transaction. Out: those that were taken, encrypted on the disk, and
the names of the others with the reason; inside the transaction they are put to their ticket. The customer is
not shown them on his page: a sender's address proves nothing.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.server.security.attachments import (
    AttachmentInfectedError,
    AttachmentStore,
    AttachmentTooLargeError,
    StoredFile,
)
from app.server.security.file_kinds import FileRefusedError
from app.server.storage.errors import InvalidValueError, StorageError
from app.server.storage.tables import Ticket, TicketAttachment
from app.server.tickets.by_itself_email import MailFile
from app.server.tickets.talking import MOST_ATTACHMENTS

log = logging.getLogger(__name__)
MOST_FILES: Final = 20  # of one mail
_WHY: Final[dict[type[StorageError], str]] = {
    AttachmentTooLargeError: "太大",
    AttachmentInfectedError: "未通过安全扫描",
    FileRefusedError: "不接收此类文件",
    InvalidValueError: "空文件",
}
_TOO_MANY: Final = "数量过多"


@dataclass(frozen=True, slots=True)
class TakenFiles:
    """``stored``: each with its name. ``refused``: names with the reason, to be read by people."""

    stored: tuple[StoredFile, ...] = ()
    refused: tuple[str, ...] = ()


NO_FILES: Final = TakenFiles()


def take_files(store: AttachmentStore, files: Sequence[MailFile]) -> TakenFiles:
    """Blocking. Raises ScanFailedError, StorageFullError: then nothing is kept, and the mail comes again."""
    stored: list[StoredFile] = []
    refused = [_refused(each.name, _TOO_MANY) for each in files[MOST_FILES:]]
    try:
        for each in files[:MOST_FILES]:
            try:
                stored.append(store.keep(io.BytesIO(each.content), each.name))
            except tuple(_WHY) as error:
                log.info("a file of an e-mail is not taken: %s", error.error_id)
                why = next(why for kind, why in _WHY.items() if isinstance(error, kind))
                refused.append(_refused(each.name, why))
    except BaseException:
        drop_files(store, [each.blob_id for each in stored])
        raise
    return TakenFiles(tuple(stored), tuple(refused))


def drop_files(store: AttachmentStore, blob_ids: Sequence[str]) -> None:
    """Blocking."""
    for blob_id in blob_ids:
        store.remove(blob_id)


def fitting(session: Session, ticket: Ticket, files: TakenFiles) -> TakenFiles:
    """A ticket has only so many files: the rest is refused."""
    mine = select(func.count()).where(TicketAttachment.ticket_id == ticket.ticket_id)
    room = max(0, MOST_ATTACHMENTS - (session.scalar(mine) or 0))
    rest = tuple(_refused(each.name, _TOO_MANY) for each in files.stored[room:])
    return TakenFiles(files.stored[:room], files.refused + rest)


def _refused(name: str, why: str) -> str:
    return f"{name}（{why}）"
