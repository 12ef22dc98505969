# Progress and errors, on stderr: stdout carries the result alone.

say() { printf '%4ds  %s\n' "$SECONDS" "$*" >&2; }

fail() {
  echo "build: $*" >&2
  exit 1
}

require_tools() {
  local tool
  for tool; do command -v "$tool" >/dev/null || fail "'$tool' is not installed"; done
  tar --version 2>/dev/null | grep -q 'GNU tar' || fail "GNU tar is needed: its --sort makes archives reproducible"
}
