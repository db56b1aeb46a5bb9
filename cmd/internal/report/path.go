package report

import (
	"path/filepath"
	"strings"
)

// onWindows tells how paths are written here.
const onWindows = filepath.Separator == '\\'

// slashed returns the name of a file with forward slashes and no "./" before it,
// as code hosts name the files of a repository. Whether it lies in one, and where,
// is not known: absolute paths stay, and so does "../".
func slashed(name string, windows bool) string {
	if windows {
		name = strings.ReplaceAll(name, `\`, "/")
	}
	for strings.HasPrefix(name, "./") && strings.Trim(name, "./") != "" {
		name = strings.TrimLeft(name[len("./"):], "/")
	}
	return name
}

// uri returns the name of a file as a URI reference (RFC 3986): a relative one for
// a relative path, a file URI (RFC 8089) for others.
func uri(name string, windows bool) string {
	path := slashed(name, windows)
	switch {
	case windows && hasDrive(path):
		return "file:///" + path[:2] + encoded(path[2:])
	case windows && strings.HasPrefix(path, "//"):
		return "file:" + encoded(path)
	case strings.HasPrefix(path, "/"):
		return "file://" + encoded("/"+strings.TrimLeft(path, "/"))
	}
	return encoded(path)
}

// hasDrive reports whether path begins like C:/.
func hasDrive(path string) bool {
	return len(path) > 2 && path[1] == ':' && path[2] == '/' && (path[0]|0x20) >= 'a' && (path[0]|0x20) <= 'z'
}

// encoded percent-encodes what may not stand in a path, and also the colon, which
// would make the start of a relative path a scheme.
func encoded(path string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	b.Grow(len(path))
	for i := range len(path) {
		c := path[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9',
			strings.IndexByte("/-._~!$&'()*+,;=@", c) >= 0:
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
	return b.String()
}
