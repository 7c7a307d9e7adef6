#!/bin/sh
# Puts the Python code into shape: layout, import order, what ruff can mend by itself.
. "$(dirname -- "$0")/common.sh"
scripts/setup.sh --dev
"$VENV/bin/ruff" check --fix --quiet . || true # what it cannot mend, `make lint` tells
"$VENV/bin/ruff" format .
