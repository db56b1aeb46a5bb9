package cli

import (
	"strings"

	"naftiko/engine"
	"naftiko/spec/diag"
	"naftiko/spec/value"
)

// parseQuery compiles the JSONPath of --query, before anything is sent.
func parseQuery(path string) (*engine.Path, error) {
	if path == "" {
		return nil, nil
	}
	p, err := engine.ParsePath(path)
	if err != nil {
		return nil, usage("jsonpath-syntax", "--query: %v", err)
	}
	return p, nil
}

// pick returns what the path picks from a result. A path to one thing that is
// not there is an error with the names that are.
func pick(v value.Value, p *engine.Path) (value.Value, error) {
	got, ok := p.Eval(v)
	if ok {
		return got, nil
	}
	matched, missing, names := p.Trace(v)
	e := engine.Errorf(engine.Answer, "query-no-match", "%s matches nothing in the result", p.String())
	near := diag.Nearest(missing, names)
	switch {
	case near != "":
		return nil, e.Help("did you mean %s? %s has %s", near, matched, someNames(names))
	case len(names) > 0:
		return nil, e.Help("%s has %s", matched, someNames(names))
	case matched != "":
		return nil, e.Help("%s is there, and has no such part", matched)
	}
	return nil, e
}

// maxNames is how many names a hint lists.
const maxNames = 20

func someNames(names []string) string {
	if len(names) > maxNames {
		return strings.Join(names[:maxNames], ", ") + ", …"
	}
	return strings.Join(names, ", ")
}
