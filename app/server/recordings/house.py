"""The recordings of a data folder put together: where things lie, which keys, who does the nightly work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.server.recordings.anchors import FILE_NAME, ChainLog
from app.server.recordings.index import DatabaseRecordingIndex
from app.server.recordings.night import NightShift
from app.server.recordings.service import RecordingService
from app.server.security.keys import Keys
from app.server.security.recording_keys import recording_keys
from app.server.storage.database import Database

Alarm = Callable[[str, str, bool], None]


class RecordingHouse:
    """``service`` finishes and plays, ``index`` lists, ``night.run()`` is to be spawned once.

    ``on_alarm`` is called on the event loop: error id, sentence, whether it is over.
    """

    def __init__(
        self,
        database: Database,
        data_dir: Path,
        keys: Keys,
        key_command: str = "",
        on_alarm: Alarm | None = None,
    ) -> None:
        ring = recording_keys(data_dir, keys.recordings, key_command)
        folder = data_dir / "recordings"
        finished = folder / "finished"
        log = ChainLog(folder / FILE_NAME, keys.chain)
        self.index = DatabaseRecordingIndex(database, log)
        self.service = RecordingService(
            folder / "journal", finished, ring.ring, self.index, keys.journal, on_alarm
        )
        self.night = NightShift(database, finished, log, ring, on_alarm)
