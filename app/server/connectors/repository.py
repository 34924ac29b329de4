"""Systems in the database: rows on one side, accounts on the other; and their files for administrators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.server.connectors.model import SystemAccount, SystemSetUpError, check_system, make_operation
from app.server.security.fields import FieldDamagedError, decrypt_field, encrypt_field
from app.server.storage.tables import System

FIELDS = ("id", "base_url", "headers", "timeout_ms", "retries", "operations")


def system_field(system_id: str) -> str:
    """What the encrypted secrets of a system are bound to."""
    return f"systems/{system_id}"


def read_systems(session: Session, key: bytes) -> tuple[dict[str, SystemAccount], list[str]]:
    """And a sentence about each that cannot be used."""
    found: dict[str, SystemAccount] = {}
    faults: list[str] = []
    for row in session.scalars(select(System).order_by(System.system_id)):
        try:
            found[row.system_id] = account_of(row, key)
        except (SystemSetUpError, FieldDamagedError) as error:
            faults.append(str(error))
    return found, faults


def account_of(row: System, key: bytes) -> SystemAccount:
    """Raises FieldDamagedError, SystemSetUpError."""
    account = SystemAccount(
        system_id=row.system_id,
        base_url=row.base_url,
        headers={str(name): str(value) for name, value in row.headers.items()},
        secrets=secrets_of(row, key),
        timeout_ms=row.timeout_ms,
        retries=row.retries,
        operations={
            name: make_operation(f"System {row.system_id}, {name}", raw)
            for name, raw in row.operations.items()
        },
    )
    check_system(account)
    return account


def secrets_of(row: System, key: bytes) -> dict[str, str]:
    if not row.secret_encrypted:
        return {}
    return msgspec.json.decode(
        decrypt_field(key, row.secret_encrypted, system_field(row.system_id)), type=dict[str, str]
    )


def set_secret(row: System, key: bytes, name: str, value: str) -> None:
    """ "" takes it away. Raises FieldDamagedError."""
    secrets = secrets_of(row, key)
    secrets[name] = value
    kept = {each: secret for each, secret in secrets.items() if secret}
    text = msgspec.json.encode(kept).decode()
    row.secret_encrypted = encrypt_field(key, text, system_field(row.system_id)) if kept else b""


def write_system(session: Session, data: object, key: bytes) -> str:
    """Insert or replace from a file's data; secrets that are set stay. Raises SystemSetUpError."""
    if not isinstance(data, Mapping) or not isinstance(cast("Mapping[str, Any]", data).get("id"), str):
        raise SystemSetUpError(f"The file holds no system: it needs {', '.join(FIELDS)}.")
    fields = cast("Mapping[str, Any]", data)
    if unknown := sorted(set(fields) - set(FIELDS)):
        raise SystemSetUpError(f"System {fields['id']}: there is no field {unknown[0]!r}.")
    headers, operations = fields.get("headers") or {}, fields.get("operations") or {}
    if not isinstance(headers, Mapping) or not isinstance(operations, Mapping):
        raise SystemSetUpError(f"System {fields['id']}: headers and operations must be names with values.")
    old = session.get(System, fields["id"])
    row = System(
        system_id=fields["id"],
        base_url=str(fields.get("base_url") or ""),
        headers=dict(cast("Mapping[str, Any]", headers)),
        secret_encrypted=old.secret_encrypted if old else b"",
        timeout_ms=_whole(fields, "timeout_ms", 3000),
        retries=_whole(fields, "retries", 1),
        operations=dict(cast("Mapping[str, Any]", operations)),
    )
    account_of(row, key)
    session.merge(row)
    return row.system_id


def as_file(row: System) -> dict[str, Any]:
    """Without secrets."""
    return {
        "id": row.system_id,
        "base_url": row.base_url,
        "headers": row.headers,
        "timeout_ms": row.timeout_ms,
        "retries": row.retries,
        "operations": row.operations,
    }


def _whole(fields: Mapping[str, Any], name: str, default: int) -> int:
    value = fields.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool):
        raise SystemSetUpError(f"System {fields['id']}: {name} must be a whole number.")
    return value
