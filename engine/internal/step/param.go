package step

import (
	"net/url"
	"slices"

	"naftiko/engine/internal/run"
	"naftiko/spec/diag"
	"naftiko/spec/expr"
	"naftiko/spec/value"
)

// Param is a consumed parameter, after the levels adapter, resource and
// operation have been merged.
type Param struct {
	Name string
	In   string
	// Value overrides the caller's argument; nil when the document has none.
	Value      *Data
	Default    value.Value
	HasDefault bool
	// Bind is the ID of the variable that an in: environment parameter reads.
	Bind string
	Pos  diag.Pos
}

// resolved is what a parameter came to: a value.Value, an expr.Opaque or an
// expr.Text that mixes both.
type resolved struct {
	v  any
	ok bool
}

// mixedList is a list with binds among its entries.
type mixedList []any

// variable is the value as later templates see it.
func (r resolved) variable() any {
	if list, ok := r.v.(mixedList); ok {
		return appendValue(nil, list)
	}
	return r.v
}

// resolveAll gives each parameter its value, in order; later ones may refer to
// earlier ones by name.
func resolveAll(f *run.Frame, params []Param) []resolved {
	out := make([]resolved, len(params))
	for _, environment := range []bool{true, false} { // which others refer to, at whatever level they stand
		for i := range params {
			if environment != (params[i].Bind != "") {
				continue
			}
			out[i] = params[i].resolve(f)
			if out[i].ok {
				f.SetVar(params[i].Name, out[i].variable())
			}
		}
	}
	return out
}

func (p *Param) resolve(f *run.Frame) resolved {
	if p.Value != nil {
		if v, ok := p.Value.eval(f); ok {
			return resolved{v, true}
		}
	} else if p.Bind != "" {
		if d, ok := f.Op.Decls.Find(p.Bind); ok && (!d.Optional || f.Env.Binds.Has(p.Bind)) {
			return resolved{expr.Opaque{Name: p.Bind}, true}
		}
	} else if v, ok := f.Argument(p.Name); ok {
		return resolved{v, true}
	}
	return resolved{p.Default, p.HasDefault}
}

// places has a row for each place a parameter is put on the request; those of
// path and environment are variables, and body parameters make up the body.
var places = map[string]func(p *Param, r *run.Request, v any) error{
	"query":  (*Param).putQuery,
	"header": (*Param).putHeader,
	"cookie": (*Param).putCookie,
}

func (p *Param) put(r *run.Request, v resolved) error {
	put, ok := places[p.In]
	if !ok || !v.ok {
		return nil
	}
	return put(p, r, v.v)
}

func (p *Param) putQuery(r *run.Request, v any) error {
	for _, item := range entries(v) {
		r.URL.Query = append(r.URL.Query, run.QueryParam{Name: url.QueryEscape(p.Name), Value: textOf(item, expr.Query)})
	}
	return nil
}

func (p *Param) putHeader(r *run.Request, v any) error {
	text := headerText(v)
	if err := checkHeader(p.Name, text); err != nil {
		return err.At(p.Pos)
	}
	r.SetHeader(run.Header{
		Name: p.Name, Value: text, Private: len(text.Opaques()) > 0 || run.SecretHeader(p.Name), Secret: run.SecretHeader(p.Name),
	})
	return nil
}

// entries returns the entries of a list, or v alone.
func entries(v any) []any {
	switch v := v.(type) {
	case value.List:
		return v
	case mixedList:
		return v
	}
	return []any{v}
}

// headerText joins the entries of a list with commas (RFC 9110 §5.3).
func headerText(v any) expr.Text {
	var text expr.Text
	for i, item := range entries(v) {
		if i > 0 {
			text = append(text, expr.Segment{Text: ","})
		}
		text = append(text, textOf(item, expr.Raw)...)
	}
	return text
}

func (p *Param) putCookie(r *run.Request, v any) error {
	if !run.ValidHeaderName(p.Name) {
		return run.Errorf(run.Document, "cookie-name", "%q is not a cookie name", p.Name).At(p.Pos)
	}
	r.AddCookie(p.Name, textOf(v, expr.Cookie), false)
	return nil
}

// textOf writes a resolved value for a place.
func textOf(v any, enc expr.Encoding) expr.Text {
	switch v := v.(type) {
	case expr.Opaque:
		return expr.Text{{Opaque: v.Name, Encoding: enc}}
	case expr.Text:
		return v.Encode(enc)
	case mixedList:
		return appendValue(nil, v).Encode(enc)
	}
	return expr.Literal(enc.Encode(value.Text(v)))
}

// checkHeader refuses what would change the request's framing or its next lines.
func checkHeader(name string, text expr.Text) *run.Error {
	if !run.ValidHeaderName(name) {
		return run.Errorf(run.Refused, "header-name", "%q is not a header name", name)
	}
	for _, s := range text {
		if run.HasControl(s.Text) {
			return run.Errorf(run.Refused, "header-value", "the value for header %s has a control character", name)
		}
	}
	return nil
}

// Data is free data of a document with templates in its strings.
type Data struct {
	// Template is set for a string.
	Template *expr.Template
	// Plain is a number, boolean or null.
	Plain   value.Value
	Items   []Data
	Members []DataMember
	// Name is an argument's.
	Name string
	Kind DataKind
}

// DataMember is one member of an object.
type DataMember struct {
	Name string
	Data Data
}

// DataKind says which field of a Data holds its content.
type DataKind uint8

const (
	// PlainData is in Plain.
	PlainData DataKind = iota
	// TemplateData is in Template.
	TemplateData
	// ListData is in Items.
	ListData
	// ObjectData is in Members.
	ObjectData
	// ArgumentData is the caller's argument called Name.
	ArgumentData
)

// eval gives the data's value: a string of exactly one tag takes the type of
// its variable, absent when that is; other strings are rendered; absent members
// and entries are dropped. Objects and lists with closed parts come as JSON text.
func (d *Data) eval(f *run.Frame) (any, bool) {
	switch d.Kind {
	case PlainData:
		return d.Plain, d.Plain != nil
	case TemplateData:
		return evalTemplate(f, d.Template)
	case ArgumentData:
		return f.Argument(d.Name)
	}
	v, open := d.tree(f)
	if open {
		return v, true
	}
	t, _ := d.appendJSON(f, nil)
	return t, true
}

// tree builds a list or an object; open is false when a bind stands in an object
// or deeper in a list, where its value is not looked at here.
func (d *Data) tree(f *run.Frame) (v any, open bool) {
	if d.Kind == ListData {
		return d.list(f)
	}
	o := &value.Object{}
	for i := range d.Members {
		m, ok := d.Members[i].Data.evalMember(f)
		if isClosed(m) {
			return nil, false
		}
		if ok {
			o.Set(d.Members[i].Name, m)
		}
	}
	return o, true
}

func (d *Data) list(f *run.Frame) (v any, open bool) {
	list, closed := value.List{}, false
	for i := range d.Items {
		item, ok := d.Items[i].evalMember(f)
		if _, deeper := item.(mixedList); deeper {
			return nil, false
		}
		closed = closed || isClosed(item)
		if ok {
			list = append(list, item)
		}
	}
	if closed {
		return mixedList(list), true
	}
	return list, true
}

// evalMember is eval for a member of an object, where a null is written.
func (d *Data) evalMember(f *run.Frame) (any, bool) {
	if d.Kind == PlainData {
		return d.Plain, true
	}
	return d.eval(f)
}

// isConstant reports whether no variable stands in the data.
func (d *Data) isConstant() bool {
	switch d.Kind {
	case PlainData:
		return true
	case TemplateData:
		return d.Template.IsLiteral()
	case ListData:
		return !slices.ContainsFunc(d.Items, func(item Data) bool { return !item.isConstant() })
	case ObjectData:
		return !slices.ContainsFunc(d.Members, func(m DataMember) bool { return !m.Data.isConstant() })
	}
	return false
}

func isClosed(v any) bool {
	switch v.(type) {
	case expr.Opaque, expr.Text, mixedList:
		return true
	}
	return false
}

func evalTemplate(f *run.Frame, t *expr.Template) (any, bool) {
	if name, ok := t.Single(); ok {
		return lookup(f, name)
	}
	text, _ := t.Render(f.Lookup, expr.Raw)
	if plain, ok := text.Plain(); ok {
		return plain, true
	}
	return text, true
}

// lookup finds a variable by its dotted name, walking into values.
func lookup(f *run.Frame, name string) (any, bool) { return expr.Resolve(f.Lookup, name) }
