"""A phone asks for a transfer (REFER, RFC 3515, 5589) and hears how it goes (NOTIFY, message/sipfrag).

In:  REFER requests, the state of the transfer. Out: who is meant, NOTIFYs until the last word is said.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

from app.server.voice.embedded.signalling import messages as m
from app.server.voice.embedded.signalling.messages import SipRequest
from app.server.voice.embedded.signalling.replaces import Replaces, ReplacesError
from app.server.voice.embedded.signalling.replaces import read as read_replaces
from app.server.voice.embedded.signalling.timers import Alarm

LIFE_S = 180  # a transfer that nobody reports on is over after so long
_SCHEMES = ("sip", "sips", "tel")

Send = Callable[[str, tuple[tuple[str, str], ...]], None]


class ReferError(Exception):
    """``code`` is the answer to give."""

    error_id = "sip-refer"

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True, slots=True)
class Target:
    number: str
    replaces: Replaces | None = None


def read(request: SipRequest) -> Target:
    """Whom the partner shall be connected to. Raises ReferError."""
    values = [value for raw in request.headers.get("Refer-To") for value in m.split(raw)]
    if len(values) != 1:
        raise ReferError(400, "not one Refer-To")
    value = values[0]
    inside = value.partition("<")[2].partition(">")[0] if "<" in value else value.partition(";")[0]
    uri, _, headers = inside.strip().partition("?")
    if m.scheme_of(uri) not in _SCHEMES:
        raise ReferError(416 if ":" in uri else 400, "Refer-To of another kind")
    method = m.parse_uri(uri).params.get("method")
    if method and method.upper() != "INVITE":
        raise ReferError(400, "only calls can be transferred")
    number = m.user_of(uri)
    if not number:
        raise ReferError(400, "Refer-To without a number")
    for header in headers.split("&") if headers else []:
        name, _, said = header.partition("=")
        if name.strip().lower() == "replaces":
            try:
                return Target(number, read_replaces(unquote(said)))
            except ReplacesError as error:
                raise ReferError(400, str(error)) from error
    return Target(number)


class Transfer:
    """One REFER and its subscription. ``quiet``: the phone wants no NOTIFY (RFC 4488)."""

    def __init__(self, transfer_id: str, request: SipRequest, first: bool, quiet: bool, send: Send) -> None:
        self.transfer_id = transfer_id
        number = m.cseq(request)[0]
        self._event = "refer" if first else f"refer;id={number}"  # RFC 3515 §2.4.6
        self._quiet = quiet
        self._send = send
        self._alarm = Alarm()
        self._alarm.after(LIFE_S, self._too_long)
        self.running = True

    def report(self, status: int) -> None:
        """Tell how it goes; 200 or more is the last word."""
        if not self.running:
            return
        if status >= 200:
            self._over("terminated;reason=noresource", status)
        else:
            self._notify(f"active;expires={LIFE_S}", status)

    def unsubscribed(self) -> None:
        """The phone does not want to hear more (SUBSCRIBE with Expires 0): one last NOTIFY says so."""
        if self.running:
            self._over("terminated;reason=timeout", 100)

    def gone(self) -> None:
        """Nobody is left to tell."""
        self.running = False
        self._alarm.stop()

    def _too_long(self) -> None:
        self._over("terminated;reason=timeout", 408)

    def _over(self, state: str, status: int) -> None:
        self._notify(state, status)
        self.gone()

    def _notify(self, state: str, status: int) -> None:
        if not self._quiet:
            line = f"SIP/2.0 {status} {m.reason_phrase(status)}\r\n"
            self._send(line, (("Event", self._event), ("Subscription-State", state)))
