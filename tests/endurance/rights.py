"""The rights of root laid down: a process that is root's has those that the files' own bits give it, like anybody's."""

from __future__ import annotations

import ctypes
import os
import sys

_OVER_FILES = (1, 2, 3)  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER
_DROP_FROM_BOUND = 24  # PR_CAPBSET_DROP
_VERSION_3 = 0x20080522

IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
CAN_BE_LAID_DOWN = sys.platform == "linux" or not IS_ROOT


def lay_down() -> None:
    """For this process and all that it starts. Raises OSError where the system refuses."""
    if not IS_ROOT:
        return
    system = ctypes.CDLL(None, use_errno=True)
    for right in _OVER_FILES:
        _done(system.prctl(_DROP_FROM_BOUND, right, 0, 0, 0))
    head = (ctypes.c_uint32 * 2)(_VERSION_3, 0)
    sets = (ctypes.c_uint32 * 6)()  # effective, permitted, inheritable; and the same of the rights from the 33rd on
    _done(system.capget(head, sets))
    for right in _OVER_FILES:
        for one in range(3):
            sets[one] &= ~(1 << right)
    _done(system.capset(head, sets))


def _done(result: int) -> None:
    if result != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
