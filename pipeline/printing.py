"""PDFs and page pictures of the Word documents, where LibreOffice is there.

LibreOffice runs in a folder of its own with a profile of its own: no macros, no links followed, and a limit of time.
"""

from __future__ import annotations

import glob
import json
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path, PurePosixPath

from pipeline.archive.pdf_seal import seal_pdf
from pipeline.model.errors import reason
from pipeline.scratch import Scratch, scratch

LIMIT = 180.0  # seconds; the first start on a slow machine takes some thirty
_PROGRAMS = ("soffice", "libreoffice")
_PLACES = (  # where it is installed without being on the path
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
_PDF = {
    name: {"type": "boolean", "value": "true"}
    for name in ("UseTaggedPDF", "PDFUACompliance", "ExportBookmarks", "DisplayPDFDocumentTitle")
}
_SECURITY = "/org.openoffice.Office.Common/Security/Scripting"
_SETTINGS = {"BlockUntrustedRefererLinks": "true", "DisableActiveContent": "true", "MacroSecurityLevel": "3"}
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + "".join(
        f'<item oor:path="{_SECURITY}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for name, value in _SETTINGS.items()
    )
    + "</oor:items>\n"
)


@dataclass(frozen=True, slots=True)
class Printed:
    """``pdfs``: name in the set → bytes. ``messages``: why there are none, or fewer."""

    pdfs: Mapping[str, bytes] = field(default_factory=dict)
    messages: tuple[str, ...] = ()


def printed(documents: Mapping[str, bytes], day: date, *, limit: float = LIMIT) -> Printed:
    """A tagged PDF of each Word document, by its name with another ending. ``day``: the date that the PDFs bear."""
    program = _program()
    if program is None:
        return Printed(
            messages=("There is no PDF: LibreOffice is not on this computer. Install it, or save a PDF from Word.",)
        )
    try:
        with scratch() as place:
            return _printed(program, documents, day, place, limit)
    except OSError as error:
        return Printed(messages=(f"There is no PDF: what it needs meanwhile can't be written: {reason(error)}.",))


def _printed(program: str, documents: Mapping[str, bytes], day: date, place: Scratch, limit: float) -> Printed:
    # The names in the set are people's: numbers can't be taken for an option, nor clash.
    sources = {name: place.folder / f"{number}.docx" for number, name in enumerate(documents)}
    for name, path in sources.items():
        path.write_bytes(documents[name])
    why = _converted(program, list(sources.values()), place, limit)
    pdfs = {name: path.with_suffix(".pdf") for name, path in sources.items()}
    made = {name: _fixed(path.read_bytes(), day) for name, path in pdfs.items() if path.is_file()}
    missing = [name for name in documents if name not in made]
    messages = (f"There is no PDF of {', '.join(missing)}: {why}. Save it from Word.",) if missing else ()
    return Printed(
        {str(PurePosixPath(name).with_suffix(".pdf")): seal_pdf(pdf) for name, pdf in made.items()}, messages
    )


def _program() -> str | None:
    return next(filter(None, map(shutil.which, (*_PROGRAMS, *_PLACES))), None)


def _converted(program: str, sources: Sequence[Path], place: Scratch, limit: float) -> str:
    """Puts a PDF beside each source that can be converted; gives why others can't, as the end of a sentence."""
    profile = place.folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    options = ("--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault", "--nofirststartwizard")
    command = [program, f"-env:UserInstallation={profile.as_uri()}", *options]
    command += ["--convert-to", f"pdf:writer_pdf_Export:{json.dumps(_PDF, separators=(',', ':'))}"]
    command += ["--outdir", str(place.folder), *map(str, sources)]
    # Without a proxy that answers, nothing is fetched over the network; the clock's zone would stand in the PDF.
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9")
    its_own = {"HOME": str(place.folder), "TMPDIR": str(place.folder), "TZ": "UTC"}
    return place.run(command, {**os.environ, **nowhere, **its_own}, limit)


# --- no clock in any output ------------------------------------------------------------------------------

_CLOCKED = (
    re.compile(rb"(?<=Date\(D:)\d{14}"),
    re.compile(rb"(?<=Date>)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?=Z)"),
)
_NUMBERED = re.compile(rb"(?<=/DocChecksum /)[0-9A-F]{32}|(?<=/ID \[ <)[0-9A-F]{32}(?=>)|(?<=>\n<)[0-9A-F]{32}(?=> \])")


def _fixed(pdf: bytes, day: date) -> bytes:
    """The PDF with the meeting's day for its dates, and a number that follows from what it holds: as long as those it
    had, since a PDF counts its bytes.
    """
    for pattern, text in zip(_CLOCKED, (f"{day:%Y%m%d}000000", f"{day.isoformat()}T00:00:00"), strict=True):
        pdf = pattern.sub(text.encode(), pdf)
    blank = _NUMBERED.sub(b"0" * 32, pdf)
    number = sha256(blank).hexdigest()[:32].upper().encode()
    return _NUMBERED.sub(number, pdf)


# --- pictures --------------------------------------------------------------------------------------------


def pictures(pdf: Path, folder: Path, *, limit: float = LIMIT) -> tuple[str, ...]:
    """Puts a picture of each page of the PDF into ``folder``; gives a sentence where that can't be done."""
    program = shutil.which("pdftoppm")
    if program is None:
        return ("There are no pictures of the pages: pdftoppm is not on this computer (it comes with poppler-utils).",)
    try:
        with scratch() as place:
            command = [program, "-png", "-r", "80", str(pdf.resolve()), str(place.folder / pdf.stem)]
            why = place.run(command, os.environ, limit)
            made = sorted(place.folder.glob(f"{glob.escape(pdf.stem)}-*.png"))
            folder.mkdir(exist_ok=True)
            for picture in made:
                shutil.move(picture, folder / picture.name)
    except OSError as error:
        made, why = [], reason(error)
    return () if made else (f"There are no pictures of {pdf.name}: {why}.",)
