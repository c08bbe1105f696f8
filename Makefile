# check: under a minute. The rest is what .ci/run does after it.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: check test format lint types conformance crash eval docs serve bench clean

$(BIN)/kg: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet --editable '.[dev]'
	@touch $@

check: $(BIN)/kg lint types
	$(BIN)/pytest -n auto -m 'not served'

test: $(BIN)/kg
	$(BIN)/pytest -n auto

format: $(BIN)/kg
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: $(BIN)/kg
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(BIN)/kg
	$(BIN)/mypy

conformance: $(BIN)/kg
	$(BIN)/python bench/conformance.py

crash: $(BIN)/kg
	$(BIN)/python bench/crash.py --rounds 100

eval: $(BIN)/kg
	$(BIN)/python bench/quality.py --per-article --floors bench/quality_floors.json

docs: $(BIN)/kg
	$(BIN)/python docs/reference/cli.py

serve: $(BIN)/kg
	$(BIN)/kg demo

bench: $(BIN)/kg
	$(BIN)/python bench/speed.py

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache
