# The build's machinery. A piece is built by a function build_NAME into $OUT, in a folder of its own that gets its
# final name only when it is whole. That name carries a key made of the piece's versions and recipe, so that a
# changed version rebuilds that piece alone, and an interrupted build counts for nothing.

declare -A INPUTS # piece -> what its contents depend on, besides its recipe

key() {
    { uname -m; echo "${INPUTS[$1]}"; declare -f "build_${1//-/_}"; } | sha256sum | cut -c1-12
}
dir() { echo "$BUILT/$1-$(key "$1")"; }
is_built() { [ -d "$(dir "$1")" ]; }

# Removes a tree that may hold mounts (debootstrap mounts /proc): unmounts first, never follows one.
remove_tree() {
    local mount
    awk -v top="$1/" 'index($2, top) == 1 {print $2}' /proc/self/mounts | sort -r | while read -r mount; do
        umount "$mount"
    done
    rm -rf --one-file-system "$1"
}

# Builds one piece if it isn't there. Runs in a process of its own, because `set -e` is off inside conditions.
build() {
    local name=$1 out began=$SECONDS old
    out=$(dir "$name")
    if [ -d "$out" ]; then return; fi
    say "$name: building (${INPUTS[$name]})"
    remove_tree "$TEMP/$name"
    mkdir -p "$TEMP/$name/out" "$TEMP/$name/work" "$BUILT"
    if ! "$HERE/lib/build-piece" "$name" "$TEMP/$name" >"$LOGS/$name.log" 2>&1; then
        tail -5 "$LOGS/$name.log" >&2
        die "$name couldn't be built: the lines above are the end of $LOGS/$name.log; \`cluster up\` continues from here"
    fi
    mv "$TEMP/$name/out" "$out"
    remove_tree "$TEMP/$name"
    for old in "$BUILT/$name"-[0-9a-f]*; do
        if [ "$old" != "$out" ]; then remove_tree "$old"; fi
    done
    say "$name: built in $((SECONDS - began)) s"
}

# Builds lists of pieces beside each other, one argument a list. Says every minute what is still being built.
build_beside() {
    local list pids=() pid failed=0 beat=60
    set -m # a process group for each list, so that an interrupt ends compilers too
    for list in "$@"; do
        # shellcheck disable=SC2086
        (set +m; for name in $list; do build "$name"; done) &
        pids+=($!)
    done
    set +m
    trap 'end_groups "${pids[@]}"; exit 130' INT TERM
    for pid in "${pids[@]}"; do
        while kill -0 "$pid" 2>/dev/null; do
            sleep 1
            beat=$((beat - 1))
            if [ $beat = 0 ]; then
                say "still building: $(ls "$TEMP" | tr '\n' ' ')"
                beat=60
            fi
        done
        if ! wait "$pid"; then
            failed=1
            end_groups "${pids[@]}"
        fi
    done
    trap - INT TERM
    if [ $failed = 1 ]; then exit 1; fi
}

end_groups() {
    local pid
    for pid in "$@"; do kill -TERM -- "-$pid" 2>/dev/null || true; done
}
