# The Kind cluster itself: create, wait, delete.

nodes() { docker ps -a --filter "label=io.x-k8s.kind.cluster=$NAME" --format '{{.Names}}' | sort; }

# The image that nodes are made of: in mode `kind` Kind's own, if this machine's Docker has or can fetch it.
image_for_nodes() {
    if [ "$MODE" = kind ] && [ "$(cat "$STATE/image" 2>/dev/null)" = stock ]; then
        echo "$KIND_STOCK_IMAGE"
    else
        node_image
    fi
}

# Decides on the image once for each cluster: a registry that can't be reached may take minutes to say so.
choose_image() {
    if [ -f "$STATE/image" ]; then return; fi
    if docker image inspect "$KIND_STOCK_IMAGE" >/dev/null 2>&1; then
        echo stock >"$STATE/image"
        return
    fi
    say "node image: asking Docker for $KIND_STOCK_IMAGE"
    if timeout 600 docker pull -q "$KIND_STOCK_IMAGE" >"$LOGS/pull.log" 2>&1; then
        echo stock >"$STATE/image"
    else
        say "node image: Docker can't fetch it ($LOGS/pull.log), so it is built here"
        echo local >"$STATE/image"
    fi
}

rendered_config() {
    local address=127.0.0.1 port=0 driver=systemd systemd=true
    if [ "$MODE" = own ]; then address=$INNER_ADDRESS port=6443; fi
    # With cgroups of version 1 and systemd, runc freezes each container that starts, and on a busy machine gives up with
    # "unable to freeze": a volume's helper pod, which has one try, then costs two minutes.
    if [ ! -f /sys/fs/cgroup/cgroup.controllers ]; then driver=cgroupfs systemd=false; fi
    sed "s#@AUDIT_POLICY@#$STATE/audit-policy.yaml#; s#@API_ADDRESS@#$address#; s#@API_PORT@#$port#
        s#@CGROUP_DRIVER@#$driver#; s#@SYSTEMD_CGROUP@#$systemd#" "$HERE/config/kind.yaml"
}

# What the cluster is made from, wherever the checkout is; written down only once the cluster is whole.
cluster_key() {
    { image_for_nodes; cat "$HERE/config/kind.yaml" "$HERE/config/audit-policy.yaml"; } | sha256sum | cut -c1-12
}

all_ready() {
    kubectl wait --for=condition=Ready node --all --timeout="$1" >/dev/null 2>&1 &&
        kubectl -n kube-system rollout status deployment/coredns --timeout="$1" >/dev/null 2>&1 &&
        kubectl -n local-path-storage rollout status deployment/local-path-provisioner --timeout="$1" >/dev/null 2>&1
}

delete_nodes() {
    rm -f "$STATE/created"
    kind delete cluster -q --name "$NAME" 2>>"$LOGS/kind.log" || true
}

# Brings the nodes up: as they are, or started again, or made anew.
ensure_cluster() {
    local key began=$SECONDS node
    key=$(cluster_key)
    if [ "$(cat "$STATE/created" 2>/dev/null)" = "$key" ] && [ -n "$(nodes)" ]; then
        # shellcheck disable=SC2046
        docker start $(nodes) >/dev/null
        if all_ready 120s; then
            verify_shut_in
            say "cluster: ready"
            return
        fi
        say "cluster: its nodes don't become ready, so it is made anew"
    fi
    delete_nodes
    say "cluster: creating three nodes from $(image_for_nodes)"
    rendered_config >"$STATE/kind.yaml"
    cp "$HERE/config/audit-policy.yaml" "$STATE/" # mounted into a node: the checkout may go away
    if ! timeout 300 kind create cluster --name "$NAME" --config "$STATE/kind.yaml" --image "$(image_for_nodes)" \
        --wait 120s >"$LOGS/kind.log" 2>&1; then
        tail -5 "$LOGS/kind.log" >&2
        die "Kind couldn't create the cluster: the lines above are the end of $LOGS/kind.log"
    fi
    keep_names_in
    if ! all_ready 180s; then
        kubectl get nodes,pods -A >&2 || true
        die "the cluster isn't ready after 3 minutes: its nodes and pods are listed above"
    fi
    verify_shut_in
    echo "$key" >"$STATE/created"
    say "cluster: ready after $((SECONDS - began)) s"
}

# Names outside the cluster aren't asked for either: CoreDNS answers for the cluster and says no to the rest.
keep_names_in() {
    kubectl -n kube-system get configmap coredns -o yaml | sed '/^ *forward \. .*{$/,/^ *}$/d' | kubectl replace -f - >/dev/null
    kubectl -n kube-system rollout restart deployment/coredns >/dev/null
}
