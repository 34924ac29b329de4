"""What the desk asks of the server about knowledge: search, articles, their steps, files, questions; and the
order, use and recordings of quick replies."""

from __future__ import annotations

from pydantic import TypeAdapter

from app.contracts.base import Page
from app.contracts.knowledge import (
    ArticleHit,
    ArticleStep,
    ArticleVersion,
    ArticleView,
    CategoryView,
    NewArticle,
    NewCategory,
    NewQuestion,
    QuestionAnswer,
    QuestionView,
    UsefulVote,
)
from app.contracts.replies import QuickReplyView, ReplyOrder, ReplyUsed
from app.crm_client.reading import adapted, at_cursor, part, read
from app.crm_client.requests import SignedRequests, Upload

FILE_TIMEOUT_S = 60.0
_HITS = TypeAdapter(list[ArticleHit])
_ARTICLES = TypeAdapter(Page[ArticleHit])
_CATEGORIES = TypeAdapter(list[CategoryView])
_VERSIONS = TypeAdapter(list[ArticleVersion])
_QUESTIONS = TypeAdapter(Page[QuestionView])


class KnowledgeCalls(SignedRequests):
    async def find_articles(self, text: str, queue_id: str = "", category_id: str = "") -> list[ArticleHit]:
        """Best first; without words what helps most, the queue's first."""
        query = {"q": text, "queue_id": queue_id, "category_id": category_id}
        return adapted(await self._get("/knowledge/search", _there(query)), _HITS)

    async def articles(
        self, state: str, category_id: str = "", cursor: str | None = None
    ) -> Page[ArticleHit]:
        query = _there({"state": state, "category_id": category_id}) | at_cursor(cursor)
        return adapted(await self._get("/knowledge/articles", query), _ARTICLES)

    async def article(self, article_id: str, version: int | None = None) -> ArticleView:
        """``version`` None: what is published; 0: the newest draft."""
        query = {} if version is None else {"version": str(version)}
        return read(await self._get(f"/knowledge/articles/{part(article_id)}", query), ArticleView)

    async def article_versions(self, article_id: str) -> list[ArticleVersion]:
        return adapted(await self._get(f"/knowledge/articles/{part(article_id)}/versions"), _VERSIONS)

    async def article_categories(self) -> list[CategoryView]:
        return adapted(await self._get("/knowledge/categories"), _CATEGORIES)

    async def create_category(self, new: NewCategory) -> CategoryView:
        return read(await self._write("POST", "/knowledge/categories", new), CategoryView)

    async def change_category(self, category_id: str, new: NewCategory) -> CategoryView:
        path = f"/knowledge/categories/{part(category_id)}"
        return read(await self._write("PUT", path, new), CategoryView)

    async def delete_category(self, category_id: str) -> CategoryView:
        path = f"/knowledge/categories/{part(category_id)}"
        return read(await self._write("DELETE", path), CategoryView)

    async def vote_article(self, article_id: str, useful: bool | None) -> ArticleView:
        path = f"/knowledge/articles/{part(article_id)}/vote"
        return read(await self._write("PUT", path, UsefulVote(useful=useful)), ArticleView)

    async def save_article(self, article_id: str, new: NewArticle) -> ArticleView:
        """``article_id`` "": a new one."""
        if not article_id:
            return read(await self._write("POST", "/knowledge/articles", new), ArticleView)
        return read(await self._write("PUT", f"/knowledge/articles/{part(article_id)}", new), ArticleView)

    async def article_step(self, article_id: str, step: str, version: int, note: str = "") -> ArticleView:
        """``step``: submit, approve, return, withdraw, restore."""
        path = f"/knowledge/articles/{part(article_id)}/{part(step)}"
        return read(await self._write("POST", path, ArticleStep(version=version, note=note)), ArticleView)

    async def attach_to_article(self, article_id: str, file: Upload) -> ArticleView:
        path = f"/knowledge/articles/{part(article_id)}/attachments"
        return read(await self._upload(path, file), ArticleView)

    async def article_file(self, attachment_id: str) -> bytes:
        path = f"/knowledge/attachments/{part(attachment_id)}"
        return (await self._get(path, timeout_s=FILE_TIMEOUT_S)).content

    async def detach_from_article(self, attachment_id: str) -> ArticleView:
        path = f"/knowledge/attachments/{part(attachment_id)}"
        return read(await self._write("DELETE", path), ArticleView)

    async def questions(self, is_open: bool | None, cursor: str | None = None) -> Page[QuestionView]:
        query = {} if is_open is None else {"open": str(is_open).lower()}
        return adapted(await self._get("/knowledge/questions", query | at_cursor(cursor)), _QUESTIONS)

    async def ask_expert(self, new: NewQuestion) -> QuestionView:
        return read(await self._write("POST", "/knowledge/questions", new), QuestionView)

    async def answer_question(self, question_id: str, answer: QuestionAnswer) -> QuestionView:
        path = f"/knowledge/questions/{part(question_id)}/answer"
        return read(await self._write("POST", path, answer), QuestionView)

    # --- quick replies ------------------------------------------------------------------------------

    async def arrange_replies(self, order: ReplyOrder) -> None:
        await self._write("PUT", "/replies/order", order)

    async def reply_used(self, reply_id: str, use: ReplyUsed) -> None:
        await self._write("POST", f"/replies/{part(reply_id)}/used", use)

    async def record_reply(self, reply_id: str, clip: Upload) -> QuickReplyView:
        return read(await self._upload(f"/replies/{part(reply_id)}/clip", clip), QuickReplyView)

    async def reply_clip(self, reply_id: str) -> bytes:
        """Ogg/Opus."""
        return (await self._get(f"/replies/{part(reply_id)}/clip", timeout_s=FILE_TIMEOUT_S)).content

    async def forget_clip(self, reply_id: str) -> QuickReplyView:
        return read(await self._write("DELETE", f"/replies/{part(reply_id)}/clip"), QuickReplyView)


def _there(query: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in query.items() if value}
