# Names, places and addresses. Everything the scripts keep is below CACHE; nothing is kept in the checkout.

NAME=shardwright
CACHE=${SHARDWRIGHT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/shardwright}/cluster
BUILT=$CACHE/built     # finished pieces, each in a folder named by its contents' key
TEMP=$CACHE/unfinished # pieces being built; whatever is found here was interrupted
LOGS=$CACHE/logs
STATE=$CACHE/state # what `down` needs to know: mode, the host's settings as they were
BIN=$CACHE/bin     # links to the programs of BUILT
DAEMON=$CACHE/docker
OWN_SOCKET=unix://$DAEMON/docker.sock

# The nodes' network. In mode `own` the daemon lives in a network namespace that has one link to this machine and no
# other: HOST_LINK here, INNER_LINK there. The addresses are from the range reserved for benchmarks (RFC 2544).
NETWORK=shardwright
BRIDGE=swright0
NETNS=shardwright
HOST_LINK=swright-host
INNER_LINK=swright-in
HOST_ADDRESS=198.18.77.1
INNER_ADDRESS=198.18.77.2
NODE_SUBNET=198.18.78.0/24
UNROUTABLE=203.0.113.1 # documentation range (RFC 5737): stands for "any address outside this machine"

export KIND_EXPERIMENTAL_DOCKER_NETWORK=$NETWORK

# Prints the mode: what CLUSTER asks for, else what was started before, else what is there.
detect_mode() {
    case ${CLUSTER:-} in
        kubeconfig | kind | own) echo "$CLUSTER" ;;
        '')
            if [ -n "${SHARDWRIGHT_KUBECONFIG:-}" ]; then
                echo kubeconfig
            elif [ -f "$STATE/mode" ]; then
                cat "$STATE/mode"
            elif docker info >/dev/null 2>&1; then
                echo kind
            else
                echo own
            fi
            ;;
        *) die "CLUSTER=$CLUSTER is unknown: use kubeconfig, kind or own, or leave it unset to use what is there" ;;
    esac
}

# Sets MODE, and PATH, KUBECONFIG and DOCKER_HOST as that mode needs them.
enter_mode() {
    # Someone who has read `cluster env` into their shell must not have our daemon taken for theirs.
    if [ "${DOCKER_HOST:-}" = "$OWN_SOCKET" ]; then unset DOCKER_HOST; fi
    MODE=$(detect_mode)
    PATH=$BIN:$PATH
    case $MODE in
        kubeconfig) KUBECONFIG=${SHARDWRIGHT_KUBECONFIG:-${KUBECONFIG:-$HOME/.kube/config}} ;;
        kind) KUBECONFIG=$CACHE/kubeconfig ;;
        own) KUBECONFIG=$CACHE/kubeconfig DOCKER_HOST=$OWN_SOCKET ;;
    esac
    export PATH KUBECONFIG
    if [ "$MODE" = own ]; then export DOCKER_HOST; fi
}

# One command at a time changes the cluster. What a killed command left running holds the lock until it ends.
take_lock() {
    if ! mkdir -p "$CACHE" "$STATE" "$LOGS" 2>/dev/null || [ ! -w "$CACHE" ]; then
        die "$CACHE can't be written: set SHARDWRIGHT_CACHE to a folder that can"
    fi
    exec 9>"$CACHE/lock"
    if ! flock -n 9; then
        say "another cluster command, or a build that one left running, holds $CACHE/lock: waiting for its end"
        flock 9
    fi
}
