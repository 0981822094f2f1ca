"""Templates made to do harm: no code runs, nothing is fetched, each ends within limits, in words."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Mapping

import pytest

from pipeline.limited import Limits
from pipeline.model.errors import TemplateUnusable
from pipeline.report import package
from pipeline.report.fields import listing
from pipeline.report.verify import verify
from tests.report import pages
from tests.report.test_template import faults, field, relation
from tests.report.word_files import DOCUMENT, filled, para, shipped, template, texts

LOOP = "{{% for a in risks %}}{{{{ {} }}}}{{% endfor %}}"
CALL, NAME, WORD, FILTER = "“call” can't be used", "There is no field", "can't be used in a template", "The filter"

# What it tries, the tag, and what is said of it.
ATTACKS: tuple[tuple[str, str, str], ...] = (
    # to code
    ("subclasses", "{{ ''.__class__.__mro__[1].__subclasses__() }}", CALL),
    ("class of a text", "{{ meeting.panel.__class__ }}", "it is a text"),
    ("class as an item", "{{ meeting['__class__'] }}", NAME),
    ("class by an escape", r"{{ meeting['\u005f\u005fclass\u005f\u005f'] }}", NAME),
    ("class by a hex escape", r"{{ ()|attr('\x5f\x5fclass\x5f\x5f') }}", FILTER),
    ("class in wide letters", "{{ meeting.__ｃlass__ }}", NAME),
    ("class of a list", "{{ risks.__class__ }}", "loop over it"),
    ("globals of lipsum", "{{ lipsum.__globals__ }}", NAME),
    ("globals of cycler", "{{ cycler.__init__.__globals__.os.popen('id').read() }}", CALL),
    ("joiner", "{{ joiner.__init__ }}", NAME),
    ("namespace", "{{ namespace(x=1).x }}", CALL),
    ("dict", "{{ dict(a=1) }}", CALL),
    ("self", "{{ self._TemplateReference__context }}", NAME),
    ("request", "{{ request.application }}", NAME),
    ("config", "{{ config.items() }}", CALL),
    ("messages of Flask", "{{ get_flashed_messages.__globals__ }}", NAME),
    ("caller", "{{ caller() }}", CALL),
    ("varargs", "{{ varargs }}", NAME),
    ("a method", "{{ meeting.panel.upper() }}", CALL),
    ("a method of a dict", "{{ meeting.items }}", NAME),
    ("a method of a list", "{{ risks.append }}", "loop over it"),
    ("the loop's inside", LOOP.format("loop.__init__"), NAME),
    ("the loop's iterator", LOOP.format("loop._iterator"), NAME),
    ("the loop's method", LOOP.format("loop.cycle('a')"), CALL),
    ("format of a text", "{{ '{0.__class__}'.format(meeting) }}", CALL),
    ("format by map", "{{ meeting.panel.format_map(meeting) }}", CALL),
    ("format by filter", "{{ '%s'|format(meeting) }}", FILTER),
    ("format by sign", "{{ '%(panel)s' % meeting }}", "neither a number nor a text"),
    ("attr", "{{ meeting|attr('panel') }}", FILTER),
    ("map", "{{ risks|map(attribute='__class__')|first }}", FILTER),
    ("groupby", "{{ risks|groupby('__class__')|first }}", FILTER),
    ("selectattr", "{{ risks|selectattr('name')|first }}", FILTER),
    ("join by attribute", "{{ risks|join(attribute='__class__') }}", "has no attribute"),
    ("xmlattr", "{{ meeting|xmlattr }}", FILTER),
    ("a test for what can be called", "{% if meeting.panel is callable %}{% endif %}", "“is callable” is not known"),
    # to other words
    ("include", "{% include '/etc/passwd' %}", WORD),
    ("import", "{% import 'os' as os %}", WORD),
    ("from", "{% from 'os' import system %}", WORD),
    ("extends", "{% extends 'x' %}", WORD),
    ("a macro that calls itself", "{% macro x() %}{{ x() }}{% endmacro %}{{ x() }}", WORD),
    ("a call block", "{% call x() %}{% endcall %}", WORD),
    ("do", "{% do risks.append(1) %}", WORD),
    ("with", "{% with a = 1 %}{% endwith %}", WORD),
    ("a filter block", "{% filter upper %}x{% endfilter %}", WORD),
    ("a set block", "{% set x %}y{% endset %}", "a tag can't be read"),
    ("setting an attribute", "{% set meeting.panel = 1 %}", "can't be"),
    ("escaping switched off", "{% autoescape false %}{{ meeting.panel }}{% endautoescape %}", WORD),
    ("safe", "{{ meeting.panel|safe }}", FILTER),
    ("raw", "{% raw %}{{ x }}{% endraw %}", "this kind of tag"),
    ("a tag in a tag", "{{ '{{ meeting.title }}' }}", "not closed before the next"),
    ("docxtpl's own", "{{r meeting.panel }}", "this kind of tag"),
    ("a loop that calls itself", "{% for a in risks recursive %}{{ loop(risks) }}{% endfor %}", "A loop takes one name"),
    # to characters
    ("half a character", r"{{ '\ud800' }}", "no document can hold"),
    ("half a character reckoned", "{{ '%c' % 55296 }}", "no document can hold"),
    ("a mark of the program's own", r"{{ '\ufdd2narrative.purpose' }}", "no document can hold"),
    ("a mark of native content", r"{{ meeting.panel[:0] ~ '\ufdd0narrative.purpose\ufdd1' }}", "can't be asked for an item"),
    ("a mark put together", r"{{ draft_notice ~ '\ufdd0narrative.purpose\ufdd1' }}", "no document can hold"),
    ("a bell", r"{{ '\x07' }}", "no document can hold"),
    # to time and memory
    ("a power", "{{ 9**9**9 }}", "“pow” can't be used"),
    ("a range", "{{ range(10**9)|first }}", CALL),
    ("centring", "{{ meeting.panel|center(999999999) }}", FILTER),
    ("brackets", "{{ " + "[" * 400 + "]" * 400 + " }}", "nested too deeply"),
    ("signs", "{{ " + "-" * 3000 + "1 }}", "nested too deeply"),
    ("nots", "{% if " + "not " * 4000 + "1 %}x{% endif %}", "nested too deeply"),
    ("dots", "{{ " + "meeting." * 2000 + "panel }}", "nested too deeply"),
    ("filters", "{{ 1" + "|upper" * 3000 + " }}", "nested too deeply"),
    ("a sum", "{{ " + "1+" * 9000 + "1 }}", "nested too deeply"),
    ("conditions", "{% if risks %}" * 3000 + "{% endif %}" * 3000, "nested too deeply"),
    ("a tag without end", "{{ 'a'" + "~'a'" * 30000 + " }}", "characters can't be read; the most is"),
    ("tags without number", "{{ meeting.panel }}" * 10_001, "10,001 tags; the most is 10,000"),
    ("opened and never closed", "{{ " * 400_000, "half a tag"),
    ("closed and never opened", "}} " * 400_000, "half a tag"),
    ("a division by nothing", "{{ 1 // 0 }}", "by zero"),
    ("a rest by nothing", "{% if 10 is divisibleby 0 %}x{% endif %}", "by zero"),
)  # fmt: skip


@pytest.mark.parametrize(("tag", "says"), [attack[1:] for attack in ATTACKS], ids=[attack[0] for attack in ATTACKS])
def test_an_attack_is_refused_in_words(tag: str, says: str) -> None:
    began = time.monotonic()
    with pytest.raises(TemplateUnusable) as refused:
        filled(template(para(tag)), pages.founding())
    assert any(says in line for line in refused.value.lines), refused.value.lines
    assert not any("Traceback" in line or "Error" in line for line in refused.value.lines)
    assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    "tag",
    [
        "{{ 'x' * 999999999 }}",
        "{{ [1] * 999999999 }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ ('%999999999s' % 'x')|upper }}",
        "{{ meeting.panel|replace('', 'x' * 999999999) }}",
        "{{ ('a' * 9999)|replace('a', 'b' * 9999)|replace('b', 'c' * 9999) }}",
    ],
)
def test_what_takes_memory_is_stopped(tag: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.report.fill.LIMITS", Limits(memory=500 << 20, computing=10, elapsed=20))
    with pytest.raises(TemplateUnusable, match="filling it took more than"):
        filled(template(para(tag)), pages.founding())


@pytest.mark.parametrize(
    ("tag", "shown"),
    [
        ("{{ '</w:t></w:r></w:p><w:altChunk/>' }}", "</w:t></w:r></w:p><w:altChunk/>"),
        ("{{ '<script>' ~ meeting.panel }}", "<script>Audit Panel"),
        ("{{ '&lt;'|upper }}", None),
        ("{{ '\N{RIGHT-TO-LEFT OVERRIDE}x' }}", "\N{RIGHT-TO-LEFT OVERRIDE}x"),
        ("{{ '{' ~ '{ meeting.title }' ~ '}' }}", "{{ meeting.title }}"),
    ],
)
def test_what_looks_like_more_is_a_text_or_refused(tag: str, shown: str | None) -> None:
    source = template(para(tag))
    if shown is None:
        assert faults(source)
    else:
        made = filled(source, pages.founding())
        verify(made.docx, made, pages.founding(), template=source)
        assert texts(made.docx) == [shown]


PACKAGE_ATTACKS: tuple[tuple[str, str, Mapping[str, bytes], str], ...] = (
    ("a picture from outside", para("x"), relation("image", "https://example.org/x.png"), "fetches something from outside"),
    ("a template attached", para("x"), relation("attachedTemplate", "https://example.org/x.dotm"), "a template attached"),
    ("a file share", para("x"), relation("attachedTemplate", "file://server/share/x.dotm"), "a template attached"),
    ("altChunk", para("x"), relation("aFChunk", "x.html", "Internal"), "altChunk"),
    ("an OLE object", para("x"), relation("oleObject", "x.bin", "Internal"), "an embedded object"),
    ("an OLE object outside", para("x"), relation("oleObject", "file:///c:/x"), "an embedded object"),
    ("an ActiveX control", para("x"), relation("control", "x.bin", "Internal"), "an ActiveX control"),
    ("a sub-document", para("x"), relation("subDocument", "file:///c:/x.docx"), "a sub-document"),
    ("a frame", para("x"), relation("frame", "https://example.org"), "a frame from elsewhere"),
    ("a mail merge", para("x"), relation("mailMergeSource", "file:///c:/x.csv"), "a mail merge"),
    ("macros", para("x"), {"word/vbaProject.bin": b"x"}, "macros"),
    ("macros by another name", para("x"), relation("vbaProject", "x.bin", "Internal"), "macros"),
    ("a link to a file", para("x"), relation("hyperlink", "file:///etc/passwd"), "only web and e-mail"),
    ("a link that runs", para("x"), relation("hyperlink", "javascript:alert(1)"), "only web and e-mail"),
    ("a link to a share", para("x"), relation("hyperlink", r"\\server\share"), "only web and e-mail"),
    ("DDE", field(" DDE cmd x "), {}, "the field DDE"),
    ("DDEAUTO", field(" DDEAUTO c:\\\\x "), {}, "the field DDEAUTO"),
    ("DDEAUTO in small letters", field(" ddeauto x "), {}, "the field DDEAUTO"),
    ("INCLUDETEXT", field(" INCLUDETEXT x "), {}, "the field INCLUDETEXT"),
    ("INCLUDEPICTURE", field(" INCLUDEPICTURE https://example.org "), {}, "the field INCLUDEPICTURE"),
    ("LINK", field(" LINK Excel.Sheet x "), {}, "the field LINK"),
    ("IMPORT", field(" IMPORT x "), {}, "the field IMPORT"),
    ("MACROBUTTON", field(" MACROBUTTON x "), {}, "the field MACROBUTTON"),
    ("DOCVARIABLE", field(" DOCVARIABLE x "), {}, "the field DOCVARIABLE"),
    ("USERNAME", field(" USERNAME "), {}, "the field USERNAME"),
    ("a field put together", '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDE</w:instrText></w:r><w:r><w:instrText>AUTO x</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>', {}, "the field DDEAUTO"),
    ("a field in a field", '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF x </w:instrText></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DDE x </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>', {}, "the field DDE"),
    ("a field never ended", '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DDEAUTO x </w:instrText></w:r></w:p>', {}, "DDEAUTO"),
    ("a field in a header", para("x"), {"word/header1.xml": package.read(shipped())["word/header1.xml"].replace(b"</w:hdr>", field(" DDE x ").encode() + b"</w:hdr>")}, "the field DDE"),
    ("a link in a field", field(' HYPERLINK "file:///etc/passwd" '), {}, "only web and e-mail"),
    ("a link to a share in a field", field(' HYPERLINK \\\\server\\share '), {}, "only web and e-mail"),
    ("a tag in a field code", field(" REF {{ meeting.panel }} "), {}, "where none can be filled"),
    ("a tag in an attribute", '<w:p><w:r><w:t>x</w:t></w:r><w:bookmarkStart w:id="1" w:name="{{ meeting.panel }}"/><w:bookmarkEnd w:id="1"/></w:p>', {}, "where none can be filled"),
    ("a tag behind an empty text", '<w:p><w:r><w:t xml:space="preserve"/></w:r><w:r><w:instrText>{{ meeting.panel }}</w:instrText></w:r><w:r><w:t>x</w:t></w:r></w:p>', {}, "where none can be filled"),
    ("a tag in a text box", '<w:p><w:r><w:pict><w:txbxContent>' + para("{{ meeting.panel }}") + "</w:txbxContent></w:pict></w:r></w:p>", {}, "text boxes"),
    ("a tag in a tracked deletion", '<w:p><w:del w:id="1" w:author="x"><w:r><w:delText>{{ x }}</w:delText></w:r></w:del></w:p>', {}, "tracked changes"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("content", "parts", "says"), [one[1:] for one in PACKAGE_ATTACKS], ids=[one[0] for one in PACKAGE_ATTACKS]
)
def test_what_runs_fetches_or_hides_is_refused(content: str, parts: Mapping[str, bytes], says: str) -> None:
    found = faults(template(content, **parts))
    assert any(says in line for line in found), found


def _document(old: bytes, new: bytes) -> bytes:
    members = package.read(template(para("x")))
    assert old in members[DOCUMENT]
    return package.write({**members, DOCUMENT: members[DOCUMENT].replace(old, new, 1)})


def _zipped(members: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "' + b"&a;" * 99 + b'"><!ENTITY c "' + b"&b;" * 99 + b'">]>'


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (lambda: _document(b"<w:document", LAUGHS + b"<w:document"), "document type definition"),
        (lambda: _document(b"<w:document", b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><w:document'), "document type definition"),
        (lambda: _document(b"<w:body>", b"<w:body>" + b"<w:sdt>" * 5000 + b"</w:sdt>" * 5000), "damaged"),
        (lambda: _document(b"<w:body>", b"<w:body>&e;"), "damaged"),
        (lambda: _document(b"x</w:t>", b"x" * (5 << 20) + b"</w:t>"), "5 MB of text in word/document.xml; the most is 4 MB"),
        (lambda: _zipped([*package.read(shipped()).items(), ("word/x.bin", b"\0" * (65 << 20))]), "unpacks to far more"),
        (lambda: _zipped([*package.read(shipped()).items(), *((f"word/{n}", b"") for n in range(2001))]), "too many parts"),
        (lambda: shipped()[: len(shipped()) // 2], "damaged"),
        (lambda: _zipped([*package.read(shipped()).items(), ("../../outside.xml", b"<x/>")]), ""),
    ],
    ids=["laughs", "a file as an entity", "depth", "an unknown entity", "a text without end", "a bomb", "parts without number", "half a file", "a way out of the folder"],
)  # fmt: skip
def test_what_is_hostile_as_a_file_is_refused(data: object, says: str) -> None:
    began = time.monotonic()
    made = data()  # type: ignore[operator]
    if says:
        with pytest.raises(TemplateUnusable) as refused:
            filled(made, pages.founding())
        assert any(says in line for line in refused.value.lines), refused.value.lines
    else:
        assert package.read(made).keys() >= package.read(shipped()).keys()  # read into memory, never onto the disk
    assert time.monotonic() - began < 20


def test_the_attacks_are_many_and_each_is_its_own() -> None:
    tags = [tag for _, tag, _ in ATTACKS]
    assert len(set(tags)) == len(tags) > 60
    assert len({(content, *parts) for _, content, parts, _ in PACKAGE_ATTACKS}) > 20
    fields = {path.partition(" ")[0] for path in listing()}
    assert not [path for path in fields if re.search(r"(^|\.)(items|keys|values|copy|count|index|_\w*)$", path) and "." in path and path.rpartition(".")[2] in dir({})]  # fmt: skip
