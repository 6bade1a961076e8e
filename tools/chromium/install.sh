#!/usr/bin/env bash
# Installs Debian's Chromium, which the tests of the page drive, unless there is one.
set -euo pipefail
command -v chromium >/dev/null && exit 0
echo "Installing Chromium..."
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null
