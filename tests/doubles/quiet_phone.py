"""Stand-ins for a desktop that is looked at: a softphone that says what a real one would, no keyring."""

from __future__ import annotations

from collections.abc import Callable

from app.crm_client.errors import KeyringMissing
from app.telephony import ports as phone


class QuietPhone:
    """Says that it is registered and has a headset."""

    def __init__(self, tell: Callable[[phone.PhoneEvent], None]) -> None:
        self.tell = tell

    async def start(self) -> None:
        self.tell(phone.Registered(ok=True))
        kinds = phone.DeviceKind
        names = (
            ("Jabra Evolve2 40", kinds.INPUT),
            ("Jabra Evolve2 40", kinds.OUTPUT),
            ("Built-in audio", kinds.OUTPUT),
        )
        devices = [phone.Device(name, kind, default=i < 2) for i, (name, kind) in enumerate(names)]
        self.tell(phone.Devices(devices, "Jabra Evolve2 40", "Jabra Evolve2 40"))

    def send(self, command: phone.Command) -> None:
        if isinstance(command, phone.UseDevices):
            self.tell(phone.Levels(-22.0, -38.0))

    async def stop(self) -> None:
        return None


class NoKeyring:
    """Every password has to be typed."""

    def load(self, server_url: str, username: str) -> str | None:
        raise KeyringMissing("no keyring here")

    def save(self, server_url: str, username: str, password: str) -> None:
        raise KeyringMissing("no keyring here")

    def forget(self, server_url: str, username: str) -> None:
        raise KeyringMissing("no keyring here")
