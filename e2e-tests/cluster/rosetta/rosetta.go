// Package rosetta stands in for a module of the same name that Docker's client asks, for its version output, whether
// macOS translates it. The cluster is built on Linux, where the answer is no.
package rosetta

import "runtime"

// Enabled says whether the program runs translated.
func Enabled() bool { return false }

// NativeArch is the machine's architecture.
func NativeArch() string { return runtime.GOARCH }
