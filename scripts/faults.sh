#!/bin/sh
# Sets up and runs all of the fault tests, of which `make test` runs a little: floods, a thousand callers who vanish, an hour of
# a tone. It takes about half an hour; arguments go to pytest.
. "$(dirname -- "$0")/common.sh"
scripts/setup.sh --dev
VOXLOOM_FAULTS=full exec "$VENV_PYTHON" -m pytest --timeout 1800 tests/faults "$@"
