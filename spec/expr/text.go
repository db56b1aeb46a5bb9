package expr

import (
	"errors"
	"slices"
	"strings"
)

// ErrTooLong is returned by [Text.Reveal] for a text whose rendering was stopped
// at a limit of [Template.Render], so that a part of a text is never used as the whole.
var ErrTooLong = errors.New("the rendered text is over the size limit")

// Segment is a piece of rendered text: literal Text, already encoded; or, when
// Opaque is not "", the value of the bind of that name, put in only when the
// request is sent; or a Group. Opaque and Group values are written in Encoding.
type Segment struct {
	Text     string
	Opaque   string
	Encoding Encoding
	// Group, when it is not nil, is a text that is revealed first and then
	// encoded as a whole, as basic authentication needs it.
	Group Text
	// cut marks the place where rendering was stopped.
	cut bool
}

// Text is rendered text: its segments, one behind the other. The nil Text is empty.
type Text []Segment

// Literal returns s as a Text. It is not encoded.
func Literal(s string) Text {
	if s == "" {
		return nil
	}
	return Text{{Text: s}}
}

// Plain returns the text as far as it is known, and whether that is all of it:
// false when a part is opaque or rendering was stopped at a limit.
func (t Text) Plain() (string, bool) {
	if len(t) == 1 && t[0].isLiteral() {
		return t[0].Text, true
	}
	var b strings.Builder
	all := true
	for i := range t {
		s := &t[i]
		switch {
		case s.Group != nil:
			inner, ok := s.Group.Plain()
			if ok {
				b.WriteString(s.Encoding.Encode(inner))
			}
			all = all && ok
		case s.isLiteral():
			b.WriteString(s.Text)
		default:
			all = false
		}
	}
	return b.String(), all
}

func (s *Segment) isLiteral() bool { return s.Opaque == "" && s.Group == nil && !s.cut }

// Opaques returns the names of the opaque parts in order, each once.
func (t Text) Opaques() []string { return t.opaques(nil) }

func (t Text) opaques(names []string) []string {
	for _, s := range t {
		switch {
		case s.Group != nil:
			names = s.Group.opaques(names)
		case s.Opaque != "" && !slices.Contains(names, s.Opaque):
			names = append(names, s.Opaque)
		}
	}
	return names
}

// Show returns the text for people: name(opaque) stands, not encoded, for each
// opaque part, and base64(…) around a Base64 group that has one.
func (t Text) Show(name func(string) string) string {
	var b strings.Builder
	for _, s := range t {
		switch {
		case s.Group != nil:
			b.WriteString(s.showGroup(name))
		case s.Opaque != "":
			b.WriteString(name(s.Opaque))
		case s.cut:
			b.WriteString("…")
		default:
			b.WriteString(s.Text)
		}
	}
	return b.String()
}

func (s *Segment) showGroup(name func(string) string) string {
	if inner, ok := s.Group.Plain(); ok {
		return s.Encoding.Encode(inner)
	}
	shown := s.Group.Show(name)
	if s.Encoding == Base64 {
		return "base64(" + shown + ")"
	}
	return shown
}

// Reveal returns the text with every opaque part put in. It fails with the
// error of get, or with [ErrTooLong].
func (t Text) Reveal(get func(name string) (string, error)) (string, error) {
	var b strings.Builder
	for i := range t {
		text, err := t[i].reveal(get)
		if err != nil {
			return "", err
		}
		b.WriteString(text)
	}
	return b.String(), nil
}

func (s *Segment) reveal(get func(name string) (string, error)) (string, error) {
	var text string
	var err error
	switch {
	case s.cut:
		return "", ErrTooLong
	case s.Group != nil:
		text, err = s.Group.Reveal(get)
	case s.Opaque != "":
		text, err = get(s.Opaque)
	default:
		return s.Text, nil
	}
	if err != nil {
		return "", err
	}
	return s.Encoding.Encode(text), nil
}

// Encode returns the whole of t, literal parts too, written in enc. Opaque parts
// stay opaque: what has to be encoded later becomes a Group.
func (t Text) Encode(enc Encoding) Text {
	if plain, ok := t.Plain(); ok {
		return Literal(enc.Encode(plain))
	}
	if enc == Base64 {
		return Text{{Group: t, Encoding: enc}}
	}
	out := make(Text, len(t))
	for i, s := range t {
		switch {
		case s.cut:
			out[i] = s
		case s.Opaque != "" && s.Encoding == Raw:
			out[i] = Segment{Opaque: s.Opaque, Encoding: enc}
		case s.Opaque != "" || s.Group != nil:
			out[i] = Segment{Group: Text{s}, Encoding: enc}
		default:
			out[i] = Segment{Text: enc.Encode(s.Text)}
		}
	}
	return out
}
