"""What the desktop asks of its softphone and hears from it: one JSON object a line in both directions.

Commands go to the child's standard input, events come from its standard output. A call is named by
``handle``, a number that the child gives out; ``call_id`` and ``offer_id`` come from the server's
headers (X-Seatline-Call, X-Seatline-Offer), so that the screen pop and the ringing phone are the same.
"""

from __future__ import annotations

from enum import Enum

import msgspec


class PhoneCallState(Enum):
    RINGING = "RINGING"  # it rings here
    ANSWERING = "ANSWERING"  # answered by the agent, the server has not confirmed yet
    TALKING = "TALKING"
    ENDED = "ENDED"


class DeviceKind(Enum):
    INPUT = "INPUT"
    OUTPUT = "OUTPUT"


# --- commands ------------------------------------------------------------------------------------


class Register(msgspec.Struct, frozen=True, tag_field="do", tag="register"):
    """Register with the server through the TLS tunnel; kept alive by the child from then on."""

    sip_user: str
    sip_password: str
    domain: str
    server_host: str
    tls_port: int
    certificate_sha256: str


class Answer(msgspec.Struct, frozen=True, tag_field="do", tag="answer"):
    handle: int


class HangUp(msgspec.Struct, frozen=True, tag_field="do", tag="hang_up"):
    """Ends a call in any state; one that rings is declined (603)."""

    handle: int


class Mute(msgspec.Struct, frozen=True, tag_field="do", tag="mute"):
    muted: bool


class SendDigits(msgspec.Struct, frozen=True, tag_field="do", tag="digits"):
    handle: int
    digits: str


class UseDevices(msgspec.Struct, frozen=True, tag_field="do", tag="devices"):
    """By name; an empty name is the operating system's default. ``ring`` empty: like ``output``."""

    input: str = ""
    output: str = ""
    ring: str = ""


class ListDevices(msgspec.Struct, frozen=True, tag_field="do", tag="list_devices"):
    pass


class Ping(msgspec.Struct, frozen=True, tag_field="do", tag="ping"):
    n: int


class Quit(msgspec.Struct, frozen=True, tag_field="do", tag="quit"):
    pass


Command = Register | Answer | HangUp | Mute | SendDigits | UseDevices | ListDevices | Ping | Quit

# --- events --------------------------------------------------------------------------------------


class Started(msgspec.Struct, frozen=True, tag_field="event", tag="started"):
    pid: int
    version: str


class Registered(msgspec.Struct, frozen=True, tag_field="event", tag="registered"):
    """``ok`` False: ``problem`` is one of "unreachable", "certificate", "refused", "expired"."""

    ok: bool
    problem: str = ""
    detail: str = ""


class CallChanged(msgspec.Struct, frozen=True, tag_field="event", tag="call"):
    """``reason`` is given with ENDED: "remote", "local", "cancelled", "failed"."""

    handle: int
    state: PhoneCallState
    call_id: str = ""
    offer_id: str = ""
    number: str = ""
    name: str = ""
    codec: str = ""
    encrypted: bool = False
    reason: str = ""


class AudioFlows(msgspec.Struct, frozen=True, tag_field="event", tag="audio"):
    """Sent once a call: first sound frame heard from the other side, since the answer."""

    handle: int
    after_answer_ms: float


class Device(msgspec.Struct, frozen=True):
    name: str
    kind: DeviceKind
    default: bool


class Devices(msgspec.Struct, frozen=True, tag_field="event", tag="devices"):
    """The devices there are, and what is in use ("" when none could be opened)."""

    devices: list[Device]
    input: str
    output: str


class AudioProblem(msgspec.Struct, frozen=True, tag_field="event", tag="audio_problem"):
    """``problem``: "no-microphone", "no-speaker", "microphone-lost", "speaker-lost", "device-failed".

    An empty ``problem`` says that it is solved.
    """

    problem: str
    detail: str = ""


class Levels(msgspec.Struct, frozen=True, tag_field="event", tag="levels"):
    """About 5 times a second while audio runs; dB relative to full scale, -100 is silence."""

    input_dbfs: float
    output_dbfs: float


class Pong(msgspec.Struct, frozen=True, tag_field="event", tag="pong"):
    n: int


class Failed(msgspec.Struct, frozen=True, tag_field="event", tag="failed"):
    """A command could not be carried out; ``error_id`` is stable, ``detail`` is for the log."""

    command: str
    error_id: str
    detail: str


class Gone(msgspec.Struct, frozen=True, tag_field="event", tag="gone"):
    """Made by the client, not by the child: the child ended or hung and is being started again."""

    reason: str


PhoneEvent = (
    Started | Registered | CallChanged | AudioFlows | Devices | AudioProblem | Levels | Pong | Failed | Gone
)
