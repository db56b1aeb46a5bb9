package binding

import (
	"fmt"
	"strings"

	"naftiko/spec/diag"
)

// provider is one kind of place that values come from.
type provider struct {
	// lookup returns the value of d or an *Error.
	lookup func(s *Set, d Decl) (string, error)
	// place names where d is looked for.
	place func(s *Set, d Decl) string
}

// providers has a row for each kind, by the scheme of a bind's location.
var providers = map[string]provider{
	"":     envProvider,
	"file": fileProvider,
}

func providerOf(location string) provider {
	scheme, _, ok := strings.Cut(location, ":")
	if !ok {
		scheme = "file" // a bare path
	}
	if location == "" {
		scheme = ""
	}
	if p, ok := providers[strings.ToLower(scheme)]; ok {
		return p
	}
	return unsupported
}

// unsupported stands for every scheme that has no provider.
var unsupported = provider{
	lookup: func(_ *Set, d Decl) (string, error) {
		return "", &Error{
			Kind: Unreadable, Decl: d,
			Msg:  fmt.Sprintf("bind %s: no provider for location %q", d.Name, d.Location),
			Hint: "the environment and file: locations are read here; give the value with  --bind " + diag.Word(d.Name+"=…"),
		}
	},
	place: func(_ *Set, d Decl) string { return d.Location },
}
