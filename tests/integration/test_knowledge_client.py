"""The desktop's own client and the server's knowledge understand each other, from a draft to a vote."""

from __future__ import annotations

import pytest

from app.contracts.knowledge import NewArticle, NewQuestion, QuestionAnswer
from app.contracts.replies import ReplyOrder, ReplyUsed
from app.crm_client.errors import Refused
from app.crm_client.http import CrmClient
from app.crm_client.requests import Upload
from app.server.knowledge.article_files import load_sample_articles
from tests.doubles.api_house import RESOURCES, House
from tests.doubles.knowledge import NOW
from tests.integration.test_desk_tools_client import client, house

__all__ = ["client", "house"]
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


async def test_an_agent_finds_reads_votes_and_asks(house: House, client: CrmClient):
    await house.database.write(lambda session: load_sample_articles(session, RESOURCES, NOW))
    await house.work.knowledge.index.catch_up()
    me = await client.me()
    assert not any(right.startswith("knowledge.") for right in me.user.rights)
    assert len(await client.article_categories()) == 10
    found = await client.find_articles("拆封了能退货吗", "service")
    assert found[0].title == "七天无理由退货怎么办理"
    assert found[0].for_queue
    article = await client.article(found[0].article_id)
    assert "{" not in article.say
    assert (await client.vote_article(article.article_id, True)).my_vote is True
    assert (await client.vote_article(article.article_id, None)).my_vote is None
    asked = await client.ask_expert(NewQuestion(text="礼品卡呢？", article_id=article.article_id))
    assert asked.category == "政策与发票"
    assert [each.question_id for each in (await client.questions(True)).items] == [asked.question_id]
    with pytest.raises(Refused) as refused:
        await client.save_article("", NewArticle(title="x", category_id="policy"))
    assert refused.value.error_id == "not-allowed"
    assert (await client.articles("DRAFT")).items == []


async def test_a_supervisor_writes_attaches_and_answers(house: House, client: CrmClient):
    await house.database.write(lambda session: load_sample_articles(session, RESOURCES, NOW))
    asked = await client.ask_expert(NewQuestion(text="蒸烤箱要多大的柜子？", category_id="kitchen"))
    await client.sign_in("2001", house.passwords["2001"])
    rights = (await client.me()).user.rights
    assert {"knowledge.write", "knowledge.approve"} <= set(rights)
    made = await client.save_article("", NewArticle(title="x", body="y", category_id="policy"))
    first = await client.save_article(
        made.article_id, NewArticle(title="z", body="y", category_id="policy", base_version=1)
    )
    with pytest.raises(Refused) as refused:
        await client.save_article(
            made.article_id, NewArticle(title="w", body="y", category_id="policy", base_version=1)
        )
    assert (refused.value.error_id, refused.value.changed) == ("article-changed", ("title",))
    assert refused.value.present and refused.value.present["title"] == "z"
    await client.article_step(made.article_id, "submit", first.version)
    with pytest.raises(Refused) as own:
        await client.article_step(made.article_id, "approve", first.version)
    assert own.value.error_id == "article-own"
    assert [each.state for each in await client.article_versions(made.article_id)] == ["REVIEW", "REPLACED"]

    view = await client.attach_to_article("article-oven-install", Upload("图.png", PNG, "image/png"))
    [attached] = view.attachments
    assert await client.article_file(attached.attachment_id) == PNG
    assert (await client.detach_from_article(attached.attachment_id)).attachments == []
    answered = await client.answer_question(
        asked.question_id, QuestionAnswer(text="560 毫米", make_article=True)
    )
    assert answered.article_id
    assert [hit.title for hit in (await client.articles("DRAFT")).items] == ["蒸烤箱要多大的柜子？"]


async def test_replies_are_counted_and_arranged(client: CrmClient):
    first = (await client.replies())[0]
    await client.reply_used(first.reply_id, ReplyUsed(how="SENT"))
    assert (await client.replies())[0].uses == 1
    await client.arrange_replies(ReplyOrder(scope="own", reply_ids=[]))
    with pytest.raises(Refused):
        await client.arrange_replies(ReplyOrder(scope="team", reply_ids=[]))
