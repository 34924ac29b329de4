"""The adapter of hidapi, with the module faked: what is listed, what cannot be opened and why."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from app.telephony.headset import hidapi_host
from app.telephony.headset.hid_host import FoundHid, HidError
from app.telephony.headset.hidapi_host import HidapiHost


class FakeModule:
    __file__ = "/nonexistent/hid.so"

    def __init__(self, *entries: dict[str, Any]) -> None:
        self.entries = list(entries)
        self.fault: Exception | None = None
        self.written: list[bytes] = []
        self.taken = True

    def enumerate(self) -> list[dict[str, Any]]:
        if self.fault:
            raise self.fault
        return self.entries

    def device(self) -> Any:
        def open_path(path: bytes) -> None:
            if self.fault:
                raise self.fault

        def write(report: bytes) -> int:
            self.written.append(report)
            return len(report) if self.taken else -1

        def read(_length: int, _timeout_ms: int) -> list[int]:
            if self.fault:
                raise self.fault
            return [2, 1]

        return SimpleNamespace(
            open_path=open_path,
            write=write,
            read=read,
            get_report_descriptor=lambda: [5, 0x0B],
            close=lambda: None,
        )


def entry(path: str, page: int, name: str | None = "Evolve 65", maker: str = "GN Audio") -> dict[str, Any]:
    return {
        "path": path.encode(),
        "vendor_id": 0x0B0E,
        "product_id": 0x245D,
        "product_string": name,
        "manufacturer_string": maker,
        "usage_page": page,
    }


def host_of(monkeypatch: pytest.MonkeyPatch, module: FakeModule) -> HidapiHost:
    monkeypatch.setattr(hidapi_host.importlib, "import_module", lambda _: module)
    return HidapiHost()


def test_a_device_is_listed_once_by_its_telephony_page(monkeypatch: pytest.MonkeyPatch) -> None:
    host = host_of(
        monkeypatch,
        FakeModule(
            entry("/dev/hidraw3", 0x0C),
            entry("/dev/hidraw3", 0xFFA0),
            entry("/dev/hidraw3", 0x0B),
            entry("/dev/hidraw4", 0x01, "Keyboard"),
            entry("/dev/hidraw5", 0xFFA0, None),
        ),
    )
    assert host.find([0x0B, 0xFFA0]) == [
        FoundHid(b"/dev/hidraw3", 0x0B0E, 0x245D, "Evolve 65", 0x0B),
        FoundHid(b"/dev/hidraw5", 0x0B0E, 0x245D, "GN Audio", 0xFFA0),
    ]


def test_reports_go_through_and_faults_have_our_names(monkeypatch: pytest.MonkeyPatch) -> None:
    module = FakeModule(entry("/dev/hidraw3", 0x0B))
    host = host_of(monkeypatch, module)
    device = host.open(host.find([0x0B])[0])
    assert device.descriptor() == b"\x05\x0b"
    assert device.read(10) == b"\x02\x01"
    device.write(b"\x02\x01\x00")
    assert module.written == [b"\x02\x01\x00"]
    module.taken = False
    with pytest.raises(HidError) as refused:
        device.write(b"\x02")
    assert refused.value.error_id == "failed"
    module.fault = OSError("read error")
    with pytest.raises(HidError) as gone:
        device.read(10)
    assert gone.value.error_id == "gone"
    with pytest.raises(HidError) as unlisted:
        host.find([0x0B])
    assert unlisted.value.error_id == "failed"


def test_a_device_file_of_root_is_told_as_not_allowed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    node = tmp_path / "hidraw0"
    node.touch()
    module = FakeModule(entry(str(node), 0x0B))
    host = host_of(monkeypatch, module)
    module.fault = OSError("open failed")
    found = FoundHid(str(node).encode(), 0x0B0E, 1, "Evolve 65", 0x0B)
    monkeypatch.setattr(hidapi_host.os, "access", lambda _path, _mode: False)
    with pytest.raises(HidError) as refused:
        host.open(found)
    assert refused.value.error_id == "not-allowed"
    monkeypatch.setattr(hidapi_host.os, "access", lambda _path, _mode: True)
    with pytest.raises(HidError) as failed:
        host.open(found)
    assert failed.value.error_id == "failed"


def test_the_real_library_can_be_asked() -> None:
    """No headset is here, but the module of the wheel loads, lists and gives a sign of change."""
    host = HidapiHost()
    assert isinstance(host.find([0x0B]), list)
    assert host.fingerprint() == host.fingerprint()


def test_without_the_library_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_: str) -> Any:
        raise ImportError("no")

    monkeypatch.setattr(hidapi_host.importlib, "import_module", none)
    with pytest.raises(HidError):
        HidapiHost()
