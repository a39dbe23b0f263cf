# Everything happens in .venv and is installed once: a stamp carries the checksum of its list, so the
# second run starts at once and a changed list installs again. Needed: make and Python 3.11 or newer.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run demo test lint bench screenshots looks catalogue crash attack drill soak rolling fuzz walk lock sbom clean browser nginx

ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c "$(ENOUGH)" 2>/dev/null && echo $$p && break; done)
PY := .venv/bin/python
# What is installed is what was locked, file by file. Nothing is built, for what builds a package is in no list; where a
# package has no wheel: make run BUILD=1, with a compiler at hand.
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes $(if $(BUILD),,--only-binary :all:)
APT := DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends
CAN_APT := [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null
TO_RUN := .venv/installed-run-$(shell cksum < requirements.txt | tr ' ' '-')
TO_TEST := .venv/installed-test-$(shell cksum < requirements-dev.txt | tr ' ' '-')

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(TO_RUN) ## Serve the tracker at http://localhost:8501 (settings: TRACKER_*, see README.md)
	@exec $(PY) -m tracker serve

demo: $(TO_RUN) ## Serve a year of invented figures, with an account for each role
	@exec $(PY) -m tracker demo

# A worker for each core, two at least: a browser's test waits half of its time. One file after the other goes to
# whichever worker is free, in the order of tests/slow.py.
CORES := $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
WORKERS ?= $(shell [ $(CORES) -gt 2 ] && echo $(CORES) || echo 2)

test: lint browser nginx ## Style, types and every test, on SQLite and PostgreSQL
	$(PY) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

lint: $(TO_TEST) ## Style and types only
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

bench: $(TO_TEST) browser ## Measure how fast pages and queries are
	$(PY) -m tests.bench

screenshots: $(TO_TEST) browser ## Draw the pictures in docs/ again
	$(PY) -m tests.screenshots

looks: $(TO_TEST) ## Contact sheets of the meeting files in var/looks (needs soffice, pdftoppm, montage)
	$(PY) -m tests.looks

catalogue: $(TO_TEST) ## Bring the English catalogue up to date with the code's texts
	$(PY) -m tests.catalogue

# Without power: needs Linux and a C compiler with the C library's headers (Debian: gcc, libc6-dev), and says so.
crash: $(TO_TEST) ## Kill writers, cut the power, tear pages, 100 times each, kill PostgreSQL 24 times: nothing may be lost
	$(PY) -m tests.crash --rounds 100 --servers 24

drill: $(TO_TEST) ## Rehearse backup and restore on both engines, 20 rounds each, while others write
	$(PY) -m tests.drill --rounds 20

rolling: $(TO_TEST) browser nginx ## Restart two processes behind nginx under load while somebody types; the walk behind Caddy
	$(PY) -m pytest -s tests/several/rolling.py

attack: $(TO_TEST) ## Too many tabs, silent connections, guesses and uploads against a server of its own
	$(PY) -m tests.attack

soak: $(TO_TEST) ## Some thirty people at work on a served ledger for 30 minutes: nothing may grow on
	$(PY) -m tests.soak --minutes 30

# All that draws by chance: CI plays the same ones each time (tests/conftest.py). The browser's is `make walk`.
fuzz: $(TO_TEST) ## Random walks, histories and comparisons: others each time, and up to four times as many
	$(PY) -m pytest --hypothesis-profile=long \
		$$(grep -rl --include='test_*.py' --exclude-dir=walk '^from hypothesis' tests)

walk: $(TO_TEST) browser ## Every page of every role about a monthly plan beside two others, in Chromium
	$(PY) -m pytest --hypothesis-profile=long tests/walk/test_other_plans.py

# For every platform and Python from 3.11 on, with the hash of each file of each release. What is locked stays as it is,
# where the written list admits it; UPGRADE=--upgrade takes the newest, UPGRADE='--upgrade-package NAME' one.
LOCK := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command 'make lock' $(UPGRADE)

lock: $(TO_TEST) ## Make requirements*.txt of requirements*.in: all that is installed, with hashes
	$(LOCK) requirements.in --output-file requirements.txt
	$(LOCK) requirements-dev.in --constraints requirements.txt --output-file requirements-dev.txt

sbom: $(TO_TEST) ## List all that runs, with licences and hashes, in var/sbom.cdx.json (CycloneDX)
	$(PY) -m tests.sbom

clean: ## Remove what can be made again; var/, where the ledger is kept, stays
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(TO_RUN): requirements.txt | .venv/bin/pip
	@echo "Installing requirements.txt ..."
	@$(PIP) -r requirements.txt
	@touch $@

$(TO_TEST): requirements-dev.txt | .venv/bin/pip
	@echo "Installing requirements-dev.txt ..."
	@$(PIP) -r requirements-dev.txt
	@touch $@ $(TO_RUN)

.venv/bin/pip:
	@[ -n "$(PYTHON)" ] && $(PYTHON) -c "$(ENOUGH)" || { \
		echo "The tracker needs Python 3.11 or newer; found: $$($(or $(PYTHON),python3) --version 2>&1)."; \
		echo "Name another one with: make run PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv .venv || { $(CAN_APT) && \
		echo "Debian keeps venv apart: installing it ..." && rm -rf .venv && apt-get update --quiet && \
		$(APT) python3-venv && $(PYTHON) -m venv .venv; } || { rm -rf .venv; \
		echo "Python can't make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv"; \
		exit 1; }

# Tests open pages in the system's Chromium, else in one of Playwright's; Chinese needs a font with it.
browser: $(TO_TEST)
	@{ command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null || \
		{ $(CAN_APT) && \
		apt-get update --quiet && $(APT) chromium fonts-noto-cjk fontconfig; } || \
		$(PY) -m playwright install chromium || { \
		echo "The tests need a Chromium: install the system's package chromium"; exit 1; }
	@fc-list :lang=zh 2>/dev/null | grep -q . || { $(CAN_APT) && \
		apt-get update --quiet && $(APT) fonts-noto-cjk fontconfig; } || \
		echo "No Chinese font found: pages will show boxes; install fonts-noto-cjk"

# Two processes are tried behind it. A package's own server would listen on port 80 of every address: an answer of 101
# keeps it still while it is installed.
STILL := /usr/sbin/policy-rc.d
nginx:
	@PATH="$$PATH:/usr/sbin"; command -v nginx >/dev/null || { $(CAN_APT) && \
		{ [ -e $(STILL) ] || { trap 'rm -f $(STILL)' EXIT; \
		printf '#!/bin/sh\nexit 101\n' > $(STILL) && chmod 755 $(STILL); }; } && \
		apt-get update --quiet && $(APT) nginx-light openssl; } || \
		echo "No nginx found: what is tried behind it is skipped; install the system's package nginx"
