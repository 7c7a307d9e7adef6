#!/bin/sh
# Rebuilds the committed bundle from its sources and fails when the two differ. Needs node; nothing else in the house does.
set -eu
cd "$(dirname "$0")"
npm ci --no-audit --no-fund
npm test
npm run build
git diff --exit-code -- ../static/designer bundle.sha256
