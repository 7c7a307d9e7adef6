#!/bin/sh
# Makes .venv-peers with what the voice benchmark compares with, and tries it; does nothing when that is done already.
# An environment of its own: its packages must not meet ours. It speaks with the models of .venv.
. "$(dirname -- "$0")/common.sh"
scripts/setup.sh
PEERS="$ROOT/.venv-peers"
LIST=benchmarks/peers/requirements.txt
if ! cmp -s "$LIST" "$PEERS/.installed"; then
    for python in "${PYTHON:-python3.11}" python3; do
        "$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null && break
        python=''
    done
    [ -n "$python" ] || fail "The peers were pinned for Python 3.11; install it, or set PYTHON=/path/to/python3.11."
    rm -rf "$PEERS"
    "$python" -m venv "$PEERS"
    "$PEERS/bin/python" -m pip install --disable-pip-version-check --no-input --progress-bar off --quiet -r "$LIST" ||
        fail "The packages of $LIST could not be installed; see the lines above."
    cp "$LIST" "$PEERS/.installed"
fi
exec "$VENV_PYTHON" -m benchmarks.peers.measure --check
