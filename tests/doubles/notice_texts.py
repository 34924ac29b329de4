"""What notices say, as the server answers it: the texts that come with the program."""

from __future__ import annotations

from app.contracts.notice_texts import NoticeTextView, NoticeWords
from app.contracts.people import Label
from app.resources import resource_dir
from app.server.notify.texts import NoticeTexts


def notice_texts() -> list[NoticeTextView]:
    made = list[NoticeTextView]()
    for each in NoticeTexts(resource_dir() / "notices"):
        zh, en = (NoticeWords(title=each.words[of].title, text=each.words[of].text) for of in ("zh", "en"))
        made.append(
            NoticeTextView(
                template=each.name, name=Label(code=each.name, zh=each.label["zh"], en=each.label["en"]),
                to=each.to, values=sorted(each.values), usual_zh=zh, usual_en=en, own_zh=NoticeWords(),
                own_en=NoticeWords(), version="v1",
            )
        )  # fmt: skip
    return made
