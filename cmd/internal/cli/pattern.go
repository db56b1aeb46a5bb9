package cli

import (
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"naftiko/engine"
)

// anyDepth is the part of a pattern that stands for any number of folders, none
// among them.
const anyDepth = "**"

// pattern says which files below a folder are meant. In its parts, which have the
// form of [filepath.Match], wildcards do as in shells: they leave out hidden
// names. Those of folders leave out node_modules too.
type pattern struct {
	// base is the folder that the parts start from; "" is the current one.
	base  string
	parts []string
	// links tells that links are followed where a part other than anyDepth matches
	// them. Since each part does that once, loops of links come to an end.
	links bool
}

// everything is the pattern of all documents below a folder.
func everything(base string) *pattern { return &pattern{base: base, parts: []string{anyDepth, "*"}} }

// isPattern reports whether a path has wildcards, if it is no file's own name.
func isPattern(path string) bool { return strings.ContainsAny(path, "*?[") }

// newPattern reads a path with wildcards.
func newPattern(path string) (*pattern, error) {
	volume := filepath.VolumeName(path) // may have a ? that is no wildcard
	all := strings.Split(filepath.ToSlash(path[len(volume):]), "/")
	special := "*?[" + escape()
	first := slices.IndexFunc(all, func(part string) bool { return strings.ContainsAny(part, special) })
	if first < 0 { // there is none but in the volume
		first = len(all) - 1
	}
	base := strings.Join(all[:first], "/")
	if first > 0 && base == "" {
		base = "/"
	}
	p := &pattern{base: tidy(volume + filepath.FromSlash(base)), links: true}
	rest := all[first:]
	if last := len(rest) - 1; rest[last] == "" {
		rest[last] = anyDepth // what ends in a slash means folders, and so what is in them
	}
	for _, part := range rest {
		if _, err := filepath.Match(part, ""); err != nil || part == ".." {
			return nil, usage("bad-pattern", "%q is not a pattern of file names", path)
		}
		if part != "" && part != "." && (part != anyDepth || !p.endsIn(anyDepth)) {
			p.parts = append(p.parts, part)
		}
	}
	if p.endsIn(anyDepth) {
		p.parts = append(p.parts, "*")
	}
	return p, nil
}

// escape is what takes a wildcard's meaning away in [filepath.Match].
func escape() string {
	if runtime.GOOS == "windows" {
		return ""
	}
	return `\`
}

func (p *pattern) endsIn(part string) bool {
	return len(p.parts) > 0 && p.parts[len(p.parts)-1] == part
}

// stage is a set of numbers of parts: those that the next name below a folder may
// match. All that a pattern can match is found in one walk with it, in order and
// without repetition.
type stage []int

// start is the stage in the base.
func (p *pattern) start() stage { return p.add(nil, 0) }

// add puts a part into s, and the one behind it if the part may stand for nothing.
func (p *pattern) add(s stage, part int) stage {
	for ; part < len(p.parts); part++ {
		if !slices.Contains(s, part) {
			s = append(s, part)
		}
		if p.parts[part] != anyDepth {
			break
		}
	}
	return s
}

// enter returns the stage in a folder, given that of the folder around it. If it
// is empty, nothing in the folder is meant.
func (p *pattern) enter(s stage, folder string, link bool) stage {
	var next stage
	for _, i := range s {
		switch part := p.parts[i]; {
		case part == folder && part != anyDepth:
			next = p.add(next, i+1)
		case folder == "node_modules":
		case part == anyDepth:
			if !link && folder[0] != '.' {
				next = p.add(next, i)
			}
		case matches(part, folder):
			next = p.add(next, i+1)
		}
	}
	return next
}

// takes reports whether a file in a folder of stage s is meant. A pattern that
// leaves the ending open means documents.
func (p *pattern) takes(s stage, file string) bool {
	last := len(p.parts) - 1
	return slices.Contains(s, last) && matches(p.parts[last], file) &&
		(!strings.HasSuffix(p.parts[last], "*") || isDocument(file))
}

// matches reports whether a name in a folder has the form of a part.
func matches(part, name string) bool {
	if name[0] == '.' && part[0] != '.' {
		return false
	}
	ok, err := filepath.Match(part, name)
	return ok && err == nil
}

// isDocument reports whether a file in a folder is a document by its name:
// .yaml, .yml and .json, unless it is hidden.
func isDocument(file string) bool {
	return engine.IsPath(strings.ReplaceAll(file, `\`, "_")) // else a \ would make anything a path
}
