"""Messages to the outside in words: the way, how it stands, and why it did not go out.

In:  codes as the server says them. Out: words in the person's language. Pure.
"""

from __future__ import annotations

from app.ui.presenters.agent import Tone
from app.ui.presenters.ports import Words

TONES: dict[str, Tone] = {
    "NEW": "hold",
    "SENT": "ready",
    "DELIVERED": "ready",
    "FAILED": "trouble",
    "SKIPPED": "away",
}


def channel_word(channel: str, words: Words) -> str:
    return {
        "SMS": words("Short message"),
        "EMAIL": words("E-mail"),
        "APP": words("In the window"),
        "WECOM": words("WeCom"),
        "WECOM_ROBOT": words("WeCom group"),
        "WEBHOOK": words("Webhook"),
    }.get(channel, channel)


def state_word(state: str, words: Words) -> str:
    return {
        "NEW": words("is being sent"),
        "SENT": words("sent"),
        "DELIVERED": words("arrived"),
        "FAILED": words("did not arrive"),
        "SKIPPED": words("not sent"),
    }.get(state, state)


def why_sentence(why: str, words: Words) -> str:
    """What happened, and what can be done; a provider's own word stays as it is."""
    w = words
    if not why:
        return ""
    return {
        "opted-out": w("Whom it is for wants no messages of this kind."),
        "no-address": w("There is no mobile number and no e-mail address in the file."),
        "not-set-up": w("No channel of this kind is set up. An administrator can do that."),
        "no-gateway": w("No short-message channel is set up. An administrator can do that."),
        "limit": w("Too many within an hour went to this address. Send it again later."),
        "too-late": w("It could not be sent in time. Look whether it still makes sense, then send it again."),
        "no-template": w("The provider has no registered template for it. An administrator can enter one."),
        "no-such-person": w("WeCom does not know this person. Check the name in WeCom."),
        "unreachable": w("The provider could not be reached. It is tried again by itself."),
        "timeout": w("The provider did not answer in time. It is tried again by itself."),
        "fault": w("It could not be handed over because of a fault. The server's log says more."),
    }.get(why, w("The provider refused it: {why}", why=why))
