"""What recordings and spoken texts are called, and what may be wrong with them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

LANGUAGES = ("zh", "en")
MUSIC = "music"
FOLDERS = (*LANGUAGES, MUSIC)
LONGEST_S = 600
MOST_BYTES = 20_000_000
_NAME = re.compile("[a-z0-9-]{1,40}")

SENTENCES: dict[str, tuple[int, str, str]] = {
    "prompt-name": (
        422,
        "名称“{0}”不可用:请用小写字母、数字和连字符,最多 40 个字符。",
        "{0!r} is no name for a recording: use small letters, digits and hyphens, at most 40 of them.",
    ),
    "prompt-folder": (422, "没有“{0}”这种语言:请用 {1}。", "There is no language {0!r}: use one of {1}."),
    "prompt-large": (
        413, "文件过大:最多 {0} MB。", "The file is too large: at most {0} MB.",
    ),
    "prompt-kind": (
        422, "无法识别文件格式:请上传 WAV、MP3 或 OGG 录音。",
        "This is no WAV, MP3 or OGG file; what is inside counts, not the name.",
    ),
    "prompt-damaged": (422, "录音文件已损坏,无法读取。", "The file is damaged and cannot be read."),
    "prompt-long": (422, "录音过长:最多 {0} 分钟。", "The recording is too long: at most {0} minutes."),
    "prompt-silent": (422, "录音里没有声音。", "There is nothing to be heard in the recording."),
    "prompt-unknown": (404, "没有录音 {0}。", "There is no uploaded recording {0}."),
    "prompt-disk": (507, "无法保存录音:{0}。", "The recording cannot be kept: {0}."),
    "speech-missing": (
        503, "未安装语音合成({0})。", "No speech synthesis is installed for {0}; docs/prompts.md says how."
    ),
    "speech-not-possible": (
        409, "无法念出这段文字:{0}", "This text cannot be spoken: {1}"
    ),
    "speech-failed": (503, "文字无法合成为语音:{0}。", "The text could not be spoken: {0}."),
}  # fmt: skip


class PromptError(Exception):
    """What was asked cannot be done. ``status`` is for HTTP; the text says why in both languages."""

    def __init__(self, error_id: str, *values: object) -> None:
        self.error_id = error_id
        self.status, zh, en = SENTENCES[error_id]
        self.zh, self.en = zh.format(*values), en.format(*values)
        super().__init__(f"{self.en} {self.zh}")


@dataclass(frozen=True, slots=True)
class StoredPrompt:
    """A recording of the company's own. ``folder``: its language, or "music"."""

    folder: str
    name: str
    size_bytes: int
    changed_at: datetime

    @property
    def full_name(self) -> str:
        return f"{self.folder}/{self.name}"


def check_name(folder: str, name: str) -> None:
    """Raises PromptError for anything but plain words: what it names becomes a path."""
    if folder not in FOLDERS:
        raise PromptError("prompt-folder", folder, ", ".join(FOLDERS))
    if not _NAME.fullmatch(name):
        raise PromptError("prompt-name", name[:60])
