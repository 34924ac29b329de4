"""Write docs/state-machines.md from the transition tables in the code. ``--check`` only compares."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.server.core import agent, call, offer, party  # noqa: E402
from app.server.core.callbacks import callback  # noqa: E402
from app.server.core.machine import diagram  # noqa: E402
from app.server.knowledge import model as article  # noqa: E402
from app.server.tickets import clocks  # noqa: E402
from app.server.tickets.usual_states import usual_moves  # noqa: E402
from app.telephony import calls as phone_call  # noqa: E402

TARGET = ROOT / "docs" / "state-machines.md"
MACHINES = {
    "Agent (坐席)": agent.TRANSITIONS,
    "Call (通话)": call.TRANSITIONS,
    "Party (通话方)": party.TRANSITIONS,
    "Offer (来电派送)": offer.TRANSITIONS,
    "Call-back (预约回拨)": callback.TRANSITIONS,
    "Call at the desktop's softphone (软电话通话)": phone_call.TRANSITIONS,
}
DESK_WORK = {
    "Clock of a ticket (工单时限)": clocks.TRANSITIONS,
    "Article of the knowledge base (知识文章)": article.TRANSITIONS,
}


def text() -> str:
    parts = [
        "# State machines",
        "Made by `scripts/diagrams.py` from the tables in the code; a test compares.",
    ]
    for title, table in MACHINES.items():
        parts.append(f"## {title}\n\n```mermaid\n{diagram(table)}\n```")
    parts.append(f"## Ticket (工单): the usual states\n\n```mermaid\n{_tickets()}\n```")
    for title, table in DESK_WORK.items():
        parts.append(f"## {title}\n\n```mermaid\n{diagram(table)}\n```")
    return "\n\n".join(parts) + "\n"


def _tickets() -> str:
    """What is in brackets is needed for the move."""
    rows: list[str] = []
    for move in usual_moves():
        needs = [*move.needs, *(["leads alone"] if move.leads_only else [])]
        said = f"{move.name.en} ({', '.join(needs)})" if needs else move.name.en
        rows.append(f"    {move.from_state} --> {move.to_state}: {said}")
    return "\n".join(["stateDiagram-v2", *rows])


if __name__ == "__main__":
    if "--check" in sys.argv:
        raise SystemExit(0 if TARGET.read_text(encoding="utf-8") == text() else "run scripts/diagrams.py")
    TARGET.write_text(text(), encoding="utf-8")
