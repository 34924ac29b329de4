"""Everything an agent can press without looking at the window: the headset and the keys of other programs.

In:  what the child knows of the calls.
Out: the lamps of the headset; Headset, ButtonPressed, HotkeysSet events.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace

from app.telephony.headset.headsets import Headsets
from app.telephony.headset.hid_host import HidHost
from app.telephony.headset.hidapi_host import HidapiHost
from app.telephony.headset.meaning import Situation
from app.telephony.headset.profiles import folder
from app.telephony.hotkey_names import HotkeyError
from app.telephony.hotkeys import Hotkeys, KeyGrabber, Listener, MediaPlayer, no_player
from app.telephony.ports import PhoneCallState, PhoneEvent, UseHotkeys

_IN_CALL = frozenset({PhoneCallState.ANSWERING, PhoneCallState.TALKING})


class Buttons:
    def __init__(self, emit: Callable[[PhoneEvent], None], host: Callable[[], HidHost] = HidapiHost) -> None:
        self._headsets = Headsets(host, emit, folder())
        self._hotkeys = Hotkeys(system_keys, emit, system_player)
        self._situation = Situation()
        self._states: frozenset[PhoneCallState] = frozenset()

    def start(self) -> None:
        self._headsets.start()

    def stop(self) -> None:
        self._hotkeys.stop()
        self._headsets.stop()

    def calls_are(self, states: frozenset[PhoneCallState]) -> None:
        """Told at every turn of the child's loop."""
        if states == self._states:
            return
        self._states = states
        in_call = bool(states & _IN_CALL)
        self._show(
            replace(
                self._situation,
                ringing=PhoneCallState.RINGING in states,
                in_call=in_call,
                held=self._situation.held and in_call,
            )
        )

    def muted(self, muted: bool) -> None:
        self._show(replace(self._situation, muted=muted))

    def held(self, held: bool) -> None:
        self._show(replace(self._situation, held=held))

    def sound_devices(self, names: Sequence[str]) -> None:
        """With several headsets, the one whose sound is used has the buttons."""
        self._headsets.prefer(names)

    def use_hotkeys(self, wish: UseHotkeys) -> None:
        self._hotkeys.use(wish)

    def _show(self, situation: Situation) -> None:
        if situation != self._situation:
            self._situation = situation
            self._headsets.show(situation)
            self._hotkeys.show(situation)


def system_keys(listener: Listener) -> KeyGrabber:
    """Imported late: who uses no hotkeys does not load what they need. Raises HotkeyError."""
    if sys.platform == "linux":
        from app.telephony.hotkeys_x11 import X11Keys

        return X11Keys(listener)
    if sys.platform == "win32":
        from app.telephony.hotkeys_windows import WindowsKeys

        return WindowsKeys(listener)
    if sys.platform == "darwin":
        from app.telephony.hotkeys_macos import MacKeys

        return MacKeys(listener)
    raise HotkeyError("not-supported", f"no hotkeys on {sys.platform}")


def system_player(listener: Listener) -> MediaPlayer:
    """Imported late, as above. Raises HotkeyError."""
    if sys.platform != "linux":
        return no_player(listener)
    from app.telephony.media_session import MediaSession

    return MediaSession(listener)
