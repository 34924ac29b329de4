"""Write docs/state-machines.md from the transition tables in the code. ``--check`` only compares."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.server.core import agent, call, offer, party  # noqa: E402
from app.server.core.callbacks import callback  # noqa: E402
from app.server.core.machine import diagram  # noqa: E402

TARGET = ROOT / "docs" / "state-machines.md"
MACHINES = {
    "Agent (坐席)": agent.TRANSITIONS,
    "Call (通话)": call.TRANSITIONS,
    "Party (通话方)": party.TRANSITIONS,
    "Offer (来电派送)": offer.TRANSITIONS,
    "Call-back (预约回拨)": callback.TRANSITIONS,
}


def text() -> str:
    parts = [
        "# State machines of the core",
        "Made by `scripts/diagrams.py` from the tables in `app/server/core`; a test compares.",
    ]
    for title, table in MACHINES.items():
        parts.append(f"## {title}\n\n```mermaid\n{diagram(table)}\n```")
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    if "--check" in sys.argv:
        raise SystemExit(0 if TARGET.read_text(encoding="utf-8") == text() else "run scripts/diagrams.py")
    TARGET.write_text(text(), encoding="utf-8")
