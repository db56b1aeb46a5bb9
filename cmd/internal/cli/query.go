package cli

import (
	"strings"

	"naftiko/engine"
	"naftiko/spec/value"
)

// pick returns what the JSONPath picks from a result. A path to one thing that
// is not there is an error with the names that are.
func pick(v value.Value, path string) (value.Value, error) {
	p, err := engine.ParsePath(path)
	if err != nil {
		return nil, usage("jsonpath-syntax", "--query: %v", err)
	}
	got, ok := p.Eval(v)
	if ok {
		return got, nil
	}
	matched, names := p.Trace(v)
	e := engine.Errorf(engine.Answer, "query-no-match", "%s matches nothing in the result", path)
	switch {
	case len(names) > 0:
		return nil, e.Help("%s is there and has %s", matched, strings.Join(names[:min(len(names), maxNames)], ", "))
	case matched != "":
		return nil, e.Help("%s is there, without members", matched)
	}
	return nil, e
}

// maxNames is how many names a hint lists.
const maxNames = 20
