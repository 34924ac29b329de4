"""The log may wait, calls may not."""

from __future__ import annotations

import logging
import os
import threading

import pytest

from app import logs


def test_a_reader_that_takes_nothing_holds_nobody_up_and_is_told_what_it_missed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(logs, "MOST_WAITING", 10)
    read_end, write_end = os.pipe()
    taken: list[bytes] = []
    with os.fdopen(write_end, "w") as blocked:
        monkeypatch.setattr(logs.sys, "stderr", blocked)
        with logs.logging_to_stderr("info"):
            log = logging.getLogger("somebody")
            done = threading.Event()

            def talk() -> None:
                for _ in range(3000):
                    log.info("x" * 200)  # much more than a pipe takes
                done.set()

            threading.Thread(target=talk, daemon=True).start()
            assert done.wait(10), "a log that nobody reads held the program up"

            def read() -> None:
                while data := os.read(read_end, 65536):
                    taken.append(data)

            reader = threading.Thread(target=read, daemon=True)
            reader.start()
            for _ in range(200):
                log.info("the last word")  # lost too, until there is room again
                said = b"".join(taken)
                if b"were dropped" in said and b"the last word" in said:
                    break
                threading.Event().wait(0.02)
    reader.join(5)
    os.close(read_end)
    text = b"".join(taken).decode()
    assert "lines of the log were dropped" in text
    assert "the last word" in text
