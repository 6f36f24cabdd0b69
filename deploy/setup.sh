#!/bin/sh
# Prepares a machine: `setup.sh run` for the product, `setup.sh test` for its tests too.
# Says what it does in Chinese; stops with one sentence that tells what to install by hand.
set -eu
cd "$(dirname "$0")/.."
PYTHON=${PYTHON:-python3}
VENV=.venv

say() { printf '%s\n' "$*" >&2; }
stop() { say "$*"; exit 1; }

# Install Debian packages when we may (root, or sudo without a password); false when we may not.
packages() {
    command -v apt-get >/dev/null 2>&1 || return 1
    if [ "$(id -u)" = 0 ]; then as=''; elif sudo -n true 2>/dev/null; then as='sudo -n'; else return 1; fi
    say "正在用 apt-get 安装：$*"
    $as env DEBIAN_FRONTEND=noninteractive apt-get update -qq >/dev/null 2>&1 || true
    $as env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@" >/dev/null 2>&1
}

check_python() {
    command -v "$PYTHON" >/dev/null 2>&1 || stop "没有找到 $PYTHON。请安装 Python 3.11 或更高版本后重试。"
    "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        stop "$("$PYTHON" --version) 太旧，需要 Python 3.11 或更高版本；可用 PYTHON=python3.11 make run 指定。"
}

make_venv() {
    if [ -x "$VENV/bin/python" ] && "$VENV/bin/python" -m pip --version >/dev/null 2>&1; then return 0; fi
    rm -rf "$VENV"
    if "$PYTHON" -m venv "$VENV" >/dev/null 2>&1; then return 0; fi
    rm -rf "$VENV"
    if packages python3-venv && "$PYTHON" -m venv "$VENV" >/dev/null 2>&1; then return 0; fi
    stop "无法建立 $VENV：缺少 venv 模块。请以管理员身份运行 apt-get install python3-venv 后重试。"
}

# Every file by its hash, on the Python the lock was tried with.
install_locked() {
    "$VENV/bin/python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || return 0
    "$VENV/bin/python" -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
}

# Install a requirements file once; again only when it has changed.
install_python_packages() {
    stamp="$VENV/.installed-$1"
    sum=$(cat requirements.txt requirements.lock tests/requirements.txt | cksum)
    if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$sum" ]; then return 0; fi
    say "正在安装 Python 依赖（首次约 1—3 分钟）……"
    install_locked && "$VENV/bin/python" -m pip install -qq --disable-pip-version-check -r "$2" ||
        stop "依赖安装失败：请检查能否访问 PyPI（或 pip 镜像）与磁盘空间，然后重试。"
    printf '%s' "$sum" >"$stamp"
}

has_browser() {
    for name in chromium chromium-browser google-chrome google-chrome-stable chromium-headless-shell; do
        if command -v "$name" >/dev/null 2>&1; then return 0; fi
    done
    return 1
}

check_browser() {
    if has_browser; then return 0; fi
    packages chromium || true
    has_browser || stop "测试需要 Chromium 或 Chrome，而本机没有。请以管理员身份运行 apt-get install chromium（或安装 Chrome）后重试。"
}

# Briefings are drawn by Chromium and set in the Noto CJK families; the pages do without both.
check_paper() {
    if ! has_browser; then
        packages chromium-headless-shell libatomic1 || true
        has_browser || say "提示：没有 Chromium，简报不能出图。可运行 apt-get install chromium-headless-shell。"
    fi
    if fc-list : family 2>/dev/null | grep -q "Noto Serif CJK SC"; then return 0; fi
    packages fontconfig fonts-noto-cjk ||
        say "提示：没有 Noto CJK 字体，不能出简报。可运行 apt-get install fonts-noto-cjk。"
}

# Tests read finished PDFs back, and open Word files where LibreOffice can be had.
check_readers() {
    command -v pdftotext >/dev/null 2>&1 || packages poppler-utils ||
        stop "测试需要 pdftotext。请以管理员身份运行 apt-get install poppler-utils 后重试。"
    command -v soffice >/dev/null 2>&1 || packages --no-install-recommends libreoffice-writer-nogui ||
        say "提示：没有 LibreOffice，核对 Word 简报的测试会跳过。"
}

# Reading a live database is tested on a server the tests start themselves.
check_postgres() {
    if ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then return 0; fi
    packages postgresql ||
        say "提示：没有 PostgreSQL，读取它的测试会跳过。可以管理员身份运行 apt-get install postgresql。"
}

# The second engine is tried on a real Spark; without Java that one test says so and does not run.
check_spark() {
    command -v java >/dev/null 2>&1 || packages --no-install-recommends openjdk-17-jre-headless ||
        say "提示：没有 Java，Spark 引擎的测试不运行。可以管理员身份运行 apt-get install openjdk-17-jre-headless。"
    "$VENV/bin/python" -c 'import pyspark' 2>/dev/null && return 0
    say "正在安装 Spark（约 450 MB）……"
    "$VENV/bin/python" -m pip install -qq --disable-pip-version-check -r requirements-spark.txt ||
        say "提示：没有装上 pyspark，Spark 引擎的测试不运行。"
}

# One file of an npm package, where npm is present: PACKAGE VERSION FILE TO. False where it is not.
from_npm() {
    command -v npm >/dev/null 2>&1 || return 1
    room=$(mktemp -d)
    if (cd "$room" && npm pack --silent "$1@$2" >/dev/null 2>&1 && tar -xzf ./*.tgz "package/$3"); then
        mkdir -p "$(dirname "$4")" && mv "$room/package/$3" "$4"
        rm -rf "$room"
        return 0
    fi
    rm -rf "$room"
    return 1
}

# The part of plotly.js we draw with, a third of the whole; without it the wheel's own is served.
slim_plotly() {
    wheel=$("$VENV/bin/python" -c 'import pathlib, plotly, re
text = (pathlib.Path(plotly.__file__).parent / "package_data/plotly.min.js").read_text("utf-8")
print(re.search(r"plotly\.js v([\d.]+)", text[:400])[1])')
    slim=assets/plotly/cartesian.min.js
    if [ -f "$slim" ] && head -c 400 "$slim" | grep -qF "v$wheel"; then return 0; fi
    rm -f "$slim"
    from_npm plotly.js-cartesian-dist-min "$wheel" plotly-cartesian.min.js "$slim" ||
        say "提示：没有取得精简的图表脚本（需要 npm），改用完整的一份，首次打开会多下载约 1 MB。"
}

# The accessibility rules the tests run; without npm those tests say so and skip.
check_axe() {
    if [ -f tests/.cache/axe.min.js ]; then return 0; fi
    from_npm axe-core 4.14.1 axe.min.js tests/.cache/axe.min.js ||
        say "提示：没有取得 axe-core（需要 npm），无障碍测试会跳过。"
}

compress_statics() {
    "$VENV/bin/python" -m deploy.compress ||
        say "提示：静态文件没有预先压缩，将在首次访问时压缩。"
}

case "${1:-run}" in
    run) check_python; make_venv; install_python_packages run requirements.txt; slim_plotly; check_paper; compress_statics ;;
    test) check_python; make_venv; install_python_packages test tests/requirements.txt; slim_plotly; check_browser; check_paper; check_readers; check_postgres; check_spark; check_axe ;;
    *) stop "用法：deploy/setup.sh run 或 deploy/setup.sh test" ;;
esac
