#!/bin/sh
# Sets up and serves. The server takes this process's place, so that a signal to `make run` reaches it.
. "$(dirname -- "$0")/common.sh"
scripts/setup.sh
"$VENV_PYTHON" manage.py prepare --first-run
exec "$VENV_PYTHON" manage.py serve
