#!/usr/bin/env bash
# Tries what release.sh built: the archives' names, their checksums, what is in them, and the programs of this system.
# usage: .github/test-release.sh VERSION FOLDER
set -euo pipefail
version=${1:?usage: test-release.sh VERSION FOLDER} out=${2:?usage: test-release.sh VERSION FOLDER}
fail() {
    echo "$*" >&2
    exit 1
}
cd "$out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
expected=
for system in ${SYSTEMS:-linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64}; do
    os=${system%/*} arch=${system#*/}
    name=lambdaless_${version}_${os}_${arch}
    suffix='' archive=$name.tar.gz
    if [ "$os" = windows ]; then
        suffix=.exe archive=$name.zip
        unzip -q "$archive" -d "$work"
    else
        tar -xzf "$archive" -C "$work"
    fi
    expected="$expected$archive"$'\n'
    for program in policy-pack local; do
        built=$(go version -m "$work/$name/$program$suffix")
        for setting in "GOOS=$os" "GOARCH=$arch" "CGO_ENABLED=0" "-trimpath=true"; do
            grep -qF -- "$setting" <<<"$built" || fail "$archive: $program was not built with $setting"
        done
        if grep -qF "$(go env GOPATH)" "$work/$name/$program$suffix"; then fail "$archive: $program has paths of the computer that built it"; fi
    done
    [ -s "$work/$name/LICENSE" ] || fail "$archive has no LICENSE"
done
[ "$(ls | grep -v '^SHA256SUMS$' | LC_ALL=C sort)" = "$(printf %s "$expected" | LC_ALL=C sort)" ] || fail "the folder has other files: $(ls)"
[ "$(wc -l <SHA256SUMS)" = "$(printf %s "$expected" | wc -l)" ] || fail "SHA256SUMS does not have one line for each archive"
sha256sum --check --strict --quiet SHA256SUMS
own=$work/lambdaless_${version}_$(go env GOOS)_$(go env GOARCH)
"$own/local" --help | grep -q 'preview' || fail "local --help does not name its commands"
# A policy pack prints the port that it listens at, once it serves.
"$own/policy-pack" >"$work/port" 2>"$work/errors" &
pack=$!
for _ in $(seq 100); do
    [ ! -s "$work/port" ] || break
    sleep 0.1
done
kill "$pack" 2>/dev/null || true
grep -Eq '^[0-9]+$' "$work/port" || fail "policy-pack does not serve: $(cat "$work/errors")"
echo "The release is whole: $(wc -l <SHA256SUMS) archives."
