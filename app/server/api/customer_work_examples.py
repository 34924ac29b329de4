"""Examples in the description of the API: segments, rules, spreadsheets, merges."""

from __future__ import annotations

from typing import Any, Final

from fastapi.openapi.models import Example

_VIP: Final[dict[str, Any]] = {
    "match": "all",
    "conditions": [
        {"field": "level", "op": "is", "value": ["GOLD", "VIP"]},
        {"field": "orders.total_cents", "op": "at_least", "value": 500000, "days": 365},
    ],
    "groups": [
        {
            "match": "any",
            "conditions": [
                {"field": "tickets.open", "op": "at_least", "value": 1},
                {"field": "outcome.FOLLOW_UP", "op": "at_least", "value": 2, "days": 30},
            ],
        }
    ],
}
_LOST: Final[dict[str, Any]] = {
    "conditions": [
        {"field": "tags", "op": "has", "value": "老客户"},
        {"field": "calls.last_at", "op": "not_within_days", "value": 90},
    ]
}

FILTER: Final[dict[str, Example]] = {
    "good customers in need": {"value": _VIP},
    "old customers who are silent": {"value": _LOST},
}
SEGMENT: Final[dict[str, Example]] = {
    "for all": {"value": {"name": "重点客户待跟进", "filter": _VIP, "shared": True}},
    "my own": {"value": {"name": "沉默老客户", "filter": _LOST}},
}
RULE: Final[dict[str, Example]] = {
    "needs much": {
        "value": {
            "name": "一个月内两次待跟进",
            "tag": "高风险",
            "filter": {
                "match": "any",
                "conditions": [
                    {"field": "outcome.FOLLOW_UP", "op": "at_least", "value": 2, "days": 30},
                    {"field": "note", "op": "contains", "value": "退货", "days": 30},
                ],
            },
            "takes_away": True,
        }
    }
}
EXPORT: Final[dict[str, Example]] = {
    "a segment": {"value": {"format": "xlsx", "segment_id": "0f3a…", "reason": "十一月回访名单"}},
    "a filter, some columns": {
        "value": {
            "format": "csv",
            "filter": _LOST,
            "columns": ["name", "number", "region", "tags"],
            "reason": "Autumn mailing",
        }
    },
}
MAPPING: Final[dict[str, Example]] = {
    "three columns": {
        "value": {"targets": ["name", "number", "", "tag"], "when_known": "update", "tag": "展会2026"}
    }
}
MERGE: Final[dict[str, Example]] = {
    "the address from the other": {
        "value": {"survivor_id": "c0001", "other_id": "c0217", "take": ["address", "field.size"]}
    }
}
