#!/bin/sh
# Ends the master and workers that start.sh started.
set -eu
cd "$(dirname "$0")/../.."
VAR=${DASHBOARD_VAR:-var}/spark
for file in "$VAR"/*.pid; do
    [ -f "$file" ] || continue
    kill -- "-$(cat "$file")" 2>/dev/null || kill "$(cat "$file")" 2>/dev/null || true
    rm -f "$file"
done
echo "Spark 已停止。"
