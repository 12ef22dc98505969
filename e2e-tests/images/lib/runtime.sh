# The Java runtime: what the jars need of the JDK, and of the machine's C library. One layer for all Java images.

# Modules of the JDK in the runtime: what `jdeps` finds in the images' jars, without the desktop.
# jdk.jfr is for Flight Recorder on a running pod; java.instrument is for Java agents, such as the one that kills the operator in
# end-to-end tests; jdk.unsupported is sun.misc.Unsafe, for Netty and RocksDB.
java_modules=java.base,java.instrument,java.logging,java.management,java.naming,java.net.http,java.security.jgss,java.sql,java.xml
java_modules+=,jdk.crypto.ec,jdk.httpserver,jdk.jfr,jdk.management,jdk.unsupported

# Sets JAVA_HOME to a JDK 25 or newer.
require_jdk() {
  JAVA_HOME=$("$project/.ci/find-jdk")
  export JAVA_HOME
  [[ -n $JAVA_HOME ]] || fail "no JDK 25 or newer was found: set JAVA_HOME to one"
}

runtime_layer() {
  add_layer "Java runtime" "$({
    recipe lib/runtime.sh
    machine_key
  } | sha)" fill_runtime
}

# What this machine puts into images: its JDK's version and its C library, as its loader finds it.
machine_key() {
  cat "$JAVA_HOME/release"
  sha256sum "$(ldd "$JAVA_HOME/bin/java" | awk '$1 == "libc.so.6" {print $3}')"
}

fill_runtime() {
  local root=$1 objects
  "$JAVA_HOME/bin/jlink" --add-modules "$java_modules" --output "$root/opt/java" \
    --strip-java-debug-attributes --no-header-files --no-man-pages --generate-cds-archive >/dev/null
  mapfile -t objects < <(find "$root/opt/java" -name '*.so' -o -path '*/bin/java')
  copy_libraries "$root" "${objects[@]}"
  fill_system "$root"
}

# fill_system ROOT: what every image has besides its program: accounts, look-up order, mount points.
fill_system() {
  mkdir -p "$1"/{etc,tmp,proc,sys,dev,run}
  printf 'root:x:0:0::/:/nologin\nshardwright:x:%s:%s::/:/nologin\n' "$user" "$user" >"$1/etc/passwd"
  printf 'root:x:0:\nshardwright:x:%s:\n' "$user" >"$1/etc/group"
  printf 'hosts: files dns\npasswd: files\ngroup: files\n' >"$1/etc/nsswitch.conf"
}
