"""One article as it is read: what to say, the text, files, votes; and what can be done with it.

In:  an article's id, the call on the desk. Out: the article, its words to say filled with what is on the
desk; copied, spoken, sent as text, judged, a question to the expert.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from app.contracts.knowledge import ArticleView, NewQuestion
from app.ui.messages import sentence
from app.ui.presenters.article_say import ArticleSay, SayFace
from app.ui.presenters.desk import Desk
from app.ui.presenters.format import when
from app.ui.presenters.knowledge_search import kind_word
from app.ui.presenters.pages import ListState
from app.ui.presenters.ports import Clock, Draft, Drafts, Tasks, Trouble, Words
from app.ui.presenters.store import DeskStore
from app.ui.presenters.variables import Variables

if TYPE_CHECKING:
    from app.crm_client.requests import Upload
    from app.ui.presenters.ports_knowledge import ArticleCrm

NEWEST = 0
QUESTION = "question"  # of its draft
SHORTEST_QUESTION = 3
MOST_FILE_BYTES = 20 * 1024 * 1024
Step = Literal["submit", "approve", "return", "withdraw", "restore"]


@dataclass(frozen=True, slots=True)
class FileFace:
    attachment_id: str
    name: str
    size: str


@dataclass(frozen=True, slots=True)
class ArticleFace:
    """``steps``: what may be done with this version, in the order of the buttons. ``notice``: one line above
    (a draft, expired, what the reviewer said); "" for none."""

    article_id: str
    title: str
    kind: str
    about: str
    notice: str
    say: SayFace
    body: str
    files: tuple[FileFace, ...]
    useful: int
    not_useful: int
    my_vote: bool | None
    may_edit: bool
    steps: tuple[Step, ...]


class ArticleReader(Protocol):
    def show_article(self, face: ArticleFace) -> None: ...
    def show_article_state(self, state: ListState, text: str) -> None: ...
    def copy(self, text: str) -> None: ...
    def ask_for_question(self, about: str, kept: str) -> None: ...
    def close_question(self) -> None: ...
    def offer_file(self, name: str, content: bytes) -> None: ...
    def say(self, text: str) -> None: ...


class ArticlePresenter:
    """``writes``, ``approves``: rights of this user. ``changed``: after a step, for lists beside."""

    def __init__(
        self,
        view: ArticleReader,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        crm: ArticleCrm,
        variables: Variables,
        rights: tuple[str, ...],
        drafts: Drafts,
        changed: Callable[[], None],
    ) -> None:
        self._view, self._store, self._words, self._tasks = view, store, words, tasks
        self._clock, self._crm, self._drafts, self._changed = clock, crm, drafts, changed
        self._say = ArticleSay(store, words, tasks, crm, variables, view.say, self._show)
        self._writes = "knowledge.write" in rights
        self._approves = "knowledge.approve" in rights
        self.article: ArticleView | None = None
        self._wanted: tuple[str, int | None] = ("", None)
        self._shown: ArticleFace | None = None
        store.listen(self._followed)

    @property
    def article_id(self) -> str:
        return self._wanted[0]

    def open(self, article_id: str, version: int | None = None) -> None:
        self._wanted = (article_id, version)
        if self.article is None or self.article.article_id != article_id:
            self.article = self._shown = None
            self._view.show_article_state(ListState.LOADING, self._words("Opening the article…"))
        wanted = self._wanted
        self._tasks.run(
            "article",
            self._crm.article(article_id, version),
            lambda article: self._opened(wanted, article),
            lambda trouble: self._not_opened(wanted, trouble),
        )

    def close(self) -> None:
        self._wanted, self.article, self._shown = ("", None), None, None
        self._view.show_article_state(ListState.EMPTY, self._words("Choose an article to read it."))

    def reload(self) -> None:
        if self._wanted[0]:
            self.open(*self._wanted)

    def refresh(self) -> None:
        self._shown = None
        if self.article is None:
            self.close()
        else:
            self._show()

    def show(self, article: ArticleView) -> None:
        """It was changed here."""
        self._wanted = (article.article_id, self._wanted[1])
        self.article = article
        self._show()

    def _opened(self, wanted: tuple[str, int | None], article: ArticleView) -> None:
        if wanted == self._wanted:
            self.article = article
            self._show()

    def _not_opened(self, wanted: tuple[str, int | None], trouble: Trouble) -> None:
        if wanted == self._wanted and self.article is None:
            self._view.show_article_state(ListState.ERROR, sentence(trouble, self._words))
        elif wanted == self._wanted:
            self._failed(trouble)

    # --- in a call -----------------------------------------------------------------------------------

    def copy_say(self) -> None:
        article = self.article
        if article is not None:
            self._view.copy(self._say.text(article))
            self._view.say(self._words("Copied."))

    def send_say(self) -> None:
        """As a short message to the caller."""
        if self.article is not None:
            self._say.send(self.article)

    def speak_say(self) -> None:
        """Into the call; once more stops it."""
        if self.article is not None:
            self._say.speak(self.article)

    def _failed(self, trouble: Trouble) -> None:
        if self.article is not None:
            self._show()
        self._view.say(sentence(trouble, self._words))

    def vote(self, useful: bool) -> None:
        """The same again takes it back."""
        article = self.article
        if article is not None:
            wished = None if article.my_vote is useful else useful
            work = self._crm.vote_article(article.article_id, wished)
            self._tasks.run("vote", work, self.show, self._failed)

    def ask(self) -> None:
        """What was being asked when the program ended comes back."""
        kept = self._drafts.load(QUESTION)
        self._view.ask_for_question(self.article.title if self.article else "", kept.note if kept else "")

    def type_question(self, text: str) -> None:
        """Every key; "" where it is given up."""
        if text.strip():
            self._drafts.save(QUESTION, Draft(note=text))
        else:
            self._drafts.forget(QUESTION)

    def ask_expert(self, text: str) -> None:
        if len(text.strip()) < SHORTEST_QUESTION:
            self._view.say(self._words("Please write your question."))
            return
        call = self._store.desk.call
        new = NewQuestion(
            text=text.strip()[:2000],
            article_id=self.article.article_id if self.article else "",
            call_id=call.call_id if call else "",
        )
        self._tasks.run("ask-expert", self._crm.ask_expert(new), self._was_asked, self._failed)

    def _was_asked(self, _: object) -> None:
        self._drafts.forget(QUESTION)
        self._view.close_question()
        self._view.say(self._words("Your question is with the expert; the answer comes as a notice."))
        self._changed()

    def save_file(self, attachment_id: str) -> None:
        files = self.article.attachments if self.article else []
        name = next((each.name for each in files if each.attachment_id == attachment_id), "")
        if name:
            self._tasks.run(
                "article-file",
                self._crm.article_file(attachment_id),
                lambda content: self._view.offer_file(name, content),
                self._failed,
            )

    def attach(self, file: Upload) -> None:
        """For who writes; nothing larger is even sent."""
        if self.article is None:
            return
        if len(file.content) > MOST_FILE_BYTES:
            self._view.say(self._words("{name} is larger than 20 MB.", name=file.name))
            return
        self._view.say(self._words("Sending {name}…", name=file.name))
        work = self._crm.attach_to_article(self.article.article_id, file)
        self._tasks.run("attach", work, lambda _: self._attached(), self._failed)

    def _attached(self) -> None:
        self._view.say(self._words("The file is attached."))
        self.reload()

    # --- for who writes ------------------------------------------------------------------------------

    def take_step(self, step: Step, note: str = "") -> None:
        article = self.article
        if article is None:
            return
        work = self._crm.article_step(article.article_id, step, article.version, note.strip()[:400])
        self._tasks.run("article-step", work, lambda after: self._stepped(step, after), self._failed)

    def _stepped(self, step: Step, after: ArticleView) -> None:
        self.show(after)
        w = self._words
        said = {
            "submit": w("Handed in. Somebody else looks it over."),
            "approve": w("Published. It is found in a moment."),
            "return": w("Given back to who wrote it."),
            "withdraw": w("Withdrawn. Nobody finds it any more."),
            "restore": w("Published again."),
        }
        self._view.say(said[step])
        self._changed()

    def _steps(self, article: ArticleView) -> tuple[Step, ...]:
        if not self._writes:
            return ()
        match article.state:
            case "DRAFT":
                return ("submit", "withdraw")
            case "REVIEW":
                return ("return", "approve") if self._approves else ()
            case "PUBLISHED" | "EXPIRED":
                return ("withdraw",) if self._approves else ()
            case "WITHDRAWN":
                return ("restore",) if self._approves and article.approved_at else ()
            case _:
                return ()

    # --- showing -------------------------------------------------------------------------------------

    def _followed(self, before: Desk, after: Desk) -> None:
        if self._say.followed(before, after) and self.article is not None:
            self._show()

    def tick(self) -> None:
        if self.article is not None and "{" in self.article.say:
            self._show()

    def _show(self) -> None:
        article, w = self.article, self._words
        if article is None:
            return
        written = w(
            "{who}, {when}",
            who=article.approved_by or article.written_by,
            when=when(article.approved_at or article.written_at, self._clock.now(), w),
        )
        until = w("valid until {day}", day=article.valid_until) if article.valid_until else ""
        face = ArticleFace(
            article_id=article.article_id,
            title=article.title,
            kind=kind_word(article.kind, w),
            about=" · ".join(part for part in (article.category, written, until) if part),
            notice=self._notice(article),
            say=self._say.face(article),
            body=article.body,
            files=tuple(
                FileFace(each.attachment_id, each.name, size_word(each.size_bytes))
                for each in article.attachments
            ),
            useful=article.useful,
            not_useful=article.not_useful,
            my_vote=article.my_vote,
            may_edit=self._writes,
            steps=self._steps(article),
        )
        if face != self._shown:
            self._shown = face
            self._view.show_article(face)
            self._view.show_article_state(ListState.ROWS, "")

    def _notice(self, article: ArticleView) -> str:
        w = self._words
        match article.state:
            case "DRAFT":
                text = w("A draft of {who}. Readers do not see it.", who=article.written_by)
                return f"{text} {article.note}".strip()
            case "REVIEW":
                return w("Written by {who}, to be looked over by somebody else.", who=article.written_by)
            case "EXPIRED":
                return w("It has expired: readers do not find it.")
            case "WITHDRAWN":
                return w("Withdrawn: readers do not find it.")
            case "REPLACED":
                return w("An earlier version.")
            case _:
                return w("There is a newer draft.") if article.draft_version else ""


def size_word(size_bytes: int) -> str:
    if size_bytes < 1024 * 1024:
        return f"{max(1, round(size_bytes / 1024))} kB"
    return f"{size_bytes / 1024 / 1024:.1f} MB"
