"""What a person reads when something failed: what happened, what is safe, what to do next.

In: a stable ``error_id`` (``Trouble``). Out: one or two sentences in the person's language.
"""

from __future__ import annotations

from app.ui.presenters.ports import Trouble, Words


def marked(text: str) -> str:
    """Marks a text in a table for translation (scripts/translations.py looks for it)."""
    return text


SENTENCES: dict[str, str] = {
    "unreachable": marked("The server cannot be reached. Check the network and the server's address."),
    "certificate-unknown": marked("This server is new to this computer. Confirm its certificate first."),
    "certificate-changed": marked(
        "The server's certificate is not the one from before. Ask your administrator before you go on."
    ),
    "sign-in-failed": marked("User name or password is wrong. Please try again."),
    "sign-in-locked": marked("Too many wrong passwords. Signing in is locked for a while."),
    "not-signed-in": marked("Your sign-in has expired. Please sign in again; what you typed is kept."),
    "not-allowed": marked("You are not allowed to do this. Ask your supervisor if you need it."),
    "not-found": marked("This is not there any more. Reload the list."),
    "invalid": marked("Something in the form is not right. Please check what you entered."),
    "offer-closed": marked("The call is no longer waiting for you: the caller left or a colleague took it."),
    "call-not-yours": marked("This call belongs to somebody else."),
    "state-not-possible": marked("This is not possible in your present state."),
    "storage-busy": marked("The server is busy. It will be tried again."),
    "storage-full": marked(
        "The server's disk is full. Tell your administrator; what you typed is kept here."
    ),
    "idempotency-conflict": marked("This was already saved with other contents. Open it again to change it."),
    "keyring-missing": marked("This computer has no password store: you will be asked each time."),
    "keyring-locked": marked("The password store of this computer is locked: you will be asked each time."),
    "outbox-full": marked("The disk of this computer is full. Make room, then save again."),
    "outbox-failed": marked("It could not be saved on this computer. Your text is still here; try again."),
    "drafts-failed": marked("The draft cannot be saved on this computer. Check the room on its disk."),
    "server-url-invalid": marked("This is no server address. Write it as https://server:port."),
    "fingerprint-invalid": marked("This is no certificate fingerprint (64 hex digits)."),
    "trust-not-saved": marked("The certificate could not be saved; it will be asked for again."),
    "answer-not-understood": marked(
        "Desktop and server are of different versions. Ask your administrator for the fitting one."
    ),
    "bundle-not-saved": marked("The log could not be saved there. Choose another folder."),
    "system-refused": marked("The computer did not allow the change. Ask whoever looks after it."),
    "target-busy": marked("Nobody is free there now: on the phone. Choose somebody else, or wait a little."),
    "target-unknown": marked("Nobody can be reached under this number from here. Check it."),
    "no-phone": marked("That phone is not connected now. Choose somebody else."),
    "speech-not-possible": marked(
        "The server has no voice that could say this. Read it out, or send it as text."
    ),
    "text-not-possible": marked(
        "No text message can be sent: none are delivered here, or his number is not known."
    ),
    "text-not-wanted": marked(
        "He wants no text messages, so none was sent. If he asks for one, change it in his file first."
    ),
    "outcome-required": marked("This queue wants to know what came of the call. Choose it, then finish."),
    "reason-needed": marked("A look at the number needs a reason."),
    "customer-changed": marked(
        "Somebody else changed the same fields of this customer. Nothing was saved yet."
    ),
    "customer-exists": marked(
        "Another customer has this number already. Open his file, or let both have it."
    ),
    "set-up-wrong": marked("The customers' form would not work like this. Nothing was saved yet."),
    "set-up-changed": marked(
        "Somebody else changed the customers' form meanwhile. What you typed is kept: look, then save again."
    ),
    "file-changed": marked(
        "Somebody else changed this meanwhile. What you typed is kept: look, then save again."
    ),
    "too-many-looks": marked("Too much private data was looked at in this hour. Ask your supervisor."),
    "access-decided": marked("This request was decided or taken back already. Load the list again."),
    "article-changed": marked(
        "Somebody else changed the same parts of this article meanwhile. Nothing was saved yet."
    ),
    "article-own": marked("You wrote parts of this article yourself: somebody else must publish it."),
    "article-step": marked("This article is in another state by now. Load it again."),
    "category-in-use": marked(
        "This category is not empty: move its articles and the categories below it somewhere else first."
    ),
    "category-tree": marked("A category stands at most four deep, and never below itself."),
    "playback-failed": marked("It cannot be played here. Check the speaker in the settings."),
    "recording-unknown": marked("There is no recording of it any more."),
    "queue-not-yours": marked("This belongs to a queue that is not yours."),
    "ticket-changed": marked("Somebody has just changed this ticket. Look at it and do it once more."),
    "ticket-move": marked("The ticket cannot go there from where it is now."),
    "ticket-needs": marked("Something must be said or ticked first. Open the ticket to see what."),
    "ticket-type": marked("This type of ticket would not work as it is set up. Tell your administrator."),
    "too-large": marked("The file is too large: 20 MB at most."),
    "attachment-kind": marked("Files of this kind are not taken. Pictures, PDF, office files and sound are."),
    "attachment-infected": marked("The scanner found something harmful in the file. It was not kept."),
    "attachment-scan-failed": marked("The file could not be scanned, so it was not kept. Try again later."),
    "attachment-damaged": marked("The file on the server is damaged. Tell your administrator."),
    "spreadsheet-unreadable": marked(
        "This file cannot be read. Save it as XLSX or CSV (UTF-8), at most 20 MB and 100,000 rows."
    ),
    "import-state": marked("The import has gone on meanwhile. Look at its present state."),
    "already-merged": marked("One of the two files was merged already. Reload the list."),
    "undo-not-possible": marked(
        "This cannot be taken back any more: the thirty days are over, or the file was merged on."
    ),
    "no-microphone": marked("No microphone is found. Plug in your headset or choose another device."),
}
UNFORESEEN = marked(
    "Something went wrong that was not foreseen. Try again; if it stays, tell your administrator."
)


def sentence(trouble: Trouble, words: Words) -> str:
    return words(SENTENCES.get(trouble.error_id, UNFORESEEN))
