"""The media keys of a Linux desktop that keeps them: a media player on the session bus (MPRIS 2.2).

GNOME, KDE and the like take play/pause before any program can, X11 or Wayland, and pass them on to a media
player. So while there is a call, and only then, the softphone is one: "Playing" while she is heard, "Paused"
while it rings or she is muted. The button of a Bluetooth headset may come the same way.

The adapter of jeepney. Whose call it is stands nowhere: a desktop shows players on its lock screen.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import os
import select
import threading
from typing import Any, Literal

from app.telephony.hotkey_names import HotkeyError
from app.telephony.hotkeys import MEDIA_PLAY, MEDIA_STOP, Listener

log = logging.getLogger(__name__)

Playback = Literal["", "Paused", "Playing"]  # "": no call, no player

CONNECT_LIMIT_S = 0.5
STOP_LIMIT_S = 1.0
PATH = "/org/mpris/MediaPlayer2"
ROOT, PLAYER = "org.mpris.MediaPlayer2", "org.mpris.MediaPlayer2.Player"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_UNKNOWN_METHOD = "org.freedesktop.DBus.Error.UnknownMethod"
_UNKNOWN_PROPERTY = "org.freedesktop.DBus.Error.UnknownProperty"


class MediaSession:
    """Raises HotkeyError "not-supported" where there is no session bus."""

    def __init__(self, listener: Listener) -> None:
        try:
            self._jeepney: Any = importlib.import_module("jeepney")
            blocking: Any = importlib.import_module("jeepney.io.blocking")
            self._bus: Any = blocking.open_dbus_connection(bus="SESSION", auth_timeout=CONNECT_LIMIT_S)
        except (ImportError, LookupError, ValueError, OSError) as error:
            raise HotkeyError("not-supported", f"no session bus: {error}") from error
        self._listener = listener
        self._name = f"{ROOT}.seatline.instance{os.getpid()}"
        self._wanted: Playback = ""
        self._shown: Playback = ""
        self._stopping = False
        self._wake_read, self._wake_write = os.pipe()
        self._thread = threading.Thread(target=self._run, name="media-session", daemon=True)
        self._thread.start()

    def show(self, playback: Playback) -> None:
        self._wanted = playback
        self._wake()

    def stop(self) -> None:
        self._stopping = True
        self._wake()
        self._thread.join(STOP_LIMIT_S)

    def _wake(self) -> None:
        with contextlib.suppress(OSError):  # the bus is gone, and the thread with it
            os.write(self._wake_write, b"x")

    # --- the thread -------------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            while not self._stopping:
                self._follow()
                ready, _, _ = select.select([self._bus.sock, self._wake_read], [], [])
                if self._wake_read in ready:
                    os.read(self._wake_read, 64)
                if self._bus.sock in ready:
                    self._read_all()
        except OSError as error:
            log.info("the session bus is gone: %s", error)
        finally:
            self._bus.close()
            os.close(self._wake_read)
            os.close(self._wake_write)

    def _follow(self) -> None:
        wanted, shown = self._wanted, self._shown
        if wanted == shown:
            return
        self._shown = wanted
        bus = self._jeepney.message_bus
        if wanted and not shown:
            self._bus.send(bus.RequestName(self._name))
        if not wanted:
            self._bus.send(bus.ReleaseName(self._name))
            return
        emitter = self._jeepney.DBusAddress(PATH, interface=_PROPERTIES)
        changed = {"PlaybackStatus": ("s", wanted)}
        self._bus.send(
            self._jeepney.new_signal(emitter, "PropertiesChanged", "sa{sv}as", (PLAYER, changed, []))
        )

    def _read_all(self) -> None:
        while True:
            try:
                message = self._bus.receive(timeout=0)
            except TimeoutError:
                return
            if message.header.message_type is self._jeepney.MessageType.method_call:
                self._bus.send(self._answer(message))

    def _answer(self, message: Any) -> Any:
        fields = message.header.fields
        field = self._jeepney.HeaderFields
        interface, member = fields.get(field.interface, ""), fields.get(field.member, "")
        if interface == _PROPERTIES and member == "GetAll":
            return self._reply(message, "a{sv}", (self._properties(message.body[0]),))
        if interface == _PROPERTIES and member == "Get":
            value = self._properties(message.body[0]).get(message.body[1])
            if value is None:
                return self._jeepney.new_error(message, _UNKNOWN_PROPERTY)
            return self._reply(message, "v", (value,))
        if interface in (PLAYER, ROOT, _PROPERTIES):
            if interface == PLAYER:
                self._press(member)
            return self._reply(message)
        return self._jeepney.new_error(message, _UNKNOWN_METHOD)

    def _reply(self, message: Any, signature: str | None = None, body: tuple[Any, ...] = ()) -> Any:
        return self._jeepney.new_method_return(message, signature, body)

    def _press(self, member: str) -> None:
        """Play and Pause are wishes for a state, not only of keys: what is so already is no press."""
        meant = {"PlayPause": True, "Play": self._shown == "Paused", "Pause": self._shown == "Playing"}
        if meant.get(member, False):
            self._listener(MEDIA_PLAY, True)
            self._listener(MEDIA_PLAY, False)
        elif member == "Stop":
            self._listener(MEDIA_STOP, True)

    def _properties(self, interface: str) -> dict[str, tuple[str, Any]]:
        if interface == ROOT:
            return {
                "CanQuit": ("b", False),
                "CanRaise": ("b", False),
                "HasTrackList": ("b", False),
                "Identity": ("s", "Seatline"),
                "DesktopEntry": ("s", "seatline"),
                "SupportedUriSchemes": ("as", []),
                "SupportedMimeTypes": ("as", []),
            }
        if interface != PLAYER:
            return {}
        track = {"mpris:trackid": ("o", f"{PATH}/call"), "xesam:title": ("s", "Seatline")}
        return {
            "PlaybackStatus": ("s", self._shown or "Stopped"),
            "Metadata": ("a{sv}", track),
            "Rate": ("d", 1.0),
            "MinimumRate": ("d", 1.0),
            "MaximumRate": ("d", 1.0),
            "Volume": ("d", 1.0),
            "Position": ("x", 0),
            "CanPlay": ("b", True),
            "CanPause": ("b", True),
            "CanControl": ("b", True),
            "CanGoNext": ("b", False),
            "CanGoPrevious": ("b", False),
            "CanSeek": ("b", False),
        }
