# Messages. Each progress line starts with the minutes and seconds since the command began.

elapsed() { printf '%d:%02d' $((SECONDS / 60)) $((SECONDS % 60)); }
say() { printf '[%5s] %s\n' "$(elapsed)" "$*"; }
warn() { printf '[%5s] warning: %s\n' "$(elapsed)" "$*" >&2; }
die() {
    printf 'cluster: %s\n' "$*" >&2
    exit 1
}
