#!/bin/sh
# kubectl-shards: this script, and behind it the jar that it starts. Help: kubectl-shards --help
# Finds a Java 25 or newer and starts the jar from an ahead-of-time cache, which it makes on the first use.
# The cache's name holds the digest of the jar, the path and time of this file, and the build of Java.
set -u
digest=@DIGEST@

# java_of HOME: true if Java 25 or newer is there; sets java and java_build.
java_of() {
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
  java_build=
  while IFS='=' read -r name value; do
    case $name in
    JAVA_VERSION) version=${value#\"} version=${version%%[!0-9]*} ;;
    JAVA_RUNTIME_VERSION | IMPLEMENTOR | OS_ARCH) java_build=$java_build$value ;;
    esac
  done <"$1/release"
  [ "${version:-0}" -ge 25 ] 2>/dev/null || return 1
  java=$1/bin/java
}

find_java() {
  if [ -n "${JAVA_HOME:-}" ] && java_of "$JAVA_HOME"; then return; fi
  on_path=$(command -v java) && on_path=$(readlink -f "$on_path") && java_of "${on_path%/bin/java}" && return
  for home in /usr/lib/jvm/* /opt/*jdk* "${HOME:-/}"/.sdkman/candidates/java/* "${HOME:-/}"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if java_of "$home"; then return; fi
  done
  echo "kubectl-shards: needs Java 25 or newer, and found none: install one (such as temurin-25-jre) or set JAVA_HOME to it" >&2
  exit 4
}

# Sets cache to a cache to start from, or why to the reason that there is none.
find_cache() {
  cache= why=
  if [ -n "${SHARDWRIGHT_NO_CACHE:-}" ]; then why="SHARDWRIGHT_NO_CACHE is set" && return; fi
  if [ -n "${XDG_CACHE_HOME:-}" ]; then folder=$XDG_CACHE_HOME/shardwright
  elif [ -n "${HOME:-}" ]; then folder=$HOME/.cache/shardwright
  else why="neither XDG_CACHE_HOME nor HOME is set" && return; fi
  place=$(stat -c '%Y' "$self" 2>/dev/null || stat -f '%m' "$self")
  place=$(printf '%s %s %s' "$self" "$place" "$java_build" | cksum)
  file=$folder/kubectl-shards-$(printf %.16s "$digest")-${place%% *}.aot
  if [ -r "$file" ]; then cache=$file && return; fi
  if [ -r "$file.failed" ]; then why="making it failed before: see $file.failed, remove that to try again" && return; fi
  make_cache
}

# Makes it under a name of its own and then gives it its name, so that nobody sees half of one.
make_cache() {
  { mkdir -p "$folder" && [ -w "$folder" ]; } 2>/dev/null || { why="$folder can't be written to"; return; }
  if [ -t 2 ]; then echo "kubectl-shards: first use: making a start-up cache in $folder, once" >&2; fi
  draft=$file.$$
  # shellcheck disable=SC2086
  if "$java" $flags -XX:AOTCacheOutput="$draft" -cp "$self" io.shardwright.cli.Training >"$draft.log" 2>&1 </dev/null && [ -s "$draft" ]; then
    mv -f "$draft" "$file" && rm -f "$draft".* && cache=$file
  else
    mv -f "$draft.log" "$file.failed" 2>/dev/null
    rm -f "$draft" "$draft".*
    why="making it failed: see $file.failed"
  fi
}

case $0 in
*/*) self=$0 ;;
*) self=$(command -v -- "$0") ;;
esac
self=$(readlink -f "$self")
flags="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -Xss4m -Xmx512m"
find_java
find_cache
export SHARDWRIGHT_CACHE_FILE="$cache" SHARDWRIGHT_CACHE_WHY="$why"
# shellcheck disable=SC2086
exec "$java" $flags -Xlog:disable ${cache:+"-XX:AOTCache=$cache"} -cp "$self" io.shardwright.cli.Main "$@"
exit
