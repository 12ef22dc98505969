# The router's image: HAProxy and the libraries its loader names, from Debian packages verified by Debian's signatures.
#
# An image.env sets: haproxy_choices (array of SUITE=SERIES; the first suite that has the series is taken).

haproxy_layers() {
  if [[ -n ${HAPROXY:-} ]]; then
    add_layer "HAProxy from this machine" "$({
      recipe lib/haproxy.sh
      sha256sum "$HAPROXY"
    } | sha)" fill_machine_haproxy
  else
    add_layer "HAProxy from Debian" "$({
      recipe lib/haproxy.sh
      printf '%s\n' "${haproxy_choices[@]}"
    } | sha)" fill_debian_haproxy
  fi
}

# fill_machine_haproxy ROOT
fill_machine_haproxy() {
  ! ldd "$HAPROXY" | grep 'not found' >&2 || fail "$HAPROXY lacks the libraries above"
  install -D -m 755 "$HAPROXY" "$1/usr/sbin/haproxy"
  copy_libraries "$1" "$HAPROXY"
  fill_system "$1"
}

# fill_debian_haproxy ROOT
fill_debian_haproxy() {
  local root=$1 work
  require_tools apt-get apt-cache dpkg-deb
  work=$(mktemp -d "$cache/work.XXXXXX")
  choose_suite "$work"
  "${apt[@]}" install --yes --download-only --no-install-recommends haproxy >"$work/log" 2>&1 ||
    fail "HAProxy's packages could not be fetched: $(tail -n 1 "$work/log")"
  mkdir "$work/unpacked"
  for package in "$work"/cache/archives/*.deb; do dpkg-deb --extract "$package" "$work/unpacked"; done
  copy_unpacked_haproxy "$work/unpacked" "$root"
  fill_system "$root"
  record_packages "$work/cache/archives" "$root"
  rm -rf "$work"
}

# choose_suite WORK: sets `apt` to a command that knows nothing but the first suite with a wanted series.
choose_suite() {
  local choice candidate mirror
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | head -n 1)
  [[ -n $mirror ]] || fail "apt has no package source configured"
  for choice in "${haproxy_choices[@]}"; do
    configure_apt "$1" "$mirror" "${choice%=*}"
    "${apt[@]}" update >"$1/log" 2>&1 || continue
    candidate=$(apt-cache "${apt[@]:1}" policy haproxy | awk '$1 == "Candidate:" {print $2}')
    if [[ $candidate == "${choice#*=}".* ]]; then
      say "$name: HAProxy $candidate of Debian ${choice%=*}"
      return
    fi
  done
  fail "none of ${haproxy_choices[*]} can be had from apt's mirror: $(tail -n 1 "$1/log")
Set HAPROXY to an HAProxy 3.0 or newer of this machine instead."
}

# configure_apt WORK MIRROR SUITE: an apt with one source, and nothing installed, so that all libraries are fetched.
configure_apt() {
  local work=$1
  mkdir -p "$work"/{lists/partial,cache/archives/partial}
  : >"$work/status"
  printf '%s\n' 'Types: deb' "URIs: $2" "Suites: $3" 'Components: main' \
    'Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg' >"$work/suite.sources"
  apt=(apt-get -o "Dir::Etc::SourceList=$work/suite.sources" -o Dir::Etc::SourceParts=/dev/null
    -o Dir::Etc::Preferences=/dev/null -o Dir::Etc::PreferencesParts=/dev/null
    -o "Dir::State=$work" -o "Dir::State::Lists=$work/lists" -o "Dir::State::Status=$work/status" -o "Dir::Cache=$work/cache"
    -o Acquire::AllowInsecureRepositories=false -o APT::Get::AllowUnauthenticated=false
    -o Acquire::Languages=none -o APT::Sandbox::User=root)
}

# copy_unpacked_haproxy UNPACKED ROOT: what the unpacked loader itself, looking nowhere else, says it would load.
copy_unpacked_haproxy() {
  local unpacked=$1 root=$2 loader file
  loader=$(find "$unpacked" -name 'ld-linux-*.so.*' -type f -o -name 'ld-linux-*.so.*' -type l | head -n 1)
  install -D -m 755 "$unpacked/usr/sbin/haproxy" "$root/usr/sbin/haproxy"
  mkdir -p "$root/usr/lib" "$root/usr/lib64"
  ln -s usr/lib "$root/lib"
  ln -s usr/lib64 "$root/lib64"
  "$loader" --inhibit-cache --library-path "$(dirname "$(find "$unpacked" -name libc.so.6)")" \
    --list "$unpacked/usr/sbin/haproxy" | grep -o "$unpacked/[^ ]*" | sort -u |
    while read -r file; do install -D -m 755 "$file" "$root${file#"$unpacked"}"; done
  [[ -e $root/lib64/$(basename "$loader") ]] || install -D -m 755 "$loader" "$root/lib64/$(basename "$loader")"
}

# record_packages ARCHIVES ROOT: the packages with a file in ROOT, and their versions, since Debian's sid moves.
record_packages() {
  local record=$2/usr/share/shardwright/packages package
  mkdir -p "$(dirname "$record")"
  for package in "$1"/*.deb; do
    if [[ -n $(dpkg-deb --fsys-tarfile "$package" | tar --list | grep -xF -f <(cd "$2" && find . -type f)) ]]; then
      dpkg-deb --show --showformat '${Package}=${Version}\n' "$package"
    fi
  done | sort >"$record"
}
