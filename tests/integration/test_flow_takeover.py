"""A changed flow answers the next call without a restart; what a flow asks is answered beside the call."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from app.server.alarms import Alarms
from app.server.connectors.model import Operation, SystemAccount
from app.server.connectors.service import Connectors
from app.server.core.commands import AskSystem, Command, SendMessage
from app.server.core.events import Event, PlanChanged, SystemAnswered
from app.server.core.facts import NodeLeft
from app.server.core.flow.plan import Menu
from app.server.core.types import CallState
from app.server.directory.service import DirectoryService
from app.server.flows import service
from app.server.flows.model import FlowFile
from app.server.runner import Runner
from app.server.storage.tables import Flow, FlowVersion, Number, Queue
from tests.core.playbook import Playbook
from tests.doubles.company_system import answering, company_system, silent

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def _definition(timeout_s: int, key: str = "1") -> dict[str, Any]:
    return {
        "language": "zh",
        "start": "menu",
        "nodes": {
            "menu": {
                "type": "menu", "prompts": ["welcome"], "options": {key: "end"}, "timeout_s": timeout_s,
                "otherwise": "end",
            },
            "end": {"type": "queue", "queue": "sales"},
        },
    }  # fmt: skip


def _fill(session) -> None:
    session.add(
        Queue(queue_id="sales", name_zh="售前", name_en="Sales", ring_s=9, wrap_up_s=9, service_level_s=9)
    )
    session.add(Flow(flow_id="front", name_zh="前", name_en="Front", definition=_definition(5), version=1))
    session.flush()
    session.add(Number(number="4001", flow_id="front"))


async def test_the_next_call_meets_the_new_version(database) -> None:
    database.write_now(_fill)
    directory = DirectoryService(database, b"p" * 32)
    directory.load_now()
    before = directory.plan
    assert not await directory.follow()
    flow = FlowFile("front", "前", "Front", _definition(9))
    await database.write(lambda s: service.import_flow(s, flow, "slower", "admin", NOW))
    assert await directory.follow()
    old, new = before.numbers["4001"], directory.plan.numbers["4001"]
    assert isinstance(node := new.nodes["menu"], Menu)
    assert (new.version, node.timeout_s) == (2, 9)
    assert isinstance(node := old.nodes["menu"], Menu)
    assert (old.version, node.timeout_s) == (1, 5)  # whoever walks it goes on as he began


async def test_who_is_in_the_menu_ends_it_as_he_began_and_the_next_meets_the_new_one(
    database,
) -> None:
    database.write_now(_fill)
    directory = DirectoryService(database, b"p" * 32)
    directory.load_now()
    play = Playbook(directory.plan).rings("c1", "4001")
    flow = FlowFile("front", "前", "Front", _definition(9, key="2"))
    await database.write(lambda s: service.import_flow(s, flow, "two", "admin", NOW))
    assert await directory.follow()
    play.happens(PlanChanged(directory.plan)).rings("c2", "4001", caller="13900139000")
    play.presses("1", "c1")
    assert play.house.calls["call-1"].state is CallState.QUEUED
    assert [(left.version, left.exit) for left in play.kept(NodeLeft)] == [(1, "1"), (1, "queue")]
    play.presses("1", "c2")
    assert play.house.calls["call-2"].state is CallState.MENU, "no longer a choice"
    play.presses("2", "c2")
    assert play.house.calls["call-2"].state is CallState.QUEUED
    assert {left.version for left in play.kept(NodeLeft)} == {2}


async def test_the_version_before_there_were_versions_can_be_had_again(database, tmp_path) -> None:
    database.write_now(_fill)
    flow = FlowFile("front", "前", "Front", _definition(9))
    database.write_now(lambda s: service.import_flow(s, flow, "", "admin", NOW))
    known = database.read_now(lambda s: service.known_to(s, tmp_path))
    now = database.write_now(lambda s: service.roll_back(s, "front", 1, known, "admin", NOW))
    rows = database.read_now(lambda s: {each: s.get(FlowVersion, ("front", each)) for each in (1, 2, 3)})
    assert now == 3
    assert rows[1].definition == rows[3].definition == _definition(5)


class Board:
    """A switchboard that does what it is told and writes down what it hears."""

    def __init__(self) -> None:
        self.house = None
        self.heard: list[Event] = []
        self.told = asyncio.Event()
        self.commands: list[Command] = []

    def handle(self, event: Event, now: datetime) -> list[Command]:
        self.heard.append(event)
        if isinstance(event, SystemAnswered):
            self.told.set()
        commands, self.commands = self.commands, []
        return commands


class Outside:
    def __init__(self, connectors: Connectors) -> None:
        self.ask = connectors.ask
        self.sent: list[SendMessage] = []

    async def send(self, command: SendMessage) -> None:
        self.sent.append(command)


def _runner(board: Board) -> Runner:
    nothing: Any = None
    board_: Any = board
    return Runner(board_, nothing, nothing, nothing, nothing, Alarms())


@pytest.mark.parametrize(
    ("behave", "result", "values"),
    [(answering(200, {"s": "sent"}), "found", {"state": "sent"}), (silent, "failed", {})],
)
async def test_what_a_flow_asks_comes_back_as_an_event(database, behave, result, values) -> None:
    connectors = Connectors(database, b"k" * 32, lambda *_: None)
    board = Board()
    runner = _runner(board)
    outside = Outside(connectors)
    runner.connect(outside)
    async with company_system() as shop:
        shop.behave = behave
        find = {"find": Operation("GET", "/x/{n}", repeat=True)}
        connectors.use({"shop": SystemAccount("shop", shop.base_url, timeout_ms=10_000, operations=find)})
        ask = AskSystem("r1", "c1", "shop", "find", {"n": "1"}, {"state": "s"}, 2)
        board.commands = [ask, SendMessage("c1", "+8613812345678", "hi")]
        runner.on_voice_event(SystemAnswered("r0", "found", {}))  # any event: its turn carries these out
        board.told.clear()
        await asyncio.wait_for(board.told.wait(), 20)
        told = board.heard[-1]
        assert isinstance(told, SystemAnswered)
        assert (told.request_id, told.result, told.values) == ("r1", result, values)
        assert [each.text for each in outside.sent] == ["hi"]
        await runner.stop()
        await connectors.close()


async def test_without_connectors_every_question_fails_at_once(database) -> None:
    board = Board()
    runner = _runner(board)
    board.commands = [AskSystem("r1", "c1", "shop", "find", {}, {}, 5), SendMessage("c1", "1", "x")]
    runner.on_voice_event(SystemAnswered("r0", "found", {}))
    board.told.clear()
    await asyncio.wait_for(board.told.wait(), 20)
    assert board.heard[-1] == SystemAnswered("r1", "failed", {}, "no-such-system")
    await runner.stop()
