"""Which registered template of a short message provider stands for which of ours.

Providers in China send only texts that they approved: a code and the values of its variables.

In:  ``settings["templates"]``: our template (or "*" for all others, "text" for words of a call) →
{code, values: [names in their order], sign_name}. A code by language: "<template>/en" before "<template>".
Out: code, signature and values for a parcel; NotifyError "no-template" where there is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from app.server.notify.model import ChannelSetUpError, NotifyError, Parcel

CALL_TEXT = "text"
LONGEST_VALUE = 200  # characters; providers cut or refuse longer ones


@dataclass(frozen=True, slots=True)
class SmsTemplate:
    code: str
    sign_name: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """``values``: name → value, in the template's order."""

    code: str
    sign_name: str
    values: Mapping[str, str]


class SmsTemplates:
    def __init__(self, templates: Mapping[str, SmsTemplate]) -> None:
        self._templates = dict(templates)

    def of(self, parcel: Parcel) -> Chosen:
        """Raises NotifyError."""
        template = self._find(parcel)
        if template is None:
            raise NotifyError("no-template", final=True)
        known = {**parcel.values, "title": parcel.values.get("title", parcel.title), "text": parcel.text}
        values = {name: known.get(name, "")[:LONGEST_VALUE] for name in template.names}
        return Chosen(template.code, template.sign_name, values)

    def _find(self, parcel: Parcel) -> SmsTemplate | None:
        key = parcel.template or CALL_TEXT
        for name in (f"{key}/{parcel.language}", key, f"*/{parcel.language}", "*"):
            if name in self._templates:
                return self._templates[name]
        return None


def read_templates(where: str, settings: Mapping[str, object]) -> SmsTemplates:
    """Raises ChannelSetUpError."""
    raw, default_sign = settings.get("templates"), str(settings.get("sign_name") or "")
    if not isinstance(raw, Mapping) or not raw:
        raise ChannelSetUpError(
            f"{where}: templates must name the provider's code for each of ours, or for *."
        )
    found: dict[str, SmsTemplate] = {}
    for name, each in cast("Mapping[str, Any]", raw).items():
        if not isinstance(each, Mapping):
            raise ChannelSetUpError(f"{where}, template {name}: it needs code and values.")
        one = cast("Mapping[str, Any]", each)
        code, sign_name = str(one.get("code") or ""), str(one.get("sign_name") or default_sign)
        names = one.get("values") or []
        if not code or not sign_name or not isinstance(names, list):
            raise ChannelSetUpError(
                f"{where}, template {name}: it needs code, sign_name and a list of values."
            )
        found[str(name)] = SmsTemplate(code, sign_name, tuple(str(each) for each in cast("list[Any]", names)))
    return SmsTemplates(found)
