"""One server for all pairings, as in a company."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from dataclasses import dataclass

import pytest

from app.demo.stage import RunningServer, free_port, start_server
from tests.doubles.sample_server import furnish


@dataclass
class Room:
    running: RunningServer
    tls12_port: int


@pytest.fixture(scope="session")
def room(tmp_path_factory: pytest.TempPathFactory) -> Generator[Room]:
    folder, port = tmp_path_factory.mktemp("server"), free_port()
    furnish(folder)
    running = asyncio.run(start_server(folder, environment={"SEATLINE_SIP_TLS12_PORT": str(port)}))
    yield Room(running, port)
    running.stop()
