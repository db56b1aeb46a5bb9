package cli

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"

	"naftiko/binding"
	"naftiko/engine"
	"naftiko/spec/value"
)

// prepare shows the request that a call would send. The secrets it uses are
// looked up only to be masked wherever else they might stand.
func (a *app) prepare(prog *engine.Program, op *engine.Op, in *value.Object, call engine.Call) (*engine.Request, *engine.Shown, error) {
	r, err := prog.Prepare(op, in, call)
	if err != nil {
		return nil, nil, err
	}
	for _, d := range prog.Binds() {
		if d.Secret {
			_, _ = call.Binds.Get(d.ID()) // unset is fine here
		}
	}
	shown, err := r.Show(call.Binds)
	return r, shown, err
}

// dryRun prints a request without sending it: as HTTP message text, or as data
// when a format is given.
func (a *app) dryRun(o *invokeOptions, prog *engine.Program, op *engine.Op, in *value.Object, call engine.Call) error {
	_, shown, err := a.prepare(prog, op, in, call)
	if err != nil {
		return err
	}
	if o.path == nil && (o.format == "" || o.format == "text" || o.format == "raw") {
		a.noteImplicit(shown, true)
		a.grants(shown)
		return a.emit(o, []byte(a.mask.Mask(messageText(shown))))
	}
	a.noteImplicit(shown, a.verbose > 0 || a.env.StderrTTY)
	v := a.masked(requestValue(shown))
	if o.path != nil {
		if v, err = pick(v, o.path); err != nil {
			return err
		}
	}
	return a.writeResult(o, nil, v)
}

// masked hides known secrets in a value that is printed: in each text and name
// by itself, so that what is printed stays what it is. A number that is a secret
// becomes a text.
func (a *app) masked(v value.Value) value.Value {
	switch v := v.(type) {
	case string:
		return a.mask.Mask(v)
	case value.Number:
		if text := a.mask.Mask(string(v)); text != string(v) {
			return text
		}
	case value.List:
		out := make(value.List, len(v))
		for i := range v {
			out[i] = a.masked(v[i])
		}
		return out
	case *value.Object:
		out := &value.Object{}
		for name, w := range v.All() {
			out.Set(a.mask.Mask(name), a.masked(w))
		}
		return out
	}
	return v
}

// messageText writes a request the way it goes over the wire, with its URL whole.
func messageText(s *engine.Shown) string {
	var b strings.Builder
	b.WriteString(s.Method + " " + s.URL + " HTTP/1.1\n")
	for _, h := range s.Header {
		b.WriteString(h.Name + ": " + h.Value + "\n")
	}
	b.WriteByte('\n')
	if s.Body != nil {
		b.Write(s.Body)
		b.WriteByte('\n')
	}
	return b.String()
}

// requestValue is a request as data: method, url, headers, body, reads, sends.
func requestValue(s *engine.Shown) *value.Object {
	o := &value.Object{}
	o.Set("method", s.Method)
	o.Set("url", s.URL)
	headers := &value.Object{}
	for _, h := range s.Header {
		text := h.Value
		if have, ok := headers.Get(h.Name); ok {
			text = value.Text(have) + ", " + text
		}
		headers.Set(h.Name, text)
	}
	o.Set("headers", headers)
	setBody(o, s, headers)
	o.Set("reads", readsValue(s.Reads))
	o.Set("sends", sendsValue(s.Sends))
	return o
}

// setBody sets body, a JSON value for JSON types and a string for others, or
// bodyBase64 for what is no text. There is none without an entity.
func setBody(o *value.Object, s *engine.Shown, headers *value.Object) {
	if s.Body == nil {
		return
	}
	media, _ := headers.Get("Content-Type")
	if isJSON(value.Text(media)) {
		if v, err := value.Decode(s.Body); err == nil {
			o.Set("body", v)
			return
		}
	}
	if utf8.Valid(s.Body) {
		o.Set("body", string(s.Body))
		return
	}
	o.Set("bodyBase64", base64.StdEncoding.EncodeToString(s.Body))
}

func isJSON(media string) bool {
	media, _, _ = strings.Cut(strings.ToLower(media), ";")
	media = strings.TrimSpace(media)
	return media == "application/json" || strings.HasSuffix(media, "+json")
}

func readsValue(reads []binding.Read) value.List {
	list := value.List{}
	for _, r := range reads {
		list = append(list, value.NewObject(value.Member{Name: "bind", Value: r.Bind}, value.Member{Name: "from", Value: r.From}))
	}
	return list
}

func sendsValue(sends []binding.Send) value.List {
	list := value.List{}
	for _, s := range sends {
		list = append(list, value.NewObject(value.Member{Name: "bind", Value: s.Bind}, value.Member{Name: "to", Value: s.Origin}))
	}
	return list
}

// grants says on standard error what is read and where it goes.
func (a *app) grants(s *engine.Shown) {
	for _, r := range s.Reads {
		a.out.Linef("reads  %s ← %s", r.Bind, r.From)
	}
	for _, d := range s.Sends {
		a.out.Linef("sends  %s → %s", d.Bind, d.Origin)
	}
}
