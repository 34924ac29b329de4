"""Words of notices: both languages, checked, and nothing in a value can break them."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from app.resources import resource_dir
from app.server.notify.customer_way import takes_texts
from app.server.notify.model import ChannelSetUpError
from app.server.notify.quiet import quiet_until
from app.server.notify.texts import LANGUAGES, NoticeTexts, clean, read_templates, render
from app.server.notify.wishes import is_email

TOLD_BY_OTHER_ROOMS = (
    "ticket.created", "ticket.assigned", "ticket.reminder", "ticket.half-time", "ticket.late",
    "ticket.moved.customer", "ticket.resolved.customer", "ticket.comment.customer", "ticket.sent-back",
    "ticket.watching", "access.asked", "access.decided", "article.to-approve", "article.approved",
    "article.returned", "question.asked", "question.answered", "import.done", "export.done",
)  # fmt: skip


class NoOwnWords:
    def get(self, *_: object) -> None:
        return None


def test_whatever_other_rooms_tell_has_words_in_both_languages() -> None:
    texts = NoticeTexts(resource_dir() / "notices")
    for name in TOLD_BY_OTHER_ROOMS:
        template = texts.get(name)
        assert template is not None, name
        values = {each: f"<{each}>" for each in template.values}
        for language in LANGUAGES:
            words = texts.words(NoOwnWords(), name, language, values)  # type: ignore[arg-type]
            assert words.title and words.text
            assert not set("{}[]") & set(words.title + words.text)
            empty = texts.words(NoOwnWords(), name, language, {})  # type: ignore[arg-type]
            assert not set("{}[]") & set(empty.title + empty.text)


def test_values_come_in_the_language_of_the_text() -> None:
    texts = NoticeTexts(resource_dir() / "notices")
    values = {"title": "冰箱", "number": "T1", "status_zh": "处理中", "status_en": "in progress"}
    said = [texts.words(NoOwnWords(), "ticket.watching", each, values).text for each in LANGUAGES]  # type: ignore[arg-type]
    assert said == ["现在是“处理中”", "It is in progress now"]
    decided = texts.words(NoOwnWords(), "access.decided", "zh", {"granted": "no", "note": "太宽"})  # type: ignore[arg-type]
    assert (decided.title, decided.text) == ("查看客户信息的申请未同意", "太宽")


@pytest.mark.parametrize(
    ("text", "values", "said"),
    [
        ("{a}[，{b}]", {"a": "1", "b": "2"}, "1，2"),
        ("{a}[，{b}]", {"a": "1"}, "1"),
        ("[由{a}][。{b}]", {"b": "2"}, "2"),
        ("{a}", {"a": "{b}[{c}]"}, "{b}[{c}]"),
        ("{a}{b}", {}, ""),
    ],
)
def test_parts_without_their_values_are_left_out(text, values, said) -> None:
    assert render(text, values) == said


def test_a_value_brings_no_lines_and_no_control_characters() -> None:
    assert clean("a\r\nBcc: x\x00\u202e\ud800") == "a  Bcc: x"
    assert len(clean("x" * 5000)) == 1000


@pytest.mark.parametrize(
    "file",
    [
        "a.b: {to: user, values: [x], zh: {title: '{y}', text: t}, en: {title: t, text: t}}",
        "a.b: {to: user, values: [x], zh: {title: t, text: t}}",
        "a.b: {to: nobody, values: [], zh: {title: t, text: t}, en: {title: t, text: t}}",
        "a.b: {to: user, values: [x], zh: {title: 't]', text: t}, en: {title: t, text: t}}",
        "a.b: 1",
        "[",
    ],
)
def test_a_file_that_is_not_sound_is_refused(file) -> None:
    with pytest.raises(ChannelSetUpError):
        read_templates(file, "x.yaml")


@pytest.mark.parametrize(
    ("at", "until"),
    [
        ("2026-11-21 22:00", "2026-11-22 07:30"),
        ("2026-11-21 23:59", "2026-11-22 07:30"),
        ("2026-11-22 07:29", "2026-11-22 07:30"),
        ("2026-11-22 07:30", None),
        ("2026-11-21 21:59", None),
    ],
)
def test_a_night_runs_over_midnight(at, until) -> None:
    found = quiet_until(datetime.fromisoformat(at).astimezone(), time(22), time(7, 30))
    assert (found.strftime("%Y-%m-%d %H:%M") if found else None) == until


def test_a_rest_at_noon_is_possible_too() -> None:
    noon = datetime(2026, 11, 21, 12, 30).astimezone()
    found = quiet_until(noon, time(12), time(13))
    assert found is not None and found.hour == 13
    assert quiet_until(noon, time(13), time(14)) is None
    assert quiet_until(noon, None, time(14)) is None and quiet_until(noon, time(9), time(9)) is None


@pytest.mark.parametrize(
    ("number", "takes"),
    [("+8613812345678", True), ("+8619912345678", True), ("+862187654321", False), ("+864008001234", False),
     ("+85261234567", True), ("10086", False), ("", False)],
)  # fmt: skip
def test_only_mobiles_take_short_messages(number, takes) -> None:
    assert takes_texts(number) is takes


@pytest.mark.parametrize("text", ["", "a", "a@b", "@b.example", "a@b.example\n", "a b@c.d", "a@b@c.d"])
def test_what_is_no_mail_address(text) -> None:
    assert not is_email(text) and is_email("wang.qiang+x@mail.example.com")
