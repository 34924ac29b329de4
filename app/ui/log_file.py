"""The desktop's own log: a file that does not grow, for the log bundle. Two files of 512 kB at most."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

NAME = "desktop.log"
MOST_BYTES = 512 * 1024
LINE = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"


def log_folder(config_dir: Path) -> Path:
    return config_dir / "logs"


def keep_log(config_dir: Path) -> logging.Handler | None:
    """From now on what our own parts say from INFO on is kept; None where the folder cannot be written."""
    folder = log_folder(config_dir)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / NAME, maxBytes=MOST_BYTES, backupCount=1, encoding="utf-8", delay=True
        )
    except OSError as error:
        logging.getLogger(__name__).warning("no log is kept: %s", error)
        return None
    handler.setLevel(logging.INFO)
    handler.setFormatter(logging.Formatter(LINE))
    for other in logging.getLogger().handlers:
        if other.level == logging.NOTSET:
            other.setLevel(logging.getLogger().level)  # the screen shows as much as before
    ours = logging.getLogger("app")
    if ours.level == logging.NOTSET or ours.level > logging.INFO:
        ours.setLevel(logging.INFO)
    logging.getLogger().addHandler(handler)
    return handler


def stop_log(handler: logging.Handler | None) -> None:
    if handler is not None:
        logging.getLogger().removeHandler(handler)
        handler.close()


def read_log(config_dir: Path) -> str:
    """Oldest first; "" without one."""
    folder = log_folder(config_dir)
    texts: list[str] = []
    for name in (f"{NAME}.1", NAME):
        try:
            texts.append((folder / name).read_text("utf-8", errors="replace"))
        except OSError:
            continue
    return "".join(texts)
