"""What a template is refused for, all at once and in words; and that the shipped one is what its builder makes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from pipeline.limited import Limits
from pipeline.model.errors import TemplateUnusable
from pipeline.report import package
from pipeline.report.fields import listing
from pipeline.report.template import open_template
from pipeline.report.verify import verify
from tests.committed import as_committed
from tests.report import pages
from tests.report.word_files import DOCUMENT, SHIPPED, filled, para, shipped, table, template
from tests.sample import templates

RELATIONS = "word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def faults(data: bytes) -> tuple[str, ...]:
    with pytest.raises(TemplateUnusable) as caught:
        open_template(data, "panel-report.docx")
    return caught.value.lines


def test_the_shipped_templates_are_what_their_builders_make() -> None:
    if not as_committed("templates"):
        pytest.skip("templates/ holds a body's own templates, not those as committed")
    for name, data in templates.built().items():
        assert data == SHIPPED.with_name(name).read_bytes(), f"run python -m tests.sample: {name}"


def test_the_shipped_template_places_nearly_everything_there_is() -> None:
    """What it leaves out is known: a new field of the page must be placed, or be named here."""
    left_out = {path.split(" ")[0] for path in listing()} - open_template(shipped(), "x").placed
    assert left_out == {
        "aligned_risks.above_appetite", "aligned_risks.count", "aligned_risks.count_in_words", "aligned_risks.falling",
        "aligned_risks.names", "aligned_risks.organisations", "aligned_risks.rising",  # for sentences
        "meeting.review_period",
        "movement.themes", "movement.register_risks", "movement.owners", "movement.ratings", "movement.wordings",
        "movement.controls", "movement.due_dates",  # for sentences
        "organisations[].full_name", "organisations[].register",
        "risks[].joint_controls[].due", "risks[].joint_controls[].owner", "risks[].joint_controls[].progress",
        "risks[].joint_controls[].reference", "risks[].joint_controls[].run_by",
        "risks[].number", "risks[].potential_controls[].owner", "risks[].potential_controls[].reference",
        "risks[].potential_controls[].run_by", "risks[].rows[].rating", "risks[].rows[].reference",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("content", "says"),
    [
        # tags in the wrong place
        (para("{%p if promises %} lost words") + para("{%p endif %}"), "a {%p tag must stand alone in its paragraph"),
        (
            table(("{%tr for row in glance %}", "lost words"), ("{{ row.now }}", ""), ("{%tr endfor %}", "")),
            "a {%tr tag must stand alone in its row",
        ),
        (para("{%p if promises %}"), "“if” is not closed beside it"),
        (para("{%p endif %}"), "“endif” closes nothing"),
        (para("{% if promises %}yes"), "“if” is not closed beside it"),
        (para("{% if promises %}a") + para("b{% endif %}"), "“if” is not closed beside it"),
        (
            para("{%p for risk in risks %}") + table(("{{ risk.name }}",), (para("{%p endfor %}") + para("x"),)),
            "“endfor” closes nothing",
        ),
        (para("{% if promises %}a{% endfor %}"), "“endfor” closes nothing"),
        (
            '<w:p><w:r><w:t>{% if promises %}</w:t></w:r><w:hyperlink w:anchor="x"><w:r><w:t>a{% endif %}</w:t></w:r></w:hyperlink></w:p>',
            "begins inside a link",
        ),
        (
            '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF {{ meeting.panel }} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
            "where none can be filled",
        ),
        (para("{{ narrative.purpose }} and more"), "narrative.purpose must stand alone in a paragraph"),
        (para("{%p if promises %}", extra="<w:sectPr/>") + para("x") + para("{%p endif %}"), "section break"),
        # half tags and kinds that are not used
        (para("{a}} word"), "“}}” is half a tag"),
        (para("{{ meeting.panel"), "“{{” is half a tag"),
        (para("{meeting.panel}"), "“{meeting.panel}” is half a tag"),
        (para("{{ meeting.panel }") + para("}"), "half a tag"),
        (para("{{r meeting.panel }}"), "this kind of tag can't be used"),
        (para("a {%- if promises %}b{% endif %}"), "this kind of tag can't be used"),
        (table(("{% colspan promises %}a",)), "this kind of tag can't be used"),
        (para("{% raw %}{% endraw %}"), "this kind of tag can't be used"),
        # fields
        (para("{{ meeting.pannel }}"), "no field meeting.pannel; did you mean meeting.panel?"),
        (para("{{ meetin.panel }}"), "no field meetin; did you mean meeting?"),
        (table(("{%tr for row in glance %}",), ("{{ row.ownr }}",), ("{%tr endfor %}",)), "There is no field row.ownr"),
        (para("{{ risks }}"), "risks holds several values"),
        (para("{{ risks.name }}"), "loop over it to reach name"),
        (para("{{ meeting }}"), "meeting holds several values"),
        (para("{{ meeting.panel.upper }}"), "meeting.panel has no field upper"),
        (para("{{ risks.append }}"), "loop over it to reach append"),
        (para("{{ meeting.items }}"), "no field meeting.items"),
        (para("{{ meeting.__class__ }}"), "no field meeting.__class__"),
        (para("{% for row in meeting %}{% endfor %}"), "there is nothing to loop over"),
        (para("{{ organisations[0].heat_map | upper }}"), "without a filter"),
        # what the sandbox does not have
        (para("{{ meeting.panel | safe }}"), "The filter safe is not known"),
        (para("{{ meeting.panel | attr('x') }}"), "The filter attr is not known"),
        (para("{{ range(10) }}"), "“call” can't be used in a tag"),
        (para("{{ meeting.panel.upper() }}"), "“call” can't be used in a tag"),
        (para("{% include 'x' %}"), "“include” can't be used"),
        (para("{% macro x() %}{% endmacro %}"), "“macro” can't be used"),
        (para("{% if meeting.panel is callable %}{% endif %}"), "“is callable” is not known"),
        (para("{{ meeting. }}"), "a tag can't be read"),
        (para("{{ 7 / 0 }}"), "can't be used in a tag"),
    ],
)
def test_refused(content: str, says: str) -> None:
    assert any(says in line for line in faults(template(content, para("x")))), faults(template(content, para("x")))


@pytest.mark.parametrize(
    "content",
    [
        para("{% if meeting.marking %}{{ meeting.marking }}{% elif draft_notice %}b{% else %}c{% endif %}"),
        para(
            "{% for term in definitions.trends %}{{ loop.index }}. {{ term.term }}{% if not loop.last %}, {% endif %}{% endfor %}"
        ),
        para("{{ movement.sentences | join(' ') }} {{ meeting.panel | upper }} {{ risks | length }}"),
        para("{{ risks[0].name }} {{ (risks | first).name }} {{ meeting['panel'] }}"),
        para("{% set it = meeting %}{{ it.panel }}"),
        para("{# a remark #}x"),
        para("{{ “a” ~ meeting.panel }} { } %"),
        para("{%p if risks and not promises %}") + para("x") + para("{%p else %}") + para("y") + para("{%p endif %}"),
    ],
)
def test_used(content: str) -> None:
    source = template(content, para("x"))
    built = filled(source, pages.founding())
    verify(built.docx, built, pages.founding(), template=source)


def test_all_faults_at_once_each_with_its_file_and_words() -> None:
    lines = faults(
        template(para("Dear {{ meeting.pannel }},"), para("{{ risk.name }}"), header=para("On {{ meeting.dat }}"))
    )
    assert len(lines) == 3
    assert [line.partition(":")[0] for line in lines] == [
        "panel-report.docx, paragraph 1", "panel-report.docx, paragraph 2", "panel-report.docx, in the header, paragraph 1"
    ]  # fmt: skip
    assert "“Dear {{ meeting.pannel }},”" in lines[0]
    assert any("meeting.date" in line for line in lines)


def relation(kind: str, target: str, mode: str = "External") -> Mapping[str, bytes]:
    members = package.read(shipped())
    added = f'<Relationship Id="rIdX" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
    return {RELATIONS: members[RELATIONS].replace(b"</Relationships>", added.encode())}


def field(code: str) -> str:
    kinds = (
        '<w:fldChar w:fldCharType="begin"/>',
        f"<w:instrText>{code}</w:instrText>",
        '<w:fldChar w:fldCharType="end"/>',
    )
    return "<w:p>" + "".join(f"<w:r>{kind}</w:r>" for kind in kinds) + "</w:p>"


@pytest.mark.parametrize(
    ("content", "parts", "says"),
    [
        (para("x"), relation("image", "https://example.org/x.png"), "fetches something from outside (image"),
        (para("x"), relation("attachedTemplate", "https://example.org/x.dotm"), "a template attached"),
        (para("x"), relation("aFChunk", "x.html", "Internal"), "altChunk"),
        (para("x"), relation("hyperlink", "file:///c:/x"), "only web and e-mail addresses"),
        (para("x"), relation("oleObject", "x.bin", "Internal"), "an embedded object"),
        (para("x"), {"word/vbaProject.bin": b"x"}, "macros"),
        (field(" INCLUDETEXT x "), {}, "the field INCLUDETEXT"),
        (field(" DDEAUTO x "), {}, "the field DDEAUTO"),
        ('<w:p><w:fldSimple w:instr=" INCLUDEPICTURE x "><w:r><w:t>y</w:t></w:r></w:fldSimple></w:p>', {}, "the field INCLUDEPICTURE"),
        ('<w:p><w:ins w:id="1" w:author="x"><w:r><w:t>y</w:t></w:r></w:ins></w:p>', {}, "tracked changes"),
        ('<w:p><w:del w:id="1" w:author="x"><w:r><w:delText>{{ x }}</w:delText></w:r></w:del></w:p>', {}, "tracked changes"),
    ],
)  # fmt: skip
def test_what_runs_or_fetches_is_refused(content: str, parts: Mapping[str, bytes], says: str) -> None:
    assert any(says in line for line in faults(template(content, **parts)))


def test_a_link_to_the_web_is_fine() -> None:
    open_template(template(para("x"), **relation("hyperlink", "https://example.org")), "x")


def test_a_document_type_definition_is_refused() -> None:
    members = package.read(shipped())
    bomb = members[DOCUMENT].replace(b"<w:document", b'<!DOCTYPE x [<!ENTITY e "y">]><w:document', 1)
    assert any("document type definition" in line for line in faults(package.write({**members, DOCUMENT: bomb})))


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"<html>", b"\xd0\xcf\x11\xe0" + b"\0" * 600, package.write({"a.txt": b""})]
)
def test_what_is_no_word_file_is_said_to_be_none(data: bytes) -> None:
    (line,) = faults(data)
    assert re.match(r"The template panel-report\.docx is (empty|damaged|a web page|a packed folder|a file of an)", line)


def test_a_loop_gone_wild_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.report.fill.MAX_RENDERED", 10_000)
    deep = "".join(para(f"{{%p for a{n} in glance %}}") for n in range(4)) + para("x") + para("{%p endfor %}") * 4
    with pytest.raises(TemplateUnusable, match="a loop inside a loop"):
        filled(template(deep), pages.founding())


@pytest.mark.parametrize(
    ("depth", "inside", "limits", "says"),
    [
        (9, "", Limits(computing=1), "more than 1 seconds of computing"),
        (9, "", Limits(elapsed=1), "more than 1 seconds; look for a loop inside a loop"),
        (1, '{{ ("x" * 900000000) | upper }}', Limits(memory=600 << 20), "600 MB of memory"),
    ],
)
def test_a_template_that_never_ends_is_stopped_and_the_next_is_filled(
    depth: int, inside: str, limits: Limits, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = "".join(f"{{% for a{n} in glance %}}" for n in range(depth)) + inside + "{% endfor %}" * depth
    page = pages.founding()
    page = replace(page, glance=page.glance * 10)
    with monkeypatch.context() as patch:
        patch.setattr("pipeline.report.fill.LIMITS", limits)
        with pytest.raises(TemplateUnusable, match=says):
            filled(template(para(endless)), page)
    assert filled(template(para("{{ meeting.panel }}")), page).placed[DOCUMENT] == (page.meeting.panel,)


def test_a_template_is_judged_once_whatever_it_is_called() -> None:
    source = template(para("{{ meeting.panel }}"))
    first, second = open_template(source, "one.docx"), open_template(bytes(source), "other.docx")
    assert (first.name, second.name) == ("one.docx", "other.docx")
    assert first.parts is second.parts
