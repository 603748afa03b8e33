#!/usr/bin/env bash
# The README's first command, as a newcomer types it: on an old Node, with npm's own way of passing signals.
set -euo pipefail
cd "$(dirname "$0")/../.."
data=$(mktemp -d)
# A group of its own, so that a failure here leaves nothing behind.
cleanup() { kill -KILL -- "-$npm" 2>/dev/null || true; rm -rf "$data"; }
trap cleanup EXIT

PORT=0 GEX_DATA=$data setsid npm start >"$data/terminal" 2>&1 &
npm=$!
began=$(date +%s)
# A free port, which it tells: one drawn here might be somebody else's.
page() { sed -n 's|^ *page *\(http://[^ ]*\).*|\1|p' "$data/terminal"; }
# An answer is kept whole before it is searched: grep -q leaves at its first match, and curl, still writing, would fail the pipe.
answers() { curl -fsS -H "Accept: $2" "$(page)$1" -o "$data/answer" && grep -q "$3" "$data/answer"; }
all_symbols() { for symbol in SPX SPY QQQ IWM; do answers "/api/gex/$symbol" application/json '"simulated":true' 2>/dev/null || return 1; done; }
until all_symbols; do
  if [ $(($(date +%s) - began)) -gt 30 ]; then
    echo "npm start served no levels within 30 s:"
    cat "$data/terminal"
    exit 1
  fi
  sleep 0.5
done
echo "levels after $(($(date +%s) - began)) s"
answers / text/html /assets/main.js || { echo "the page at / does not load /assets/main.js"; exit 1; }

url=$(page)
kill -TERM "$npm"
status=0
wait "$npm" || status=$?
if curl -fsS "$url/livez" >/dev/null 2>&1; then
  echo "npm start was stopped, and something still answers at $url"
  exit 1
fi
grep -q 'stopping' "$data/terminal"
echo "stopped clean (status $status)"
