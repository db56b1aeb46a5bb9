package engine_test

import (
	"encoding/json"
	"strings"

	"gopkg.in/yaml.v3"
)

// The entity that a document declares, worked out by the judge.

// wantBody works the entity and its media type out. A media type that the
// document's parameters give wins.
func (s *scene) wantBody(w *wanted) {
	given, typed := w.header["Content-Type"]
	var media string
	if s.op.body != nil {
		w.body, media = s.bodyTemplate(s.op.body)
	} else {
		w.body, media = s.bodyParams(typed && !strings.Contains(given, "json"))
	}
	if media != "" && !typed {
		w.header["Content-Type"] = media
	}
}

const (
	jsonMedia = "application/json"
	formMedia = "application/x-www-form-urlencoded"
)

func (s *scene) bodyParams(foreign bool) (wantedBody, string) {
	var declared []judgedParam
	for _, p := range s.op.params {
		if p.in == "body" {
			declared = append(declared, p)
		}
	}
	if len(declared) == 1 {
		v, ok := s.param(declared[0])
		if !ok {
			return wantedBody{}, ""
		}
		if t, ok := v.(string); ok && (foreign || json.Valid([]byte(t))) {
			return wantedBody{kind: "exact", text: t}, jsonMedia
		}
		return wantedBody{kind: "json", text: asJSON(v)}, jsonMedia
	}
	var members []string
	for _, p := range declared {
		if v, ok := s.param(p); ok {
			members = append(members, asJSON(p.name)+":"+asJSON(v))
		}
	}
	if len(members) == 0 {
		return wantedBody{}, ""
	}
	return wantedBody{kind: "json", text: "{" + strings.Join(members, ",") + "}"}, jsonMedia
}

func (s *scene) bodyTemplate(n *yaml.Node) (wantedBody, string) {
	if n.Kind == yaml.ScalarNode {
		return wantedBody{kind: "exact", text: s.rawJSON(n.Value)}, jsonMedia
	}
	data := member(n, "data")
	kind := text(n, "type")
	if data == nil {
		return wantedBody{}, ""
	}
	exact := func(media string) (wantedBody, string) {
		v, ok := s.render(data.Value, "")
		if !ok {
			return wantedBody{}, ""
		}
		return wantedBody{kind: "exact", text: asText(v)}, media
	}
	switch {
	case kind == "multipartForm":
		return s.multipart(data), "multipart/form-data"
	case kind == "formUrlEncoded" && data.Kind == yaml.MappingNode:
		return s.form(data), formMedia
	case kind == "formUrlEncoded":
		return wantedBody{kind: "exact", text: s.encoded(data.Value, formEscape)}, formMedia
	case kind == "text":
		return exact("text/plain;charset=utf-8")
	case kind == "xml":
		return wantedBody{kind: "exact", text: s.encoded(data.Value, xmlEscape)}, "application/xml"
	case kind == "sparql":
		return exact("application/sparql-query")
	case data.Kind == yaml.ScalarNode && data.Tag == "!!str":
		if v, ok := s.render(data.Value, ""); !ok {
			return wantedBody{}, ""
		} else if _, isText := v.(string); !isText {
			return wantedBody{kind: "json", text: asJSON(v)}, jsonMedia
		}
		return wantedBody{kind: "exact", text: s.rawJSON(data.Value)}, jsonMedia
	}
	tree, _ := s.tree(data)
	return wantedBody{kind: "json", text: tree}, jsonMedia
}

// tree writes a JSON tree whose leaves are templates; what is absent is left out.
func (s *scene) tree(n *yaml.Node) (string, bool) {
	if n = actual(n); n == nil {
		return "null", true
	}
	var parts []string
	switch n.Kind {
	case yaml.SequenceNode:
		for _, e := range n.Content {
			if t, ok := s.tree(e); ok {
				parts = append(parts, t)
			}
		}
		return "[" + strings.Join(parts, ",") + "]", true
	case yaml.MappingNode:
		for _, m := range members(n) {
			if t, ok := s.tree(m.value); ok {
				parts = append(parts, asJSON(m.name)+":"+t)
			}
		}
		return "{" + strings.Join(parts, ",") + "}", true
	}
	if n.Tag != "!!str" {
		return asJSON(plain(n)), true
	}
	v, ok := s.render(n.Value, "")
	return asJSON(v), ok
}

// rawJSON fills a body written as text: inside a JSON string the inserted text
// is escaped, outside a value stands as JSON, or null.
func (s *scene) rawJSON(src string) string {
	var b strings.Builder
	inside := false
	for src != "" {
		at := tag.FindStringSubmatchIndex(src)
		if at == nil {
			b.WriteString(src)
			break
		}
		inside = quoted(src[:at[0]], inside)
		b.WriteString(src[:at[0]])
		m := tag.FindStringSubmatch(src)
		v, ok := s.lookup(m[1]+m[2], "")
		switch {
		case inside && ok:
			t := asJSON(asText(v))
			b.WriteString(t[1 : len(t)-1])
		case !inside && ok:
			b.WriteString(asJSON(v))
		case !inside:
			b.WriteString("null")
		}
		src = src[at[1]:]
	}
	return b.String()
}

// quoted tells whether the end of src lies within a JSON string.
func quoted(src string, inside bool) bool {
	for i := 0; i < len(src); i++ {
		switch {
		case src[i] == '\\' && inside:
			i++
		case src[i] == '"':
			inside = !inside
		}
	}
	return inside
}

func (s *scene) form(data *yaml.Node) wantedBody {
	var out []string
	for _, m := range members(data) {
		if v, ok := s.leaf(m.value); ok {
			out = append(out, pairs(m.name, v)...)
		}
	}
	return wantedBody{kind: "exact", text: strings.Join(out, "&")}
}

// encoded fills a text, each value encoded for it.
func (s *scene) encoded(text string, enc func(string) string) string {
	return tag.ReplaceAllStringFunc(text, func(t string) string {
		v, ok := s.render(t, "")
		if !ok {
			return ""
		}
		return enc(asText(v))
	})
}

func (s *scene) leaf(n *yaml.Node) (any, bool) {
	if n = actual(n); n == nil {
		return nil, false
	}
	if n.Kind == yaml.ScalarNode && n.Tag == "!!str" {
		return s.render(n.Value, "")
	}
	return plain(n), true
}

func (s *scene) multipart(data *yaml.Node) wantedBody {
	w := wantedBody{kind: "multipart"}
	for _, e := range data.Content {
		v, ok := s.leaf(member(e, "value"))
		if !ok {
			continue
		}
		p := wantedPart{name: text(e, "name"), file: text(e, "filename"), media: text(e, "contentType"), text: asText(v)}
		switch {
		case p.media == "" && p.file != "":
			p.media = "application/octet-stream"
		case p.media == "":
			p.media = "text/plain"
		}
		w.parts = append(w.parts, p)
	}
	return w
}

// plain gives a YAML value as JSON has it; numbers keep their spelling.
func plain(n *yaml.Node) any {
	n = actual(n)
	switch {
	case n == nil:
		return nil
	case n.Kind == yaml.ScalarNode && (n.Tag == "!!int" || n.Tag == "!!float"):
		return json.Number(n.Value)
	case n.Kind == yaml.ScalarNode && n.Tag == "!!bool":
		return n.Value == "true"
	case n.Kind == yaml.ScalarNode:
		return n.Value
	}
	var v any
	if err := n.Decode(&v); err != nil {
		return err.Error()
	}
	return v
}

// xmlEscape writes what would be markup as entities (XML 1.0 section 4.6).
func xmlEscape(s string) string {
	for _, pair := range [][2]string{{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&apos;"}} {
		s = strings.ReplaceAll(s, pair[0], pair[1])
	}
	return s
}
