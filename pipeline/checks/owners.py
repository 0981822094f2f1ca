"""Is somebody answerable for each risk that is reported, and is it a post? Owners as they are printed are judged."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import combinations

from rapidfuzz import fuzz

from pipeline.checks.printed import Check, Printed, printed_controls, printed_risks
from pipeline.checks.records_back import plain
from pipeline.model.findings import Finding, find
from pipeline.model.owners import nobody
from pipeline.model.records import Report

_ADDRESS = re.compile(r"(?<=[^\s@<(])@[^\s@>)]+\.[^\s@>)]+")
_BETWEEN_NAMES = "al ap bin da de del della den der di dos du el ibn la le st ten ter van von y zu"
_PARTICLES = frozenset(_BETWEEN_NAMES.split())
_NAME = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_MAC = re.compile(r"\bMa?c(?=[A-ZÀ-Þ])")
# Between the people or posts that share a cell; between a name and its post.
_BESIDE, _BEFORE_POST = re.compile(r"[/;&\n]|\band\b"), re.compile(r",|(?<=\s)[-–—](?=\s)")
_ASIDE = re.compile(r"\([^()]{0,100}\)")  # "(acting)"
_OF_AN_OFFICE = re.compile(r"(?!clement).+(?:[st]ions?|ments?|ology|ics|ship|ism)")  # "Detention", "Enforcement"
_CIVIL = re.compile(r"^(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Dame|Lord|Lady|Cllr|Councillor|Prof|Professor|Rev)\.?\s+[A-Z]")

# Words that stand in the name of a post, a group or a service, and are hardly ever a person's.
_POSTS = """
    academy account accountant accounts adjutant adult adults adviser advisor affairs agency ambulance analysis
    analyst analytics architect area assets assistant associate assurance audit auditor authority board borough
    branch building buildings bureau bursar business cabinet care central centre chair chairman change chief
    children city clerk clinical co-ordinator coach coastguard college commander commercial commissioner committee
    communications community company compliance comptroller conduct constable consultant contracts control
    controller coordinator corporate council councillor counsel counter county crime criminal custody customer cyber
    delivery department depot deputy design desk development digital director directorate district division economic
    economist editor education emergency engineer engineering enterprise environment equality estate estates ethics
    events executive facilities families finance financial fire firearms fleet force forum foundation framework
    fraud general global governance governor grants group growth head headteacher health highways home homes
    hospital housing human incident information infrastructure innovation insight inspector institute insurance intelligence
    interim internal international investment investments joint justice knowledge lawyer lead leader leadership
    learning lecturer legal leisure library licensing local manager marketing mayor mayoral media medical member
    members midwife minister monitoring national neighbourhood network nurse nursing office officer ombudsman
    operating operational operations organisation overseer paramedic parking partner partners partnership partnerships
    patient payroll people performance permanent personnel pharmacist physician planning police policing policy
    portfolio practice president prevention principal prison privacy procurement professional programme programmes
    project projects property protection protective provost psychologist public quality records recruitment rector
    regional registrar regulation regulatory research resilience resource resources response responsible risk risks
    road roads safeguarding safety school science scrutiny secretariat secretary section security senior service
    services social solicitor specialist sponsor staff standards station statistician steering strategic strategy
    superintendent supervisor supplier supply support surgeon surveyor sustainability system systems tactical task
    tax team technical technology territorial training transformation transport treasurer treasury trust trustee
    airport archive archives archivist arts bailiff beach beadle burial caldicott cemetery chaplain civic civil command conservator
    constabulary contingencies contingency coroner crematorium crier cultural culture curator dean democratic dock elections
    electoral forester gardens gold guardian harbour heritage keeper marshal master museum museums park parks pier port ranger
    recorder revenues sheriff silver sport sports steward tourism trading verger warden
    trustees unit university vice victim victims violence volunteer watch waste welfare wellbeing workforce works youth
"""
_OF_A_POST = frozenset(_POSTS.split())
_MANY = 3  # aligned risks
_LONGEST_NAME = 60  # letters


def owner_missing(report: Report) -> Iterator[Finding]:
    """A risk without an owner is nobody's to answer for. "Vacant" and "TBC" name nobody either.

    An agreed owner is one. Quiet where something stands there that could not be read, which is said already.
    """
    for printed in printed_risks(report):
        reported = printed.reported
        agreed = "owner" in reported.wordings
        if nobody(reported.owner) and (agreed or "owner" not in reported.risk.unknown):
            where = "the Wording sheet" if agreed else "its register"
            says = f': {where} says "{reported.owner}"' if reported.owner else ""
            remedy = "Name a post-holder in the Wording sheet, or delete the row." if agreed else ""
            yield _of_risk("owner-missing", printed, f"has no risk owner{says}", remedy)


def owner_personal(report: Report) -> Iterator[Finding]:
    """People leave and posts stay; and a person's name or address has no place in a paper that may be published.

    A name is two or three capitalised words with no word of a role among them, or one after "Mr" or "Dr". Quiet on
    what has a word of a post, a group or a service ("Estates", "Corporate Services"), and on names of organisations.
    """
    ours = _ours(report)
    for printed in printed_risks(report):
        if what := _personal(printed.reported.owner, ours):
            agreed = "owner" in printed.reported.wordings
            remedy = "Name the post in the Wording sheet." if agreed else ""
            yield _of_risk("owner-personal", printed, f"has {what} as its owner: {printed.reported.owner}", remedy)
    for _, assessed in printed_controls(report):
        control = assessed.control
        if what := _personal(control.owner, ours):
            subject = f"{control.reference} {control.name}"
            message = f"{subject} has {what} as its owner: {control.owner}."
            yield find("control-owner-personal", message, control.source.place("owner"), subject=subject, field="owner")


def owner_differs(report: Report) -> Iterator[Finding]:
    """One risk that several bodies keep under one id, and each has somebody else answer for it. Told once an id.

    Two registers that number alike (R1, R2 …) share ids by chance; there the words must read alike too. Quiet where
    either has no owner, and where each names its own holder of one post: "Clerk, Ardle" and "Clerk, Borrin".
    """
    styles = {one.organisation: Counter(_style(risk.id) for risk in one.risks) for one in report.registers}
    by_id: dict[str, list[Printed]] = {}
    for printed in printed_risks(report):
        if not nobody(printed.reported.owner):
            by_id.setdefault(plain(printed.reported.risk.id), []).append(printed)
    for group in by_id.values():
        differ = {id(one): one for pair in combinations(group, 2) if _owned_otherwise(*pair, styles) for one in pair}
        them = [one for one in group if id(one) in differ]
        if not them:
            continue
        others = [f"{one.subject} by {one.reported.owner}" for one in them[1:]]
        more = [f"{len(others) - _MOST_OTHERS} more likewise"] if len(others) > _MOST_OTHERS else []
        *before, last = f"{them[0].subject} is owned by {them[0].reported.owner}", *others[:_MOST_OTHERS], *more
        yield find(
            "owner-differs",
            f"{', '.join(before)}, and {last}.",
            them[1].reported.place("owner"),
            subject=them[1].subject,
            field="owner",
        )


def owner_of_many(report: Report) -> Iterator[Finding]:
    """One post that answers for risks under three aligned risks or more: worth knowing before it falls vacant."""
    owned: dict[tuple[str, str], dict[str, Printed]] = {}
    for printed in printed_risks(report):
        owner = printed.reported.owner
        if not nobody(owner):
            owned.setdefault((printed.organisation.name, plain(owner)), {}).setdefault(printed.aligned.name, printed)
    for (organisation, _), by_theme in owned.items():
        if len(by_theme) >= _MANY:
            first = next(iter(by_theme.values()))
            owner = first.reported.owner
            names = ", ".join(by_theme)
            yield find(
                "owner-of-many",
                f"{owner} owns {organisation}'s risks under {len(by_theme)} aligned risks: {names}.",
                first.reported.place("owner"),
                subject=f"{organisation}: {owner}",
                field="owner",
                organisation=organisation,
            )


CHECKS: tuple[Check, ...] = (owner_missing, owner_personal, owner_differs, owner_of_many)

_SAME_WORDS = 80  # of 100
_MOST_OTHERS = 5  # owners named after the first


def _owned_otherwise(here: Printed, there: Printed, styles: Mapping[str, Counter[str]]) -> bool:
    """Whether two bodies have another owner for what is one risk."""
    bodies = (here.organisation.name, there.organisation.name)
    one, two = here.reported.risk, there.reported.risk
    if (
        bodies[0] == bodies[1]
        or plain(here.reported.owner) == plain(there.reported.owner)
        or _post(here) == _post(there)
    ):
        return False
    style = _style(two.id)
    by_chance = all(2 * styles[name][style] > styles[name].total() for name in bodies)
    return not by_chance or fuzz.token_sort_ratio(plain(one.words), plain(two.words)) >= _SAME_WORDS


def _post(printed: Printed) -> list[str]:
    """The words of the owner without the names of the body."""
    body = printed.organisation
    owner = plain(printed.reported.owner)
    for name in sorted((body.name, body.full_name, *body.also_called), key=len, reverse=True):
        owner = re.sub(rf"(?<!\w){re.escape(plain(name))}(?:['’]s)?(?!\w)", " ", owner)
    return re.findall(r"\w+", owner)


def names_person(owner: str, report: Report) -> bool:
    """Whether an owner's cell is told of as a person's: it is to be written anew."""
    return bool(_personal(owner, _ours(report)))


def _ours(report: Report) -> set[str]:
    return {plain(name) for o in report.organisations for name in (o.name, o.full_name, *o.also_called) if name}


def _of_risk(code: str, printed: Printed, says: str, remedy: str) -> Finding:
    """A finding where the owner stands: in the register, or in the Wording sheet."""
    return find(
        code,
        f"{printed.subject} {says}.",
        printed.reported.place("owner"),
        subject=printed.subject,
        field="owner",
        remedy=remedy,
        organisation=printed.organisation.name,
    )


def _personal(owner: str | None, ours: set[str]) -> str:
    """What of a person the owner's cell holds, or nothing."""
    if nobody(owner) or owner is None:
        return ""
    if _ADDRESS.search(owner):
        return "an address"
    bare = _ASIDE.sub("", owner)
    parts = (*_BESIDE.split(bare), *_BESIDE.split(" ".join(bare.split())))  # "Jane\nSmith" too
    named = any(_is_person(" ".join(each.split()), ours) for each in parts)
    return "a person's name" if named else ""


def _is_person(text: str, ours: set[str]) -> bool:
    if _CIVIL.match(text):
        return True
    parts = [part.strip() for part in _BEFORE_POST.split(text)]
    if any(_is_of_a_post(part, ours) for part in parts):
        return any(_is_name(part, ours) for part in parts)  # "Jane Smith, Head of People"
    return _is_name(text, ours)


def _is_name(text: str, ours: set[str]) -> bool:
    """Whether these are two or three words as a person's name has them, "van der" and initials left out of account."""
    if len(text) > _LONGEST_NAME or plain(text) in ours or _is_of_a_post(text, ours):
        return False
    words = [word for word in re.findall(r"[^\s,]+", text) if word.casefold() not in _PARTICLES]
    if len(words) not in (2, 3):
        return False
    return all(_is_initial(word) or _is_capitalised(word) for word in words) and not all(map(_is_initial, words))


def _is_initial(word: str) -> bool:
    return len(word.removesuffix(".")) == 1 and word[0].isupper()


def _is_capitalised(word: str) -> bool:
    """Jane, O'Brien, McKay, Łukasz, Smith-Jones; SMITH too, and no short form: SMT."""
    if not _NAME.fullmatch(word):
        return False
    if word.isupper():
        vowels = sum(letter in "AEIOUY" for letter in unicodedata.normalize("NFD", word))
        return len(word) > 3 and 0 < vowels < len(word)
    return _MAC.sub("", word).istitle() or word[1:2] in ("'", "’")


def _is_of_a_post(text: str, ours: set[str]) -> bool:
    """Whether a word in it is one of a post, of an office or of an organisation here."""
    roles = {
        part
        for word in _NAME.findall(text[:_LONGEST_NAME])
        for part in word.casefold().removesuffix("'s").removesuffix("’s").split("-")
    }
    return not roles.isdisjoint((*_OF_A_POST, *ours)) or any(_OF_AN_OFFICE.fullmatch(word) for word in roles)


def _style(risk_id: str) -> str:
    """How an id is made: the letters before its number."""
    return re.split(r"\d", "".join(risk_id.split()).casefold(), maxsplit=1)[0]
