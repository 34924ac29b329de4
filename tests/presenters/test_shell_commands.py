"""What the palette offers in each stage: nothing that would do nothing."""

from __future__ import annotations

from app.ui.presenters.agent import StateChoice
from app.ui.presenters.keymap import ACTIONS, Keymap
from app.ui.rooms.commands import window_commands
from tests.presenters import ui_fakes as f


class Rail:
    def places(self) -> dict[str, tuple[str, str]]:
        return {"desk": ("headset", "Desk")}


class Window:
    rail = Rail()

    def can_do(self) -> dict[str, object]:
        return {action.action_id: lambda: None for action in ACTIONS}


def offered(stage: str, ready: bool = False) -> list[str]:
    choices = (
        StateChoice("READY", "", "Ready", "ready", ready),
        StateChoice("NOT_READY", "lunch", "Lunch", "away", False),
    )
    made = window_commands(Window(), f.FakeWords(), Keymap(), stage, choices, lambda *_: None)  # type: ignore[arg-type]
    return [command.command_id for command in made]


def test_each_stage_has_its_own():
    assert offered("IDLE")[0] == "action:ready" and "action:hang_up" not in offered("IDLE")
    assert offered("OFFER")[0] == "action:answer"
    assert {"action:hold", "action:hang_up", "action:note"} <= set(offered("TALKING"))
    assert "action:answer" not in offered("TALKING")
    assert "action:finish" in offered("WRAP_UP") and "action:finish" not in offered("IDLE")


def test_who_is_ready_is_not_asked_to_go_ready():
    assert "action:ready" not in offered("IDLE", ready=True)
    assert "state:NOT_READY:lunch" in offered("IDLE", ready=True)
    assert "state:READY:" not in offered("IDLE")  # the action stands for it, with its key


def test_the_palette_does_not_offer_itself():
    assert "action:palette" not in offered("IDLE")
