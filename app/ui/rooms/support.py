"""The log bundle's wiring: where its parts come from, which names must not be in it."""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from PySide6.QtCore import qVersion

import app
from app.crm_client.errors import CrmError
from app.ui.log_file import read_log
from app.ui.presenters.desk import Desk
from app.ui.presenters.support import SupportPresenter
from app.ui.rooms.bench import Bench
from app.ui.views.support_window import SupportWindow


class NotSaved(CrmError):  # noqa: N818 - named after what happened, as its base
    error_id = "bundle-not-saved"


def show_bundle(bench: Bench, seen: Iterable[str] = ()) -> SupportWindow:
    """``seen``: names that were on the screen; they are taken out, besides those of now."""
    house, config = bench.house, bench.session.config
    view = SupportWindow(house.look, bench.window)
    desk = bench.store.desk  # of this moment: it is read in another thread
    names = {config.user.display_name, config.user.username, bench.session.username, config.company}
    names |= {colleague.name for colleague in desk.colleagues} | customers(desk) | set(seen)
    version = str(getattr(app, "__version__", ""))

    def collect() -> dict[str, str]:
        return {
            "about.txt": about(version, config.server_version, desk),
            "settings.json": json.dumps(asdict(house.settings.now), indent=1, ensure_ascii=False) + "\n",
            "desktop.log": read_log(house.data_dir.parent) or "(nothing has been written yet)\n",
        }

    presenter = SupportPresenter(view, house.words, house.tasks, collect, names, write)
    view.save_wanted.connect(presenter.save)
    view.show()
    presenter.open()
    view.presenter = presenter
    return view


def write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise NotSaved(f"{path}: {error}") from error


def customers(desk: Desk) -> set[str]:
    files = [part.file for part in (desk.offer, desk.call, *desk.other_calls) if part is not None]
    return {file.customer.name for file in files if file.customer is not None}


def about(version: str, server_version: str, desk: Desk) -> str:
    devices = desk.devices.devices if desk.devices else []
    lines = [
        f"Seatline desktop {version}, server {server_version}",
        f"Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}, {sys.platform}",
        f"server line: {desk.server.value} {desk.server_why}".rstrip(),
        f"phone: {desk.phone.value} {desk.phone_problem} restarts={desk.phone_restarts}",
        f"agent state: {desk.agent.state if desk.agent else '-'}, stage {desk.stage.value}",
        f"audio problems: {', '.join(desk.audio_problems) or 'none'}",
        f"headset: {desk.headset.name if desk.headset else '-'} "
        f"{desk.headset.problem if desk.headset else ''}".rstrip(),
        f"outbox: {desk.outbox_waiting} waiting, {desk.outbox_refused} refused",
        "devices:",
        *(f"  {d.kind.value} {d.name}{' (default)' if d.default else ''}" for d in devices),
    ]
    return "\n".join(lines) + "\n"
