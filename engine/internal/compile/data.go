package compile

import (
	"strings"

	"naftiko/engine/internal/step"
	"naftiko/spec"
	"naftiko/spec/diag"
	"naftiko/spec/expr"
)

// data compiles free data whose strings are templates.
func (b *builder) data(n *spec.Node) step.Data { return b.tree(n, b.text) }

// tree compiles free data, and its texts by leaf.
func (b *builder) tree(n *spec.Node, leaf func(text string, pos diag.Pos) step.Data) step.Data {
	switch n.Kind {
	case spec.ListNode:
		d := step.Data{Kind: step.ListData}
		for i := range n.Items {
			d.Items = append(d.Items, b.tree(&n.Items[i], leaf))
		}
		return d
	case spec.ObjectNode:
		d := step.Data{Kind: step.ObjectData}
		for i := range n.Members {
			d.Members = append(d.Members, step.DataMember{Name: n.Members[i].Name, Data: b.tree(&n.Members[i].Node, leaf)})
		}
		return d
	}
	text, ok := n.Scalar.(string)
	if !ok {
		return step.Data{Kind: step.PlainData, Plain: n.Scalar}
	}
	return leaf(text, n.Pos)
}

func (b *builder) text(text string, pos diag.Pos) step.Data {
	return step.Data{Kind: step.TemplateData, Template: b.template(text, pos)}
}

// template compiles a string of the document. One that does not parse is an
// error, and stands for an empty text from then on.
func (b *builder) template(text string, pos diag.Pos) *expr.Template {
	t, err := expr.ParseTemplate(text)
	if err != nil {
		b.errorf(pos, "template-syntax", "", "%v", err)
		t, _ = expr.ParseTemplate("")
		return t
	}
	refs := t.Refs()
	if strings.Contains(text, "\n") { // the offset says nothing of lines
		for i := range refs {
			refs[i].Offset = 0
		}
	}
	b.refer(refs, pos, usedElsewhere, false)
	return t
}

// streams finds the arguments that are sent as they are: the only parameter in:
// body, and those that are a whole part of a form; when nothing else refers to them.
func (b *builder) streams() {
	streams := map[string]bool{}
	bodies := 0
	for i := range b.call.Params {
		if p := &b.call.Params[i]; p.In == "body" {
			bodies++
			streams[p.Name] = b.call.Body == nil && p.Value == nil && b.mentions[p.Name] == 0
		}
	}
	if bodies > 1 {
		return
	}
	if m, ok := b.call.Body.(*step.MultipartBody); ok {
		for i := range m.Parts {
			if t := m.Parts[i].Value.Template; t != nil {
				if name, ok := t.Single(); ok && b.mentions[name] == 1 && !b.isInput(name) {
					streams[b.op.ArgumentName(name)] = true
				}
			}
		}
	}
	b.op.Streams = streams
}

// bodyTypes has a row for each type of a declared body.
var bodyTypes = map[string]func(b *builder, body *spec.Body) step.Body{
	"":               (*builder).jsonBody,
	"json":           (*builder).jsonBody,
	"text":           textBody("text/plain;charset=utf-8", expr.Raw),
	"xml":            textBody("application/xml", expr.XML),
	"sparql":         textBody("application/sparql-query", expr.Raw),
	"formurlencoded": (*builder).formBody,
	"multipartform":  (*builder).multipartBody,
}

func (b *builder) body() {
	body := b.operation.Body
	if body == nil {
		return
	}
	if body.Raw.Set() {
		b.call.Body = &step.RawBody{Template: b.template(body.Raw.Text, body.Raw.Pos), Pos: body.Raw.Pos}
		return
	}
	compile, ok := bodyTypes[strings.ToLower(body.Type.Text)]
	if !ok {
		b.errorf(body.Type.Pos, "body-type", "use json, text, xml, sparql, formUrlEncoded or multipartForm", "unknown body type %q", body.Type.Text)
		return
	}
	if body.Data == nil {
		return
	}
	b.call.Body = compile(b, body)
}

func (b *builder) jsonBody(body *spec.Body) step.Body {
	if text, ok := body.Data.Scalar.(string); ok && body.Data.Kind == spec.ScalarNode {
		return &step.RawBody{Template: b.template(text, body.Data.Pos), Check: true, Pos: body.Data.Pos}
	}
	return &step.JSONBody{Data: b.data(body.Data)}
}

func textBody(mediaType string, enc expr.Encoding) func(*builder, *spec.Body) step.Body {
	return func(b *builder, body *spec.Body) step.Body {
		text, ok := body.Data.Scalar.(string)
		if !ok {
			b.errorf(body.Data.Pos, "body-data", "write the text as a string", "a body of type %s needs text", body.Type.Text)
		}
		return &step.TextBody{Template: b.template(text, body.Data.Pos), MediaType: mediaType, Encoding: enc}
	}
}

func (b *builder) formBody(body *spec.Body) step.Body {
	if text, ok := body.Data.Scalar.(string); ok {
		return &step.RawFormBody{Template: b.template(text, body.Data.Pos)}
	}
	if body.Data.Kind != spec.ObjectNode {
		b.errorf(body.Data.Pos, "body-data", "", "a body of type formUrlEncoded needs an object or text")
		return nil
	}
	return &step.FormBody{Fields: b.data(body.Data).Members}
}

func (b *builder) multipartBody(body *spec.Body) step.Body {
	m := &step.MultipartBody{}
	switch body.Data.Kind {
	case spec.ListNode:
		for i := range body.Data.Items {
			m.Parts = append(m.Parts, b.part(&body.Data.Items[i]))
		}
	case spec.ObjectNode:
		for i := range body.Data.Members {
			f := &body.Data.Members[i]
			m.Parts = append(m.Parts, step.Part{Name: expr.LiteralTemplate(f.Name), Value: b.data(&f.Node), Pos: f.Pos})
		}
	default:
		b.errorf(body.Data.Pos, "body-data", "", "a body of type multipartForm needs a list of parts")
	}
	return m
}

func (b *builder) part(n *spec.Node) step.Part {
	p := step.Part{Pos: n.Pos, Value: step.Data{Kind: step.PlainData}}
	named := false
	for i := range n.Members {
		f := &n.Members[i]
		text, _ := f.Node.Scalar.(string)
		switch strings.ToLower(f.Name) {
		case "name":
			p.Name, named = b.template(text, f.Node.Pos), text != ""
		case "value":
			p.Value = b.data(&f.Node)
		case "filename":
			p.FileName = b.template(text, f.Node.Pos)
		case "contenttype":
			p.ContentType = b.template(text, f.Node.Pos)
		default:
			b.c.diags.Warnf(f.Pos, "unknown-key", "", "a part of a form has no %q", f.Name)
		}
	}
	if !named {
		b.errorf(n.Pos, "part-name", "add  name: …", "a part of the form has no name")
	}
	return p
}
