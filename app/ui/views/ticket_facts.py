"""What stands beside the conversation of a ticket: facts, tags, checklist, files, links, who watches."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.ui.i18n import Sayings, tr
from app.ui.presenters.ticket_file_face import FileRow, LinkRow, OpenTicketFace
from app.ui.theme import Look
from app.ui.views.page_parts import Facts
from app.ui.views.parts import (
    ElidedLabel,
    FlowLayout,
    IconButton,
    IconLabel,
    clear,
    label,
    named,
    row,
    set_property,
    show,
)

WIDTH = 272
FACTS_SHOWN = 14


class Part(QWidget):
    """A heading with an optional button, and what stands under it."""

    def __init__(self, button: QPushButton | None = None) -> None:
        super().__init__()
        self.heading = label("strong")
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(4)
        head = row(self.heading, 1)
        if button is not None:
            head.addWidget(button)
        self.box.addLayout(head)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(2)
        self.box.addLayout(self.rows)


class TicketFacts(QScrollArea):
    ticked = Signal(int, bool)
    file_wanted = Signal(str)
    file_unwanted = Signal(str)
    link_unwanted = Signal(str, str)  # kind, target
    attach = Signal()
    link = Signal()
    link_opened = Signal(str, str)  # kind, target

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        named(self, "ticketFacts")
        self.setFixedWidth(WIDTH)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._facts = Facts(FACTS_SHOWN)
        self._tags = QWidget()
        self._tag_row = FlowLayout(self._tags)
        self._attach = IconButton(look, "plus", "quiet", "secondary")
        named(self._attach, "addFileButton")
        self._link = IconButton(look, "plus", "quiet", "secondary")
        named(self._link, "linkTicketButton")
        for button in (self._attach, self._link):
            button.setFixedSize(36, 36)
        self._checklist, self._files, self._links = Part(), Part(self._attach), Part(self._link)
        self._watchers, self._told, self._rated = Part(), Part(), Part()
        self._watching, self._stars = label("body2", wrap=True), label("", wrap=True)
        self._watchers.rows.addWidget(self._watching)
        self._rated.rows.addWidget(self._stars)
        self._boxes: list[QCheckBox] = []
        self._shown: tuple[object, ...] = ()
        self._usable = False
        inner = QWidget()
        box = QVBoxLayout(inner)
        box.setContentsMargins(16, 14, 16, 14)
        box.setSpacing(16)
        box.addLayout(self._facts)
        box.addWidget(self._tags)
        for part in (self._checklist, self._files, self._links, self._told, self._watchers, self._rated):
            box.addWidget(part)
        box.addStretch(1)
        self.setWidget(inner)
        self._attach.clicked.connect(self.attach)
        self._link.clicked.connect(self.link)
        said = Sayings(self)
        said.say(self._checklist.heading.setText, "Checklist")
        said.say(self._files.heading.setText, "Files")
        said.say(self._links.heading.setText, "Links")
        said.say(self._told.heading.setText, "Told to the customer")
        said.say(self._watchers.heading.setText, "Watchers")
        said.say(self._rated.heading.setText, "The customer rated")
        said.say(self._attach.setToolTip, "Add a file (20 MB at most); it may be dropped here, too")
        said.say(self._attach.setAccessibleName, "Add a file")
        said.say(self._link.setToolTip, "Link another ticket")
        said.say(self._link.setAccessibleName, "Link another ticket")

    def show_facts(self, face: OpenTicketFace) -> None:
        shown = (face.facts, face.tags, face.checklist, face.files, face.links, face.deliveries)
        shown += (face.watchers, face.rated, face.busy, face.offline, face.ticket_id)
        if shown == self._shown:
            return
        self._shown, self._usable = shown, not face.busy and not face.offline
        self._facts.show_facts(face.facts[:FACTS_SHOWN])
        clear(self._tag_row)
        for tag in face.tags:
            made = label("tag")
            made.setText(tag)
            self._tag_row.addWidget(made)
        show(self._tags, bool(face.tags))
        self._show_checklist(face)
        self._show_files(face.files)
        self._show_links(face.links)
        self._show_told(face)
        self._watching.setText(face.watchers or tr("nobody yet"))
        self._stars.setText(face.rated)
        show(self._rated, bool(face.rated))
        self._attach.setEnabled(self._usable)
        self._link.setEnabled(self._usable)

    def _show_checklist(self, face: OpenTicketFace) -> None:
        if len(self._boxes) != len(face.checklist):
            clear(self._checklist.rows)
            self._boxes = []
            for place in range(len(face.checklist)):
                box = QCheckBox()
                named(box, f"checklist_{place}")
                box.setMinimumHeight(32)
                box.clicked.connect(lambda on, p=place: self._tick(p, on))
                self._boxes.append(box)
                self._checklist.rows.addWidget(box)
        self._places = [index for index, _, _, _ in face.checklist]
        for box, (_, text, done, by) in zip(self._boxes, face.checklist, strict=True):
            with QSignalBlocker(box):
                box.setChecked(done)
            box.setText(text)
            box.setToolTip(by)
            box.setAccessibleName(text)
            box.setEnabled(not face.busy and not face.offline)
        show(self._checklist, bool(face.checklist))

    def _tick(self, place: int, on: bool) -> None:
        self.ticked.emit(self._places[place], on)

    def _show_files(self, files: tuple[FileRow, ...]) -> None:
        clear(self._files.rows)
        for each in files:
            name = IconButton(self._look, "paperclip", "file", "secondary")
            named(name, f"file_{each.attachment_id}")
            name.setText(each.name)
            name.setToolTip("\n".join((each.name, each.tip)))
            name.setAccessibleName(f"{each.name}, {each.size}")
            name.setMinimumHeight(36)
            name.clicked.connect(lambda _=False, a=each.attachment_id: self.file_wanted.emit(a))
            size = label("secondary")
            size.setText(each.size)
            line = QWidget()
            inside = row(name, size, spacing=6)
            inside.setStretch(0, 1)
            line.setLayout(inside)
            self._files.rows.addWidget(line)
            if each.may_remove:
                told = tr("Delete the file {name}", name=each.name)
                unwanted = self._bin(f"deleteFile_{each.attachment_id}", told)
                unwanted.clicked.connect(lambda _=False, a=each.attachment_id: self.file_unwanted.emit(a))
                inside.addWidget(unwanted)

    def _show_links(self, links: tuple[LinkRow, ...]) -> None:
        clear(self._links.rows)
        for each in links:
            button = QPushButton()
            named(button, f"link_{each.target_id}")
            button.setProperty("kind", "file")
            button.setMinimumHeight(44)
            text, detail = ElidedLabel(), label("secondary")
            text.setText(each.text)
            detail.setText(each.detail)
            inner = QVBoxLayout(button)
            inner.setContentsMargins(8, 3, 8, 3)
            inner.setSpacing(0)
            for part in (text, detail):
                part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
                inner.addWidget(part)
            button.setAccessibleName(f"{each.detail}: {each.text}")
            button.clicked.connect(lambda _=False, e=each: self.link_opened.emit(e.kind, e.target_id))
            line = QWidget()
            inside = row(button, spacing=4)
            inside.setStretch(0, 1)
            line.setLayout(inside)
            self._links.rows.addWidget(line)
            if each.may_remove:
                unwanted = self._bin(
                    f"unlink_{each.target_id}", tr("Remove the link to {name}", name=each.text)
                )
                unwanted.clicked.connect(lambda _=False, e=each: self.link_unwanted.emit(e.kind, e.target_id))
                inside.addWidget(unwanted)

    def _bin(self, name: str, told: str) -> IconButton:
        made = IconButton(self._look, "trash", "quiet", "secondary")
        named(made, name)
        made.setFixedSize(36, 36)
        made.setToolTip(told)
        made.setAccessibleName(told)
        made.setEnabled(self._usable)
        return made

    def _show_told(self, face: OpenTicketFace) -> None:
        clear(self._told.rows)
        icons = {"ready": "check", "trouble": "warning", "hold": "clock"}
        for text, tone, why in face.deliveries:
            said = label("secondary", wrap=True)
            said.setText(text)
            said.setToolTip(why)
            set_property(said, "tone", tone if tone == "trouble" else "")
            line = QWidget()
            inside = row(IconLabel(self._look, icons.get(tone, "info"), tone, 16), said, spacing=6)
            inside.setStretch(1, 1)
            line.setLayout(inside)
            self._told.rows.addWidget(line)
        show(self._told, bool(face.deliveries))
