"""One desktop for one person and settings folder: a second start hands its link over and ends.

In:  the folder of the settings. Out: ``asked`` with a telephone link, or "" for 'come to the front'. What is
sent is one JSON object; anything else is not listened to. Only the same user can connect.
"""

from __future__ import annotations

import hashlib
import json
import logging
from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_log = logging.getLogger(__name__)
CONNECT_LIMIT_MS = 500
ANSWER_LIMIT_MS = 2000
LONGEST_BYTES = 4096
HEARD = b"heard\n"


def socket_name(config_dir: Path) -> str:
    return "seatline-" + hashlib.sha256(str(config_dir.resolve()).encode()).hexdigest()[:20]


def hand_over(config_dir: Path, link: str) -> bool:
    """True when a desktop that runs already has heard it. Blocks for some milliseconds."""
    socket = QLocalSocket()
    socket.connectToServer(socket_name(config_dir))
    if not socket.waitForConnected(CONNECT_LIMIT_MS):
        return False
    socket.write(json.dumps({"link": link}).encode() + b"\n")
    socket.flush()
    answer = bytes(socket.readAll().data()) if socket.waitForReadyRead(ANSWER_LIMIT_MS) else b""
    socket.disconnectFromServer()
    return answer == HEARD


class Instance(QObject):
    asked = Signal(str)

    def __init__(self, config_dir: Path) -> None:
        super().__init__()
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._connected)
        name = socket_name(config_dir)
        if not self._server.listen(name):
            QLocalServer.removeServer(name)  # left behind by one that was killed: nobody answered there
            if not self._server.listen(name):
                _log.warning("a second start cannot find this one: %s", self._server.errorString())

    def close(self) -> None:
        self._server.close()

    def _connected(self) -> None:
        socket = self._server.nextPendingConnection()
        if socket is None:  # pyright: ignore[reportUnnecessaryComparison] - Qt gives none when it has gone already
            return
        socket.readyRead.connect(lambda: self._read(socket))
        socket.disconnected.connect(socket.deleteLater)
        if socket.bytesAvailable():
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > LONGEST_BYTES:
                socket.abort()
            return
        line = bytes(socket.readLine(LONGEST_BYTES).data())
        try:
            said: object = json.loads(line)
        except ValueError:
            socket.abort()
            return
        link = cast("dict[str, object]", said).get("link") if isinstance(said, dict) else None
        if not isinstance(link, str):
            socket.abort()
            return
        socket.write(HEARD)
        socket.flush()
        self.asked.emit(link)
