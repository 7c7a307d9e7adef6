#!/bin/sh
# Sets up and runs the tests; arguments go to pytest.
. "$(dirname -- "$0")/common.sh"
scripts/setup.sh --dev
CHROMIUM=$(scripts/test-programs.sh)
export CHROMIUM
exec "$VENV_PYTHON" -m pytest "$@"
