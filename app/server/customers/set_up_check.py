"""What is wrong with a customer's form as somebody wants it: all of it at once, in both languages.

In:  the wish, the fields that there are, the filters in use. Out: faults. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from app.contracts.customer_work import CustomerSetUp, SetUpFault
from app.contracts.fields import FieldDefinition
from app.contracts.filters import Filter
from app.contracts.people import Label
from app.server.storage.errors import InvalidValueError, StorageError

MOST_FIELDS, MOST_CONSENTS, MOST_TAGS, LONGEST_TAG, MOST_CHOICES = 60, 30, 200, 40, 200
MOST_RETIRED = 200
LONGEST_CODE, LONGEST_LABEL = 40, 120
WITH_CHOICES: Final = ("CHOICE", "CHOICES")


class SetUpWrongError(InvalidValueError):
    error_id = "set-up-wrong"

    def __init__(self, faults: list[SetUpFault]) -> None:
        super().__init__(" ".join(each.en for each in faults))
        self.present = {"faults": [each.model_dump() for each in faults]}


class SetUpChangedError(StorageError):
    error_id = "set-up-changed"
    status = 409
    sentence = "Somebody else changed the customers' form meanwhile. Nothing was saved yet."

    def __init__(self, present: CustomerSetUp) -> None:
        super().__init__()
        self.present = present.model_dump(mode="json")


def faults_of(
    wish: CustomerSetUp, known: Mapping[str, FieldDefinition], uses: Mapping[str, list[str]]
) -> list[SetUpFault]:
    """``known``: fields in the form or retired, by code. ``uses``: what asks for a field or consent
    ("field.<code>", "consent.<code>"): names of segments and rules."""
    faults = [*_amounts(wish)]
    faults += _twice("field", [each.code for each in wish.fields])
    faults += _twice("consent", [each.code for each in wish.consents])
    for field in wish.fields:
        faults += _field(field, known.get(field.code))
    for consent in wish.consents:
        faults += _label(f"consent.{consent.code}", consent)
    if any(len(tag.strip()) > LONGEST_TAG or "\0" in tag for tag in wish.tags):
        faults.append(_tag())
    return [*faults, *_still_used(wish, uses)]


def asked_for(wanted: Filter) -> Iterable[str]:
    """Fields and consents of the company that a filter asks for, by their codes there."""
    for condition in wanted.conditions:
        if condition.field.startswith(("field.", "consent.")):
            yield condition.field
    for group in wanted.groups:
        yield from asked_for(group)


def _amounts(wish: CustomerSetUp) -> Iterable[SetUpFault]:
    for there, most, zh, en in (
        (wish.fields, MOST_FIELDS, "自定义字段", "fields"),
        (wish.consents, MOST_CONSENTS, "同意项", "consents"),
        (wish.tags, MOST_TAGS, "建议标签", "suggested tags"),
    ):
        if len(there) > most:
            yield SetUpFault(subject="", zh=f"{zh}最多 {most} 个。", en=f"At most {most} {en}.")


def _twice(kind: str, codes: list[str]) -> Iterable[SetUpFault]:
    for code, count in Counter(codes).items():
        if count > 1:
            short = code[:LONGEST_CODE]
            yield SetUpFault(
                subject=f"{kind}.{short}",
                zh=f"代码“{short}”用了不止一次。",
                en=f"The code “{short}” is there more than once.",
            )


def _field(field: FieldDefinition, before: FieldDefinition | None) -> Iterable[SetUpFault]:
    subject, name = f"field.{field.code}", _name(field.name, field.code)
    yield from _label(subject, field.name)
    if before is not None and before.kind != field.kind:
        yield SetUpFault(
            subject=subject,
            zh=f"“{name}”的类型不能改：客户资料里已有按原类型填写的值。请停用它，另建一个字段。",
            en=f"The kind of “{name}” stays: its values are in the files. Retire it and make a new one.",
        )
    if field.kind in WITH_CHOICES:
        if not 0 < len(field.choices) <= MOST_CHOICES:
            yield SetUpFault(
                subject=subject,
                zh=f"“{name}”需要 1 到 {MOST_CHOICES} 个选项。",
                en=f"“{name}” needs 1 to {MOST_CHOICES} choices.",
            )
    elif field.choices:
        yield SetUpFault(subject=subject, zh=f"“{name}”不能有选项。", en=f"“{name}” has no choices.")
    for fault in _twice(subject, [each.code for each in field.choices]):
        yield fault.model_copy(update={"subject": subject})
    for choice in field.choices:
        yield from _label(subject, choice, f"“{name}”的选项", f"A choice of “{name}”")


def _label(subject: str, label: Label, zh: str = "这一项", en: str = "It") -> Iterable[SetUpFault]:
    texts = (label.code, label.zh, label.en)
    if not label.code.strip() or len(label.code) > LONGEST_CODE:
        yield SetUpFault(
            subject=subject[:80],
            zh=f"{zh}需要 1 到 {LONGEST_CODE} 个字符的代码。",
            en=f"{en} needs a code of 1 to {LONGEST_CODE} characters.",
        )
    if not (label.zh.strip() or label.en.strip()):
        yield SetUpFault(subject=subject[:80], zh=f"{zh}需要名称。", en=f"{en} needs a name.")
    if any(len(text) > LONGEST_LABEL or "\0" in text for text in texts):
        yield SetUpFault(
            subject=subject[:80],
            zh=f"{zh}的名称最多 {LONGEST_LABEL} 个字符。",
            en=f"{en} has a name of at most {LONGEST_LABEL} characters.",
        )


def _tag() -> SetUpFault:
    return SetUpFault(
        subject="tags",
        zh=f"标签最多 {LONGEST_TAG} 个字符。",
        en=f"A tag may have {LONGEST_TAG} characters.",
    )


def _still_used(wish: CustomerSetUp, uses: Mapping[str, list[str]]) -> Iterable[SetUpFault]:
    there = {f"field.{each.code}" for each in wish.fields}
    there |= {f"consent.{each.code}" for each in wish.consents}
    for subject in sorted(uses.keys() - there):
        names = "、".join(uses[subject][:3])
        yield SetUpFault(
            subject=subject,
            zh=f"还有客群或标签规则按它筛选：{names}。请先改这些条件。",
            en=f"Segments or tag rules still ask for it: {names}. Change these first.",
        )


def _name(label: Label, code: str) -> str:
    return (label.zh.strip() or label.en.strip() or code)[:LONGEST_LABEL]
