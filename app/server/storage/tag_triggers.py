"""The database keeps ``customer_tags`` in step with ``customers.tags``, whoever writes and however.

In:  the name of the database ("sqlite", "postgresql"). Out: the statements that make the triggers; said
again, they replace what is there. On SQLite a table that is made anew loses its triggers.
"""

from __future__ import annotations

from typing import Final

_TEXTS: Final = (
    "SELECT DISTINCT substr(value, 1, 100), new.customer_id FROM json_each(new.tags) WHERE type = 'text'"
)
_PUT: Final = f"INSERT OR IGNORE INTO customer_tags (tag, customer_id) {_TEXTS};"
_TAKE: Final = "DELETE FROM customer_tags WHERE customer_id = old.customer_id;"

_SQLITE: Final = (
    "DROP TRIGGER IF EXISTS customers_tags_insert",
    "DROP TRIGGER IF EXISTS customers_tags_update",
    "DROP TRIGGER IF EXISTS customers_tags_delete",
    f"CREATE TRIGGER customers_tags_insert AFTER INSERT ON customers WHEN new.tags <> '[]' BEGIN {_PUT} END",
    "CREATE TRIGGER customers_tags_update AFTER UPDATE OF tags ON customers WHEN old.tags <> new.tags "
    f"BEGIN {_TAKE} {_PUT} END",
    f"CREATE TRIGGER customers_tags_delete AFTER DELETE ON customers BEGIN {_TAKE} END",
)

_POSTGRESQL: Final = (
    """
    CREATE OR REPLACE FUNCTION customers_keep_tags() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
        IF TG_OP = 'UPDATE' AND old.tags::text = new.tags::text THEN
            RETURN NULL;
        END IF;
        IF TG_OP <> 'INSERT' THEN
            DELETE FROM customer_tags WHERE customer_id = old.customer_id;
        END IF;
        IF TG_OP <> 'DELETE' THEN
            INSERT INTO customer_tags (tag, customer_id)
            SELECT DISTINCT substr(value, 1, 100), new.customer_id
            FROM json_array_elements_text(new.tags) AS texts (value)
            ON CONFLICT DO NOTHING;
        END IF;
        RETURN NULL;
    END
    $body$
    """,
    "DROP TRIGGER IF EXISTS customers_tags ON customers",
    "CREATE TRIGGER customers_tags AFTER INSERT OR UPDATE OF tags OR DELETE ON customers "
    "FOR EACH ROW EXECUTE FUNCTION customers_keep_tags()",
)

FILL: Final = {
    "sqlite": "INSERT OR IGNORE INTO customer_tags (tag, customer_id) SELECT DISTINCT substr(value, 1, 100), "
    "customer_id FROM customers, json_each(customers.tags) WHERE json_each.type = 'text'",
    "postgresql": "INSERT INTO customer_tags (tag, customer_id) SELECT DISTINCT substr(value, 1, 100), "
    "customer_id FROM customers, json_array_elements_text(customers.tags) AS texts (value) "
    "ON CONFLICT DO NOTHING",
}


def tag_triggers(dialect: str) -> tuple[str, ...]:
    return _POSTGRESQL if dialect == "postgresql" else _SQLITE
