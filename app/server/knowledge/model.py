"""What an article goes through, and what can be wrong with a wish about one.

In:  the state of a version and a step. Out: its next state; what is not in the table raises.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from app.server.security.model import NotAllowedError
from app.server.storage.errors import StorageError


class State(Enum):
    """Of one version. That a published one has expired follows from its dates alone."""

    DRAFT = "DRAFT"
    REVIEW = "REVIEW"
    PUBLISHED = "PUBLISHED"
    WITHDRAWN = "WITHDRAWN"
    REPLACED = "REPLACED"


class Step(Enum):
    SUBMIT = "submit"
    APPROVE = "approve"
    RETURN = "return"
    WITHDRAW = "withdraw"
    RESTORE = "restore"
    REPLACE = "replace"  # another version takes its place


TRANSITIONS: Mapping[tuple[State, Step], State] = {
    (State.DRAFT, Step.SUBMIT): State.REVIEW,
    (State.DRAFT, Step.WITHDRAW): State.WITHDRAWN,
    (State.DRAFT, Step.REPLACE): State.REPLACED,
    (State.REVIEW, Step.APPROVE): State.PUBLISHED,
    (State.REVIEW, Step.RETURN): State.DRAFT,
    (State.REVIEW, Step.REPLACE): State.REPLACED,
    (State.PUBLISHED, Step.WITHDRAW): State.WITHDRAWN,
    (State.PUBLISHED, Step.REPLACE): State.REPLACED,
    (State.WITHDRAWN, Step.RESTORE): State.PUBLISHED,
    (State.WITHDRAWN, Step.REPLACE): State.REPLACED,
}

MOST_ARTICLES = 20_000
KINDS = ("ARTICLE", "FAQ", "SCRIPT")
LANGUAGES = ("zh", "en")


class StepNotPossibleError(StorageError):
    error_id = "article-step"
    status = 409
    sentence = "This article is in another state by now. Look at it again."


class OwnArticleError(NotAllowedError):
    error_id = "article-own"


class ArticleChangedError(StorageError):
    """``present``: the newest draft, as it goes over the wire; ``changed``: fields that both changed."""

    error_id = "article-changed"
    status = 409
    sentence = "Somebody else changed the same parts of this article meanwhile. Nothing was saved yet."

    def __init__(self, present: dict[str, Any], changed: list[str]) -> None:
        super().__init__()
        self.present = present
        self.changed = changed


class TooManyArticlesError(StorageError):
    error_id = "invalid"
    status = 422
    sentence = "There are too many articles. Withdraw some that nobody reads."


def next_state(state: State, step: Step) -> State:
    """Raises StepNotPossibleError."""
    after = TRANSITIONS.get((state, step))
    if after is None:
        raise StepNotPossibleError
    return after


@dataclass(frozen=True, slots=True)
class Validity:
    """From the beginning of the first to the end of the last day; None: without a limit."""

    first: date | None
    last: date | None

    def holds_on(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and not self.is_over(day)

    def is_over(self, day: date) -> bool:
        return self.last is not None and self.last < day
