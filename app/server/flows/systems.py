"""What flows may ask of ourselves: operations by system, and what each answers. Carried out by connectors."""

from __future__ import annotations

from collections.abc import Mapping

ORDERS, TICKETS, CUSTOMERS = "@orders", "@tickets", "@customers"

# system → operation → (parameters, answers)
OWN_SYSTEMS: Mapping[str, Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    ORDERS: {
        "latest": (
            ("caller", "language"),
            ("number", "status", "status_text", "date", "amount", "items", "count"),
        ),
        "find": (
            ("number", "caller", "language"),
            ("number", "status", "status_text", "date", "amount", "items", "own"),
        ),
    },
    TICKETS: {
        "latest": (
            ("caller", "language"),
            ("number", "status", "status_text", "type", "type_text", "date", "due_date", "title", "count"),
        ),
        "find": (
            ("number", "caller", "language"),
            ("number", "status", "status_text", "type", "type_text", "date", "due_date", "title", "own"),
        ),
    },
    CUSTOMERS: {
        "find": (("caller",), ("name", "level", "region", "language", "open_tickets", "open_orders")),
    },
}
