#!/bin/sh
# Installs what the oracle needs from Debian's archive (Apache Velocity 1.7, Jayway JsonPath,
# json-smart, commons-lang and a JDK) and compiles its Java side. Safe to run again: it does only
# what is still missing. The class files go to the folder given, by default .local/oracle.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
out=${1:-$here/../../.local/oracle}
packages="velocity libcommons-lang-java libcommons-collections3-java libjson-smart-java libjsonpath-java libslf4j-java"
command -v javac >/dev/null 2>&1 || packages="$packages default-jdk-headless"

missing=
for package in $packages; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
if [ -n "$missing" ]; then
    sudo=
    [ "$(id -u)" = 0 ] || sudo=sudo
    $sudo apt-get update -qq
    # shellcheck disable=SC2086 # the list is meant to be split
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi

jars=/usr/share/java
classpath=$out
for jar in velocity commons-lang commons-collections3 json-smart accessors-smart asm json-path slf4j-api slf4j-nop; do
    [ -e "$jars/$jar.jar" ] || { echo "install.sh: $jars/$jar.jar is missing after installing $packages" >&2; exit 1; }
    classpath=$classpath:$jars/$jar.jar
done

mkdir -p "$out"
javac -Xlint:-options -d "$out" -classpath "$classpath" "$here"/java/*.java
printf '%s' "$classpath" > "$out/classpath"
