# Seatline. `make demo`: from nothing to a customer's call on an agent's desk. `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
WORKERS ?= 3
# Python 3.11 parses the lines of a traceback; where one is logged while pytest parses its own, both fail.
export PYTHONNODEBUGRANGES := 1
# Every test with a server or a window starts programs: compiled once, whatever the surroundings wish.
export PYTHONDONTWRITEBYTECODE :=
# What failed last is kept apart, since the two halves may run at the same time.
WINDOW := QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -m window -o cache_dir=.pytest_cache/window
AGAIN := --last-failed --last-failed-no-failures none

.PHONY: help install install-test demo test test-rest test-window test-rest-again test-window-again test-again check lint bench screens shift translations lock clean soak faults phones fuzz fuzz-api

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 24

install: system-run $(STAMP) ## .venv/ with the `seatline` command
install-test: system-test $(STAMP)

.PHONY: system-run system-test
system-run:
	@sh scripts/system-packages.sh run
system-test:
	@sh scripts/system-packages.sh test

$(STAMP): requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-build-isolation --no-deps -e .
	$(BIN)/python -m compileall -q app
	@touch $(STAMP)

demo: install ## server, desktop and a customer's call; without a display it plays all parts itself
	@$(BIN)/seatline demo

test: test-rest test-window ## all tests; `make -j2 test` runs the two halves side by side

test-rest: install-test
	$(BIN)/python -m pytest -n $(WORKERS) -m "not window" --durations=30

# Qt objects left over by one test must not meet the threads of another: a process of their own.
test-window: install-test
	$(WINDOW) --durations=10

test-rest-again: install-test
	$(BIN)/python -m pytest -m "not window" $(AGAIN)

test-window-again: install-test
	$(WINDOW) $(AGAIN)

test-again: install-test ## what failed in the last run, one after the other (real-time tests on a busy machine)
	$(BIN)/python -m pytest -m "not window" $(AGAIN) || test $$? -eq 5 # nothing had failed
	$(WINDOW) $(AGAIN) || test $$? -eq 5

lint: install-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright --level error
	$(BIN)/lint-imports

check: lint test ## lint, types, import rules, tests

bench: install ## figures of this machine as JSON under build/bench/
	@$(BIN)/seatline bench

faults: install-test ## bad lines, floods, scanners, a killed media process (minutes, wants a quiet machine)
	$(BIN)/python -m pytest tests/faults/faults_*.py

phones: install-test ## telephones of three makers in every pairing: hold, keys, transfers, SRTP, codecs (real time)
	$(BIN)/python -m pytest tests/phones/phones_*.py

soak: install-test ## memory under half load; MINUTES=30
	@$(BIN)/python -m tests.soak.run --minutes $(or $(MINUTES),30)

fuzz: install-test ## what strangers can send; SECONDS=150 for each target, better with `pip install atheris`
	@$(BIN)/python scripts/fuzz_engine.py --seconds $(or $(SECONDS),150)

fuzz-api: install-test ## whatever the API's description allows, and what it does not; EXAMPLES=30 of each
	API_EXAMPLES=$(or $(EXAMPLES),30) $(BIN)/python -m pytest tests/integration/test_api_any_request.py

screens: install-test ## every screen in both languages and themes, 100 and 200 %, under build/screens/, compared
	$(BIN)/python -m pytest tests/screens/screens_*.py

shift: install-test ## ten calls at the real window with real sound; 30 busy ones, then 470 more for the memory
	SHIFT_CALLS=10 $(BIN)/python -m pytest tests/e2e/test_a_shift.py
	$(BIN)/seatline bench --only desktop

lock: $(STAMP) ## renew requirements.lock from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-header --no-emit-index-url --no-annotate -o requirements.lock

clean: ## remove what was built
	rm -rf build .venv .pytest_cache .ruff_cache .hypothesis
