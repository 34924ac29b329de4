"""Writing a quick reply: a new one, or one's own (a supervisor's: the team's) changed or taken out.

In:  what was typed. Out: the reply on the server and in the list; on trouble the text stays where it is, and
it is kept on the disk with every key.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast

from app.contracts.replies import NewQuickReply, QuickReplyView, ReplyLanguage, ReplyScope
from app.ui.messages import sentence
from app.ui.presenters.form_draft import FormDraft
from app.ui.presenters.ports import Drafts, Tasks, Trouble, Words

if TYPE_CHECKING:
    from app.ui.presenters.ports_tools import RepliesCrm
    from app.ui.presenters.replies import RepliesPresenter


@dataclass(frozen=True, slots=True)
class ReplyFields:
    title: str = ""
    text: str = ""
    group: str = ""
    language: str = "zh"
    scope: str = "own"
    queues: tuple[str, ...] = ()  # in whose calls it is shown first


@dataclass(frozen=True, slots=True)
class EditorFace:
    """``scope_free``: own or team's may be chosen. ``existing``: it can be taken out. ``queues``: codes and
    names of all."""

    heading: str
    existing: bool
    scope_free: bool
    saving: bool
    trouble: str
    queues: tuple[tuple[str, str], ...] = ()


class ReplyEditorView(Protocol):
    def open_editor(self, fields: ReplyFields) -> None: ...
    def show_editor(self, face: EditorFace) -> None: ...
    def close_editor(self) -> None: ...
    def say(self, text: str) -> None: ...


class ReplyEditor:
    """``language``: that new replies are written in, unless another is chosen. ``opened``: told which reply's
    form is open, "" for a new one and when it is closed."""

    def __init__(
        self,
        view: ReplyEditorView,
        words: Words,
        tasks: Tasks,
        crm: RepliesCrm,
        drafts: Drafts,
        replies: RepliesPresenter,
        leads: bool,
        language: str,
        opened: Callable[[str], None] = lambda _: None,
        queues: tuple[tuple[str, str], ...] = (),
    ) -> None:
        self._opened, self._queues = opened, queues
        self._view, self._words, self._tasks, self._crm = view, words, tasks, crm
        self._replies, self._leads, self._language = replies, leads, language
        self._draft = FormDraft(drafts, ReplyFields)
        self._open, self._reply_id = False, ""
        self._saving, self._trouble = False, ""

    def refresh(self) -> None:
        if self._open:
            self._show()

    def write_new(self) -> None:
        self._begin("", ReplyFields(language=self._language))

    def change(self, reply_id: str) -> None:
        reply = self._replies.reply(reply_id)
        if reply is not None:
            fields = ReplyFields(
                reply.title, reply.text, reply.group, reply.language, reply.scope, tuple(reply.queues)
            )
            self._begin(reply_id, fields)

    def _begin(self, reply_id: str, fields: ReplyFields) -> None:
        self._open, self._reply_id, self._saving, self._trouble = True, reply_id, False, ""
        self._view.open_editor(self._draft.kept(_name(reply_id)) or fields)
        self._show()
        self._opened(reply_id)

    def type(self, fields: ReplyFields) -> None:
        """Every key of the form."""
        if self._open and not self._saving:
            self._draft.keep(_name(self._reply_id), fields)

    def cancel(self) -> None:
        """What was typed is forgotten."""
        self._draft.forget(_name(self._reply_id))
        self._open = False
        self._opened("")
        self._view.close_editor()

    def save(self, fields: ReplyFields) -> None:
        if self._saving:
            return
        title, text = fields.title.strip(), fields.text.strip()
        if not title or not text:
            self._trouble = self._words("Please write a title and what is to be said.")
            self._show()
            return
        new = NewQuickReply(
            scope=cast("ReplyScope", fields.scope),
            group=fields.group.strip()[:60],
            title=title[:120],
            text=text[:2000],
            language=cast("ReplyLanguage", fields.language),
            queues=[*fields.queues],
        )
        work = self._crm.change_reply(self._reply_id, new) if self._reply_id else self._crm.create_reply(new)
        self._wait()
        self._tasks.run("save-reply", work, self._saved, self._failed)

    def delete(self) -> None:
        if self._reply_id and not self._saving:
            reply_id = self._reply_id
            self._wait()
            self._tasks.run(
                "delete-reply",
                self._crm.delete_reply(reply_id),
                lambda _: self._deleted(reply_id),
                self._failed,
            )

    def _wait(self) -> None:
        self._saving, self._trouble = True, ""
        self._show()

    def _saved(self, reply: QuickReplyView) -> None:
        self._saving = False
        self._replies.put(reply)
        self._view.say(self._words("The quick reply is saved."))
        self.cancel()

    def _deleted(self, reply_id: str) -> None:
        self._saving = False
        self._replies.drop(reply_id)
        self._view.say(self._words("The quick reply is gone."))
        self.cancel()

    def _failed(self, trouble: Trouble) -> None:
        self._saving, self._trouble = False, sentence(trouble, self._words)
        self._show()

    def _show(self) -> None:
        heading = self._words("Change the reply") if self._reply_id else self._words("New quick reply")
        self._view.show_editor(
            EditorFace(heading, bool(self._reply_id), self._leads, self._saving, self._trouble, self._queues)
        )


def _name(reply_id: str) -> str:
    return f"reply:{reply_id or 'new'}"
