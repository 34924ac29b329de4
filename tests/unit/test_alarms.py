"""What whoever is on call is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.server.alarms import LONGEST_TEXT, Alarms

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_an_alarm_lasts_until_it_is_over_and_keeps_the_time_of_its_beginning() -> None:
    moments = iter([NOW, NOW + timedelta(minutes=5), NOW + timedelta(minutes=6)])
    alarms = Alarms(lambda: next(moments))
    alarms.raise_alarm("recording-journal", "The disk is full.")
    alarms.raise_alarm("recording-journal", "The disk is still full.")
    (alarm,) = alarms.view().alarms
    assert (alarm.since, alarm.text) == (NOW, "The disk is still full.")
    alarms.raise_alarm("media-died", "x" * 9000)
    assert [len(each.text) for each in alarms.view().alarms] == [23, LONGEST_TEXT]
    alarms.clear("recording-journal", "There is room again.")
    alarms.clear("never-raised", "")
    assert [each.error_id for each in alarms.view().alarms] == ["media-died"]


def test_a_line_shows_since_when_it_is_up_or_down_and_why() -> None:
    moments = iter([NOW, NOW + timedelta(minutes=5)])
    alarms = Alarms(lambda: next(moments))
    alarms.trunk("telecom", True, "registered")
    alarms.trunk("telecom", True, "registered again")
    (line,) = alarms.view().trunks
    assert (line.up, line.since, line.why) == (True, NOW, "registered again")
    alarms.trunk("telecom", False, "no answer to OPTIONS")
    (line,) = alarms.view().trunks
    assert (line.up, line.since) == (False, NOW + timedelta(minutes=5))
