"""A command that goes wrong in one way or another, and everything that must hold all the same: the harm, a sentence each."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

from tests.endurance.faults import CHANGES, NEED_ROOM, Fault, Plan
from tests.endurance.forked import Ended, typed
from tests.endurance.standing import Prepared, files

DISK = {"no space": errno.ENOSPC, "no right": errno.EACCES, "a broken disk": errno.EIO}

# Which exit status says that a file of this folder could not be read or written. A record of an earlier meeting that
# can't be read makes a DRAFT: 1. What is issued is read from outputs.
_STATUS = {
    "inputs": {2}, "templates": {3, 2}, "paper": {2}, "outputs": {4, 1}, "new": {4}, "scratch": {4, 2}, ".": {4},
}  # fmt: skip
_ISSUED = {"outputs": {2}}


def killed_after(prepared: Prepared, here: Path, seconds: float) -> list[str]:
    """Killed when so much time has passed; then run again."""
    prepared.copied(here)
    typed(here, prepared.journey.command, prepared.recalled, after=seconds)
    return _and_next(prepared, here)


def changes(prepared: Prepared) -> list[int]:
    """The numbers of what changes a file, among all that is done to files, in order."""
    return [at for at, one in enumerate(prepared.operations, start=1) if one.split()[0] in CHANGES]


def killed_at(prepared: Prepared, here: Path, at: int) -> list[str]:
    """Killed in the middle of an operation; then run again."""
    prepared.copied(here)
    ended = typed(here, prepared.journey.command, prepared.recalled, plan=Plan(at, Fault.KILLED))
    return [*([] if ended.status < 0 else ["it was not killed"]), *_and_next(prepared, here)]


def _and_next(prepared: Prepared, here: Path) -> list[str]:
    harm = [*prepared.harm(here), *prepared.harm_after_next(here)]
    _forget(here)
    return harm


def failing(prepared: Prepared, here: Path, at: int, fault: Fault, number: int) -> list[str]:
    """With one operation that fails, or each from then on; then run again on a sound disk.

    A disk that is full refuses what needs room and nothing else.
    """
    kinds = NEED_ROOM if number == errno.ENOSPC else ()
    prepared.copied(here)
    plan = Plan(at, fault, number, kinds)
    ended = typed(here, prepared.journey.command, prepared.recalled, plan=plan)
    harm = [*_said(prepared, ended, plan), *prepared.harm(here, draft=ended.status == 1, told_of=ended.said)]
    left = files(here)
    if ended.status == 0 and left != prepared.whole and "inputs.zip lacks" not in ended.said:
        harm.append("all is said to be done, and is not")
    if fault is Fault.ONCE:
        harm += [f"{name} is left" for name in left if ".part" in name]
    if ended.status not in (0, 1) and left != prepared.before:
        harm += prepared.harm_after_next(here)
    _forget(here)
    return harm


def counted(prepared: Prepared, number: int) -> int:
    """How many operations can fail so."""
    kinds = [one.split()[0] for one in prepared.operations]
    return sum(1 for kind in kinds if number != errno.ENOSPC or kind in NEED_ROOM)


def _said(prepared: Prepared, ended: Ended, plan: Plan) -> list[str]:
    """What is wrong with the exit status and with what was said."""
    allowed = {0}
    for one in ended.operations[plan.at - 1 :]:
        folder = one.split(maxsplit=1)[1].split("/")[0]
        allowed |= _STATUS.get(folder, set())
        if prepared.journey.command[0] == "issue":
            allowed |= _ISSUED.get(folder, set())
        if plan.fault is Fault.ONCE:
            break
    wrong = []
    if ended.status not in allowed:
        wrong.append(f"the exit status is {ended.status}, not of {sorted(allowed)}: {ended.said}")
    if "Traceback" in ended.said or "[Errno" in ended.said:
        wrong.append(f"these are no words: {ended.said}")
    if ended.status in (2, 3, 4) and not ended.said.strip().endswith((".", '"')):
        wrong.append(f"no sentence says why: {ended.said!r}")
    return wrong


def _forget(here: Path) -> None:
    shutil.rmtree(here)
    shutil.rmtree(here.with_name(f"{here.name} said"))
