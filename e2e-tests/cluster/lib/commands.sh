# The commands of ./cluster, each a story of a few lines.

cluster_up() {
    require_"${MODE}"_mode
    if [ "$MODE" = kubeconfig ]; then
        say "using the cluster of $KUBECONFIG; nothing is created, and \`down\` will delete nothing"
        describe_classes
        return
    fi
    take_lock
    announce
    clear_unfinished
    echo "$MODE" >"$STATE/mode"
    record_host
    if [ "$MODE" = own ]; then up_own; else up_kind; fi
    say "KUBECONFIG is $KUBECONFIG; for everything else: eval \"\$($HERE/cluster env)\""
}

require_kubeconfig_mode() { require_kubeconfig; }
require_own_mode() { require_own_build; }

up_own() {
    build_everything
    start_daemon
    make_network
    shut_in
    ensure_node_image
    ensure_cluster
}

up_kind() {
    if ! kind_is_there; then build kind && link_programs kind; fi
    choose_image
    if [ "$(cat "$STATE/image")" = local ]; then
        require_own_build
        build_everything
        ensure_node_image
    elif ! command -v kubectl >/dev/null; then
        build kubernetes
        link_programs kubernetes
    fi
    make_network
    shut_in
    ensure_cluster
}

# Two lists, because the first piece is as long as all others together.
build_everything() {
    install_missing_tools
    local others=(packages rootfs moby containerd cni kind etcd coredns local-path runc pause)
    if ! command -v docker >/dev/null; then others+=(docker-cli); fi
    build_beside kubernetes "${others[*]}"
    build base
    link_programs kubernetes "${others[@]:2}"
}

# Says what is about to happen before anything does.
announce() {
    if [ -f "$STATE/created" ]; then
        say "a cluster was made before: looking whether it is whole"
        return
    fi
    if [ "$MODE" = own ]; then
        say "no Docker daemon is used: this starts one of its own, in a network namespace, and a Kind cluster of three nodes on it"
        say "changes on this machine: link $HOST_LINK and a route to $NODE_SUBNET, network namespace $NETNS, a few kernel" \
            "settings of the kubelet's; \`cluster down\` puts them back"
    else
        say "Docker is used as it is: a Kind cluster of three nodes, network $NETWORK, one rule in DOCKER-USER; \`cluster down\` removes them"
    fi
    if [ "$MODE" = own ] && ! { is_built kubernetes && is_built base; }; then
        say "first time: everything is built from source, about 16 minutes on two cores, 5 GB of disk below $CACHE" \
            "and 10 GB in Go's caches; later under a minute"
        if [ -n "$(missing_tools)" ]; then say "apt-get will install: $(missing_tools)"; fi
    fi
    say "memory: about 1.1 GB for three empty nodes; logs: $LOGS"
}

clear_unfinished() {
    local left
    for left in "$TEMP"/*; do
        if [ -e "$left" ]; then
            say "clearing what an interrupted build of ${left##*/} left"
            remove_tree "$left"
        fi
    done
}

describe_classes() {
    local class
    for class in large small; do
        if [ -z "$(kubectl get nodes -l "shardwright.io/class=$class" -o name)" ]; then
            warn "no node is labelled shardwright.io/class=$class, which the examples ask for: kubectl label node NODE shardwright.io/class=$class"
        fi
    done
}

cluster_down() {
    if [ "$MODE" = kubeconfig ]; then
        say "the cluster of $KUBECONFIG is yours: nothing to put back"
        return
    fi
    if [ ! -d "$STATE" ] || [ ! -f "$STATE/mode" ]; then
        say "no cluster of ours is up"
        return
    fi
    take_lock
    clear_unfinished
    if [ "$MODE" = own ]; then down_own; else down_kind; fi
    restore_host
    rm -f "$STATE/mode" "$STATE/image" "$KUBECONFIG" "$KUBECONFIG.lock"
    say "down: the cluster is deleted; what was built stays in $CACHE"
}

# A daemon that was killed may have left nodes running: it is started again to end them in an orderly way.
down_own() {
    if [ -x "$BIN/dockerd" ] && [ -d "$DAEMON/data" ]; then
        start_daemon
        remove_cluster
    fi
    stop_daemon
    leave_namespace
}

down_kind() {
    if docker info >/dev/null 2>&1; then
        open_up
        remove_cluster
    else
        warn "Docker doesn't answer, so its containers and network $NETWORK can't be removed now: run \`cluster down\` again when it does"
        exit 1
    fi
}

remove_cluster() {
    docker rm -fv shardwright-node-builder >/dev/null 2>&1 || true
    delete_nodes
    docker network rm "$NETWORK" >/dev/null 2>&1 || true
    say "cluster: deleted"
}

cluster_delete() {
    cluster_down
    if [ "$MODE" = kubeconfig ] || [ ! -d "$CACHE" ]; then return; fi
    if [ "$MODE" = kind ]; then
        docker images -q --filter reference='shardwright/node:*' | sort -u | xargs -r docker rmi -f >/dev/null
    fi
    remove_tree "$CACHE"
    say "deleted $CACHE; Go's own caches are Go's: \`go clean -cache -modcache\` empties them"
}

cluster_status() {
    echo "mode        $MODE"
    echo "cache       $CACHE ($(du -sh "$CACHE" 2>/dev/null | cut -f1))"
    echo "kubeconfig  $KUBECONFIG"
    if [ "$MODE" = own ]; then echo "daemon      $(daemon_pid >/dev/null && echo "running, process $(daemon_pid)" || echo 'not running')"; fi
    if [ "$MODE" != kubeconfig ] && [ ! -f "$STATE/created" ]; then
        echo "cluster     not up"
        return 1
    fi
    if [ "$MODE" = own ]; then
        echo "shut in     $(at_packet_filter "iptables -w -C $SHUT_IN" 2>/dev/null && echo yes || echo 'NO: run cluster up')"
    fi
    kubectl get nodes -L shardwright.io/class,topology.kubernetes.io/zone --request-timeout=10s
}

cluster_env() {
    echo "export PATH='$BIN':\"\$PATH\""
    echo "export KUBECONFIG='$KUBECONFIG'"
    echo "export CLUSTER='$MODE'"
    if [ "$MODE" = own ]; then echo "export DOCKER_HOST='$OWN_SOCKET'"; fi
    local variable program
    for variable in ETCD_BIN:etcd KUBE_APISERVER_BIN:kube-apiserver KUBECTL_BIN:kubectl; do
        program=$(command -v "${variable#*:}" || true)
        if [ -n "$program" ]; then echo "export ${variable%%:*}='$program'"; fi
    done
}
