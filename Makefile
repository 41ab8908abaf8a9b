# Two commands are enough: `make book` to read, `make test` to check everything.
PYTHON ?= python3
SETUP := gist_edu/_site/bootstrap.py
BIN := .venv/bin
LESSON = $(firstword $(wildcard notebooks/00_*.ipynb) notebooks/07_risk_after_surgery.ipynb)

.PHONY: book build test lab bench lock web clean setup setup-tests lint

book: build          ## build the book, serve it on this machine, print the address
	$(BIN)/gist-edu serve

build: setup         ## build the book into _build/html, warnings as errors
	$(BIN)/gist-edu build

setup:
	@$(PYTHON) $(SETUP)

setup-tests:
	@$(PYTHON) $(SETUP) --tests

lint: setup          ## style, types, portability, ledger and prose
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/gist-edu check

test: setup-tests lint build   ## everything: lint, web layer, build, unit, notebooks, browser
	$(BIN)/python -m gist_edu._site.dist_check
	$(BIN)/pytest -n 2 --dist loadfile
	$(BIN)/pytest --nbval --nbval-current-env -p no:cacheprovider -n 2 --dist loadfile notebooks

lab: setup           ## open JupyterLab on the first lesson
	$(BIN)/jupyter lab $(if $(filter 0,$(shell id -u)),--allow-root) $(LESSON)

bench: setup-tests build       ## measure pages, events, builds; prints a table
	$(BIN)/python -m gist_edu._site.bench

web: setup           ## rebuild the web layer (needs Node)
	cd gist_edu/_site/web && npm ci --no-audit --no-fund && npm run check && node build.mjs

lock:                ## renew requirements/lock.txt (needs uv)
	uv pip compile requirements/base.in --universal --python-version 3.11 --generate-hashes \
	  --overrides requirements/overrides.txt --no-emit-package autograd-gamma --output-file requirements/lock.txt

clean:               ## remove what the build made; the environment stays
	rm -rf _build
