# The one front door.  Needs Python >= 3.11 (with venv), git and make.
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help demo test check audit bench fuzz soak docs sbom format clean

help: ## Show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(BIN)/python:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=24"

.venv/.demo: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[demo]"
	@touch $@

.venv/.dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch $@ .venv/.demo

demo: .venv/.demo ## Run the main job from document to admitted visitor
	$(BIN)/ehealthcard demo --out demo

test: .venv/.dev ## Run every test that fits into ten minutes
	$(BIN)/python -m pytest -n auto $(ARGS)

check: .venv/.dev audit ## Lint, format, types, architecture and dependencies
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pyright
	$(BIN)/lint-imports

audit: .venv/.dev ## Ask whether a dependency has a known vulnerability
	$(BIN)/python -m tests.audit

bench: .venv/.dev ## Measure each hot path beside its floor and its peers
	$(BIN)/python -m pytest bench -p no:xdist --benchmark-enable -o addopts="-q"

fuzz: .venv/.dev ## Feed every parser a million hostile inputs
	$(BIN)/python -m tests.fuzz --inputs 1000000

soak: .venv/.dev ## Run what takes longer than ten minutes
	$(BIN)/python -m pytest -n auto -m soak

docs: .venv/.dev sbom ## Build the documentation into docs/_build/html
	$(BIN)/python docs/generate.py
	$(BIN)/sphinx-build -W -q docs docs/_build/html

sbom: .venv/.dev ## List every dependency in docs/_build/sbom.cdx.json (CycloneDX)
	@mkdir -p docs/_build
	$(BIN)/cyclonedx-py environment --pyproject pyproject.toml --mc-type library \
		--output-reproducible --of JSON -o docs/_build/sbom.cdx.json $(BIN)/python

format: .venv/.dev ## Format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean: ## Remove what was built
	rm -rf .venv build dist demo docs/_build
