package step

import (
	"crypto/sha256"
	"encoding/hex"
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
		items := []any{v}
		if list, ok := v.(value.List); ok {
			items = list
		}
		for _, item := range items {
			if len(text) > 1 {
				text = append(text, expr.Segment{Text: "&"})
			}
			text = append(text, expr.Segment{Text: url.QueryEscape(b.Fields[i].Name) + "="})
			text = append(text, textOf(item, expr.Query)...)
		}
	}
	return &run.Body{Text: text, MediaType: mediaForm}, nil
}

// RawFormBody is a form given as text; inserted values are encoded.
type RawFormBody struct{ Template *expr.Template }

func (b *RawFormBody) build(f *run.Frame, _ *run.Request) (*run.Body, error) {
	text, _ := b.Template.Render(f.Lookup, expr.Query)
	return &run.Body{Text: text, MediaType: mediaForm}, nil
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
	var parts []expr.Text
	sum := sha256.New()
	for i := range b.Parts {
		text, err := b.Parts[i].build(f)
		if err != nil {
			return nil, err
		}
		if text == nil {
			continue
		}
		for _, s := range text {
			sum.Write([]byte(s.Text + "\x00"))
		}
		parts = append(parts, text)
	}
	// The boundary follows from the content, so that a request is the same each
	// time it is prepared and no part can hold it.
	boundary := "naftiko-" + hex.EncodeToString(sum.Sum(nil))[:40]
	var out expr.Text
	for _, p := range parts {
		out = append(append(append(out, expr.Segment{Text: "--" + boundary + "\r\n"}), p...), expr.Segment{Text: "\r\n"})
	}
	out = append(out, expr.Segment{Text: "--" + boundary + "--\r\n"})
	return &run.Body{Text: out, MediaType: "multipart/form-data; boundary=" + boundary}, nil
}

// build returns the part's head and content, or nil when its value is absent.
func (p *Part) build(f *run.Frame) (expr.Text, error) {
	v, ok := p.Value.eval(f)
	if !ok {
		return nil, nil
	}
	blob, _ := v.(value.Blob)
	name, file, media := rendered(f, p.Name), rendered(f, p.FileName), rendered(f, p.ContentType)
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
	return append(expr.Literal(head+"\r\n"), textOf(v, expr.Raw)...), nil
}

func rendered(f *run.Frame, t *expr.Template) string {
	if t == nil {
		return ""
	}
	text, _ := t.Render(f.Lookup, expr.Raw)
	plain, _ := text.Plain()
	return plain
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
