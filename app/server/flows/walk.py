"""A flow walked as text: what would be said, what is pressed, which node, where it ends. No telephone.

In:  a flow, keys with waiting in between, what systems answer, what is known of the caller and the queues.
Out: lines for a person.

Keys: "1,w3,2#": 1, then three seconds of silence, then 2 and #. After the last key there is silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from app.server.core.flow import steps as s
from app.server.core.flow.around import Assumed
from app.server.core.flow.plan import Flow
from app.server.core.flow.run import FlowRun
from app.server.flows.model import FlowError

MOST_ROUNDS = 400
_KEYS = re.compile(r"(?:[0-9*#]+|w[0-9]{1,4})(?:,(?:[0-9*#]+|w[0-9]{1,4}))*|")


@dataclass(frozen=True, slots=True)
class Answer:
    """Of a system, for simulations: ``result`` "found", "not-found" or "failed", values by path."""

    result: str = "failed"
    values: Mapping[str, str] = field(default_factory=dict[str, str])


def parse_keys(text: str) -> list[str | int]:
    """Keys one by one; a number is seconds of silence. Raises FlowError."""
    text = text.replace(" ", "")
    if not _KEYS.fullmatch(text):
        raise FlowError(
            f"The keys {text!r} are none: write them like 1,w3,2# (w3: three seconds of silence)."
        )
    found: list[str | int] = []
    for part in text.split(",") if text else ():
        found += [int(part[1:])] if part.startswith("w") else list(part)
    return found


@dataclass(slots=True)
class Walk:
    """One walk. ``words``: what a prompt says, by its full name; "" where it is not known."""

    around: Assumed
    keys: list[str | int]
    answer: Callable[[str, str, Mapping[str, str]], Answer]
    words: Callable[[str], str]
    lines: list[str] = field(default_factory=list[str])
    _here: list[str] = field(default_factory=list[str])  # lines of the node that is visited
    _ended: bool = False
    _wait_s: int = 0

    def through(self, flow: Flow, variables: Mapping[str, str]) -> list[str]:
        run = FlowRun(flow, dict(variables))
        self._carry_out(run, run.start(self.around))
        for _ in range(MOST_ROUNDS):
            if self._ended:
                break
            self._carry_out(run, self._happens(run))
        else:
            self._say("!", "…", "it was followed no further")
        self._close(f"{run.flow.flow_id}/{run.node}")
        if run.memory.variables:
            self.lines.append("")
            self.lines += [f"  {name} = {value}" for name, value in sorted(run.memory.variables.items())]
        return self.lines

    def _happens(self, run: FlowRun) -> list[s.Step]:
        """The next key, or silence; where nothing is awaited the prompt is heard to its end."""
        if run.takes_message:
            return self._speaks(run)
        if not self._wait_s:
            return run.spoken(self.around)
        if not self.keys:
            self._say("·", "silence", f"{self._wait_s} s")
            return run.silence(self.around)
        key = self.keys[0]
        if isinstance(key, int):
            if key < self._wait_s:
                self.keys.pop(0)
                return []
            self.keys[0] = key - self._wait_s
            if self.keys[0] == 0:
                self.keys.pop(0)
            self._say("·", "silence", f"{self._wait_s} s")
            return run.silence(self.around)
        self.keys.pop(0)
        self._say("→", "key", key)
        return run.digit(self.around, key)

    def _speaks(self, run: FlowRun) -> list[s.Step]:
        while self.keys:
            key = self.keys.pop(0)
            if key == "#":
                self._say("→", "key", "#")
                return run.digit(self.around, "#")
        self._say("·", "message", "he says something")
        return run.done(self.around)

    def _carry_out(self, run: FlowRun, steps: Iterable[s.Step]) -> None:
        for step in steps:
            match step:
                case s.Speak(prompts, wait_s):
                    self._speak(prompts)
                    self._wait_s = wait_s
                case s.Listen(wait_s):
                    self._wait_s = wait_s
                case s.Chosen(_, digit):
                    self._say("=", "chosen", digit)
                case s.NodeLeft(flow_id, _, node, exit):
                    self._say("↳", exit, "")
                    self._close(f"{flow_id}/{node}")
                case s.LanguageChosen(language):
                    self._say("=", "language", language)
                case s.Rate(question, digit, score):
                    self._say("=", "rated", f"{question}: {digit} ({score})")
                case s.Text(number, text):
                    self._say("=", "short message", f"{number or '(caller)'}: {text}")
                case s.FlowOver(flow_id, version, how):
                    self.lines.append(f"  = {flow_id} v{version} is over: {how}")
                case _:
                    self._deed(run, step)

    def _deed(self, run: FlowRun, step: s.Step) -> None:
        self._wait_s = 0
        match step:
            case s.AskOut():
                found = self.answer(step.system, step.operation, step.values)
                asked = ", ".join(f"{name}={value!r}" for name, value in step.values.items())
                self._say("?", f"{step.system}.{step.operation}", f"({asked}) {found.result}")
                self._speak(step.prompts)
                values = {name: found.values.get(path, "") for name, path in step.into.items()}
                self._carry_out(run, run.told(self.around, found.result, values))
            case s.LeaveMessage(queue_id, max_s):
                self._say("=", "message", f"for {queue_id or '(his queue)'}, at most {max_s} s")
            case s.MessageOver():
                self._carry_out(run, run.done(self.around))
            case s.WishCallBack(queue_id, number):
                self._say("=", "call-back", f"{queue_id or '(his queue)'} {number or '(caller)'}")
                self._carry_out(run, run.done(self.around))
            case s.Transfer(target, prompts, _):
                self._speak(prompts)
                self._end("transfer", target)
            case s.EnterQueue(queue_id, prompts, wants, priority):
                self._speak(prompts)
                more = "".join(f" {skill}≥{level}" for skill, level in wants.items())
                self._end("queue", f"{queue_id}{more}{f' +{priority}' if priority else ''}")
            case s.Back(prompts):
                self._speak(prompts)
                self._end("back", "to the music, the place is kept")
            case _:
                self._end("hang up", "")

    def _end(self, how: str, where: str) -> None:
        self._ended = True
        self._say("■", how, where)

    def _speak(self, prompts: Iterable[str]) -> None:
        """Pieces of numbers, which follow each other, in one line."""
        pieces: list[str] = []
        for prompt in prompts:
            words = self.words(prompt)
            if words.startswith("#"):
                pieces.append(words[1:])
                continue
            self._pieces(pieces)
            text = prompt.split("/", 2)[2] if prompt.startswith("text/") else words
            self._say("♪", "text" if prompt.startswith("text/") else prompt, text)
        self._pieces(pieces)

    def _pieces(self, pieces: list[str]) -> None:
        if pieces:
            self._say("♪", "value", " ".join(each for each in pieces if each))
            pieces.clear()

    def _close(self, node: str) -> None:
        """What was said belongs to this node."""
        if self._here:
            self.lines += [f"[{node}]", *self._here]
            self._here.clear()

    def _say(self, sign: str, what: str, words: str) -> None:
        self._here.append(f"  {sign} {what}  {words}".rstrip())
