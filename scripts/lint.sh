#!/bin/sh
# Every check that needs no running program. All of them run, so that one round shows all that is wrong.
. "$(dirname -- "$0")/common.sh"
scripts/setup.sh --dev
failed=''
check() {
    printf '== %s\n' "$*"
    "$@" || failed="$failed
  $*"
}
check "$VENV/bin/ruff" check .
check "$VENV/bin/ruff" format --check .
check "$VENV/bin/mypy"
check "$VENV/bin/lint-imports"
check "$VENV_PYTHON" manage.py makemigrations --check --dry-run
check "$VENV_PYTHON" scripts/locks.py --check
check "$VENV_PYTHON" scripts/licences.py --check
if command -v shellcheck >/dev/null 2>&1; then
    check shellcheck -x --source-path=SCRIPTDIR scripts/*.sh .ci/run
fi
[ -z "$failed" ] || fail "These checks failed:$failed"
