package mock

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"naftiko/engine/internal/run"
	"naftiko/spec/value"
)

// problem is one thing that is wrong with a request.
type problem struct{ message, parameter, in string }

func (p problem) place() []value.Member {
	return []value.Member{{Name: "parameter", Value: p.parameter}, {Name: "in", Value: p.in}}
}

// maxProblems is how many problems one answer reports.
const maxProblems = 20

// checker tests a request against the operation's parameters and collects
// everything that is wrong. Values are never part of a message.
type checker struct {
	op       *run.Op
	problems []problem
}

func (c *checker) add(p *run.Param, at, format string, args ...any) {
	if len(c.problems) < maxProblems {
		c.problems = append(c.problems, problem{message: fmt.Sprintf(format, args...), parameter: at, in: p.In})
	}
}

// request checks r, which was matched by f, and returns what the caller gave.
func (c *checker) request(r *http.Request, to target, f found, body []byte) *arguments {
	in := &arguments{op: c.op}
	for _, b := range slices.Concat(f.path, f.route.bindings(to.query)) {
		in.addPath(b)
		if p := placeholderParam(c.op, b.name); p != nil && p.In == "path" {
			c.texts(p, []string{b.text})
		}
	}
	for _, q := range f.route.lacking(to.query) {
		c.lacks(q)
	}
	for i := range c.op.Params {
		p := &c.op.Params[i]
		texts, ok := given(p, r, to.query)
		if !ok {
			continue
		}
		c.texts(p, texts)
		if p.In == "query" && len(texts) > 0 {
			in.addQuery(p.Name, texts)
		}
	}
	in.addBody(c.body(r, body))
	return in
}

// lacks reports a pair of the path's own query that the request does not have.
func (c *checker) lacks(q pair) {
	p := &run.Param{Name: q.name, In: "query"}
	if q.bare || !q.value.literal() {
		c.add(p, q.name, "missing query parameter %s", q.name)
		return
	}
	c.add(p, q.name, "query parameter %s must be %s", q.name, shown(q.value))
}

// given returns the texts of a parameter in the request; ok is false for one
// that is not checked here.
func given(p *run.Param, r *http.Request, query url.Values) (texts []string, ok bool) {
	switch p.In {
	case "query":
		return query[p.Name], true
	case "header":
		return r.Header.Values(p.Name), true
	case "cookie":
		for _, cookie := range r.CookiesNamed(p.Name) {
			text, err := url.PathUnescape(cookie.Value)
			if err != nil {
				text = cookie.Value
			}
			texts = append(texts, text)
		}
		return texts, true
	}
	return nil, false
}

// texts checks a parameter that stands outside the body.
func (c *checker) texts(p *run.Param, texts []string) {
	if len(texts) == 0 {
		if p.Required && !p.HasDefault {
			c.add(p, p.Name, "missing %s parameter %s", p.In, p.Name)
		}
		return
	}
	if p.Type == "array" && p.In == "header" {
		texts = strings.Split(strings.Join(texts, ","), ",") // as lists are written in a header
		for i := range texts {
			texts[i] = strings.TrimSpace(texts[i])
		}
	}
	v, ok := convert(p, texts)
	if !ok && p.Type != "array" {
		c.add(p, p.Name, "%s parameter %s must be %s", p.In, p.Name, article(p.Type))
		return
	}
	c.fits(p, v, p.Name, p.In)
}

// fits checks a value and its parts.
func (c *checker) fits(p *run.Param, v value.Value, at, in string) {
	what := in + " parameter " + at
	place := &run.Param{In: in}
	switch {
	case !hasType(v, p.Type):
		c.add(place, at, "%s must be %s", what, article(p.Type))
		return
	case len(p.Enum) > 0 && !allows(p, v):
		c.add(place, at, "%s must be one of %s", what, enumText(p))
		return
	case !matches(p, v):
		c.add(place, at, "%s must match %s", what, p.Pattern.Source)
		return
	}
	switch v := v.(type) {
	case value.List:
		if p.Items == nil {
			return
		}
		for i := 0; i < len(v) && len(c.problems) < maxProblems; i++ {
			c.fits(p.Items, v[i], fmt.Sprintf("%s[%d]", at, i), in)
		}
	case *value.Object:
		for i := range p.Properties {
			c.member(&p.Properties[i], v, at, in)
		}
	}
}

func (c *checker) member(m *run.Param, o *value.Object, at, in string) {
	at += "." + m.Name
	v, ok := o.Get(m.Name)
	if ok && v != nil {
		c.fits(m, v, at, in)
	} else if m.Required && !m.HasDefault {
		c.add(&run.Param{In: in}, at, "missing %s parameter %s", in, at)
	}
}

// body checks the entity against the parameters it is made of, and returns it
// as far as it is a JSON object.
func (c *checker) body(r *http.Request, data []byte) value.Value {
	params := bodyParams(c.op)
	if len(params) == 0 {
		return decodeObject(data)
	}
	if len(data) == 0 {
		for _, p := range params {
			if p.Required && !p.HasDefault {
				c.add(p, p.Name, "missing body parameter %s", p.Name)
			}
		}
		return nil
	}
	v, err := value.Decode(data)
	if err != nil {
		c.notJSON(r, params, err)
		return nil
	}
	if len(params) == 1 {
		if p := params[0]; p.Type != "string" { // text may be JSON of any kind
			c.fits(p, v, p.Name, "body")
		}
		return v
	}
	c.members(params, v)
	return v
}

// members checks a body that several parameters make up.
func (c *checker) members(params []*run.Param, v value.Value) {
	o, ok := v.(*value.Object)
	if !ok {
		c.add(params[0], params[0].Name, "the body must be an object")
		return
	}
	for _, p := range params {
		switch v, ok := o.Get(p.Name); {
		case ok && v != nil:
			c.fits(p, v, p.Name, "body")
		case p.Required && !p.HasDefault:
			c.add(p, p.Name, "missing body parameter %s", p.Name)
		}
	}
}

// notJSON reports a body that is not JSON where it has to be: by its own
// Content-Type, or because the parameter is no text.
func (c *checker) notJSON(r *http.Request, params []*run.Param, err error) {
	media, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	media = strings.ToLower(strings.TrimSpace(media))
	text := len(params) == 1 && (params[0].Type == "" || params[0].Type == "string")
	if text && media != "" && media != "application/json" && !strings.HasSuffix(media, "+json") {
		return
	}
	c.add(params[0], params[0].Name, "the body is not JSON: %v", err)
}

func hasType(v value.Value, want string) bool {
	have := value.TypeName(v)
	switch want {
	case "string", "integer", "boolean", "array", "object":
		return have == want
	case "number":
		return have == "number" || have == "integer"
	}
	return true
}

func allows(p *run.Param, v value.Value) bool {
	for _, e := range p.Enum {
		if value.Equal(e, v) || value.Text(e) == value.Text(v) {
			return true
		}
	}
	return false
}

func matches(p *run.Param, v value.Value) bool {
	text, ok := v.(string)
	if p.Pattern == nil || !ok {
		return true
	}
	re, err := p.Pattern.Compile()
	return err != nil || re.MatchString(text) // a pattern that is none asks for nothing
}

func enumText(p *run.Param) string {
	words := make([]string, len(p.Enum))
	for i, e := range p.Enum {
		words[i] = value.Text(e)
	}
	return shorten(strings.Join(words, ", "))
}

func article(typ string) string {
	switch typ {
	case "integer", "array", "object":
		return "an " + typ
	}
	return "a " + typ
}
