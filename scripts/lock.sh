#!/bin/sh
# Pins every package, transitive ones too, for Python 3.11 and newer on every machine. Needs uv and the network.
. "$(dirname -- "$0")/common.sh"
command -v uv >/dev/null 2>&1 || fail "uv is needed to make the locks; install it: python3 -m pip install uv"
for name in requirements requirements-dev; do
    uv pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate "$name.in" -o "$name.txt"
done
python3 scripts/locks.py --record
