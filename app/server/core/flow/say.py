"""From what a flow says to names of prompts, in the caller's language and with values in it."""

from __future__ import annotations

from app.server.core.flow.plan import Prompts, Spoken, Utterance
from app.server.core.flow.spoken import spoken
from app.server.core.flow.templates import ValueOf, fill


def prompts_of(utterances: Prompts, language: str, value_of: ValueOf) -> tuple[str, ...]:
    """ "zh/welcome" stays, "welcome" becomes "zh/welcome"; a value that is not known is left out."""
    return tuple(
        prompt for utterance in utterances for prompt in _prompts_of(utterance, language, value_of) if prompt
    )


def _prompts_of(utterance: Utterance, language: str, value_of: ValueOf) -> tuple[str, ...]:
    if isinstance(utterance, Spoken):
        value = fill(utterance.value, value_of).strip()
        return spoken(language, utterance.kind, value) if value else ()
    return (utterance if "/" in utterance or not utterance else f"{language}/{utterance}",)
