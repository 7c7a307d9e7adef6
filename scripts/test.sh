#!/bin/sh
# Sets up and runs the tests; arguments go to pytest. Without any, in lines beside one another, as most of what speaks,
# draws or is broken on purpose waits for its own processes, and what is pure gives way to them:
#   1  what is pure, on all cores; the same that uses the database once more on PostgreSQL, what is
#      searched by it on one with pgvector
#   2  from the beginning, faults and bad input; then what waits most: whole clusters and what dies in them
#   3  behind what is pure, the runtime
#   4  behind what is pure, calls and browsers
. "$(dirname -- "$0")/common.sh"
scripts/setup.sh --dev
CHROMIUM=$(scripts/test-programs.sh)
export CHROMIUM
[ $# -eq 0 ] || exec "$VENV_PYTHON" -m pytest "$@"
failed=0
logs=$(mktemp -d) lines=''
trap 'for line in $lines; do kill "$line" 2>/dev/null || :; done; rm -rf "$logs"' EXIT
PURE='tests/flows tests/tools tests/designer tests/platform'
APART='browser or models or calls'
WAIT='tests/faults/test_survive.py tests/faults/test_churn.py tests/faults/test_outage.py tests/faults/test_redis.py'
WAIT="$WAIT tests/faults/test_effects.py"
PASSED_OVER=''
for file in $WAIT; do PASSED_OVER="$PASSED_OVER --ignore=$file"; done
for folder in $PURE tests/runtime tests/faults tests/deploy; do ELSEWHERE="${ELSEWHERE-} --ignore=$folder"; done

# shellcheck disable=SC2086  # in all that follows, the variables are words
broken() {
    broke=0
    "$VENV_PYTHON" -m pytest tests/faults $PASSED_OVER || broke=1
    "$VENV_PYTHON" -m pytest $WAIT tests/deploy || broke=1
    return "$broke"
}
broken >"$logs/2" 2>&1 &
lines="$lines $!"
# shellcheck disable=SC2086
nice -n 10 "$VENV_PYTHON" -m pytest -n auto --dist worksteal -m "not ($APART)" $PURE || failed=1
"$VENV_PYTHON" -m pytest tests/runtime >"$logs/3" 2>&1 &
lines="$lines $!"
# shellcheck disable=SC2086
seen() {
    broke=0
    "$VENV_PYTHON" -m pytest $ELSEWHERE || broke=1
    "$VENV_PYTHON" -m pytest -m "$APART" $PURE || broke=1
    return "$broke"
}
seen >"$logs/4" 2>&1 &
lines="$lines $!"
# shellcheck disable=SC2086
VOXLOOM_TEST_DATABASE=postgres nice -n 10 "$VENV_PYTHON" -m pytest -n auto --dist worksteal -m "not ($APART)" \
    $PURE tests/runtime tests/faults || failed=1
VOXLOOM_TEST_DATABASE=pgvector nice -n 10 "$VENV_PYTHON" -m pytest tests/tools/knowledge tests/runtime/preparing || failed=1
for line in $lines; do wait "$line" || failed=1; done
lines=''
cat "$logs"/*
exit "$failed"
