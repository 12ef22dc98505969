# The programs of the cluster, each built from its Go module. INPUTS and build_NAME belong together (see steps.sh).

PROGRAMS=(kubernetes moby containerd cni kind etcd coredns local-path runc pause)
KUBERNETES_PROGRAMS=(kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy kubeadm kubectl)

INPUTS[kubernetes]="$KUBERNETES $KUBERNETES_STAGING"
INPUTS[moby]="$MOBY"
INPUTS[docker-cli]="$DOCKER_CLI"
INPUTS[containerd]="$CONTAINERD"
INPUTS[cni]="$CNI_PLUGINS"
INPUTS[kind]="$KIND"
INPUTS[etcd]="$ETCD"
INPUTS[coredns]="$COREDNS"
INPUTS[local-path]="$LOCAL_PATH"
INPUTS[runc]="$RUNC"
INPUTS[pause]="$(sha256sum <"$HERE/node/pause.c" | cut -c1-12)"

# Go as every piece wants it: static, reproducible, and the user's own settings out of the way.
go_settings() {
    export GOBIN=$OUT CGO_ENABLED=0 GOFLAGS=-buildvcs=false GOWORK=off GOTOOLCHAIN=local
}
# Prints where Go keeps a part of a module: GoMod, its go.mod; Dir, its sources.
module_part() { GOFLAGS='' GOWORK=off go mod download -json "$2" | awk -F'"' -v part="$1" '$2 == part {print $4}'; }

# Some modules carry replace lines and so can't be `go install`ed: they are built from within a module of our own.
build_in_own_module() { # NAME PACKAGE VERSION [MORE OF GO.MOD]
    printf 'module cluster/%s\ngo 1.26\n%s\n' "$1" "${4:-}" >go.mod
    go get "$2@$3"
    go build -trimpath -ldflags='-s -w' -o "$OUT/$1" "$2"
}

# Kubernetes' libraries are modules with versions of their own; its go.mod names them all.
build_kubernetes() {
    go_settings
    local library minor version=k8s.io/component-base/version
    minor=${KUBERNETES#v1.} minor=${minor%%.*}
    printf 'module cluster/kubernetes\ngo 1.26.0\nrequire k8s.io/kubernetes %s\n' "$KUBERNETES" >go.mod
    for library in $(awk '/=> .\/staging\//{print $1}' "$(module_part GoMod "k8s.io/kubernetes@$KUBERNETES")"); do
        echo "replace $library => $library $KUBERNETES_STAGING" >>go.mod
    done
    printf 'tool k8s.io/kubernetes/cmd/%s\n' "${KUBERNETES_PROGRAMS[@]}" >>go.mod
    go mod tidy
    go build -trimpath -o "$OUT/" -ldflags "-s -w -X $version.gitVersion=$KUBERNETES -X $version.gitMajor=1 \
        -X $version.gitMinor=$minor -X k8s.io/client-go/pkg/version.gitVersion=$KUBERNETES" \
        "${KUBERNETES_PROGRAMS[@]/#/k8s.io/kubernetes/cmd/}"
}

build_moby() {
    go_settings
    go install -trimpath -ldflags='-s -w' \
        -tags netgo,osusergo,static_build,exclude_graphdriver_btrfs,exclude_graphdriver_zfs \
        "github.com/moby/moby/v2/cmd/dockerd@$MOBY"
    go install -trimpath -ldflags='-s -w' "github.com/moby/moby/v2/cmd/docker-proxy@$MOBY"
}

build_docker_cli() {
    go_settings
    # A module that only matters on macOS and that not every proxy has.
    build_in_own_module docker github.com/docker/cli/cmd/docker "$DOCKER_CLI" "require github.com/tonistiigi/go-rosetta v0.0.0
        replace github.com/tonistiigi/go-rosetta => $HERE/rosetta"
}

build_containerd() {
    go_settings
    go install -trimpath -ldflags="-s -w -X github.com/containerd/containerd/v2/version.Version=$CONTAINERD" \
        -tags no_btrfs,no_devmapper,no_zfs,no_aufs,netgo,osusergo \
        "github.com/containerd/containerd/v2/cmd/"{containerd,ctr,containerd-shim-runc-v2}"@$CONTAINERD"
}

build_cni() {
    go_settings
    go install -trimpath -ldflags='-s -w' \
        "github.com/containernetworking/plugins/plugins/"{ipam/host-local,main/loopback,main/ptp,meta/portmap}"@$CNI_PLUGINS"
}

build_kind() {
    go_settings
    go install -trimpath "sigs.k8s.io/kind@$KIND"
}

build_etcd() {
    go_settings
    build_in_own_module etcd go.etcd.io/etcd/server/v3 "$ETCD"
}

build_coredns() {
    go_settings
    build_in_own_module coredns github.com/coredns/coredns "$COREDNS"
}

build_local_path() {
    go_settings
    build_in_own_module local-path-provisioner github.com/rancher/local-path-provisioner "$LOCAL_PATH"
}

# runc needs C and libseccomp, which is unpacked beside it instead of installed.
build_runc() {
    go_settings
    local root libraries
    root=$(dir packages)/usr
    libraries=$root/lib/$(uname -m)-linux-gnu
    sed "s#^prefix=.*#prefix=$root#; s#^includedir=.*#includedir=$root/include#; s#^libdir=.*#libdir=$libraries#" \
        "$libraries/pkgconfig/libseccomp.pc" >libseccomp.pc
    # The folder is named to the linker too: Go may have the binding in its cache, with the folder of an earlier build.
    PKG_CONFIG_PATH=$PWD CGO_ENABLED=1 go install -trimpath -tags 'seccomp netgo osusergo' \
        -ldflags "-s -w -extldflags '-static -L$libraries' -X main.version=${RUNC#v}" "github.com/opencontainers/runc@$RUNC"
}

build_pause() { gcc -Os -static -s -o "$OUT/pause" "$HERE/node/pause.c"; }

# Puts a link to each program of the named pieces into BIN.
link_programs() {
    local piece program
    mkdir -p "$BIN"
    for piece in "$@"; do
        for program in "$(dir "$piece")"/*; do ln -sfn "$program" "$BIN/"; done
    done
}
