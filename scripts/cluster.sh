#!/bin/sh
# Sets up and runs a whole server on this machine; arguments (--json, --processes N) go to it. It takes this process's place,
# so that a signal to `make cluster` reaches it.
. "$(dirname -- "$0")/common.sh"
scripts/setup.sh
exec "$VENV_PYTHON" -m deploy.cluster "$@"
