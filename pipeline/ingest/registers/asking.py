"""Questions about a register, put to a person where there is one; what is not answered is left open."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Ask = Callable[[str, tuple[str, ...]], str]  # a question and its possible answers (none: any text) → the answer

LEAVE = "leave it open"


class Questions:
    """``open``: whether something is left for a person to say. Without ``ask`` everything is."""

    def __init__(self, ask: Ask | None) -> None:
        self.ask = ask
        self.open = False

    def answer(self, question: str, options: Sequence[str]) -> str | None:
        """The answer, where somebody gives one; otherwise it is left open."""
        if self.ask:
            answer = self.ask(question, (*options, LEAVE))
            if answer in options:
                return answer
        self.open = True
        return None
