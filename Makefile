# Golden Thread. `make` alone says what there is. Needs make and Python 3.11 or newer; everything else goes into .venv.
PYTHON ?= python3
BIN := .venv/bin
TESTS ?= tests
# What pip would say besides is noise here; what it installs is fixed, with hashes, by requirements/*.txt.
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore
# Without Debian's other half of venv there is no pip in .venv: then the system's own installs into it.
PIP = $$($(BIN)/python -c 'import pip' 2>/dev/null && echo $(BIN)/python -m pip || echo $(PYTHON) -m pip --python $(BIN)/python) install -qq

.DEFAULT_GOAL := help
.PHONY: help install run test hunt browser lint types check-docs bench lock

help: ## say what there is
	@echo "Golden Thread. The two commands: make run, make test. All of them:"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

install: .venv/installed ## make .venv with the locked dependencies and the command line .venv/bin/goldenthread

run: .venv/installed ## install, then start everything with the demonstration partnership; Ctrl-C stops it
	@exec env GOLDENTHREAD_DEMO=$${GOLDENTHREAD_DEMO-1} $(BIN)/goldenthread run

test: .venv/installed-dev ## install, then run every test that needs no browser, on a real PostgreSQL
	@$(BIN)/python -m pytest -n 2 --dist worksteal -m "not browser" $(TESTS)

hunt: .venv/installed-dev ## run the tests of rules ten times over, each time with examples no one has seen
	@for round in 1 2 3 4 5 6 7 8 9 10; do \
		$(BIN)/python -m pytest -q -n 2 --dist worksteal -m "hypothesis and not browser" $(TESTS) || exit 1; done

browser: .venv/installed-dev ## run the tests that drive Chromium
	@$(BIN)/python -m pytest -n 2 --dist worksteal -m browser tests/browser

lint: .venv/installed-dev ## ruff, its formatter and the import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports

types: .venv/installed-dev ## mypy
	@$(BIN)/mypy src

check-docs: .venv/installed-dev ## are the generated pages those that the code makes now?
	@$(BIN)/goldenthread docs --check

bench: .venv/installed-dev ## measure (docs/performance.md): takes a while and several GB
	@$(BIN)/python -m bench

lock: ## resolve the dependencies of pyproject.toml again into requirements/*.txt (needs uv)
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --python-version 3.11 --no-annotate --no-header \
		pyproject.toml --group build -o requirements/base.txt
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --python-version 3.11 --no-annotate --no-header \
		pyproject.toml --group build --group dev -o requirements/dev.txt

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Golden Thread needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.11"; exit 1; }
	@# Debian keeps the venv module's other half in a package of its own. Who may not install it can do with python3-pip.
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo "Installing Debian's python3-venv..."; \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null; \
		else $(PYTHON) -c 'import pip, venv; v = pip.__version__.split("."); assert (int(v[0]), int(v[1])) >= (22, 3)' \
			2>/dev/null || { echo "Python's venv module is not whole. As root: apt-get install python3-venv"; exit 1; }; fi; }
	@echo "Making .venv..."
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null && $(PYTHON) -m venv .venv || $(PYTHON) -m venv --without-pip .venv

.venv/installed: .venv/bin/python requirements/base.txt pyproject.toml
	@echo "Installing the locked dependencies (once; a few minutes at most)..."
	@$(PIP) --require-hashes -r requirements/base.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/installed-dev: .venv/installed requirements/dev.txt
	@echo "Installing what the tests need (once)..."
	@$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@
