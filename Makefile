# Two commands do everything on a fresh Debian or Ubuntu machine: `make course` and `make test`.
# `make help` lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PY := $(BIN)/python
STAMPS := _build/stamps
export PYTHON
# Two cores and no surprises: numeric libraries start no threads of their own.
export OMP_NUM_THREADS = 1
export OPENBLAS_NUM_THREADS = 1

LIBRARY := $(shell find cnnlib -type f ! -path '*/__pycache__/*')
GRADER := $(shell find autograder -type f ! -path '*/__pycache__/*') nbgrader_config.py tools/sample_class.py tools/grade_class.py tools/answers.py
BOOK := $(shell find book -type f ! -path '*/__pycache__/*') _config.yml _toc.yml
SOLUTIONS := $(shell find solutions -type f)
RELEASE := $(shell find exercises -type f)
ANSWERS := $(shell find tests/answers -type f -name '*.py')

.DEFAULT_GOAL := help
.PHONY: help course test check book exercises class student solutions proof pdf site doctor serve lab bench bench-grading attacks repro pins format clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

course: $(STAMPS)/book $(STAMPS)/class ## The main job: build the book, make the exercises, grade the sample class, report
	@$(PY) -m tools.report

test: $(STAMPS)/venv $(STAMPS)/test-system $(STAMPS)/book $(STAMPS)/class ## Run every test
	@echo "==> tests"
	$(PY) -m pytest -n 2 --dist loadgroup -rs

check: $(STAMPS)/venv ## Inner loop (at most 3 minutes): lint, types, unit tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright
	$(PY) -m pytest -q -n 2 -m "not browser and not grading and not book"

# --- set-up -------------------------------------------------------------------------------------

$(STAMPS)/venv: requirements.txt pyproject.toml
	@sh tools/system_packages.sh venv
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11) and f"error: Python 3.11 or newer is needed, {sys.executable} is {sys.version.split()[0]}; run make PYTHON=/path/to/python3.11")'
	@echo "==> Python environment in .venv (first time: a few minutes)"
	@test -x $(PY) || "$(PYTHON)" -m venv .venv
	$(BIN)/pip install --disable-pip-version-check -r requirements.txt | { grep -vE '^(Requirement already|Looking in)' || test $$? = 1; }
	$(BIN)/pip install --disable-pip-version-check -q --no-deps --no-build-isolation -e .
	$(BIN)/pip check
	@mkdir -p $(@D) && touch $@

$(STAMPS)/course-system: tools/system_packages.sh
	@sh tools/system_packages.sh bwrap
	@mkdir -p $(@D) && touch $@

$(STAMPS)/test-system: tools/system_packages.sh
	@sh tools/system_packages.sh chromium bwrap postgres
	@mkdir -p $(@D) && touch $@

$(STAMPS)/tex: tools/system_packages.sh
	@sh tools/system_packages.sh tex
	@mkdir -p $(@D) && touch $@

# --- what an author changes, and what follows ---------------------------------------------------

exercises: $(STAMPS)/exercises ## solutions/*.py -> exercises/*.ipynb
$(STAMPS)/exercises: $(STAMPS)/venv $(SOLUTIONS) tools/exercises.py nbgrader_config.py
	@echo "==> exercises"
	@$(PY) -m tools.exercises
	@touch $@

book: $(STAMPS)/book ## Build the HTML book in _build/html
$(STAMPS)/book: $(STAMPS)/exercises $(BOOK) $(LIBRARY) $(RELEASE) tools/build_book.py
	@echo "==> book"
	@$(PY) -m tools.build_book
	@touch $@

class: $(STAMPS)/class ## Grade the sample class with nbgrader, show the grades
	@cat grading/table.txt
$(STAMPS)/class: $(STAMPS)/exercises $(STAMPS)/course-system $(LIBRARY) $(GRADER) $(ANSWERS)
	@echo "==> sample class"
	@$(PY) -m tools.sample_class
	@touch $@

pdf: $(STAMPS)/book $(STAMPS)/tex ## The book as a PDF, in _build/html/downloads/ and on the front page
	@echo "==> PDF"
	@$(PY) -m tools.build_pdf

site: pdf ## _build/html ready to be published: with the PDF and the students' archive on the front page
	@$(PY) -m tools.site

student: book ## The zip that students get, in _build/
	@$(PY) -m tools.student_zip

solutions: $(STAMPS)/venv ## Model solutions to hand out after the deadline, in _build/solutions/ (HIDDEN=1: with hidden tests)
	@$(PY) -m tools.solutions $(if $(HIDDEN),--hidden-tests)

proof: $(STAMPS)/venv ## How well each task's tests are proven: the table, and book/proof.md
	@$(PY) -m tools.proof

# --- use ----------------------------------------------------------------------------------------

attacks: $(STAMPS)/test-system ## Grade the adversarial submissions one by one
	@$(PY) -m tests.adversarial

serve: book ## Read the book at http://localhost:8000
	@echo "the book is at http://localhost:8000 (Ctrl-C stops)"
	@$(PY) -m http.server --bind localhost --directory _build/html 8000

lab: exercises ## JupyterLab with nbgrader's instructor tools
	$(BIN)/jupyter lab

doctor: $(STAMPS)/venv ## What is wrong with this set-up, if anything
	@$(PY) -m cnnlib.doctor

# --- care ---------------------------------------------------------------------------------------

bench: $(STAMPS)/venv ## Speed of cnnlib against PyTorch, as ratios
	$(PY) -m benchmarks

bench-grading: $(STAMPS)/venv ## Time of grading a submission, against stock nbgrader, of pages for 10,000, and of all assignments
	$(PY) -m benchmarks.grading
	$(PY) -m benchmarks.grading_large
	$(PY) -m benchmarks.grading_course

repro: $(STAMPS)/venv ## Two cold builds of the book are byte-identical
	@$(PY) -m tools.build_book --repro

pins: $(STAMPS)/venv ## Renew the second half of requirements.txt
	@$(PY) -m tools.pins

format: $(STAMPS)/venv ## Format and fix what ruff can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## Remove what was generated (grades and submissions under grading/ stay)
	rm -rf _build
