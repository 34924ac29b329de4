"""Bad weather on a line: a UDP relay that loses, delays, reorders and doubles datagrams, by a seed.

Usage::

    with LossyRelay(("127.0.0.1", server_port), Weather(loss=0.05, jitter_ms=100)) as relay:
        ...  # one peer sends to relay.near; the server sees relay.far and answers there
    relay.up.lost, relay.down.forwarded

Runs in a thread of its own, so it does not depend on the event loop under test. The same seed and the same
datagrams give the same fate to the n-th datagram of each direction.
"""

from __future__ import annotations

import contextlib
import heapq
import itertools
import random
import selectors
import socket
import threading
import time
from dataclasses import dataclass, field
from typing import Self

Address = tuple[str, int]
_MOST_WAITING = 20_000
_MOST_BYTES = 65_536


@dataclass(frozen=True)
class Weather:
    """``loss``, ``duplicate`` and ``reorder`` are shares of the datagrams, 0 to 1.

    Every datagram waits ``delay_ms`` and up to ``jitter_ms`` more, but none overtakes another, as in a
    queue; those picked by ``reorder`` are held back by ``reorder_ms`` besides and so come after their
    successors.
    """

    loss: float = 0.0
    delay_ms: float = 0.0
    jitter_ms: float = 0.0
    reorder: float = 0.0
    reorder_ms: float = 45.0
    duplicate: float = 0.0


@dataclass
class Tally:
    """What happened in one direction."""

    came: int = 0
    forwarded: int = 0  # doubles included
    lost: int = 0
    doubled: int = 0
    held_back: int = 0
    overflowed: int = 0  # no room to wait: a fault of the test's size, not of the weather
    delays_ms: list[float] = field(default_factory=list[float])


class _Way:
    """One direction: from one socket out of the other."""

    def __init__(self, weather: Weather, seed: str) -> None:
        self.weather = weather
        self.tally = Tally()
        self._dice = random.Random(seed)
        self._last_due_s = 0.0

    def fates(self, now_s: float) -> list[float]:
        """When the datagram that came now is to be sent on: never, once or twice."""
        weather, dice, tally = self.weather, self._dice, self.tally
        lost, doubled, held = (dice.random() < p for p in (weather.loss, weather.duplicate, weather.reorder))
        jitter_s = dice.random() * weather.jitter_ms / 1000
        tally.came += 1
        if lost:
            tally.lost += 1
            return []
        due_s = now_s + weather.delay_ms / 1000 + jitter_s
        if held:
            tally.held_back += 1
            due_s += weather.reorder_ms / 1000
        else:
            due_s = self._last_due_s = max(due_s, self._last_due_s)
        if doubled:
            tally.doubled += 1
            return [due_s, due_s + 0.001]
        return [due_s]


class LossyRelay:
    """Between one peer (the last that sent to ``near``) and ``target``. Ends by itself after ``limit_s``."""

    def __init__(
        self,
        target: Address,
        up: Weather,
        down: Weather | None = None,
        *,
        seed: int = 1,
        host: str = "127.0.0.1",
        limit_s: float = 600.0,
    ) -> None:
        """``up``: towards the target; ``down``: back, as bad as ``up`` if not given."""
        self._target = target
        self._up = _Way(up, f"{seed} up")
        self._down = _Way(down or up, f"{seed} down")
        self._limit_s = limit_s
        self._near = _socket(host)
        self._far = _socket(host)
        self.near: Address = self._near.getsockname()[:2]
        self.far: Address = self._far.getsockname()[:2]
        self._peer: Address | None = None
        self._waiting: list[tuple[float, int, float, _Way, bytes]] = []
        self._numbers = itertools.count()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="lossy-relay", daemon=True)

    @property
    def up(self) -> Tally:
        return self._up.tally

    @property
    def down(self) -> Tally:
        return self._down.tally

    def change(self, up: Weather, down: Weather | None = None) -> None:
        """Another weather from now on."""
        self._up.weather, self._down.weather = up, down or up

    def aim(self, target: Address) -> None:
        """The target is known only now, or has moved."""
        self._target = target

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join(3)
        self._near.close()
        self._far.close()

    def _run(self) -> None:
        end_s = time.monotonic() + self._limit_s
        with selectors.DefaultSelector() as poll:
            poll.register(self._near, selectors.EVENT_READ, self._up)
            poll.register(self._far, selectors.EVENT_READ, self._down)
            while not self._ended.is_set() and (now_s := time.monotonic()) < end_s:
                wait_s = self._waiting[0][0] - now_s if self._waiting else 0.05
                for key, _ in poll.select(min(0.05, max(0.0, wait_s))):
                    self._take(key.data)
                self._deliver()

    def _take(self, way: _Way) -> None:
        """All that the socket has."""
        source = self._near if way is self._up else self._far
        while True:
            try:
                data, sender = source.recvfrom(_MOST_BYTES)
            except BlockingIOError:
                return
            except OSError:
                continue  # an earlier datagram found its port closed
            if way is self._up:
                self._peer = sender[:2]
            now_s = time.monotonic()
            for due_s in way.fates(now_s):
                if len(self._waiting) >= _MOST_WAITING:
                    way.tally.overflowed += 1
                else:
                    heapq.heappush(self._waiting, (due_s, next(self._numbers), now_s, way, data))

    def _deliver(self) -> None:
        now_s = time.monotonic()
        while self._waiting and self._waiting[0][0] <= now_s:
            _, _, came_s, way, data = heapq.heappop(self._waiting)
            out, to = (self._far, self._target) if way is self._up else (self._near, self._peer)
            if to is None:
                continue
            way.tally.forwarded += 1
            if len(way.tally.delays_ms) < _MOST_WAITING:
                way.tally.delays_ms.append((time.monotonic() - came_s) * 1000)
            with contextlib.suppress(OSError):  # nobody listens there (any more): as on a real line
                out.sendto(data, to)


def _socket(host: str) -> socket.socket:
    each = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM)
    each.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
    each.bind((host, 0))
    each.setblocking(False)
    return each
