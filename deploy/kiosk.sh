#!/bin/sh
# A wall PC: shows the wall in a full-screen Chromium, day and night, and starts it again if it ends.
#   kiosk.sh install ADDRESS   once, as the user who is logged in on the wall PC
#   kiosk.sh check ADDRESS     is there a browser, a Chinese font, an answer from the server?
#   kiosk.sh ADDRESS           what the login starts; WALL_SIZE=5760x1080 spans several screens
# Nothing is asked of any other host than the address.
set -eu

say() { printf '%s\n' "$*" >&2; }
stop() { say "$*"; exit 1; }

browser() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        if command -v "$name" >/dev/null 2>&1; then command -v "$name"; return 0; fi
    done
    stop "没有找到 Chromium 或 Chrome。请以管理员身份运行 apt-get install chromium 后重试。"
}

checked() {
    case "${1:-}" in
        http://*/wall | http://*/wall\?* | https://*/wall | https://*/wall\?*) ;;
        *) stop "地址“${1:-}”不是大屏地址。写法：http://服务器:8050/wall?seconds=20（含 ? 或 & 时加引号）。" ;;
    esac
}

check() {
    say "浏览器：$(browser)"
    if command -v fc-list >/dev/null 2>&1 && ! fc-list :lang=zh family | grep -q .; then
        stop "没有中文字体，文字会变成方框。请以管理员身份运行 apt-get install fonts-noto-cjk。"
    fi
    if command -v curl >/dev/null 2>&1; then
        curl -fsS -o /dev/null --max-time 10 "$1" ||
            stop "服务器没有正常回答：$1。请检查网络、地址与服务器；装好后会自动重连。"
    fi
    say "检查通过。"
}

install_here() {
    browser >/dev/null
    home=${XDG_DATA_HOME:-$HOME/.local/share}/wall
    start=${XDG_CONFIG_HOME:-$HOME/.config}/autostart
    mkdir -p "$home" "$start"
    case "$0" in *kiosk.sh) cat "$0" >"$home/kiosk.sh.new" ;; *)
        curl -fsS --max-time 20 "${1%%/wall*}/wall/kiosk.sh" >"$home/kiosk.sh.new" ||
            stop "取不到启动脚本：${1%%/wall*}/wall/kiosk.sh。请检查网络与地址。" ;;
    esac
    mv "$home/kiosk.sh.new" "$home/kiosk.sh"
    chmod 755 "$home/kiosk.sh"
    printf '%s\n' "$1" >"$home/address"
    cat >"$start/wall.desktop" <<DESKTOP
[Desktop Entry]
Type=Application
Name=大屏
Exec="$home/kiosk.sh" saved
X-GNOME-Autostart-enabled=true
DESKTOP
    say "已装好：登录后自动打开 $1。"
    say "现在就打开：$home/kiosk.sh saved"
}

# No screen saver, no "restore pages?" after a power cut.
settle() {
    if [ -n "${DISPLAY:-}" ] && command -v xset >/dev/null 2>&1; then
        xset s off -dpms s noblank || true
    fi
    mkdir -p "$1/Default"
    kept="$1/Default/Preferences"
    if [ -f "$kept" ]; then
        sed -i 's/"exited_cleanly":false/"exited_cleanly":true/; s/"exit_type":"[^"]*"/"exit_type":"Normal"/' "$kept"
    fi
}

show() {
    found=$(browser)
    profile=${XDG_DATA_HOME:-$HOME/.local/share}/wall/profile
    shape="--kiosk $1"
    if [ -n "${WALL_SIZE:-}" ]; then
        shape="--app=$1 --window-position=0,0 --window-size=$(printf '%s' "$WALL_SIZE" | tr x ,)"
    fi
    pause=2
    while :; do
        settle "$profile"
        began=$(date +%s)
        # shellcheck disable=SC2086  # the address holds no spaces
        "$found" $shape --user-data-dir="$profile" --no-first-run --noerrdialogs \
            --disable-session-crashed-bubble --disable-infobars --disable-sync --disable-pinch \
            --disable-background-networking --disable-component-update --password-store=basic \
            --disable-features=Translate,MediaRouter --overscroll-history-navigation=0 || true
        if [ -n "${WALL_ONCE:-}" ]; then return 0; fi
        if [ $(($(date +%s) - began)) -gt 60 ]; then pause=2; fi
        say "浏览器已退出，$pause 秒后重新打开。"
        sleep "$pause"
        if [ "$pause" -lt 60 ]; then pause=$((pause * 2)); fi
    done
}

case "${1:-}" in
    install) checked "${2:-}"; install_here "$2" ;;
    check) checked "${2:-}"; check "$2" ;;
    saved) show "$(cat "${XDG_DATA_HOME:-$HOME/.local/share}/wall/address")" ;;
    *) checked "${1:-}"; show "$1" ;;
esac
