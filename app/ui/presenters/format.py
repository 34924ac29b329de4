"""Times, durations and amounts as people read them."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.ui.presenters.ports import Words


def call_outcome_word(outcome: str | None, words: Words) -> str:
    """What became of a call for which no agent wrote a result; "" for one that was answered."""
    return {
        "ABANDONED": words("Caller hung up"),
        "IN_MENU": words("Left in the menu"),
        "CUT_OFF": words("Cut off"),
        "REFUSED": words("Refused"),
        "NOT_REACHED": words("Not reached"),
        "CALLED_BACK": words("Asked to be called back"),
        "FLOWED_OUT": words("Left for another way"),
        "MESSAGE": words("Left a message"),
    }.get(outcome or "", "")


def clock_time(seconds: float) -> str:
    """Minutes and seconds, with hours when there are any: 03:21, 1:02:07."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, secs = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{secs:02d}" if hours else f"{minutes:02d}:{secs:02d}"


def short_time(seconds: float) -> str:
    """For figures inside a sentence: 0:38, 12:04."""
    whole = max(0, int(seconds))
    minutes, secs = divmod(whole, 60)
    return f"{minutes}:{secs:02d}" if minutes < 60 else clock_time(whole)


def when(moment: datetime, now: datetime, words: Words) -> str:
    """Near times relative, others as a date: '3 min ago', 'yesterday 14:02', '3 Nov', '3 Nov 2025'."""
    age = now - moment
    if timedelta(0) <= age < timedelta(minutes=1):
        return words("just now")
    if timedelta(0) <= age < timedelta(hours=1):
        return words("{count} min ago", count=int(age.total_seconds() // 60))
    return day_and_time(moment, now, words)


def day_and_time(moment: datetime, now: datetime, words: Words) -> str:
    """'today 17:00', 'tomorrow 10:00', '3 Nov'; with the year when it is another one."""
    local, today = words.local(moment), words.local(now)
    days = (local.date() - today.date()).days
    clock = f"{local:%H:%M}"
    near = {
        0: words("today {time}", time=clock),
        1: words("tomorrow {time}", time=clock),
        -1: words("yesterday {time}", time=clock),
    }.get(days)
    if near is not None:
        return near
    if local.year == today.year:
        return words("{month}/{day} {time}", month=local.month, day=local.day, time=clock)
    return words("{year}/{month}/{day}", year=local.year, month=local.month, day=local.day)


def exact(moment: datetime, words: Words) -> str:
    return f"{words.local(moment):%Y-%m-%d %H:%M:%S}"


def amount(cents: int) -> str:
    return f"¥{cents / 100:,.2f}"


def years_since(moment: datetime, now: datetime) -> int:
    return max(0, int((now - moment).days // 365.25))
