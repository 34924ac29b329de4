"""Twenty callers at once on the real engine: voice menu, queue, call-back, message, overflow, survey.

Half of them press their keys in the sound (RFC 4733), the others in the signalling (INFO).
"""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests.doubles.crashed_centre import until
from tests.doubles.sipp import Counted
from tests.doubles.sipp_keys import INFO, RFC4733, Key, KeyedCaller, Pause, Speak, Step, UntilBye
from tests.doubles.whole_centre import DESK, LATE, NUMBER, OVER, WholeCentre, whole_centre

# A key that sipp presses in the sound has the same time stamp each time: a second one would be no press.
# So nobody presses the same key twice.
LATEST_S = 150.0  # ends as soon as everything has happened
EACH = 2  # callers of each kind, by each way to press a key
BEGIN = (Pause(2.0),)
QUEUED = (Speak(), Pause(6.0))  # so long it may take to be in the queue, on a busy machine
NEXT = Pause(1.2)
CALLERS: dict[str, tuple[str, tuple[Step, ...]]] = {
    "rated": ("1390001{}00[call_number]", (*BEGIN, Key("1"), UntilBye(("5", "4", "3", "2", "1")))),
    "call-back": (
        "1390002{}00[call_number]",
        (*BEGIN, Key("2"), *QUEUED, Key("6"), *QUEUED, Key("1"), Pause(0.8), Speak(), UntilBye()),
    ),
    "message": (
        "1390003{}00[call_number]",
        (*BEGIN, Key("2"), *QUEUED, Key("7"), Pause(0.5), Speak(), Pause(6.5), Key("#"), UntilBye()),
    ),
    "overflow": ("1390004{}00[call_number]", (*BEGIN, Key("3"), UntilBye(("6", "7", "8", "9", "5")))),
    "self-service": (
        "1390005{}00[call_number]",
        (
            *BEGIN,
            Key("4"),
            *(step for key in "1357" for step in (NEXT, Key(key))),
            NEXT,
            Key("#"),
            UntilBye(),
        ),
    ),
}


async def everybody_calls(centre: WholeCentre) -> dict[str, Counted]:
    """All at once; by kind and way."""
    calls = {
        f"{kind} by {by}": KeyedCaller(NUMBER, caller.format(place), steps).call(
            centre.folder, centre.running.sip_port, calls=EACH, by=by, seconds=LATEST_S
        )
        for kind, (caller, steps) in CALLERS.items()
        for place, by in enumerate((RFC4733, INFO), start=1)
    }
    return dict(zip(calls, await asyncio.gather(*calls.values()), strict=True))


def of_kind(kind: str) -> str:
    """A condition on calls by who called."""
    return f"c.direction = 'IN' and c.caller_number like '{CALLERS[kind][0][:7]}%'"


def left(centre: WholeCentre, kind: str) -> Counter[tuple[str, str]]:
    """How its callers left which queue."""
    rows = centre.rows(
        f"select e.queue_id, e.how from queue_entries e join calls c using (call_id) where {of_kind(kind)}"
    )
    return Counter((queue, how) for queue, how in rows)


def outcomes(centre: WholeCentre, kind: str) -> Counter[str]:
    return Counter(row[0] for row in centre.rows(f"select c.outcome from calls c where {of_kind(kind)}"))


@pytest.mark.peer
@pytest.mark.timeout(400)
async def test_twenty_callers_each_get_what_they_came_for(tmp_path: Path) -> None:
    assert shutil.which("sipp"), "the Debian package sip-tester is needed"
    both = 2 * EACH
    async with whole_centre(tmp_path) as centre:
        await centre.begin_with(agents=4, later=2)
        async with centre.talking_agents():
            await centre.ready(centre.agents)
            ended = await everybody_calls(centre)
            assert {name: (each.successful, each.output) for name, each in ended.items() if each.failed} == {}
            await until(lambda: centre.count("calls", "ended_at is null and direction = 'IN'") == 0, LATEST_S)

            assert outcomes(centre, "rated") == {"ANSWERED": both}
            rated = centre.rows(
                "select s.agent_id, s.score, c.agent_id from survey_answers s join calls c using (call_id)"
                f" where {of_kind('rated')} and s.question = 'satisfaction'"
            )
            assert len(rated) == both and all(rated_one == agent for rated_one, _, agent in rated)

            assert outcomes(centre, "self-service") == {"IN_MENU": both}
            typed = centre.rows(
                "select v.node, v.exit from flow_visits v join calls c using (call_id)"
                f" where {of_kind('self-service')} order by v.seq"
            )
            assert Counter(node for node, _ in typed) == dict.fromkeys(
                ("menu", "account", "known", "bye"), both
            )

            assert outcomes(centre, "overflow") == {"ANSWERED": both}
            assert left(centre, "overflow") == {(OVER, "flowed-out"): both, (DESK, "answered"): both}

            assert outcomes(centre, "message") == {"MESSAGE": both}
            assert left(centre, "message") == {(LATE, "message"): both}
            messages = centre.rows(
                "select m.queue_id, m.length_s, m.number, c.caller_number from voice_messages m"
                " join calls c using (call_id)"
            )
            assert len(messages) == both
            assert all(queue == LATE and 2 < length < 20 for queue, length, _, _ in messages)
            assert all(number == caller for _, _, number, caller in messages)

            assert outcomes(centre, "call-back") == {"CALLED_BACK": both}
            assert left(centre, "call-back") == {(LATE, "called-back"): both}
            promised = centre.call_backs()
            asked = centre.asked_for_call_back(of_kind("call-back"))
            assert {call_id: (number, since) for call_id, (_, number, _, since) in promised.items()} == asked

            # Their agents come: each is called back, in the order in which they had waited.
            await centre.ready(centre.later)
            await until(lambda: centre.count("callbacks", "result = 'talked'") == both, LATEST_S)
            dialled = [
                request.uri.removeprefix("sip:").removeprefix("+86").partition("@")[0]
                for request in centre.provider.heard("INVITE")
            ]
            assert sorted(dialled) == sorted(number for number, _ in asked.values())
            in_order = [number for number, _ in sorted(asked.values(), key=lambda each: each[1])]
            assert dialled[0] == in_order[0], "who had waited longest was called first"
            await until(lambda: centre.count("calls", "ended_at is null") == 0, LATEST_S)
            await books_balance(centre)
    assert "Traceback" not in centre.running.log.read_text(encoding="utf-8")


async def books_balance(centre: WholeCentre) -> None:
    """Nobody is left in a queue, and each entry has an end."""
    assert centre.count("queue_entries", "left_at is null or how = ''") == 0
    async with centre.signed_in(centre.agents[0]) as http:
        queues = (await http.get("/api/v1/queues")).raise_for_status().json()
    assert {each["waiting"] for each in queues if each["queue_id"] in (DESK, LATE, OVER)} == {0}
