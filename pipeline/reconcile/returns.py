"""What was reported once, not in the last report, and is reported again: found in the reports issued before that."""

from __future__ import annotations

from pipeline.model.dates import in_words
from pipeline.model.records import AlignmentRow, MappingWorkbook, Organisation, PastReport, PastRisk
from pipeline.reconcile.identity import names_of, past_risks, plain
from pipeline.reconcile.scores import past_scores_words


class Returns:
    """``earlier``: the reports issued before the last one, the newest first."""

    def __init__(self, mapping: MappingWorkbook, earlier: tuple[PastReport, ...]) -> None:
        self._mapping = mapping
        self._earlier = earlier
        self._risks = {
            one.name: tuple(past_risks(mapping, one, past) for past in earlier) for one in mapping.organisations
        }

    def theme(self, row: AlignmentRow) -> str:
        """When an aligned risk was last reported, as which, and how it was rated then; empty where it never was.

        By its names alone: a number may have been another risk's.
        """
        names = {plain(name) for name in (row.name, *row.formerly)}
        for past in self._earlier:
            for theme in past.aligned_risks:
                if plain(theme.name) in names:
                    ratings = "; ".join(f"{risk.organisation} {risk.id}: {self._rating(risk)}" for risk in theme.risks)
                    told = f"Last reported to the meeting of {in_words(past.meeting_date)} as {theme.label}"
                    return f"{told} ({ratings})" if ratings else told
        return ""

    def risk(self, organisation: Organisation, risk_id: str) -> str:
        """The same of a register risk."""
        for past, risks in zip(self._earlier, self._risks[organisation.name], strict=True):
            standing = risks.of(risk_id)
            if standing is not None and standing.aligned is not None:
                day, rating = in_words(past.meeting_date), past_scores_words(standing.risk, organisation)
                return f"Last reported to the meeting of {day} under {standing.aligned.label}: {rating}"
        return ""

    def _rating(self, risk: PastRisk) -> str:
        whose = next((o for o in self._mapping.organisations if plain(risk.organisation) in names_of(o)), None)
        if whose is not None:
            return past_scores_words(risk, whose)
        return risk.rating or risk.current.rating or "rated by an organisation that is no longer in this report"
