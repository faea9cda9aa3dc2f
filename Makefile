# What people type. `make` alone lists it. Everything works from a fresh checkout: each target sets up what it lacks.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help env env-dev front demo demo-reset test lint lint-code lint-database bench pictures shell chromium
SHELL := /bin/sh

PYTHON := .venv/bin/python
MANAGE := $(PYTHON) manage.py
CODE := $(wildcard carehomes checkins reporting tests manage.py)
TEMPLATES := $(wildcard templates carehomes/*/templates checkins/templates)
BROWSER := for name in chromium chromium-browser google-chrome google-chrome-stable; do command -v $$name && break; done; true
FRONT_SOURCES := package.json $(shell find carehomes/ui/frontend -type f 2>/dev/null)
PORT ?=
export PORT

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

env: .venv/.demo-ready  ## Make .venv with what the demo needs (enough for .venv/bin/python manage.py ...)

front: build/.ready  ## Build the stylesheet and scripts into build/

demo: env front  ## Run Homeround with a demo area on http://127.0.0.1:8000 (PORT=8080 for another port)
	$(call room,the demo,$$(test -d .state/$${HOMEROUND_STATE:-demo} && echo 50 || echo 200))
	@exec $(PYTHON) -m carehomes.embedded.demo

demo-reset: env  ## Remove the demo's data, so that the next `make demo` starts afresh
	@HOMEROUND_STATE=$${HOMEROUND_STATE:-demo} $(PYTHON) -m carehomes.embedded reset
	@echo "The demo's data is removed: 'make demo' starts afresh."

test: lint chromium  ## Check and test everything (sets up what it lacks, a browser included)
	@echo "== Tests"
	@CHROMIUM="$${CHROMIUM:-$$($(BROWSER))}" exec $(PYTHON) -m pytest -n auto

lint: lint-code lint-database  ## Check style, types, imports, templates, migrations and policies

lint-code: env-dev front
	@echo "== Code: ruff, mypy, import-linter, djlint"
	@$(PYTHON) -m ruff check $(CODE)
	@$(PYTHON) -m ruff format --check $(CODE)
	@$(PYTHON) -m mypy
	@.venv/bin/lint-imports
	@$(if $(TEMPLATES),$(PYTHON) -m djlint --lint --quiet $(TEMPLATES))

lint-database: env-dev
	@echo "== Database: migrations, their locks (squawk), row-security policies (pgrls)"
	@HOMEROUND_STATE=test DJANGO_SETTINGS_MODULE=carehomes.settings.test $(MANAGE) makemigrations --check --dry-run
	@$(PYTHON) -m tests.lint_database

bench: env front  ## Load England and print the table of speeds (docs/performance.md)
	@exec env HOMEROUND_STATE=bench $(MANAGE) bench $(ARGS)

pictures: env-dev front chromium  ## Take the pictures of README.md anew, from the demo area
	@CHROMIUM="$${CHROMIUM:-$$($(BROWSER))}" exec $(PYTHON) -m tests.browser.pictures

shell: env  ## Open Django's shell on the demo's database
	@exec $(MANAGE) shell

# ---- what the targets above stand on ----------------------------------------------------------------------------------

env-dev: .venv/.dev-ready

# Python 3.11 or later that can make a virtual environment. A name on the PATH may be an empty shell (pyenv), so try it.
$(PYTHON):
	@test -w . || { echo "This folder cannot be written to: use a checkout of your own."; exit 1; }
	@for name in python3.13 python3.12 python3.11 python3 python; do \
	  if $$name -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "== Environment: .venv with $$($$name --version)"; \
	    $$name -m venv --clear .venv && exit 0; \
	    rm -rf .venv; echo "The environment .venv could not be made: see the lines above."; exit 1; \
	  fi; \
	done; \
	for name in python3.13 python3.12 python3.11 python3; do \
	  if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "$$($$name --version) lacks its venv module: install it (Debian, Ubuntu: apt-get install python3-venv)."; exit 1; \
	  fi; \
	done; \
	echo "Homeround needs Python 3.11 or later: install it and run make again."; exit 1

# $(1) what needs the room, $(2) how much of it, in MB. Asked first, as some installers leave half a package behind and say that all is well.
define room
	@need=$(2); free=$$(df -Pm . | awk 'NR == 2 { print $$4 }'); test "$$free" -ge "$$need" || { \
	  echo "Only $$free MB are free on the disk of this folder, and $$need are needed for $(1): free some space."; exit 1; }
endef

# $(1) the requirements. uv where it can be had, else pip; hashes always. The certificates that this machine trusts count (--system-certs):
# behind an inspecting proxy no others would do.
define install
	@echo "== Environment: packages of $(1)"
	@$(PYTHON) -m uv --version >/dev/null 2>&1 \
	  || $(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/installer.txt \
	  || echo "uv could not be installed; pip does its work."
	@$(PYTHON) -m uv pip install --system-certs --python $(PYTHON) --require-hashes -r $(1) \
	  || { echo "uv could not install the packages; pip tries."; \
	       $(PYTHON) -m pip install --disable-pip-version-check --require-hashes -r $(1); } \
	  || { echo "The packages of $(1) could not be installed: see the lines above (is the network there?)."; exit 1; }
endef

.venv/.demo-ready: requirements/demo.txt | $(PYTHON)
	$(call room,the packages,700)
	$(call install,requirements/demo.txt)
	@touch $@

.venv/.dev-ready: requirements/dev.txt .venv/.demo-ready
	$(call room,the packages,1000)
	$(call install,requirements/dev.txt)
	@touch $@

node_modules/.ready: package-lock.json .venv/.demo-ready
	$(call room,the front end's packages,100)
	@echo "== Front end: packages"
	@$(PYTHON) -m carehomes.embedded.npm ci --no-audit --no-fund --loglevel=error \
	  || { echo "The front end's packages could not be installed: see the lines above (is the network there?)."; exit 1; }
	@touch $@

build/.ready: node_modules/.ready $(FRONT_SOURCES)
	@echo "== Front end: stylesheet and scripts"
	@$(PYTHON) -m carehomes.embedded.npm run --silent build \
	  || { rm -f node_modules/.ready; \
	       echo "The stylesheet and scripts could not be built: see the lines above. The next try fetches its packages anew."; exit 1; }
	@touch $@

chromium: env-dev
	@test -z "$${CHROMIUM:-$$($(BROWSER))}" || exit 0; \
	echo "== Browser: Chromium for the browser tests"; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium fonts-liberation >/dev/null && exit 0; \
	fi; \
	echo "The browser tests need Chromium: install it (Debian: apt-get install chromium), or name one with CHROMIUM=..."; exit 1
