"""The look: contrasts, colours in one file only, complete translations, icons, settings, command line."""

from __future__ import annotations

import ast
import importlib.util
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from app.ui import cli, messages
from app.ui.presenters.devices import DeviceWishes
from app.ui.presenters.keymap import Keymap
from app.ui.presenters.keys import KeyWishes
from app.ui.presenters.ports import Trouble
from app.ui.settings import SettingsFile
from app.ui.style import SOFT_PART, style_sheet
from app.ui.theme import CONTRAST, DARK, LIGHT, TONES, blend, contrast

ROOT = Path(__file__).resolve().parents[2]
UI = ROOT / "app" / "ui"
LOOKS = pytest.mark.parametrize("tokens", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])


def test_contrast_is_the_one_of_wcag():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@LOOKS
@pytest.mark.parametrize("back", ["background", "surface", "raised"])
@pytest.mark.parametrize("front", ["text", "secondary", *TONES])
def test_every_text_can_be_read(tokens, front, back):
    assert contrast(tokens.color(front), tokens.color(back)) >= 4.5


@pytest.mark.parametrize("front", ["text", "secondary", "disabled", *TONES])
def test_high_contrast_is_seven_to_one_and_lines_are_seen(front):
    assert contrast(CONTRAST.color(front), CONTRAST.raised) >= 7
    assert contrast(CONTRAST.line, CONTRAST.surface) >= 3


@LOOKS
def test_large_text_takes_what_holds_it_along_and_no_thin_line(tokens):
    plain, large = style_sheet(tokens, "/images"), style_sheet(tokens, "/images", 2.0)
    assert "font-size: 13px" in plain and "font-size: 26px" in large
    assert "min-height: 34px" in plain and "min-height: 68px" in large
    assert plain.count("border: 1px") == large.count("border: 1px")


@LOOKS
@pytest.mark.parametrize("tone", TONES)
def test_chips_and_filled_buttons_can_be_read(tokens, tone):
    assert contrast(tokens.color(tone), blend(tokens.color(tone), tokens.surface, SOFT_PART)) >= 4.5
    if tone in ("ready", "accent", "trouble"):
        assert contrast(tokens.on_accent, tokens.color(tone)) >= 4.5


@LOOKS
@pytest.mark.parametrize("tone", ["trouble", "hold"])
def test_text_on_banners_can_be_read(tokens, tone):
    assert contrast(tokens.text, tokens.soft(tone, 0.10)) >= 4.5


def test_colours_stand_in_the_theme_only():
    literal = re.compile(r"#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{3}\b|\brgba?\(|Qt\.GlobalColor\.(?!transparent)")
    guilty = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in UI.rglob("*.py")
        if path.name != "theme.py"
        for line in path.read_text("utf-8").splitlines()
        if literal.search(line)
    ]
    assert guilty == []


@LOOKS
def test_the_style_sheet_has_no_open_place_holder(tokens):
    sheet = style_sheet(tokens, "/images")
    assert "@" not in sheet
    assert sheet.count("{") == sheet.count("}")


def test_icons_are_outlines_that_take_the_tint():
    used = set()
    for path in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                used.add(node.value)
    icons = {path.stem: path.read_text("utf-8") for path in (ROOT / "resources" / "icons").glob("*.svg")}
    assert {"phone", "phone-down", "pause", "mic", "ticket"} <= set(icons) & used
    for name, source in icons.items():
        assert "currentColor" in source and "#" not in source, name


def _translations():
    spec = importlib.util.spec_from_file_location("translations", ROOT / "scripts" / "translations.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_sentence_is_translated_and_none_is_left_over():
    assert _translations().problems() == []


def test_translations_keep_the_place_holders():
    tools = _translations()
    for source, said in tools.read(tools.FILES["zh_CN"]).items():
        assert set(re.findall(r"{\w+}", source)) == set(re.findall(r"{\w+}", said)), source


def test_an_untranslated_sentence_would_be_found():
    tools = _translations()
    assert tools.texts_in('label.setText(tr("Hello there"))') == {"Hello there"}
    assert tools.texts_in('said.say(x.setText, "Good day")') == {"Good day"}


def test_views_say_nothing_that_cannot_be_translated():
    """No setText("…") with a literal of letters: it must go through ``tr`` or ``Sayings.say``."""
    setters = {"setText", "setToolTip", "setPlaceholderText", "setAccessibleName", "setWindowTitle"}
    guilty: list[str] = []
    for path in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
                first = node.args[0]
                literal = isinstance(first, ast.Constant) and isinstance(first.value, str)
                if node.func.attr in setters and literal and re.search(r"[A-Za-z]{2}", str(first.value)):
                    guilty.append(f"{path.name}: {first.value}")
    assert guilty == []


def test_every_error_has_a_sentence_with_letters_only_a_person_reads():
    words = _Plain()
    for error_id in messages.SENTENCES:
        said = messages.sentence(Trouble(error_id), words)
        assert said.endswith(".") and "Error" not in said and "_" not in said
    assert "not foreseen" in messages.sentence(Trouble("never-heard-of"), words)


class _Plain:
    def __call__(self, text: str, /, **values: object) -> str:
        return text

    def label(self, label):
        return label.en

    def local(self, moment):
        return moment


def test_settings_survive_and_a_damaged_file_counts_as_empty(tmp_path):
    path = tmp_path / "desktop.json"
    wishes = DeviceWishes("Jabra", "Jabra", ("Loudspeaker", "Monitor"), "off", other_phone=True)
    SettingsFile(path).save_devices(wishes)
    SettingsFile(path).save_keys(KeyWishes(Keymap({"hold": "Ctrl+H"}, {"mute": ""}), media_keys=True))
    again = SettingsFile(path)
    assert again.load_devices() == wishes
    assert again.load_keys() == KeyWishes(Keymap({"hold": "Ctrl+H"}, {"mute": ""}), media_keys=True)
    path.write_text('{"ring": "Old bell", "keys": {"gone": "F1", "hold": 5, "mute": "F7"}, "rings": [1]}')
    assert SettingsFile(path).load_devices().rings == ("Old bell",)  # of the version before
    assert SettingsFile(path).load_keys().keymap.own == {"mute": "F7"}
    path.write_text('{"theme": 5, "language": "zh", "gone": 1}')
    assert (SettingsFile(path).now.theme, SettingsFile(path).now.language) == ("system", "zh")
    path.write_text("{ damaged")
    assert SettingsFile(path).now.theme == "system"


def test_settings_never_hold_the_password():
    assert not [name for name in SettingsFile(Path("/nonexistent/x")).now.__slots__ if "pass" in name]


def test_without_a_display_a_sentence_and_exit_2():
    command = [sys.executable, "-c", "import sys; from app.ui.cli import main; sys.exit(main([]))"]
    clean = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(command, env=clean, capture_output=True, text=True, timeout=30)
    assert ended.returncode == 2
    assert "needs a screen" in ended.stderr and "Traceback" not in ended.stderr


def test_a_display_that_does_not_answer_counts_as_none():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        number = taken.getsockname()[1] - cli.X11_PORT  # bound, but nobody listens
    assert not cli.has_display({"DISPLAY": "nonsense"}, "linux")
    assert not cli.has_display({"DISPLAY": ":60999"}, "linux")
    assert number < 0 or not cli.has_display({"DISPLAY": f"127.0.0.1:{number}"}, "linux")
    assert cli.has_display({}, "win32")
    assert cli.has_display({"QT_QPA_PLATFORM": "offscreen"}, "linux")
