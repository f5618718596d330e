# Every habit of this project. The environment lives in .venv and what is built in build/; nothing else is written.

.DEFAULT_GOAL := help
SHELL := /bin/sh
BIN := .venv/bin
ARGS ?=
ONLY ?=

.PHONY: help env run test check bench docs lock soak

help: ## This list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 14
	@echo
	@echo '  Any of them prepares what it needs. PYTHON=/path/to/python chooses the interpreter (3.11 or later).'

env: ## Make .venv: locked versions of everything the other targets use; after it they work offline
	@sh tools/env.sh dev

run: ## Serve the site on http://127.0.0.1:8000 (ARGS='--port 8001' and the like go to `sojourn serve`)
	@sh tools/env.sh run
	@exec $(BIN)/sojourn serve $(ARGS)

test: check ## Everything in `check`, then every test, on PostgreSQL and SQLite (ARGS='-k permit' and the like go to pytest)
	@sh tools/test.sh $(ARGS)

check: env ## Format, lint, types, arrows between the rooms, and the programmes: lint, worked cases, coverage
	@sh tools/check.sh

bench: env ## Measure, print a table, write build/bench.json (ONLY=screen runs one group)
	@$(BIN)/python -m bench $(ONLY)

docs: env ## Build the documentation into build/site
	@$(BIN)/zensical build --strict

lock: ## Resolve the versions in requirements/ anew from pyproject.toml (needs a package index)
	@sh tools/lock.sh

soak: env ## What takes hours: every law on many more random cases; broken off, it goes on where it was
	@$(BIN)/python -m pytest -p tools.soak -o faulthandler_timeout=0 $(ARGS)
