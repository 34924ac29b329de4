"""The log bundle: what happened on this computer, without private data, shown before it is saved.

In:  the parts (name → text), the names that must not be in it. Out: files to look at, then one zip file.
"""

from __future__ import annotations

import asyncio
import io
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.ui.messages import sentence
from app.ui.presenters.ports import Tasks, Trouble, Words
from app.ui.presenters.redact import redactor

LINES_SHOWN = 4000


@dataclass(frozen=True, slots=True)
class BundleFile:
    name: str
    text: str


class SupportView(Protocol):
    def show_collecting(self) -> None: ...
    def show_files(self, files: tuple[BundleFile, ...], removed: str) -> None: ...
    def show_saved(self, text: str) -> None: ...
    def show_trouble(self, text: str) -> None: ...


class SupportPresenter:
    """``collect`` reads the parts (called in a thread); ``save`` writes the finished zip."""

    def __init__(
        self,
        view: SupportView,
        words: Words,
        tasks: Tasks,
        collect: Callable[[], dict[str, str]],
        names: Iterable[str],
        save: Callable[[Path, bytes], None],
    ) -> None:
        self._view, self._words, self._tasks = view, words, tasks
        self._collect, self._names, self._save = collect, tuple(names), save
        self._files: tuple[BundleFile, ...] = ()

    def open(self) -> None:
        self._view.show_collecting()
        self._tasks.run("log-bundle", asyncio.to_thread(self._gather), self._gathered, self._failed)

    def save(self, path: Path) -> None:
        content = packed(self._files)
        self._tasks.run(
            "log-bundle",
            asyncio.to_thread(self._save, path, content),
            lambda _: self._view.show_saved(self._words("Saved as {path}.", path=path)),
            self._failed,
        )

    def _gather(self) -> tuple[tuple[BundleFile, ...], dict[str, int]]:
        cleaner = redactor(self._names)
        files = tuple(BundleFile(name, cleaner.clean(text)) for name, text in self._collect().items())
        return files, cleaner.removed

    def _gathered(self, found: tuple[tuple[BundleFile, ...], dict[str, int]]) -> None:
        self._files, removed = found
        w = self._words
        texts = {
            "number": w("numbers: {count}", count=removed.get("number", 0)),
            "name": w("names: {count}", count=removed.get("name", 0)),
            "address": w("addresses: {count}", count=removed.get("address", 0)),
            "secret": w("secrets: {count}", count=removed.get("secret", 0)),
        }
        said = ", ".join(text for kind, text in texts.items() if removed.get(kind))
        if said:
            said = w("Taken out – {what}", what=said)
        self._view.show_files(self._files, said)

    def _failed(self, trouble: Trouble) -> None:
        self._view.show_trouble(sentence(trouble, self._words))


def packed(files: Iterable[BundleFile]) -> bytes:
    """One zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.writestr(file.name, file.text)
    return out.getvalue()
