#!/bin/sh
# Everything that needs no test to run: each step says its name and what it found; all run, then any failure counts.
set -u

failed=
step() {
    name=$1
    shift
    printf '\n== %s\n' "$name"
    "$@" || failed="$failed, $name"
}

step 'format' .venv/bin/ruff format --check .
step 'lint' .venv/bin/ruff check .
step 'types' .venv/bin/python -m mypy
step 'arrows' .venv/bin/lint-imports --no-logo --cache-dir build/.import-linter
step 'programmes: lint' .venv/bin/sojourn lint
step 'programmes: worked cases' .venv/bin/sojourn cases
step 'programmes: coverage' .venv/bin/sojourn coverage

[ -z "$failed" ] || { printf '\ncheck failed: %s\n' "${failed#, }" >&2; exit 1; }
echo
