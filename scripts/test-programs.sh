#!/bin/sh
# Finds the programs that the tests drive, installs them where that may be done, and prints the path of the browser.
. "$(dirname -- "$0")/common.sh"

# A browser counts when it runs: Ubuntu's chromium-browser may be a note that points to a snap.
find_browser() {
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
        path=$(command -v "${name:-no-such-program}") || continue
        if "$path" --version >/dev/null 2>&1; then
            printf '%s\n' "$path"
            return 0
        fi
    done
    return 1
}

# SYSTEM: where the folders of the system lie. PATH often leaves out those of servers, and always those of PostgreSQL.
has_server() {
    command -v "$1" >/dev/null || [ -x "${SYSTEM:-}/usr/sbin/$1" ]
}

has_postgres() {
    for program in "${SYSTEM:-}"/usr/lib/postgresql/*/bin/initdb; do
        [ ! -x "$program" ] || return 0
    done
    command -v initdb >/dev/null
}

missing() {
    find_browser >/dev/null || printf 'chromium '
    command -v espeak-ng >/dev/null || printf 'espeak-ng '
    command -v flite >/dev/null || printf 'flite '
    command -v ip >/dev/null || printf 'iproute2 '
    has_server redis-server || printf 'redis-server '
    has_server nginx || printf 'nginx '
    has_server nft || printf 'nftables '
    has_postgres || printf 'postgresql '
}

packages=$(missing)
if [ -n "$packages" ]; then
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        fail "The tests need programs that are missing; install them: sudo apt-get install ${packages% } (or set CHROMIUM=/path/to/a/chromium)."
    fi
    printf 'Installing for the tests: %s\n' "${packages% }" >&2
    # shellcheck disable=SC2086  # a list of words
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $packages; } >&2 ||
        fail "apt-get could not install ${packages% }; see the lines above."
    left=$(missing)
    [ -z "$left" ] || fail "Still missing after apt-get: ${left% }; install a browser by hand and set CHROMIUM=/path/to/it."
fi
find_browser
