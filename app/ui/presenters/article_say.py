"""What an article says word for word, in a call: filled, copied, spoken into it, sent to the caller as text.

In:  the article, the call on the desk. Out: what can be done with its words, and why not; what is being
spoken now comes from the server's live messages.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from app.contracts.knowledge import ArticleView
from app.contracts.replies import SpeakWish, TextWish
from app.ui.messages import sentence
from app.ui.presenters.desk import Desk, ServerLine, Stage
from app.ui.presenters.ports import Tasks, Trouble, Words
from app.ui.presenters.store import DeskStore
from app.ui.presenters.variables import Filled, Variables, variable_words

if TYPE_CHECKING:
    from app.ui.presenters.ports_knowledge import SayCrm

MOST = 2000
_IN_CALL = (Stage.TALKING, Stage.HELD, Stage.WRAP_UP)
Speaking = Literal["", "asked", "speaking"]


@dataclass(frozen=True, slots=True)
class SayFace:
    """``text``: filled. ``speaking``: it is being said now."""

    text: str
    can_send: bool
    why_not_sent: str
    can_speak: bool
    why_not_spoken: str
    speaking: Speaking


class ArticleSay:
    """``say``: one line to the person. ``changed``: the face is another now."""

    def __init__(
        self,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        crm: SayCrm,
        variables: Variables,
        say: Callable[[str], None],
        changed: Callable[[], None],
    ) -> None:
        self._store, self._words, self._tasks, self._crm = store, words, tasks, crm
        self._variables, self._say, self._changed = variables, say, changed
        self._sending, self._asked = False, ""  # which article was asked to be spoken

    def face(self, article: ArticleView) -> SayFace:
        desk, filled = self._store.desk, self._variables.fill(article.say)
        not_sent, not_spoken = self._not_sent(desk, article), self._not_spoken(desk, article, filled)
        speaking = self._speaking(desk, article.article_id)
        return SayFace(
            text=filled.text,
            can_send=not not_sent and not self._sending,
            why_not_sent=self._words("Sending…") if self._sending else not_sent,
            can_speak=speaking == "speaking" or (not not_spoken and not speaking),
            why_not_spoken="" if speaking == "speaking" else not_spoken,
            speaking=speaking,
        )

    def text(self, article: ArticleView) -> str:
        return self._variables.fill(article.say).text or article.title

    def send(self, article: ArticleView) -> None:
        """As a short message to the caller."""
        desk = self._store.desk
        why_not = self._not_sent(desk, article)
        if self._sending or why_not or desk.call is None:
            if why_not:
                self._say(why_not)
            return
        self._sending = True
        self._changed()
        wish = TextWish(text=self._variables.fill(article.say).text[:MOST])
        self._tasks.run(
            "send-article", self._crm.send_text(desk.call.call_id, wish), self._sent, self._failed
        )

    def speak(self, article: ArticleView) -> None:
        """Into the call, heard by everybody in it; said again while it is heard, it stops."""
        desk = self._store.desk
        speaking = self._speaking(desk, article.article_id)
        filled = self._variables.fill(article.say)
        if speaking == "speaking" and desk.call is not None:
            self._tasks.run("stop-speaking", self._crm.stop_speaking(desk.call.call_id), None, self._failed)
            return
        why_not = self._not_spoken(desk, article, filled)
        if speaking or why_not or desk.call is None:
            if why_not:
                self._say(why_not)
            return
        self._asked = article.article_id
        self._changed()
        wish = SpeakWish(article_id=article.article_id, text=filled.text[:MOST])
        self._tasks.run("speak-article", self._crm.speak(desk.call.call_id, wish), None, self._failed)

    def followed(self, before: Desk, after: Desk) -> bool:
        """Whether what can be done is another now."""
        said = after.speaking
        if said is not None and said is not before.speaking and said.reply_id == self._asked:
            self._asked = ""
        if (before.call and before.call.call_id) != (after.call and after.call.call_id):
            self._asked = ""
        moved = before.call is not after.call or before.stage is not after.stage
        return moved or before.server is not after.server or said is not before.speaking

    def _sent(self, _: object) -> None:
        self._sending = False
        self._changed()
        self._say(self._words("Sent as a text message."))

    def _failed(self, trouble: Trouble) -> None:
        self._sending, self._asked = False, ""
        self._changed()
        self._say(sentence(trouble, self._words))

    def _speaking(self, desk: Desk, article_id: str) -> Speaking:
        said, call = desk.speaking, desk.call
        here = said is not None and call is not None and said.call_id == call.call_id
        if said is not None and here and said.reply_id == article_id and said.state == "speaking":
            return "speaking"
        return "asked" if article_id == self._asked else ""

    def _not_sent(self, desk: Desk, article: ArticleView) -> str:
        if not article.say:
            return self._words("There is nothing in it to be said word for word.")
        if desk.server is not ServerLine.UP:
            return self._words("Without the server nothing can be spoken or sent.")
        if desk.stage not in _IN_CALL or desk.call is None:
            return self._words("There is no call to send it to.")
        return ""

    def _not_spoken(self, desk: Desk, article: ArticleView, filled: Filled) -> str:
        w = self._words
        if not article.say:
            return w("There is nothing in it to be said word for word.")
        if desk.server is not ServerLine.UP:
            return w("Without the server nothing can be spoken or sent.")
        if article.state != "PUBLISHED":
            return w("Only what is published can be spoken.")
        if desk.stage is not Stage.TALKING:
            return w("It can be spoken while you talk with the caller.")
        if not article.speakable:
            return w("The server has no voice for this language. Read it out, or send it as text.")
        if filled.missing:
            return w("Not filled in: {missing}.", missing=variable_words(filled.missing, w))
        return ""
