# Mode `own`: a Docker daemon of our own, with its own socket, folders, process file and network namespace.

# Prints the daemon's process id if it runs. A number alone could belong to another process by now.
daemon_pid() {
    local pid
    pid=$(cat "$DAEMON/pid" 2>/dev/null) || return 1
    if ! tr 2>/dev/null '\0' ' ' <"/proc/$pid/cmdline" | grep -qF -- "--pidfile $DAEMON/pid"; then return 1; fi
    echo "$pid"
}

start_daemon() {
    if daemon_pid >/dev/null && docker version >/dev/null 2>&1; then return; fi
    enter_namespace
    mkdir -p "$DAEMON"
    echo '{}' >"$DAEMON/daemon.json"
    setsid nsenter --net="/run/netns/$NETNS" dockerd --config-file "$DAEMON/daemon.json" --data-root "$DAEMON/data" \
        --exec-root "$DAEMON/exec" --pidfile "$DAEMON/pid" --host "$OWN_SOCKET" --bridge none --ip6tables=false \
        --cgroup-parent "/$NAME" --exec-opt native.cgroupdriver=cgroupfs </dev/null >"$LOGS/dockerd.log" 2>&1 9>&- &
    for _ in $(seq 150); do
        if docker version >/dev/null 2>&1; then
            say "Docker daemon: started, process $(daemon_pid)"
            return
        fi
        sleep .2
    done
    tail -3 "$LOGS/dockerd.log" >&2
    die "the Docker daemon didn't start within 30 s: the lines above are the end of $LOGS/dockerd.log"
}

stop_daemon() {
    local pid name
    if pid=$(daemon_pid); then
        kill "$pid"
        for _ in $(seq 150); do
            if [ ! -e "/proc/$pid" ]; then break; fi
            sleep .2
        done
        if [ -e "/proc/$pid" ]; then kill -KILL "$pid"; fi
        say "Docker daemon: stopped"
    fi
    # Its containerd ends with it, unless the daemon was killed.
    if pid=$(cat "$DAEMON/exec/containerd/containerd.pid" 2>/dev/null) &&
        tr 2>/dev/null '\0' ' ' <"/proc/$pid/cmdline" | grep -qF "$DAEMON/exec"; then
        kill "$pid"
    fi
    awk -v top="$DAEMON/" 'index($2, top) == 1 {print $2}' /proc/self/mounts | sort -r | while read -r name; do
        umount "$name" || true
    done
    rm -rf --one-file-system "$DAEMON/exec" "$DAEMON/pid" "$DAEMON/docker.sock"
}
