"""Keeps the translation files in step with the sources, and compiles them.

Every text that a presenter or a view says (``tr``, ``words``, ``marked``, ``Sayings.say``) is put into
resources/translations/seatline_*.ts, new ones unfinished, gone ones left out; then lrelease makes the .qm.

    python scripts/translations.py            update and compile; lists what is not translated yet
    python scripts/translations.py --check    only look: exit 1 when something is missing or out of step
"""

from __future__ import annotations

import argparse
import ast
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "app" / "ui"
FOLDER = ROOT / "resources" / "translations"
CONTEXT = "Seatline"
FILES = {"zh_CN": FOLDER / "seatline_zh_CN.ts", "en": FOLDER / "seatline_en.ts"}
SAYERS = {"tr", "_words", "words", "w", "marked"}


def texts_in(source: str) -> set[str]:
    """The literal texts that are said in one source file; also those in loops over literal tuples."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in SAYERS and node.args:
            found |= _literal(node.args[0])
        elif (name == "say" and len(node.args) == 2) or (name == "_combo" and len(node.args) == 2):
            found |= _literal(node.args[1])
    return found


def _literal(node: ast.expr) -> set[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    return set()


def said_in_loops(source: str) -> set[str]:
    """``for part, text in zip(…, ("A", "B")): said.say(part.setText, text)``: the literals of the loop."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.For) and any(
            isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "say" for call in ast.walk(node)
        ):
            strings = [n.value for n in ast.walk(node.iter) if isinstance(n, ast.Constant)]
            found |= {text for text in strings if isinstance(text, str) and text[:1].isupper()}
    return found


def all_texts() -> set[str]:
    found: set[str] = set()
    for path in sorted(SOURCES.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        found |= texts_in(source) | said_in_loops(source)
    return {text for text in found if text.strip()}


def read(path: Path) -> dict[str, str]:
    """Source text → translation, '' where there is none yet."""
    if not path.exists():
        return {}
    made: dict[str, str] = {}
    for message in ET.parse(path).getroot().iter("message"):
        translation = message.find("translation")
        unfinished = translation is None or translation.get("type") == "unfinished"
        made[message.findtext("source", "")] = (
            "" if unfinished or translation is None else (translation.text or "")
        )
    return made


def write(path: Path, language: str, entries: dict[str, str]) -> None:
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = CONTEXT
    for source in sorted(entries):
        message = ET.SubElement(context, "message")
        ET.SubElement(message, "source").text = source
        translation = ET.SubElement(message, "translation")
        if entries[source]:
            translation.text = entries[source]
        else:
            translation.set("type", "unfinished")
    ET.indent(root)
    head = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
    path.write_text(head + ET.tostring(root, encoding="unicode") + "\n", encoding="utf-8")


def problems() -> list[str]:
    """What is missing or left over; empty when sources and files agree."""
    texts, found = all_texts(), []
    for language, path in FILES.items():
        entries = read(path)
        found += [f"{language}: not translated: {text!r}" for text in sorted(texts) if not entries.get(text)]
        found += [f"{language}: not said any more: {text!r}" for text in sorted(set(entries) - texts)]
    return found


def update() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    texts = all_texts()
    for language, path in FILES.items():
        before = read(path)
        own = {text: text for text in texts} if language == "en" else {}
        write(path, language, {text: before.get(text) or own.get(text, "") for text in texts})
        tool = Path(sys.executable).with_name("pyside6-lrelease")
        fresh = path.with_suffix(".qm.new")  # a running desktop has the old one in its memory
        subprocess.run([tool, "-silent", path, "-qm", fresh], check=True)
        fresh.replace(path.with_suffix(".qm"))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    if not parser.parse_args().check:
        update()
    found = problems()
    print("\n".join(found) or "translations are complete")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
