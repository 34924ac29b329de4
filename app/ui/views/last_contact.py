"""What came of the last call, in one line above everything that was before."""

from __future__ import annotations

from app.ui.i18n import Sayings
from app.ui.presenters.file_face import TimelineRow
from app.ui.theme import Look
from app.ui.views.parts import Card, ElidedLabel, IconLabel, label, named, row

HEIGHT = 44


class LastContact(Card):
    def __init__(self, look: Look) -> None:
        super().__init__(margin=16, spacing=0)
        named(self, "lastContact")
        self.setFixedHeight(HEIGHT)
        self.body.setContentsMargins(16, 0, 16, 0)
        self._heading, self._result = label("secondary"), label("strong")
        named(self._result, "lastResult")
        self._note, self._when = ElidedLabel(), label("secondary")
        line = row(
            IconLabel(look, "history", "secondary", 16),
            self._heading,
            self._result,
            self._note,
            self._when,
            spacing=10,
        )
        line.setStretch(3, 1)
        self.body.addLayout(line)
        Sayings(self).say(self._heading.setText, "Last call")

    def show_last(self, last: TimelineRow | None) -> None:
        if last is None:
            return
        self._result.setText(last.result)
        self._note.setText(" ".join(last.detail.split()) or last.title)
        self._when.setText(" · ".join(part for part in (last.who, last.when) if part))
        self._when.setToolTip(last.exact)
        self.setAccessibleName(", ".join((self._heading.text(), last.result, last.detail, last.when)))
