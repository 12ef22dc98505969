# What must be there before anything is changed. Each lack is one line that names what to do about it.

OTHER_WAYS='or start Docker, or name a cluster of yours: CLUSTER=kubeconfig SHARDWRIGHT_KUBECONFIG=FILE'
NEEDED_GB=15 # from nothing: 5 for programs, images and nodes, 10 in the caches of Go
BUILD_TOOLS=(iptables:iptables ip:iproute2 gcc:gcc pkg-config:pkgconf flock:util-linux)

require_kubeconfig() {
    if [ ! -r "$KUBECONFIG" ]; then die "no kubeconfig at $KUBECONFIG: set SHARDWRIGHT_KUBECONFIG to the file of the cluster to use"; fi
    require_command kubectl "install kubectl (https://kubernetes.io/docs/tasks/tools)"
    if ! kubectl version --request-timeout=10s >/dev/null 2>&1; then
        die "the cluster of $KUBECONFIG doesn't answer: check \`kubectl --kubeconfig $KUBECONFIG version\`"
    fi
}

require_command() {
    if ! command -v "$1" >/dev/null; then die "$1 isn't on the PATH: $2"; fi
}

require_kind_mode() {
    require_command docker "install Docker's command-line client, $OTHER_WAYS"
    if ! docker info >/dev/null 2>&1; then die "Docker doesn't answer: start its daemon, or join the group docker"; fi
    if { ! kind_is_there || ! command -v kubectl >/dev/null; } && ! command -v go >/dev/null; then
        die "Kind $KIND and kubectl are needed: install them (https://kind.sigs.k8s.io), or Go 1.26 and they are built"
    fi
}

kind_is_there() { command -v kind >/dev/null && [[ "$(kind version 2>/dev/null)" == *" $KIND "* ]]; }

require_go() {
    local version
    require_command go "install Go 1.26 or newer (https://go.dev/dl), $OTHER_WAYS"
    version=$(go env GOVERSION)
    if [ "$(printf '%s\n' go1.26 "$version" | sort -V | head -1)" != go1.26 ]; then
        die "Go is ${version#go}, and 1.26 or newer is needed: install it (https://go.dev/dl)"
    fi
}

# For the locally built node image and the daemon of our own.
require_own_build() {
    local why='building a node image'
    if [ "$(uname -s)-$(uname -m)" != Linux-x86_64 ]; then
        die "$why works on Linux x86_64 only, and this is $(uname -s) $(uname -m): start Docker where it reaches an image registry, $OTHER_WAYS"
    fi
    if [ "$(id -u)" != 0 ]; then die "$why needs root: run as root, $OTHER_WAYS"; fi
    require_go
    require_command apt-get "$why unpacks Debian packages: use Debian or Ubuntu, $OTHER_WAYS"
    if [ ${#OWN_SOCKET} -gt 107 ]; then die "$CACHE is too long a name for a socket in it: set SHARDWRIGHT_CACHE to a shorter one"; fi
    require_space
}

require_space() {
    local folder=$CACHE free
    if is_built kubernetes && is_built base; then return; fi
    while [ ! -d "$folder" ]; do folder=$(dirname "$folder"); done
    free=$(df -Pk "$folder" | awk 'NR == 2 {print $4}')
    if [ "$free" -lt $((NEEDED_GB * 1024 * 1024)) ]; then
        die "$folder has $((free / 1024 / 1024)) GB free, and $NEEDED_GB are needed to build everything: make room, or set SHARDWRIGHT_CACHE to a folder on another disk"
    fi
}

missing_tools() {
    local tool
    for tool in "${BUILD_TOOLS[@]}"; do
        if ! command -v "${tool%%:*}" >/dev/null; then printf '%s ' "${tool##*:}"; fi
    done
}

install_missing_tools() {
    local missing
    missing=$(missing_tools)
    if [ -z "$missing" ]; then return; fi
    say "installing $missing"
    # shellcheck disable=SC2086
    if ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing; } >"$LOGS/apt.log" 2>&1; then
        die "apt-get couldn't install $missing: install them and run this again ($LOGS/apt.log says why)"
    fi
}
