#!/bin/sh
# Resolves requirements/*.txt from pyproject.toml: one set of versions with hashes for every system and every Python
# from 3.11, and no word of where the packages come from. UPGRADE='' keeps what is locked and only adds what is new.
set -eu

sh tools/env.sh lock

compile() {
    name=$1
    shift
    echo "requirements/$name.txt"
    UV_CUSTOM_COMPILE_COMMAND='make lock' .venv/bin/uv pip compile --quiet --no-config --python .venv/bin/python \
        --universal --python-version 3.11 --generate-hashes ${UPGRADE---upgrade} \
        --output-file "requirements/$name.txt" "$@"
}

# `run` is a part of `dev`, at the same versions, so that one environment can grow from the one into the other.
compile dev pyproject.toml --extra register --extra lab --extra cluster --group build --group test --group check --group docs
compile run pyproject.toml --extra register --extra lab --group build --constraint requirements/dev.txt
compile lock --group lock
