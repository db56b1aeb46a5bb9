package spec

import (
	"net/url"
	"strings"
)

// FilePath turns a file: URI of a document into a path: file:///./x and
// file://./x are relative, file:///x and file:/x absolute. What is no file: URI
// is a path already.
func FilePath(location string) string {
	const scheme = "file:"
	if len(location) < len(scheme) || !strings.EqualFold(location[:len(scheme)], scheme) {
		return location
	}
	rest := strings.TrimPrefix(location[len(scheme):], "//")
	if strings.HasPrefix(rest, "/./") || strings.HasPrefix(rest, "/../") {
		rest = rest[1:]
	}
	if path, err := url.PathUnescape(rest); err == nil {
		return path
	}
	return rest
}
