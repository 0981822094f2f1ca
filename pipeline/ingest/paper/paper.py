"""Last quarter's Word paper → its title block, its words by section, its aligned risks; and what had no place."""

from __future__ import annotations

from dataclasses import replace

from pipeline.ingest.paper import front
from pipeline.ingest.paper.account import Account
from pipeline.ingest.paper.front import read_front
from pipeline.ingest.paper.headings import (
    ABOUT_RISKS,
    APPENDICES,
    APPENDIX,
    CONTACTS,
    HOLDS_PARTS,
    SECTION_HEADINGS,
    SECTION_OF,
    STRUCTURE,
    TYPED_NUMBER,
    key,
    numbered,
    part_of,
    risk_columns,
)
from pipeline.ingest.paper.lines import LONGEST_HEADING, Cell, Line, Lines, Table, read_lines
from pipeline.ingest.paper.themes import Themes
from pipeline.ingest.paper.trends import meaning_in
from pipeline.ingest.paper.turned import upright
from pipeline.ingest.sent.marks import marks_of
from pipeline.ingest.word_package import opened
from pipeline.model.document import Paragraph
from pipeline.model.errors import InputsUnusable
from pipeline.model.paper import Paper
from pipeline.model.records import Block, BlockKind, NarrativeSection, Place, Run

_FRONT, _SECTION, _CONTACT, _APPENDICES, _RISKS, _ELSEWHERE = range(6)


def read_paper(data: bytes, name: str) -> Paper:
    """What the Word file with these bytes says; ``name`` is how messages call it.

    Raises InputsUnusable where it can't be opened, or where no aligned risk is found in it.
    """
    package = opened(data, name)
    lines = read_lines(package)
    lines = replace(lines, body=tuple(upright(one) if isinstance(one, Table) else one for one in lines.body))
    account = Account()
    reading = _Reading(lines, account)
    for at, item in enumerate(lines.body):
        if isinstance(item, Line):
            reading.line(at, item)
        else:
            reading.table(item)
    title = read_front(reading.front, reading.contacts, account)
    themes = reading.themes.build()
    if not themes:
        raise InputsUnusable(
            f"No aligned risk was found in {name}. Each needs a heading such as 'Risk 1: Safeguarding', "
            "with a table under it headed: Current risk description, Organisation, Risk owner, Risk trend."
        )
    if title.doubt:
        account.say(f"The meeting date is not known: {title.doubt}. Write it as in 19 December 2017.")
    account.close(lines.found, lines.faults, marks_of(package, lines.found))
    return Paper(
        file=name,
        panel=title.one(front.PANEL),
        title=title.one(front.TITLE),
        day=title.day,
        period=title.one(front.PERIOD),
        settings={setting: tuple(values) for setting, values in title.values.items()},
        themes=themes,
        sections=reading.sections(name),
        left=tuple(account.left),
        told=tuple(account.told),
        paragraphs=tuple(Paragraph(one.text, one.where) for one in lines.found if one.text.strip()),
    )


class _Reading:
    """Goes through the body; each heading says what the lines after it are."""

    def __init__(self, lines: Lines, account: Account) -> None:
        self.front: list[Line | Table] = []
        self.contacts: list[Line | Table] = []
        self._body = lines.body
        self._account = account
        meaning = meaning_in(lines.every())
        if meaning and meaning.line:
            account.settle(meaning.line)
        self.themes = Themes(account, meaning)
        self._zone = _FRONT
        self._section = ""
        self._level = 0  # of the section's heading
        self._blocks: dict[str, list[Block]] = {}

    def sections(self, name: str) -> tuple[NarrativeSection, ...]:
        """Those with text, in the order of the report."""
        return tuple(
            NarrativeSection(section, heading, tuple(self._blocks[section]), Place(name, heading))
            for section, heading in SECTION_HEADINGS.items()
            if self._blocks.get(section)
        )

    # --- lines

    def line(self, at: int, line: Line) -> None:
        if line.contents:
            self._account.settle(line)
            self._account.say("The contents list was left out: the report makes its own.")
        elif line.caption and self._zone == _RISKS:
            self._account.settle(line)
            self._account.say("Captions of tables on the aligned risks were left out: the report writes its own.")
        elif not (self._theme(at, line) or self._part(line) or self._known(at, line) or self._unknown(line)):
            self._plain(line)

    def _theme(self, at: int, line: Line) -> bool:
        """Whether it is the heading of an aligned risk."""
        found = numbered(line.text)
        if len(line.text) > LONGEST_HEADING or not (line.strong or (found and found.named)):
            return False
        if found is None:
            if self._zone != _RISKS or part_of(line.text) or _structural(line) or not self._leads(at):
                return False
            self.themes.heading(None, " ".join(line.text.split()), line)
            return True
        if found.named:
            heads = (line.strong and self._zone == _RISKS) or self._leads(at, parts=line.strong)
        else:
            # "1. Safeguarding" may be anything: a table of risks under it tells, and in the appendix its controls.
            inside = self._zone == _RISKS
            heads = (inside or not _structural(line)) and self._leads(at, parts=inside and not _structural(line))
        if heads:
            self._zone = _RISKS
            self.themes.heading(found.number, found.name, line)
        return heads

    def _leads(self, at: int, *, parts: bool = False) -> bool:
        """Whether a table of risks is the next table before another heading. ``parts``: a part of a risk will do."""
        for item in self._body[at + 1 :]:
            if isinstance(item, Table):
                return _has_risks(item)
            if part_of(item.text):
                return parts
            if item.strong or item.level:
                return False
        return False

    def _part(self, line: Line) -> bool:
        """Whether it is the heading of a part of an aligned risk."""
        part = part_of(line.text)
        if self._zone != _RISKS or self.themes.current is None or not part:
            return False
        self.themes.part(part, line)
        return True

    def _known(self, at: int, line: Line) -> bool:
        """Whether it is a heading that every paper of this kind has."""
        words = key(line.text)
        own = line.strong or not line.entry
        if line.strong and APPENDIX.fullmatch(line.text):
            first = self.themes.current is None
            about = (first and ABOUT_RISKS.search(line.text)) or self._overview(at)
            self._zone = _RISKS if about else _ELSEWHERE
        elif own and words in SECTION_OF:
            self._zone, self._section, self._level = _SECTION, SECTION_OF[words], line.level or 9
        elif own and words in CONTACTS:
            self._zone = _CONTACT
        elif own and words in APPENDICES:
            self._zone = _APPENDICES
        elif line.strong and words in STRUCTURE:
            self._zone = _ELSEWHERE
        else:
            return False
        self._account.take(line)
        return True

    def _overview(self, at: int) -> bool:
        """Whether aligned risks come before the next appendix."""
        for item in self._body[at + 1 :]:
            if isinstance(item, Table):
                if _has_risks(item):
                    return True
            elif item.strong and APPENDIX.fullmatch(item.text):
                return False
        return False

    def _unknown(self, line: Line) -> bool:
        """Whether it is a real heading with a name of its own."""
        if not line.level or self._zone == _FRONT:
            return False
        if self._zone == _SECTION and line.level > self._level:
            self._account.take(line)
            self._add(line.block(BlockKind.SUBHEADING))
        elif self._zone == _RISKS and self.themes.current:
            self.themes.part("")
            if key(line.text) in HOLDS_PARTS:
                self._account.settle(line)
            self._account.leave([line], f"it is a heading under '{self.themes.current.name}' that is not known")
        else:
            self._zone = _ELSEWHERE
        return True

    def _plain(self, line: Line) -> None:
        match self._zone:
            case zone if zone == _FRONT:
                self.front.append(line)
            case zone if zone == _CONTACT:
                self.contacts.append(line)
            case zone if zone == _SECTION:
                self._words(line)
            case zone if zone == _RISKS and self.themes.current:
                self.themes.line(line)
            case zone if zone == _RISKS and line.strong and ABOUT_RISKS.search(line.text):
                self._account.settle(line)  # the appendix's name, under its number
            case zone if zone == _APPENDICES and APPENDIX.fullmatch(line.text):
                self._account.leave([line], "the report lists its own appendices")
            case _:
                pass  # it is accounted for at the end

    def _words(self, line: Line) -> None:
        typed = TYPED_NUMBER.match(line.text)
        if typed:
            line = line.after(typed.end())
            self._account.say("Typed paragraph numbers such as 1.1 were left out: the report numbers by itself.")
        elif line.strong and not line.entry and len(line.text) <= LONGEST_HEADING:
            self._account.say(
                f"'{line.text}' ({line.where}) is no section's heading: it is a bold line of '{SECTION_HEADINGS[self._section]}'."
            )
        if "{{" in line.text or "{%" in line.text:
            self._account.say(f"{line.where}: what stands between the braces is taken for a field of the report.")
        if line.text.startswith("[") and line.text.endswith("]"):
            self._account.say(f"{line.where}: all in square brackets, it counts as a hint and is not printed.")
        self._account.take(line)
        self._add(line.block())

    def _add(self, block: Block) -> None:
        self._blocks.setdefault(self._section, []).append(block)

    # --- tables

    def table(self, table: Table) -> None:
        if self._zone == _RISKS or (_has_risks(table) and _names_themes(table)):
            self._zone = _RISKS
            self.themes.table(table)
        elif self._zone == _FRONT:
            self.front.append(table)
        elif self._zone == _CONTACT:
            self.contacts.append(table)
        elif self._zone == _SECTION:
            self._narrative_table(table)

    def _narrative_table(self, table: Table) -> None:
        if table.merged:
            self._account.say(f"{table.where}: merged cells were parted; their text stands in the first.")
        width = max((len(row) for row in table.rows), default=0)
        seen: set[int] = set()
        rows: list[tuple[tuple[Run, ...], ...]] = []
        for row in table.rows:
            cells: list[tuple[Run, ...]] = []
            for cell in row:
                cells.append(() if id(cell) in seen else _runs(cell))
                seen.add(id(cell))
                self._account.take(*cell.lines)
            rows.append((*cells, *(((),) * (width - len(cells)))))
        if width:
            self._add(Block(BlockKind.TABLE, rows=tuple(rows)))


def _structural(line: Line) -> bool:
    words = key(line.text)
    return (
        words in SECTION_OF
        or words in CONTACTS
        or words in APPENDICES
        or words in STRUCTURE
        or bool(APPENDIX.fullmatch(line.text))
    )


def _has_risks(table: Table) -> bool:
    return any(risk_columns([cell.text for cell in row]) for row in table.rows)


def _names_themes(table: Table) -> bool:
    """Whether the table itself says under which aligned risk its rows stand."""
    for row in table.rows:
        if "theme" in risk_columns([cell.text for cell in row]):
            return True
        if len({id(cell) for cell in row if cell.lines}) == 1 and row[0].lines and numbered(row[0].text):
            return True
    return False


def _runs(cell: Cell) -> tuple[Run, ...]:
    """The words of a cell, its paragraphs a line each."""
    runs: list[Run] = []
    for line in cell.lines:
        if runs:
            runs[-1] = replace(runs[-1], text=runs[-1].text + "\n")
        runs.extend(line.runs)
    return tuple(runs)
