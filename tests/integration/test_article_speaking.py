"""What an article says word for word is spoken into a call over HTTP, without a quick reply."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.server.knowledge.article_files import load_sample_articles
from app.server.storage.tables import Article, ArticleVersionRow
from tests.doubles.api_house import RESOURCES, House
from tests.doubles.desk_tools import Speaker, speaker, talk, talkative
from tests.doubles.filled import problem
from tests.doubles.knowledge import NOW

__all__ = ["speaker", "talkative"]


async def test_an_articles_words_are_heard_by_everybody_in_the_call(talkative: House, speaker: Speaker):
    english: list[str] = []

    def fill(session: Session) -> None:
        load_sample_articles(session, RESOURCES, NOW)
        session.flush()
        wanted = session.query(Article).filter(Article.language == "en", Article.say != "")
        english.extend(row.article_id for row in wanted)
        silent = ArticleVersionRow.article_id == english[1]
        session.execute(update(ArticleVersionRow).where(silent).values(say=""))

    await talkative.database.write(fill)
    agent = await talkative.client("1001")
    call_id, article_id = talk(talkative), english[0]
    path = f"/api/v1/calls/{call_id}/speak"
    wish = {"article_id": article_id, "text": "Thank you for waiting, Mr Li."}
    assert (await agent.post(path, json=wish)).status_code == 204
    assert "Thank you for waiting, Mr Li." in speaker.said
    assert talkative.desk.deeds[-1][:4] == ("speak", "1001", call_id, article_id)
    assert (await agent.delete(path)).status_code == 204

    assert problem(await agent.post(path, json={"article_id": english[1]})) == (422, "invalid")
    assert problem(await agent.post(path, json={"article_id": "no-such"})) == (404, "not-found")
    assert problem(await agent.post(path, json={})) == (404, "not-found")
    other = await talkative.client("2001")
    assert problem(await other.post(path, json=wish))[1] in ("call-not-yours", "not-found")
