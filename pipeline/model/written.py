"""A register risk as JSON: the same in ``read --json`` and in record.json."""

from __future__ import annotations

from typing import Any

from pipeline.model.records import Exposure, Risk


def risk_as_json(risk: Risk) -> dict[str, Any]:
    """The fields by their names, in the order of the contract; dates as ISO text, unknown as null."""
    return {
        "row": risk.source.row,
        "id": risk.id or None,
        "title": risk.title,
        "description": risk.description,
        "cause": risk.cause,
        "consequence": risk.consequence,
        "category": risk.category,
        "owner": risk.owner,
        "inherent": exposure_as_json(risk.inherent),
        "current": exposure_as_json(risk.current),
        "target": exposure_as_json(risk.target),
        "previous_score": risk.previous_score,
        "trend": risk.trend.value if risk.trend else None,
        "trend_reason": risk.trend_reason,
        "appetite": risk.appetite,
        "controls": list(risk.controls),
        "control_effectiveness": risk.control_effectiveness,
        "actions": list(risk.actions),
        "status": risk.status,
        "restricted": risk.restricted,
        "last_reviewed": risk.last_reviewed.isoformat() if risk.last_reviewed else None,
        "next_review": risk.next_review.isoformat() if risk.next_review else None,
        "cells": dict(risk.source.cells),
    }


def exposure_as_json(exposure: Exposure) -> dict[str, Any]:
    """One stage of a risk."""
    return {
        "likelihood": exposure.likelihood,
        "impact": exposure.impact,
        "score": exposure.score,
        "rating": exposure.rating,
    }
