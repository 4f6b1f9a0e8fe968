.DEFAULT_GOAL := help
SHELL := /bin/sh
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.synced
LOCKS := requirements.lock requirements-geography.lock requirements-uv.lock
COMPILE = $(BIN)/uv pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --no-header
INSTALL = DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends
FIND_PYTHON = for p in python3.11 python3.12 python3.13 python3.14 python3; do \
	if "$$p" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	then echo "$$p"; exit 0; fi; done; exit 1

.PHONY: help setup run test browser postgres check format lock bench geography clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

setup: $(STAMP) ## Install everything into .venv

run: $(STAMP) ## Start the app on http://localhost:8501 (PORT=... changes it)
	$(BIN)/streamlit run streamlit_app.py --server.port $(PORT)

test: $(STAMP) browser postgres ## Run all tests, browser tests included
	$(BIN)/python -m pytest -n auto --dist loadfile

browser: $(STAMP) ## Find or install the Chromium that the browser tests drive
	@if $(BIN)/python -m tests.browser.chromium; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
		&& apt-get update -qq && $(INSTALL) chromium; then :; \
	else $(BIN)/playwright install chromium; fi

postgres: $(STAMP) ## Find or install the PostgreSQL that the tests start
	@if $(BIN)/python -m tests.kept.postgresql; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
		&& apt-get update -qq && $(INSTALL) postgresql-common \
		&& pg_conftool /etc/postgresql-common/createcluster.conf set create_main_cluster false \
		&& $(INSTALL) postgresql; then :; \
	else echo "PostgreSQL is needed for the tests (Debian: apt-get install postgresql)." >&2; exit 1; fi

check: $(STAMP) ## Lint, formatting and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(STAMP) ## Mend what the linter and the formatter can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(STAMP) ## Renew the lock files from pyproject.toml (UPGRADE=--upgrade takes newer versions)
	$(COMPILE) $(UPGRADE) requirements-uv.in -o requirements-uv.lock
	$(COMPILE) $(UPGRADE) pyproject.toml --group dev -o requirements.lock
	$(COMPILE) $(UPGRADE) --group pyproject.toml:geography -c requirements.lock -o requirements-geography.lock
	@! grep -n '://' $(LOCKS) || { echo "A lock file must not name a host."; exit 1; }

bench: $(STAMP) ## Run the benchmarks
	$(BIN)/python -m benchmarks

geography: $(STAMP) ## Install what rebuilding the stored geography needs
	$(BIN)/uv pip install --python $(BIN)/python --require-hashes -r requirements-geography.lock \
		|| $(BIN)/python -m pip install --require-hashes -r requirements-geography.lock

clean: ## Remove .venv and everything generated
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis tests/browser/artifacts
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# uv installs in seconds; where its index cannot be reached, pip (with its own settings) does the same work.
$(STAMP): requirements.lock requirements-uv.lock
	@if ! $(BIN)/python -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		python=$$($(FIND_PYTHON)) || { \
			echo "Python 3.11 or newer with its venv module is needed (Debian: apt-get install python3-venv)." >&2; \
			exit 1; }; \
		"$$python" -m venv --clear $(VENV); fi
	@if $(BIN)/python -m pip install --quiet --require-hashes -r requirements-uv.lock \
		&& $(BIN)/uv pip sync --python $(BIN)/python --require-hashes requirements.lock requirements-uv.lock; \
	then :; else \
		echo "uv could not install; trying pip." >&2; \
		$(BIN)/python -m pip install --require-hashes -r requirements.lock; fi
	@touch $@
