"""Scenes of knowledge: the page read, searched and empty; writing, a clash, questions; the panel in a call.

``play`` begins and ends at an idle desk that is ready.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.presenters.article_editor import Clash, WritingFace
from app.ui.presenters.knowledge_search import HitsFace
from app.ui.presenters.pages import ListState

if TYPE_CHECKING:
    from app.ui.workbench import Workbench
    from scripts.screens import Photographer

RIGHTS = ("knowledge.write", "knowledge.approve")


async def play(p: Photographer) -> None:
    bench = p.desktop.workbench
    assert bench is not None
    await page(p, bench)
    await questions(p, bench)
    await writing(p, bench)
    bench.window.show_page("desk")
    await in_call(p, bench)


async def page(p: Photographer, bench: Workbench) -> None:
    window = bench.window
    window.show_page("knowledge")
    await p.settle(0.6)
    await p.shoot("knowledge")
    shown = bench.knowledge._page
    assert shown is not None
    shown.search.setText("净化器红灯")
    await p.settle(0.5)
    bench.knowledge.search.open_chosen()
    await p.settle(0.5)
    await p.shoot("knowledge-article")
    bench.knowledge.article.ask()
    await p.shoot("knowledge-ask")
    shown.article.question.close_box()
    shown.search.setText("没有这样的文章 xyz")
    await p.settle(0.5)
    await p.shoot("knowledge-nothing")
    shown.search.clear()
    await p.settle(0.5)
    shown.show_hits(
        HitsFace((), "", ListState.ERROR, p.desktop.words("The server is busy. It will be tried again."))
    )
    await p.shoot("knowledge-error")
    bench.knowledge.search.refresh()
    bench.knowledge.article.open("robot-stuck")
    await p.settle(0.5)
    await p.shoot("knowledge-table")


async def questions(p: Photographer, bench: Workbench) -> None:
    bench.knowledge._choose_tab("questions")
    await p.settle(0.5)
    bench.knowledge.shelf.choose("q1")
    await p.settle(0.3)
    await p.shoot("knowledge-questions")
    bench.knowledge.shelf.choose("q3")
    await p.shoot("knowledge-answered")


async def writing(p: Photographer, bench: Workbench) -> None:
    room = bench.knowledge
    if not any(right in bench.bench.session.config.user.rights for right in RIGHTS):
        return
    room._choose_tab("drafts")
    await p.settle(0.4)
    await p.shoot("knowledge-drafts")
    room.editor.change("ro-filter")
    await p.settle(0.4)
    await p.shoot("knowledge-writing")
    form = room._page.form  # type: ignore[union-attr]
    mine, theirs = "PP 棉半年换一次，活性炭一年。", "PP 棉三到六个月换一次，看水质；活性炭一年。"
    words = p.desktop.words
    face = WritingFace(
        words("Change the article"),
        tuple(
            (form._category.itemData(at), form._category.itemText(at)) for at in range(form._category.count())
        ),
        tuple((code, button.text()) for code, button in form._queues._buttons.items()),
        False,
        words("Somebody else changed the same parts of this article meanwhile. Nothing was saved yet."),
        (
            Clash("title", words("Title"), "净水器 P2 滤芯多久换", "净水器 P2:各级滤芯的更换周期"),
            Clash("say", words("To say word for word"), mine, theirs),
        ),
    )
    form.show_form(face)
    await p.shoot("knowledge-clash")
    room.editor.cancel()
    room._choose_tab("review")
    room.article.open("ro-filter")
    await p.settle(0.4)
    p.crm.knowledge.put("ro-filter", state="REVIEW")
    room.article.open("ro-filter", 0)
    await p.settle(0.4)
    await p.shoot("knowledge-review")
    p.crm.knowledge.put("ro-filter", state="PUBLISHED")
    room._choose_tab("read")
    await history_and_categories(p, bench)


async def history_and_categories(p: Photographer, bench: Workbench) -> None:
    room = bench.knowledge
    room.article.open("return-7-days")
    await p.settle(1.0)
    room._open_history()
    await p.settle(1.0)
    room.history.choose(1)
    room.history.compare("published")
    await p.settle(0.5)
    await p.shoot("knowledge-history")
    room.history.close()
    room.categories.open("policy")
    await p.settle(0.5)
    await p.shoot("knowledge-categories")
    room.categories.begin()
    await p.shoot("knowledge-category-new")
    room.categories.close()


async def in_call(p: Photographer, bench: Workbench) -> None:
    p.crm.offer()
    await p.settle(0.3)
    p.crm.answer()
    await p.settle(0.3)
    bench.knowledge.open_search()
    await p.settle(0.6)
    await p.shoot("knowledge-call")
    panel = bench.knowledge._panel
    assert panel is not None
    panel.search.setText("扫地机连不上")
    await p.settle(0.6)
    await p.shoot("knowledge-call-found")
    bench.knowledge.found.open_chosen()
    await p.settle(0.5)
    await p.shoot("knowledge-call-article")
    panel.search.clear()
    panel.show_hits()
    bench.window.tools.show_note()
    p.crm.end_call()
    await p.settle(0.3)
    p.crm.finish_wrap_up()
    await p.settle(0.3)
