# Everything this project does, from a fresh machine with Python 3.11, make, git and a package index.
# The environment is .venv, made from requirements.lock and from nothing else.

# The first Python on the path that is new enough; `make PYTHON=/some/python test` to choose another.
PYTHON ?= $(shell for p in python3.11 python3 python3.12 python3.13 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
UV := VIRTUAL_ENV="$(CURDIR)/.venv" $(BIN)/uv

FUZZ_SECONDS ?= 60

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test check fix docs bench fuzz lock clean

help:  ## say what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

demo: .venv/.made  ## make a place, run a year and settle it
	rm -rf demo
	$(BIN)/wholeplace demo demo
	@echo "  (the command is $(BIN)/wholeplace; or activate the environment: . $(BIN)/activate)"

test: check docs  ## check, build the documents and run every test
	$(BIN)/python -m pytest

check: .venv/.made  ## everything that needs no test to run
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/deptry src
	$(BIN)/codespell

fix: .venv/.made  ## put right what can be, and write the reference again
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/python tools/write_reference.py

docs: .venv/.made  ## build the documents into docs/_build/html
	$(BIN)/sphinx-build -W --keep-going -n -q -b html docs docs/_build/html

bench: .venv/.made  ## measure how long the work takes
	$(BIN)/python bench/run.py

fuzz: .venv/.made  ## try to break the readers, FUZZ_SECONDS each (Linux)
	for what in contract document formula readers; do \
		$(BIN)/python fuzz/run.py $$what $(FUZZ_SECONDS) || exit 1; done

lock: .venv/.made  ## choose versions again and write requirements.lock
	$(UV) pip compile --universal --python-version 3.11 --generate-hashes --group dev --group fuzz \
		pyproject.toml -o requirements.lock

clean:  ## remove the environment and everything that was made
	rm -rf .venv build dist docs/_build .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests docs -name __pycache__ -type d -prune -exec rm -rf {} +

# pip fetches one file, uv, and checks its hash; uv fetches the rest, and checks theirs.
.venv/.made: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Wholeplace needs Python 3.11 or newer, and none was found on the path."; \
		echo "Install it, or say where it is: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Wholeplace needs Python 3.11 or newer; $(PYTHON) is older or is not Python."; \
		echo "Say where a newer one is: make PYTHON=/path/to/python3.11"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	sed -n '/^uv==/,/^    # via/p' requirements.lock > .venv/uv.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .venv/uv.txt
	$(UV) pip sync --quiet --require-hashes requirements.lock
	$(UV) pip install --quiet --no-deps --no-build-isolation -e .
	touch $@
