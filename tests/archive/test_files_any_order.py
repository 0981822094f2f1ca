"""Runs, edits, open files and cut-off runs in any order: nothing of a person's changes, nothing is lost."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from pipeline.archive.files import put_set
from tests.archive.sets import a_record, a_set, package, shown
from tests.archive.test_files import killed_at

NAMES = ("panel-report.docx", "panel-report-2.docx", "DRAFT-panel-report.docx", "public/panel-report.docx")


class Folder(RuleBasedStateMachine):
    """A meeting's folder over a quarter."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp()) / "2017-12-19"
        self.edited: dict[str, bytes] = {}  # name → as the person left it
        self.reported: set[bytes] = set()  # every file of every complete run
        self.cut_off = False
        self.edits = 0

    def teardown(self) -> None:
        shutil.rmtree(self.folder.parent)

    @rule(version=st.sampled_from("ABC"), draft=st.booleans(), public=st.booleans())
    def run(self, version: str, draft: bool, public: bool) -> None:
        files = a_set(version, draft=draft, public=public)
        done = put_set(self.folder, files, a_record(version))
        for name, data in files.items():
            assert done.paths[name].read_bytes() == data
        held = {path.name for path in self.folder.glob("~$*")}
        there = {name for name in shown(self.folder) if not name.startswith(("superseded/", "~$"))}
        ours = {path.relative_to(self.folder).as_posix() for path in done.paths.values()}
        left = there - ours - set(self.edited)
        assert all(f"~${name[2:]}" in held for name in left), f"stale: {left}"
        self.reported |= {*files.values(), a_record(version)}
        self.cut_off = False
        before = shown(self.folder)
        assert not put_set(self.folder, files, a_record(version)).changed
        assert shown(self.folder) == before

    @rule(version=st.sampled_from("ABC"), draft=st.booleans(), step=st.integers(1, 25))
    def run_cut_off(self, version: str, draft: bool, step: int) -> None:
        with pytest.MonkeyPatch.context() as patch:
            cut = killed_at(
                step, lambda: put_set(self.folder, a_set(version, draft=draft), a_record(version)), patch
            )  # fmt: skip
        self.cut_off = self.cut_off or cut

    @rule(name=st.sampled_from(NAMES))
    def edit(self, name: str) -> None:
        if (self.folder / name).is_file():
            # What it was is the person's own to give up.
            self.reported.discard((self.folder / name).read_bytes())
            self.edits += 1
            self.edited[name] = package(f"edit {self.edits}")
            (self.folder / name).write_bytes(self.edited[name])

    @rule(name=st.sampled_from(NAMES[:3]))
    def open_or_close(self, name: str) -> None:
        sign = self.folder / f"~${name[2:]}"
        if sign.exists():
            sign.unlink()
        elif self.folder.is_dir():
            sign.touch()

    @invariant()
    def what_a_person_edited_is_as_they_left_it(self) -> None:
        assert {name: (self.folder / name).read_bytes() for name in self.edited} == self.edited

    @invariant()
    def every_report_made_is_still_somewhere(self) -> None:
        assert self.reported <= set(shown(self.folder).values())

    @invariant()
    def nothing_half_written_is_left_by_a_whole_run(self) -> None:
        if not self.cut_off:
            assert not [name for name in shown(self.folder) if ".part" in name]


TestFolder = Folder.TestCase
TestFolder.settings = settings(max_examples=60, stateful_step_count=15, deadline=None)
