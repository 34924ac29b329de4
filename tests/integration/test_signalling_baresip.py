"""An ordinary SIP phone (baresip) as an agent's phone: MD5 digest, UDP and TCP, real audio process."""

from __future__ import annotations

import asyncio
import shutil
import wave
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from app.server.core.commands import HangUpLeg, OriginateLeg
from app.server.core.events import LegAnswered, LegEnded, LegRinging
from app.server.core.types import EndCause
from tests.doubles.sip_house import PASSWORDS, House, a_house
from tests.doubles.sip_wire import until

pytestmark = pytest.mark.peer
MODULES = ("stdio", "g711", "aufile", "alsa")
MODULE_FOLDERS = ("/usr/lib/baresip/modules", "/usr/lib/x86_64-linux-gnu/baresip/modules")


@asynccontextmanager
async def baresip(house: House, folder: Path, transport: str) -> AsyncIterator[None]:
    """A phone of user 1001 that answers by itself."""
    profile = folder / "baresip"
    profile.mkdir()
    modules = next(place for place in MODULE_FOLDERS if Path(place).is_dir())
    tone = profile / "tone.wav"
    with wave.open(str(tone), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(16_000 * 10))
    lines = [
        "sip_listen 127.0.0.1:0",
        f"audio_source aufile,{tone}",
        "audio_player alsa,null",
        "ausrc_srate 8000",
        "auplay_srate 8000",
        "ausrc_channels 1",
        "auplay_channels 1",
        f"module_path {modules}",
        *(f"module {name}.so" for name in MODULES),
        "module_app account.so",
        "module_app menu.so",
    ]
    (profile / "config").write_text("\n".join(lines) + "\n")
    (profile / "contacts").write_text("")
    (profile / "accounts").write_text(
        f"<sip:1001@127.0.0.1:{house.engine.sip_port};transport={transport}>;auth_user=1001;"
        f"auth_pass={PASSWORDS['1001']};answermode=auto;regint=60;audio_codecs=PCMU,PCMA\n"
    )
    log = (folder / "baresip.log").open("wb")
    process = await asyncio.create_subprocess_exec(
        "baresip", "-f", str(profile), "-4", "-v",
        stdin=asyncio.subprocess.PIPE,
        stdout=log,
        stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    try:
        yield
    finally:
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), 3)
        except TimeoutError:
            process.kill()
            await process.wait()
        log.close()


@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_an_ordinary_phone_registers_is_rung_and_hung_up(tmp_path: Path, transport: str) -> None:
    assert shutil.which("baresip"), "the Debian package baresip is needed"
    async with a_house(tmp_path, quiet=False) as house, baresip(house, tmp_path, transport):
        await house.heard.wait_phone("1001", True, seconds=15)
        house.engine.do(OriginateLeg("out", "1001", "13800138000", "王芳", "call", "offer", "", 10))
        await house.heard.wait(LegAnswered, seconds=15)
        assert len(house.heard.all(LegRinging)) <= 1
        house.engine.do(HangUpLeg("out"))
        assert await house.heard.wait(LegEnded) == LegEnded("out", EndCause.NORMAL, by_peer=False)
        await until(lambda: house.engine.stack.open_transactions == 0 or transport == "udp", seconds=5)
        assert house.engine.open_legs == 0
