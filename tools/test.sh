#!/bin/sh
# Every test. First, where there is a PostgreSQL, those that use the database on a throw-away one; then all of them on
# SQLite. Arguments go to pytest, both times. Where the first run finds nothing to do, that is no failure.
set -u

python=.venv/bin/python
postgresql=passed

# On every core, unless the call says on how many (`make test ARGS='-n 0'`: in one process, for a debugger).
case " $* " in
    *" -n"* | *" --numprocesses"*) ;;
    *) set -- -n auto "$@" ;;
esac

if $python -m tools.postgresql --find >/dev/null; then
    printf '\n== tests of the database, on PostgreSQL\n'
    $python -m tools.postgresql $python -m pytest --database-only "$@"
    code=$?
    case $code in
        0 | 5) ;;             # passed; nothing of what was asked for uses the database
        1) postgresql=failed ;;
        *) exit $code ;;      # broken off, or a call that cannot be read: the second run would end likewise
    esac
    printf '\n== every test, on SQLite\n'
fi

unset TEST_DATABASE_URL
$python -m pytest "$@"
code=$?

if [ $postgresql = failed ]; then
    echo 'test failed: on PostgreSQL; see the first of the two runs' >&2
    [ $code -gt 0 ] || code=1
fi
exit $code
