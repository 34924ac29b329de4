"""Errors on the wire: problem details (RFC 9457) with a stable ``error_id``."""

from __future__ import annotations

from typing import Any

from app.contracts.base import Wire


class Problem(Wire):
    """``error_id`` is what programs look at; ``title`` and ``detail`` are English sentences.

    error_ids: sign-in-failed, sign-in-locked, not-signed-in, not-allowed, not-found, invalid, offer-closed,
    call-not-yours, state-not-possible, target-unknown, target-busy, no-phone, customer-exists, storage-
    busy, storage-full, storage-unreachable, storage-conflict, storage-failed, idempotency-conflict, too-
    large, speech-not-possible, text-not-possible, text-not-wanted, outcome-required, reason-needed,
    too-many-looks, caller-number-unknown, method-not-allowed, recording-unknown, recording-damaged, internal.

    Of customers besides: customer-changed, access-decided. Of knowledge: article-own, article-step,
    category-in-use, category-tree. Of tickets: ticket-move, ticket-needs, ticket-type. Of attached files:
    attachment-kind, attachment-infected, attachment-scan-failed, attachment-damaged.

    Of work with many customers: spreadsheet-unreadable, import-state, already-merged, undo-not-possible,
    set-up-wrong (``present.faults``), set-up-changed.

    To customers alone, who are not signed in: ticket-unknown, ticket-closed, too-many-tries.

    To systems of the company, who sign: signature-wrong.

    Where somebody else changed the same thing meanwhile (customer-changed, ticket-changed, article-changed,
    file-changed), ``present`` is the thing as it stands now and ``changed`` names the fields that both
    changed.
    """

    type: str = "about:blank"
    status: int
    error_id: str
    title: str
    detail: str = ""
    present: dict[str, Any] | None = None
    changed: list[str] = []
