# The node's root file system: Debian packages, then what makes Kind's base image of them.

INPUTS[packages]="debootstrap libseccomp-dev debian-archive-keyring"
INPUTS[rootfs]="$DEBIAN"
NODE_PACKAGES=systemd,dbus,conntrack,iptables,nftables,iproute2,ethtool,util-linux,mount,kmod,libseccomp2,pigz,bash
NODE_PACKAGES+=,ca-certificates,curl,jq,procps,socat,busybox-static

# Debian packages that the build uses; they are unpacked here and not installed.
build_packages() {
    local package
    apt-get update
    for package in ${INPUTS[packages]}; do
        apt-get -o APT::Sandbox::User=root download "$package"
        dpkg -x "$package"_*.deb "$OUT"
    done
}

# The mirror this machine uses for that Debian release, unless SHARDWRIGHT_DEBIAN_MIRROR names one.
debian_mirror() {
    local used
    used=$(apt-get indextargets --format '$(CODENAME) $(REPO_URI)' 'Created-By: Packages' |
        awk -v release="$DEBIAN" '$1 == release {print $2; exit}')
    echo "${SHARDWRIGHT_DEBIAN_MIRROR:-${used:?"apt knows no mirror of Debian $DEBIAN: set SHARDWRIGHT_DEBIAN_MIRROR to one"}}"
}

build_rootfs() {
    local tools
    tools=$(dir packages)
    DEBOOTSTRAP_DIR=$tools/usr/share/debootstrap "$tools/usr/sbin/debootstrap" --variant=minbase \
        --keyring="$tools/usr/share/keyrings/debian-archive-keyring.gpg" --include="$NODE_PACKAGES" \
        "$DEBIAN" "$WORK/root" "$(debian_mirror)"
    mv "$WORK/root" "$OUT/root"
}

INPUTS[base]="$(key rootfs) $(key containerd) $(key runc) $(key cni) $KIND"

# Kind's base image, as its images/base/Dockerfile makes it: entry point, units, containerd, network plugins.
build_base() {
    local files root=$OUT/root
    files=$(module_part Dir "sigs.k8s.io/kind@$KIND")/images/base/files
    cp -a "$(dir rootfs)/root" "$root"
    mkdir -p "$root"/{kind/bin,kind/manifests,etc/containerd,opt/cni/bin,etc/kubernetes/manifests,etc/systemd/system/kubelet.service.d}
    install -m755 "$files"/usr/local/bin/* "$root/usr/local/bin/"
    install -m755 "$files"/kind/bin/* "$root/kind/bin/"
    install -m644 "$files/etc/containerd/config.toml" "$root/etc/containerd/"
    install -m644 "$files/etc/crictl.yaml" "$root/etc/"
    install -m644 "$files/etc/default/kubelet" "$root/etc/default/"
    install -m644 "$files"/etc/sysctl.d/* "$root/etc/sysctl.d/"
    install -m644 "$files"/etc/systemd/system/*.{service,slice} "$root/etc/systemd/system/"
    install -m644 "$files"/etc/systemd/system/kubelet.service.d/* "$root/etc/systemd/system/kubelet.service.d/"
    # Some machines don't let even root lower an OOM score (no CAP_SYS_RESOURCE).
    sed -i 's/restrict_oom_score_adj = false/restrict_oom_score_adj = true/' "$root/etc/containerd/config.toml"
    configure_units "$root"
    install -m755 "$(dir containerd)"/* "$root/usr/local/bin/"
    install -m755 "$(dir runc)/runc" "$root/usr/local/sbin/runc"
    install -m755 "$(dir cni)"/* "$root/opt/cni/bin/"
    # Every container's OCI specification: the runtime's default, Kind's hook, and no limits of its own.
    chroot "$root" ctr oci spec | chroot "$root" jq '.hooks.createContainer[.hooks.createContainer|length] |=
        . + {"path": "/kind/bin/mount-product-files.sh"} | del(.process.rlimits)' >"$WORK/cri-base.json"
    install -m644 "$WORK/cri-base.json" "$root/etc/containerd/cri-base.json"
}

# Only what a node needs starts in it: none of the units a machine would start.
configure_units() {
    local root=$1 units=$1/lib/systemd/system
    find "$units/sysinit.target.wants/" -name systemd-tmpfiles-setup.service -delete
    rm -f "$root"/etc/systemd/system/*.wants/* "$units"/{multi-user,local-fs,basic}.target.wants/* \
        "$units"/sockets.target.wants/*{udev,initctl}*
    echo ReadKMsg=no >>"$root/etc/systemd/journald.conf"
    ln -sf /usr/lib/systemd/systemd "$root/sbin/init"
    chroot "$root" systemctl enable kubelet.service containerd.service undo-mount-hacks.service
    chroot "$root" systemctl mask systemd-binfmt.service
}
