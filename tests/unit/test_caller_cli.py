"""What a person at the keyboard sees of ``seatline caller``, without a network."""

import json

import pytest

from app.caller import words
from app.caller.cli import main
from app.caller.model import CallReport, EndReason, Step, StepKind


def report(reason: EndReason, by: str = "") -> CallReport:
    answered = reason is EndReason.HUNG_UP
    return CallReport(
        to="sip:4001@127.0.0.1:5060", from_number="1", answered=answered,
        setup_ms=300.0 if answered else None, ended_by=by,
        end_reason=reason.value, sip_status=200 if answered else 486, duration_s=42.1,
        codec="PCMA", packets_sent=2000, packets_received=1990, packets_lost=3, first_audio_ms=20.0,
        max_gap_ms=61.2, level_dbfs=-21.3, digits_sent="1", steps=(Step(StepKind.ENDED, 9.0, reason.value),),
    )  # fmt: skip


def test_the_end_is_told_in_both_languages():
    peer = report(EndReason.HUNG_UP, "peer")
    assert words.end_lines(peer, "en")[0] == "hung up by the other side after 42.1 s"
    assert words.end_lines(peer, "zh")[0] == "通话 42.1 秒后对方挂断"
    assert "3 lost" in words.end_lines(peer, "en")[1]


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("reason", [r for r in EndReason if r is not EndReason.HUNG_UP])
def test_every_reason_has_a_sentence(reason: EndReason, language: str):
    (line,) = words.end_lines(report(reason), language)
    assert line and "{" not in line


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("kind", [k for k in StepKind if k is not StepKind.ENDED])
def test_every_step_has_a_line(kind: StepKind, language: str):
    line = words.step_line(Step(kind, 0.34, "1"), language)
    assert line and "{" not in line


def test_the_language_follows_the_environment(monkeypatch: pytest.MonkeyPatch):
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    for value, language in (("zh_CN.UTF-8", "zh"), ("C.UTF-8", "en"), ("de_DE", "en")):
        monkeypatch.setenv("LANG", value)
        assert words.default_language() == language


def test_the_report_as_json_is_one_line_with_plain_values():
    text = report(EndReason.HUNG_UP, "us").as_json()
    read = json.loads(text)
    assert "\n" not in text
    assert read["steps"] == [{"kind": "ended", "at_s": 9.0, "detail": "hung-up"}]
    assert read["max_gap_ms"] == 61.2


@pytest.mark.parametrize(
    "arguments",
    [[], ["--to", "sip:1@h"], ["--to", "sip:1@h", "--from", "1", "--seconds", "soon"],
     ["--to", "sip:1@h", "--from", "1", "--lang", "fr"]],
)  # fmt: skip
def test_arguments_that_cannot_be_used_end_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "seatline caller" in capsys.readouterr().err


def test_a_slip_ends_with_1_and_a_sentence(capsys: pytest.CaptureFixture[str]):
    assert main(["--to", "4001", "--from", "1"]) == 1
    assert "write sip:NUMBER@HOST:PORT" in capsys.readouterr().err
