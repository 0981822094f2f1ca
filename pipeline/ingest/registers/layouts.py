"""How an organisation's register is read, as a person has said it: ``layouts/NAME.toml`` → Layout."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from rapidfuzz import fuzz, process

from pipeline.ingest.cleaning import clean
from pipeline.ingest.guard import unopened
from pipeline.ingest.registers.vocabulary import FIELDS, LISTS, simple
from pipeline.model.errors import InputsUnusable
from pipeline.model.findings import Finding, find
from pipeline.model.records import Place, Trend

Findings = tuple[Finding, ...]

SPLITTERS: Final = ("line", "bullet", "number", ";", "|", "/")
_KEYS: Final = (
    "organisation", "sheet", "header_rows", "confirmed", "trend_means", "residual_means",
    "columns", "ignore", "only", "split", "words", "fills", "seen",
)  # fmt: skip
_LARGEST = 200_000


@dataclass(frozen=True)
class Layout:
    """What a person has said; None or empty where nothing was said. ``columns``: field → headings (several
    are joined). ``seen``: heading → column letter when the layout was drafted, to tell what has moved.
    """

    file: str
    organisation: str = ""
    sheet: str | None = None
    header_rows: tuple[int, ...] = ()
    confirmed: str = ""  # the date, as text; empty: no person has read it
    trend_means: str | None = None  # risk or position
    residual_means: str | None = None  # current or target
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    split: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str | int | float]] = field(
        default_factory=dict
    )  # field → word (simple) → meaning
    fills: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # part → RRGGBB → word
    seen: Mapping[str, str] = field(default_factory=dict)
    sha256: str = field(default="", repr=False)  # of the file
    text: str = field(default="", repr=False)  # the file as it stands, so that mending it keeps its comments

    def meaning(self, kind: str, word: str) -> str | int | float | None:
        """What this body's word means; ``kind`` is a field or the last part of one ("rating")."""
        return self.words.get(kind, {}).get(_word_key(word))


def _word_key(word: str) -> str:
    """Signs are words too: only spacing and case are passed over."""
    return " ".join(clean(word)[0].split()).casefold()


def read_layout(path: Path, name: str) -> tuple[Layout, Findings]:
    """The layout in a file. Raises InputsUnusable where it can't be opened or is not TOML at all."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise unopened(path, name, error) from None
    if len(data) > _LARGEST:
        raise InputsUnusable(f"{name} is too large for a layout. Write it again with: make layout")
    try:
        text = data.decode("utf-8-sig")
        document = tomllib.loads(text)
    except UnicodeDecodeError:
        raise InputsUnusable(
            f"{name} is not plain text saved as UTF-8. Save it so in the editor, or write it again with: make layout"
        ) from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputsUnusable(
            f"{name} can't be understood: {error}. Mend that line, or write the file again with: make layout"
        ) from None
    layout, findings = _Reading(name).layout(document, path.stem)
    return replace(layout, text=text, sha256=hashlib.sha256(data).hexdigest()), findings


class _Reading:
    """One layout file on its way in; gathers what is wrong with it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.findings: list[Finding] = []

    def layout(self, document: dict[str, Any], stem: str) -> tuple[Layout, Findings]:
        self._known(document, _KEYS, "")
        layout = Layout(
            file=self.name,
            organisation=self._text(document, "organisation") or stem,
            sheet=self._text(document, "sheet") or None,
            header_rows=self._rows(document.get("header_rows")),
            confirmed=self._date(document.get("confirmed")),
            trend_means=self._one_of(document, "trend_means", ("risk", "position")),
            residual_means=self._one_of(document, "residual_means", ("current", "target")),
            columns=self._columns(document.get("columns", {})),
            ignored=self._ignored(document.get("ignore", {})),
            only=self._table(document.get("only", {}), "only", self._texts),
            split=self._split(document.get("split", {})),
            words=self._words(document.get("words", {})),
            fills=self._fills(document.get("fills", {})),
            seen={
                str(k): str(v) for k, v in self._table(document.get("seen", {}), "seen", lambda value, _: value).items()
            },
        )
        return layout, tuple(self.findings)

    def _wrong(self, message: str, key: str) -> None:
        self.findings.append(
            find("layout-key-unknown", f"{self.name}: {message}", Place(self.name, "", key), subject=self.name)
        )

    def _known(self, table: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
        for key in table:
            if key not in known:
                near = process.extractOne(key, known, scorer=fuzz.ratio, score_cutoff=60)
                hint = f" Did you mean '{near[0]}'?" if near else f" It can be: {', '.join(known)}."
                self._wrong(f"'{key}'{f' under [{where}]' if where else ''} means nothing here.{hint}", key)

    def _text(self, table: Mapping[str, Any], key: str) -> str:
        value = table.get(key, "")
        if not isinstance(value, str):
            self._wrong(f"'{key}' should be text in quotation marks.", key)
            return ""
        return clean(value)[0]

    def _one_of(self, table: Mapping[str, Any], key: str, allowed: tuple[str, ...]) -> str | None:
        value = self._text(table, key)
        if value and value not in allowed:
            self._wrong(f'{key} = "{value}" means nothing; it can be {" or ".join(allowed)}.', key)
            return None
        return value or None

    def _rows(self, value: Any) -> tuple[int, ...]:
        if value is None:
            return ()
        rows = value if isinstance(value, list) else [value]
        if (
            not rows
            or len(rows) > 5
            or any(not isinstance(row, int) or isinstance(row, bool) or row < 1 for row in rows)
        ):
            self._wrong("header_rows should be row numbers as Excel shows them, such as [3, 4].", "header_rows")
            return ()
        return tuple(sorted(rows))

    def _date(self, value: Any) -> str:
        if isinstance(value, datetime):
            return value.date().isoformat()
        if isinstance(value, date):
            return value.isoformat()
        if value in (None, ""):
            return ""
        try:
            return date.fromisoformat(str(value)).isoformat()
        except ValueError:
            self._wrong(f'confirmed = "{value}" is no date; write it as "2017-12-01".', "confirmed")
            return ""

    def _table(self, value: Any, where: str, read: Callable[[Any, str], Any]) -> dict[str, Any]:
        if not isinstance(value, dict):
            self._wrong(f"[{where}] should be a table of lines 'name = value'.", where)
            return {}
        return {str(key): read(one, f"{where}.{key}") for key, one in value.items()}

    def _texts(self, value: Any, where: str) -> tuple[str, ...]:
        values = value if isinstance(value, list) else [value]
        if not all(isinstance(one, (str, int)) and not isinstance(one, bool) for one in values):
            self._wrong(f"{where} should be text, or a list of texts.", where)
            return ()
        return tuple(clean(str(one))[0] for one in values)

    def _columns(self, value: Any) -> dict[str, tuple[str, ...]]:
        flat: dict[str, Any] = {}
        if isinstance(value, dict):
            for key, one in value.items():
                # "current.likelihood" without its quotation marks makes a table within the table
                if isinstance(one, dict):
                    flat.update({f"{key}.{part}": heading for part, heading in one.items()})
                else:
                    flat[key] = one
            self._known(flat, FIELDS, "columns")
            return {
                key: texts
                for key, one in flat.items()
                if key in FIELDS and (texts := self._texts(one, f"columns.{key}"))
            }
        return self._table(value, "columns", self._texts)

    def _ignored(self, value: Any) -> tuple[str, ...]:
        table = self._table(value, "ignore", lambda one, _: one)
        self._known(table, ("headings",), "ignore")
        return self._texts(table.get("headings", []), "ignore.headings")

    def _split(self, value: Any) -> dict[str, tuple[str, ...]]:
        table = self._table(value, "split", self._texts)
        self._known(table, LISTS, "split")
        for key, ways in table.items():
            for way in ways:
                if way not in SPLITTERS:
                    self._wrong(
                        f"'{way}' under [split] {key} means nothing; it can be: {', '.join(SPLITTERS)}.", f"split.{key}"
                    )
        return {key: tuple(way for way in ways if way in SPLITTERS) for key, ways in table.items() if key in LISTS}

    def _words(self, value: Any) -> dict[str, dict[str, str | int | float]]:
        kinds = (*FIELDS, "likelihood", "impact", "score", "rating")
        tables = self._table(value, "words", lambda one, where: self._table(one, where, lambda word, _: word))
        self._known(tables, kinds, "words")
        result: dict[str, dict[str, str | int | float]] = {}
        for kind, words in tables.items():
            for word, meaning in words.items():
                if isinstance(meaning, bool) or not isinstance(meaning, (str, int, float)):
                    self._wrong(f"'{word}' under [words.{kind}] should mean a word or a number.", f"words.{kind}")
                elif kind == "trend" and meaning not in set(Trend):
                    self._wrong(
                        f"'{word}' = \"{meaning}\" under [words.trend] means nothing; it can be {', '.join(Trend)}.",
                        "words.trend",
                    )
                else:
                    result.setdefault(kind, {})[_word_key(word)] = meaning
        return result

    def _fills(self, value: Any) -> dict[str, dict[str, str]]:
        tables = self._table(value, "fills", lambda one, where: self._table(one, where, lambda word, _: str(word)))
        self._known(tables, ("rating",), "fills")
        return {
            part: {colour.lstrip("#").upper()[-6:]: word for colour, word in words.items()}
            for part, words in tables.items()
        }


def nearest(heading: str, headings: tuple[str, ...]) -> str:
    """The heading that reads most like this one; empty where none is near."""
    by_key = {simple(one): one for one in headings}
    match = process.extractOne(simple(heading), list(by_key), scorer=fuzz.token_sort_ratio, score_cutoff=50)
    return by_key[match[0]] if match else ""
