"""While a person types her password the rest is loaded in small pieces; pages wait until they are shown."""

from __future__ import annotations

import subprocess
import sys

LOOK = """
import importlib, sys
import app.ui.composition
from app.ui import loading
for name in (*loading.WITHOUT_QT, *loading.WITH_QT):
    before = {each for each in sys.modules if each.startswith("app.")}
    importlib.import_module(name)
    new = {each for each in sys.modules if each.startswith("app.")} - before
    if "app.ui.views" in name or "app.ui.rooms" in name or name == "app.ui.workbench":
        print(name, len(new))
print("pages", *(each for each in sys.modules if each.startswith(LATE)))
"""
LATE = (
    "app.ui.views.tickets_",
    "app.ui.views.customers_",
    "app.ui.views.knowledge_page",
    "app.ui.views.manage_page",
    "app.ui.views.call_sheet",
)


def test_no_piece_is_large_and_no_page_is_loaded_before_it_is_shown():
    words = [sys.executable, "-c", f"LATE = {LATE!r}\n{LOOK}"]
    said = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60).stdout.splitlines()
    *pieces, pages = (line.split() for line in said)
    assert pages == ["pages"]
    assert len(pieces) > 30 and max(int(count) for _, count in pieces) <= 14, pieces
