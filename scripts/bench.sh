#!/bin/sh
# Runs every benchmark; arguments (--quick, --json) go to each. INTENT_DATA: the folder of intent data sets, if there is one.
. "$(dirname -- "$0")/common.sh"
scripts/setup.sh --dev --prepare
failed=''
for file in benchmarks/*.py; do
    [ -e "$file" ] || fail "There is no benchmark in benchmarks/."
    case $file in */_*) continue ;; esac
    printf '== %s\n' "$file" >&2
    case $file in
        */understanding.py | */calibration.py)
            [ -n "${INTENT_DATA:-}" ] || { echo "left out: INTENT_DATA names no folder with banking77/ and clinc150/" >&2; continue; }
            "$VENV_PYTHON" "$file" "$INTENT_DATA" "$@" || failed="$failed $file"
            continue ;;
        */voice_to_voice.py | */load.py | */survive.py | */effects.py) # the whole of each takes a quarter of an hour, or far more
            "$VENV_PYTHON" "$file" --quick "$@" || failed="$failed $file"
            continue ;;
    esac
    "$VENV_PYTHON" "$file" "$@" || failed="$failed $file"
done
[ -z "$failed" ] || fail "These benchmarks failed:$failed"
