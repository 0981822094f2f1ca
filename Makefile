# Two commands on a fresh machine: make report, make test. Each sets up what it needs.

VENV ?= .venv
PY = $(VENV)/bin/python
# The program's arguments: make report ARGS="--outputs elsewhere"
ARGS ?=

MAKEFLAGS += --no-builtin-rules
.SUFFIXES:
.DEFAULT_GOAL = help
.PHONY: help report preview check issue layout start template portfolio test lint bench golden sample mutants endurance clean

# For your report:

help: ## list these commands
	@awk -F ':.*## ' '/^# For /{print substr($$0, 3)} /^[a-z]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' Makefile

# Exit status 1 means that something must be fixed. The program has said so: make need add nothing.
DRAFT_IS_DONE = { status=$$?; [ $$status -eq 1 ] || exit $$status; }
report: $(VENV)/ready ## make the report from inputs/ into outputs/
	@$(PY) -m pipeline report $(ARGS) || $(DRAFT_IS_DONE)

preview: $(VENV)/ready ## the same, with PDFs and pictures of the pages (needs LibreOffice)
	@$(PY) -m pipeline report --preview $(ARGS) || $(DRAFT_IS_DONE)

check: $(VENV)/ready ## say everything there is to know about inputs/; write nothing
	@$(PY) -m pipeline check $(ARGS) || $(DRAFT_IS_DONE)

# FILE stays in the environment: a path may hold quotes and blanks.
issue: $(VENV)/ready ## [FILE=the-report.docx]: put the report on record as it was sent
	@if [ -n "$$FILE" ]; then set -- "$$FILE"; fi; $(PY) -m pipeline issue "$$@" $(ARGS)

layout: $(VENV)/ready ## FILE=inputs/a-register.xlsx: say how a register is read
	@[ -n "$$FILE" ] || { echo "Which register? Type for example: make layout FILE=inputs/met-register.xlsx"; exit 64; }
	@$(PY) -m pipeline layout "$$FILE" $(ARGS) || $(DRAFT_IS_DONE)

start: $(VENV)/ready ## DIR=new-folder: begin a new inputs folder
	@[ -n "$$DIR" ] || { echo "Which folder? Type for example: make start DIR=inputs-new"; exit 64; }
	@$(PY) -m pipeline start "$$DIR" $(ARGS)

template: $(VENV)/ready ## [FILE=templates/yours.docx]: say what is wrong with a Word template
	@if [ -n "$$FILE" ]; then set -- "$$FILE"; fi; $(PY) -m pipeline template "$$@" $(ARGS)

portfolio: $(VENV)/ready ## DIR=folder: the reports of many panels, and a summary over all of them
	@[ -n "$$DIR" ] || { echo "Which folder? Type for example: make portfolio DIR=panels"; exit 64; }
	@$(PY) -m pipeline portfolio "$$DIR" $(ARGS) || $(DRAFT_IS_DONE)

# For maintainers:

test: $(VENV)/ready-dev ## run every test
	@$(PY) -m pytest -n auto $(ARGS)

lint: $(VENV)/ready-dev ## style, types, and which stage may import which
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(PY) -c "from importlinter.cli import lint_imports_command; lint_imports_command()"

bench: $(VENV)/ready-dev ## how fast it is beside others, into docs/benchmarks.md (15 minutes; let the computer rest)
	@$(PY) -m tests.bench $(ARGS)

golden: $(VENV)/ready-dev ## rewrite the expected outputs and the README's table of findings
	@$(PY) -m tests.golden $(ARGS)

sample: $(VENV)/ready-dev ## rewrite the sample in inputs/ and its September record
	@$(PY) -m tests.sample $(ARGS)

endurance: $(VENV)/ready-dev ## every run killed, and refused each file in turn: is anything lost? About two hours
	@$(PY) -m tests.endurance $(ARGS)

mutants: $(VENV)/ready-dev ## [ARGS=checks.trends]: is every rule held by a test? About half an hour
	@$(PY) -m tests.mutants $(ARGS)

clean: ## remove what was set up and cached; inputs/ and outputs/ stay
	@rm -rf "$(VENV)" .pytest_cache .hypothesis .mypy_cache .ruff_cache .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Setting up: a folder with the program's own Python packages, made anew when a requirements file has changed.

INSTALL = $(PY) -m pip install --disable-pip-version-check --no-input -qq
FAILED = { echo "Setting up failed; the lines above say why. The first time needs the internet."; exit 1; }
# Begun anew where there is none, or where the computer's Python has gone or changed since.
ANEW := $(shell "$(PY)" -c "import pip" 2>/dev/null || echo anew)

$(VENV)/ready: requirements.txt $(ANEW)
	@echo "Setting up (once, about a minute) …"
	@$(if $(ANEW),$(BEGIN),:)
	@$(INSTALL) -r requirements.txt || $(FAILED)
	@touch $@

$(VENV)/ready-dev: requirements-dev.txt $(VENV)/ready
	@echo "Setting up what tests need (once, about a minute) …"
	@$(INSTALL) -r requirements-dev.txt || $(FAILED)
	@touch $@

.PHONY: anew
anew:

define BEGIN
for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
  "$$python" -c 'import ensurepip, venv' 2>/dev/null \
    || { echo "Python lacks its venv module. Debian/Ubuntu: apt install python3-venv"; exit 1; }; \
  exec "$$python" -m venv --clear "$(VENV)"; \
done; \
echo "Python 3.11 or later is needed. Debian/Ubuntu: apt install python3 python3-venv"; exit 1
endef
