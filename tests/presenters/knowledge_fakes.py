"""What the presenters of knowledge are tested with: a server that keeps what it was asked, and articles."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.contracts.base import Page
from app.contracts.knowledge import (
    ArticleHit,
    ArticleVersion,
    ArticleView,
    CategoryView,
    NewArticle,
    NewCategory,
    NewQuestion,
    QuestionAnswer,
    QuestionView,
)
from app.contracts.people import Label
from app.contracts.replies import SpeakWish, TextWish
from tests.presenters import ui_fakes as f

CATEGORIES = [
    CategoryView(category_id="air", name=Label(code="air", zh="空气", en="Air"), parent_id="all", articles=2),
    CategoryView(category_id="all", name=Label(code="all", zh="产品", en="Products"), articles=1),
]


def article(article_id: str = "a1", **more: Any) -> ArticleView:
    base = {
        "article_id": article_id,
        "version": 3,
        "state": "PUBLISHED",
        "kind": "FAQ",
        "title": "七天无理由退货",
        "body": "**七天**",
        "say": "{customer}，七天之内可以退。",
        "category_id": "air",
        "category": "政策",
        "language": "zh",
        "written_by": "张伟",
        "written_at": f.NOW - timedelta(days=2),
        "approved_by": "刘洋",
        "approved_at": f.NOW - timedelta(minutes=9),
        "useful": 4,
    }
    return ArticleView.model_validate(base | more)


def hit(article_id: str, **more: Any) -> ArticleHit:
    base = {
        "article_id": article_id,
        "kind": "FAQ",
        "title": article_id,
        "snippet": "",
        "category": "政策",
        "language": "zh",
        "score": 1.0,
    }
    return ArticleHit.model_validate(base | more)


def question(question_id: str, **more: Any) -> QuestionView:
    base = {
        "question_id": question_id,
        "text": "怎么退？",
        "category": "政策",
        "article_id": None,
        "asked_by": "王芳",
        "asked_at": f.NOW,
        "may_answer": True,
    }
    return QuestionView.model_validate(base | more)


class KnowledgeCrm(f.FakeCrm):
    def __init__(self) -> None:
        super().__init__()
        self.hits: dict[str, list[ArticleHit]] = {}
        self.there: dict[str, ArticleView] = {"a1": article()}
        self.lists: dict[str, list[ArticleHit]] = {}
        self.all_questions: list[QuestionView] = []
        self.categories = CATEGORIES
        self.versions: list[ArticleVersion] = []

    async def find_articles(self, text: str, queue_id: str = "", category_id: str = "") -> list[ArticleHit]:
        self._ask("find", text, queue_id, category_id)
        return self.hits.get(text, [])

    async def article(self, article_id: str, version: int | None = None) -> ArticleView:
        self._ask("article", article_id, version)
        return self.there.get(f"{article_id}/{version}") or self.there[article_id]

    async def vote_article(self, article_id: str, useful: bool | None) -> ArticleView:
        self._ask("vote", article_id, useful)
        self.there[article_id] = self.there[article_id].model_copy(update={"my_vote": useful})
        return self.there[article_id]

    async def article_step(self, article_id: str, step: str, version: int, note: str = "") -> ArticleView:
        self._ask("step", article_id, step, version)
        states = {"submit": "REVIEW", "approve": "PUBLISHED", "return": "DRAFT", "withdraw": "WITHDRAWN"}
        self.there[article_id] = self.there[article_id].model_copy(update={"state": states[step]})
        return self.there[article_id]

    async def article_file(self, attachment_id: str) -> bytes:
        self._ask("file", attachment_id)
        return b"content"

    async def ask_expert(self, new: NewQuestion) -> QuestionView:
        self._ask("ask", new)
        return question("q9")

    async def speak(self, call_id: str, wish: SpeakWish) -> None:
        self._ask("speak", call_id, wish.article_id, wish.text)

    async def stop_speaking(self, call_id: str) -> None:
        self._ask("stop", call_id)

    async def article_versions(self, article_id: str) -> list[ArticleVersion]:
        self._ask("versions", article_id)
        return self.versions

    async def create_category(self, new: NewCategory) -> CategoryView:
        self._ask("create-category", new)
        made = CategoryView(
            category_id="new", name=Label(code="new", zh=new.zh, en=new.en), parent_id=new.parent_id
        )
        self.categories = [*self.categories, made]
        return made

    async def change_category(self, category_id: str, new: NewCategory) -> CategoryView:
        self._ask("change-category", category_id, new)
        return next(each for each in self.categories if each.category_id == category_id)

    async def delete_category(self, category_id: str) -> CategoryView:
        self._ask("delete-category", category_id)
        gone = next(each for each in self.categories if each.category_id == category_id)
        self.categories = [each for each in self.categories if each is not gone]
        return gone

    async def send_text(self, call_id: str, wish: TextWish) -> None:
        self._ask("send", call_id, wish.text)

    async def save_article(self, article_id: str, new: NewArticle) -> ArticleView:
        self._ask("save", article_id, new)
        fields = new.model_dump(include=ArticleView.model_fields.keys() & NewArticle.model_fields.keys())
        self.there[article_id or "new"] = article(article_id or "new", **fields, state="DRAFT", version=4)
        return self.there[article_id or "new"]

    async def article_categories(self) -> list[CategoryView]:
        self._ask("categories")
        return self.categories

    async def articles(
        self, state: str, category_id: str = "", cursor: str | None = None
    ) -> Page[ArticleHit]:
        self._ask("articles", state, category_id)
        return Page[ArticleHit](items=self.lists.get(state, []))

    async def questions(self, is_open: bool | None, cursor: str | None = None) -> Page[QuestionView]:
        self._ask("questions")
        return Page[QuestionView](items=self.all_questions)

    async def answer_question(self, question_id: str, answer: QuestionAnswer) -> QuestionView:
        self._ask("answer", question_id, answer.text, answer.make_article)
        return question(question_id, answer=answer.text, answered_by="王芳", answered_at=f.NOW)
