"""One way of doing one piece of work, once: ``python -m tests.bench.once reading|filling WAY FOLDER WHAT SIZE``.

It warms up with a little of the same, does the work, and says on its last line how many seconds that took, imports left
out, and how many megabytes its processes held at the most, each at its own time.
"""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module
from pathlib import Path


def main() -> None:
    module, way, folder, what, size = sys.argv[1:]
    few, many = import_module(f"tests.bench.{module}").WAYS[way](Path(folder), what, int(size))
    few()
    begun = time.perf_counter()
    many()
    seconds = time.perf_counter() - begun
    sys.stdout.write(json.dumps({"seconds": seconds, "peak": peak()}) + "\n")


def peak() -> float:
    """Megabytes: of this process, and of the one it started to do a part of the work. A process begins with what its
    parent held, in what the system counts of it (ru_maxrss); Linux knows better.
    """
    limited = sys.modules.get("pipeline.limited")
    child = limited.CHILD._process if limited else None
    try:
        return sum(_held(each) for each in ("self", *([child.pid] if child else [])))
    except OSError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / (1024 if sys.platform == "darwin" else 1)


def _held(process: str | int) -> float:
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main()
