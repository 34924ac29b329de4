"""Why keys do not work is said in words that help."""

from __future__ import annotations

import pytest

from app.telephony import ports as phone
from tests.presenters.test_shell_keys import Room


@pytest.mark.parametrize(
    ("told", "hint"),
    [
        (phone.HotkeysSet(problem="wayland"), "play key"),
        (phone.HotkeysSet(problem="not-allowed"), "Input Monitoring"),
        (phone.HotkeysSet(problem="no-display"), "headset's buttons"),
        (phone.HotkeysSet(), ""),
    ],
)
def test_each_reason_has_its_own_hint(told: phone.HotkeysSet, hint: str) -> None:
    room = Room()
    room.store.dispatch(told)
    said = room.view.last["show_keys"].problem
    assert (hint in said) if hint else not said


def test_a_play_key_that_another_program_has_is_said_where_it_is_wanted() -> None:
    room = Room()
    room.store.dispatch(phone.HotkeysSet(taken=("media_keys",)))
    assert room.view.last["show_keys"].problem == ""
    room.keys.choose_media(True)
    assert "play key" in room.view.last["show_keys"].problem
