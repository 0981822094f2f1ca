"""The mutants of a module: its functions and its tables with one thing changed each, by the operators of mutmut.

mutmut's own run leaves out functions with a decorator and what stands outside functions; here both have mutants.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

Owner = cst.FunctionDef | cst.SimpleStatementLine

_OF_BLANK = 4 * "X"


@dataclass(frozen=True, slots=True)
class Mutant:
    """``function``: its name, with that of its class; empty for a statement of the module, a table mostly. ``source``:
    of the function or the statement, changed. ``change``: the line that is another, was and is in braces. ``lines``: of
    the statement, in the file as it is.
    """

    file: Path
    module: str
    function: str
    source: str
    change: str
    lines: range

    @property
    def line(self) -> str:
        return f"{self.module.removeprefix('pipeline.')} {self.function or 'table'}: {self.change}"


def mutants_of(file: Path, root: Path) -> Iterator[Mutant]:
    """Every mutant of one module that Python reads as something else, in the order of its lines."""
    module = ".".join(file.relative_to(root).with_suffix("").parts)
    wrapper = MetadataWrapper(cst.parse_module(file.read_text("utf-8")), unsafe_skip_copy=True)
    tree, places = wrapper.module, wrapper.resolve(PositionProvider)
    for whole, owner, function in _owners(tree):
        before = tree.code_for_node(owner)
        seen = {_meant(before)}
        for old, new, lines in _changes(owner, _lines(places[whole]), places):
            source = tree.code_for_node(cst.ensure_type(owner.deep_replace(old, new), type(owner)))
            meant = _meant(source)
            if meant is not None and meant not in seen:
                seen.add(meant)
                yield Mutant(file, module, function, source, _change(before, source), lines)


def _owners(tree: cst.Module) -> Iterator[tuple[cst.CSTNode, Owner, str]]:
    """Functions, methods and the module's own assignments: as they stand, without decorators, and their names."""
    bare = {"leading_lines": (), "decorators": ()}
    for node in tree.body:
        if isinstance(node, cst.FunctionDef):
            yield node, node.with_changes(**bare), node.name.value
        elif isinstance(node, cst.SimpleStatementLine) and isinstance(node.body[0], cst.Assign | cst.AnnAssign):
            yield node, node.with_changes(leading_lines=()), ""
        elif isinstance(node, cst.ClassDef):
            for inner in node.body.body:
                if isinstance(inner, cst.FunctionDef):
                    yield inner, inner.with_changes(**bare), f"{node.name.value}.{inner.name.value}"


def _changes(
    node: cst.CSTNode, lines: range, places: Mapping[cst.CSTNode, CodeRange]
) -> Iterator[tuple[cst.CSTNode, cst.CSTNode, range]]:
    """A part of the node, what to put in its place, and the lines of the statement that it is of. Annotations stay as
    they are, and calls that a type needs.
    """
    if isinstance(node, cst.Annotation) or (
        isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value in ("len", "isinstance")
    ):
        return
    if isinstance(node, cst.SimpleStatementLine) and node in places:
        lines = _lines(places[node])
    elif isinstance(node, cst.If | cst.For | cst.While | cst.With):
        lines = range(places[node].start.line, places[node.body].start.line)
    for kind, operator in mutation_operators:
        if isinstance(node, kind):
            for changed in operator(node):
                yield node, changed, lines
    for child in node.children:
        yield from _changes(child, lines, places)


def _lines(place: CodeRange) -> range:
    return range(place.start.line, place.end.line + 1)


def _meant(source: str) -> str | None:
    try:
        return ast.dump(ast.parse(source))
    except SyntaxError:
        return None


def _change(before: str, after: str) -> str:
    """``if year {< ⇒ <=} date.min.year``: with what stands around it, blanks single. What mutmut puts in the place of a
    blank text is shown with dots within.
    """
    old, new = " ".join(before.split()), " ".join(after.split())
    most = min(len(old), len(new))
    start = next((at for at in range(most) if old[at] != new[at]), most)
    end = next((at for at in range(most - start) if old[-1 - at] != new[-1 - at]), most - start)
    while start and _in_word(old[start - 1]):
        start -= 1
    while end and _in_word(old[-end]):
        end -= 1
    was, now = old[start : len(old) - end], new[start : len(new) - end]
    now = now.replace(_OF_BLANK, f"{_OF_BLANK[:2]}…{_OF_BLANK[2:]}")
    return f"{old[max(0, start - 40) : start]}{{{was} ⇒ {now}}}{old[len(old) - end :][:25]}"


def _in_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"
