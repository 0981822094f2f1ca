"""Short forms: never written out, or too late; and those that need no long form."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.checks import run_checks
from pipeline.checks.acronyms import initials
from pipeline.model.marks import not_readable
from pipeline.model.records import ControlKind, InPlace, Narrative
from tests.checks.reports import codes, said
from tests.reconcile.builders import (
    MEETING_DAY,
    a_control,
    a_mapping,
    a_meeting,
    a_narrative,
    a_promise,
    a_register,
    a_risk,
    a_row,
    a_wording,
    an_organisation,
    report_of,
)

VAWG = "violence against women and girls"


def purpose(*texts: str) -> Narrative:
    return a_narrative(purpose=texts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The plan covers VAWG in London.", "acronym-unexplained"),
        ("The MoJ pays for it.", "acronym-unexplained"),
        ("Every PCP's budget, and all PCPs.", "acronym-unexplained"),
        ("Seen by DMPC/IOM.", "acronym-unexplained"),
        ("The UK and its CJS.", "acronym-unexplained"),
        ("Run by the Land Trust (LLT).", "acronym-unexplained"),  # a letter of a word counts once
        ("Run by the Local Trust (LLT).", None),
        ("The M&E plan.", "acronym-unexplained"),
        ("Its monitoring and evaluation (M&E). The M&E plan.", None),
        ("See GOV.UK for it, and the A&E. WARNING: keep out.", None),
        ("It ended the SLA. The rest goes on.", "acronym-unexplained"),
        ("The plan covers violence against women and girls (VAWG). VAWG is rising.", None),
        ("Seen by the Ministry of Justice (MoJ).", None),
        ("Paid for by Transport for London (TfL), and by its cybercrime unit (the “CCU”).", None),
        ("Paid for by Transport for London (TfL), and by its unit for cybercrime (“CCU”).", "acronym-unexplained"),
        ("Set by the Fire and Rescue Plan (“FARP”).", None),
        ("The VAWG (violence against women and girls) plan.", None),
        ("The VAWG (VAWG) plan, and VAWG's (VAWG's) cost.", "acronym-unexplained"),  # the same again
        ("VAWG is rising: violence against women and girls (VAWG) has a plan.", "acronym-late"),
        ("The plan covers what was agreed by the board (VAWG).", "acronym-unexplained"),  # no long form
        ("See the UK and the NHS, the IT team and A&E.", None),
        ("Marked OFFICIAL-SENSITIVE, in Q3 and in Part IV, by an MP and two MPs.", None),
        ("Risks OPC-05, C-SAF-1 and VAWG-2 and the A40.", None),
        ("Write to VAWG@example.org or see https://example.org/VAWG and www.VAWG.example.org.", None),
        ("THE RATING IS VERY HIGH at one of them.", None),
        ("Governance and Money; the Met and MOPAC.", None),
        ("McKinsey and LinkedIn and Macdonald.", None),
        ("The Audit Panel Mark II meets.", None),
        ('Owned by [not readable: =LEFT(A1,3)], not [not readable: =LEFT(Table1[Col],"VAWG")] in 2017.', None),
        (f"Owned by {not_readable('=CONCATENATE(VLOOKUP(A1,Sheet1!A:B,2),LEFT(TableOne[ColumnOne],3))')}.", None),
        ("Owned by [not readable: =LEFT(A1,3)] of the CJS.", "acronym-unexplained"),
    ],
)  # fmt: skip
def test_in_the_narrative(text: str, expected: str | None) -> None:
    findings = said(narrative=purpose(text))
    assert sorted(set(codes(findings))) == ([expected] if expected else [])
    assert {(f.file, f.sheet, f.cell) for f in findings} <= {("narrative.docx", "Purpose", "paragraph 1")}


@pytest.mark.parametrize(("text", "told"), [("A vote of XXXX.", "placeholder-left"), ("See Part XXX.", None), ("See MXXX.", "acronym-unexplained")])  # fmt: skip
def test_a_row_of_x_is_a_placeholder_or_a_number_and_no_short_form(text: str, told: str | None) -> None:
    assert codes(said(narrative=purpose(text))) == ([told] if told else [])


def test_each_short_form_has_one_finding_at_its_first_place() -> None:
    (finding,) = said(a_risk("M01", description="Demand on the CJS."), narrative=purpose("Quiet.", "The CJS. The CJS."))
    assert (finding.code, finding.cell, finding.subject) == ("acronym-unexplained", "paragraph 2", "CJS")
    assert "CJS stands in Purpose and in 1 more place, and is never written out." in finding.message


def test_the_acronyms_sheet_writes_it_out() -> None:
    assert said(narrative=purpose("The CJS."), acronyms={"CJS": "Criminal justice system"}) == ()
    assert said(narrative=purpose("One PCP."), acronyms={"PCPs": "Police and crime plans"}) == ()
    assert codes(said(narrative=purpose("The CJSX."), acronyms={"CJS": "Criminal justice system"})) == [
        "acronym-unexplained"
    ]


def test_an_organisation_s_full_name_writes_out_its_initials() -> None:
    assert "acronym-unexplained" not in codes(said(narrative=purpose("The MPS and MOPAC.")))


@pytest.mark.parametrize(
    ("body", "speaks"),
    [
        ({"name": "LTP Group", "full_name": "Land Trust Panel and Group"}, False),
        ({"name": "LTP", "full_name": "Land Trust Panel"}, False),
        ({"name": "LTP", "full_name": "LTP"}, True),  # the same again writes out nothing
        ({"name": "LTP", "full_name": ""}, True),
    ],
)
def test_a_body_s_short_name_without_a_full_name_is_unexplained(body: dict[str, str], speaks: bool) -> None:
    ltp = an_organisation(**body)  # type: ignore[arg-type]
    mapping = a_mapping((a_row(ids={ltp.name: ("M01",)}),), (a_control(),), (ltp,))
    register = a_register(ltp.name, a_risk("M01", ltp.name, description="It is so."))
    findings = run_checks(report_of(mapping, (register,), None, purpose("The LTP has risks.")))
    assert [f.subject for f in findings if f.code == "acronym-unexplained"] == (["LTP"] if speaks else [])


def test_a_short_form_of_several_words_writes_out_each_of_them() -> None:
    assert said(narrative=purpose("The CJS."), acronyms={"CJS IOM": "Offender management in criminal justice"}) == ()


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ({"description": "The Deputy Mayor for Policing and Crime (DMPC) decides."}, None),
        ({"description": "Nothing of the kind."}, "acronym-late"),
    ],
)
def test_the_order_is_that_of_the_page(first: dict[str, object], expected: str | None) -> None:
    """The description of a control stands in Appendix 1, its evidence in Appendix 2."""
    late = "Report to the Deputy Mayor for Policing and Crime (DMPC)"
    findings = said(controls=(a_control(**first), a_control("C-2", name="Group", description="Advises the DMPC.", evidence=late)))  # fmt: skip
    assert codes(findings) == ([expected] if expected else [])
    assert all((f.sheet, f.cell, f.subject) == ("Controls", "D2", "DMPC") for f in findings)
    assert all("only later, in C-2 Group" in f.message for f in findings)


@pytest.mark.parametrize(
    ("owner", "expected"),
    [
        ("ACTP", "owner-acronym"),
        ("Director of IOM", "owner-acronym"),
        ("Head of IT", None),
        ("Chief Constable", None),
        ("FINANCE DIRECTOR", None),
    ],
)
def test_an_owner(owner: str, expected: str | None) -> None:
    findings = said(a_risk("M01", owner=owner))
    assert codes(findings) == ([expected] if expected else [])
    assert all(f"Add {f.subject} to the Acronyms sheet" in f.remedy for f in findings)
    assert all((f.file, f.cell) == ("met-register.xlsx", "D7") for f in findings)
    controls = said(controls=(a_control(owner=owner),))
    assert [(f.code, f.cell) for f in controls] == ([(expected, "G2")] if expected else [])


def test_an_owner_s_short_form_written_out_before_is_fine() -> None:
    text = "It lies with the Assistant Commissioner Territorial Policing (ACTP)."
    assert said(a_risk("M01", owner="ACTP"), narrative=purpose(text)) == ()


def test_what_is_not_printed_is_not_judged() -> None:
    restated = a_wording("Met", "M01", "In words that all can read.")
    assert said(a_risk("M01", description="The CJS.", cause="The CPS."), wording=(restated,)) == ()
    assert said(unreported=(a_risk("M02", description="The CJS."),)) == ()
    same = a_wording("Met", "M01", "Head of Change", field="owner", agreed_by="The CJS")
    assert said(a_risk("M01", owner="Head of Change"), wording=(same,)) == ()
    assert said(narrative=a_narrative(background_papers=("- The CJS strategy",))) == ()
    assert said(meeting=a_meeting(title="Risks of the CJS")) == ()
    assert said(meeting=a_meeting(marking="Official-Pnn"), narrative=purpose("Marked PNN.")) == ()


@pytest.mark.parametrize(
    ("register", "agreed", "place"),
    [
        ("Director", "ACTP", ("Wording", "D2")),
        ("ACTP", "Director", ("Corporate risks", "D7")),  # printed behind it: what the register has
        ("ACTP", "ACTP", ("Wording", "D2")),
    ],
)
def test_an_agreed_owner_is_judged_and_the_register_s_beside_it(
    register: str, agreed: str, place: tuple[str, str]
) -> None:
    (finding,) = said(a_risk("M01", owner=register), wording=(a_wording("Met", "M01", agreed, field="owner"),))
    assert (finding.code, (finding.sheet, finding.cell)) == ("owner-acronym", place)


@pytest.mark.parametrize(
    ("mapping", "place"),
    [
        ({"wording": (a_wording("Met", "M01", "The CJS."),)}, ("Wording", "D2")),
        ({"promises": (a_promise("A paper on the CJS", due=MEETING_DAY, kept="Sent."),)}, ("Promises", "A2")),
        ({"controls": (a_control(progress="Sent to the CJS."),)}, ("Controls", "O2")),
        ({"controls": (a_control(name="CJS board", description="It meets."),)}, ("Controls", "C2")),
        ({"controls": (a_control(), a_control("C-2", name="Two", kind=ControlKind.POTENTIAL, in_place=InPlace.NO, working=None, due=MEETING_DAY, progress="The CJS."))}, ("Controls", "O2")),
    ],
)  # fmt: skip
def test_everything_else_that_is_printed_is_judged(mapping: dict[str, object], place: tuple[str, str]) -> None:
    findings = [f for f in said(**mapping) if f.code != "wording-outdated"]  # type: ignore[arg-type]
    assert [(f.code, f.sheet, f.cell) for f in findings] == [("acronym-unexplained", *place)]


@pytest.mark.parametrize(
    "text",
    [
        "A" * 30_000,
        "x (AAAAAAAA) " * 2_300,
        "AAAAAAAA " + "a" * 30_000 + " (AAAAAAAA)",
        "aA" * 15_000,
        "(AAAAAAAA) " * 2_500,
        "AB a@" * 6_000,
    ],
)
def test_no_text_takes_long(text: str) -> None:
    started = process_time()
    said(narrative=purpose(text))
    assert process_time() - started < 3


TOKENS = ("VAWG", "(VAWG)", "MoJ", "Ministry", "of", "Justice", "(MoJ)", "PCPs", "violence", "against", "women", "and", "girls", "UK", ".", "A1", "\n")  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(TOKENS), min_size=1).map(" ".join), min_size=1, max_size=3))
def test_the_acronyms_sheet_mends_each_one_and_one_finding_is_enough(texts: list[str]) -> None:
    narrative = purpose(*texts)
    subjects = [f.subject for f in said(narrative=narrative)]
    assert len(set(subjects)) == len(subjects)
    assert set(subjects) <= {"VAWG", "MoJ", "PCP"}
    assert said(narrative=narrative, acronyms=dict.fromkeys(subjects, "In full")) == ()


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Metropolitan Police Service", {"MPS"}),
        ("Mayor's Office for Policing and Crime", {"MOPC", "MOfPaC", "MOFPAC"}),
        ("Land Trust", {"LT"}),
        ("Council", set()),
        ("", set()),
    ],
)
def test_initials(name: str, short: set[str]) -> None:
    assert initials(name) == short
