# From a bare clone to a report: python3 (3.11 or newer), pip and make are all it takes. `make help` lists the targets.

PY       ?= python3
VENV     ?= .venv
ARGS     ?=
PYTEST_ARGS ?=

BIN      := $(VENV)/bin
BENCH    := .venv-bench
UV       := .tools/bin/uv
PANGO    := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
CHROMIUM := chromium chromium-browser google-chrome

# A stamp carries its lock's checksum in its name: a checkout that only touches the file installs nothing, a changed lock
# does. A stamp is touched once the libraries were seen to load, so it stands for a venv that works.
key       = $(shell cksum < $(1) | tr ' ' '-')
RUN      := $(VENV)/.run-$(call key,requirements.txt)
DEV      := $(VENV)/.dev-$(call key,requirements-dev.txt)
SEALED   := $(VENV)/.seal-$(call key,requirements-seal.txt)
BENCHED  := $(BENCH)/.bench-$(call key,requirements-bench.txt)
GOT_UV   := .tools/.uv-$(call key,requirements-uv.txt)

# A venv whose Python is gone (an upgrade, pyenv) is no venv.
$(shell test -x $(BIN)/python || rm -f $(VENV)/.run-* $(VENV)/.dev-* $(VENV)/.seal-*)
$(shell test -x $(BENCH)/bin/python || rm -f $(BENCH)/.bench-*)

# Without bytecode every start takes seconds longer; a foreign PYTHONPATH would shadow what is locked.
unexport PYTHONDONTWRITEBYTECODE PYTHONPATH PYTHONHOME
# The certificates of this machine, as pip uses them, not the ones uv carries: offices have proxies.
export UV_SYSTEM_CERTS := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup report check sample seal validate test bench soak gallery lock clean distclean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: $(RUN) ## install what a report needs; every target below does it by itself, this one looks for Pango again
	$(call need_pango,$(VENV))

report: $(RUN) ## make the reports; ARGS="..." goes to generate.py report
	@$(BIN)/python generate.py report $(ARGS)

check: $(RUN) ## check the figures that were handed in; ARGS="..." goes to generate.py check
	@$(BIN)/python generate.py check $(ARGS)

sample: $(RUN) ## reports from the invented figures in data/contoh, into output/contoh
	@$(BIN)/python generate.py report --data data/contoh --out output/contoh $(ARGS)

seal: $(SEALED) ## install what signing the PDFs needs

validate: $(DEV) ## the sample reports and slides, then veraPDF over them: PDF/A-3a and PDF/UA-1, rule by rule
	@rm -rf output/contoh
	@$(MAKE) --no-print-directory sample ARGS="--format pdf --format slides $(ARGS)"
	@$(BIN)/python -m tests.verapdf output/contoh

test: $(DEV) ## lint, format, types, then every test with its coverage; PYTEST_ARGS="..." goes to pytest
	$(call need_of_linux,systemd-analyze,systemd)
	$(call need_of_linux,logrotate,logrotate)
	@$(BIN)/python -m ruff check --quiet .
	@$(BIN)/python -m ruff format --check --quiet .
	@$(BIN)/python -m mypy --no-error-summary
	@$(BIN)/python -m pytest -n auto --maxprocesses=4 $(PYTEST_ARGS) --cov

bench: $(BENCHED) ## compare with other ways of making the same report (installs chromium, takes minutes)
	@$(BENCH)/bin/python bench/run.py $(ARGS)

soak: $(DEV) ## three hundred letters and a sender that is killed every second or so, against two mail servers; takes minutes
	@$(BIN)/python -m tests.soak $(ARGS)

gallery: $(RUN) ## every chart with made-up numbers, as different eyes and copiers see it, into output/gallery.pdf
	@$(BIN)/python -m gallery

lock: $(GOT_UV) ## write requirements*.txt anew from requirements*.in; ARGS=--upgrade takes the newest versions
	@for name in requirements requirements-seal requirements-dev requirements-bench requirements-uv; do \
	  $(UV) pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	    --custom-compile-command 'make lock' $(ARGS) $$name.in -o $$name.txt || exit 1; done

clean: ## remove finished reports and caches; var/ stays
	@rm -rf output .coverage .coverage.* htmlcov .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -path './.venv*' -prune -o -path ./.git -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## clean, and remove what was installed
	@rm -rf $(VENV) $(BENCH) .tools

# --- what the targets stand on ---------------------------------------------------------------------------------------

$(RUN):
	$(call fill,$(VENV),requirements.txt)
	$(call need_pango,$(VENV))
	@touch $@

$(DEV): # everything in requirements.txt is in requirements-dev.txt too, so `make report` has nothing left to install
	$(call fill,$(VENV),requirements-dev.txt)
	$(call need_pango,$(VENV))
	$(need_pdfsig)
	@touch $@ $(RUN) $(SEALED)

$(SEALED):
	$(call fill,$(VENV),requirements-seal.txt)
	$(call need_pango,$(VENV))
	@touch $@ $(RUN)

$(BENCHED):
	$(call fill,$(BENCH),requirements-bench.txt)
	$(call need_pango,$(BENCH))
	$(need_chromium)
	@touch $@

$(GOT_UV):
	$(need_python)
	@rm -rf .tools && mkdir .tools
	$(get_uv)
	@touch $@

define need_python
@command -v $(PY) >/dev/null || { echo "Python 3.11 or newer is needed, and there is no $(PY) here." >&2; exit 1; }
@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; $(PY) is %d.%d. Another one: make PY=python3.12" % sys.version_info[:2])'
@$(PY) -m pip --version >/dev/null 2>&1 || { echo "pip is needed, and $(PY) has none (Debian: apt-get install python3-pip)." >&2; exit 1; }
endef

get_uv = @$(PY) -m pip install --quiet --root-user-action=ignore --target .tools --no-deps --require-hashes --only-binary :all: -r requirements-uv.txt

# $(call fill,venv,lock): uv does it in seconds; pip, which obeys its own settings for mirrors and proxies, when uv cannot.
# --without-pip because Debian's Python has no ensurepip; --clear because a venv without its Python is rubble.
define fill
$(need_python)
@echo "Installing $(2) into $(1) (once)"
@test -x $(1)/bin/python || $(PY) -m venv --without-pip --clear $(1)
@{ { test -e $(GOT_UV) || $(MAKE) --no-print-directory --silent $(GOT_UV); } && \
  $(UV) pip install --quiet --require-hashes --only-binary :all: --python $(1)/bin/python -r $(2); } || \
  { echo "uv could not; pip now, it takes longer"; $(PY) -m pip --python $(1)/bin/python install --quiet --require-hashes --no-deps --no-compile --only-binary :all: -r $(2); }
endef

# WeasyPrint draws its text with Pango, which no Python package carries; it is asked itself whether it finds it.
define need_pango
@$(call loads_pango,$(1)) || { \
  $(call apt,Pango,$(PANGO)) && $(call loads_pango,$(1)); } || { \
  echo "Pango 1.44 or newer and HarfBuzz (with harfbuzz-subset) are needed; install them, then call make again:" \
    "apt-get install $(PANGO) | dnf install pango harfbuzz | brew install pango harfbuzz" \
    "| MSYS2: pacman -S mingw-w64-ucrt-x86_64-pango mingw-w64-ucrt-x86_64-harfbuzz" >&2; exit 1; }
endef
loads_pango = $(1)/bin/python -W error:HarfBuzz-Subset -c 'import weasyprint' >/dev/null 2>&1

define need_pdfsig
@command -v pdfsig >/dev/null || { $(call apt,pdfsig,poppler-utils) && command -v pdfsig >/dev/null; } || { \
  echo "pdfsig, with which the tests check signatures, is needed; install poppler (apt-get install poppler-utils | dnf install poppler-utils | brew install poppler), then call make again." >&2; exit 1; }
endef

# $(call need_of_linux,command,package): what the tests hold contrib/ against; another system has none of it. It lies where not
# every user looks, and a venv that is there says nothing of it, so it is looked for each time.
define need_of_linux
@[ "$$(uname -s)" = Linux ] || exit 0; found() { PATH="$$PATH:/usr/sbin:/sbin" command -v $(1) >/dev/null; }; \
  found || { $(call apt,$(1),$(2)) && found; } || { \
  echo "$(1), with which the tests check contrib/, is needed; install $(2) (apt-get install $(2) | dnf install $(2)), then call make again." >&2; exit 1; }
endef

define need_chromium
@found() { for name in $(CHROMIUM); do command -v $$name >/dev/null && return; done; return 1; }; \
  found || { $(call apt,Chromium,chromium) && found; } || { echo "chromium is needed; install it, then call make again." >&2; exit 1; }
endef

# $(call apt,what,packages): true when apt-get could be called and did not fail.
define apt
command -v apt-get >/dev/null && { [ "$$(id -u)" = 0 ] || command -v sudo >/dev/null; } && { \
    sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
    echo "$(1) is missing, installing it with apt: $(2)"; \
    $$sudo apt-get update -qq; \
    $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(2) >/dev/null; }
endef
