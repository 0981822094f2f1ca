"""Every mutant against the tests that reach its function, each in a process of its own.

The processes are forked from one in which everything is imported and every test is collected; a mutant is put in place
in memory, so no file ever holds one.
"""

from __future__ import annotations

import ast
import gc
import importlib
import inspect
import json
import os
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import FunctionType, ModuleType
from typing import Any

import pytest
from coverage import Coverage

from tests.mutants.made import Mutant

_SPARE = 5  # seconds of processor time beyond five times what the tests take without a mutant
_MEMORY = 4 << 30


@dataclass(frozen=True, slots=True)
class Reached:
    """``tests``: for each file and line the numbers of the tests that reach it. ``seconds``: what each test takes."""

    tests: dict[str, dict[int, set[int]]]
    seconds: list[float]

    def by(self, mutant: Mutant) -> list[int]:
        """The tests that can tell the mutant from what it was made of, the quickest first. The values of a table may
        be used anywhere in its module, and in those that import them.
        """
        if mutant.function:
            lines = self.tests.get(str(mutant.file), {})
            tests = set().union(*(lines.get(line, set()) for line in mutant.lines))
        else:
            files = {sys.modules[user].__file__ for user, _ in _bound(mutant)} | {str(mutant.file)}
            tests = set().union(*(found for file in files for found in self.tests.get(str(file), {}).values()))
        return sorted(tests, key=self.seconds.__getitem__)


@dataclass(frozen=True, slots=True)
class Result:
    """``by``: the test that failed; "time" where the tests never ended; None where all passed."""

    mutant: Mutant
    by: str | None
    tests: int  # that reach it


class Mutating:
    """A plugin that runs the mutants in place of the tests."""

    def __init__(self, mutants: Sequence[Mutant], jobs: int, told: Callable[[Result], None]) -> None:
        self.mutants, self.jobs, self.told = mutants, jobs, told

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        gc.collect()
        gc.freeze()
        reached = _reached(session.items)
        for result in _results(self.mutants, session.items, reached, self.jobs):
            self.told(result)
        return True


def _results(mutants: Sequence[Mutant], items: Sequence[pytest.Item], reached: Reached, jobs: int) -> Iterator[Result]:
    """One for each mutant, as they end. The tests that killed others of its function last go first, then those that
    killed most of its module, those of the file that has its name, and the quickest.
    """
    killers: dict[str, list[int]] = defaultdict(list)
    others: dict[str, Counter[int]] = defaultdict(Counter)
    under_way: dict[int, tuple[Mutant, list[int], int]] = {}

    def ended() -> Result:
        pid, status = os.wait()
        mutant, tests, pipe = under_way.pop(pid)
        with os.fdopen(pipe, "rb") as reader:
            said = reader.read().decode()
        if said.isdecimal():
            killer, own = int(said), killers[_place(mutant)]
            if killer in own:
                own.remove(killer)
            own.insert(0, killer)
            others[mutant.module][killer] += 1
            return Result(mutant, items[killer].nodeid, len(tests))
        return Result(mutant, said or (None if status == 0 else "time"), len(tests))

    for mutant in mutants:
        while len(under_way) >= jobs:
            yield ended()
        tests = reached.by(mutant)
        if not tests:
            yield Result(mutant, None, 0)
            continue
        here, own_file = set(tests), f"test_{mutant.file.stem}.py"
        known = dict.fromkeys(
            (
                *killers[_place(mutant)],
                *(test for test, _ in others[mutant.module].most_common()),
                *(test for test in tests if items[test].path.name == own_file),
            )
        )
        order = [*(test for test in known if test in here), *(test for test in tests if test not in known)]
        limit = int(5 * sum(reached.seconds[test] for test in tests) + _SPARE)
        pid, pipe = _forked(lambda mutant=mutant, order=order: _killer(mutant, items, order), limit)
        under_way[pid] = mutant, tests, pipe
    while under_way:
        yield ended()


def _place(mutant: Mutant) -> str:
    return f"{mutant.module}:{mutant.function}"


def _forked(job: Callable[[], str], limit: int) -> tuple[int, int]:
    """The process in which the job runs, and the pipe on which it says what came of it."""
    there, here = os.pipe()
    pid = os.fork()
    if pid:
        os.close(here)
        return pid, there
    os.close(there)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    status = 1
    try:
        said = job().encode()
        while said:
            said = said[os.write(here, said) :]
        status = 0
    finally:
        os._exit(status)


def _killer(mutant: Mutant, items: Sequence[pytest.Item], order: Sequence[int]) -> str:
    try:
        put_in_place(mutant)
    except Exception:
        return "the module can't be read"
    return next((str(test) for test in order if not _passes(items[test])), "")


def _passes(item: Any) -> bool:
    """As pytest runs it, without the report: to word a failure takes longer than most tests."""
    state = item.session._setupstate
    try:
        if not item._request:
            item._initrequest()
        state.setup(item)
        item.runtest()
    except pytest.skip.Exception:
        return True
    except (Exception, pytest.fail.Exception):
        return False
    finally:
        state.teardown_exact(None)
        item._request, item.funcargs = False, None
    return True


# --- which tests reach which line -----------------------------------------------------------------


def _reached(items: Sequence[pytest.Item]) -> Reached:
    pid, pipe = _forked(lambda: _measured(items), 3_600)
    with os.fdopen(pipe, "rb") as reader:
        measured = json.loads(reader.read() or b'{"failed": "measuring"}')
    os.waitpid(pid, 0)
    if "failed" in measured:
        raise SystemExit(f"Without a mutant, {measured['failed']} fails.")
    tests = {
        file: {int(line): {int(test) for test in there if test} for line, there in lines.items()}
        for file, lines in measured["lines"].items()
    }
    return Reached(tests, measured["seconds"])


def _measured(items: Sequence[pytest.Item]) -> str:
    seen = Coverage(data_file=None, source=["pipeline"], config_file=False, messages=False)
    seconds: list[float] = []
    seen.start()
    for at, item in enumerate(items):
        seen.switch_context(str(at))
        started = time.process_time()
        if not _passes(item):
            return json.dumps({"failed": item.nodeid})
        seconds.append(time.process_time() - started)
    seen.stop()
    data = seen.get_data()
    lines = {file: data.contexts_by_lineno(file) for file in data.measured_files()}
    return json.dumps({"lines": lines, "seconds": seconds})


def _function(value: Any) -> FunctionType | None:
    """The function of a property, of a class or static method, or under a decorator."""
    for name in ("fget", "func", "__func__", "__wrapped__"):
        value = getattr(value, name, None) or value
    return value if isinstance(value, FunctionType) else None


# --- a mutant in place of what it was made of -----------------------------------------------------


def put_in_place(mutant: Mutant) -> None:
    """In memory, for everything that holds the function or the value."""
    module = importlib.import_module(mutant.module)
    flags = annotations.compiler_flag
    code = compile(mutant.source, mutant.module, "exec", flags=flags, dont_inherit=True)
    if not mutant.function:
        bound = list(_bound(mutant))
        exec(code, vars(module))
        _remade(module, mutant)
        for user, name in bound:
            setattr(sys.modules[user], name, getattr(module, name))
        return
    holder: Any = module
    *classes, name = mutant.function.split(".")
    for each in classes:
        holder = getattr(holder, each)
    found = vars(holder)[name]
    function = _function(found)
    made: dict[str, Any] = {}
    exec(code, vars(module), made)
    assert function is not None
    function.__code__ = made[name].__code__
    function.__defaults__, function.__kwdefaults__ = made[name].__defaults__, made[name].__kwdefaults__
    if hasattr(found, "cache_clear"):
        found.cache_clear()


def _bound(mutant: Mutant) -> Iterator[tuple[str, str]]:
    """The modules that imported what the statement makes, and its name."""
    module = sys.modules[mutant.module]
    for name in _names(ast.parse(mutant.source).body[0]):
        for user, other in list(sys.modules.items()):
            if other is not module and name in vars(other) and vars(other)[name] is getattr(module, name):
                yield user, name


def _names(statement: ast.stmt) -> list[str]:
    targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _remade(module: ModuleType, mutant: Mutant) -> None:
    """What the module makes of the changed value further down."""
    names = set(_names(ast.parse(mutant.source).body[0]))
    for statement in ast.parse(inspect.getsource(module)).body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and names.isdisjoint(_names(statement)):
            used = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
            if used & names and not isinstance(getattr(statement, "value", None), ast.Subscript):
                exec(compile(ast.Module([statement], []), mutant.module, "exec"), vars(module))
                names |= set(_names(statement))
