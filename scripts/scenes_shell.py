"""Scenes of the person's place: palette, settings, the gate, the small window, first steps, log bundle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.telephony import ports as phone
from app.ui.log_file import NAME, log_folder
from app.ui.presenters.desk import ColleaguesLoaded
from app.ui.rooms.first_steps import show_first_steps
from app.ui.rooms.support import show_bundle
from tests.doubles.fake_crm import PASSWORD
from tests.doubles.fake_crm_shell import NOT_HEARD

if TYPE_CHECKING:
    from scripts.screens import Photographer

LOG = """2026-11-22 09:01:12,101 INFO    app.telephony.client: registered as 1001@203.0.113.7 over the tunnel
2026-11-22 09:03:40,512 INFO    app.ui.tasks: search failed: unreachable 李明 13812341234
2026-11-22 09:03:41,077 WARNING app.crm_client.live: no answer from https://callcentre.example:8443, Bearer eyJhbGciOi.x.y
2026-11-22 09:04:02,330 INFO    app.ui.tasks: state: NOT_READY -> READY
"""  # noqa: E501


async def play(p: Photographer) -> None:
    """Begins and ends on the desk, not ready, without a call."""
    bench = p.desktop.workbench
    assert bench is not None
    if not bench.store.desk.colleagues:
        talks = getattr(p.crm, "talks", None)
        if talks is not None:
            bench.store.dispatch(ColleaguesLoaded(tuple(talks.directory.colleagues)))
    await gate(p)
    await palette(p)
    await settings(p)
    await scaled(p)
    await small(p)
    await locked(p)
    await steps(p)
    await bundle(p)


async def gate(p: Photographer) -> None:
    bench = p.desktop.workbench
    assert bench is not None
    p.crm.agent_changed(state="NOT_READY", reason="break")
    p.crm.place.takes_s, p.crm.place.answer = 0.6, NOT_HEARD
    bench.store.dispatch(phone.Registered(ok=False, problem="unreachable"))
    bench.store.dispatch(phone.Registered(ok=True))
    bench.shell.gate.ask()
    await p.settle(0.15)
    await p.shoot("gate-running")
    await p.settle(1.2)
    await p.shoot("gate-not-heard")
    bench.store.dispatch(phone.AudioProblem("no-microphone"))
    await p.shoot("gate-no-microphone")
    bench.store.dispatch(phone.AudioProblem(""))
    bench.shell.gate.cancel()


async def palette(p: Photographer) -> None:
    bench = p.desktop.workbench
    assert bench is not None
    more = bench.shell.more
    more.open_palette()
    await p.settle(0.2)
    await p.shoot("palette")
    view = more._palette_view
    assert view is not None and more.palette is not None
    view.field.setText("李")
    more.palette.type("李")
    await p.settle(0.9)
    await p.shoot("palette-search")
    view.field.setText("xyzzy")
    more.palette.type("xyzzy")
    await p.settle(0.9)
    await p.shoot("palette-nothing")
    view.close_palette()


async def settings(p: Photographer) -> None:
    bench = p.desktop.workbench
    assert bench is not None
    window = bench.window
    window.show_page("settings")
    for section in ("sound", "keys", "look", "computer"):
        window.settings.show_section(section)
        await p.settle(0.25)
        await p.shoot(f"settings-{section}")
    window.settings.show_section("keys")
    bench.shell.keys.choose("hold", "F2")
    bench.store.dispatch(phone.HotkeysSet(taken=("mute",)))
    bench.store.dispatch(phone.Headset("Jabra Evolve2 40", "jabra"))
    await p.shoot("settings-keys-trouble")
    window.settings.show_section("sound")
    bench.store.dispatch(phone.TestRuns("recording"))
    bench.store.dispatch(phone.Levels(-18.0, -60.0))
    await p.shoot("settings-test-call")
    bench.store.dispatch(phone.TestRuns("done", heard_dbfs=-50.0))
    await p.shoot("settings-test-quiet")
    bench.store.dispatch(phone.TestRuns("stopped"))
    window.show_page("desk")


async def scaled(p: Photographer) -> None:
    """Large text at the size of a small screen, and high contrast."""
    bench = p.desktop.workbench
    assert bench is not None
    window, before = bench.window, bench.window.size()
    bench.shell.choose_mode("contrast")
    themes, p.options.themes = p.options.themes, ["contrast"]
    await p.shoot("contrast-desk")
    p.crm.offer()
    await p.settle()
    p.crm.answer()
    await p.settle()
    await p.shoot("contrast-talking")
    p.options.themes = themes[:1]
    for percent, size in ((150, (1280, 720)), (200, (1280, 720)), (200, (1920, 1080))):
        window.resize(*size)
        bench.shell.choose_scale(percent)
        await p.settle(0.5)
        await p.shoot(f"large-{percent}-{size[0]}-talking")
        window.show_page("settings")
        window.settings.show_section("keys")
        await p.shoot(f"large-{percent}-{size[0]}-keys")
        window.show_page("desk")
    p.crm.end_call()
    p.crm.finish_wrap_up()
    await p.settle()
    window.resize(1280, 720)
    await p.shoot("large-200-1280-desk")
    bench.shell.more.open_palette()
    await p.settle(0.3)
    await p.shoot("large-200-1280-palette")
    view = bench.shell.more._palette_view
    assert view is not None
    view.close_palette()
    bench.shell.choose_scale(100)
    p.options.themes = themes
    window.resize(before)
    await p.settle(0.4)


async def small(p: Photographer) -> None:
    bench = p.desktop.workbench
    assert bench is not None
    more = bench.shell.more
    p.crm.agent_changed(state="READY", reason="")
    await p.settle()
    more.show_compact()
    await p.settle()
    await p.shoot("compact", more.compact_window)
    p.crm.offer()
    await p.settle()
    await p.shoot("compact-offer", more.compact_window)
    p.crm.answer()
    await p.settle()
    await p.shoot("compact-talking", more.compact_window)
    p.crm.end_call()
    p.crm.finish_wrap_up()
    await p.settle()
    more.raise_window()
    await p.settle()


async def locked(p: Photographer) -> None:
    bench = p.desktop.workbench
    assert bench is not None
    bench.lock.presenter.lock()
    await p.settle()
    await p.shoot("locked")
    p.crm.offer()
    await p.settle()
    p.crm.answer()
    await p.settle()
    bench.lock.presenter.unlock("?")
    await p.shoot("locked-talking")
    p.crm.end_call()
    p.crm.finish_wrap_up()
    await p.settle()
    bench.lock.presenter.unlock(PASSWORD)
    await p.settle()


async def steps(p: Photographer) -> None:
    bench = p.desktop.workbench
    assert bench is not None
    room = show_first_steps(bench.bench, bench.shell)
    await p.settle()
    await p.shoot("steps-sound", room.view)
    bench.store.dispatch(phone.TestRuns("done", heard_dbfs=-20.0))
    room.steps.next()
    await p.settle(0.2)
    await p.shoot("steps-keys", room.view)
    bench.store.dispatch(phone.ButtonPressed("answer", "hotkey"))
    await p.shoot("steps-keys-seen", room.view)
    room.steps.next()
    await p.settle(0.2)


async def before_sign_in(p: Photographer) -> None:
    """The first three steps stand before the sign-in; made by scripts/screens.py when it begins."""
    from app.ui.rooms.first_steps import FirstStepsRoom

    desktop = p.desktop
    room = FirstStepsRoom(
        desktop.look, desktop.words, desktop.tasks, desktop.settings, desktop._connect, desktop._trust
    )
    credentials = desktop.options.credentials
    assert credentials is not None
    room.begin(desktop.clock, credentials, lambda _session: None, p.crm.url)
    await p.settle()
    await p.shoot("steps-language", room.view)
    room.steps.next()
    await p.shoot("steps-server", room.view)
    room.view.ask_certificate(" ".join(["3F9A", "07C2", "81DE", "5B60"] * 4), False)
    await p.shoot("steps-certificate", room.view)
    room.steps.test_server(p.crm.url)
    await p.settle(0.8)
    await p.shoot("steps-sign-in", room.view)
    room.leave()
    room.view.deleteLater()


async def bundle(p: Photographer) -> None:
    bench = p.desktop.workbench
    assert bench is not None
    folder = log_folder(p.desktop.config_dir)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / NAME).write_text(LOG, "utf-8")
    view = show_bundle(bench.bench, bench.shell.more.names)
    await p.settle(0.5)
    view._list.setCurrentRow(2)
    await p.shoot("log-bundle", view)
    view.close()
