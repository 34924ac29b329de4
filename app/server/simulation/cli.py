"""``python -m app.server.simulation``: a centre of any size in simulated time.

In:  how many calls, agents, queues; how busy; seed. Out: a table, or ``--json``.
"""

from __future__ import annotations

import argparse
import json
import logging
from typing import Any

from app.server.simulation.centre import Behaviour
from app.server.simulation.chance import ENDLESS, NO_TIME, exponential, fixed, lognormal
from app.server.simulation.measures import Waits
from app.server.simulation.run import Played, play
from app.server.simulation.scenario import Size

SERVICE_LEVEL_S = 20.0


def main(argv: list[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    logging.disable(logging.INFO)
    size = Size(
        agents=options.agents,
        queues=options.queues,
        queues_each=options.queues_each,
        occupancy=options.occupancy,
        talk=lognormal(options.talk_s, 1.0) if options.lognormal else exponential(options.talk_s),
        wrap_up=exponential(options.wrap_up_s) if options.wrap_up_s else NO_TIME,
        patience=exponential(options.patience_s) if options.patience_s else ENDLESS,
        strategy=options.strategy,
    )
    behaviour = Behaviour(answer=fixed(options.answer_s), rona_share=options.rona, back_after=fixed(60.0))
    result = report(play(size, options.calls, options.seed, behaviour), size, options.seed)
    if options.json:
        print(json.dumps(result, ensure_ascii=False, indent=1))  # noqa: T201
        return 0
    for line in table(result):
        print(line)  # noqa: T201
    return 0


def report(played: Played, size: Size, seed: int) -> dict[str, Any]:
    """Figures of all and of each queue, and what it cost to play."""
    day = played.day
    return {
        "calls": played.calls,
        "agents": size.agents,
        "queues": size.queues,
        "seed": seed,
        "simulated_hours": round(played.simulated_s / 3600, 1),
        "took_s": round(played.took_s, 2),
        "cpu_us_per_call": round(played.us_per_call, 1),
        "events": played.events,
        "cpu_us_per_event": round(played.cpu_s / played.events * 1e6, 1),
        "left_over": played.left_over,
        "occupancy": round(day.occupancy.share(), 4),
        "all": figures(day.all),
        "by_queue": {name: figures(waits) for name, waits in sorted(day.queues.items())},
    }


def figures(waits: Waits) -> dict[str, Any]:
    answered = sorted(waits.waits(True))
    return {
        "offered": waits.offered,
        "answered": len(answered),
        "abandonment": round(waits.abandonment(), 4),
        "service_level": round(waits.service_level(SERVICE_LEVEL_S), 4),
        "asa_s": round(waits.asa_s(), 2),
        "wait_p50_s": round(answered[len(answered) // 2], 2) if answered else None,
        "wait_p95_s": round(answered[int(len(answered) * 0.95)], 2) if answered else None,
    }


def table(result: dict[str, Any]) -> list[str]:
    """The figures for a person."""
    lines = [
        f"{result['calls']} calls in {result['simulated_hours']} h of {result['agents']} agents and "
        f"{result['queues']} queues: {result['took_s']} s, {result['cpu_us_per_call']} µs a call",
        f"occupancy {result['occupancy']:.1%}",
    ]
    for name, of in {"all": result["all"], **result["by_queue"]}.items():
        lines.append(
            f"{name:6} offered {of['offered']:8}  answered within {SERVICE_LEVEL_S:.0f} s "
            f"{of['service_level']:7.2%}  gave up {of['abandonment']:7.2%}  ASA {of['asa_s']:7.2f} s"
        )
    return lines


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m app.server.simulation", description=__doc__)
    parser.add_argument("--calls", type=int, default=100_000)
    parser.add_argument("--agents", type=int, default=200)
    parser.add_argument("--queues", type=int, default=20)
    parser.add_argument("--queues-each", type=int, default=3, help="of an agent")
    parser.add_argument("--occupancy", type=float, default=0.9, help="what the load would keep agents busy")
    parser.add_argument("--talk-s", type=float, default=180.0)
    parser.add_argument("--lognormal", action="store_true", help="talks, instead of exponential")
    parser.add_argument("--wrap-up-s", type=float, default=30.0, help="exponential; 0: none")
    parser.add_argument("--patience-s", type=float, default=300.0, help="exponential; 0: nobody gives up")
    parser.add_argument("--answer-s", type=float, default=2.0, help="until an agent picks up")
    parser.add_argument("--rona", type=float, default=0.0, help="share of offers that ring out")
    parser.add_argument("--strategy", default="longest-idle")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    return parser
