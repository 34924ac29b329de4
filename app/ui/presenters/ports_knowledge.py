"""What the presenters of knowledge need of the server; ``app.crm_client.http.CrmClient`` has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.contracts.base import Page
    from app.contracts.knowledge import (
        ArticleHit,
        ArticleView,
        CategoryView,
        NewArticle,
        NewQuestion,
        QuestionAnswer,
        QuestionView,
    )
    from app.contracts.replies import TextWish
    from app.crm_client.requests import Upload


class SearchCrm(Protocol):
    async def find_articles(
        self, text: str, queue_id: str = "", category_id: str = ""
    ) -> list[ArticleHit]: ...


class ArticleCrm(Protocol):
    async def article(self, article_id: str, version: int | None = None) -> ArticleView: ...
    async def vote_article(self, article_id: str, useful: bool | None) -> ArticleView: ...
    async def article_step(self, article_id: str, step: str, version: int, note: str = "") -> ArticleView: ...
    async def article_file(self, attachment_id: str) -> bytes: ...
    async def attach_to_article(self, article_id: str, file: Upload) -> ArticleView: ...
    async def ask_expert(self, new: NewQuestion) -> QuestionView: ...
    async def send_text(self, call_id: str, wish: TextWish) -> None: ...


class EditorCrm(Protocol):
    async def article(self, article_id: str, version: int | None = None) -> ArticleView: ...
    async def save_article(self, article_id: str, new: NewArticle) -> ArticleView: ...
    async def article_step(self, article_id: str, step: str, version: int, note: str = "") -> ArticleView: ...


class ShelfCrm(Protocol):
    async def article_categories(self) -> list[CategoryView]: ...
    async def articles(
        self, state: str, category_id: str = "", cursor: str | None = None
    ) -> Page[ArticleHit]: ...
    async def questions(self, is_open: bool | None, cursor: str | None = None) -> Page[QuestionView]: ...
    async def answer_question(self, question_id: str, answer: QuestionAnswer) -> QuestionView: ...
