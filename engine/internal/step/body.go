package step

import (
	"strings"

	"naftiko/engine/internal/run"
	"naftiko/spec/diag"
	"naftiko/spec/expr"
	"naftiko/spec/value"
)

// Body makes the entity of a request. A nil result is no entity.
type Body interface {
	build(f *run.Frame, r *run.Request) (*run.Body, error)
}

const (
	mediaJSON   = "application/json"
	mediaForm   = "application/x-www-form-urlencoded"
	mediaBinary = "application/octet-stream"
)

// body fills the request's entity from the declared body, or from the
// parameters that are in: body.
func (c *Call) body(f *run.Frame, r *run.Request, vals []resolved) error {
	if c.Body != nil {
		b, err := c.Body.build(f, r)
		r.Body = b
		return err
	}
	r.Body = paramBody(r, c.Params, vals)
	return nil
}

// paramBody makes the entity of in: body parameters: the value of the only one,
// or an object of those that have a value.
func paramBody(r *run.Request, params []Param, vals []resolved) *run.Body {
	declared, present := 0, []int(nil)
	for i := range params {
		if params[i].In != "body" {
			continue
		}
		declared++
		if vals[i].ok {
			present = append(present, i)
		}
	}
	switch {
	case len(present) == 0:
		return nil
	case declared == 1:
		return valueBody(r, vals[present[0]].v)
	}
	text := expr.Literal("{")
	for n, i := range present {
		if n > 0 {
			text = append(text, expr.Segment{Text: ","})
		}
		text = appendName(text, params[i].Name)
		text = appendValue(text, vals[i].v)
	}
	return run.TextBody(append(text, expr.Segment{Text: "}"}), mediaJSON)
}

// valueBody sends a value as the entity: a file as its bytes, a string as it is
// where it is JSON or where the request says that it is something else.
func valueBody(r *run.Request, v any) *run.Body {
	switch v := v.(type) {
	case value.Blob:
		media := v.MediaType
		if media == "" {
			media = mediaBinary
		}
		return &run.Body{Parts: []run.BodyPart{{File: &v}}, MediaType: media}
	case string:
		if !sendsJSON(r) {
			return run.TextBody(expr.Literal(v), mediaJSON)
		}
		if _, err := value.Decode([]byte(v)); err == nil {
			return run.TextBody(expr.Literal(v), mediaJSON)
		}
	case expr.Text:
		return run.TextBody(v, mediaJSON)
	}
	return run.TextBody(appendValue(nil, v), mediaJSON)
}

// sendsJSON reports whether the request's Content-Type is JSON, as it is when
// nothing sets it.
func sendsJSON(r *run.Request) bool {
	media := mediaType(r)
	return media == "" || media == mediaJSON || strings.HasSuffix(media, "+json")
}

// mediaType returns the request's Content-Type without parameters, in lower case.
func mediaType(r *run.Request) string {
	for _, h := range r.Header {
		if strings.EqualFold(h.Name, "Content-Type") {
			text, _ := h.Value.Plain()
			media, _, _ := strings.Cut(text, ";")
			return strings.ToLower(strings.TrimSpace(media))
		}
	}
	return ""
}

// RawBody is a body given as text: JSON unless a header says otherwise.
type RawBody struct {
	Template *expr.Template
	// Check demands JSON, as a body of type json does.
	Check bool
	Pos   diag.Pos
}

func (b *RawBody) build(f *run.Frame, r *run.Request) (*run.Body, error) {
	if name, ok := b.Template.Single(); ok {
		if _, ok := lookup(f, name); !ok {
			return run.TextBody(expr.Literal(""), ""), nil // servers refuse nothing that calls itself JSON
		}
	}
	if !sendsJSON(r) {
		enc := expr.Raw
		if mediaType(r) == mediaForm {
			enc = expr.Query
		}
		text, _ := b.Template.Render(f.Lookup, enc)
		return run.TextBody(text, mediaJSON), nil
	}
	text := b.json(f)
	if plain, ok := text.Plain(); ok && b.Check {
		if _, err := value.Decode([]byte(plain)); err != nil {
			return nil, run.Errorf(run.Document, "body-json", "the body is not JSON once its values are put in: %v", err).At(b.Pos)
		}
	}
	return run.TextBody(text, mediaJSON), nil
}

// json puts values into JSON text: escaped inside a string, as JSON outside.
func (b *RawBody) json(f *run.Frame) expr.Text {
	parts := b.Template.Parts()
	if parts == nil {
		text, _ := b.Template.Render(f.Lookup, expr.JSONString)
		return text
	}
	var out expr.Text
	inString := false
	for _, p := range parts {
		switch {
		case p.Name == "":
			out = append(out, expr.Segment{Text: p.Text})
			inString = endsInString(p.Text, inString)
		case inString:
			if v, ok := lookup(f, p.Name); ok {
				out = append(out, textOf(v, expr.JSONString)...)
			}
		default:
			v, _ := lookup(f, p.Name)
			out = appendValue(out, v)
		}
	}
	return out
}

// endsInString follows JSON text that begins inside a string or outside.
func endsInString(text string, inString bool) bool {
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '"':
			inString = !inString
		case text[i] == '\\' && inString:
			i++
		}
	}
	return inString
}

// TextBody is a body of rendered text that is not JSON.
type TextBody struct {
	Template  *expr.Template
	MediaType string
	// Encoding is how values are put in.
	Encoding expr.Encoding
}

func (b *TextBody) build(f *run.Frame, _ *run.Request) (*run.Body, error) {
	text, _ := b.Template.Render(f.Lookup, b.Encoding)
	return run.TextBody(text, b.MediaType), nil
}

// JSONBody is a body of data that is written as JSON.
type JSONBody struct{ Data Data }

func (b *JSONBody) build(f *run.Frame, _ *run.Request) (*run.Body, error) {
	text, ok := b.Data.appendJSON(f, nil)
	if !ok {
		return nil, nil
	}
	return run.TextBody(text, mediaJSON), nil
}

// appendJSON writes the data as JSON; ok is false when it is absent.
func (d *Data) appendJSON(f *run.Frame, out expr.Text) (_ expr.Text, ok bool) {
	switch d.Kind {
	case PlainData:
		return appendValue(out, d.Plain), true
	case TemplateData, ArgumentData:
		v, ok := d.eval(f)
		if !ok {
			return out, false
		}
		return appendValue(out, v), true
	case ListData:
		return d.appendList(f, out), true
	}
	return d.appendObject(f, out), true
}

func (d *Data) appendList(f *run.Frame, out expr.Text) expr.Text {
	out = append(out, expr.Segment{Text: "["})
	first := len(out)
	for i := range d.Items {
		before := len(out)
		next, ok := d.Items[i].appendJSON(f, comma(out, first))
		if !ok {
			next = out[:before] // takes the comma back
		}
		out = next
	}
	return append(out, expr.Segment{Text: "]"})
}

func (d *Data) appendObject(f *run.Frame, out expr.Text) expr.Text {
	out = append(out, expr.Segment{Text: "{"})
	first := len(out)
	for i := range d.Members {
		before, m := len(out), &d.Members[i]
		next, ok := m.Data.appendJSON(f, appendName(comma(out, first), m.Name))
		if !ok {
			next = out[:before]
		}
		out = next
	}
	return append(out, expr.Segment{Text: "}"})
}

// comma adds one unless out ends where the first entry begins.
func comma(out expr.Text, first int) expr.Text {
	if len(out) == first {
		return out
	}
	return append(out, expr.Segment{Text: ","})
}

func appendName(out expr.Text, name string) expr.Text {
	return append(out, expr.Segment{Text: string(value.Quote(nil, name)) + ":"})
}

// appendValue writes a resolved value as JSON; closed parts become strings.
func appendValue(out expr.Text, v any) expr.Text {
	switch v := v.(type) {
	case expr.Opaque, expr.Text:
		out = append(out, expr.Segment{Text: `"`})
		out = append(out, textOf(v, expr.JSONString)...)
		return append(out, expr.Segment{Text: `"`})
	case mixedList:
		out = append(out, expr.Segment{Text: "["})
		first := len(out)
		for _, item := range v {
			out = appendValue(comma(out, first), item)
		}
		return append(out, expr.Segment{Text: "]"})
	case value.Blob:
		return append(out, expr.Segment{Text: string(value.Append(nil, blobText(v)))})
	}
	return append(out, expr.Segment{Text: string(value.Append(nil, v))})
}
