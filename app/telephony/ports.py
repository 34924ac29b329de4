"""What the desktop asks of its softphone and hears from it: one JSON object a line in both directions.

Commands go to the child's standard input, events come from its standard output. A call is named by
``handle``, a number that the child gives out; ``call_id`` and ``offer_id`` come from the server's
headers (X-Seatline-Call, X-Seatline-Offer), so that the screen pop and the ringing phone are the same.
"""

from __future__ import annotations

from enum import Enum
from typing import Literal

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
    """``zip_tone``: two short tones in the ear first, so that nobody is surprised by a caller."""

    handle: int
    zip_tone: bool = False


class HangUp(msgspec.Struct, frozen=True, tag_field="do", tag="hang_up"):
    """Ends a call in any state; one that rings is declined (603)."""

    handle: int


class Mute(msgspec.Struct, frozen=True, tag_field="do", tag="mute"):
    muted: bool


class SendDigits(msgspec.Struct, frozen=True, tag_field="do", tag="digits"):
    handle: int
    digits: str


class UseDevices(msgspec.Struct, frozen=True, tag_field="do", tag="devices"):
    """By name; an empty name is the operating system's default, which is followed when it changes.

    ``rings``: where it rings, empty: like ``output``. ``processing``: echo cancelling, noise suppression and
    gain; "auto" chooses by the kind of the device (a headset needs no echo canceller).
    """

    input: str = ""
    output: str = ""
    rings: tuple[str, ...] = ()
    processing: Literal["auto", "on", "off"] = "auto"


class StartTest(msgspec.Struct, frozen=True, tag_field="do", tag="start_test"):
    """Record ``seconds`` from the microphone, then play them back; TestRuns tells how it goes."""

    seconds: float = 4.0


class StopTest(msgspec.Struct, frozen=True, tag_field="do", tag="stop_test"):
    pass


class ShowHeld(msgspec.Struct, frozen=True, tag_field="do", tag="show_held"):
    """For the headset's lamps: hold is the server's, the child does not know it."""

    held: bool


class UseHotkeys(msgspec.Struct, frozen=True, tag_field="do", tag="hotkeys"):
    """Keys that work while another program has the focus. ``keys``: action → keys ("ctrl+alt+a").

    ``media_keys``: play/pause answers, hangs up and mutes. Actions: "answer", "hang_up", "hold", "mute".
    """

    keys: dict[str, str]
    media_keys: bool = False


class ListDevices(msgspec.Struct, frozen=True, tag_field="do", tag="list_devices"):
    pass


class Ping(msgspec.Struct, frozen=True, tag_field="do", tag="ping"):
    n: int


class Quit(msgspec.Struct, frozen=True, tag_field="do", tag="quit"):
    pass


Command = (
    Register
    | Answer
    | HangUp
    | Mute
    | SendDigits
    | UseDevices
    | StartTest
    | StopTest
    | ShowHeld
    | UseHotkeys
    | ListDevices
    | Ping
    | Quit
)

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


class CallSound(msgspec.Struct, frozen=True, tag_field="event", tag="sound"):
    """How the call sounds, every 2 s: ``in`` is what she hears, ``out`` what her voice arrives as (by RTCP).

    ``mos`` by the E-model, 1.0 to 4.5; -1 where nothing is known.
    """

    handle: int
    codec: str
    mos_in: float
    mos_out: float
    loss_in_pct: float
    loss_out_pct: float
    jitter_in_ms: float
    jitter_out_ms: float
    round_trip_ms: float


class TestRuns(msgspec.Struct, frozen=True, tag_field="event", tag="test"):
    """The test call. ``heard_dbfs``: the loudest of what was recorded.

    "failed": ``detail`` says why, in the words of AudioProblem, or "call": she has one. A call that comes
    stops a test, with the same detail.
    """

    state: Literal["recording", "playing", "done", "stopped", "failed"]
    heard_dbfs: float = -100.0
    detail: str = ""


class Headset(msgspec.Struct, frozen=True, tag_field="event", tag="headset"):
    """A headset with buttons is there (``name`` empty: none). ``profile``: whose rules it follows."""

    name: str
    profile: str = ""
    problem: str = ""  # "not-allowed": this user may not open it


class ButtonPressed(msgspec.Struct, frozen=True, tag_field="event", tag="button"):
    """On the headset, or a hotkey: what is meant by it now. "decline" is for the call that rings.

    ``source``: "headset", "hotkey", "media-key".
    """

    action: Literal["answer", "hang_up", "decline", "mute", "unmute", "hold", "redial"]
    source: str


class HotkeysSet(msgspec.Struct, frozen=True, tag_field="event", tag="hotkeys_set"):
    """``taken``: actions whose keys another program has or that are no keys to take, and "media_keys".

    ``problem``: why there are none at all: "no-display", "wayland" (the system keeps all keys for itself),
    "not-allowed" (macOS asks for a permission first), "not-supported".
    """

    taken: tuple[str, ...] = ()
    problem: str = ""


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
    Started
    | Registered
    | CallChanged
    | AudioFlows
    | Devices
    | AudioProblem
    | Levels
    | CallSound
    | TestRuns
    | Headset
    | ButtonPressed
    | HotkeysSet
    | Pong
    | Failed
    | Gone
)
