"""What the command palette offers: actions of the keyboard, states, pages, settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from app.ui.presenters.agent import StateChoice
from app.ui.presenters.keymap import ACTIONS, Keymap
from app.ui.presenters.palette import Command
from app.ui.presenters.ports import Words
from app.ui.views.main_window import MainWindow
from app.ui.views.settings_page import SECTIONS

NOT_LISTED = ("palette",)
FIRST = ("answer", "ready")
Choose = Callable[[str, str], None]


def window_commands(
    window: MainWindow,
    words: Words,
    keymap: Keymap,
    stage: str,
    choices: tuple[StateChoice, ...],
    choose: Choose,
) -> Iterator[Command]:
    """What can be done in this window now, in the order in which it is needed."""
    acts = window.can_do()
    is_ready = any(choice.chosen and choice.state == "READY" for choice in choices)
    for action in sorted(ACTIONS, key=lambda each: each.action_id not in FIRST):
        act = acts.get(action.action_id)
        now = not action.during or stage in action.during
        if action.action_id == "ready" and is_ready:
            continue
        if act is not None and now and action.action_id not in NOT_LISTED:
            yield Command(
                f"action:{action.action_id}",
                "action",
                words(action.text),
                act,
                keymap.keys(action.action_id),
                action.icon,
                also=action.action_id.replace("_", " "),
            )
    for choice in choices:
        if not choice.chosen and choice.state != "READY":  # there is an action for that
            yield Command(
                f"state:{choice.state}:{choice.reason}",
                "action",
                words("My state: {state}", state=choice.text),
                lambda c=choice: choose(c.state, c.reason),
                icon={"READY": "check", "NOT_READY": "coffee"}.get(choice.state, "logout"),
                also=f"{choice.text} {choice.state} {choice.reason}",
            )
    for page, (icon, text) in window.rail.places().items():
        yield Command(f"page:{page}", "page", text, lambda p=page: window.show_page(p), icon=icon, also=page)


def settings_commands(
    window: MainWindow, words: Words, choose_mode: Callable[[str], None], language: Callable[[str], None]
) -> Iterator[Command]:
    texts = {
        "sound": words("Settings: sound and phone"),
        "keys": words("Settings: keys"),
        "look": words("Settings: look"),
        "notices": words("Settings: notices"),
        "computer": words("Settings: this computer"),
    }

    def open_section(name: str) -> None:
        window.show_page("settings")
        window.settings.show_section(name)

    for name in SECTIONS:
        yield Command(
            f"settings:{name}",
            "setting",
            texts[name],
            lambda n=name: open_section(n),
            icon="settings",
            also=name,
        )
    for mode, text in (
        ("light", words("Look: light")),
        ("dark", words("Look: dark")),
        ("contrast", words("Look: high contrast")),
    ):
        yield Command(
            f"mode:{mode}", "setting", text, lambda m=mode: choose_mode(m), icon="sun", also=f"theme {mode}"
        )
    for code, text in (("zh", "切换为简体中文"), ("en", "Switch to English")):
        yield Command(
            f"language:{code}",
            "setting",
            text,
            lambda c=code: language(c),
            icon="globe",
            also="language 语言",
        )
