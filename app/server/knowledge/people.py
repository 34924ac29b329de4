"""Whom the knowledge base turns to: who may approve, who knows the answers of a category."""

from __future__ import annotations

from collections.abc import Iterable

from app.server.directory.service import DirectoryService
from app.server.security.model import RIGHTS, Right, RoleName


class People:
    def __init__(self, directory: DirectoryService) -> None:
        self._directory = directory

    def name(self, user_id: str) -> str:
        return self._directory.display_name(user_id) or user_id

    def approvers(self) -> list[str]:
        return [user.user_id for user in self._directory.users if _may(user.role, Right.APPROVE_KNOWLEDGE)]

    def experts(self, named: Iterable[str]) -> list[str]:
        """Those named who still are here; without any, who approves."""
        return [user_id for user_id in named if self._directory.user(user_id)] or self.approvers()


def _may(role: str, right: Right) -> bool:
    return right in RIGHTS[RoleName(role)]
