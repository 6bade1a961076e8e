#!/usr/bin/env bash
# Builds a release: the policy pack and the command local for each system, as archives with their checksums.
# usage: .github/release.sh VERSION FOLDER
# SYSTEMS names others than these.
set -euo pipefail
systems=${SYSTEMS:-linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64}
version=${1:?usage: release.sh VERSION FOLDER} out=${2:?usage: release.sh VERSION FOLDER}
cd "$(dirname "$0")/.."

stated=$(sed -n 's/^version: //p' policy/PulumiPolicy.yaml)
if [ "$version" != "$stated" ]; then
    echo "The release is $version, but policy/PulumiPolicy.yaml says $stated: change the one or the other." >&2
    exit 1
fi
rm -rf "$out"
mkdir -p "$out"
out=$(cd "$out" && pwd)
for system in $systems; do
    GOOS=${system%/*} GOARCH=${system#*/}
    name=lambdaless_${version}_${GOOS}_${GOARCH} suffix=
    [ "$GOOS" != windows ] || suffix=.exe
    mkdir "$out/$name"
    # Without paths, time stamps and a version control system's state, the same source makes the same files.
    GOOS=$GOOS GOARCH=$GOARCH CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags '-s -w' -o "$out/$name/policy-pack$suffix" ./policy
    GOOS=$GOOS GOARCH=$GOARCH CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags '-s -w' -o "$out/$name/local$suffix" ./local
    cp LICENSE "$out/$name"
    if [ "$GOOS" = windows ]; then
        (cd "$out" && find "$name" -type f -exec touch -d @0 {} + && zip -qrX "$name.zip" "$name")
    else
        tar -C "$out" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -c "$name" | gzip -n >"$out/$name.tar.gz"
    fi
    rm -r "${out:?}/$name"
    echo "Built $name"
done
(cd "$out" && sha256sum lambdaless_* >SHA256SUMS)
