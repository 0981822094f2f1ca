"""The story of publishing what was issued: from the file that was sent, with people's edits, to its public version.

What was issued is kept with everything it was made from. So the report is made again, as it was and as it may be
published; the words that differ are rewritten in the file that was sent, and all others stand as they were sent.
"""

from __future__ import annotations

import hashlib
import io
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from pipeline import run
from pipeline.archive import disk, files, issued, unsaid
from pipeline.archive.seal import seal
from pipeline.documents import REPORT, WordTemplate
from pipeline.ingest import folder
from pipeline.ingest.apart import read_apart
from pipeline.ingest.mapping import mapping
from pipeline.ingest.sent import read_sent_bytes, read_to_change
from pipeline.model.dates import in_words
from pipeline.model.document import Generated, Origin, Role
from pipeline.model.errors import InputsUnusable, OutputsLocked, ProofFailed, reason
from pipeline.model.records import Report
from pipeline.model.restriction import restricted
from pipeline.model.secrets import Secret, open_names, secrets_of
from pipeline.report import addresses, leaks, package, soundness, static_words
from pipeline.report.published import published
from pipeline.report.together import search_together
from pipeline.report.withheld import withheld
from pipeline.scratch import scratch

Stage = Callable[[str], AbstractContextManager[None]]

_INPUTS = {"previous": "outputs", "template": "templates"}  # where inputs.zip keeps them; all others under inputs
_FEW_WORDS = 4  # of a value that is no text of its own: fewer say too little to be searched for


@dataclass(frozen=True, slots=True)
class Published:
    """``public``: the version that may be published; None where ``issued`` itself may be. ``lost``: a sentence for each
    edit that it does not hold; ``added``: where people added words, and ``pictures``: how many it holds, which nobody
    has looked into. ``already``: it was there, with these very bytes.
    """

    issued: Path
    public: Path | None = None
    lost: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    pictures: int = 0
    already: bool = False


def publish(file: Path | None, inputs: Path, outputs: Path, stage: Stage) -> Published:
    """Make the public version of a report that was issued. ``file``: None for the one issued last to the meeting that
    the mapping names.

    Raises Stop where it can't be made; then nothing was written.
    """
    with files.lock(outputs):
        kept = _kept(file, inputs, outputs)
        with stage("Making the report again as it was issued"), _scratch() as place:
            again = _again(kept, place)
        if again is None:
            return Published(kept.document)
        with stage("Rewriting what may not be published"):
            data = _bytes(kept.document)
            document, lost, added, pictures = _rewritten(data, again, kept.document.name)
        with stage("Putting the file in place"):
            public = kept.document.parent / files.PUBLIC / kept.document.name
            already = public.exists()
            if already and _bytes(public) != document:
                raise OutputsLocked(
                    f"{public} is there with other contents: a person has edited it, or another version made it.",
                    "Move it away, then run again.",
                )
            issued.put(kept.document.parent.parent, {f"{files.PUBLIC}/{public.name}": document})
    return Published(kept.document, public, lost, added, pictures, already)


@contextmanager
def _scratch() -> Iterator[Path]:
    """A folder for what is needed meanwhile. Raises OutputsLocked where it can't be made or filled."""
    place = _place_for_scratch()
    try:
        with scratch() as made:
            yield made.folder
    except OSError as error:
        if not disk.is_below(error.filename, place):
            raise
        raise OutputsLocked(
            f"{place}, the computer's own folder for what is needed meanwhile, can't be used: {reason(error)}. "
            "Put that right, then run again."
        ) from error


def _place_for_scratch() -> Path:
    try:
        return Path(tempfile.gettempdir())
    except OSError as error:  # it has tried every place that there may be
        raise OutputsLocked(
            "The computer has no folder for what is needed meanwhile that can be written. Make room on its disk, then run again."
        ) from error


# --- which report ----------------------------------------------------------------------------------------


def _kept(file: Path | None, inputs: Path, outputs: Path) -> issued.Kept:
    if file is not None:
        sha256 = hashlib.sha256(_bytes(file)).hexdigest()
        for meeting in issued.entries(outputs):
            if found := issued.kept(meeting, sha256):
                return found
        raise InputsUnusable(
            f"{file} has not been issued. Issue it first (make issue FILE={file}); then run this again.",
        )
    path = folder.find_inputs(inputs).mapping
    day = mapping.read_mapping(path, path.name)[0].meeting.date
    if found := issued.kept(outputs / day.isoformat()):
        return found
    raise InputsUnusable(
        f"No report to the meeting of {in_words(day)} has been issued. Issue it first (make issue); then run this again,"
        " or name an issued report of an earlier meeting."
    )


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputsUnusable(f"{path} can't be read: {reason(error)}. Put that right, and run again.") from None


# --- the report as it was made ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Again:
    """A report made again. ``public``: its public version, as it was generated; ``hidden``: key → what that says;
    ``contact``: whom the public may ask.
    """

    examined: run.Examined
    generated: Generated
    template: bytes
    public: bytes
    hidden: Mapping[str, str]
    contact: str


def _again(kept: issued.Kept, scratch: Path) -> _Again | None:
    """None where nothing in it is restricted."""
    template = _unpacked(kept, scratch)
    examined = run.examine(scratch / "inputs", scratch / "outputs", _silent)
    if not restricted(examined.report):
        _prove_open(kept, examined, template)
        return None
    built, generated = run.build(examined, (template,), _silent)
    if generated.digest != kept.record["document"].get("digest"):
        version = kept.record.get("version")
        raise InputsUnusable(
            f"{kept.document} was made by another version of this program ({version}): this one words the report otherwise, and can't tell which of its words may not be published.",
            "Make its public version with that version, or by hand.",
        )
    public = run.page_in_public(examined)
    hidden = withheld(examined.page, public)
    contact = public.meeting.public_contact
    return _Again(examined, generated, template.data, built["public/panel-report.docx"], hidden, contact)


def _prove_open(kept: issued.Kept, examined: run.Examined, template: WordTemplate) -> None:
    """Raises ProofFailed where the report has nothing restricted in it but what somebody typed after it was made."""
    report, data = examined.report, _bytes(kept.document)
    if not (secrets := _searched(report)):
        return
    built, generated = run.build(examined, (template,), _silent)
    made = next(data for name, data in built.items() if name.endswith(".docx"))
    sent = read_sent_bytes(data, kept.document.name).paragraphs
    leaks.search_words(sent, secrets, (one.text for one in generated.paragraphs), open_names(report))
    static_words.search(template.data, template.name, report)
    leaks.search({kept.document.name: data}, report, [template.data], [made])


def _silent(_: str) -> AbstractContextManager[None]:
    return nullcontext()


def _unpacked(kept: issued.Kept, scratch: Path) -> WordTemplate:
    """Puts what the report was made from below ``scratch``, and gives its template."""
    entries = [entry for entry in kept.record.get("inputs", ()) if isinstance(entry, dict)]
    if not entries:
        raise InputsUnusable(
            f"{kept.document} was put on record as a Word paper: nothing says what in it may not be published."
        )
    templates = [entry for entry in entries if entry["role"] == "template"]
    names = {f"{_INPUTS.get(entry['role'], 'inputs')}/{entry['file']}": entry for entry in entries}
    try:
        with zipfile.ZipFile(io.BytesIO(_bytes(kept.inputs))) as archive:
            there = {name: archive.read(name) for name in names if name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, ValueError) as error:
        raise InputsUnusable(f"{kept.inputs} is damaged: bring it back from a backup.") from error
    for name, entry in names.items():
        if entry in templates[1:]:
            continue  # another document's
        if hashlib.sha256(there.get(name, b"")).hexdigest() != entry["sha256"]:
            raise InputsUnusable(f"{kept.inputs} lacks {name} as it was: bring it back from a backup.")
        path = scratch / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(there[name])
    main = templates[0]["file"]
    return WordTemplate(main, there[f"templates/{main}"], REPORT)


# --- its words in public ---------------------------------------------------------------------------------


def _rewritten(data: bytes, again: _Again, name: str) -> tuple[bytes, tuple[str, ...], tuple[str, ...], int]:
    """The public version, proven; what edits it lacks; where people added paragraphs; how many pictures it holds."""
    sent, spots = read_apart(read_to_change, data, name)
    changes = unsaid.rewritten(again.generated.paragraphs, sent.paragraphs, again.hidden)
    made = published(data, changes, spots, again.public)
    document = seal(made.docx)
    as_sent = set(soundness.faults(package.read(data)))  # what people did to their file is no fault of ours
    faults = [fault for fault in soundness.faults(package.read(document)) if fault not in as_sent]
    if faults:
        raise ProofFailed(*faults)
    words = read_sent_bytes(document, name).paragraphs
    new = {rewrite.at: rewrite.text for rewrite in changes.rewrites}
    _prove(
        [one.text for one in words],
        [new.get(at, one.text) for at, one in enumerate(sent.paragraphs) if at not in made.gone],
    )
    report = again.examined.report
    spoken = [paragraph.text for paragraph in read_sent_bytes(again.public, name).paragraphs]
    secrets = (*_searched(report), *_values(again))
    leaks.search_words(words, secrets, spoken, open_names(report))  # these are told with their place
    search_together(words, _answers(again), spoken)
    addresses.search_words(words, again.contact)
    leaks.search({f"public/{name}": document}, report, [again.template], [again.public])
    addresses.search({f"public/{name}": document}, again.contact)
    added = tuple(dict.fromkeys(sent.paragraphs[at].where for at in sorted(changes.added)))
    return document, changes.lost, added, made.pictures


def _prove(made: Sequence[str], wanted: Sequence[str]) -> None:
    """Raises ProofFailed unless each paragraph says what it should: what was not to be changed, as it was sent."""
    for one, other in zip_longest(map(_plain, made), map(_plain, wanted), fillvalue=""):
        if one != other:
            raise ProofFailed(f"The public version says “{one[:60]}” where it should say “{other[:60]}”.")


def _plain(text: str) -> str:
    return " ".join(text.split())


def _searched(report: Report) -> tuple[Secret, ...]:
    return tuple(secret for secret in secrets_of(report) if not secret.title)


def _answers(again: _Again) -> Mapping[str, set[str]]:
    """What is kept back → the texts of its values that the public version says otherwise."""
    found: dict[str, set[str]] = {}
    for paragraph in again.generated.paragraphs:
        for value in paragraph.values:
            if value.key in again.hidden:
                subject = again.generated.origins[value.key].subject or value.key.rpartition(".")[0]
                found.setdefault(subject, set()).add(paragraph.text[value.start : value.end])
    return found


def _values(again: _Again) -> list[Secret]:
    """What was withheld of the values themselves, where it says enough to be known again: posts, addresses, levels."""
    found: list[Secret] = []
    for paragraph in again.generated.paragraphs:
        for value in paragraph.values:
            text = paragraph.text[value.start : value.end]
            if value.key in again.hidden and ("@" in text or len(text.split()) >= _FEW_WORDS):
                origin: Any = again.generated.origins.get(value.key, Origin(Role.RULE))
                what = text if "@" in text else origin.subject or value.key  # an address tells nothing more
                found.append(Secret(text, origin.place, what))
    return found
