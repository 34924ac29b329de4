"""The database keeps ``ticket_totals`` in step with ``tickets``, whoever writes and however: how many there
are of each kind, so that nobody counts 100,000 rows to show a number. The archive is not counted.

In:  the name of the database ("sqlite", "postgresql"). Out: the statements that make the triggers; said
again, they replace what is there. On SQLite a table that is made anew loses its triggers.
"""

from __future__ import annotations

from typing import Final

_KEY: Final = "department, type, status, status_kind, priority, is_assigned"
_OF: Final = "archived, department, type, status, status_kind, priority, assigned_to"
_NEW: Final = (
    "new.department, new.type, new.status, new.status_kind, new.priority, new.assigned_to IS NOT NULL, 1"
)
_OLD: Final = (
    "department = old.department AND type = old.type AND status = old.status AND "
    "status_kind = old.status_kind AND priority = old.priority AND "
    "is_assigned = (old.assigned_to IS NOT NULL)"
)
_ADD: Final = (
    f"INSERT INTO ticket_totals ({_KEY}, count) SELECT {_NEW} WHERE NOT new.archived "
    f"ON CONFLICT ({_KEY}) DO UPDATE SET count = ticket_totals.count + 1;"
)
_TAKE: Final = f"UPDATE ticket_totals SET count = count - 1 WHERE NOT old.archived AND {_OLD};"

_SQLITE: Final = (
    "DROP TRIGGER IF EXISTS tickets_totals_insert",
    "DROP TRIGGER IF EXISTS tickets_totals_update",
    "DROP TRIGGER IF EXISTS tickets_totals_delete",
    f"CREATE TRIGGER tickets_totals_insert AFTER INSERT ON tickets BEGIN {_ADD} END",
    f"CREATE TRIGGER tickets_totals_update AFTER UPDATE OF {_OF} ON tickets BEGIN {_TAKE} {_ADD} END",
    f"CREATE TRIGGER tickets_totals_delete AFTER DELETE ON tickets BEGIN {_TAKE} END",
)

_POSTGRESQL: Final = (
    f"""
    CREATE OR REPLACE FUNCTION tickets_keep_totals() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
        IF TG_OP <> 'INSERT' THEN
            {_TAKE}
        END IF;
        IF TG_OP <> 'DELETE' THEN
            {_ADD}
        END IF;
        RETURN NULL;
    END
    $body$
    """,
    "DROP TRIGGER IF EXISTS tickets_totals ON tickets",
    f"CREATE TRIGGER tickets_totals AFTER INSERT OR UPDATE OF {_OF} OR DELETE ON tickets "
    "FOR EACH ROW EXECUTE FUNCTION tickets_keep_totals()",
)

FILL: Final = (
    f"INSERT INTO ticket_totals ({_KEY}, count) SELECT department, type, status, status_kind, priority, "
    "assigned_to IS NOT NULL, count(*) FROM tickets WHERE NOT archived GROUP BY 1, 2, 3, 4, 5, 6"
)


def totals_triggers(dialect: str) -> tuple[str, ...]:
    return _POSTGRESQL if dialect == "postgresql" else _SQLITE
