#!/bin/sh
# Sets up and serves, with the bank that Riverbank asks beside it (BANK=off leaves that out). The server takes this
# process's place, so that a signal to `make run` reaches it; the bank ends with it.
. "$(dirname -- "$0")/common.sh"
# A database that several machines share must not be told of an address that each of them has.
if [ -n "${DATABASE_URL:-}" ]; then bank=${BANK:-off}; else bank=${BANK:-on}; fi
[ "$bank" = on ] || [ "$bank" = off ] || fail "BANK must be on or off, not $bank."
scripts/setup.sh
if [ "$bank" = on ]; then
    bank=$("$VENV_PYTHON" -m deploy.bank.beside $$) || bank=''
fi
case $bank in
'' | off) ;;
*)
    # Bots may ask for this one port of the machine, and for nothing else of it.
    OUTGOING_NETWORKS="${OUTGOING_NETWORKS:+$OUTGOING_NETWORKS,}127.0.0.1/32:$bank"
    export OUTGOING_NETWORKS
    ;;
esac
"$VENV_PYTHON" manage.py prepare --first-run ${bank:+--bank "$bank"}
exec "$VENV_PYTHON" manage.py serve
