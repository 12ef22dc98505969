#!/bin/sh
# The cluster's pod network, in the place kindnet has in a stock node image. On every node it
#   1. writes the container runtime's network configuration from the node's pod range, once that is known;
#   2. keeps a route to every other node's pod range by way of that node's address;
#   3. hides pod addresses behind the node's for whatever goes to neither pods nor the node itself.
# It doesn't enforce NetworkPolicy.
set -u
export KUBECONFIG=/tmp/none
ACCOUNT=/var/run/secrets/kubernetes.io/serviceaccount
CONFIG=/etc/cni/net.d/10-podnet.conflist
RANGES='{range .items[*]}{.metadata.name} {.spec.podCIDR} {.status.addresses[?(@.type=="InternalIP")].address}{"\n"}{end}'

nodes() {
    kubectl --server="https://${CONTROL_PLANE_ENDPOINT:-$KUBERNETES_SERVICE_HOST:$KUBERNETES_SERVICE_PORT}" \
        --certificate-authority=$ACCOUNT/ca.crt --token="$(cat $ACCOUNT/token)" get nodes -o jsonpath="$RANGES"
}

configure_own_range() {
    grep -q "\"$1\"" $CONFIG 2>/dev/null && return
    cat > $CONFIG.new <<EOF
{"cniVersion": "0.3.1", "name": "podnet", "plugins": [
  {"type": "ptp", "ipMasq": false, "mtu": 1500, "ipam": {
    "type": "host-local", "dataDir": "/run/cni-ipam-state",
    "routes": [{"dst": "0.0.0.0/0"}], "ranges": [[{"subnet": "$1"}]]}},
  {"type": "portmap", "capabilities": {"portMappings": true}}]}
EOF
    mv $CONFIG.new $CONFIG && echo "pods of this node get addresses of $1"
}

masquerade() {
    iptables -w -t nat -N PODNET-MASQ 2>/dev/null
    iptables -w -t nat -F PODNET-MASQ &&
        iptables -w -t nat -A PODNET-MASQ -d "$POD_SUBNET" -j RETURN &&
        iptables -w -t nat -A PODNET-MASQ -m addrtype ! --dst-type LOCAL -j MASQUERADE || return 1
    iptables -w -t nat -C POSTROUTING -s "$POD_SUBNET" -j PODNET-MASQ 2>/dev/null ||
        iptables -w -t nat -A POSTROUTING -s "$POD_SUBNET" -j PODNET-MASQ
}

until masquerade; do sleep 1; done
while :; do
    # A short pause until every node has its range, so that a new cluster is ready soon; then a relaxed one.
    pause=5
    seen=$(nodes) || { sleep 1; continue; }
    while read -r name range address; do
        if [ -z "$range" ] || [ -z "$address" ]; then
            pause=1
        elif [ "$address" = "$HOST_IP" ]; then
            configure_own_range "$range"
        else
            ip route replace "$range" via "$address" || echo "no route to $range by way of $name ($address)"
        fi
    done <<EOF
$seen
EOF
    sleep $pause
done
