# The host's settings: recorded before the cluster changes any, put back after, and compared.

# What a kubelet sets, and systemd in the nodes, which may do to a privileged container's host what it does to its own.
# Settings of a network namespace aren't among them: nodes have one each, and in mode `own` so has the daemon.
HOST_SETTINGS=(vm.overcommit_memory vm.panic_on_oom kernel.panic kernel.panic_on_oops kernel.keys.root_maxkeys
    kernel.keys.root_maxbytes kernel.pid_max kernel.sysrq kernel.core_pattern kernel.core_uses_pid fs.file-max fs.nr_open
    fs.protected_fifos fs.protected_hardlinks fs.protected_regular fs.protected_symlinks)

# Folders that a Docker daemon makes and leaves empty, wherever its own are.
DAEMON_FOLDERS=(/lib/modules /run/docker /run/containerd /opt/containerd)

# Settings that only count or measure, and change by themselves.
MEASURING='^(fs\.(aio-nr|dentry-state|file-nr|inode-nr|inode-state|quota)|kernel\.(ns_last_pid|random\.|pty\.nr|perf_event_max_sample_rate|sched)|net\.netfilter\.nf_conntrack_count|net\.ipv4\.tcp_fastopen_key|vm\.stat)'

# Prints what the cluster could have changed, one fact a line.
host_facts() {
    local folder family
    sysctl -a 2>/dev/null | grep -vE "$MEASURING" | grep -vE "^net\.[^=]*\.($HOST_LINK|$BRIDGE|docker0)\." | sed 's/^/sysctl /'
    for family in iptables ip6tables; do
        if [ "$(id -u)" = 0 ] && command -v $family-save >/dev/null; then
            # Rules and closed policies; a table that holds neither is as good as none.
            $family-save 2>/dev/null | awk -v family=$family '/^\*/ {table = substr($1, 2)}
                /^-A/ || /^-N/ || (/^:/ && ($2 != "ACCEPT")) {sub(/ \[[0-9:]*\]/, ""); print family, table, $0}'
        fi
    done
    ip -o link show | awk '{sub(/@.*/, "", $2); sub(/:$/, "", $2); print "link", $2}'
    ip -4 route show | sed 's/^/route /'
    awk '{print "mount", $2}' /proc/self/mounts
    find /sys/fs/cgroup -maxdepth 2 -type d -printf 'cgroup %p\n' 2>/dev/null
    for folder in "${DAEMON_FOLDERS[@]}" /var/lib/docker /var/lib/containerd /etc/docker /etc/cni /opt/cni /var/lib/kubelet; do
        if [ -e "$folder" ]; then echo "folder $folder"; fi
    done
}

# Records the host unless a record from before an earlier, unfinished `up` of this same boot is there.
record_host() {
    local boot
    boot=$(cat /proc/sys/kernel/random/boot_id)
    if [ -f "$STATE/host" ] && [ "$(cat "$STATE/boot" 2>/dev/null)" = "$boot" ]; then return; fi
    host_facts >"$STATE/host.new"
    echo "$boot" >"$STATE/boot"
    mv "$STATE/host.new" "$STATE/host"
}

# Puts back what the record says and prints every difference that is left.
restore_host() {
    local setting before after differences folder
    if [ ! -f "$STATE/host" ]; then return; fi
    if [ "$(cat "$STATE/boot")" != "$(cat /proc/sys/kernel/random/boot_id)" ]; then
        rm -f "$STATE/host" "$STATE/boot" # a restart of the machine has put everything back
        return
    fi
    if [ "$(id -u)" = 0 ]; then
        for setting in "${HOST_SETTINGS[@]}"; do
            before=$(sed -n "s/^sysctl $setting = //p" "$STATE/host")
            after=$(sysctl -n "$setting" 2>/dev/null || true)
            if [ -n "$before" ] && [ "$before" != "$after" ]; then sysctl -qw "$setting=$before" || true; fi
        done
    fi
    if [ "$MODE" = own ]; then
        find /sys/fs/cgroup -depth \( -path "*/$NAME" -o -path "*/$NAME/*" \) -type d -exec rmdir {} + 2>/dev/null || true
        for folder in "${DAEMON_FOLDERS[@]}"; do
            if [ -d "$folder" ] && ! grep -qx "folder $folder" "$STATE/host"; then find "$folder" -depth -type d -empty -delete; fi
        done
    fi
    differences=$(diff <(sort "$STATE/host") <(host_facts | sort) | grep '^[<>]' || true)
    if [ -n "$differences" ]; then
        warn "these facts of the host differ from before \`up\` (< before, > now); something else may have changed them:"
        echo "$differences" >&2
    else
        say "the host is as it was: settings, packet filter, links, routes, mounts and control groups compared"
    fi
    rm -f "$STATE/host" "$STATE/boot"
}
