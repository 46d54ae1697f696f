# make demo | test | check | bench   (each makes .venv when it is missing)
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.PHONY: demo test check check-style bench clean

demo: $(STAMP)
	$(BIN)/chiptrace demo

test: $(STAMP)
	$(BIN)/pytest --numprocesses=auto --maxprocesses=4 --dist=loadfile

check: check-style test

check-style: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: $(STAMP)
	$(BIN)/python -m benchmarks

$(STAMP): pyproject.toml .ci/constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "chiptrace needs Python 3.11 or newer; say which with: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade --constraint .ci/constraints.txt pip
	$(BIN)/python -m pip install --quiet --constraint .ci/constraints.txt --group dev --editable .
	touch $@

clean:
	rm -rf $(VENV)
