"""The set-up in plain values, and what is wrong with it in sentences."""

from __future__ import annotations

from dataclasses import dataclass


class ConfigurationError(Exception):
    """The set-up cannot work; the sentence says what to correct."""

    error_id = "configuration"


class NotEmptyError(ConfigurationError):
    """Sample data may not be mixed with real data."""

    error_id = "database-not-empty"


@dataclass(frozen=True, slots=True)
class DirectoryUser:
    """``sip_user`` is "" for who has no phone."""

    user_id: str
    username: str
    display_name: str
    display_name_en: str
    role: str
    sip_user: str
    queue_ids: tuple[str, ...]
    senior: bool = False
    region: str = ""
    department: str = ""
    department_en: str = ""

    @property
    def is_agent(self) -> bool:
        """Takes calls: has a phone, and is an agent or a member of a queue. Who checks the work of others, or
        the books, takes none."""
        if not self.sip_user or self.role in ("QUALITY", "AUDITOR"):
            return False
        return self.role in ("AGENT", "SENIOR") or bool(self.queue_ids)


@dataclass(frozen=True, slots=True)
class SavedPlace:
    """An outside number that the company keeps at hand."""

    number: str
    name_zh: str
    name_en: str = ""

    def name_in(self, language: str) -> str:
        return (self.name_en if language == "en" else "") or self.name_zh


@dataclass(frozen=True, slots=True)
class SampleAccount:
    """One entry of ``sample-accounts.json``."""

    username: str
    password: str
    role: str
    extension: str
    sip_user: str
    sip_password: str


@dataclass(frozen=True, slots=True)
class FirstAdmin:
    """``chosen``: the password was given by the operator and needs not be shown."""

    username: str
    password: str
    chosen: bool
