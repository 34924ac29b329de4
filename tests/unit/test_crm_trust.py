"""Which addresses and fingerprints the desktop accepts, and what it remembers of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.crm_client.errors import CrmError, ServerUrlInvalid
from app.crm_client.trust import TrustStore, normal_fingerprint, server_address

PRINT = "ab" * 32


@pytest.mark.parametrize(
    "url", ["http://10.0.0.5:8080", "ftp://localhost", "localhost:8080", "https://", "http://a:b"]
)
def test_addresses_that_are_refused_say_how_to_write_one(url: str) -> None:
    with pytest.raises(ServerUrlInvalid, match="https://"):
        server_address(url)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:80", "http://localhost", "http://[::1]:8080", "https://10.0.0.5"]
)
def test_plain_http_is_for_this_computer_only(url: str) -> None:
    assert server_address(url).secure is url.startswith("https")


def test_an_accepted_certificate_is_remembered_per_server(tmp_path: Path) -> None:
    TrustStore(tmp_path / "trust.json").accept("https://a:8443", PRINT.upper())
    again = TrustStore(tmp_path / "trust.json")
    assert again.pinned("https://a:8443/") == PRINT
    assert again.pinned("https://a:9443") is None


def test_the_command_lines_fingerprint_holds_until_a_person_accepts_another(tmp_path: Path) -> None:
    colons = ":".join(PRINT[i : i + 2] for i in range(0, 64, 2)).upper()
    trust = TrustStore(tmp_path / "trust.json", preset=colons)
    assert trust.pinned("https://a:8443") == PRINT
    trust.accept("https://a:8443", "cd" * 32)
    assert trust.pinned("https://a:8443") == "cd" * 32


@pytest.mark.parametrize("content", ["{", "[]", '"x"', ""])
def test_a_damaged_file_means_asking_again_and_is_kept_aside(tmp_path: Path, content: str) -> None:
    path = tmp_path / "trust.json"
    path.write_text(content)
    trust = TrustStore(path)
    assert trust.pinned("https://a:8443") is None
    assert len(list(tmp_path.glob("trust.json.damaged-*"))) == 1
    trust.accept("https://a:8443", PRINT)
    assert json.loads(path.read_text()) == {"a:8443": PRINT}


def test_a_mistyped_fingerprint_is_said(tmp_path: Path) -> None:
    with pytest.raises(CrmError, match="64 hex digits"):
        normal_fingerprint("abc")
