"""The one Jinja environment that templates and the narrative are rendered in: no code, no methods, no gaps."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from jinja2 import StrictUndefined, Undefined
from jinja2.exceptions import TemplateRuntimeError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

FILTERS = ("capitalize", "first", "join", "last", "length", "lower", "replace", "title", "trim", "upper")
TESTS = ("divisibleby", "eq", "even", "ge", "gt", "in", "le", "lt", "ne", "odd")

# What no text can hold once it has come through the door, and what no Word file can.
UNCLEAN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


class Sandbox(ImmutableSandboxedEnvironment):
    """``finalize`` turns each value that is placed into what is written. The context holds plain texts,
    lists and dicts; an item goes before an attribute, and there are no attributes but those of ``loop``.
    """

    def __init__(self, finalize: Callable[[Any], Any] | None = None, *, autoescape: bool = True) -> None:
        super().__init__(
            autoescape=autoescape, undefined=StrictUndefined, finalize=finalize or as_text, keep_trailing_newline=True
        )
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.tests = {name: self.tests[name] for name in TESTS}
        self.globals = {}

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        if isinstance(obj, LoopContext) and not attribute.startswith("_"):
            return getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, dict | list):
            return super().getitem(obj, argument) if isinstance(obj, list) else self.getattr(obj, argument)
        return self.undefined(obj=obj, name=str(argument))

    def is_safe_callable(self, obj: Any) -> bool:  # noqa: ARG002
        """Nothing is called from a tag."""
        return False


def as_text(value: Any) -> str:
    """The text of a value that is placed. Raises TemplateRuntimeError for anything but a text or a number, and for
    characters that a tag has made and no document can hold.
    """
    if isinstance(value, str):
        text = value.unescape() if isinstance(value, Markup) else str(value)  # a constant is escaped already
        if UNCLEAN.search(text):
            raise TemplateRuntimeError("it gives a character that no document can hold")
        return text
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, Undefined):
        raise TemplateRuntimeError("there is nothing there")
    raise TemplateRuntimeError(f"a {type(value).__name__} can't be printed")
