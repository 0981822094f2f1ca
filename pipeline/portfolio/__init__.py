"""The same story, many times: the reports of many panels, and a summary over all of them.

    panels      which folders are panels, and which of their reports stand already as they would be made
    making      the story: each panel made and put in place, whatever becomes of the others
    building    one panel's set built, in a process of its own
    local       several at once on this computer
    cluster     the same on the workers of a Dask cluster

Only the process that was called writes: it holds the lock of a panel's outputs, hands the building to a worker,
and puts what comes back in place. A worker that dies leaves nothing behind, and its panel is built again.
"""

from pipeline.portfolio.making import Told, make_portfolio

__all__ = ["Told", "make_portfolio"]
