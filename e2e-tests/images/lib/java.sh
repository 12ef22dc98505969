# Java images: the runtime, third-party jars, the project's jars, and the way to start them, a layer each, so that
# a change of the project's code rewrites only the small last two.
#
# An image.env sets: module (its folder), main_class, jvm_options (array), natives (array of JAR-PATTERN=ENTRY:LIBRARY:
# the jar is kept without its native libraries, of which ENTRY becomes /app/native/LIBRARY), and what train.sh says.

java_layers() {
  local classpath=() third_party=() own=()
  require_jdk
  read_classpath
  runtime_layer
  add_layer "third-party jars" "$(jars_key "${third_party[@]}")" fill_third_party "${third_party[@]}"
  add_layer "project jars" "$(jars_key "${own[@]}")" fill_jars app "${own[@]}"
  entrypoint=(/opt/java/bin/java @/app/jvm.args)
  command=()
  stop_signal=SIGTERM
  start_layer
}

# Splits the module's class path, as its build wrote it, into what others made and what this project made.
read_classpath() {
  local jar jars
  jars=("$project/$module"/target/shardwright-*[0-9T].jar)
  [[ ${#jars[@]} == 1 && -e ${jars[0]} ]] || fail "$module/target must hold exactly one jar: run mvn clean package there"
  own=("${jars[0]}")
  classpath=("/app/$(basename "${jars[0]}")")
  mapfile -d : -t jars < <(tr -d '\n' <"$project/$module/target/image-classpath")
  for jar in "${jars[@]}"; do
    if [[ $jar == */shardwright-*.jar ]]; then
      own+=("$jar")
      classpath+=("/app/$(basename "$jar")")
    else
      third_party+=("$jar")
      classpath+=("/app/lib/$(basename "$jar")")
    fi
  done
  [[ -z $(printf '%s\n' "${classpath[@]}" | sort | uniq -d) ]] || fail "$module: two jars of one name on its class path"
}

jars_key() {
  {
    recipe lib/java.sh
    machine_key
    printf '%s\n' "${natives[@]}"
    sha256sum "$@" | while read -r digest jar; do echo "$digest $(basename "$jar")"; done
  } | sha
}

# fill_jars ROOT FOLDER JAR...
fill_jars() {
  local root=$1 folder=$2
  shift 2
  mkdir -p "$root/$folder"
  cp "$@" "$root/$folder"
}

# fill_third_party ROOT JAR...
fill_third_party() {
  local root=$1 native
  shift
  fill_jars "$root" app/lib "$@"
  for native in "${natives[@]}"; do extract_native "$root" "$native"; done
}

# extract_native ROOT PATTERN=ENTRY:LIBRARY: a library in its place is loaded from there; left in the jar, each start would
# unpack it into the pod's temporary memory. Libraries of other platforms are dropped.
extract_native() {
  local root=$1 pattern=${2%%=*} entry=${2#*=} library jar work
  library=${entry#*:}
  entry=${entry%:*}
  jar=$(find "$root/app/lib" -name "$pattern")
  [[ -e $jar ]] || fail "no jar, or several, match '$pattern'"
  work=$(mktemp -d "$cache/work.XXXXXX")
  (cd "$work" && "$JAVA_HOME/bin/jar" --extract --file "$jar")
  [[ -e $work/$entry ]] || fail "$(basename "$jar") has no $entry"
  install -D -m 755 "$work/$entry" "$root/app/native/$library"
  copy_libraries "$root" "$root/app/native/$library"
  find "$work" -type f \( -name '*.so' -o -name '*.dll' -o -name '*.jnilib' -o -name '*.dylib' \) -delete
  (cd "$work" && find . -type f ! -path ./META-INF/MANIFEST.MF -printf '%P\n' | sort >"$root/entries" &&
    "$JAVA_HOME/bin/jar" --create --file "$jar" --manifest META-INF/MANIFEST.MF \
      --date "$(date -u -d "@$epoch" +%FT%TZ)" "@$root/entries")
  rm -rf "$work" "$root/entries"
}

# The options of every Java image. C1 and the serial collector start fastest and stay smallest; the heap follows the
# container's memory limit.
java_options() {
  printf '%s\n' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData \
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Djava.library.path=/app/native
  printf '%s\n' "${jvm_options[@]}"
}

# start_layer: /app/jvm.args and, where training succeeds, the AOT cache it names.
start_layer() {
  local cached
  cached=$(trained_cache)
  add_layer "start options" "$({
    recipe lib/java.sh
    java_options
    printf '%s\n' "$main_class" "${classpath[@]}"
    basename "$cached"
  } | sha)" fill_start "$cached"
}

# fill_start ROOT CACHE: CACHE may be empty.
fill_start() {
  mkdir -p "$1/app"
  if [[ -n $2 ]]; then cp "$2" "$1/app/app.aot"; fi
  {
    java_options
    if [[ -n $2 ]]; then echo -XX:AOTCache=/app/app.aot; fi
    echo "-cp $(IFS=: && echo "${classpath[*]}")"
    echo "$main_class"
  } >"$1/app/jvm.args"
}

# package_stale_modules NAME...: one Maven run for the modules with a source or pom newer than their last packaging.
package_stale_modules() {
  local image module modules=() started
  for image; do
    module=
    module=$(source "$here/$image/image.env" && echo "$module")
    if [[ -n $module ]] && ! is_packaged "$module"; then modules+=("$module"); fi
  done
  ((${#modules[@]})) || return 0
  require_jdk
  say "packaging ${modules[*]}"
  started=$(date +%s)
  (cd "$project" && MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow" mvn --quiet --batch-mode \
    -Dstyle.color=never -Dmaven.test.skip=true -Dspotless.check.skip=true package \
    -pl "$(IFS=, && echo "${modules[*]}")" --also-make >&2)
  for module in "${modules[@]}"; do touch -d "@$started" "$project/$module/target/image-classpath"; done
}

# A module's class path file carries the time its packaging started, and names the modules it is made from.
is_packaged() {
  local stamp=$project/$1/target/image-classpath folders=("$project/$1") sources=("$project/pom.xml") path
  [[ -e $stamp ]] || return 1
  for path in $(tr : ' ' <"$stamp"); do
    if [[ $path == "$project"/* ]]; then folders+=("${path%/target/*}"); fi
  done
  for path in "${folders[@]/%//src/main}" "${folders[@]/%//pom.xml}" "${folders[@]/%//../pom.xml}"; do
    if [[ -e $path ]]; then sources+=("$path"); fi
  done
  [[ -z $(find "${sources[@]}" -newer "$stamp" -print -quit) ]]
}
