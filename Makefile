# Shortcuts; each needs the environment that README's test command makes (.venv-test).
BIN := .venv-test/bin

.PHONY: lint type test bench imports

lint:
	$(BIN)/ruff check . && $(BIN)/ruff format --check redactor tests benchmarks

type:
	$(BIN)/mypy

imports:
	$(BIN)/lint-imports

test:
	$(BIN)/python -m pytest

bench:
	$(BIN)/python -m benchmarks
