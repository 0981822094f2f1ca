"""How each organisation's register is read: the layouts as a person confirmed them."""

from __future__ import annotations

MET = """\
# How we read the Met's corporate risk register (met-register.xlsx).
# Lines that start with # are notes for people. The left side of each line under [columns] is what the
# report needs; the right side is the heading in the register, with its banner where the same heading
# stands under several. If a heading changes, run: make layout FILE=inputs/met-register.xlsx

organisation = "Met"
sheet = "Corporate risks"
header_rows = [5, 6]            # the banner and the headings below it
confirmed = "2017-09-01"        # read through with the Met's Head of Risk and Assurance on this day

# An arrow up in this register means that the risk is rising.
trend_means = "risk"

[columns]
id = "Ref"
title = "Risk"
description = "Risk description"
owner = "Risk owner"
"inherent.likelihood" = "Inherent > Likelihood"
"inherent.impact" = "Inherent > Impact"
"inherent.score" = "Inherent > Score"
"inherent.rating" = "Inherent > Rating"
controls = "Control in place"
"current.likelihood" = "Current > Likelihood"
"current.impact" = "Current > Impact"
"current.score" = "Current > Score"
"current.rating" = "Current > Rating"
trend = "Direction"
trend_reason = "Reason for movement"
actions = "Actions to reach target"
"target.likelihood" = "Target > Likelihood"
"target.impact" = "Target > Impact"
"target.score" = "Target > Score"
"target.rating" = "Target > Rating"
last_reviewed = "Last reviewed"
next_review = "Next review"
status = "Status"

[ignore]
headings = ["Control lead"]     # the report names owners of risks and of joint controls, not of these

[split]
controls = []                   # each control already has a row of its own
actions = ["line"]
"""

MOPAC = """\
# How we read MOPAC's risk register (mopac-register.xlsx).
# MOPAC says gross, net and target for what the report calls inherent, current and target.
# If a heading changes, run: make layout FILE=inputs/mopac-register.xlsx

organisation = "MOPAC"
sheet = "Register"
header_rows = [1]
confirmed = "2017-09-04"        # read through with MOPAC's Head of Governance on this day

[columns]
id = "Risk no."
category = "Directorate"
title = "Short name"
description = "What might happen"
cause = "Why it might happen"
consequence = "What it would lead to"
owner = "Lead director"
"inherent.likelihood" = "Gross likelihood"
"inherent.impact" = "Gross impact"
"inherent.score" = "Gross score"
controls = "Controls we rely on"
"current.likelihood" = "Net likelihood"
"current.impact" = "Net impact"
"current.score" = "Net score"
"current.rating" = "Net rating"
trend = "Direction of travel"
actions = "Further actions"
"target.likelihood" = "Target likelihood"
"target.impact" = "Target impact"
"target.score" = "Target score"
"target.rating" = "Target rating"
appetite = "Appetite"
last_reviewed = "Last considered"
next_review = "Next due"

[split]
controls = ["bullet"]           # several in a cell, a bullet each
actions = ["bullet"]

# MOPAC's words for the movement of a risk.
[words.trend]
"No change" = "same"
"Increasing" = "rising"
"Reducing" = "falling"
"New" = "new"
"""

LAYOUTS = {"met.toml": MET, "mopac.toml": MOPAC}
