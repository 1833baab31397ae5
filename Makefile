# make help lists the targets. Needs Python 3.11 or newer, its pip, and make; nothing else.

PYTHON ?= python3
VENV ?= .venv
JOBS ?= 2
SIZES ?=
LENGTH ?=
DEMO_VAULT ?= example-vault
DEMO_CONTACT ?= Zoë Müller

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
RUNTIME := $(VENV)/.stamp-runtime
DEV := $(VENV)/.stamp-dev

# Prints a command as one would type it, then runs it.
define show
@printf '\n$$ infoview %s\n' '$(subst ','\'',$(1))'
@$(BIN)/infoview $(1)
endef

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:  # in the order written: the cheap checks fail first
.PHONY: help venv demo test lint unit wheel bench prove clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

venv: $(DEV)  ## make or refresh the development environment in .venv

demo: $(RUNTIME)  ## what a day with the example vault looks like
	$(call show,--vault $(DEMO_VAULT) index)
	$(call show,--vault $(DEMO_VAULT) report)
	$(call show,--vault $(DEMO_VAULT) today)
	$(call show,--vault $(DEMO_VAULT) letter "$(DEMO_CONTACT)")

test: lint unit wheel  ## everything that must hold before a change lands

lint: $(DEV)  ## style, types and floors
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

unit: $(DEV)  ## the whole test suite; a skipped test is a failure
	INFOVIEW_NO_SKIP=1 $(BIN)/python -m pytest -n $(JOBS)

wheel: $(DEV)  ## build the wheel, install it elsewhere, run the smoke tests on it
	INFOVIEW_NO_SKIP=1 $(BIN)/python -m pytest -m wheel tests/test_wheel.py

bench: $(DEV)  ## measure against the goals (SIZES=small for the short form)
	$(BIN)/python -m benchmarks $(if $(SIZES),--sizes $(SIZES))

prove: $(DEV)  ## the laws and proofs at full length, written to docs/guarantees.md (LENGTH=short for a sample)
ifeq ($(LENGTH),short)
	$(BIN)/python -m tests.tools.prove_all --short
else
	INFOVIEW_PROVE=1 $(BIN)/python -m pytest -n $(JOBS) --timeout 3600 -m "hypothesis or prove"
	$(BIN)/python -m tests.tools.prove_all --write
endif

clean:  ## remove whatever the targets above made
	rm -rf $(VENV) .bench build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# pip older than 25.1 does not know --group, and a new environment starts with the pip it was born with.
$(RUNTIME): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("infoview needs Python 3.11 or newer; name one with make PYTHON=...")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --upgrade 'pip>=25.1'
	$(PIP) install --editable .
	@touch $@

$(DEV): $(RUNTIME)
	$(PIP) install --editable . --group dev
	@touch $@
