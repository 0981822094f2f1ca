"""A report's set of files, put into its folder whole, with nothing of a person's ever overwritten or moved.

Each file is moved into place with one rename, record.json last. Before that the earlier set is copied
whole to ``superseded/N``, so that a run cut off at any moment leaves every file openable and loses
nothing; the next run completes the set.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import re
import shutil
import warnings
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, SoftFileLock, Timeout

from pipeline.archive import disk
from pipeline.archive.names import Names, without_number
from pipeline.archive.pdf_seal import is_sealed
from pipeline.archive.seal import SEALED_SUFFIXES, edited, stated
from pipeline.model.errors import OutputsLocked
from pipeline.model.there import is_there

RECORD = "record.json"
PUBLIC = "public"
ISSUED = "issued"
SUPERSEDED = "superseded"
PREVIEW = "preview"  # pictures of the pages, there to be looked at and nothing else

# The program's own by name alone: they bear no seal.
_UNSEALED = frozenset({"review.html", RECORD})
_UNFINISHED_FILE = re.compile(r"\.(?P<name>.+)\.part")
_UNFINISHED_FOLDER = re.compile(r"\.[0-9]+\.part")
_NUMBER = re.compile(r"[1-9][0-9]*")
_PICTURE = re.compile(r".+-[0-9]+\.png")


@dataclass(frozen=True, slots=True)
class PutSet:
    """What was done. ``paths``: the name asked for → where the file stands now.

    ``changed`` is False where every file already stood there with the same bytes. ``superseded``: where
    the earlier set went ("superseded/2"), or empty. ``messages``: sentences for the officer.
    """

    folder: Path
    paths: Mapping[str, Path]
    changed: bool
    superseded: str = ""
    messages: tuple[str, ...] = ()


@contextmanager
def lock(outputs: Path) -> Iterator[None]:
    """Holds the outputs folder for this run; made if it is not there, and freed when the holder dies.

    A run that ends without writing anything leaves nothing behind. Raises OutputsLocked where another
    run holds it, where it can't be written, and where, while it is held, what stands in it can't be read.
    """
    sign = outputs / ".lock"
    # What was left by a run that was killed is anybody's to lock: the folder's rights say who may write there.
    held = FileLock(sign, mode=0o666)
    try:
        new = [folder for folder in (outputs, *outputs.parents) if not folder.exists()]
        _hold(held, outputs)
    except Timeout:
        raise OutputsLocked(_held_elsewhere(held, outputs)) from None
    except OSError as error:
        raise OutputsLocked(disk.refusal(outputs, error)) from error
    try:
        yield
    except OSError as error:
        if not disk.is_below(error.filename, outputs):
            raise
        raise OutputsLocked(disk.unreadable(error.filename, error)) from error
    finally:
        with suppress(OSError):  # Windows takes away no file that is open: there releasing it does
            sign.unlink()
        held.release()
        with suppress(OSError):  # not empty
            for folder in new:
                folder.rmdir()


def _hold(held: FileLock, outputs: Path) -> None:
    """Raises Timeout where another run holds it; OSError."""
    with warnings.catch_warnings():  # of a disk without locks: there the sign alone is the lock
        warnings.simplefilter("ignore")
        for last in (False, False, True):
            try:
                outputs.mkdir(parents=True, exist_ok=True)
                held.acquire(timeout=0)
            except FileNotFoundError:  # a run that ended at this instant took the folder away that it had made
                if last:
                    raise
            else:
                return


def _held_elsewhere(held: FileLock, outputs: Path) -> str:
    said = f"Another run is writing to {outputs}. Wait until it has ended, then run again."
    if isinstance(held, SoftFileLock):  # nothing frees it if its holder died on another computer
        said += f" If none is under way, on this computer or another, delete {outputs / '.lock'}."
    return said


def put_set(folder: Path, files: Mapping[str, bytes], record: bytes) -> PutSet:
    """Makes ``folder`` show this set: ``files`` by name below it (forward slashes), and their record.

    Call it under ``lock``. Raises OutputsLocked where the folder holds another panel's record or there is no
    room for the set (then nothing is written), or where a file can't be moved in (then the next run
    completes the set).
    """
    ours = Names(files, _UNSEALED)
    try:
        ours = Names((*files, *_told_of(folder)), _UNSEALED)
        mine = json.loads(record)
        refuse_other_panel(folder, mine["panel"])
        earlier_title = _other_title(folder, mine["title"])
        _clear_unfinished(folder, ours)
        names, passed_over = _choose_names(folder, files)
        wanted = {names[name]: data for name, data in files.items()} | {RECORD: record}
        own = _own_files(folder, ours)
        stays = {
            name
            for name in _own_names(folder, ours)
            if name not in wanted and (name not in own or holder(folder / name))
        }
        new = sorted(name for name, data in wanted.items() if not disk.stands(folder / name, data))
        for name in new:
            disk.write_beside(folder / name, wanted[name])
        superseded = _keep_earlier(folder, own, wanted, stays)
        _clear_preview(folder / PREVIEW)
        stale = sorted(set(own) - set(wanted) - stays)
        _put(folder, new, stale)
    except OSError as error:
        raise OutputsLocked(disk.refusal(error.filename or folder, error)) from error
    finally:
        with suppress(OSError):
            _clear_unfinished(folder, ours)
            _clear_empty(folder)

    messages = [
        f"{'; '.join(reasons.values())}. The new file is {names[name]}.{_warning(name, 'the earlier one')}"
        for name, reasons in passed_over.items()
    ]
    told = {candidate for reasons in passed_over.values() for candidate in reasons}
    messages += [_left_alone(name, is_a_persons=name not in own) for name in sorted(stays - told)]
    if superseded:
        messages.append(f"The earlier files of this date are kept in {superseded}.")
        if earlier_title:
            messages.append(f"Their report had another title: '{earlier_title}'.")
    paths = {name: folder / placed for name, placed in names.items()} | {RECORD: folder / RECORD}
    return PutSet(folder, paths, bool(new or stale), superseded, tuple(messages))


def stands_whole(folder: Path, made: Mapping[str, str]) -> bool:
    """Whether a set stands in its folder as it was made, but for what a person has edited of it, and nothing beside it
    that a run which was cut off left there. ``made``: of its files by name the SHA-256. Raises OSError.
    """
    ours = Names((*made, *_told_of(folder)), _UNSEALED)
    if any(_UNFINISHED_FILE.fullmatch(entry) for place in (folder, folder / PUBLIC) for entry in _entries(place)):
        return False
    own = _own_files(folder, ours)
    there = {(without_number(name), hashlib.sha256(own[name]).hexdigest()) for name in own.keys() - {RECORD}}
    persons = (name for name in _own_names(folder, ours) if name not in own and (folder / name).is_file())
    edits = {without_number(name) for name in persons if stated((folder / name).read_bytes())}
    wanted = {(without_number(name), digest) for name, digest in made.items()}
    return there <= wanted and {name for name, _ in wanted - there} <= edits


def _put(folder: Path, new: Sequence[str], stale: Sequence[str]) -> None:
    """Moves in what stands ready beside, takes away what no longer belongs; the record last."""
    for name in new:
        if name != RECORD:
            disk.move_in(folder / name)
    for name in stale:
        (folder / name).unlink()
    if (folder / PUBLIC).is_dir():
        disk.sync(folder / PUBLIC)
    if RECORD in new:
        disk.sync(folder)
        disk.move_in(folder / RECORD)
    disk.sync(folder)


# --- whose folder, whose file ---------------------------------------------------------------------


def refuse_other_panel(folder: Path, panel: str) -> None:
    """Raises OutputsLocked where a record in the folder names another panel."""
    # A panel may have been named otherwise in the report that was issued: both are its names.
    issued = [(path, _names_of_panel(path)) for path in sorted((folder / ISSUED).glob("record*.json"))]
    names = {_plain(panel)}.union(*(each for _, each in issued if _plain(panel) in each))
    for path, own in ((folder / RECORD, _names_of_panel(folder / RECORD)), *issued):
        there = _said(path, "panel")
        if own and not own & names:
            raise OutputsLocked(
                f"{path} is the record of another panel's report, '{there}'; this report is for '{panel}'.",
                "Choose another folder with --outputs, or correct Panel in the Meeting sheet.",
            )


def _other_title(folder: Path, title: str) -> str:
    """The title of the report that stands there, where it is another than this one's; else nothing."""
    there = _said(folder / RECORD, "title")
    return there if there is not None and not _same_words(there, title) else ""


def _said(record: Path, key: str) -> str | None:
    """A text of a record; None where it has none. A damaged record says nothing about whose it is: it is superseded
    like any other.
    """
    try:
        there = json.loads(record.read_bytes())
    except (FileNotFoundError, ValueError, RecursionError):
        return None
    text = there.get(key) if isinstance(there, dict) else None
    return text if isinstance(text, str) else None


def _names_of_panel(record: Path) -> set[str]:
    """The panel as the record names it, and what else it was called where it was edited; nothing of a damaged one."""
    panel = _said(record, "panel")
    if panel is None:
        return set()
    others = json.loads(record.read_bytes()).get("other_panels", ())
    return {_plain(one) for one in (panel, *others) if isinstance(one, str)}


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()


def _same_words(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)


def _told_of(folder: Path) -> Iterator[str]:
    """The Word documents beside the report that the records of this set and of the earlier ones tell of."""
    for record in (folder / RECORD, *folder.glob(f"{SUPERSEDED}/*/{RECORD}")):
        try:
            names = json.loads(record.read_bytes())["beside"]
        except (FileNotFoundError, ValueError, RecursionError, TypeError, KeyError):
            continue
        yield from (name for name in names if isinstance(name, str)) if isinstance(names, list) else ()


def _own_names(folder: Path, ours: Names) -> tuple[str, ...]:
    """The names in the folder that this program gives to files, whether or not a person edited them since."""
    places = (("", folder), (f"{PUBLIC}/", folder / PUBLIC))
    return tuple(f"{prefix}{name}" for prefix, place in places for name in _entries(place) if name in ours)


def _own_files(folder: Path, ours: Names) -> dict[str, bytes]:
    """The program's own files in the folder that no person has edited, by name."""
    return {name: (folder / name).read_bytes() for name in _own_names(folder, ours) if not _is_a_persons(folder / name)}


def _is_a_persons(path: Path) -> bool:
    if path.suffix == ".pdf":
        return path.is_symlink() or not is_sealed(path.read_bytes())
    return edited(path) if path.suffix in SEALED_SUFFIXES else path.name not in _UNSEALED


def holder(path: Path) -> str:
    """The name of the lock file by which Word, Excel or LibreOffice holds the file open; else nothing."""
    if path.suffix not in SEALED_SUFFIXES:
        return ""
    # Word drops the first two letters of the name, Excel keeps them.
    signs = (f"~${path.name[2:]}", f"~${path.name}", f".~lock.{path.name}#")
    return next((sign for sign in signs if is_there(path.with_name(sign))), "")


def _entries(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir()) if folder.is_dir() else []


# --- where each file goes -------------------------------------------------------------------------


def _choose_names(folder: Path, files: Mapping[str, bytes]) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """For each file its own name, or the next free one where a person has edited the file or holds it open.

    Second: name → {each name passed over → why}, for the files that did not get their own.
    """
    names: dict[str, str] = {}
    passed_over: dict[str, dict[str, str]] = {}
    for name, data in files.items():
        for number in itertools.count(1):
            path = folder / name
            path = path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}")
            names[name] = path.relative_to(folder).as_posix()
            if number > 1 and names[name] in files:  # it is another's own
                continue
            if not is_there(path) or disk.stands(path, data):
                break
            if _is_a_persons(path):
                reason = f"{names[name]} has been edited since it was made, so it was left as it is"
            elif sign := holder(path):
                reason = (
                    f"{names[name]} is open in Word, Excel or LibreOffice, so it was left as it is "
                    f"(if it is open nowhere, delete {sign})"
                )
            else:
                break
            passed_over.setdefault(name, {})[names[name]] = reason
    return names, passed_over


def _left_alone(name: str, *, is_a_persons: bool) -> str:
    """The sentence on a file of an earlier run that stays in the folder though it is no part of this set."""
    if not is_a_persons:
        return (
            f"{name} is no part of this report, but it is open in Word, Excel or LibreOffice: close it and run again."
            f"{_warning(name, 'it')}"
        )
    return (
        f"{name} has been edited since it was made, so it was left as it is. It is no part of this report."
        f"{_warning(name, 'it')}"
    )


def _warning(name: str, which: str) -> str:
    """Of a file that stays in the public folder: what is restricted now may be in it."""
    return f" Do not publish {which}." if name.startswith(f"{PUBLIC}/") else ""


# --- earlier sets ---------------------------------------------------------------------------------


def _keep_earlier(folder: Path, own: Mapping[str, bytes], wanted: Mapping[str, bytes], stays: Set[str]) -> str:
    """Copies what is about to go to the next ``superseded/N``, whole or not at all; gives its name, or nothing.

    A file that ``stays`` because somebody holds it open is kept once, however many runs pass meanwhile.
    """
    place = folder / SUPERSEDED
    kept = sorted(int(name) for name in _entries(place) if _NUMBER.fullmatch(name))
    last = kept[-1] if kept else 0
    newest = _own_files(place / str(last), Names((*own, *_told_of(folder)), _UNSEALED))
    surviving = {*wanted.values(), *newest.values()}
    surviving |= {own[n] for n in stays & own.keys() if any(disk.stands(place / str(k) / n, own[n]) for k in kept)}
    unkept = {name: data for name, data in own.items() if data not in surviving}
    if not unkept:
        return ""
    # Without a record, or with one that was kept already, these are left-overs of a run that was cut off.
    complete = RECORD in own and own[RECORD] != newest.get(RECORD)
    unfinished = place / f".{last + 1}.part"
    for name, data in (own if complete else unkept).items():
        (unfinished / name).parent.mkdir(parents=True, exist_ok=True)
        disk.write(unfinished / name, data)
    for made in (unfinished / PUBLIC, unfinished):
        if made.is_dir():
            disk.sync(made)
    unfinished.replace(place / str(last + 1))
    disk.sync(place)
    return f"{SUPERSEDED}/{last + 1}"


def _clear_unfinished(folder: Path, ours: Names) -> None:
    """Removes what an interrupted run had not finished writing."""
    for place in (folder, folder / PUBLIC):
        for entry in _entries(place):
            part = _UNFINISHED_FILE.fullmatch(entry)
            if part and part["name"] in ours:
                (place / entry).unlink()
    for entry in _entries(folder / SUPERSEDED):
        if _UNFINISHED_FOLDER.fullmatch(entry):
            shutil.rmtree(folder / SUPERSEDED / entry)


def _clear_preview(folder: Path) -> None:
    """Removes the pictures of an earlier set's pages."""
    for name in _entries(folder):
        if _PICTURE.fullmatch(name):
            (folder / name).unlink()


def _clear_empty(folder: Path) -> None:
    """Removes the folders of a set in which nothing stands."""
    for place in (folder / PUBLIC, folder / PREVIEW, folder / SUPERSEDED, folder):
        if place.is_dir() and not _entries(place):
            place.rmdir()
