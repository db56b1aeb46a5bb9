package step

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"net/url"
	"strings"
	"unicode/utf8"

	"naftiko/engine/internal/run"
	"naftiko/spec/diag"
	"naftiko/spec/expr"
	"naftiko/spec/value"
)

// FormBody is a body of URL-encoded fields, in the document's order.
type FormBody struct{ Fields []DataMember }

func (b *FormBody) build(f *run.Frame, _ *run.Request) (*run.Body, error) {
	text := expr.Literal("")
	for i := range b.Fields {
		v, ok := b.Fields[i].Data.eval(f)
		if !ok {
			continue
		}
		for _, item := range entries(v) {
			if len(text) > 1 {
				text = append(text, expr.Segment{Text: "&"})
			}
			text = append(text, expr.Segment{Text: url.QueryEscape(b.Fields[i].Name) + "="})
			text = append(text, textOf(item, expr.Query)...)
		}
	}
	return run.TextBody(text, mediaForm), nil
}

// RawFormBody is a form given as text; inserted values are encoded.
type RawFormBody struct{ Template *expr.Template }

func (b *RawFormBody) build(f *run.Frame, _ *run.Request) (*run.Body, error) {
	text, _ := b.Template.Render(f.Lookup, expr.Query)
	return run.TextBody(text, mediaForm), nil
}

// MultipartBody is a body of parts (RFC 7578).
type MultipartBody struct{ Parts []Part }

// Part is one part of a multipart body; FileName and ContentType may be nil.
type Part struct {
	Name        *expr.Template
	Value       Data
	FileName    *expr.Template
	ContentType *expr.Template
	Pos         diag.Pos
}

func (b *MultipartBody) build(f *run.Frame, _ *run.Request) (*run.Body, error) {
	var built [][]run.BodyPart
	sum := sha256.New()
	for i := range b.Parts {
		parts, err := b.Parts[i].build(f)
		if err != nil {
			return nil, err
		}
		if parts == nil {
			continue
		}
		addTo(sum, parts)
		built = append(built, parts)
	}
	// The boundary follows from the content, so that a request is the same each
	// time it is prepared and no part can be made to hold it.
	boundary := "naftiko-" + hex.EncodeToString(sum.Sum(nil))[:40]
	out := &run.Body{MediaType: "multipart/form-data; boundary=" + boundary}
	text := func(s string) { out.Parts = append(out.Parts, run.BodyPart{Text: expr.Literal(s)}) }
	for _, parts := range built {
		text("--" + boundary + "\r\n")
		out.Parts = append(out.Parts, parts...)
		text("\r\n")
	}
	text("--" + boundary + "--\r\n")
	return out, nil
}

// addTo adds what is known of parts to a sum: of a large file its name and size.
func addTo(sum hash.Hash, parts []run.BodyPart) {
	for _, p := range parts {
		for _, s := range p.Text {
			fmt.Fprintf(sum, "%s\x00%s\x00", s.Text, s.Opaque)
		}
		if p.File != nil {
			fmt.Fprintf(sum, "%s\x00%d\x00", p.File.Name, p.File.Size)
			sum.Write(p.File.Data)
		}
	}
}

// build returns the part's head and content, or nil when its value is absent.
func (p *Part) build(f *run.Frame) ([]run.BodyPart, error) {
	v, ok := p.Value.eval(f)
	if !ok {
		return nil, nil
	}
	blob, isFile := v.(value.Blob)
	var texts [3]string
	for i, t := range []*expr.Template{p.Name, p.FileName, p.ContentType} {
		if texts[i], ok = rendered(f, t); !ok {
			return nil, run.Errorf(run.Document, "part-name", "the name, file name or type of a part may not come from a bind").At(p.Pos)
		}
	}
	name, file, media := texts[0], texts[1], texts[2]
	if file == "" {
		file = blob.Name
	}
	if media == "" {
		media = blob.MediaType
	}
	if media == "" && file != "" {
		media = mediaBinary
	}
	if err := checkPart(name, file, media); err != nil {
		return nil, err.At(p.Pos)
	}
	head := `Content-Disposition: form-data; name="` + dispositionText(name) + `"`
	if file != "" {
		head += `; filename="` + dispositionText(file) + `"`
	}
	head += "\r\n"
	if media != "" {
		head += "Content-Type: " + media + "\r\n"
	}
	content := run.BodyPart{Text: textOf(v, expr.Raw)}
	if isFile {
		content = run.BodyPart{File: &blob}
	}
	return []run.BodyPart{{Text: expr.Literal(head + "\r\n")}, content}, nil
}

// rendered gives the text of a template; ok is false when a bind stands in it.
func rendered(f *run.Frame, t *expr.Template) (text string, ok bool) {
	if t == nil {
		return "", true
	}
	out, _ := t.Render(f.Lookup, expr.Raw)
	return out.Plain()
}

func checkPart(name, file, media string) *run.Error {
	if name == "" {
		return run.Errorf(run.Document, "part-name", "a part of the form has no name")
	}
	if strings.ContainsFunc(name+file+media, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return run.Errorf(run.Refused, "part-name", "the name, file name or type of part %q has a control character", name)
	}
	return nil
}

// dispositionText escapes as the HTML standard's multipart encoding does.
func dispositionText(s string) string {
	return strings.NewReplacer(`"`, "%22", "\r", "%0D", "\n", "%0A").Replace(s)
}

// blobText is a file inside JSON: its text, or base64 when it is not text.
func blobText(b value.Blob) value.Value {
	if utf8.Valid(b.Data) {
		return string(b.Data)
	}
	return b
}
