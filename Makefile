# `make demo` runs the portal with invented data, `make test` checks everything.
# PORT and VAR_DIR choose where: PORT=8123 VAR_DIR=/somewhere make demo

.DEFAULT_GOAL := help
SHELL := /bin/sh
.PHONY: help prerequisites setup demo demo-reset test test-full test-fast lint format mutants shell bench \
	screenshots

PORT ?= 8000
VAR_DIR ?= var
# Tests have servers of their own, so that a running demo is not disturbed.
TEST_DIR ?= $(VAR_DIR)/test
BIN := .venv/bin
EMBEDDED := $(BIN)/python -m lotsen_portal.embedded
ARGS ?=

TESTS = VAR_DIR="$(TEST_DIR)" $(EMBEDDED) --disposable -- $(BIN)/python -m pytest -n 2
# The gate is for the whole; a part of the tests covers a part of the code.
COVERAGE = $(if $(strip $(ARGS)),,--cov)
SEED := $(or $(SEED),$(shell od -An -N4 -tu4 /dev/urandom | tr -d ' '))

TEMPLATES = $(shell find templates -name '*.html' -o -name '*.txt')

# What importing the settings takes where no server is asked.
NO_SERVERS := SECRET_KEY=lint PORTAL_URL=http://localhost MAIL_URL=file:///dev/null \
	DATABASE_URL=postgresql://127.0.0.1/lint MIGRATION_DATABASE_URL=postgresql://127.0.0.1/lint \
	REDIS_URL=redis://127.0.0.1/0

help: ## Say what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | \
		awk -F'|' '{ printf "%-20s %s\n", $$1, $$2 }'

prerequisites: ## Name what is missing on this machine, and how to install it
	@deploy/prerequisites.sh

setup: .venv/.stamp node_modules/.package-lock.json ## Install all packages from the lock files

# Checked only when there is something to install. Offices look into TLS with certificates of their
# own, which the system knows and uv by itself does not.
.venv/.stamp: uv.lock pyproject.toml
	@deploy/prerequisites.sh
	test -x $(BIN)/python || "$$(deploy/prerequisites.sh python)" -m venv .venv
	test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	UV_SYSTEM_CERTS=1 UV_PROJECT_ENVIRONMENT=.venv $(BIN)/uv sync --frozen --quiet --compile-bytecode --python $(BIN)/python
	@touch $@

node_modules/.package-lock.json: package-lock.json | .venv/.stamp
	@deploy/prerequisites.sh
	npm ci --no-audit --no-fund --no-update-notifier --loglevel=error
	@touch $@

demo: setup ## Run the portal with invented data (PORT, VAR_DIR)
	@exec env PORT="$(PORT)" VAR_DIR="$(VAR_DIR)" $(BIN)/python -m lotsen_portal.demo --follow-parent

demo-reset: setup ## Throw the demo's data away and start over
	@$(BIN)/python -m lotsen_portal.embedded.reset "$(VAR_DIR)"
	@exec env PORT="$(PORT)" VAR_DIR="$(VAR_DIR)" $(BIN)/python -m lotsen_portal.demo --follow-parent

test: setup lint ## Lint, types, contracts, migrations, all tests (ARGS="-k name")
	@$(TESTS) $(COVERAGE) $(ARGS)

test-full: setup lint ## The same with more bodies, roles and themes (SEED=… repeats a run)
	@FULL=1 FUZZ_SEED=$(SEED) $(TESTS) --hypothesis-seed=$(SEED) $(COVERAGE) $(ARGS)

test-fast: setup ## Tests without browser, other processes and whatever is slow; no lint
	@$(TESTS) -m "not (browser or worker or slow)" $(ARGS)

lint: setup ## Look at the code without running it
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(NO_SERVERS) $(BIN)/mypy
	$(BIN)/lint-imports
	@echo "$(BIN)/djade --target-version 6.1 --check (templates)"
	@$(BIN)/djade --target-version 6.1 --check $(TEMPLATES)
	$(BIN)/djlint --lint --quiet templates

format: setup ## Put the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	@$(BIN)/djade --target-version 6.1 $(TEMPLATES)

# The tool has packages of its own, which nothing else needs.
mutants: setup ## Change code in a copy and name what no test notices, for 25 minutes (ARGS="context.py 50")
	@UV_SYSTEM_CERTS=1 UV_PROJECT_ENVIRONMENT="$(VAR_DIR)/mutants" $(BIN)/uv sync --frozen --quiet \
		--no-default-groups --only-group mutants --python $(BIN)/python
	@VAR_DIR="$(TEST_DIR)" $(EMBEDDED) --disposable -- \
		$(BIN)/python -m tests.mutants "$(VAR_DIR)/mutants/bin" $(ARGS)

shell: setup ## Python with the portal loaded, beside a running demo if there is one
	@exec env VAR_DIR="$(VAR_DIR)" LOTSEN_DEMO=1 $(EMBEDDED) --attach -- $(BIN)/python manage.py shell

bench: setup ## Measure pages and jobs against their budgets
	@VAR_DIR="$(VAR_DIR)/bench" $(EMBEDDED) --disposable -- $(BIN)/python -m tests.performance $(ARGS)

screenshots: setup ## Take pictures of the main pages into VAR_DIR/screenshots (ARGS=http://… of a running demo)
	@$(BIN)/python -m tests.screenshots "$(VAR_DIR)/screenshots" $(ARGS)
