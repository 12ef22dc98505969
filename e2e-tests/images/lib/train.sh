# Ahead-of-time caches (JEP 514): the application is started once in the image's own file system, and the classes it
# loaded and linked are kept. Start-up takes about half the time with one. An image works without it, too.
#
# An image.env that wants one sets training_environment (array of NAME=value), and may set training_arguments (array),
# training_folders (array: writable, and there) and training_api (true: it finds an API server, as in a pod; that one is empty).
# Either the application ends by itself, or training_url says where it answers when it is up; then `exercise`, if it is defined,
# runs, and the application gets SIGTERM.

# Prints the path of the cache for `layers`, or nothing. One that could not be made is tried again by the next build.
trained_cache() {
  local key file
  [[ -v training_environment ]] || return 0
  key=$({
    recipe lib/train.sh lib/train-inside lib/EmptyApi.java "$name/image.env"
    java_options
    printf '%s\n' "$main_class" "${classpath[@]}"
    cat "${layers[@]/%//diffid}"
  } | sha)
  file=$cache/aot/$key
  if [[ ! -e $file ]]; then train "$file"; fi
  if [[ -e $file ]]; then
    touch "$file"
    echo "$file"
  fi
}

# train FILE
train() {
  local work=$cache/work.train.$$ isolation=(--net --mount --pid --fork --kill-child)
  say "$name: training the AOT cache"
  mkdir -p "$work/root"
  unpack_layers "$work/root"
  fill_start "$work/root" ""
  # Modes and times must be those of the image: the JVM compares them.
  find "$work/root/app" -exec touch -d "@$epoch" {} +
  [[ $(id -u) == 0 ]] || isolation+=(--map-root-user)
  if unshare "${isolation[@]}" "$here/lib/train-inside" "$work/root" "$image_dir/image.env" >"$cache/train-$name.log" 2>&1 </dev/null &&
    [[ -s $work/root/app.aot ]]; then
    mv "$work/root/app.aot" "$1"
  else
    say "$name: no AOT cache, so it starts more slowly; see $cache/train-$name.log"
  fi
  rm -rf "$work"
}
