"""What a template and the narrative may ask for: the fields of the Page, and the reading of their tags.

A tag is understood before anything is rendered: each name is followed to the field it stands for, so a
misspelt one is refused with the nearest right one, whatever this quarter's data happen to be.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, is_dataclass, replace
from functools import cache

from jinja2 import nodes
from rapidfuzz import fuzz, process

from pipeline.model.page import Contents, HeatMap, Page
from pipeline.model.records import Block
from pipeline.report.sandbox import FILTERS, TESTS


@dataclass(frozen=True)
class Kind:
    """What a name stands for. ``path`` names it for the reader, ``risks[].rows[].owner``.

    One of: a text; a record with ``fields``; several of ``each``; ``native`` Word content. ``part``: of several, a tag
    has cut some out.
    """

    path: str
    fields: Mapping[str, Kind] | None = None
    each: Kind | None = None
    native: bool = False
    part: bool = False

    @property
    def is_text(self) -> bool:
        return self.fields is None and self.each is None and not self.native


TEXT = Kind("")
UNKNOWN = Kind("")  # told as a fault already; what hangs on it is not told again
LOOP_FIELDS = ("index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0")


@cache
def page_kind() -> Kind:
    """The whole tree of what there is."""
    return _kind_of(Page, "")


def _kind_of(hint: object, path: str) -> Kind:
    if hint is str:
        return Kind(path)
    if isinstance(hint, types.UnionType):  # HeatMap | None
        hint = next(part for part in typing.get_args(hint) if part is not type(None))
    if hint in (HeatMap, Contents):
        return Kind(path, native=True)
    if typing.get_origin(hint) is tuple:
        of = typing.get_args(hint)[0]
        return Kind(path, native=True) if of is Block else Kind(path, each=_kind_of(of, f"{path}[]"))
    if not (isinstance(hint, type) and is_dataclass(hint)):
        raise TypeError(f"{path} can't be placed by a template: {hint}")
    hints = typing.get_type_hints(hint)
    return Kind(path, fields={name: _kind_of(of, f"{path}.{name}".lstrip(".")) for name, of in hints.items()})


def listing() -> tuple[str, ...]:
    """Every field a template may place, by its path, in the order of the Page."""

    def walk(kind: Kind) -> Iterator[str]:
        if kind.fields is not None:
            for inner in kind.fields.values():
                yield from walk(inner)
        elif kind.each is not None and not kind.each.is_text:
            yield from walk(kind.each)
        else:
            yield kind.path + ("[]" if kind.each else "") + (" (alone in its paragraph)" if kind.native else "")

    return tuple(walk(page_kind()))


def nearest(name: str, known: typing.Iterable[str]) -> tuple[str, ...]:
    """Up to three known names that look like this one, the likeliest first."""
    choices = list(known)
    ends = [choice.rpartition(".")[2] for choice in choices]  # "row." says nothing about likeness
    found = process.extract(name.rpartition(".")[2], ends, scorer=fuzz.ratio, limit=3, score_cutoff=60)
    return tuple(choices[at] for _, _, at in found)


def or_nearest(name: str, known: typing.Iterable[str]) -> str:
    """The end of a sentence: ``did you mean owner?`` or what there is to choose from."""
    known = tuple(known)
    near = nearest(name, known)
    return f"did you mean {' or '.join(near)}?" if near else f"there are: {', '.join(known)}."


@dataclass(frozen=True)
class Fault:
    """``line``: of the source that was parsed."""

    line: int
    message: str


@dataclass(frozen=True)
class Loop:
    """A ``for`` over all of something of the Page, whatever the Page says. ``places``: the fields of each turn that are placed for certain
    (under no condition but that they are not empty); "" for a text that is placed itself. ``line``: where
    it stands in the source. ``rows``: each turn is a row of a table. ``member``: the part it stands in.
    """

    path: str
    line: int
    places: frozenset[str]
    rows: bool = False
    member: str = ""


@dataclass
class Reading:
    """What the tags of a source ask for. ``native``: line → path of native content placed there."""

    faults: list[Fault] = field(default_factory=list)
    placed: set[str] = field(default_factory=set)
    native: dict[int, str] = field(default_factory=dict)
    loops: list[Loop] = field(default_factory=list)


def read_tags(tree: nodes.Template, unknown: Collection[str] = ()) -> Reading:
    """Every name in the tags followed to its field; all faults at once. ``unknown``: names that stand for
    something that could not be read, which is told elsewhere.
    """
    reader = _Reader()
    reader.statements(tree.body, {**dict.fromkeys(unknown, UNKNOWN), **(page_kind().fields or {})})
    return reader.reading


Scope = dict[str, Kind]

_PLAIN = (nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Neg, nodes.Concat, nodes.List,
          nodes.Tuple, nodes.Add, nodes.Sub, nodes.Mul, nodes.Mod, nodes.FloorDiv)  # fmt: skip

_RECKONED = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Mod, nodes.FloorDiv, nodes.Neg)


class _Reader:
    def __init__(self) -> None:
        self.reading = Reading()
        self._turns: list[tuple[str, set[str]]] = []  # the open loops: path of a turn, fields placed in it
        self._conditions: list[str | None] = []  # the open ifs: the path tested for being there, else None
        self._whole = True  # whether the open loops take every turn for certain

    def fault(self, node: nodes.Node, message: str) -> None:
        self.reading.faults.append(Fault(node.lineno, message))

    def statements(self, body: typing.Sequence[nodes.Node], scope: Scope) -> None:
        for node in body:
            self.statement(node, scope)

    def statement(self, node: nodes.Node, scope: Scope) -> None:
        if isinstance(node, nodes.Output):
            for part in node.nodes:
                if not isinstance(part, nodes.TemplateData):
                    self.place(part, self.kind(part, scope))
        elif isinstance(node, nodes.If):
            self.kind(node.test, scope)
            self._conditions.append(self._path(node.test, scope))
            self.statements(node.body, dict(scope))
            self._conditions[-1] = None
            self.statements([*node.elif_, *node.else_], dict(scope))
            self._conditions.pop()
        elif isinstance(node, nodes.For):
            self.loop(node, scope)
        elif isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
            scope[node.target.name] = self.kind(node.node, scope)
        else:
            name = type(node).__name__.lower()
            self.fault(node, f"“{name}” can't be used in a template; only if, for and set can.")

    def loop(self, node: nodes.For, scope: Scope) -> None:
        over = self.kind(node.iter, scope)
        if not isinstance(node.target, nodes.Name) or node.recursive:
            self.fault(node, "A loop takes one name: {% for row in risk.rows %}.")
            return
        if over.each is None and over is not UNKNOWN:
            self.fault(node, f"{over.path} is one thing; there is nothing to loop over.")
        each = over.each or UNKNOWN
        inner = {**scope, node.target.name: each, "loop": Kind("loop", fields=dict.fromkeys(LOOP_FIELDS, TEXT))}
        if node.test is not None:
            self.kind(node.test, inner)
        self._turns.append((each.path, set()))
        outer, whole = self._conditions, self._whole
        self._whole = whole and node.test is None and not over.part and all(each == over.path for each in outer)
        self._conditions, of_all = [], self._whole
        self.statements(node.body, inner)
        self._conditions, self._whole = outer, whole
        path, places = self._turns.pop()
        self.statements(node.else_, dict(scope))
        if path and of_all:
            self.reading.loops.append(Loop(path, node.lineno, frozenset(places)))

    def place(self, node: nodes.Node, kind: Kind) -> None:
        if kind.each is not None or kind.fields is not None:
            self.fault(node, f"{kind.path} holds several values: loop over it, or name one of its fields.")
        elif kind.native and not isinstance(node, nodes.Name | nodes.Getattr):
            self.fault(node, f"{kind.path} is placed by its name alone.")
        elif kind.native:
            self.reading.native[node.lineno] = kind.path
            self.reading.placed.add(kind.path)
        elif kind.path and isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
            self.reading.placed.add(kind.path)
            turn, _, name = kind.path.rpartition(".")
            certain = all(tested == kind.path for tested in self._conditions)
            if self._turns and certain and self._turns[-1][0] in (turn, kind.path):
                self._turns[-1][1].add(name if turn == self._turns[-1][0] else "")

    def _path(self, node: nodes.Node, scope: Scope) -> str | None:
        """The path a condition tests for being there: ``if row.due``."""
        plain = isinstance(node, nodes.Name | nodes.Getattr)
        return (_Reader().kind(node, scope).path or None) if plain else None

    def kind(self, node: nodes.Node, scope: Scope) -> Kind:  # noqa: PLR0911 a line for each sort of expression
        if isinstance(node, nodes.Const):
            return TEXT
        if isinstance(node, nodes.Name):
            if node.name not in scope:
                self.fault(node, f"There is no field {node.name}; {or_nearest(node.name, scope)}")
            return scope.get(node.name, UNKNOWN)
        if isinstance(node, nodes.Getattr):
            return self.member(node, self.kind(node.node, scope), node.attr)
        if isinstance(node, nodes.Getitem):
            return self.item(node, scope)
        if isinstance(node, nodes.CondExpr):
            self.kind(node.test, scope)
            kinds = [self.kind(each, scope) for each in (node.expr1, node.expr2) if each is not None]
            return next((kind for kind in kinds if not kind.is_text), TEXT)
        if isinstance(node, nodes.Or | nodes.And):
            kinds = [self.kind(node.left, scope), self.kind(node.right, scope)]
            return TEXT if any(kind.is_text for kind in kinds) else kinds[0]
        if isinstance(node, nodes.Filter):
            return self.filtered(node, scope)
        if isinstance(node, nodes.Test):
            if node.name not in TESTS:
                self.fault(node, f"“is {node.name}” is not known; {or_nearest(node.name, TESTS)}")
            return self.parts(node, scope)
        if isinstance(node, _PLAIN):
            return self.parts(node, scope)
        self.fault(
            node, f"“{type(node).__name__.lower()}” can't be used in a tag: only fields, filters and conditions can."
        )
        return TEXT

    def parts(self, node: nodes.Node, scope: Scope) -> Kind:
        for child in node.iter_child_nodes():
            of = self.kind(child, scope)
            if isinstance(node, _RECKONED) and not of.is_text:
                self.fault(node, f"{of.path} is neither a number nor a text.")
        return TEXT

    def member(self, node: nodes.Node, of: Kind, name: str) -> Kind:
        if of is UNKNOWN:
            return UNKNOWN
        if of.fields is not None and name in of.fields:
            return of.fields[name]
        if of.fields is not None:
            before = f"{_written(node.node)}." if isinstance(node, nodes.Getattr) else ""
            known = [f"{before}{other}" for other in of.fields]
            self.fault(node, f"There is no field {before}{name}; {or_nearest(before + name, known)}")
        elif of.each is not None:
            self.fault(node, f"{of.path} holds several values: loop over it to reach {name}.")
        else:
            self.fault(node, f"{of.path or 'A text'} has no field {name}: it is a text.")
        return UNKNOWN

    def item(self, node: nodes.Getitem, scope: Scope) -> Kind:
        of = self.kind(node.node, scope)
        if of is UNKNOWN:
            return UNKNOWN
        if isinstance(node.arg, nodes.Slice) and of.each is not None:
            return replace(of, part=True)
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self.member(node, of, node.arg.value)
        if isinstance(node.arg, nodes.Const) and of.each is not None:
            return of.each
        self.fault(node, f"{of.path or 'This'} can't be asked for an item in this way.")
        return TEXT

    def filtered(self, node: nodes.Filter, scope: Scope) -> Kind:
        if node.name not in FILTERS:
            self.fault(node, f"The filter {node.name} is not known; {or_nearest(node.name, FILTERS)}")
        of = self.kind(node.node, scope) if node.node is not None else TEXT
        for argument in node.args:
            self.kind(argument, scope)
        if of.native:
            self.fault(node, f"{of.path} is placed as it is, without a filter.")
        return of.each if node.name in ("first", "last") and of.each is not None else TEXT


def _written(node: nodes.Node) -> str:
    """A field as it was written: ``row.owner``."""
    if isinstance(node, nodes.Getattr):
        return f"{_written(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem):
        return f"{_written(node.node)}[…]"
    return node.name if isinstance(node, nodes.Name) else "(…)"
