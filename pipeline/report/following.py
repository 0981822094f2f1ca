"""The tags of a part followed to their fields, whatever is wrong with some of them or with their order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from jinja2.exceptions import TemplateSyntaxError

from pipeline.report.faults import Found
from pipeline.report.fields import Reading, read_tags
from pipeline.report.sandbox import Sandbox
from pipeline.report.tags import LONGEST, Tag

_QUOTES = str.maketrans("“”‘’\n", "\"\"'' ")  # as the filling reads them
_TURNED = (("–—−", "hyphen or minus"), ("„‟«»‚‛′″´", "quotation mark"))
_TOO_DEEP = "nested too deeply: make it simpler"
_KEPT = 1_000  # tags
_LOOP = re.compile(r"\{%\s*(?:for|set)\s+(\w+)")


def follow(tags: Sequence[Tag]) -> tuple[Reading, list[Found]]:
    """What the tags ask for, line by line a tag; and the faults, those of single tags first.

    A tag that can't be read is left out, one that closes nothing too, and what is left open is closed at the
    end: so one fault hides no other.
    """
    found: list[Found] = []
    unknown: set[str] = set()
    lines: list[str] = []
    opened: list[tuple[str, str]] = []  # the word that opened, and what will close it
    for tag in tags:
        text = _plain(tag)
        if fault := _unreadable(tag, text):
            found.append(Found(fault, tag.paragraph, tag.text))
            if loop := _LOOP.match(text):
                unknown.add(loop.group(1))
            text = "{% if true %}" if tag.meant in ("if", "for") else ""
        lines.append("".join(_balanced(tag.meant, text, opened)))
    lines.extend(close for _, close in reversed(opened))
    try:
        reading = read_tags(_sandbox().parse("\n".join(lines)), unknown)
    except TemplateSyntaxError as error:
        tag = tags[min(error.lineno, len(tags)) - 1]
        return Reading(), [*found, Found(f"a tag can't be read ({error.message}).", tag.paragraph, tag.text)]
    except RecursionError:
        return Reading(), [*found, Found(f"its conditions and loops are {_TOO_DEEP}.")]
    for each in reading.faults:
        tag = tags[each.line - 1]
        found.append(Found(each.message, tag.paragraph, tag.text))
    return reading, found


def _plain(tag: Tag) -> str:
    """The tag as Jinja writes it, in one line; nothing for a remark and for one of another kind, which is told."""
    if tag.text.startswith("{#") or not tag.is_usable:
        return ""
    text = re.sub(r"^\{%(?:p|tr) ", "{%", tag.text).translate(_QUOTES)
    return re.sub(rf"^\{{%\s*{tag.word}\b", f"{{% {tag.meant}", text) if tag.meant else text


def _unreadable(tag: Tag, text: str) -> str:
    """Why the tag by itself makes no sense; nothing where it does, or where it is told elsewhere."""
    if len(text) > LONGEST:
        return f"a tag of {len(text):,} characters can't be read; the most is {LONGEST:,}."
    if re.search(r"\{[{%]", text[2:]):
        return "a tag is not closed before the next one begins."
    if text and tag.word and not tag.meant:
        return f"“{tag.word}” can't be used in a template; only if, for and set can."
    return _not_jinja(tag.meant, text)


@lru_cache(_KEPT)
def _not_jinja(meant: str, text: str) -> str:
    """Why Jinja can't read a tag with this word; nothing where it can. Most tags stand in a template many times."""
    before, after = {
        "if": ("", "{% endif %}"),
        "for": ("", "{% endfor %}"),
        "elif": ("{% if true %}", "{% endif %}"),
        "else": ("{% if true %}", "{% endif %}"),
        "endif": ("{% if true %}", ""),
        "endfor": ("{% for x in x %}", ""),
    }.get(meant, ("", ""))
    try:
        _sandbox().parse(f"{before}{text}{after}")
    except TemplateSyntaxError as error:
        turned = next((what for signs, what in _TURNED if any(sign in text for sign in signs)), "")
        why = f"Word has turned a {turned} into another sign; type it anew" if turned else error.message
        return f"a tag can't be read ({why})."
    except RecursionError:
        return f"a tag can't be read (it is {_TOO_DEEP})."
    return ""


@cache
def _sandbox() -> Sandbox:
    return Sandbox()


def _balanced(word: str, text: str, opened: list[tuple[str, str]]) -> Iterator[str]:
    """The tag with what must be closed before it; ``opened`` grows and shrinks."""
    if word in ("if", "for") and text:
        opened.append((word, "{% endif %}" if text.startswith("{% if") else "{% endfor %}"))
        yield text
    elif word in ("endif", "endfor"):
        if word[3:] in (opener for opener, _ in opened):
            while opened[-1][0] != word[3:]:
                yield opened.pop()[1]
            yield opened.pop()[1]
    elif word in ("else", "elif"):
        if opened and (word == "else" or opened[-1][1] == "{% endif %}"):
            yield text
    else:
        yield text
