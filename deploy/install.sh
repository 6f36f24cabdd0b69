#!/bin/sh
# Installs the product on Debian or Ubuntu as a service: `sudo sh install.sh`.
#   sh deploy/install.sh              from a checkout, packages and wheels from the network
#   sh install.sh                     from an unpacked bundle (make bundle), without any network
#   PREFIX=… STATE=… sh install.sh --no-service    into other folders, without systemd units
# May be run again: it then brings the new version, and leaves the data alone.
set -eu
HERE=$(cd "$(dirname "$0")" && pwd)
PREFIX=${PREFIX:-/opt/dashboard}
STATE=${STATE:-/var/lib/dashboard}
PYTHON=${PYTHON:-python3}
SERVICE=yes
[ "${1:-}" = --no-service ] && SERVICE=no

say() { printf '%s\n' "$*"; }
stop() { say "$*" >&2; exit 1; }

if [ -d "$HERE/app" ]; then SOURCE=$HERE/app; WHEELS=$HERE/wheels; DEBS=$HERE/debs
else SOURCE=$(dirname "$HERE"); WHEELS=''; DEBS=''; fi

# Debian packages: those of the bundle that are not there yet, or from the network.
system_packages() {
    wanted=$(cat "$SOURCE/deploy/packages.txt" | sed 's/#.*//')
    missing=''
    for package in $wanted; do
        dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^ii' || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    [ "$(id -u)" = 0 ] || stop "缺少系统软件包：$missing。请以管理员身份运行，或先安装它们。"
    say "安装系统软件包：$missing"
    if [ -n "$DEBS" ] && [ -f "$DEBS/Packages" ]; then
        # The bundle is a small repository of its own; no other source is asked.
        room=$(mktemp -d) && mkdir -p "$room/lists/partial"
        printf 'deb [trusted=yes] file:%s ./\n' "$DEBS" >"$room/sources.list"
        set -- -o Dir::Etc::SourceList="$room/sources.list" -o Dir::Etc::SourceParts=/dev/null \
            -o Dir::State::Lists="$room/lists" -o APT::Sandbox::User=root -qq
        # shellcheck disable=SC2086
        { apt-get "$@" update && env DEBIAN_FRONTEND=noninteractive apt-get "$@" install -y \
            --no-install-recommends $missing; } >"$HERE/apt.log" 2>&1 ||
            stop "系统软件包没有装全，原因见 $HERE/apt.log。离线包须与本机的 Debian 版本一致（$(cat "$DEBS/FOR")）。"
    else
        env DEBIAN_FRONTEND=noninteractive apt-get update -qq
        env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
    fi
}

program() {
    say "安装程序到 $PREFIX"
    mkdir -p "$PREFIX"
    if [ -d "$SOURCE/.git" ] || [ -f "$SOURCE/.git" ]; then
        git -C "$SOURCE" archive HEAD | tar -x -C "$PREFIX"
        [ -f "$SOURCE/assets/plotly/cartesian.min.js" ] && mkdir -p "$PREFIX/assets/plotly" &&
            cp "$SOURCE/assets/plotly/cartesian.min.js" "$PREFIX/assets/plotly/"
    else
        cp -R "$SOURCE/." "$PREFIX/"
    fi
    [ -x "$PREFIX/.venv/bin/python" ] || "$PYTHON" -m venv "$PREFIX/.venv"
    if [ -n "$WHEELS" ]; then
        "$PREFIX/.venv/bin/pip" install -q --disable-pip-version-check --no-index --find-links "$WHEELS" --require-hashes -r "$WHEELS/requirements.lock"
    else
        "$PREFIX/.venv/bin/pip" install -q --disable-pip-version-check --require-hashes -r "$PREFIX/requirements.lock"
    fi || stop "Python 依赖没有装上：有文件缺少、与登记的校验值不符，或离线包不是为本机的 Python 版本（$("$PYTHON" --version)）做的。"
    "$PREFIX/.venv/bin/python" -m compileall -q "$PREFIX" -x '/\.venv/' || true
}

state() {
    if [ "$(id -u)" = 0 ] && [ "$SERVICE" = yes ]; then
        id dashboard >/dev/null 2>&1 || useradd --system --home-dir "$STATE" --shell /usr/sbin/nologin dashboard
        install -d -o dashboard -g dashboard -m 0750 "$STATE" "$STATE/inbox" /var/backups/dashboard
    else
        mkdir -p "$STATE/inbox"
    fi
    (cd "$PREFIX" && DASHBOARD_VAR=$STATE .venv/bin/python -m deploy.compress) || say "提示：静态文件将在首次访问时压缩。"
    [ "$SERVICE" = no ] || chown -R dashboard:dashboard "$STATE"
}

services() {
    [ -f /etc/dashboard.env ] || install -m 0640 -g dashboard "$PREFIX/deploy/dashboard.env" /etc/dashboard.env
    install -m 0644 "$PREFIX"/deploy/systemd/* /etc/systemd/system/
    install -D -m 0644 "$PREFIX/deploy/journald.conf" /etc/systemd/journald.conf.d/dashboard.conf
    install -D -m 0644 "$PREFIX/deploy/logrotate" /etc/logrotate.d/dashboard
    if [ -d /run/systemd/system ]; then
        systemctl daemon-reload
        systemctl enable -q dashboard.service dashboard-watch.service dashboard-backup.timer \
            dashboard-doctor.timer dashboard-briefings.timer
    else
        say "提示：systemd 没有在运行，单元文件已放好，没有启用。"
    fi
}

system_packages
"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || stop "需要 Python 3.11 或更高版本。"
program
state
[ "$SERVICE" = no ] || services
say "检查本机："
(cd "$PREFIX" && DASHBOARD_VAR=$STATE .venv/bin/python -m etl preflight)
say "安装完成。下一步见 $PREFIX/deploy/README.zh.md。"
