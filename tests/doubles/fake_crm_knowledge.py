"""The fake server's part for knowledge: the sample's articles in memory, found by the characters they share.

crm.knowledge.articles, .questions            # what there is; tests change them
crm.knowledge.votes, .asked, .steps           # what the desktop wanted
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from fastapi import FastAPI, UploadFile
from fastapi.responses import JSONResponse, Response

from app.contracts.base import Page
from app.contracts.knowledge import (
    ArticleAttachment,
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
from app.contracts.people import Label
from app.contracts.replies import ReplyOrder, ReplyUsed

if TYPE_CHECKING:
    from tests.doubles.fake_crm import FakeCrm

_FOLDER = Path(__file__).parents[2] / "resources" / "sample" / "knowledge"
BASE = "/api/v1/knowledge"


@cache
def _files() -> tuple[dict[str, Any], ...]:
    return tuple(yaml.safe_load(path.read_text("utf-8")) for path in sorted(_FOLDER.glob("*.yaml")))


class FakeKnowledge:
    def __init__(self) -> None:
        now = datetime.now(UTC)
        wholes = _files()
        self.categories = [
            CategoryView(
                category_id=each["id"],
                name=Label(code=each["id"], zh=each["zh"], en=each["en"]),
                parent_id=each.get("parent"),
            )
            for whole in wholes
            for each in whole.get("categories", ())
        ]
        self.articles = {
            view.article_id: view
            for at, each in enumerate(each for whole in reversed(wholes) for each in whole["articles"])
            for view in [self._view(each, now - timedelta(hours=7 * at + 1))]
        }
        self.votes: list[tuple[str, bool | None]] = []
        self.asked: list[NewQuestion] = []
        self.steps: list[tuple[str, str, int, str]] = []
        self.used: list[str] = []
        self.before: dict[str, list[ArticleView]] = {}
        self.category_wishes: list[NewCategory] = []
        self.order: list[str] = []
        self.questions = [self._question(*each, now) for each in _QUESTIONS]
        self.file = b"%PDF-1.4 \n%%EOF"

    def _view(self, each: dict[str, Any], at: datetime) -> ArticleView:
        category = next(c for c in self.categories if c.category_id == each["category"])
        return ArticleView(
            article_id=each["id"],
            version=1,
            state="PUBLISHED",
            kind=each["kind"],
            title=each["title"],
            body=each.get("body", ""),
            say=each.get("say", ""),
            questions=each.get("questions", []),
            category_id=each["category"],
            category=category.name.zh,
            tags=each.get("tags", []),
            queues=["after-sales"] if "service" in each.get("queues", ()) else [],
            language=each.get("language", "zh"),
            written_by="张伟",
            written_at=at,
            approved_by="刘洋",
            approved_at=at,
            useful=len(each["title"]) % 9,
            speakable=bool(each.get("say")),
        )

    @staticmethod
    def _question(key: str, text: str, by: str, minutes: int, answer: str, now: datetime) -> QuestionView:
        at = now - timedelta(minutes=minutes)
        return QuestionView(
            question_id=key,
            text=text,
            category="政策与发票",
            article_id=None,
            asked_by=by,
            asked_at=at,
            answer=answer,
            answered_by="刘洋" if answer else "",
            answered_at=at + timedelta(minutes=9) if answer else None,
            mine=by == "王芳",
            may_answer=True,
        )

    def put_category(self, category_id: str, new: NewCategory) -> CategoryView:
        self.category_wishes.append(new)
        made = CategoryView(
            category_id=category_id,
            name=Label(code=category_id, zh=new.zh, en=new.en or new.zh),
            parent_id=new.parent_id,
            experts=new.experts,
            version=f"v{len(self.category_wishes)}",
        )
        there = [each.category_id for each in self.categories]
        others = [each for each in self.categories if each.category_id != category_id]
        beside = [each for each in others if each.parent_id == made.parent_id]
        at = there.index(category_id) if category_id in there and new.place is None else len(others)
        if new.place is not None and new.place < len(beside):
            at = others.index(beside[new.place])
        self.categories = [*others[:at], made, *others[at:]]
        return made

    def hits(self, query: str, queue_id: str, category_id: str) -> list[ArticleHit]:
        inside = {category_id} | {
            each.category_id for each in self.categories if each.parent_id == category_id
        }
        scored: list[tuple[float, ArticleView]] = []
        for view in self.articles.values():
            if view.state != "PUBLISHED" or (category_id and view.category_id not in inside):
                continue
            text = f"{view.title} {' '.join(view.questions)} {view.say} {view.body}".lower()
            parts = _parts(query)
            score = sum((3.0 if part in view.title.lower() else 1.0) for part in parts if part in text)
            if score or not parts:
                scored.append((score + (0.5 if queue_id in view.queues else 0), view))
        scored.sort(key=lambda pair: -pair[0])
        return [_hit(view, score, _parts(query), queue_id) for score, view in scored[:20]]

    def history(self, article_id: str) -> list[ArticleView]:
        """Newest first; what was before the sample's text is made up."""
        newest = self.articles[article_id]
        if article_id in self.before:
            return [newest, *self.before[article_id]]
        if newest.version != 1:
            return [newest]
        self.articles[article_id] = newest = newest.model_copy(update={"version": 3})
        lines = newest.body.splitlines()
        second = newest.model_copy(
            update={
                "version": 2, "state": "REPLACED", "title": newest.title.replace("七天", "十天"),
                "body": "\n".join(lines[:-1] or lines), "say": newest.say.replace("七天", "十天"),
                "written_at": newest.written_at - timedelta(days=41), "note": "按新的售后政策改写",
            }
        )  # fmt: skip
        first = second.model_copy(
            update={"version": 1, "written_by": "陈静", "note": "", "say": "", "tags": [],
                    "written_at": newest.written_at - timedelta(days=160)}
        )  # fmt: skip
        self.before[article_id] = [second, first]
        return [newest, second, first]

    def put(self, article_id: str, **changes: Any) -> ArticleView:
        self.articles[article_id] = self.articles[article_id].model_copy(update=changes)
        return self.articles[article_id]


_QUESTIONS = (
    ("q1", "礼品卡支付的订单，退款退到哪里？客户说礼品卡已经扔了。", "王芳", 12, ""),
    ("q2", "洗地机可以用自己买的消毒液吗？", "陈静", 95, ""),
    (
        "q3",
        "蒸烤箱开孔差 5 毫米能装吗",
        "王芳",
        1500,
        "差 5 毫米以内可以磨边，由安装师傅判断；多于 5 毫米请客户先改柜。",
    ),
)


def _parts(query: str) -> list[str]:
    text = query.lower()
    if text.isascii():
        return text.split()
    return [text[at : at + 2] for at in range(len(text) - 1)] or [text]


def _hit(view: ArticleView, score: float, parts: list[str], queue_id: str) -> ArticleHit:
    snippet = " ".join((view.say or view.body).split())[:110]
    for part in parts[:3]:
        if part and part in snippet and "\u0002" not in snippet:
            snippet = snippet.replace(part, f"\u0002{part}\u0003", 1)
    return ArticleHit(
        article_id=view.article_id,
        kind=view.kind,
        title=view.title,
        snippet=snippet,
        category=view.category,
        language=view.language,
        score=score,
        state=view.state,
        updated_at=view.written_at,
        useful=view.useful,
        for_queue=bool(queue_id) and queue_id in view.queues,
        written_by=view.written_by,
    )


def _problem(status: int, error_id: str, **more: Any) -> JSONResponse:
    body = {"status": status, "error_id": error_id, "title": error_id} | more
    return JSONResponse(body, status, media_type="application/problem+json")


def add_knowledge(app: FastAPI, crm: FakeCrm) -> None:
    house = crm.knowledge

    @app.get(f"{BASE}/search")
    def search(q: str = "", queue_id: str = "", category_id: str = "") -> list[ArticleHit]:
        return house.hits(q, queue_id, category_id)

    @app.get(f"{BASE}/categories")
    def categories() -> list[CategoryView]:
        counts = [view.category_id for view in house.articles.values() if view.state == "PUBLISHED"]
        return [
            each.model_copy(update={"articles": counts.count(each.category_id)}) for each in house.categories
        ]

    @app.post(f"{BASE}/categories", status_code=201)
    def create_category(new: NewCategory) -> CategoryView:
        return house.put_category(f"cat-{len(house.categories)}", new)

    @app.put(f"{BASE}/categories/{{category_id}}")
    def change_category(category_id: str, new: NewCategory) -> CategoryView:
        return house.put_category(category_id, new)

    @app.delete(f"{BASE}/categories/{{category_id}}", response_model=CategoryView)
    def delete_category(category_id: str) -> Any:
        gone = next(each for each in house.categories if each.category_id == category_id)
        if any(view.category_id == category_id for view in house.articles.values()):
            return _problem(409, "category-in-use")
        house.categories.remove(gone)
        return gone

    @app.get(f"{BASE}/articles")
    def articles(state: str = "PUBLISHED", category_id: str = "") -> Page[ArticleHit]:
        views = [view for view in house.articles.values() if view.state == state]
        return Page[ArticleHit](
            items=[_hit(v, 0, [], "") for v in views if category_id in ("", v.category_id)]
        )

    @app.get(f"{BASE}/articles/{{article_id}}", response_model=ArticleView)
    def article(article_id: str, version: int | None = None) -> Any:
        if article_id not in house.articles:
            return _problem(404, "not-found")
        return next(
            (each for each in house.history(article_id) if each.version == version),
            house.articles[article_id],
        )

    @app.get(f"{BASE}/articles/{{article_id}}/versions")
    def versions(article_id: str) -> list[ArticleVersion]:
        return [
            ArticleVersion(**each.model_dump(include=set(ArticleVersion.model_fields)))
            for each in house.history(article_id)
        ]

    @app.post(f"{BASE}/articles", status_code=201)
    def create(new: NewArticle) -> ArticleView:
        article_id = f"new-{len(house.articles)}"
        house.articles[article_id] = _written(article_id, 1, new)
        return house.articles[article_id]

    @app.put(f"{BASE}/articles/{{article_id}}", response_model=ArticleView)
    def save(article_id: str, new: NewArticle) -> Any:
        present = house.articles[article_id]
        if new.base_version != present.version:
            changed = [
                name for name in ("title", "say", "body") if getattr(new, name) != getattr(present, name)
            ]
            return _problem(409, "article-changed", present=present.model_dump(mode="json"), changed=changed)
        house.articles[article_id] = _written(article_id, present.version + 1, new)
        return house.articles[article_id]

    @app.put(f"{BASE}/articles/{{article_id}}/vote")
    def vote(article_id: str, vote: UsefulVote) -> ArticleView:
        house.votes.append((article_id, vote.useful))
        return house.put(article_id, my_vote=vote.useful)

    @app.post(f"{BASE}/articles/{{article_id}}/attachments", status_code=201)
    def attach(article_id: str, file: UploadFile) -> ArticleView:
        attached = ArticleAttachment(
            attachment_id="file-1", name=file.filename or "", media_type="application/pdf", size_bytes=248_000
        )
        return house.put(article_id, attachments=[attached])

    @app.post(f"{BASE}/articles/{{article_id}}/{{step}}")
    def take_step(article_id: str, step: str, wish: ArticleStep) -> ArticleView:
        house.steps.append((article_id, step, wish.version, wish.note))
        state = {"submit": "REVIEW", "approve": "PUBLISHED", "return": "DRAFT", "withdraw": "WITHDRAWN"}
        return house.put(article_id, state=state.get(step, "PUBLISHED"))

    @app.get(f"{BASE}/attachments/{{attachment_id}}")
    def attachment(attachment_id: str) -> Response:
        return Response(house.file, media_type="application/pdf")

    @app.get(f"{BASE}/questions")
    def questions() -> Page[QuestionView]:
        return Page[QuestionView](items=house.questions)

    @app.post(f"{BASE}/questions", status_code=201)
    def ask(new: NewQuestion) -> QuestionView:
        house.asked.append(new)
        question = house._question(f"q{len(house.questions) + 1}", new.text, "王芳", 0, "", datetime.now(UTC))
        house.questions.insert(0, question)
        return question

    @app.post(f"{BASE}/questions/{{question_id}}/answer")
    def answer(question_id: str, answer: QuestionAnswer) -> QuestionView:
        at = next(i for i, each in enumerate(house.questions) if each.question_id == question_id)
        changes = {"answer": answer.text, "answered_by": "王芳", "answered_at": datetime.now(UTC)}
        house.questions[at] = house.questions[at].model_copy(update=changes)
        return house.questions[at]

    @app.post("/api/v1/replies/{reply_id}/used")
    def used(reply_id: str, use: ReplyUsed) -> dict[str, str]:
        house.used.append(reply_id)
        return {}

    @app.put("/api/v1/replies/order", status_code=204)
    def arrange(order: ReplyOrder) -> Response:
        house.order = order.reply_ids
        return Response(status_code=204)

    def _written(article_id: str, version: int, new: NewArticle) -> ArticleView:
        category = next((c.name.zh for c in house.categories if c.category_id == new.category_id), "")
        return ArticleView(
            article_id=article_id,
            version=version,
            state="DRAFT",
            category=category,
            written_by="王芳",
            written_at=datetime.now(UTC),
            **new.model_dump(include=ArticleView.model_fields.keys() & NewArticle.model_fields.keys()),
        )
