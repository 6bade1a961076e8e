#!/usr/bin/env bash
# Installs Debian's Chromium, which the tests of the page drive, unless there is a browser of its kind.
set -euo pipefail
for browser in chromium chromium-browser google-chrome; do
    if command -v "$browser" >/dev/null; then exit 0; fi
done
command -v apt-get >/dev/null || { echo "The tests of the page need Chromium: install it, so that chromium is on the PATH." >&2; exit 1; }
echo "Installing Chromium..."
sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
$sudo apt-get update -qq
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null
