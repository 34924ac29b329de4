"""What the embedded engine must know before it starts."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from app.server.voice.embedded.signalling.timers import Timers


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
    media_processes: int = 0  # 0: one for each core but one
    unanswered_limit_s: float = 240.0  # an incoming call that nobody takes is given back
    silence_check_s: float = 60.0  # after so long without audio a peer is asked whether it still lives
    timers: Timers = field(default_factory=Timers)
