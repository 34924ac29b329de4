"""Examples of what stands in a notice: by which its text is read before it is used. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from app.contracts.people import Label

_SAMPLES: Mapping[str, tuple[str, str]] = {  # value → Chinese, English
    "agent": ("王芳", "Wang Fang"),
    "answer": ("可以，用清水冲洗后晾干。", "Yes: rinse it with water and let it dry."),
    "bad": ("2", "2"),
    "by": ("刘洋", "Liu Yang"),
    "code": ("K7P2QX", "K7P2QX"),
    "created": ("118", "118"),
    "customer": ("李明", "Li Ming"),
    "due": ("今天 17:00", "today 17:00"),
    "failed": ("2", "2"),
    "file": ("客户.xlsx", "customers.xlsx"),
    "granted": ("已同意", "granted"),
    "link": ("https://help.example.com/t", "https://help.example.com/t"),
    "minutes": ("30", "30"),
    "name": ("VIP 客户", "VIP customers"),
    "note": ("请补充照片", "Please add a photo"),
    "number": ("T20261122-0042", "T20261122-0042"),
    "priority": ("高", "High"),
    "question": ("滤芯可以水洗吗？", "Can the filter be washed?"),
    "reason": ("核对收货地址", "To check an address"),
    "rows": ("120", "120"),
    "skipped": ("0", "0"),
    "status": ("处理中", "In progress"),
    "text": ("师傅明天上午到。", "The engineer comes tomorrow morning."),
    "title": ("冰箱不制冷", "The fridge does not cool"),
    "type": ("报修", "Repair"),
    "updated": ("0", "0"),
    "who": ("王芳", "Wang Fang"),
    "why": ("客户要求加急", "The customer is in a hurry"),
}


def sample(value: str, language: str) -> str:
    """The value's own name where nobody wrote an example."""
    zh, en = _SAMPLES.get(value, (value, value))
    return zh if language == "zh" else en


def sample_label(value: str) -> Label:
    return Label(code=value, zh=sample(value, "zh"), en=sample(value, "en"))
