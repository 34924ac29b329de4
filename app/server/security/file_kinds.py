"""What a file is, by what stands in it; its name is only a name.

In:  an open file. Out: its media type, or FileRefusedError where it is nothing that is taken; a name under
which it can be kept on any computer, whose ending fits what the file is.
"""

from __future__ import annotations

import codecs
import unicodedata
import zipfile
from collections.abc import Mapping
from typing import BinaryIO, Final

from app.server.storage.errors import StorageError

LONGEST_NAME: Final = 120
_HEAD_BYTES: Final = 65_536
_MOST_ENTRIES: Final = 10_000  # of an archive that is looked into
TEXT: Final = "text/plain"

# By their first bytes; where several begin alike, the second table tells them apart.
_MAGIC: Final[tuple[tuple[bytes, str], ...]] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"#!AMR", "audio/amr"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
)
_AT_8: Final[Mapping[tuple[bytes, bytes], str]] = {
    (b"RIFF", b"WEBP"): "image/webp",
    (b"RIFF", b"WAVE"): "audio/wav",
    (b"RIFF", b"AVI "): "video/x-msvideo",
}
_BRANDS: Final[Mapping[bytes, str]] = {  # ISO 14496-12 "ftyp"
    b"M4A ": "audio/mp4", b"heic": "image/heic", b"heix": "image/heic", b"mif1": "image/heic",
    b"qt  ": "video/quicktime",
}  # fmt: skip
_PROGRAMS: Final = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xfe\xed\xfa",
    b"\xcf\xfa\xed\xfe",
    b"#!/",
    b"#! /",
)
_OFFICE: Final[Mapping[str, str]] = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_ENDINGS: Final[Mapping[str, tuple[str, ...]]] = {  # the first is put where the name has another
    "application/pdf": ("pdf",),
    "application/rtf": ("rtf",),
    "application/x-ole-storage": ("doc", "xls", "ppt", "msg"),
    "application/zip": ("zip",),
    "application/vnd.oasis.opendocument.text": ("odt", "ods", "odp"),
    "audio/amr": ("amr",),
    "audio/flac": ("flac",),
    "audio/mp4": ("m4a",),
    "audio/mpeg": ("mp3",),
    "audio/ogg": ("ogg", "opus", "oga"),
    "audio/wav": ("wav",),
    "image/bmp": ("bmp",),
    "image/gif": ("gif",),
    "image/heic": ("heic", "heif"),
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
    "image/tiff": ("tif", "tiff"),
    "image/webp": ("webp",),
    TEXT: ("txt", "csv", "log", "md", "json", "xml", "eml", "ics", "vcf", "yaml"),
    "video/mp4": ("mp4",),
    "video/quicktime": ("mov",),
    "video/x-msvideo": ("avi",),
    _OFFICE["word/"]: ("docx",),
    _OFFICE["xl/"]: ("xlsx",),
    _OFFICE["ppt/"]: ("pptx",),
}
_DEVICES: Final = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10)),
}


class FileRefusedError(StorageError):
    """Its kind is not taken: a program, macros, or nothing that is known."""

    error_id = "attachment-kind"
    status = 422
    sentence = "This kind of file is not taken. Send a picture, a PDF, a document, a text, a sound or a ZIP."


def kind_of(file: BinaryIO) -> str:
    """Its media type; the file is at its beginning again afterwards. Raises FileRefusedError."""
    file.seek(0)
    head = file.read(_HEAD_BYTES)
    file.seek(0)
    if any(head.startswith(magic) for magic in _PROGRAMS):
        raise FileRefusedError("Programs are not taken.")
    found = _by_magic(head)
    if found is None and head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        found = _archive(file)
        file.seek(0)
    if found is None and _is_text(head):
        found = TEXT
    if found is None:
        raise FileRefusedError
    return found


def _by_magic(head: bytes) -> str | None:
    if (found := _AT_8.get((head[:4], head[8:12]))) is not None:
        return found
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4")
    return next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)


def _archive(file: BinaryIO) -> str:
    """A document of an office program is an archive too. Only its list of names is read."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise FileRefusedError("This archive is damaged.") from error
    if len(names) > _MOST_ENTRIES:
        raise FileRefusedError("This archive holds too many files.")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise FileRefusedError("Documents with macros are not taken. Save it without them and send it again.")
    if "[Content_Types].xml" in names:
        return next(
            (kind for place, kind in _OFFICE.items() if any(n.startswith(place) for n in names)), _ZIP
        )
    is_open_document = "mimetype" in names and "content.xml" in names
    return "application/vnd.oasis.opendocument.text" if is_open_document else _ZIP


_ZIP: Final = "application/zip"


def _is_text(head: bytes) -> bool:
    """In UTF-8, UTF-16 with its mark, or GB 18030; without control characters."""
    encodings = ("utf-16",) if head[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(head, final=False)
        except UnicodeDecodeError:
            continue
        return bool(text.strip()) and not any(c < " " and c not in "\t\n\r\f" for c in text)
    return False


def safe_name(name: str, kind: str) -> str:
    """Without folders, control characters, what turns the direction of reading; no device of Windows."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(each for each in unicodedata.normalize("NFC", last) if _harmless(each))
    plain = " ".join(plain.split()).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    endings = _ENDINGS[kind]
    if not dot or ending.lower() not in endings:
        stem, ending = plain, endings[0]
    stem = stem.strip(" .")[: LONGEST_NAME - len(ending) - 1] or "file"
    if stem.partition(".")[0].lower() in _DEVICES:
        stem = f"_{stem}"
    return f"{stem}.{ending.lower()}"


def _harmless(character: str) -> bool:
    category = unicodedata.category(character)
    return category not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") and character not in '<>:"/\\|?*'
