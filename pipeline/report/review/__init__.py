"""The review page: what its author should look at before the report is circulated. One page of HTML, internal."""

from pipeline.report.review.page import build

__all__ = ["build"]
