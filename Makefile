# Every command sets up what it needs first; nothing is installed twice.
.PHONY: run test check soak bench screens words lock clean setup setup-test

BIN := .venv/bin
MINUTES ?= 10
# Processes that share the tests, a file at a time.
WORKERS ?= 2

run: setup
	@$(BIN)/pos run $(ARGS)

test: setup-test check
	@QT_QPA_PLATFORM=offscreen $(BIN)/pytest -n $(WORKERS) --dist loadfile $(ARGS)

check: setup-test
	@$(BIN)/ruff format --check --quiet . || { echo "Not formatted: $(BIN)/ruff format ."; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

soak: setup-test
	@QT_QPA_PLATFORM=offscreen MINUTES=$(MINUTES) $(BIN)/pytest --soak -m soak -s --timeout=0 $(ARGS)

bench: setup-test
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.benchmarks $(if $(ONLY),ONLY=$(ONLY))

screens: setup-test
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m pos_app.views.screens build/screens
	@$(BIN)/python -m tests.wallet.screens build/screens/wallet

# Brings the Chinese catalogues in step with the English and compiles them.
words: setup
	@$(BIN)/python -m pos_app.views.vocabulary

# Needs uv; writes no index addresses into the tree.
lock:
	@uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url -o requirements.lock

setup:
	@.ci/setup run

setup-test:
	@.ci/setup test

clean:
	@rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
