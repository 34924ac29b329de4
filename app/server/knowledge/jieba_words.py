"""jieba and pypinyin behind one door: words of Chinese text, and how they are spoken.

In:  a run of Chinese characters. Out: its words. Nothing of the libraries is imported before ``load``, which
takes a second or two and some 50 MB: it runs in a thread some time after the start, and lets others work.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
import warnings
from collections.abc import Iterable
from importlib import import_module
from types import ModuleType
from typing import Any, cast

from app.server.spoken import library

log = logging.getLogger(__name__)
_LINES_IN_ONE_GO = 400
_BREATH_S = 0.0005  # lets go of the interpreter, so that calls do not wait for a dictionary
RAREST = 5  # words that stand less often in jieba's corpus are not read: a third of the memory


class JiebaWords:
    """``own``: words of the company that no dictionary knows."""

    def __init__(self, own: Iterable[str] = ()) -> None:
        self._own = tuple(own)
        self._lock = threading.Lock()
        self._tokenizer: Any = None
        self._pinyin: Any = None

    @property
    def is_ready(self) -> bool:
        return self._tokenizer is not None

    def load(self) -> None:
        """Blocking. Once is enough; said twice at a time, the second waits."""
        with self._lock:
            if self._tokenizer is not None:
                return
            started = time.monotonic()
            jieba = _library()
            tokenizer: Any = jieba.Tokenizer()
            # WORKAROUND: jieba's own ``initialize`` keeps a file of a known name in the public temporary
            # folder and unmarshals whatever lies there, holding the interpreter all the while.
            tokenizer.FREQ, tokenizer.total = _read_dictionary(tokenizer.get_dict_file())
            tokenizer.initialized = True
            for word in self._own:
                tokenizer.add_word(word)
            self._pinyin = library()
            self._tokenizer = tokenizer
            log.info("words of Chinese texts are known after %.1f s", time.monotonic() - started)

    def words(self, run: str) -> list[str]:
        """Words that follow each other and together are the run. Only after ``load``."""
        return list(self._tokenizer.cut(run, HMM=False))

    def parts(self, word: str) -> list[str]:
        """Shorter words inside a word. Only after ``load``."""
        found = self._tokenizer.cut_for_search(word, HMM=False)
        return [each for each in found if each != word and len(each) > 1]

    def spoken(self, word: str) -> str:
        """Its syllables without tones: "kongtiao". Only after ``load``."""
        return "".join(self._pinyin.lazy_pinyin(word))


def _library() -> Any:
    """WORKAROUND: jieba 0.42.1 imports pkg_resources, which is outdated and takes longer than all of jieba,
    only to open its own files; where that cannot be imported, it opens them itself."""
    hidden = "pkg_resources" not in sys.modules
    if hidden:
        sys.modules["pkg_resources"] = cast(ModuleType, None)
    try:
        with warnings.catch_warnings():  # of its old spellings
            warnings.simplefilter("ignore")
            return import_module("jieba")
    finally:
        if hidden:
            del sys.modules["pkg_resources"]


def _read_dictionary(file: Any) -> tuple[dict[str, int], int]:
    """Frequencies of words, and 0 for each beginning of one: what jieba walks along."""
    frequencies: dict[str, int] = {}
    total = 0
    breath = threading.Event()  # never set
    with file:
        for number, line in enumerate(file, start=1):
            word, count, *_ = line.decode("utf-8").split(" ")
            frequency = int(count)
            if frequency >= RAREST:
                frequencies[word] = frequency
                total += frequency
                for end in range(1, len(word)):
                    frequencies.setdefault(word[:end], 0)
            if number % _LINES_IN_ONE_GO == 0:
                breath.wait(_BREATH_S)
    return frequencies, total
