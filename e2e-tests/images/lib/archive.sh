# Archives: an OCI image layout in a tar file, with Docker's manifest.json beside it, so that `ctr images import`,
# `kind load image-archive`, `docker load` and `skopeo` all take the same file.
#
# An image.env sets: entrypoint (array), command (array), stop_signal (all three are given for Java images), environment
# (array of NAME=value), ports (array of numbers).

# The container user: no name in the image is needed for it, but some programs look it up.
user=65532

# write_archive NAME: assembles `layers`; the archive's name ends with the start of the image's id.
write_archive() {
  local name=$1 work config manifest id archive
  config=$(image_config)
  id=$(printf %s "$config" | sha)
  archive=$name-${id:0:12}.tar
  if [[ ! -e $cache/$archive ]]; then
    work=$(mktemp -d "$cache/work.XXXXXX")
    mkdir -p "$work/blobs/sha256"
    printf %s "$config" >"$work/blobs/sha256/$id"
    link_layers "$work/blobs/sha256"
    manifest=$(image_manifest "$id" "${#config}")
    printf %s "$manifest" >"$work/blobs/sha256/$(printf %s "$manifest" | sha)"
    printf '{"imageLayoutVersion":"1.0.0"}' >"$work/oci-layout"
    image_index "$manifest" "${id:0:12}" >"$work/index.json"
    docker_manifest "$id" >"$work/manifest.json"
    (cd "$work" && tar --create --file=../"$archive.part" --sort=name --format=gnu --mode=u=rwX,go=rX \
      --mtime="@$epoch" --owner=0 --group=0 --numeric-owner blobs index.json manifest.json oci-layout)
    mv "$cache/$archive.part" "$cache/$archive"
    rm -rf "$work"
    say "$name: $archive, $(du --apparent-size -h "$cache/$archive" | cut -f 1)"
  fi
  touch "$cache/$archive"
  ln -sfn "$archive" "$cache/$name.tar"
}

# image_tag ARCHIVE: the content tag, from the archive's name.
image_tag() { local stem=${1%.tar}; echo "${stem##*-}"; }

image_config() {
  local layer diffids=()
  for layer in "${layers[@]}"; do diffids+=("sha256:$(<"$layer/diffid")"); done
  printf '{"created":"%s","architecture":"%s","os":"linux",' "$(date -u -d "@$epoch" +%FT%TZ)" "$(architecture)"
  printf '"config":{"User":"%s:%s","WorkingDir":"/","StopSignal":"%s","Env":%s,"Entrypoint":%s,"Cmd":%s,"ExposedPorts":{%s}},' \
    "$user" "$user" "$stop_signal" "$(json_array "${environment[@]}")" "$(json_array "${entrypoint[@]}")" "$(json_array "${command[@]}")" \
    "$(exposed_ports)"
  printf '"rootfs":{"type":"layers","diff_ids":%s}}' "$(json_array "${diffids[@]}")"
}

exposed_ports() {
  local port
  for port in "${ports[@]}"; do printf '"%d/tcp":{}\n' "$port"; done | paste -sd ,
}

# image_manifest ID SIZE: ID and SIZE are the configuration's.
image_manifest() {
  local layer
  printf '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",'
  printf '"config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:%s","size":%d},"layers":[' "$1" "$2"
  for layer in "${layers[@]}"; do
    printf '{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"sha256:%s","size":%d}\n' \
      "$(<"$layer/digest")" "$(stat -c %s "$layer/blob")"
  done | paste -sd ,
  printf ']}'
}

# image_index MANIFEST TAG: the image under two names, of which containerd takes the annotation.
image_index() {
  local tag
  printf '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":['
  for tag in dev "$2"; do
    printf '{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"sha256:%s","size":%d,' \
      "$(printf %s "$1" | sha)" "${#1}"
    printf '"platform":{"architecture":"%s","os":"linux"},' "$(architecture)"
    printf '"annotations":{"io.containerd.image.name":"docker.io/shardwright/%s:%s","org.opencontainers.image.ref.name":"%s"}}\n' \
      "$name" "$tag" "$tag"
  done | paste -sd ,
  printf ']}'
}

docker_manifest() {
  local layer paths=()
  for layer in "${layers[@]}"; do paths+=("blobs/sha256/$(<"$layer/digest")"); done
  printf '[{"Config":"blobs/sha256/%s","RepoTags":%s,"Layers":%s}]' \
    "$1" "$(json_array "shardwright/$name:dev" "shardwright/$name:${1:0:12}")" "$(json_array "${paths[@]}")"
}

# link_layers DIRECTORY: hard links, by digest; copies where links aren't possible.
link_layers() {
  local layer
  for layer in "${layers[@]}"; do
    ln -f "$layer/blob" "$1/$(<"$layer/digest")" 2>/dev/null || cp "$layer/blob" "$1/$(<"$layer/digest")"
  done
}

# json_array STRING...: values hold no control characters.
json_array() {
  local value out=()
  for value; do
    value=${value//\\/\\\\}
    out+=("\"${value//\"/\\\"}\"")
  done
  local IFS=,
  echo "[${out[*]}]"
}

architecture() {
  case $(uname -m) in
    x86_64) echo amd64 ;;
    aarch64) echo arm64 ;;
    *) fail "images are built on x86_64 and aarch64, not on $(uname -m)" ;;
  esac
}
