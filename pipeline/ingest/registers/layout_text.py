"""The text of a layout file as it is written: its keys, tables and comments, those of a person kept."""

from __future__ import annotations

from typing import Any

import tomlkit
from tomlkit.items import Table as TomlTable


class LayoutText:
    """One layout being written."""

    def __init__(self, text: str) -> None:
        self.document = tomlkit.parse(text) if text else tomlkit.document()

    @property
    def text(self) -> str:
        return tomlkit.dumps(self.document)

    def line(self, key: str, value: Any) -> str:
        """``key = value`` as it stands in such a file."""
        return tomlkit.dumps({key: value}).strip()

    def comment(self, text: str, table: Any = None) -> None:
        """Adds a comment, unless it stands there from last time."""
        if f"# {text}\n" not in self.text:
            (self.document if table is None else table).add(tomlkit.comment(text))

    def gap(self) -> None:
        self.document.add(tomlkit.nl())

    def set(self, key: str, value: Any) -> None:
        """Sets a key of the file itself."""
        if self.document.get(key) == value:
            return
        if key in self.document:
            self.document[key] = value
        else:
            self._before_tables(key, value)

    def _before_tables(self, key: str, value: Any) -> None:
        """Adds a key of the file itself: below the first [table] it would belong to that."""
        tables = {
            name: self.document[name] for name in list(self.document) if isinstance(self.document[name], TomlTable)
        }
        if not tables:
            self.document[key] = value
            return
        text = self.text
        first = min(index for name in tables if (index := _table_start(text, name)) >= 0)
        line = tomlkit.dumps({key: value})
        self.document = tomlkit.parse(text[:first] + line + text[first:])

    def table(self, key: str, within: Any = None) -> Any:
        """The table of this name, made where there is none."""
        parent = self.document if within is None else within
        if key not in parent:
            if within is None and self.document:
                self.gap()
            parent[key] = tomlkit.table()
        return parent[key]

    def replace_table(self, key: str, comment: str, values: dict[str, str]) -> None:
        """Writes a table anew, at the end."""
        table = tomlkit.table()
        table.add(tomlkit.comment(comment))
        for name, value in values.items():
            table[name] = value
        if key in self.document:
            del self.document[key]
        if not self.text.endswith("\n\n"):
            self.gap()
        self.document[key] = table

    def with_line_above(self, table: str, line: str) -> str:
        """The text with a line and a blank one above a table."""
        text = self.text
        first = _table_start(text, table)
        return f"{text[:first]}{line}\n\n{text[first:]}"


def _table_start(text: str, name: str) -> int:
    """Where [name], or a table within it, begins in a TOML text; -1 where it does not."""
    places = [
        place
        for head in (f"[{name}]", f"[{name}.")
        if (place := 0 if text.startswith(head) else text.find(f"\n{head}") + 1) or text.startswith(head)
    ]
    return min(places, default=-1)
