"""Knowledge: the page of the rail, and the panel in a call that one key opens; made when first shown."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QFileDialog

from app.contracts.knowledge import ArticleView
from app.crm_client.requests import Upload
from app.ui import bindings_knowledge as bound
from app.ui.messages import sentence
from app.ui.presenters.article import ArticlePresenter, Step
from app.ui.presenters.article_editor import ArticleEditor
from app.ui.presenters.article_fields import ArticleFields
from app.ui.presenters.article_history import Against, ArticleHistory
from app.ui.presenters.categories import CategoriesPresenter, CategoryTyped
from app.ui.presenters.knowledge_search import KnowledgeSearch
from app.ui.presenters.knowledge_shelf import KnowledgeShelf, Tab
from app.ui.presenters.ports import Trouble
from app.ui.presenters.variables import Variables
from app.ui.rooms.bench import Bench

if TYPE_CHECKING:
    from app.ui.views.article_view import ArticleView as ArticleWidget
    from app.ui.views.knowledge_page import KnowledgePage
    from app.ui.views.knowledge_panel import KnowledgePanel

PAGE = "knowledge"
NEWEST = 0


class KnowledgeRoom:
    def __init__(self, bench: Bench, variables: Variables) -> None:
        self._bench = bench
        self._page: KnowledgePage | None = None
        self._panel: KnowledgePanel | None = None
        house, store, window, crm = bench.house, bench.store, bench.window, bench.client
        words, tasks, clock = house.words, house.tasks, house.clock
        rights = tuple(bench.session.config.user.rights)
        queues = tuple((each.name.code, words.label(each.name)) for each in bench.session.config.queues)
        common = (store, words, tasks, clock, crm, variables, rights, bench.drafts)
        self.shelf = KnowledgeShelf(
            bound.Shelf(window, self._the_page),
            words,
            tasks,
            clock,
            crm,
            rights,
            bench.drafts,
            self._open_newest,
            lambda category_id: self.search.inside(category_id),
        )
        self.article = ArticlePresenter(
            bound.Reader(window, self._page_article, self._save_file), *common, self.shelf.load
        )
        self.search = KnowledgeSearch(
            bound.PageHits(window, self._the_page, lambda: self.shelf.tab == "read"),
            store,
            words,
            tasks,
            crm,
            self.article.open,
            follows_call=False,
        )
        self.editor = ArticleEditor(
            bound.Writing(window, self._the_page),
            words,
            tasks,
            crm,
            bench.drafts,
            lambda: self.shelf.categories,
            queues,
            self._written,
        )
        self.history = ArticleHistory(
            bound.History(window, self._the_page), words, tasks, clock, crm, self._restored, dict(queues)
        )
        self.categories = CategoriesPresenter(
            bound.Categories(window, self._the_page),
            words,
            tasks,
            crm,
            lambda: self.shelf.categories,
            self.shelf.use_categories,
        )
        self.in_call = ArticlePresenter(
            bound.Reader(window, self._panel_article, self._save_file), *common, lambda: None
        )
        self.found = KnowledgeSearch(
            bound.PanelHits(window, self._the_panel), store, words, tasks, crm, self._read, follows_call=True
        )
        window.knowledge.made_by(self._make_page)
        window.tools.knowledge.made_by(self._make_panel)
        window.tools.knowledge_wanted.connect(self.open_search)
        window.add_key("Ctrl+I", self.open_search)
        window.page_shown.connect(self._page_shown)

    # --- made when first shown -----------------------------------------------------------------------

    def _the_page(self) -> KnowledgePage | None:
        return self._page

    def _the_panel(self) -> KnowledgePanel | None:
        return self._panel

    def _page_article(self) -> ArticleWidget | None:
        return self._page.article if self._page is not None else None

    def _panel_article(self) -> ArticleWidget | None:
        return self._panel.article if self._panel is not None else None

    def _make_page(self) -> KnowledgePage:
        from app.ui.views.knowledge_page import KnowledgePage

        page = self._page = KnowledgePage(self._bench.house.look)
        page.searched.connect(self.search.type)
        page.keys.stepped.connect(self.search.step)
        page.keys.entered.connect(self.search.open_chosen)
        page.hits.chosen.connect(self._choose)
        page.hits.opened.connect(self._open)
        page.hits.reload.connect(self._reload)
        page.hits.near_end.connect(self.shelf.more)
        page.tab_chosen.connect(self._choose_tab)
        page.category_chosen.connect(self.shelf.choose_category)
        page.new_wanted.connect(self._write_new)
        page.ask_wanted.connect(self._ask)
        page.reload.connect(self._reload)
        page.question.typed.connect(self.shelf.type_answer)
        page.question.answered.connect(self.shelf.answer)
        page.form.typed.connect(lambda fields: self.editor.type(cast("ArticleFields", fields)))
        page.form.save.connect(lambda fields: self.editor.save(cast("ArticleFields", fields)))
        page.form.hand_in.connect(lambda fields: self.editor.save(cast("ArticleFields", fields), True))
        page.form.settle.connect(self.editor.settle)
        page.form.cancel.connect(self.editor.cancel)
        self._wire_article(page.article, self.article)
        page.article.edit.connect(self._edit)
        self._wire_history(page)
        self._wire_categories(page)
        page.article.attach.connect(self._attach)
        page.article.given_back.connect(lambda note: self.article.take_step("return", note))
        page.article.step.connect(lambda step: self.article.take_step(cast("Step", step)))
        self.article.refresh()
        self.shelf.begin()
        self.search.begin()
        return page

    def _wire_history(self, page: KnowledgePage) -> None:
        view, history = page.history, self.history
        page.article.history.connect(self._open_history)
        view.chosen.connect(history.choose)
        view.compared.connect(lambda against: history.compare(cast("Against", against)))
        view.restore.connect(history.restore)
        view.back.connect(history.close)
        view.reload.connect(history.load)

    def _wire_categories(self, page: KnowledgePage) -> None:
        view, categories = page.categories, self.categories
        page.categories_wanted.connect(lambda: categories.open(self.shelf.category))
        view.chosen.connect(categories.choose)
        view.new.connect(categories.begin)
        view.moved.connect(categories.move)
        view.back.connect(categories.close)
        view.form.typed.connect(lambda typed: categories.type(cast("CategoryTyped", typed)))
        view.form.save.connect(categories.save)
        view.form.delete.connect(categories.delete)

    def _make_panel(self) -> KnowledgePanel:
        from app.ui.views.knowledge_panel import KnowledgePanel

        panel = self._panel = KnowledgePanel(self._bench.house.look)
        panel.searched.connect(self.found.type)
        panel.keys.stepped.connect(self.found.step)
        panel.keys.entered.connect(self.found.open_chosen)
        panel.hits.chosen.connect(self.found.choose)
        panel.hits.opened.connect(self._read)
        panel.hits.reload.connect(self.found.reload)
        panel.left.connect(self._leave_panel)
        self._wire_article(panel.article, self.in_call)
        self.found.begin()
        return panel

    def _wire_article(self, view: ArticleWidget, presenter: ArticlePresenter) -> None:
        view.copied.connect(presenter.copy_say)
        view.sent.connect(presenter.send_say)
        view.spoken.connect(presenter.speak_say)
        view.voted.connect(presenter.vote)
        view.ask.connect(presenter.ask)
        view.question_typed.connect(presenter.type_question)
        view.asked.connect(presenter.ask_expert)
        view.file_wanted.connect(presenter.save_file)
        view.reload.connect(presenter.reload)

    # --- life ----------------------------------------------------------------------------------------

    def start(self) -> None:
        self.shelf.count()

    def refresh(self) -> None:
        for presenter in (self.search, self.found, self.shelf, self.editor, self.history, self.categories):
            presenter.refresh()
        for article, view in ((self.article, self._page), (self.in_call, self._panel)):
            if view is not None:
                article.refresh()

    def tick(self) -> None:
        self.in_call.tick()

    # --- what the person does ------------------------------------------------------------------------

    def open_search(self) -> None:
        """The search beside the call, from anywhere."""
        window = self._bench.window
        window.show_page("desk")
        window.tools.show_knowledge()
        if self._panel is not None:
            self._panel.focus_search()

    def open(self, article_id: str) -> None:
        """From a notice: on the page, as far along as this user may see it."""
        self._bench.window.show_page(PAGE)
        writes = "knowledge.write" in self._bench.session.config.user.rights
        self.article.open(article_id, NEWEST if writes else None)

    def open_questions(self, question_id: str) -> None:
        """From a notice."""
        self._bench.window.show_page(PAGE)
        self.shelf.choose_tab("questions")
        self.shelf.choose(question_id)

    def _page_shown(self, page: str) -> None:
        if page == PAGE and self._page is not None:
            self.shelf.load()

    def _read(self, article_id: str) -> None:
        self.found.choose(article_id)
        self.in_call.open(article_id)
        if self._panel is not None:
            self._panel.show_article()

    def _open_newest(self, article_id: str, version: int | None) -> None:
        self.article.open(article_id, version)

    def _choose(self, key: str) -> None:
        self.history.close()
        if self.shelf.tab == "read":
            self.search.choose(key)
            self.article.open(key)
        else:
            self.shelf.choose(key)

    def _open(self, key: str) -> None:
        if self.shelf.tab != "read" or self.article.article_id != key:
            self._choose(key)

    def _choose_tab(self, tab: str) -> None:
        self.history.close()
        self.article.close()
        self.shelf.choose_tab(cast("Tab", tab))
        if tab == "read":
            self.search.reload()

    def _reload(self) -> None:
        self.shelf.load()
        if self.shelf.tab == "read":
            self.search.reload()

    def _write_new(self) -> None:
        self.editor.write_new(self.shelf.category, self._bench.house.words.language)

    def _edit(self) -> None:
        if self.article.article_id:
            self.editor.change(self.article.article_id)

    def _open_history(self) -> None:
        article = self.article.article
        if article is not None:
            self.history.open(article.article_id, article.title)

    def _restored(self, old: ArticleView, newest: int) -> None:
        self.editor.restore(old, newest)

    def _written(self, article: ArticleView) -> None:
        self.shelf.choose_tab("review" if article.state == "REVIEW" else "drafts")
        self.article.open(article.article_id, NEWEST)

    def _attach(self) -> None:
        window, house = self._bench.window, self._bench.house
        name, _ = QFileDialog.getOpenFileName(window, house.words("Attach a file"))
        if name:
            path = Path(name)
            house.tasks.run(
                "read-file",
                asyncio.to_thread(path.read_bytes),
                lambda content: self.article.attach(Upload(path.name, content)),
                lambda trouble: window.toast.say(sentence(trouble, house.words)),
            )

    def _ask(self) -> None:
        if self._page is not None:
            if self.shelf.tab == "questions":
                self._choose_tab("read")
            self.article.ask()

    def _leave_panel(self) -> None:
        tools = self._bench.window.tools
        tools.show_note()
        tools.note.focus_note()

    def _save_file(self, path: Path, content: bytes) -> None:
        house = self._bench.house

        def failed(trouble: Trouble) -> None:
            self._bench.window.toast.say(sentence(trouble, house.words))

        work = asyncio.to_thread(path.write_bytes, content)
        done = house.words("Saved: {name}", name=path.name)
        house.tasks.run("save-file", work, lambda _: self._bench.window.toast.say(done), failed)
