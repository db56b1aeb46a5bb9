package step

import (
	"strings"

	"naftiko/engine/internal/run"
	"naftiko/spec/diag"
	"naftiko/spec/expr"
	"naftiko/spec/value"
)

// URI is a compiled base URI or path.
type URI struct {
	parts []uriPart
}

type uriPart struct {
	place run.Place
	// text is escaped literal text; name a placeholder when not "".
	text, name string
	pos        diag.Pos
}

// LiteralURI returns a base URI without placeholders.
func LiteralURI(text string) *URI {
	return &URI{parts: []uriPart{{text: escapeLiteral(strings.TrimSuffix(text, "/"))}}}
}

// BaseURI compiles the template of a base URI: what opens it is an origin, what
// stands before the first slash an authority. A final slash is dropped, since
// paths begin with one.
func BaseURI(t *expr.Template, pos diag.Pos) *URI {
	u := &URI{}
	place := run.Origin
	for _, p := range t.Parts() {
		if p.Name != "" {
			u.placeholder(place, p, pos)
			if place == run.Origin {
				place = run.Path
			}
			continue
		}
		u.parts = append(u.parts, uriPart{text: escapeLiteral(p.Text)})
		place = after(place, p.Text)
	}
	u.trimSlash()
	return u
}

// after returns the place that follows literal text standing at place.
func after(place run.Place, text string) run.Place {
	if place == run.Origin {
		_, rest, ok := strings.Cut(text, "://")
		if !ok {
			return run.Path // a relative base URI, refused when it is compiled
		}
		place, text = run.Authority, rest
	}
	if place == run.Authority && strings.Contains(text, "/") {
		place = run.Path
	}
	if place == run.Path && strings.Contains(text, "?") {
		place = run.Query
	}
	return place
}

// PathURI compiles the template of a path, which is joined to the base URI with
// exactly one slash. A slash at its end stays.
func PathURI(t *expr.Template, pos diag.Pos) *URI {
	u := &URI{}
	place := run.Path
	for i, p := range t.Parts() {
		if i == 0 && !strings.HasPrefix(p.Text, "/") && !strings.HasPrefix(p.Text, "?") {
			u.parts = append(u.parts, uriPart{text: "/"})
		}
		if p.Name != "" {
			u.placeholder(place, p, pos)
			continue
		}
		u.parts = append(u.parts, uriPart{text: escapeLiteral(p.Text)})
		place = after(place, p.Text)
	}
	return u
}

func (u *URI) placeholder(place run.Place, p expr.Part, pos diag.Pos) {
	pos.Column += p.Offset
	u.parts = append(u.parts, uriPart{place: place, name: p.Name, pos: pos})
}

func (u *URI) trimSlash() {
	if n := len(u.parts); n > 0 && u.parts[n-1].name == "" {
		u.parts[n-1].text = strings.TrimSuffix(u.parts[n-1].text, "/")
	}
}

// Alias lets the placeholder name mean the parameter of another spelling.
func (u *URI) Alias(canonical func(name string) string) {
	for i := range u.parts {
		if u.parts[i].name != "" {
			u.parts[i].name = canonical(u.parts[i].name)
		}
	}
}

// Origin returns the literal text in front of the first placeholder.
func (u *URI) Origin() string {
	if len(u.parts) == 0 {
		return ""
	}
	return u.parts[0].text
}

// HostNames returns the placeholders that decide where a request goes.
func (u *URI) HostNames() []string {
	var names []string
	for _, p := range u.parts {
		if p.name != "" && (p.place == run.Authority || p.place == run.Origin) {
			names = append(names, p.name)
		}
	}
	return names
}

// pieces looks the placeholders up. Nothing unresolved is let through.
func (u *URI) pieces(f *run.Frame) ([]run.Piece, error) {
	out := make([]run.Piece, 0, len(u.parts))
	for _, p := range u.parts {
		piece := run.Piece{Place: p.place, Text: p.text, Name: p.name, Pos: p.pos}
		if p.name == "" {
			out = append(out, piece)
			continue
		}
		filled, err := fill(f, piece)
		if err != nil {
			return nil, err
		}
		out = append(out, filled...)
	}
	return out, nil
}

// fill gives a placeholder its value; one that mixes text and binds becomes
// several pieces.
func fill(f *run.Frame, piece run.Piece) ([]run.Piece, error) {
	v, ok := f.Lookup(piece.Name)
	if !ok {
		return nil, run.Errorf(run.Input, "unresolved", "nothing fills {%s}: no parameter, bind or argument has that name", piece.Name).
			At(piece.Pos).Help("pass  %s  or declare it under binds", diag.Word(piece.Name+"=…"))
	}
	if !hostMayCome(f, &piece) {
		return nil, run.Errorf(run.Refused, "host-argument", "{%s} decides where the request goes and may not come from an argument", piece.Name).
			At(piece.Pos).Help("declare it under binds and give it with  --bind %s", diag.Word(piece.Name+"=…"))
	}
	switch v := v.(type) {
	case expr.Opaque:
		piece.Opaque = v.Name
	case expr.Text:
		if piece.Place == run.Origin {
			return nil, run.Errorf(run.Document, "mixed-bind", "{%s} opens the base URI and must be one value", piece.Name).At(piece.Pos)
		}
		return mixed(piece, v), nil
	default:
		piece.Text = value.Text(v)
	}
	return []run.Piece{piece}, nil
}

func mixed(piece run.Piece, t expr.Text) []run.Piece {
	var out []run.Piece
	for _, s := range t {
		p := piece
		p.Text, p.Opaque, p.Part = s.Text, s.Opaque, true
		out = append(out, p)
	}
	return out
}

// hostMayCome reports whether the value of a placeholder in the host may be used:
// binds and the document's own values may, a caller's only from the user's shell.
func hostMayCome(f *run.Frame, piece *run.Piece) bool {
	if f.Env.HostArguments || piece.Place != run.Authority && piece.Place != run.Origin {
		return true
	}
	for _, name := range f.Op.HostArguments {
		if _, given := f.Argument(name); given && !f.Fixed[name] {
			return false
		}
	}
	return true
}

// escapeLiteral percent-encodes what may not stand in a URL as it is; what the
// document has encoded stays.
func escapeLiteral(text string) string {
	if !strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune("\"<>\\^`{|}%#", r) }) {
		return text
	}
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c == '%' && i+2 < len(text) && isHex(text[i+1]) && isHex(text[i+2]),
			c > ' ' && c < 0x7f && !strings.ContainsRune("\"<>\\^`{|}%#", rune(c)):
			b.WriteByte(c)
		default:
			b.WriteString("%" + string(hex[c>>4]) + string(hex[c&15]))
		}
	}
	return b.String()
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}
