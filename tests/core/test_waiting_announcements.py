"""What a waiting caller hears: his place, how long it takes, a word of comfort; and music in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.server.core.commands import PlayPrompts
from app.server.core.events import DigitPressed, LegEnded, OfferDeclined
from app.server.core.facts import CallConnected, WaitAnnounced
from app.server.core.flow.plan import Flow, GoBack, Menu
from app.server.core.timers import AnnouncementDue
from app.server.core.waiting import outlook
from app.server.core.waiting.announce import hear, next_look, sentence_position, sentence_wait, words
from app.server.core.waiting.estimate import Estimate
from app.server.core.waiting.plan import Announcements, Waiting
from app.server.core.waiting.score import Told
from tests.core.playbook import NORMAL, START, Playbook, a_plan

SECOND = timedelta(seconds=1)
PLACE_2 = ("zh/position-before-one",)
NEXT = ("zh/position-1",)
MUSIC = "music/calm"


def a_queue(rules: Announcements | None = None, keys: dict[str, str] | None = None) -> Playbook:
    """Sales with one agent and these rules."""
    plan = a_plan(1)
    waiting = Waiting(announcements=rules or Announcements(comfort=()), keys=keys or {})
    queues = plan.queues | {"sales": replace(plan.queues["sales"], waiting=waiting)}
    back = Flow(
        "key", "ask", {"ask": Menu(("zh/really",), {"1": "back"}, 5, 2, "no", "no", "back"), "back": GoBack()}
    )
    return Playbook(replace(plan, queues=queues, flows={"key": back}))


def heard(play: Playbook, leg_id: str = "caller-1") -> list[tuple[str, ...]]:
    """What was played to him, without the music; the music must follow each time."""
    plays = [play for play in play.did(PlayPrompts) if play.leg_id == leg_id]
    assert all(play.prompts[-1] == MUSIC and play.loop for play in plays)
    return [play.prompts[:-1] for play in plays]


def history(play: Playbook, seconds: int, leg_id: str = "caller-1") -> list[tuple[int, tuple[str, ...]]]:
    """What he heard in this time, with the second in which it began."""
    found: list[tuple[int, tuple[str, ...]]] = []
    for _ in range(seconds):
        play.passes(1)
        found += [(int((play.now - START).total_seconds()), each) for each in heard(play, leg_id)]
    return found


# --- sentences ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "position", "names"),
    [
        ("zh", 1, ["position-1"]),
        ("zh", 2, ["position-before-one"]),
        ("zh", 3, ["position-before", "n-liang", "position-after"]),
        ("en", 22, ["position-before", "n-21", "position-after"]),
    ],
)
def test_a_place_as_it_is_said(language: str, position: int, names: list[str]):
    assert sentence_position(language, position) == tuple(f"{language}/{name}" for name in names)


@pytest.mark.parametrize(
    ("language", "low_s", "high_s", "names"),
    [
        ("zh", 0, 60, ["wait-less-than-a-minute"]),
        ("zh", 0, 300, ["wait-between", "n-1", "wait-and", "n-5", "wait-minutes"]),
        ("zh", 120, 240, ["wait-between", "n-liang", "wait-and", "n-4", "wait-minutes"]),
        ("en", 120, 240, ["wait-between", "n-2", "wait-and", "n-4", "wait-minutes"]),
        ("en", 180, 180, ["wait-about", "n-3", "wait-minutes"]),
    ],
)
def test_a_wait_as_it_is_said(language: str, low_s: int, high_s: int, names: list[str]):
    assert sentence_wait(language, low_s, high_s) == tuple(f"{language}/{name}" for name in names)


# --- rules ------------------------------------------------------------------------------------------


def said(rules: Announcements, told: Told, after_s: int, position: int, high_s: int = 0) -> tuple[str, ...]:
    estimate = Estimate(high_s / 2, 0, high_s) if high_s else None
    now = START + after_s * SECOND
    found = words(rules, told, START, now, position, estimate, "zh")
    if found is None:
        return ()
    hear(told, found, position, now)
    return tuple(name.removeprefix("zh/") for name in found.prompts)


def test_first_after_so_long_then_not_before_the_gap_and_only_if_better():
    rules, told = Announcements(first_after_s=20, gap_s=60, comfort=()), Told()
    assert said(rules, told, 19, 3) == ()
    assert said(rules, told, 20, 3) == ("position-before", "n-liang", "position-after")
    assert said(rules, told, 79, 2) == (), "the gap is not over"
    assert said(rules, told, 80, 3) == (), "no better than before"
    assert said(rules, told, 95, 4) == (), "somebody more urgent came: worse news are not told"
    assert said(rules, told, 110, 2) == ("position-before-one",)
    assert said(rules, told, 170, 1) == ("position-1",)
    assert said(rules, told, 500, 1) == ()


def test_each_of_place_and_wait_is_said_where_it_is_better():
    rules, told = Announcements(first_after_s=1, gap_s=10, comfort=()), Told()
    first = (
        "position-before",
        "n-4",
        "position-after",
        "wait-between",
        "n-1",
        "wait-and",
        "n-5",
        "wait-minutes",
    )
    assert said(rules, told, 1, 5, 300) == first
    assert said(rules, told, 11, 4, 360) == ("position-before", "n-3", "position-after"), (
        "it takes longer now"
    )
    assert said(rules, told, 21, 4, 240) == ("wait-between", "n-1", "wait-and", "n-4", "wait-minutes")
    assert said(rules, told, 31, 4) == ()


def test_again_and_again_where_it_need_not_be_better():
    rules, told = Announcements(first_after_s=5, gap_s=30, only_if_better=False, comfort=()), Told()
    assert [bool(said(rules, told, second, 2)) for second in (5, 34, 35, 65)] == [True, False, True, True]


def test_comfort_in_turn_when_there_is_nothing_better_to_say():
    rules = Announcements(first_after_s=20, gap_s=60, comfort=("one", "en/two"), comfort_every_s=30)
    told = Told()
    assert said(rules, told, 20, 2) == ("position-before-one",)
    assert said(rules, told, 49, 2) == ()
    assert said(rules, told, 50, 2) == ("one",)
    assert said(rules, told, 80, 2) == ("en/two",)
    assert said(rules, told, 110, 1) == ("position-1",)
    assert said(rules, told, 140, 1) == ("one",)


def test_never_where_it_is_not_wanted():
    silent = Announcements(first_after_s=0, comfort=())
    assert said(silent, Told(), 1000, 1, 60) == ()
    assert next_look(silent, Told(), START, START) is None
    neither = Announcements(position=False, expected_wait=False, comfort=())
    assert said(neither, Told(), 1000, 1, 60) == () and next_look(neither, Told(), START, START) is None


def test_a_place_far_behind_is_no_comfort():
    rules = Announcements(first_after_s=5, comfort=())
    assert said(rules, Told(), 5, 100) == ()
    assert said(rules, Told(), 5, 100, 600) == ("wait-between", "n-1", "wait-and", "n-10", "wait-minutes")


# --- in a queue ---------------------------------------------------------------------------------------


def test_he_hears_his_place_between_the_music_and_each_step_forward():
    play = a_queue().ready("wang").rings("c0").answers("wang")
    play.rings("caller-1", caller="1").rings("caller-2", caller="2")
    assert history(play, 60, "caller-2") == [(20, PLACE_2)]
    play.happens(LegEnded("caller-1", NORMAL, True))
    assert history(play, 120, "caller-2") == [(80, NEXT)]


def test_what_he_was_told_is_kept():
    play = a_queue().rings().passes(20)
    assert play.kept(WaitAnnounced) == [WaitAnnounced("call-1", "sales", 1, 0, 0)]


def test_comfort_and_place_take_turns():
    rules = Announcements(first_after_s=10, gap_s=40, comfort=("still-waiting",), comfort_every_s=25)
    play = a_queue(rules).rings()
    comfort = ("zh/still-waiting",)
    assert history(play, 100) == [(10, NEXT), (35, comfort), (60, comfort), (85, comfort)]


def test_nothing_is_said_to_who_talks_has_gone_or_whose_agent_is_rung():
    play = a_queue().rings("caller-1").rings("caller-2")
    assert sum(isinstance(each, AnnouncementDue) for each in play.house.timers.purposes.values()) == 2
    play.ready("wang")
    assert history(play, 19) == []
    play.answers("wang").happens(LegEnded("caller-2", NORMAL, True))
    assert not any(isinstance(each, AnnouncementDue) for each in play.house.timers.purposes.values())
    assert history(play, 200) == []


def test_after_an_offer_that_was_not_taken_he_is_told_again():
    play = a_queue().ready("wang").rings().happens(OfferDeclined("wang", "offer-1"))
    assert history(play, 30) == [(20, NEXT)]


def test_while_a_flow_speaks_with_him_no_announcement_interrupts_it():
    play = a_queue(keys={"2": "key"}).rings().passes(15)
    play.happens(DigitPressed("caller-1", "2"))
    assert [played.prompts for played in play.did(PlayPrompts)] == [("zh/really",)]
    play.passes(10)
    assert not play.did(PlayPrompts)
    play.happens(DigitPressed("caller-1", "1"))
    assert heard(play) == [()], "the music again"
    assert [words for _, words in history(play, 10)] == [NEXT]


def test_a_key_works_while_an_announcement_is_heard():
    play = a_queue(keys={"2": "key"}).rings().passes(20)
    assert heard(play) == [NEXT]
    play.happens(DigitPressed("caller-1", "2"))
    assert [played.prompts for played in play.did(PlayPrompts)] == [("zh/really",)]


def test_an_agent_who_becomes_free_wins_over_the_flow_and_he_hears_music_until_she_answers():
    play = a_queue(keys={"2": "key"}).rings().happens(DigitPressed("caller-1", "2"))
    play.ready("wang")
    assert heard(play) == [()]
    play.happens(DigitPressed("caller-1", "1"))
    assert not play.did(PlayPrompts)
    assert play.answers("wang").kept(CallConnected)


def test_in_english_for_who_chose_it():
    play = a_queue().rings()
    play.house.calls["call-1"].language = "en"
    assert history(play, 25) == [(20, ("en/position-1",))]


# --- the expected wait --------------------------------------------------------------------------------


def served_every(play: Playbook, seconds: int, callers: int) -> None:
    """A line of callers; wang talks with each for so long."""
    for number in range(callers + 5):
        play.rings(f"old-{number}", caller=f"1390000{number:04}")
    for number in range(callers):
        play.answers("wang").passes(seconds).happens(LegEnded(f"old-{number}", NORMAL, True))
        play.ready("wang")


def test_once_the_pace_is_known_he_hears_how_long_it_takes_and_whether_it_came_true_is_counted():
    play = a_queue(Announcements(comfort=())).ready("wang")
    served_every(play, 60, 15)
    play.rings("caller-1")
    position = play.house.lines.position(play.house.calls["call-21"])
    expected = outlook.of_call(play.house, play.house.calls["call-21"], play.now)
    assert expected is not None and expected.mean_s == pytest.approx(60 * position, rel=0.1)
    play.answers("wang").passes(20)
    told = play.kept(WaitAnnounced)
    mine = next(fact for fact in told if fact.call_id == "call-21")
    assert mine.low_s < 60 * position < mine.high_s
    (said,) = heard(play)
    assert said == sentence_position("zh", position) + sentence_wait("zh", mine.low_s, mine.high_s)
    play.passes(40)
    for number in range(15, 20):
        play.happens(LegEnded(f"old-{number}", NORMAL, True)).ready("wang").answers("wang").passes(60)
    score = play.house.outlooks["sales"].score
    assert score.announced >= 5 and score.within / score.announced >= 0.6


def test_silent_about_the_time_while_what_was_said_does_not_come_true():
    play = a_queue(Announcements(comfort=())).ready("wang")
    served_every(play, 60, 15)
    assert outlook.of_newcomer(play.house, "sales", play.now) is not None
    score = play.house.outlooks["sales"].score
    estimate = Estimate(60, 0, 60)
    for _ in range(30):
        score.came(outlook.Expected(START, estimate, said=True), START + timedelta(hours=1))
    assert outlook.of_newcomer(play.house, "sales", play.now) is None
    play.rings("caller-1").answers("wang").passes(20)
    assert [fact.high_s for fact in play.kept(WaitAnnounced) if fact.call_id == "call-21"] == [0]


def test_nobody_signed_in_no_time_is_said():
    play = a_queue(Announcements(comfort=())).rings().passes(20)
    assert play.kept(WaitAnnounced)[0].high_s == 0
