#!/bin/sh
# Makes .venv hold exactly what a lock file asks for, and Sojourn itself. Called by the Makefile, from its folder:
#
#     sh tools/env.sh run    what serving the site needs, the lab with it (requirements/run.txt)
#     sh tools/env.sh dev    that, and the tests, checks and docs (requirements/dev.txt)
#     sh tools/env.sh lock   the tool that remakes the lock files (requirements/lock.txt)
#
# What was installed is kept as a copy of the lock file beside it, so a second call compares two files and ends.
set -eu

level=$1
venv=.venv
installed=$venv/installed
oldest=3.11

say() { printf '%s\n' "$*" >&2; }
stop() { say "sojourn: $*"; exit 1; }

# The command that installs something on this system: package names for apt, dnf, apk and Homebrew.
command_for() {
    sudo=
    [ "$(id -u)" = 0 ] || sudo='sudo '
    if command -v apt-get >/dev/null 2>&1; then echo "${sudo}apt-get install $1"
    elif command -v dnf >/dev/null 2>&1; then echo "${sudo}dnf install $2"
    elif command -v apk >/dev/null 2>&1; then echo "${sudo}apk add $3"
    elif command -v brew >/dev/null 2>&1; then echo "brew install $4"
    else echo "install Python $oldest or later with your system's package manager"
    fi
}

# Prints "major.minor" of a Python that runs and is new enough, or nothing.
version_of() {
    "$1" -c "import sys; sys.version_info >= (3, ${oldest#3.}) and print('%d.%d' % sys.version_info[:2])" 2>/dev/null || true
}

# Sets $python to $PYTHON, or to the first that is new enough; never fetches one.
find_python() {
    if [ -n "${PYTHON:-}" ]; then
        command -v "$PYTHON" >/dev/null 2>&1 || stop "PYTHON=$PYTHON is not a command here."
        [ -n "$(version_of "$PYTHON")" ] || stop "PYTHON=$PYTHON is not Python $oldest or later."
        python=$PYTHON
        return
    fi
    for python in python3.13 python3.12 python3.11 python3; do
        [ -z "$(version_of "$python")" ] || return 0
    done
    say "sojourn: no Python $oldest or later found (looked for python3.13, python3.12, python3.11, python3)."
    if command -v python3 >/dev/null 2>&1 && python3 --version >/dev/null 2>&1; then
        say "  python3 here is $(python3 --version 2>&1); a newer one may be installed beside it:"
        say "    $(command_for 'python3.11 python3.11-venv' python3.11 python3 python@3.13)"
    else
        say "  Install it:"
        say "    $(command_for 'python3 python3-venv' python3 python3 python@3.13)"
    fi
    say "  or name one: make PYTHON=/path/to/python3.11"
    exit 1
}

make_venv() {
    find_python
    version=$(version_of "$python")
    if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
        say "sojourn: Python $version ($python) is here, but not its venv module. Install it:"
        say "    $(command_for "python$version-venv" "python$version" "python3" "python@$version")"
        exit 1
    fi
    say "Making .venv with Python $version"
    "$python" -m venv --clear "$venv"
    mkdir -p "$installed"
    pwd > "$installed/folder"
}

# Twice quiet: errors only. What a machine's own pip settings have to warn of is not about Sojourn.
pip() { "$venv/bin/python" -m pip --disable-pip-version-check --no-input --quiet --quiet "$@"; }

# Installs one lock file, unless exactly it is installed already.
install_lock() {
    cmp -s "requirements/$1.txt" "$installed/$1.txt" && return
    say "Installing requirements/$1.txt (a minute or less)"
    [ "$1" = lock ] || rm -f "$installed/run.txt" "$installed/dev.txt"
    pip install --require-hashes --requirement "requirements/$1.txt" ||
        stop "the packages of requirements/$1.txt were not installed; the reason stands above. This step needs a package index."
    cp "requirements/$1.txt" "$installed/$1.txt"
}

# Installs this folder itself (the code stays where it is), unless what describes it is unchanged.
install_sojourn() {
    cmp -s pyproject.toml "$installed/pyproject.toml" && return
    pip install --no-index --no-deps --no-build-isolation --editable .
    cp pyproject.toml "$installed/pyproject.toml"
}

# A folder that was moved or copied, or a Python that was removed, leaves scripts that point nowhere: start again. So does
# naming another Python than the environment has.
if [ "$(cat "$installed/folder" 2>/dev/null)" != "$(pwd)" ] || ! [ -x "$venv/bin/python" ]; then
    make_venv
elif [ -n "${PYTHON:-}" ] && [ "$(version_of "$PYTHON")" != "$(version_of "$venv/bin/python")" ]; then
    make_venv
fi

case $level in
    run) cmp -s requirements/dev.txt "$installed/dev.txt" || install_lock run; install_sojourn ;;
    dev) install_lock dev; install_sojourn ;;
    lock) install_lock lock ;;
    *) stop "no such level: $level (run, dev or lock)" ;;
esac
