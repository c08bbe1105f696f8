# check: under a minute. The rest is what .ci/run does after it.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready-to-develop

.PHONY: check test format lint types conformance crash survival soak memory browser clients attack fuzz schema audit sbom constraints vendor eval docs serve bench clean

# A mark of its own: .venv may come from the README's try-out, which has kg but none of the tools.
$(READY): pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet --editable '.[dev]'
	@touch $@

# Stealing keeps a module's tests, and what they share, on one worker as long as there is work for both.
check: $(READY) lint types
	$(BIN)/pytest -n auto --dist worksteal -m 'not served and not attack and not browser and not clients'

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

survival: $(READY)
	$(BIN)/python bench/survival.py

# The tools of both stand in an environment of their own, so that they are no part of what they look at.
AUDIT := $(VENV)-audit/bin
$(AUDIT)/cyclonedx-py:
	$(PYTHON) -m venv $(VENV)-audit
	$(AUDIT)/pip install --quiet 'cyclonedx-bom>=7.5' 'pip-audit>=2.10'

audit: $(AUDIT)/cyclonedx-py
	$(AUDIT)/python deploy/audit.py

sbom: $(AUDIT)/cyclonedx-py
	mkdir -p build
	$(AUDIT)/cyclonedx-py requirements deploy/constraints.txt --pyproject pyproject.toml --output-reproducible --of JSON -o build/sbom.json

constraints: $(READY)
	$(BIN)/python deploy/constraints.py

# Needs node and npm; without it pages are in their plainer form.
vendor:
	$(PYTHON) deploy/vendoring.py

soak: $(READY)
	$(BIN)/python bench/soak.py

memory: $(READY)
	$(BIN)/python bench/memory.py

browser: $(READY)
	$(BIN)/pip install --quiet --editable '.[browser]'
	-$(BIN)/python deploy/vendoring.py
	$(BIN)/pytest tests/browser -m browser -rs

clients: $(READY)
	$(BIN)/pip install --quiet --editable '.[clients]'
	$(BIN)/pytest tests/clients -m clients -rs

attack: $(READY)
	$(BIN)/pytest tests/attack -m attack
	$(BIN)/pytest tests/attack -m attack --dataset plain

fuzz: $(READY)
	$(BIN)/python tests/attack/fuzz.py --seconds 600

schema: $(READY)
	$(BIN)/python tests/attack/schema.py

eval: $(READY)
	$(BIN)/python bench/quality.py --per-article --floors bench/quality_floors.json

docs: $(READY)
	$(BIN)/python docs/reference/cli.py

serve: $(READY)
	$(BIN)/kg demo

# Writes what it measures into docs; SIZE in quads, 1e6 or 1e7 for the large ones (some minutes each).
SIZE ?= 400000
bench: $(READY)
	$(BIN)/pip install --quiet --editable '.[bench]'
	PATH="$(abspath $(BIN)):$$PATH" $(BIN)/python -m bench.workload --quads $(SIZE) --write-docs docs/query-speed.md
	$(BIN)/python -m bench.gate --write-docs docs/gate-speed.md
	$(BIN)/python bench/speed.py --write-docs docs/benchmarks.md

clean:
	rm -rf $(VENV) $(VENV)-audit build dist kg/web/vendor/built .mypy_cache .pytest_cache .ruff_cache
