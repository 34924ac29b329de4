"""Texts of flows as recordings: found where they were rendered before, rendered in the background where not.

In:  "text/zh/您好" among the prompts of a play; flows, whose fixed texts are rendered at once.
Out: "tts/zh/<digest>" where it can be heard now, else nothing: a call never waits for it.

DATA/tts holds the recordings. A text with a variable may hold what a customer said or bought: it is kept
for a week at most, and the least used go first when there are too many. Fixed texts of flows stay.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from pathlib import Path

from app.server.core.flow.plan import Flow, Language, Spoken, SpokenKind
from app.server.prompts.model import PromptError
from app.server.prompts.speech import SpeechError, SpeechPort

log = logging.getLogger(__name__)

TEXT = "text/"
LONGEST_TEXT = 500
MOST_BYTES = 200_000_000
LONGEST_KEPT_S = 7 * 86400.0
MOST_WAITING = 200
TRY_AGAIN_S = 3600.0  # what could not be spoken is left alone for so long
_MOST_FAILED = 1000
_HAN = re.compile("[\u4e00-\u9fff]")

_NO_VOICE = ("未安装这种语言的语音合成。", "no speech synthesis is installed for its language.")
_TOO_LONG = (f"最多 {LONGEST_TEXT} 个字符。", f"it may have at most {LONGEST_TEXT} characters.")
_FAILED = ("语音合成失败。", "the speech synthesis failed.")

Wanted = tuple[str, str]  # language, text


class SpokenTexts:
    """``port`` None: nothing can be spoken; what was rendered before is still heard."""

    def __init__(self, data: Path, port: SpeechPort | None, most_bytes: int = MOST_BYTES) -> None:
        self._dir = data / "tts"
        self._port = port
        self._most_bytes = most_bytes
        self._waiting: OrderedDict[Wanted, None] = OrderedDict()
        self._more = asyncio.Event()
        self._used: dict[str, float] = {}  # by digest, when it was last heard
        self._fixed: frozenset[Wanted] = frozenset()
        self._failed: OrderedDict[Wanted, float] = OrderedDict()
        self._flows: tuple[Flow, ...] = ()
        self._ahead: frozenset[Wanted] = frozenset()
        self._awaited: dict[Wanted, list[asyncio.Future[bool]]] = {}

    def resolve(self, prompts: tuple[str, ...]) -> tuple[str, ...]:
        """The same prompts with texts as recordings; those not yet rendered are left out, and asked for."""
        if not any(prompt.startswith(TEXT) for prompt in prompts):
            return prompts
        found: list[str] = []
        for prompt in prompts:
            if not prompt.startswith(TEXT):
                found.append(prompt)
                continue
            language, _, text = prompt.removeprefix(TEXT).partition("/")
            wanted = self._wanted(language, text)
            if wanted is None:
                continue
            digest = self._digest(wanted)
            if self._file(wanted, digest).is_file():
                self._used[digest] = time.time()
                found.append(f"tts/{wanted[0]}/{digest}")
            else:
                self.ask(wanted)
        return tuple(found)

    def render_flow_texts(self, flows: Iterable[Flow]) -> None:
        """Have the fixed texts of these flows rendered, and keep them as long as the flows are these."""
        flows = tuple(flows)
        if flows == self._flows:
            return
        self._flows = flows
        self._fixed = frozenset(each for flow in flows for each in self._fixed_texts(flow))
        for wanted in sorted(self._fixed):
            if not self._file(wanted, self._digest(wanted)).is_file():
                self.ask(wanted)

    def render_ahead(self, texts: Iterable[Wanted]) -> None:
        """Have these rendered before anybody wants to hear them, and keep them as long as they are named."""
        wanted = [self._wanted(*each) for each in texts]
        self._ahead = frozenset(each for each in wanted if each is not None)
        for each in sorted(self._ahead):
            if not self._file(each, self._digest(each)).is_file():
                self.ask(each)

    def can_speak(self, language: str, text: str) -> bool:
        """It was rendered before, or can be now."""
        wanted = self._wanted(language, text)
        if wanted is None:
            return False
        voices = self._port.voices if self._port is not None else {}
        return wanted[0] in voices or self._file(wanted, self._digest(wanted)).is_file()

    async def prompt(self, language: str, text: str) -> str:
        """The recording of this text, rendered before all others where there is none yet.

        Takes as long as that does. Raises PromptError "speech-not-possible".
        """
        if len(text) > LONGEST_TEXT:
            raise PromptError("speech-not-possible", *_TOO_LONG)
        if not self.can_speak(language, text) or (wanted := self._wanted(language, text)) is None:
            raise PromptError("speech-not-possible", *_NO_VOICE)
        if not (found := self.resolve((f"{TEXT}{wanted[0]}/{wanted[1]}",))):
            if wanted not in self._waiting:
                raise PromptError("speech-not-possible", *_FAILED)
            self._waiting.move_to_end(wanted, last=False)
            done = asyncio.get_running_loop().create_future()
            self._awaited.setdefault(wanted, []).append(done)
            if not await done:
                raise PromptError("speech-not-possible", *_FAILED)
            found = self.resolve((f"{TEXT}{wanted[0]}/{wanted[1]}",))
        if not found:
            raise PromptError("speech-not-possible", *_FAILED)
        return found[0]

    def ask(self, wanted: Wanted) -> None:
        """Once is enough; when too many wait, the newest is dropped."""
        if self._port is None or wanted[0] not in self._port.voices or wanted in self._waiting:
            return
        if time.time() - self._failed.get(wanted, 0.0) < TRY_AGAIN_S:
            return
        if len(self._waiting) >= MOST_WAITING:
            log.warning("%d texts wait to be spoken; another one is dropped", len(self._waiting))
            return
        self._waiting[wanted] = None
        self._more.set()

    async def run(self) -> None:
        """Render what is asked for, one after the other, until cancelled."""
        await asyncio.to_thread(self._tidy)
        while True:
            await self._more.wait()
            self._more.clear()
            while self._waiting:
                wanted = next(iter(self._waiting))
                spoken = await self._render(wanted)
                self._waiting.pop(wanted, None)
                for each in self._awaited.pop(wanted, ()):
                    if not each.done():
                        each.set_result(spoken)
                await asyncio.to_thread(self._tidy)

    async def close(self) -> None:
        if self._port is not None:
            await self._port.close()

    async def _render(self, wanted: Wanted) -> bool:
        assert self._port is not None
        digest = self._digest(wanted)
        try:
            await self._port.render(wanted[1], wanted[0], self._file(wanted, digest))
        except (SpeechError, OSError) as error:
            log.warning("a text of %d characters (%s) cannot be spoken: %s", len(wanted[1]), wanted[0], error)
            self._failed[wanted] = time.time()
            while len(self._failed) > _MOST_FAILED:
                self._failed.popitem(last=False)
            return False
        self._used[digest] = time.time()
        return True

    def _wanted(self, language: str, text: str) -> Wanted | None:
        """Chinese signs are Mandarin whatever language the caller chose."""
        text = " ".join(text.split())[:LONGEST_TEXT]
        if not text or not re.fullmatch("[a-z]{2}", language):
            return None
        return ("zh" if _HAN.search(text) else language, text)

    def _digest(self, wanted: Wanted) -> str:
        """Another voice speaks another recording."""
        voice = self._port.voices.get(wanted[0], "") if self._port is not None else ""
        return hashlib.sha256("\n".join((voice, *wanted)).encode()).hexdigest()[:32]

    def _file(self, wanted: Wanted, digest: str) -> Path:
        return self._dir / wanted[0] / f"{digest}.opus"

    def _fixed_texts(self, flow: Flow) -> Iterable[Wanted]:
        languages = {flow.language} | {
            node.language for node in flow.nodes.values() if isinstance(node, Language)
        }
        for node in flow.nodes.values():
            for said in _said(node):
                if said.kind is SpokenKind.TEXT and "{" not in said.value:
                    for language in languages:
                        if (wanted := self._wanted(language, said.value)) is not None:
                            yield wanted

    def _tidy(self) -> None:
        """What nobody heard for long goes, and the least used while there is too much. In a thread."""
        kept = {self._digest(wanted) for wanted in self._fixed | self._ahead}
        files: list[tuple[float, int, Path]] = []
        for path in self._dir.glob("*/*.opus"):
            try:
                stat = path.stat()
            except OSError:
                continue
            if path.stem not in kept:
                files.append((max(stat.st_mtime, self._used.get(path.stem, 0.0)), stat.st_size, path))
        total = sum(size for _, size, _ in files)
        for used_at, size, path in sorted(files):
            if time.time() - used_at <= LONGEST_KEPT_S and total <= self._most_bytes:
                break
            path.unlink(missing_ok=True)
            self._used.pop(path.stem, None)
            total -= size


def _said(value: object) -> Iterable[Spoken]:
    """Every ``Spoken`` that a node holds, wherever."""
    if isinstance(value, Spoken):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _said(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _said(getattr(value, field.name))
