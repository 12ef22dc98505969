# The node image, as `kind build node-image` makes it: the base, Kubernetes' programs, and the images of the control
# plane, each of them one of our programs under the name that kubeadm and Kind expect.

NODE_IMAGE_PIECES=(packages rootfs base "${PROGRAMS[@]}")

# Named by everything that goes into it, so that a node image is rebuilt exactly when one of these changes.
node_image() {
    local piece
    {
        for piece in "${NODE_IMAGE_PIECES[@]}"; do key "$piece"; done
        cat "$HERE/node/podnet.sh" "$HERE/node/default-cni.yaml"
        declare -f build_node_image build_images image_of network_tools default_storage
    } | sha256sum | cut -c1-12 | sed 's#^#shardwright/node:#'
}

# Turns a folder into an image and saves it among the node's images.
save_image() { # NAME FOLDER ENTRYPOINT
    tar c --numeric-owner --owner=0 --group=0 -C "$2" . | docker import \
        --change "ENTRYPOINT $3" --change 'ENV PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin' - "$1" >/dev/null
    docker save -o "$WORK/images/$(basename "${1%%:*}").tar" "$1"
    docker rmi "$1" >/dev/null
}

# An image of one static program.
image_of() { # NAME PROGRAM ENTRYPOINT [FOLDER]
    local folder=${4:-$WORK/$(basename "$2")}
    mkdir -p "$folder"/{usr/local/bin,tmp,etc/ssl/certs}
    chmod 1777 "$folder/tmp"
    cp "$2" "$folder/usr/local/bin/"
    echo 'root:x:0:0:root:/:/' >"$folder/etc/passwd"
    cp "$(dir rootfs)/root/etc/ssl/certs/ca-certificates.crt" "$folder/etc/ssl/certs/"
    save_image "$1" "$folder" "$3"
}

# iptables, nft, conntrack and ip with every library they load, for kube-proxy and the network agent.
network_tools() { # FOLDER
    local root program file name libraries
    root=$(dir rootfs)/root
    libraries=usr/lib/$(uname -m)-linux-gnu
    mkdir -p "$1"/{tmp,run,etc,bin,usr/sbin}
    for program in /usr/sbin/{xtables-nft-multi,xtables-legacy-multi,nft,conntrack,ip} /usr/bin/kmod \
        $(cd "$root" && printf '/%s ' "$libraries"/xtables/*.so); do
        for file in "$program" $(chroot "$root" ldd "$program" | grep -o '/[^ ]*'); do
            install -D "$root$file" "$1$file"
        done
    done
    for name in {iptables,ip6tables}{,-save,-restore}; do ln -s xtables-nft-multi "$1/usr/sbin/$name"; done
}

busybox_links() { # FOLDER NAME...
    local name folder=$1/bin
    mkdir -p "$folder"
    cp "$(dir rootfs)/root/bin/busybox" "$folder/"
    for name in "${@:2}"; do ln -sf busybox "$folder/$name"; done
}

build_images() {
    local name wanted storage
    mkdir "$WORK/images"
    for name in kube-apiserver kube-controller-manager kube-scheduler; do
        image_of "registry.k8s.io/$name:$KUBERNETES" "$(dir kubernetes)/$name" '[]'
    done
    wanted=$("$(dir kubernetes)/kubeadm" config images list --kubernetes-version "$KUBERNETES" 2>/dev/null)
    image_of "$(grep /etcd: <<<"$wanted")" "$(dir etcd)/etcd" '[]'
    mkdir "$WORK/dns" && cp "$(dir coredns)/coredns" "$WORK/dns/"
    save_image "$(grep /coredns: <<<"$wanted")" "$WORK/dns" '["/coredns"]'
    mkdir "$WORK/pod" && cp "$(dir pause)/pause" "$WORK/pod/"
    save_image "$(sed -n 's/.*sandbox_image = "\(.*\)"/\1/p' "$(dir base)/root/etc/containerd/config.toml")" "$WORK/pod" '["/pause"]'
    network_tools "$WORK/tools"
    cp -a "$WORK/tools" "$WORK/proxy"
    image_of "registry.k8s.io/kube-proxy:$KUBERNETES" "$(dir kubernetes)/kube-proxy" '[]' "$WORK/proxy"
    busybox_links "$WORK/tools" sh cat sleep mv grep
    install -m755 "$(dir kubernetes)/kubectl" "$HERE/node/podnet.sh" "$WORK/tools/bin/"
    save_image docker.io/shardwright/podnet:1 "$WORK/tools" '["/bin/podnet.sh"]'
    storage=$(kind_storage_source)
    image_of "$(constant storageProvisionerImage "$storage")" "$(dir local-path)/local-path-provisioner" '[]'
    busybox_links "$WORK/helper" sh mkdir rm
    save_image "$(constant storageHelperImage "$storage")" "$WORK/helper" '[]'
}

# Kind's own manifest of the volume provisioner is a constant in its source, with two images filled in.
kind_storage_source() {
    echo "$(module_part Dir "sigs.k8s.io/kind@$KIND")/pkg/build/nodeimage/const_storage.go"
}
constant() { sed -n "s/^const $1 = \"\(.*\)\"/\1/p" "$2"; }
default_storage() {
    local source helper provisioner
    source=$(kind_storage_source)
    helper=$(constant storageHelperImage "$source") provisioner=$(constant storageProvisionerImage "$source")
    sed -n '/^const defaultStorageManifest = `/,/^`/p' "$source" |
        sed "1s/.*= \`//; s#\` + storageHelperImage + \`#$helper#; s#\` + storageProvisionerImage + \`#$provisioner#; s/^\`\$//"
}

build_node_image() {
    local builder=shardwright-node-builder image program archive
    image=$(node_image)
    docker rm -fv $builder >/dev/null 2>&1 || true
    build_images
    tar c --numeric-owner --exclude='./dev/*' -C "$(dir base)/root" . | docker import --change 'ENV container=docker' \
        --change 'STOPSIGNAL SIGRTMIN+3' --change 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' - shardwright/base
    docker run -d --name=$builder --net none --security-opt seccomp=unconfined --entrypoint sleep shardwright/base infinity
    for program in kubeadm kubelet kubectl; do docker cp "$(dir kubernetes)/$program" "$builder:/usr/bin/$program"; done
    default_storage >"$WORK/default-storage.yaml"
    docker cp "$HERE/node/default-cni.yaml" $builder:/kind/manifests/default-cni.yaml
    docker cp "$WORK/default-storage.yaml" $builder:/kind/manifests/default-storage.yaml
    docker exec $builder sh -c "chown root:root /usr/bin/kube*; chmod 755 /usr/bin/kube*; printf $KUBERNETES >/kind/version
        nohup containerd >/tmp/containerd.log 2>&1 & until ctr version >/dev/null 2>&1; do sleep .1; done"
    for archive in "$WORK"/images/*.tar; do
        docker exec -i $builder ctr --namespace=k8s.io images import --label=io.cri-containerd.pinned=pinned \
            --all-platforms --no-unpack --digests - <"$archive"
    done
    docker exec $builder sh -c 'kill $(pidof containerd); while pidof containerd; do sleep .1; done; rm /tmp/containerd.log'
    docker commit --change 'ENTRYPOINT [ "/usr/local/bin/entrypoint", "/sbin/init" ]' $builder "$image"
    docker rm -fv $builder
    docker rmi shardwright/base
}

# Builds the node image with the running daemon if it isn't there, and drops older ones.
ensure_node_image() {
    local image began=$SECONDS old
    image=$(node_image)
    if docker image inspect "$image" >/dev/null 2>&1; then return; fi
    say "node image: building $image"
    remove_tree "$TEMP/node-image"
    mkdir -p "$TEMP/node-image/work"
    if ! "$HERE/lib/build-piece" node-image "$TEMP/node-image" >"$LOGS/node-image.log" 2>&1; then
        tail -5 "$LOGS/node-image.log" >&2
        die "the node image couldn't be built: the lines above are the end of $LOGS/node-image.log"
    fi
    remove_tree "$TEMP/node-image"
    for old in $(docker images -q --no-trunc --filter reference='shardwright/node:*' --filter before="$image"); do
        docker rmi -f "$old" >/dev/null 2>&1 || true
    done
    say "node image: built in $((SECONDS - began)) s"
}
