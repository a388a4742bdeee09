# make build   set up .venv if needed, then dbt build: segments land in warehouse.duckdb
# make spark   the same on Spark, in Delta tables: segments land in lake/
# make test    every test, in copies of the project
# make help    the rest

PYTHON ?= python3
BIN := .venv/bin
DBT := $(BIN)/dbt
SPARK := .venv-spark
HAS_PYTHON = $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11"; exit 1; }
export DO_NOT_TRACK = 1

.DEFAULT_GOAL := help
.PHONY: help build spark compare-engines java test install lint docs checks data-docs plots dashboard report \
    superset-bundle audiences samples bench audit lock clean

help:  ## list the commands
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## */\t/' | expand -t 17

build: install  ## dbt build on the sample, or on your data: make build VARS='{mall_customers: file.csv}'
	$(DBT) build $(if $(VARS),--vars '$(VARS)')

# Of one machine, unless SPARK_MASTER names another: nothing of it listens on the network.
spark: java $(SPARK)/.spark  ## the same on Spark, in Delta tables in lake/: make spark VARS='{mall_customers: file.csv}'
	$(if $(SPARK_MASTER),,SPARK_LOCAL_IP=127.0.0.1) $(SPARK)/bin/dbt build --target spark $(if $(VARS),--vars '$(VARS)')

compare-engines: java $(SPARK)/.spark  ## every relation of warehouse.duckdb and of lake/, row for row
	$(SPARK)/bin/python tests/compare_engines.py

java:
	@java=$${JAVA_HOME:+$$JAVA_HOME/bin/}java; \
	version=$$("$$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p'); \
	[ "$${version:-0}" -ge 17 ] || \
	    { echo "Spark needs Java 17 or newer: install it, or set JAVA_HOME to where it is"; exit 1; }

test: install $(BIN)/.dev  ## every test: dbt build in copies of the project, Python, end to end, on Spark where Java is
	@if $(MAKE) --silent java 2> /dev/null; then $(MAKE) --silent $(SPARK)/.spark; \
	    else echo "The tests on Spark are skipped."; fi
	$(BIN)/python -m pytest -n auto --dist loadfile

install: $(BIN)/.base  ## the virtual environment, from the lock

lint: $(BIN)/.dev  ## ruff, sqlfluff, dbt-bouncer and dbt-score
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/sqlfluff lint models python_models analyses tests/singular
	$(DBT) --quiet --warn-error-options '{error: all, silence: [MFConverterIssue]}' parse
	$(BIN)/dbt-bouncer run
	$(BIN)/dbt-score lint

docs: install  ## one static page of documentation: target/static_index.html
	$(DBT) docs generate --static
	@echo "Open target/static_index.html"

checks: install  ## docs/checks.md: every test and expectation, by layer
	$(DBT) --quiet parse
	PYTHONPATH=src $(BIN)/python tests/list_checks.py > docs/checks.md

plots: $(BIN)/.dashboard  ## pictures of the segments in warehouse.duckdb, into plots/
	PYTHONPATH=src $(BIN)/python dashboards/plots.py

dashboard: serving/segments.duckdb $(BIN)/.dashboard  ## pages to act on in your browser, for this machine only
	$(BIN)/python -m streamlit run dashboards/app.py

report: serving/segments.duckdb $(BIN)/.dashboard  ## the same as one HTML file and one PDF per segmentation, into reports/
	$(BIN)/python dashboards/report.py

superset-bundle: install  ## a dashboard for Superset to import: target/superset_bundle.zip (PUBLISHED=file elsewhere)
	$(BIN)/python dashboards/superset_bundle.py $(PUBLISHED)

serving/segments.duckdb:
	@echo "$@ is missing: run make build, which publishes it"; exit 1

data-docs: install  ## what the gates found last, as Great Expectations' pages, into target/data_docs/
	PYTHONPATH=src $(BIN)/python dashboards/data_docs.py

audiences: install  ## one file per segment of warehouse.duckdb, CSV and Parquet, into audiences/
	$(BIN)/python dashboards/audiences.py

samples: install  ## regenerate the sample seeds, byte for byte
	$(BIN)/python seeds/generate.py

bench: build  ## time and memory against a notebook and an empty project: make bench LINES=file.parquet SIZES='0.5 5 11'
	$(BIN)/python benchmarks/transactions.py $(if $(LINES),--lines $(LINES)) $(if $(SIZES),--sizes $(SIZES))
	$(BIN)/python benchmarks/warm_build.py
	$(BIN)/python benchmarks/scoring.py

# Not Superset's, which are an environment of its own with older versions of the same packages.
AUDITED = $(filter-out requirements/superset.txt,$(wildcard requirements/*.txt))
audit: $(BIN)/.audit  ## known vulnerabilities of the packages in the locks, as the package index tells them
	$(BIN)/pip-audit --strict --disable-pip --no-deps $(patsubst %,-r %,$(AUDITED))

clean:  ## remove what can be made again; .venv and warehouse.duckdb or lake/, which remember, stay
	rm -rf target logs audiences reports .pytest_cache .ruff_cache

# Needs uv; no other target does.
EXPORT = uv export --quiet --no-hashes --no-header --no-annotate --no-emit-project
lock:  ## re-resolve pyproject.toml and export requirements/*.txt
	uv lock --upgrade
	$(EXPORT) --no-default-groups --output-file requirements/base.txt
	$(EXPORT) --no-default-groups --group spark --output-file requirements/spark.txt
	for group in dev dashboard audit; do \
	    $(EXPORT) --only-group $$group --output-file requirements/$$group.txt; done

# --no-deps: the locks are complete, and leave out one package on purpose (see pyproject.toml).
$(BIN)/.%: requirements/%.txt | $(BIN)/python
	@echo "Installing requirements/$*.txt"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -r $<
	@touch $@

$(BIN)/.dev $(BIN)/.dashboard: $(BIN)/.base

# dbt finds what src/ has for it by its name, so that folder is on the path of Python there.
$(SPARK)/.spark: requirements/spark.txt
	@$(HAS_PYTHON)
	$(PYTHON) -m venv $(SPARK)
	@echo "Installing requirements/spark.txt"
	@$(SPARK)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r $<
	@$(SPARK)/bin/python -c "import pathlib, sysconfig; \
	    pathlib.Path(sysconfig.get_path('purelib'), 'customer_segmentation.pth').write_text('$(CURDIR)/src')"
	@touch $@

$(BIN)/python:
	@$(HAS_PYTHON)
	$(PYTHON) -m venv .venv
