"""Renders every screen of the desktop in both languages and both looks to build/screens/*.png.

The window is the real one; the server is tests/doubles/fake_crm.py with its sample company, the softphone
a stand-in that says what a real one would. Run it with a display (``xvfb-run -s '-screen 0 1600x1200x24'``).

    python scripts/screens.py [--size 1024x680] [--only talking,offer] [--langs zh] [--themes light]
    python scripts/screens.py --scale 200     twice the resolution; names end in "@200"
    python scripts/screens.py --size 1920x1080 --scale 200 --rooms call      as on a screen of 3840 × 2160
    python scripts/screens.py --rooms shell,tools    only these: shell, dialling, tools, customers, tickets,
                                                     manage, knowledge, call, pages
    python scripts/screens.py --compare       with the structure that is kept; says what is different
    python scripts/screens.py --keep          this is how it should look: renews the structure that is kept
    python scripts/screens.py --reference     also writes the small reference pictures of docs/screens
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PySide6.QtWidgets import QWidget  # noqa: E402

from app.contracts.customers import CustomerFile  # noqa: E402
from app.contracts.parties import ReconnectView  # noqa: E402
from app.telephony import ports as phone  # noqa: E402
from app.ui.composition import Desktop, DesktopOptions, run  # noqa: E402
from app.ui.presenters.sign_in import SignInFields  # noqa: E402
from scripts import (  # noqa: E402
    scenes_calls,
    scenes_customers,
    scenes_knowledge,
    scenes_manage,
    scenes_shell,
    scenes_tickets,
    scenes_tools,
    screen_structure,
)
from tests.doubles.fake_crm import PASSWORD, FakeCrm  # noqa: E402
from tests.doubles.fake_crm_customers import ALL_RIGHTS  # noqa: E402
from tests.doubles.fake_crm_manage import RIGHTS as MANAGE_RIGHTS  # noqa: E402
from tests.doubles.quiet_phone import NoKeyring, QuietPhone  # noqa: E402

NOTE = "客户反映餐桌桌面再次开裂，希望直接更换整块桌面。\n已核对订单，承诺今天 17:00 前回电确认库存。"


class Photographer:
    def __init__(self, options: argparse.Namespace, desktop: Desktop, crm: FakeCrm) -> None:
        self.options, self.desktop, self.crm = options, desktop, crm
        self.out = ROOT / "build" / "screens"
        self.out.mkdir(parents=True, exist_ok=True)
        self.plans: dict[str, screen_structure.Plan] = {}

    async def settle(self, seconds: float = 0.35) -> None:
        await asyncio.sleep(seconds)

    async def until(self, true: Callable[[], object]) -> None:
        """What was asked for has come; raises TimeoutError after half a minute."""
        async with asyncio.timeout(30):
            while not true():
                await self.settle(0.05)

    async def shoot(self, name: str, widget: QWidget | None = None) -> None:
        if self.options.only and name not in self.options.only:
            return
        for lang, theme in itertools.product(self.options.langs, self.options.themes):
            bench = self.desktop.workbench
            if self.desktop.words.language != lang:
                (bench.shell.choose_language if bench is not None else self.desktop.words.choose)(lang)
            if self.desktop.look.mode != theme:
                self.desktop.look.use(theme)
            if bench is not None:
                bench.window.settings.show_choices(lang, theme)
                bench.tick()
            await self.settle(0.12)
            shown = widget or self.desktop.window
            assert shown is not None
            size = f"-{self.options.size}" if self.options.size else ""
            scale = f"@{self.options.scale}" if self.options.scale != 100 else ""
            picture = shown.grab()
            picture.save(str(self.out / f"{name}-{lang}-{theme}{size}{scale}.png"))
            self.plans[f"{name}-{lang}-{theme}{size}"] = screen_structure.plan_of(picture.toImage())

    async def all(self) -> None:
        await self.sign_in()
        bench = self.desktop.workbench
        assert bench is not None
        window = bench.window
        window.activateWindow()
        if self.options.size:
            width, height = self.options.size.split("x")
            window.resize(int(width), int(height))
        await self.settle(0.8)
        await self.shoot("not-ready")
        if not self.options.rooms or "shell" in self.options.rooms:
            await scenes_shell.play(self)
        self.crm.agent_changed(state="READY", reason="", since=datetime.now(UTC) - timedelta(seconds=134))
        await self.settle()
        await self.shoot("ready")
        window.focus_search()
        window.state_bar.search.setText("李")
        bench.tools.search.type("李明")
        await self.settle(0.8)
        await self.shoot("search")
        window.state_bar.search.clear()
        bench.tools.search.type("")
        rooms = {
            "dialling": (scenes_calls.calling_out,),
            "tools": (scenes_tools.play,),
            "customers": (scenes_customers.play,),
            "tickets": (scenes_tickets.play,),
            "manage": (scenes_manage.play,),
            "knowledge": (scenes_knowledge.play,),
            "call": (Photographer.call, Photographer.unknown),
            "pages": (Photographer.pages, Photographer.troubles),
        }
        for name, scenes in rooms.items():
            if not self.options.rooms or name in self.options.rooms:
                for play in scenes:
                    await play(self)

    async def sign_in(self) -> None:
        view = self.desktop.sign_in_view
        await self.settle(0.8)
        await scenes_shell.before_sign_in(self)
        await self.shoot("sign-in", view)
        view.show_error(self.desktop.words("User name or password is wrong. Please try again."))
        await self.shoot("sign-in-error", view)
        view.show_error("")
        view.ask_certificate(" ".join(["3F9A", "07C2", "81DE", "5B60"] * 4), changed=False)
        await self.shoot("sign-in-certificate", view)
        self.desktop.sign_in.submit(SignInFields(self.crm.url, "1001", PASSWORD, remember=True))
        for _ in range(100):
            await self.settle(0.05)
            if self.desktop.workbench is not None:
                return
        raise SystemExit("not signed in")

    async def call(self) -> None:
        bench = self.desktop.workbench
        assert bench is not None
        self.crm.offer(ring_s=25.0)
        await self.settle()
        await self.shoot("offer")
        self.crm.answer()
        self.crm.call_changed(connected_at=datetime.now(UTC) - timedelta(seconds=201))
        await self.settle()
        bench.window.tools.note._note.setPlainText(NOTE)
        await self.shoot("talking")
        self.desktop.store.dispatch(  # type: ignore[union-attr]
            phone.CallChanged(7, phone.PhoneCallState.TALKING, call_id=self.crm.talks.call.call_id)
        )
        card = bench.window.call_card
        card.open_pad()
        await self.shoot("keypad")
        card.open_pad()
        await scenes_calls.play(self)
        self.crm.call_changed(state="HELD", held_since=datetime.now(UTC) - timedelta(seconds=17))
        await self.settle()
        await self.shoot("hold")
        tries = ReconnectView(state="dialling", attempt=1, tries=3)
        self.crm.call_changed(state="RECONNECTING", held_since=None, reconnect=tries)
        await self.settle()
        await self.shoot("reconnecting")
        self.crm.call_changed(state="TALKING", reconnect=None)
        await self.settle()
        bench.tools._open_ticket()
        await self.shoot("ticket")
        bench.window.tools.show_note()
        self.crm.end_call(by="customer")
        await self.settle()
        bench.tools.wrap_up.choose_by_key(2)
        await self.shoot("wrap-up")
        bench.tools.wrap_up.finish()
        await self.settle(0.6)
        self.crm.agent_changed(state="READY", call_id=None, wrap_up_ends_at=None)
        await self.settle()

    async def unknown(self) -> None:
        self.crm.offer(CustomerFile(customer=None, number="139****8866"))
        await self.settle()
        self.crm.answer()
        await self.settle()
        await self.shoot("unknown-caller")
        self.crm.end_call()
        self.crm.finish_wrap_up()
        await self.settle()

    async def pages(self) -> None:
        bench = self.desktop.workbench
        assert bench is not None
        window = bench.window
        window.show_page("calls")
        await self.settle(0.6)
        calls = window.calls.calls.list
        calls.setCurrentIndex(calls.model().index(1, 0))
        await self.shoot("calls")
        window.show_page("settings")
        await self.shoot("settings")
        window.show_page("desk")

    async def troubles(self) -> None:
        bench = self.desktop.workbench
        assert bench is not None
        bench.store.dispatch(phone.AudioProblem("no-microphone"))
        await self.shoot("no-microphone")
        bench.store.dispatch(phone.AudioProblem(""))
        self.crm.offer()
        self.crm.answer()
        await self.settle(0.5)
        self.crm.go_away()
        await self.settle(0.8)
        bench.window.tools.show_note()
        await self.shoot("offline")


def compare(plans: dict[str, screen_structure.Plan], whole: bool) -> int:
    """1 where a screen does not look as it is kept, is not kept, or is kept and was not seen."""
    kept, wrong = screen_structure.load(), 0
    for name in sorted(plans.keys() | (kept.keys() if whole else set())):
        if name not in plans or name not in kept:
            told = "is not kept" if name in plans else "was not seen"
        elif (apart := screen_structure.distance(kept[name], plans[name])).is_the_same:
            continue
        else:
            told = f"has changed: {apart.average:.1f} on average, {apart.worst:.1f} in one part"
        print(f"{name} {told}")
        wrong += 1
    print(f"{len(plans)} screens, {wrong} not as they are kept")
    return 1 if wrong else 0


def reference(out: Path) -> None:
    """Small pictures for the documentation."""
    from PySide6.QtGui import QImage

    folder = ROOT / "docs" / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    for name in (
        "talking-zh-light",
        "offer-zh-light",
        "wrap-up-en-dark",
        "conference-en-dark",
        "ready-en-light",
        "sign-in-zh-light",
    ):
        image = QImage(str(out / f"{name}.png"))
        image.convertToFormat(QImage.Format.Format_RGB888).save(str(folder / f"{name}.png"), quality=0)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", default="")
    parser.add_argument("--only", type=lambda text: text.split(","), default=[])
    parser.add_argument("--rooms", type=lambda text: text.split(","), default=[])
    parser.add_argument("--langs", type=lambda text: text.split(","), default=["zh", "en"])
    parser.add_argument("--themes", type=lambda text: text.split(","), default=["light", "dark"])
    parser.add_argument("--scale", type=int, choices=(100, 200), default=100)
    parser.add_argument("--compare", action="store_true")
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--reference", action="store_true")
    options = parser.parse_args()
    os.environ["QT_SCALE_FACTOR"] = str(options.scale / 100)
    plans: dict[str, screen_structure.Plan] = {}
    with tempfile.TemporaryDirectory() as config, FakeCrm() as crm:
        crm.work.rights = [*ALL_RIGHTS, *scenes_knowledge.RIGHTS, *MANAGE_RIGHTS]

        async def drive(desktop: Desktop) -> None:
            photographer = Photographer(options, desktop, crm)
            photographer.plans = plans
            await photographer.all()

        code = run(
            DesktopOptions(
                server_url=crm.url,
                username="1001",
                config_dir=Path(config),
                language="en",
                theme="light",
                first_steps=False,
                make_phone=QuietPhone,
                credentials=NoKeyring(),
            ),
            drive,
        )
    if options.reference:
        reference(ROOT / "build" / "screens")
    whole = not (options.only or options.rooms or options.size)
    if options.keep:
        screen_structure.save(plans if whole else {**screen_structure.load(), **plans})
    return code or (compare(plans, whole) if options.compare else 0)


if __name__ == "__main__":
    raise SystemExit(main())
