//go:build unix

package cli

import (
	"io/fs"
	"os"
	"syscall"
)

// links is how many names a file has.
func links(info fs.FileInfo) uint64 {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return uint64(s.Nlink) //nolint:unconvert // it is smaller on some systems
	}
	return 1
}

// keepOwner gives a file the owner of another one, as far as that is allowed: it matters
// to those who mend files of others.
func keepOwner(name string, of fs.FileInfo) {
	if s, ok := of.Sys().(*syscall.Stat_t); ok {
		_ = os.Lchown(name, int(s.Uid), int(s.Gid))
	}
}
