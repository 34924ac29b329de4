"""The server's settings: each declared once with name, type, default, unit and help.

In:  the command line, then environment variables (``SEATLINE_HTTP`` for ``--http``).
Out: one frozen object, or SettingsError with a sentence that names the setting and what it takes.
"""

from __future__ import annotations

import argparse
import ipaddress
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.server.voice.embedded.settings import LOCAL_NETWORKS


class SettingsError(Exception):
    """A setting cannot be used; the text says which and what it takes."""

    error_id = "settings"


@dataclass(frozen=True, slots=True)
class Address:
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class ServerSettings:
    data: Path
    http: Address
    sip: Address
    sip_tls_port: int
    rtp_low: int
    rtp_high: int
    trunks: tuple[str, ...]
    database_url: str
    sample: bool
    log_level: str
    sip_tls12_port: int | None
    public_address: str
    local_networks: tuple[str, ...]
    media_processes: int
    key_command: str = ""
    speech: str = "auto"
    scan_command: str = ""


@dataclass(frozen=True, slots=True)
class Declared:
    """One setting. ``parse`` raises ValueError with a sentence."""

    flag: str
    metavar: str
    default: str
    help: str
    parse: Callable[[str], Any]


def _address(text: str) -> Address:
    host, colon, port = text.rpartition(":")
    if not colon:
        raise ValueError("must be HOST:PORT, for example 0.0.0.0:8443")
    return Address(host.strip("[]") or "0.0.0.0", _port(port))


def _port(text: str) -> int:
    if not text.isdigit() or not 0 <= int(text) <= 65535:
        raise ValueError(f"{text!r} is no port: a number from 1 to 65535, or 0 for any free one")
    return int(text)


def _range(text: str) -> tuple[int, int]:
    low, dash, high = text.partition("-")
    if not dash or not low.isdigit() or not high.isdigit():
        raise ValueError("must be LOW-HIGH, for example 20000-21999")
    if not 1024 <= int(low) < int(high) <= 65535 or int(high) - int(low) < 20:
        raise ValueError("must lie within 1024-65535 and hold at least 20 ports (4 for each conversation)")
    return int(low), int(high)


def _optional_port(text: str) -> int | None:
    return _port(text) if text else None


def _host_address(text: str) -> str:
    if not text:
        return ""
    try:
        return str(ipaddress.ip_address(text.strip("[]")))
    except ValueError:
        raise ValueError(f"{text!r} is no IP address, for example 203.0.113.10") from None


def _networks(text: str) -> tuple[str, ...]:
    try:
        return tuple(str(ipaddress.ip_network(part, strict=False)) for part in _addresses(text))
    except ValueError as error:
        raise ValueError(f"{error}: must be networks like 192.168.0.0/16") from None


def _processes(text: str) -> int:
    if not text.isdigit() or int(text) > 64:
        raise ValueError("must be a number from 1 to 64, or 0 for one less than the machine has cores")
    return int(text)


def _speech(text: str) -> str:
    if text not in ("auto", "kokoro", "espeak", "none"):
        raise ValueError("must be auto, kokoro, espeak or none")
    return text


def _log_level(text: str) -> str:
    if text not in ("debug", "info", "warning"):
        raise ValueError("must be debug, info or warning")
    return text


def _addresses(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


DECLARED: tuple[Declared, ...] = (
    Declared("data", "DIR", "seatline-data", "folder for database, keys and recordings", Path),
    Declared(
        "http", "HOST:PORT", "0.0.0.0:8443", "address of the API; HTTPS, and plain HTTP from this machine",
        _address,
    ),
    Declared("sip", "HOST:PORT", "0.0.0.0:5060", "address of the telephony, UDP and TCP", _address),
    Declared("sip-tls-port", "PORT", "5061", "port of the telephony over TLS, used by the desktops", _port),
    Declared("rtp", "LOW-HIGH", "20000-21999", "ports of the sound (RTP)", _range),
    Declared(
        "trunks", "HOST,HOST", "127.0.0.1,::1", "addresses that may send calls without a password", _addresses
    ),
    Declared("database", "URL", "", "postgresql://… ; empty: SQLite in the data folder", str),
    Declared(
        "sip-tls12-port", "PORT", "", "port for phones that know TLS 1.2 only; empty: no such port",
        _optional_port,
    ),
    Declared(
        "public-address", "ADDRESS", "",
        "our address as the provider and phones outside see it, behind a router (NAT)", _host_address,
    ),
    Declared(
        "local-networks", "NET,NET", ",".join(LOCAL_NETWORKS), "networks that reach us without the router",
        _networks,
    ),
    Declared(
        "media-processes", "N", "0", "processes for the sound; 0: one less than the machine has cores",
        _processes,
    ),
    Declared(
        "key-command", "PATH", "", "program that wraps the keys of recordings (KMS); empty: key files", str
    ),
    Declared(
        "speech", "NAME", "auto", "what speaks texts of flows: auto, kokoro, espeak (English only) or none",
        _speech,
    ),
    Declared(
        "scan-command", "COMMAND", "",
        "reads attached files on its standard input, exit code 1 refuses: clamdscan --no-summary -", str,
    ),
    Declared("log-level", "LEVEL", "info", "debug, info or warning", _log_level),
)  # fmt: skip


def parse(argv: list[str], environment: Mapping[str, str] | None = None) -> ServerSettings:
    """Raises SettingsError; ``--help`` and unknown options end the program as argparse does."""
    environment = os.environ if environment is None else environment
    parser = argparse.ArgumentParser(
        prog="seatline server",
        description="The call centre's server: telephony, routing, recordings, storage and API.",
    )
    for setting in DECLARED:
        shown = f" (default: {setting.default})" if setting.default else ""
        parser.add_argument(f"--{setting.flag}", metavar=setting.metavar, help=setting.help + shown)
    parser.add_argument(
        "--sample", action="store_true", help="load a sample company into an empty database, for trying out"
    )
    words = parser.parse_args(argv)
    value = {setting.flag: _value(setting, words, environment) for setting in DECLARED}
    return ServerSettings(
        data=value["data"].absolute(),
        http=value["http"],
        sip=value["sip"],
        sip_tls_port=value["sip-tls-port"],
        rtp_low=value["rtp"][0],
        rtp_high=value["rtp"][1],
        trunks=value["trunks"],
        database_url=value["database"],
        sample=words.sample,
        log_level=value["log-level"],
        key_command=value["key-command"],
        speech=value["speech"],
        scan_command=value["scan-command"],
        sip_tls12_port=value["sip-tls12-port"],
        public_address=value["public-address"],
        local_networks=value["local-networks"],
        media_processes=value["media-processes"],
    )


def _value(setting: Declared, words: argparse.Namespace, environment: Mapping[str, str]) -> Any:
    name = setting.flag.replace("-", "_")
    variable = f"SEATLINE_{name.upper()}"
    given = getattr(words, name)
    where = f"--{setting.flag}"
    if given is None and variable in environment:
        given, where = environment[variable], variable
    try:
        return setting.parse(setting.default if given is None else given)
    except ValueError as error:
        raise SettingsError(f"{where} {given}: {error}.") from error
