#!/bin/sh
# make bundle: one archive that installs on a machine without network (deploy/README.md).
# Holds the program, wheels of the pinned requirements for this Python, the Debian packages of
# deploy/packages.txt with all they need, install.sh and SHA256SUMS.
set -eu
cd "$(dirname "$0")/.."
OUT=${OUT:-dist}
VENV=.venv
say() { printf '%s\n' "$*" >&2; }

[ -z "$(git status --porcelain --untracked-files=no)" ] || say "提示：有未提交的改动，离线包里只有已提交的内容。"
name=dashboard-$(git log -1 --format=%cd --date=format:%Y%m%d)-$(git rev-parse --short HEAD)
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
home=$room/$name
mkdir -p "$home/app" "$home/wheels" "$home/debs" "$OUT"

say "程序……"
git archive HEAD | tar -x -C "$home/app"
rm -rf "$home/app/tests" "$home/app/bench" "$home/app/.ci"
if [ -f assets/plotly/cartesian.min.js ]; then
    mkdir -p "$home/app/assets/plotly" && cp assets/plotly/cartesian.min.js "$home/app/assets/plotly/"
fi
cp deploy/install.sh "$home/install.sh"

say "Python 依赖……"
# Every file by its hash: as wheels where there are any, built here from source where there are none.
"$VENV/bin/python" -m pip download -q --disable-pip-version-check --require-hashes -d "$home/wheels" -r requirements.lock
for source in "$home"/wheels/*.tar.gz; do
    [ -e "$source" ] || continue
    "$VENV/bin/python" -m pip wheel -q --disable-pip-version-check --no-deps -w "$home/wheels" "$source" && rm "$source"
done
"$VENV/bin/python" -m deploy.sealed "$home/wheels"

say "系统软件包……"
sed 's/#.*//' deploy/packages.txt | tr -s ' \n' '\n' | grep . >"$room/wanted"
if command -v apt-get >/dev/null 2>&1; then
    # Resolved against an empty system: whatever the target has already is skipped by install.sh.
    mkdir -p "$room/apt/partial" && : >"$room/status"
    # shellcheck disable=SC2046
    apt-get install -y -qq --download-only --no-install-recommends \
        -o Dir::State::status="$room/status" -o Dir::Cache::archives="$room/apt" -o Debug::NoLocking=1 \
        $(cat "$room/wanted") >"$room/apt.log" 2>&1 && cp "$room"/apt/*.deb "$home/debs/" ||
        say "提示：没有取到系统软件包（$(tail -1 "$room/apt.log")）；请在目标机器上自行安装 app/deploy/packages.txt 所列各包。"
    (cd "$home/debs" && for deb in *.deb; do
        dpkg-deb -f "$deb"
        printf 'Filename: ./%s\nSize: %s\nSHA256: %s\n\n' "$deb" "$(stat -c %s "$deb")" "$(sha256sum "$deb" | cut -d' ' -f1)"
    done >Packages)
    . /etc/os-release && printf '%s\n' "$PRETTY_NAME" >"$home/debs/FOR"
fi
"$VENV/bin/python" --version >"$home/wheels/FOR"

(cd "$home" && find . -type f ! -name SHA256SUMS -print0 | sort -z | xargs -0 sha256sum >SHA256SUMS)
tar -C "$room" -czf "$OUT/$name.tar.gz" "$name"
(cd "$OUT" && sha256sum "$name.tar.gz" >"$name.tar.gz.sha256")
say "离线包：$OUT/$name.tar.gz（$(du -h "$OUT/$name.tar.gz" | cut -f1)；$(ls "$home/wheels" | grep -c whl) 个 wheel，$(ls "$home/debs" | grep -c deb$) 个 deb）"
