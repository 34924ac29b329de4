"""Whatever the description of the API allows (and what it does not) is sent to it: no answer may be a 5xx.

In:  the address of a running server, sign-ins, ids that exist. Out: what went wrong, as sentences. Requests
are made by schemathesis from ``/openapi.json``; half of the parameters in paths are replaced by ids that
exist, so that what stands behind them is reached.
"""

from __future__ import annotations

import contextlib
import random
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import requests
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode, openapi
from schemathesis.errors import SchemathesisError

MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
LEFT_OUT = ("/api/v1/auth/token", "/api/v1/me/phone-test")  # one locks the users out, the other rings a phone
TIMEOUT_S = 30


@dataclass(frozen=True)
class Found:
    request: str
    status: int
    body: str


def ask_everything(
    url: str,
    tokens: Sequence[str],
    known: Mapping[str, Sequence[str]],
    examples: int,
    seed_number: int,
    wrong_every: int = 1,
) -> tuple[int, list[Found]]:
    """How many requests were sent, and those that were answered by a mistake of ours.

    ``tokens``: of whoever asks, in turns. ``known``: name of a parameter in a path → ids that exist.
    ``wrong_every``: to thinking up what an operation does not allow goes nine tenths of the time; so many
    operations share one that is asked wrongly, ``seed_number`` says which.
    """
    faults: list[Found] = []
    count = 0
    dice = random.Random(seed_number)
    with requests.Session() as session:
        session.trust_env = False
        description = session.get(f"{url}/openapi.json", timeout=TIMEOUT_S).json()
        for number, operation in enumerate(_operations(description), seed_number):
            for mode in MODES if number % wrong_every == 0 else MODES[:1]:
                strategy = _strategy(operation, mode)
                if strategy is None:
                    continue

                @seed(seed_number)
                @settings(
                    max_examples=examples,
                    deadline=None,
                    database=None,
                    phases=[Phase.generate],
                    suppress_health_check=list(HealthCheck),
                )
                @given(case=strategy)
                def play(case: Any) -> None:
                    nonlocal count
                    for name in list(case.path_parameters or {}):
                        if name in known and dice.random() < 0.5:
                            case.path_parameters[name] = dice.choice(known[name])
                    headers = {"Authorization": f"Bearer {dice.choice(tokens)}"}
                    with contextlib.suppress(requests.exceptions.InvalidHeader, UnicodeError):
                        answer = case.call(base_url=url, session=session, headers=headers, timeout=TIMEOUT_S)
                        count += 1
                        if answer.status_code >= 500:
                            body = answer.text[:300]
                            faults.append(Found(_described(case), answer.status_code, body))

                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    with contextlib.suppress(Unsatisfiable):  # it can break no rule
                        play()
    return count, faults


def _operations(description: dict[str, Any]) -> Iterator[Any]:
    for result in openapi.from_dict(description).get_all_operations():
        operation = result.ok()
        if operation.path not in LEFT_OUT:
            yield operation


def _strategy(operation: Any, mode: GenerationMode) -> st.SearchStrategy[Any] | None:
    """None where nothing can be wrong in it."""
    try:
        return operation.as_strategy(generation_mode=mode)
    except (TypeError, ValueError, LookupError, SchemathesisError):
        return None


def _described(case: Any) -> str:
    body = repr(getattr(case, "body", None))[:600]
    return f"{case.method} {case.formatted_path} {dict(case.query or {})!r:.300} {body}"
