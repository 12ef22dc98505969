# The nodes' network and what shuts it in. Nothing that a node or pod starts may leave the machine: before kube-proxy
# has its rules, a pod that dials a service's address would otherwise send that out by the default route.

# The rule: what comes from the nodes' bridge and goes anywhere else is rejected, unless it answers what came in.
SHUT_IN="DOCKER-USER -i $BRIDGE ! -o $BRIDGE -m conntrack ! --ctstate ESTABLISHED,RELATED -j REJECT"

# Mode `own`: this machine reaches the nodes' own addresses, and so node ports, over that one link.
LET_IN="DOCKER-USER -i $INNER_LINK -o $BRIDGE -j ACCEPT"

# Mode `own`: a network namespace with one link to the host, no default route, and so no way out even without the rule.
enter_namespace() {
    if [ ! -e "/run/netns/$NETNS" ]; then ip netns add "$NETNS"; fi
    if ! ip link show "$HOST_LINK" >/dev/null 2>&1; then
        ip link add "$HOST_LINK" type veth peer name "$INNER_LINK" netns "$NETNS"
    fi
    ip address replace "$HOST_ADDRESS/30" dev "$HOST_LINK"
    ip link set "$HOST_LINK" up
    ip -n "$NETNS" address replace "$INNER_ADDRESS/30" dev "$INNER_LINK"
    ip -n "$NETNS" link set "$INNER_LINK" up
    ip -n "$NETNS" link set lo up
    ip route replace "$NODE_SUBNET" via "$INNER_ADDRESS"
    if [ -n "$(ip -n "$NETNS" route show default)$(ip -n "$NETNS" -6 route show default)" ]; then
        die "the network namespace $NETNS has a default route and so isn't shut in: run \`cluster down\`, then \`up\`"
    fi
}

leave_namespace() {
    ip route del "$NODE_SUBNET" via "$INNER_ADDRESS" 2>/dev/null || true
    ip link del "$HOST_LINK" 2>/dev/null || true
    if [ -e "/run/netns/$NETNS" ]; then ip netns del "$NETNS"; fi
    # What `ip netns` mounts for the first namespace of a machine, and leaves.
    if [ -f "$STATE/host" ] && ! grep -qx 'mount /run/netns' "$STATE/host" && [ -z "$(ls -A /run/netns 2>/dev/null)" ]; then
        umount /run/netns 2>/dev/null || true
    fi
}

# Runs a shell command where the daemon's packet filter is.
at_packet_filter() {
    if [ "$MODE" = own ]; then
        nsenter --net="/run/netns/$NETNS" sh -c "$1"
    else
        # The user's daemon may run in a virtual machine, and its filter be of either kind: the node image has both.
        docker run --rm --privileged --network host --entrypoint sh "$(image_for_nodes)" -c "
            for kind in nft legacy; do
                if iptables-\$kind -w -n -L DOCKER-USER >/dev/null 2>&1; then
                    iptables() { iptables-\$kind \"\$@\"; }; $1; exit
                fi
            done; echo 'no chain DOCKER-USER' >&2; exit 1"
    fi
}

make_network() {
    local options=(--driver bridge -o "com.docker.network.bridge.name=$BRIDGE")
    if docker network inspect "$NETWORK" >/dev/null 2>&1; then return; fi
    if [ "$MODE" = own ]; then
        options+=(--subnet "$NODE_SUBNET" -o "com.docker.network.bridge.trusted_host_interfaces=$INNER_LINK")
    fi
    docker network create "${options[@]}" "$NETWORK" >/dev/null
}

# Puts the rule in first place and makes sure that it is there. Without it no node is started.
shut_in() {
    at_packet_filter "iptables -w -C $SHUT_IN 2>/dev/null || iptables -w -I $SHUT_IN
        iptables -w -C $SHUT_IN" >>"$LOGS/network.log" 2>&1 ||
        die "the rule that keeps the cluster's traffic on this machine couldn't be set, so no node is started: see $LOGS/network.log"
    if [ "$MODE" = own ]; then at_packet_filter "iptables -w -C $LET_IN 2>/dev/null || iptables -w -A $LET_IN" 2>>"$LOGS/network.log"; fi
}

open_up() {
    at_packet_filter "while iptables -w -D $SHUT_IN 2>/dev/null; do :; done" >>"$LOGS/network.log" 2>&1 || true
}

# Tries to leave from every node: an answer or a lasting silence means that packets went out, a refusal that they couldn't.
# A busy machine can be silent once, so a silence counts only when five tries end in it.
verify_shut_in() {
    local node code
    shut_in
    for node in $(nodes); do
        for _ in 1 2 3 4 5; do
            code=0
            docker exec "$node" timeout 5 bash -c "exec 3<>/dev/tcp/$UNROUTABLE/80" 2>/dev/null || code=$?
            if [ $code != 124 ]; then break; fi
        done
        if [ $code != 1 ]; then
            delete_nodes
            die "node $node could send packets out of this machine (code $code), so the cluster was deleted"
        fi
    done
}
