# check: under a minute. The rest is what .ci/run does after it.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready-to-develop

.PHONY: check test format lint types conformance crash eval docs serve bench clean

# A mark of its own: .venv may come from the README's try-out, which has kg but none of the tools.
$(READY): pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet --editable '.[dev]'
	@touch $@

check: $(READY) lint types
	$(BIN)/pytest -n auto -m 'not served'

test: $(READY)
	$(BIN)/pytest -n auto

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(READY)
	$(BIN)/mypy

conformance: $(READY)
	$(BIN)/python bench/conformance.py

crash: $(READY)
	$(BIN)/python bench/crash.py --rounds 100

eval: $(READY)
	$(BIN)/python bench/quality.py --per-article --floors bench/quality_floors.json

docs: $(READY)
	$(BIN)/python docs/reference/cli.py

serve: $(READY)
	$(BIN)/kg demo

bench: $(READY)
	$(BIN)/python bench/speed.py

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache
