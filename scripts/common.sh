# shellcheck shell=sh
# Read by the other scripts: the project's root, its Python, its import path.
set -eu
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$ROOT"
VENV="$ROOT/.venv"
VENV_PYTHON="$VENV/bin/python"
# Absolute, since tests and workers start programs in other folders. platform/ holds packages and is none (docs/adr/0001).
PYTHONPATH="$ROOT:$ROOT/platform"
# Each native library would start a thread a core in each process; calls share few cores, so one thread each. They read
# this when they are loaded, so it must stand before Python starts.
OMP_NUM_THREADS=${OMP_NUM_THREADS:-1}
OPENBLAS_NUM_THREADS=${OPENBLAS_NUM_THREADS:-1}
# Hundreds of processes read the same modules: compiled each time, a command takes half as long again.
unset PYTHONDONTWRITEBYTECODE
export ROOT VENV VENV_PYTHON PYTHONPATH OMP_NUM_THREADS OPENBLAS_NUM_THREADS

# fail TEXT: one line for the person, and the end.
fail() {
    printf 'voxloom: %s\n' "$1" >&2
    exit 1
}

# The prefix that a command of the system's package manager needs here.
sudo_if_needed() {
    [ "$(id -u)" = 0 ] || printf 'sudo '
}
