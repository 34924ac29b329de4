"""Sound: microphone, speaker, where it rings, levels, the test call; or another phone."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QProgressBar, QVBoxLayout, QWidget

from app.ui.i18n import Sayings, tr
from app.ui.presenters.devices import Choice, DevicesFace, TestFace
from app.ui.theme import Look
from app.ui.views.gauges import LevelMeter
from app.ui.views.parts import IconButton, IconLabel, label, named, row, set_property, show
from app.ui.views.settings_parts import Section, combo

MOST = 1000


class SoundSettings(Section):
    """``choose`` gives microphone, speaker, ringing devices, processing."""

    chosen = Signal(str, str, tuple, str)
    other_phone_chosen = Signal(bool)
    test_wanted = Signal()

    def __init__(self, look: Look, prefix: str = "", small: bool = False) -> None:
        super().__init__(look, "headset")
        self._look, self._prefix = look, prefix
        self._said = Sayings(self)
        say = self._said.say
        say(self.heading.setText, "Headset and phone")
        self._input = combo(self._said, f"{prefix}microphoneCombo", "Microphone")
        self._output = combo(self._said, f"{prefix}speakerCombo", "Speaker")
        self._input_level, self._output_level = LevelMeter(look), LevelMeter(look)
        named(self._input_level, f"{prefix}microphoneLevel")
        named(self._output_level, f"{prefix}speakerLevel")
        say(self._input_level.setAccessibleName, "Level of the microphone")
        say(self._output_level.setAccessibleName, "Level of the speaker")
        self._rings: list[tuple[QCheckBox, str]] = []
        self._ring_box = QWidget()
        self._ring_box.setProperty("tall", True)
        self._ring_rows = QVBoxLayout(self._ring_box)
        self._ring_rows.setContentsMargins(0, 0, 0, 0)
        self._ring_rows.setSpacing(4)
        self._ring_hint = label("secondary", wrap=True)
        say(self._ring_hint.setText, "None chosen: it rings in the speaker above.")
        self._processing = combo(self._said, f"{prefix}processingCombo", "Echo and noise")
        for value in ("auto", "on", "off"):
            self._processing.addItem("", value)
        say(
            lambda text: self._processing.setItemText(0, text),
            "By itself: for loudspeakers, not for headsets",
        )
        say(lambda text: self._processing.setItemText(1, text), "Always on")
        say(lambda text: self._processing.setItemText(2, text), "Off")
        self._problem = label("trouble", wrap=True)
        named(self._problem, f"{prefix}devicesProblem")
        self._loading = label("body2")
        say(self._loading.setText, "Looking for sound devices…")
        self._place(small)
        for box in (self._input, self._output, self._processing):
            box.activated.connect(self._emit)

    def _place(self, small: bool) -> None:
        say = self._said.say
        self.body.insertWidget(1, self._loading)
        self.body.insertWidget(1, self._problem)
        say(self.add(self._with_meter(self._input, self._input_level)).setText, "Microphone")
        say(self.add(self._with_meter(self._output, self._output_level)).setText, "Speaker")
        self._ring_rows.addWidget(self._ring_hint)
        ring_name, processing_name = self.add(self._ring_box), self.add(self._processing)
        say(ring_name.setText, "Ringing also in")
        say(processing_name.setText, "Echo and noise")
        for part in (ring_name, self._ring_box, processing_name, self._processing):
            part.setHidden(small)
        self._test_row()
        self._other = QCheckBox()
        named(self._other, f"{self._prefix}otherPhoneCheck")
        self._hint = label("secondary", wrap=True)
        say(self._other.setText, "I use another phone")
        say(self._other.setAccessibleName, "I use another phone")
        say(
            self._hint.setText,
            "Calls then ring on the SIP phone that is signed in with your number; this window shows the "
            "customer and keeps hold, note and ticket.",
        )
        self._other.toggled.connect(self.other_phone_chosen)
        self.body.addWidget(self._other)
        self.body.addWidget(self._hint)

    def _test_row(self) -> None:
        self._test = IconButton(self._look, "mic")
        named(self._test, f"{self._prefix}testCallButton")
        self._test.clicked.connect(self.test_wanted)
        self._test_icon = IconLabel(self._look, "info", "secondary", 16)
        self._test_text = label("body2", wrap=True)
        named(self._test_text, f"{self._prefix}testCallText")
        self._progress = QProgressBar()
        named(self._progress, f"{self._prefix}testCallProgress")
        self._progress.setTextVisible(False)
        self._progress.setRange(0, MOST)
        self._progress.setFixedHeight(6)
        self._said.say(self._progress.setAccessibleName, "Time left to speak")
        texts = QWidget()
        inner = QVBoxLayout(texts)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(6)
        line = row(self._test_icon, self._test_text)
        line.setStretch(1, 1)
        inner.addLayout(line)
        inner.addWidget(self._progress)
        both = QWidget()
        box = row(self._test, texts, spacing=12)
        box.setStretch(1, 1)
        both.setLayout(box)
        self._said.say(self.add(both).setText, "Test call")

    def _with_meter(self, box: QComboBox, meter: LevelMeter) -> QWidget:
        both = QWidget()
        inner = QVBoxLayout(both)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(6)
        inner.addWidget(box)
        inner.addWidget(meter)
        return both

    # --- showing -----------------------------------------------------------------------------

    def show_devices(self, face: DevicesFace) -> None:
        for box, choices, chosen in (
            (self._input, face.inputs, face.input),
            (self._output, face.outputs, face.output),
        ):
            self._fill(box, choices, chosen)
            box.setEnabled(not face.other_phone)
        self._show_rings(face)
        with QSignalBlocker(self._processing):
            self._processing.setCurrentIndex(self._processing.findData(face.processing))
        self._processing.setEnabled(not face.other_phone)
        with QSignalBlocker(self._other):
            self._other.setChecked(face.other_phone)
        self._problem.setText(face.problem)
        show(self._problem, bool(face.problem))
        show(self._loading, face.loading)

    def _show_rings(self, face: DevicesFace) -> None:
        if [(name, box.text()) for box, name in self._rings] != [(c.name, c.text) for c in face.rings]:
            for box, _ in self._rings:
                self._ring_rows.removeWidget(box)
                box.deleteLater()
            self._rings = []
            for at, choice in enumerate(face.rings):
                box = QCheckBox(choice.text)
                named(box, f"{self._prefix}ringCheck_{at}")
                box.setAccessibleName(choice.text)
                box.toggled.connect(self._emit)
                self._ring_rows.insertWidget(at, box)
                self._rings.append((box, choice.name))
        for box, name in self._rings:
            with QSignalBlocker(box):
                box.setChecked(name in face.chosen_rings)
            box.setEnabled(not face.other_phone)
        show(self._ring_hint, not face.chosen_rings)

    def show_levels(self, input_fraction: float, output_fraction: float) -> None:
        self._input_level.set(input_fraction)
        self._output_level.set(output_fraction)

    def show_test(self, face: TestFace) -> None:
        running = face.state in ("recording", "playing")
        self._test.setText(tr("Stop") if running else tr("Test call"))
        self._test.setEnabled(face.possible or running)
        icon, tone = {
            "recording": ("mic", "trouble"),
            "playing": ("speaker", "talking"),
            "good": ("check", "ready"),
            "quiet": ("warning", "hold"),
            "failed": ("warning", "trouble"),
        }.get(face.state, ("info", "secondary"))
        self._test_icon.set(icon, tone)
        self._test_text.setText(face.text)
        set_property(self._test_text, "tone", {"good": "ready", "failed": "trouble"}.get(face.state, ""))
        self._test_text.setAccessibleName(face.text)
        self._progress.setValue(round(face.left_fraction * MOST))
        policy = self._progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # nothing moves when the test begins
        self._progress.setSizePolicy(policy)
        show(self._progress, face.state == "recording")

    def _fill(self, box: QComboBox, choices: tuple[Choice, ...], chosen: str) -> None:
        wanted = [(choice.text, choice.name) for choice in choices]
        present = [(box.itemText(i), box.itemData(i)) for i in range(box.count())]
        with QSignalBlocker(box):
            if wanted != present:
                box.clear()
                for text, name in wanted:
                    box.addItem(text, name)
                    box.setItemData(box.count() - 1, text, Qt.ItemDataRole.ToolTipRole)
            box.setCurrentIndex(max(0, box.findData(chosen)))

    def _emit(self, *_: object) -> None:
        rings = tuple(name for box, name in self._rings if box.isChecked())
        self.chosen.emit(
            self._input.currentData() or "",
            self._output.currentData() or "",
            rings,
            self._processing.currentData() or "auto",
        )
