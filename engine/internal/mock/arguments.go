package mock

import (
	"net/url"
	"slices"
	"strings"

	"naftiko/engine/internal/run"
	"naftiko/spec/diag"
	"naftiko/spec/value"
)

// arguments are what a caller gave to an operation: declared parameters of the
// path and the query, and the members of the body. Headers and cookies are never
// among them, nor what the document fills in itself.
type arguments struct {
	op  *run.Op
	all value.Object
	// path names those that stand in the path.
	path []string
	// size is that of all, as JSON.
	size int
}

// maxArguments is the size of the arguments that are kept, as JSON: answers stay
// small however large the request is.
const maxArguments = 64 << 10

// add keeps an argument unless it is there already, is too large, or looks like
// a credential.
func (a *arguments) add(name string, v value.Value) {
	if _, ok := a.all.Get(name); ok || looksSecret(name) {
		return
	}
	v = withoutSecrets(v)
	size := len(name) + len(value.Append(nil, v))
	if a.size+size > maxArguments {
		return
	}
	a.size += size
	a.all.Set(name, v)
}

// addPath keeps what a placeholder stands for, if the caller chose it.
func (a *arguments) addPath(b binding) {
	p := placeholderParam(a.op, b.name)
	if p == nil {
		return
	}
	v, _ := convert(p, []string{b.text})
	a.add(p.Name, v)
	a.path = append(a.path, p.Name)
}

// addQuery keeps a declared parameter of the query.
func (a *arguments) addQuery(name string, texts []string) {
	if p := findParam(a.op, "query", name); p != nil {
		v, _ := convert(p, texts)
		a.add(p.Name, v)
	}
}

// addBody keeps the members of an object.
func (a *arguments) addBody(v value.Value) {
	o, _ := v.(*value.Object)
	for name, v := range o.All() {
		a.add(name, v)
	}
}

// findParam returns the declared parameter of a place, or nil.
func findParam(op *run.Op, in, name string) *run.Param {
	for i := range op.Params {
		if p := &op.Params[i]; p.Name == name && p.In == in {
			return p
		}
	}
	return nil
}

// placeholderParam returns the argument that a placeholder means, ignoring case
// and punctuation, or nil for one that the document fills itself.
func placeholderParam(op *run.Op, name string) *run.Param {
	for _, prefix := range []string{"tools.", "rest.", "mcp."} {
		if rest, ok := strings.CutPrefix(name, prefix); ok {
			name = rest
			break
		}
	}
	i := slices.IndexFunc(op.Params, func(p run.Param) bool { return p.Name == name })
	if fold := diag.Fold(name); i < 0 && fold != "" {
		i = slices.IndexFunc(op.Params, func(p run.Param) bool { return diag.Fold(p.Name) == fold })
	}
	if i < 0 {
		return nil
	}
	return &op.Params[i]
}

// bodyParams returns the parameters that make up the body.
func bodyParams(op *run.Op) []*run.Param {
	var out []*run.Param
	for i := range op.Params {
		if op.Params[i].In == "body" {
			out = append(out, &op.Params[i])
		}
	}
	return out
}

// convert turns the texts of a parameter into its declared type; ok is false
// when they are not of it, and the value is then the text.
func convert(p *run.Param, texts []string) (_ value.Value, ok bool) {
	if p.Type == "array" {
		list := make(value.List, len(texts))
		ok = true
		for i, text := range texts {
			list[i] = text
			if p.Items != nil {
				v, fits := convert(p.Items, []string{text})
				list[i], ok = v, ok && fits
			}
		}
		return list, ok
	}
	if len(texts) == 0 {
		return nil, false
	}
	return convertText(p.Type, texts[0])
}

func convertText(typ, text string) (_ value.Value, ok bool) {
	switch typ {
	case "integer", "number":
		n, ok := value.ParseNumber(text)
		if !ok || typ == "integer" && !n.IsInt() {
			return text, false
		}
		return n, true
	case "boolean":
		if text != "true" && text != "false" {
			return text, false
		}
		return text == "true", true
	case "object":
		v, err := value.Decode([]byte(text))
		if _, ok := v.(*value.Object); err != nil || !ok {
			return text, false
		}
		return v, true
	}
	return text, true
}

// looksSecret reports whether a name is that of a credential.
func looksSecret(name string) bool {
	name = diag.Fold(name)
	for _, word := range []string{
		"token", "secret", "passw", "passphrase", "apikey", "accesskey", "privatekey", "signature",
		"authorization", "credential", "cookie", "sessionid",
	} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return name == "key" || name == "auth" || name == "pin" || name == "otp" || name == "appid" || name == "session"
}

// withoutSecrets returns v without the members that look like credentials.
func withoutSecrets(v value.Value) value.Value {
	switch v := v.(type) {
	case value.List:
		out := make(value.List, len(v))
		for i, item := range v {
			out[i] = withoutSecrets(item)
		}
		return out
	case *value.Object:
		out := &value.Object{}
		for name, member := range v.All() {
			if !looksSecret(name) {
				out.Set(name, withoutSecrets(member))
			}
		}
		return out
	}
	return v
}

// queryUnescape decodes a name or value of a query, or returns it as it is.
func queryUnescape(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil {
		return plain
	}
	return text
}
