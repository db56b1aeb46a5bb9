package schema

import (
	"regexp"
	"strings"
	"sync"

	"naftiko/spec/value"
)

// The functions of this file turn a text of the wrong form into one of the right
// form, as far as they can: the caller looks whether it is.

// asVariable spells a name as those of variables are.
func asVariable(s string) string {
	out := strings.Map(func(c rune) rune {
		if isSeparator(c) {
			return '_'
		}
		return c
	}, s)
	return strings.ToUpper(strings.Trim(out, "_"))
}

// asFileURI makes a URI of a path.
func asFileURI(s string) string {
	scheme, path, ok := strings.Cut(s, ":")
	switch {
	case !ok:
		path = s
	case scheme != "file":
		return s
	}
	path = strings.TrimPrefix(path, "//")
	if strings.HasPrefix(path, "/") {
		return "file://" + path
	}
	return "file:///./" + strings.TrimPrefix(path, "./")
}

// asURL adds a scheme.
func asURL(s string) string {
	switch {
	case strings.Contains(s, "://"):
		return s
	case strings.HasPrefix(s, "localhost"), strings.HasPrefix(s, "127.0.0.1"):
		return "http://" + s
	case strings.HasPrefix(s, "{"), strings.Contains(s, "."):
		return "https://" + strings.TrimLeft(s, "/")
	}
	return s
}

// placeholderHint is the way out for a base URI with a placeholder in its path.
func placeholderHint(s string) string {
	if strings.Contains(s, "{") {
		return "placeholders of a path belong into the paths of the resources"
	}
	return ""
}

// asDate leaves the time out, and turns a date round whose day comes first.
func asDate(s string) string {
	const length = len("2026-01-31")
	parts := strings.FieldsFunc(s, isSeparator)
	if len(parts) == 3 && len(parts[2]) == 4 && strings.Contains(s, ".") {
		parts[0], parts[2] = parts[2], parts[0]
	}
	if len(parts) == 3 && len(parts[0]) == 4 {
		for i := 1; i < 3; i++ {
			if len(parts[i]) == 1 {
				parts[i] = "0" + parts[i]
			}
		}
		return strings.Join(parts, "-")
	}
	return s[:min(length, len(s))]
}

var bytesInWords = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(\d+(?:\.\d+)?)\s*(?:([kmg])i?b?|b|bytes)?$`)
})

// asSize spells a number of bytes with a unit.
func asSize(s string) string {
	m := bytesInWords().FindStringSubmatch(s)
	if m == nil {
		return s
	}
	if m[2] != "" {
		return m[1] + strings.ToUpper(m[2]) + "iB"
	}
	const mebibyte = 1 << 20
	if n, ok := value.ParseNumber(m[1]); ok && n.IsInt() && n.Float() > 0 && int64(n.Float())%mebibyte == 0 {
		return string(value.Int(int64(n.Float())/mebibyte)) + "MiB"
	}
	return m[1] + "B"
}

// mediaTypes are those of formats that people name without their type.
var mediaTypes = map[string]string{
	"csv": "text/csv", "html": "text/html", "jpeg": "image/jpeg", "jpg": "image/jpeg", "json": "application/json", "markdown": "text/markdown",
	"md": "text/markdown", "pdf": "application/pdf", "png": "image/png", "text": "text/plain", "txt": "text/plain", "xml": "application/xml",
	"yaml": "application/yaml",
}

func asMediaType(s string) string { return mediaTypes[strings.ToLower(strings.TrimPrefix(s, "."))] }

// asCall spells the name of an operation in two parts.
func asCall(s string) string {
	parts := strings.FieldsFunc(s, func(c rune) bool { return c == '.' || c == '/' || c == ':' || c == '#' })
	if len(parts) < 2 || strings.Contains(s, " /") { // METHOD /path is no name
		return s
	}
	for i, part := range parts {
		parts[i] = strings.Join(strings.FieldsFunc(part, func(c rune) bool { return c != '-' && isSeparator(c) }), "-")
	}
	return parts[0] + "." + parts[len(parts)-1]
}

// asHost leaves of a URL only the host.
func asHost(s string) string {
	if _, rest, ok := strings.Cut(s, "://"); ok {
		s = rest
	}
	s, _, _ = strings.Cut(s, "/")
	s = s[strings.LastIndexByte(s, '@')+1:]
	s, _, _ = strings.Cut(s, ":")
	return s
}
