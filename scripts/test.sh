#!/bin/sh
# Sets up and runs the tests; arguments go to pytest. Without any: what is pure first, on all cores, then what uses the database
# once more on PostgreSQL, then what speaks, listens, draws or calls. That waits for its own processes most of the time, so it
# goes in two lines: calls and browsers, and beside them the runtime and what is broken on purpose.
. "$(dirname -- "$0")/common.sh"
scripts/setup.sh --dev
CHROMIUM=$(scripts/test-programs.sh)
export CHROMIUM
[ $# -eq 0 ] || exec "$VENV_PYTHON" -m pytest "$@"
failed=0
PURE='tests/flows tests/tools tests/designer tests/platform'
# shellcheck disable=SC2086  # the folders are words
"$VENV_PYTHON" -m pytest -n auto --dist worksteal -m 'not (browser or models or calls)' $PURE || failed=1
# shellcheck disable=SC2086
VOXLOOM_TEST_DATABASE=postgres "$VENV_PYTHON" -m pytest -n auto --dist worksteal -m 'not (browser or models or calls)' \
    $PURE tests/runtime tests/faults || failed=1
# shellcheck disable=SC2086
"$VENV_PYTHON" -m pytest -m 'browser or models or calls' $PURE || failed=1
BROKEN='tests/runtime tests/faults tests/deploy'
log=$(mktemp) broken=''
trap 'rm -f "$log"; kill "$broken" 2>/dev/null || :' EXIT
# shellcheck disable=SC2086
"$VENV_PYTHON" -m pytest $BROKEN >"$log" 2>&1 &
broken=$!
"$VENV_PYTHON" -m pytest --ignore=tests/flows --ignore=tests/tools --ignore=tests/designer --ignore=tests/platform \
    --ignore=tests/runtime --ignore=tests/faults --ignore=tests/deploy || failed=1
wait "$broken" || failed=1
cat "$log"
exit "$failed"
