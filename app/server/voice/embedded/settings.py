"""What the embedded engine must know before it starts."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from app.server.voice.embedded.signalling.gate import GateRule
from app.server.voice.embedded.signalling.nat import LOCAL_NETWORKS
from app.server.voice.embedded.signalling.overload import MOST_WAIT_S
from app.server.voice.embedded.signalling.timers import Timers

__all__ = ["LOCAL_NETWORKS", "VoiceSettings"]


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    host: str
    sip_port: int  # UDP and TCP; 0: any
    tls_port: int  # 0: any
    rtp_low: int
    rtp_high: int
    certificate: Path
    certificate_key: Path
    prompt_dirs: tuple[Path, ...]
    journal_dir: Path
    journal_key: bytes
    realm: str = "seatline"
    # Addresses or networks whose calls are taken without a password.
    trunk_addresses: tuple[str, ...] = ("127.0.0.1", "::1")
    requests_per_s: float = 10.0  # from one address that is no trunk; beyond it callers are told to wait
    trunk_requests_per_s: float = 400.0
    most_wait_s: float = MOST_WAIT_S  # of a message before it is read; beyond it new calls are refused
    gate: GateRule = field(default_factory=GateRule)
    media_processes: int = 0  # 0: one for each core but one
    unanswered_limit_s: float = 240.0  # an incoming call that nobody takes is given back
    silence_check_s: float = 60.0  # a silent peer is asked so often whether it still lives
    silence_limit_s: float = 600.0  # and given up then, even if it says so: nobody is silent for so long
    tls12_port: int | None = (
        None  # a listener of its own for phones that cannot do TLS 1.3; 0: any; None: none
    )
    public_address: str = ""  # ours as seen from outside of ``local_networks``; "": the same as inside
    local_networks: tuple[str, ...] = LOCAL_NETWORKS
    session_expires_s: int = 1800  # RFC 4028
    min_se_s: int = 90
    options_every_s: float = 30.0  # trunks are asked so often whether they are there
    keep_alive_s: float = 25.0  # phones behind a router are asked so often, so that it lets calls through
    timers: Timers = field(default_factory=Timers)
