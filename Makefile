# make demo: install into .venv, score an official rubric and explain one unit's score.
# make test: everything that CI checks.  Also: fmt, bench, fuzz, pictures (of the READMEs), clean.
# All paths are relative and quoted by the shell, so the checkout may lie anywhere.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUBRIC := rules/luan-2021
FACTS := $(RUBRIC)/facts
UNIT := 金寨县

# Chinese text goes out whatever the locale; nothing is written outside the checkout.
export PYTHONUTF8 := 1
export PIP_CACHE_DIR ?= $(CURDIR)/$(VENV)/pip-cache
export PIP_DISABLE_PIP_VERSION_CHECK := 1
PIP := $(BIN)/python -m pip -qq

.PHONY: demo test fmt bench fuzz pictures clean
.DELETE_ON_ERROR:

demo: $(VENV)/.installed
	@echo '$$ kaoping score $(RUBRIC) --facts $(FACTS)'
	@$(BIN)/kaoping score $(RUBRIC) --facts $(FACTS)
	@echo
	@echo '$$ kaoping explain $(RUBRIC) --facts $(FACTS) --unit $(UNIT)'
	@$(BIN)/kaoping explain $(RUBRIC) --facts $(FACTS) --unit $(UNIT)

test: $(VENV)/.installed-dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/pytest -q -n auto --dist loadgroup

fmt: $(VENV)/.installed-dev
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

bench: $(VENV)/.installed-dev
	@for file in $(filter-out benchmarks/fuzz.py,$(wildcard benchmarks/*.py)); do echo "== $$file"; $(BIN)/python "$$file" || exit 1; done

# Broken rule files for ten minutes (make fuzz MINUTES=60 SEED=7); what fails is kept in build/fuzz.
MINUTES ?= 10
SEED ?= 0
fuzz: $(VENV)/.installed-dev
	$(BIN)/python benchmarks/fuzz.py --minutes $(MINUTES) --seed $(SEED)

pictures: $(VENV)/.installed
	$(BIN)/python docs/pictures/draw.py

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The package is installed in place, so only a change of pyproject.toml installs it again.
$(VENV)/.installed: pyproject.toml
	$(call prepare)
	@$(PIP) install --editable .
	$(call point_at_src)
	@touch $@

$(VENV)/.installed-dev: pyproject.toml
	$(call prepare)
	@$(PIP) install --editable '.[dev]'
	$(call point_at_src)
	@touch $(VENV)/.installed $@

# durable-rules is C source: what it takes to build it is checked first, so that a bare machine
# hears what to install instead of reading a compiler log.
define prepare
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo 'Kaoping needs Python 3.11 or later; "$(PYTHON)" is not.' >&2; \
	  echo 'Name one that is:  make $(MAKECMDGOALS) PYTHON=python3.12' >&2; exit 1; }
	@include=$$($(PYTHON) -c 'import sysconfig; print(sysconfig.get_path("include"))'); missing=; \
	for cc in $${CC:-cc gcc clang} none; do command -v $$cc >/dev/null && break; done; \
	if [ $$cc = none ]; then missing='A C compiler is'; \
	elif ! echo '#include <Python.h>' | $$cc -fsyntax-only -I"$$include" -x c - 2>/dev/null; then \
	  missing="The C headers of Python (Python.h, looked for in $$include) are"; fi; \
	[ -z "$$missing" ] || { \
	  echo "$$missing missing; durable-rules is compiled during installation. Install:" >&2; \
	  echo '  Debian, Ubuntu   apt install build-essential python3-dev python3-venv' >&2; \
	  echo '  Fedora, RHEL     dnf install gcc python3-devel' >&2; \
	  echo '  macOS            xcode-select --install   (and: brew install python)' >&2; exit 1; }
	@echo 'Installing into $(VENV); the first time takes about a minute …'
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
endef

# An editable install names the checkout by its absolute path. Python cannot start with that under
# LC_ALL=C when the path holds Chinese, nor after the checkout moved; a relative path is always right.
define point_at_src
	@for file in $(VENV)/lib/python3*/site-packages/*kaoping*.pth; do echo ../../../../src >"$$file"; done
endef
