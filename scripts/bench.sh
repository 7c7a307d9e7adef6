#!/bin/sh
# Runs every benchmark; arguments (--quick, --json) go to each.
. "$(dirname -- "$0")/common.sh"
scripts/setup.sh --dev --prepare
failed=''
for file in benchmarks/*.py; do
    [ -e "$file" ] || fail "There is no benchmark in benchmarks/."
    case $file in */_*) continue ;; esac
    printf '== %s\n' "$file" >&2
    "$VENV_PYTHON" "$file" "$@" || failed="$failed $file"
done
[ -z "$failed" ] || fail "These benchmarks failed:$failed"
