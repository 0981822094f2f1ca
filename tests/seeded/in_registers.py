"""Single faults of a register."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from openpyxl.comments import Comment
from openpyxl.styles import Font

from tests.seeded.quarter import COLUMNS, FILES, FIRST_ROWS, REPORTED, RISKS, SHEETS, TRENDS, Known, Quarter
from tests.seeded.told import MEETING, Fault, Told


def cell(
    code: str, field: str, values: Sequence[object], who: Sequence[Known] = RISKS, *, also: tuple[str, ...] = ()
) -> Fault:
    """One of the values in a field of one of the risks, told of at that cell."""

    def put(quarter: Quarter, rng: Random) -> Told:
        risk, value = rng.choice([one for one in who if field in COLUMNS[one.organisation]]), rng.choice(values)
        return Told(f"{risk.id}: {field} = {value!r}", code, (quarter.put(risk, field, value),), also)

    return put


def wrong_id(quarter: Quarter, rng: Random) -> Told:
    risk = rng.choice(REPORTED)
    row = quarter.row_of("Alignment", risk.organisation, risk.id)
    new = risk.id[:-2] + rng.choice(("77", "88", "99"))
    quarter.put(risk, "id", new)
    where = ("mapping.xlsx", "Alignment", f"{quarter.column('Alignment', risk.organisation)}{row}")
    return Told(f"{risk.id} is {new} in its register", "mapped-not-found", (where,))


def id_twice(quarter: Quarter, rng: Random) -> Told:
    organisation = rng.choice(list(FILES))
    one, other = rng.sample([risk for risk in RISKS if risk.organisation == organisation], 2)
    first = quarter.where(one, "id")
    second = quarter.put(other, "id", one.id)
    also = ("mapped-not-found", "risk-gone", "id-reused", "trend-contradicts-score")
    return Told(f"{other.id} is {one.id}", "id-duplicate", (first, second), also)


def id_blank(quarter: Quarter, rng: Random) -> Told:
    risk = rng.choice(RISKS)
    where = quarter.put(risk, "id", None)
    return Told(f"{risk.id} without its id", "id-missing", (where,), ("mapped-not-found",) if risk.theme else ())


def swapped_trend(quarter: Quarter, rng: Random) -> Told:
    """Only what contradicts the scores, or asks for a reason that is not there, can be known as wrong."""
    choices = []
    for risk in REPORTED:
        then = risk.then if risk.then is not None else risk.score
        for trend in TRENDS[risk.organisation]:
            contradicts = (
                trend == "new"
                or (trend == "same" and risk.score != then)
                or (trend == "rising" and risk.score < then)
                or (trend == "falling" and risk.score > then)
            )
            if trend != risk.trend and (contradicts or (trend in ("rising", "falling") and not risk.explained)):
                choices.append((risk, trend, contradicts))
    risk, trend, contradicts = rng.choice(choices)
    where = quarter.trend(risk, trend)
    what = f"{risk.id} is declared {trend}"
    if contradicts:
        also = () if risk.explained or trend == "new" else ("trend-without-reason",)
        return Told(what, "trend-contradicts-score", (where,), also)
    if risk.organisation == "Met":
        where = quarter.where(risk, "trend_reason")
    return Told(what, "trend-without-reason", (where,))


def score_moved(quarter: Quarter, rng: Random) -> Told:
    """Likelihood, impact, score and rating all follow, and lie between those of target and inherent."""
    risk = rng.choice(REPORTED)
    low, high = risk.target[0] * risk.target[1], risk.inherent[0] * risk.inherent[1]
    steps = range(1, risk.levels + 1)
    pairs = [(a, b) for a in steps for b in steps if low < a * b <= high]
    there = [(a, b) for a, b in pairs if a * b not in (risk.score, risk.then)]
    scored = rng.choice(there)
    quarter.level(risk, "current", scored)
    what = f"{risk.id} is scored {scored}"
    then, now = risk.then or 0, scored[0] * scored[1]
    contradicts = (
        (risk.trend == "same" and now != then)
        or (risk.trend == "rising" and now < then)
        or (risk.trend == "falling" and now > then)
    )
    if contradicts:
        return Told(what, "trend-contradicts-score", (quarter.where(risk, "trend"),))
    return Told(what, "risk-rescored", (quarter.where(risk, "current.score"),))


def likelihood_alone(quarter: Quarter, rng: Random) -> Told:
    """A level is another, and what was worked out from it was left as it stood."""
    risk, stage = rng.choice(RISKS), rng.choice(("inherent", "current", "target"))
    was = {"inherent": risk.inherent, "current": risk.current, "target": risk.target}[stage]
    new = rng.choice([level for level in range(1, risk.levels + 1) if level != was[0]])
    value = new if risk.organisation == "Met" else f"{new} - Level"
    quarter.put(risk, f"{stage}.likelihood", value)
    what = f"{risk.id}: {stage}.likelihood = {value}"
    also = ("trend-same-yet-changed",) if risk.theme else ()
    return Told(what, "score-arithmetic", (quarter.where(risk, f"{stage}.score"),), also)


def score_typed_over(quarter: Quarter, rng: Random) -> Told:
    risk, stage = rng.choice(RISKS), rng.choice(("inherent", "current", "target"))
    was = int(quarter.of(risk, f"{stage}.score"))
    where = quarter.put(risk, f"{stage}.score", was + rng.choice((1, -1)))
    also = ("trend-contradicts-score", "rating-not-band", "score-order", "score-outside-scale") if risk.theme else ()
    return Told(f"{risk.id}: {stage}.score is not {was}", "score-arithmetic", (where,), also)


def rating_swapped(quarter: Quarter, rng: Random) -> Told:
    risk = rng.choice(REPORTED)
    stage = rng.choice([s for s in ("inherent", "current", "target") if f"{s}.rating" in COLUMNS[risk.organisation]])
    was = quarter.of(risk, f"{stage}.rating")
    word = rng.choice([w for w in ("Low", "Medium", "High", "Enormous") if w != was])
    where = quarter.put(risk, f"{stage}.rating", word)
    return Told(
        f"{risk.id}: {stage}.rating = {word}", "rating-not-band", (where,), ("above-appetite-idle", "score-order")
    )


def above_inherent(quarter: Quarter, rng: Random) -> Told:
    risk, stage, upper = rng.choice(
        [(r, s, r.inherent if s == "current" else r.current) for r in REPORTED for s in ("current", "target")]
    )
    steps = range(1, risk.levels + 1)
    there = [(a, b) for a in steps for b in steps if a * b > upper[0] * upper[1]]
    if not there:  # its inherent score is the highest there is
        return above_inherent(quarter, rng)
    scored = rng.choice(there)
    quarter.level(risk, stage, scored)
    also = ("trend-contradicts-score",) if stage == "current" else ("target-reached",)
    where = quarter.where(risk, f"{stage}.score")
    return Told(f"{risk.id}: {stage} is {scored}, above {upper}", "score-order", (where,), also)


def outside_the_scale(quarter: Quarter, rng: Random) -> Told:
    risk, stage = rng.choice(REPORTED), rng.choice(("inherent", "current", "target"))
    axis = rng.choice(("likelihood", "impact"))
    level = rng.choice((0, risk.levels + 1, risk.levels + 2))
    where = quarter.put(risk, f"{stage}.{axis}", level if risk.organisation == "Met" else f"{level} - Certain")
    also = ("score-arithmetic", "trend-same-yet-changed")
    return Told(f"{risk.id}: {stage}.{axis} = {level}", "score-outside-scale", (where,), also)


def word_among_numbers(quarter: Quarter, rng: Random) -> Told:
    risk, stage = rng.choice(RISKS), rng.choice(("inherent", "current", "target"))
    where = quarter.put(risk, f"{stage}.{rng.choice(('likelihood', 'impact'))}", rng.choice(("Likely", "Serious")))
    return Told(f"{risk.id}: {where[2]} is a word", "level-differs", (where,), ("trend-same-yet-changed",))


def another_owner(quarter: Quarter, rng: Random) -> Told:
    """Told of the trend where that is said to be unchanged, and else noted of the owner."""
    risk = rng.choice([one for one in REPORTED if one.id != "OPC-05"])
    owner = rng.choice(
        [post for post in ("Head of Secretariat", "Director of Property Services") if post != risk.owner]
    )
    where = quarter.put(risk, "owner", owner)
    what = f"{risk.id} is owned by {owner}"
    if risk.trend == "same" and not risk.explained:
        return Told(what, "trend-same-yet-changed", (quarter.where(risk, "trend"),))
    return Told(what, "risk-reowned", (where,))


def nothing_open(quarter: Quarter, rng: Random) -> Told:
    """Those under an aligned risk with a potential control always have something open."""
    risk = rng.choice([one for one in REPORTED if one.theme != "Governance"])
    where = quarter.put(risk, "actions", None)
    code = "above-appetite-idle" if risk.score > risk.appetite else "target-idle"
    return Told(f"{risk.id} has no action", code, (where,))


def reviewed_to_come(quarter: Quarter, rng: Random) -> Told:
    risk = rng.choice(REPORTED)
    where = quarter.put(risk, "last_reviewed", MEETING + timedelta(days=rng.randint(1, 90)))
    return Told(f"{risk.id} is reviewed after the meeting", "review-late", (where,))


def review_gone_by(quarter: Quarter, rng: Random) -> Told:
    risk = rng.choice(REPORTED)
    where = quarter.put(risk, "next_review", date(2017, 12, 18) - timedelta(days=rng.randint(0, 17)))
    return Told(f"{risk.id} was to be reviewed", "review-overdue", (where,))


def other_words(quarter: Quarter, rng: Random) -> Told:
    risk = rng.choice(REPORTED)
    where = quarter.put(risk, "title", "Fleet")
    quarter.put(risk, "description", "Vehicles grow old and stand idle for weeks while spare parts are on order.")
    return Told(f"{risk.id} is about vehicles", "id-reused", ((*where[:2], quarter.at(risk, "id")),))


def reworded(quarter: Quarter, rng: Random) -> Told:
    risk = rng.choice(REPORTED)
    text = str(quarter.of(risk, "description"))
    where = quarter.put(risk, "description", text.removesuffix(".") + ", which has been so for years.")
    return Told(f"{risk.id} is worded otherwise", "risk-reworded", (where,))


def column_renamed(quarter: Quarter, rng: Random) -> Told:
    organisation = rng.choice(list(FILES))
    field = rng.choice(("description", "owner", "trend", "actions", "controls", "last_reviewed"))
    address = f"{COLUMNS[organisation][field]}{FIRST_ROWS[organisation] - 1}"
    quarter.register(organisation)[address] = "Zone"
    first = f"A{FIRST_ROWS[organisation] - 1}"
    where = (FILES[organisation], SHEETS[FILES[organisation]], first)
    also = ("column-unread", "trend-missing", "owner-missing", "above-appetite-idle", "target-idle", "not-scored")
    return Told(f"{organisation}: the heading of {field} is Zone", "layout-broken", (where,), also)


def column_deleted(quarter: Quarter, rng: Random) -> Told:
    organisation, field = "MOPAC", rng.choice(("description", "owner", "trend", "actions", "controls", "appetite"))
    page = quarter.register(organisation)
    page.delete_cols(page[f"{COLUMNS[organisation][field]}1"].column)
    where = (FILES[organisation], SHEETS[FILES[organisation]], "A1")
    return Told(f"{organisation}: the column of {field} is gone", "layout-broken", (where,), ("trend-missing",))


def column_added(quarter: Quarter, rng: Random) -> Told:
    organisation = rng.choice(list(FILES))
    page, head = quarter.register(organisation), FIRST_ROWS[organisation] - 1
    column = page.max_column + 1
    page.cell(head, column).value = rng.choice(("Velocity", "Printed", "Comment"))
    for risk in RISKS:
        if risk.organisation == organisation:
            page.cell(page[quarter.at(risk, "id")].row, column).value = "As before"
    where = (FILES[organisation], SHEETS[FILES[organisation]], page.cell(head, column).coordinate)
    return Told(f"{organisation}: a new column", "column-unread", (where,))


def struck_out(quarter: Quarter, rng: Random) -> Told:
    risk = rng.choice(RISKS)
    where = quarter.where(risk, rng.choice(("title", "description", "owner")))
    quarter.register(risk.organisation)[where[2]].font = Font(name="Arial", strike=True)
    return Told(f"{risk.id}: {where[2]} is struck out", "struck-out", (where,))


def row_hidden(quarter: Quarter, rng: Random) -> Told:
    risk = rng.choice([one for one in RISKS if one.organisation == "MOPAC"])
    where = quarter.where(risk, "id")
    row = int(where[2][1:])
    quarter.register("MOPAC").row_dimensions[row].hidden = True
    also = ("mapped-not-found",) if risk.theme else ()
    return Told(f"{risk.id} is hidden", "hidden-used", (where,), also)


def column_hidden(quarter: Quarter, rng: Random) -> Told:
    organisation = rng.choice(list(FILES))
    letter = COLUMNS[organisation][rng.choice(("owner", "actions", "description"))]
    quarter.register(organisation).column_dimensions[letter].hidden = True
    where = (FILES[organisation], SHEETS[FILES[organisation]], f"{letter}{FIRST_ROWS[organisation] - 1}")
    return Told(f"{organisation}: column {letter} is hidden", "hidden-used", (where,))


def commented(quarter: Quarter, rng: Random) -> Told:
    risk = rng.choice(RISKS)
    where = quarter.where(risk, rng.choice(("owner", "trend", "actions")))
    quarter.register(risk.organisation)[where[2]].comment = Comment("Is this still so?", "Risk team")
    return Told(f"{risk.id}: a comment on {where[2]}", "comment-on-cell", (where,))


def merged_sideways(quarter: Quarter, rng: Random) -> Told:
    risk = rng.choice([one for one in RISKS if one.organisation == "MOPAC"])
    first, second = quarter.at(risk, "cause"), quarter.where(risk, "consequence")
    quarter.register("MOPAC").merge_cells(f"{first}:{second[2]}")
    return Told(f"{risk.id}: {first} runs over the next column", "merged-sideways", (second,))


def planned_control(quarter: Quarter, rng: Random) -> Told:
    risk = rng.choice(RISKS)
    text = rng.choice(("A new rota (planned)", "Policy under review", "A deputy is to be appointed"))
    where = quarter.put(risk, "controls", text if risk.organisation == "Met" else f"• {text}")
    return Told(f"{risk.id}: {text}", "control-not-there", (where,))


def row_of_nothing(quarter: Quarter, rng: Random) -> Told:
    """A row below the last risk that holds words where ids stand."""
    page = quarter.register("MOPAC")
    row = page.max_row + 1
    page.cell(row, 1).value = f"OPC-{rng.randint(20, 99)} Strike by drivers"
    return Told(
        "a line that begins with an id", "rows-left-out", ((FILES["MOPAC"], SHEETS[FILES["MOPAC"]], f"A{row}"),)
    )


def restrict_in_register(quarter: Quarter, risk_id: str) -> None:
    """MOPAC begins to say what is restricted, and the layout names the column."""
    page = quarter.register("MOPAC")
    column = page.max_column + 1
    page.cell(1, column).value = "Restricted"
    risk = next(one for one in RISKS if one.id == risk_id)
    page.cell(page[quarter.at(risk, "id")].row, column).value = "Names an informant"
    layout = quarter.inputs / "layouts" / "mopac.toml"
    last = 'next_review = "Next due"\n'
    layout.write_text(layout.read_text("utf-8").replace(last, f'{last}restricted = "Restricted"\n'), "utf-8")


def restricted_in_register(quarter: Quarter, rng: Random) -> Told:
    risk = rng.choice([one for one in REPORTED if one.organisation == "MOPAC"])
    restrict_in_register(quarter, risk.id)
    row = quarter.row_of("Meeting", "Setting", "Protective marking")
    return Told(
        f"{risk.id} is restricted",
        "restricted-unmarked",
        (("mapping.xlsx", "Meeting", f"B{row}"),),
        ("restricted-quoted",),
    )
