"""Whether something stands in a place that is about to be written to."""

from __future__ import annotations

import errno
from pathlib import Path

_NOTHING = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP)


def is_there(path: Path) -> bool:
    """Whether anything stands there, a link that leads nowhere too. Raises OSError where the system does not say.

    ``os.path.lexists`` takes that for a no, and what a person has put there would be overwritten.
    """
    try:
        path.lstat()
    except OSError as error:
        if error.errno in _NOTHING:
            return False
        raise
    return True
