# Layers: reproducible tar files, cached by a key over everything they are made from.
#
# A cached layer is a directory: `blob` (gzip), `digest` and `diffid` (SHA-256 of the packed and the plain tar).

# 2026-01-01T00:00:00Z, the pom's project.build.outputTimestamp. Not 0: the JVM reads a jar's time of 0 as "unknown"
# and then accepts an AOT cache made for another jar.
epoch=1767225600

# The SHA-256 of stdin.
sha() { sha256sum | cut -d ' ' -f 1; }

# The recipe part of a key: the contents of the files that say how a layer is made.
recipe() { (cd "$here" && cat lib/layer.sh "$@") | sha; }

# add_layer WHAT KEY FILL [ARG...]: appends the layer KEY to `layers`. If it isn't cached, FILL ROOT ARG... makes its tree.
add_layer() {
  local what=$1 key=$2 fill=$3 work
  shift 3
  if [[ ! -e $cache/layers/$key/diffid ]]; then
    say "$name: $what"
    work=$(mktemp -d "$cache/work.XXXXXX")
    mkdir "$work/root" "$work/layer"
    "$fill" "$work/root" "$@"
    pack "$work/root" "$work/layer"
    rm -rf "${cache:?}/layers/$key"
    mv "$work/layer" "$cache/layers/$key"
    rm -rf "$work"
  fi
  touch "$cache/layers/$key"
  layers+=("$cache/layers/$key")
}

# pack ROOT LAYER: anyone may read, only root may write, one time for all.
pack() {
  chmod -R u=rwX,go=rX "$1"
  if [[ -d $1/tmp ]]; then chmod 1777 "$1/tmp"; fi
  tar --create --file="$2/plain" --directory="$1" --sort=name --format=gnu \
    --mtime="@$epoch" --owner=0 --group=0 --numeric-owner .
  gzip --no-name --fast <"$2/plain" >"$2/blob"
  sha <"$2/blob" >"$2/digest"
  sha <"$2/plain" >"$2/diffid"
  rm "$2/plain"
}

# unpack_layers ROOT: the file system a container of the image so far would see.
unpack_layers() {
  local layer
  for layer in "${layers[@]}"; do tar --extract --gzip --file="$layer/blob" --directory="$1"; done
}

# copy_libraries ROOT ELF...: what the machine's loader would load for these files, to the same paths below ROOT.
copy_libraries() {
  local root=$1 library
  shift
  ldd "$@" 2>/dev/null | awk '$2 == "=>" && $3 ~ /^\// {print $3}  $1 ~ /^\/.*\/ld-linux/ {print $1}' | sort -u |
    while read -r library; do
      [[ $library == "$root"/* ]] || install -D -m 755 "$library" "$root$library"
    done
}

# Keeps the two newest archives of each image, and layers used in the last two weeks.
forget_unused() {
  local image
  for image in $(image_names); do
    find "$cache" -maxdepth 1 -name "$image-????????????.tar" -printf '%T@ %p\n' | sort -rn | tail -n +3 | cut -d ' ' -f 2- |
      xargs -r -d '\n' rm -f
  done
  find "$cache/layers" -mindepth 1 -maxdepth 1 -mtime +14 -exec rm -rf {} +
  find "$cache/aot" -mindepth 1 -maxdepth 1 -mtime +14 -delete
  find "$cache" -maxdepth 1 -name 'work.*' -mmin +60 -exec rm -rf {} +
}
