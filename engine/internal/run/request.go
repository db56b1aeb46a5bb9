package run

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"naftiko/binding"
	"naftiko/spec/diag"
	"naftiko/spec/expr"
)

// Request is what a step sends, with the values of binds still closed.
type Request struct {
	Op     *Op
	Method string
	URL    URL
	Header []Header
	// headers finds them by lower-case name, when there are many.
	headers map[string]int
	// Body is nil when there is no entity.
	Body *Body
	// Digest is nil unless the request answers challenges of that scheme.
	Digest *Digest
	// TrustedHost is set when the user named the origin.
	TrustedHost bool
	// MaxResponse is the operation's own limit for the size of an answer, or 0.
	MaxResponse int64
	// Raw is set when the answer is wanted as the upstream sends it.
	Raw bool
}

// Header is one header line. Private ones never travel to another origin.
type Header struct {
	Name string
	// Scheme stands in front of Value, as "Bearer", or is "".
	Scheme  string
	Value   expr.Text
	Private bool
	// Secret values are never shown, wherever they come from.
	Secret bool
	// Implicit marks the implicit bearer token: it is sent only over https or to
	// this machine.
	Implicit bool
}

// SetHeader sets a header, replacing one of the same name.
func (r *Request) SetHeader(h Header) {
	if i := r.headerAt(h.Name); i >= 0 {
		r.Header[i] = h
		return
	}
	r.Header = append(r.Header, h)
}

// HasHeader reports whether a header is set.
func (r *Request) HasHeader(name string) bool { return r.headerAt(name) >= 0 }

// manyHeaders is from where an index is worth what it costs.
const manyHeaders = 32

// headerAt returns the place of a header, or -1.
func (r *Request) headerAt(name string) int {
	if len(r.Header) < manyHeaders {
		return slices.IndexFunc(r.Header, func(h Header) bool { return strings.EqualFold(h.Name, name) })
	}
	if r.headers == nil {
		r.headers = map[string]int{}
	}
	for i := len(r.headers); i < len(r.Header); i++ { // names are never taken away, and never change
		r.headers[strings.ToLower(r.Header[i].Name)] = i
	}
	if i, ok := r.headers[strings.ToLower(name)]; ok {
		return i
	}
	return -1
}

// Digest are the credentials of digest authentication, which are not sent
// themselves: they answer an upstream's challenge.
type Digest struct{ User, Password expr.Text }

// SentDigest is a Digest with everything put in.
type SentDigest struct{ User, Password string }

// Sent is a request with everything put in, as it goes on the wire.
type Sent struct {
	Method, URL string
	Header      []SentHeader
	Body        *SentBody
	Digest      *SentDigest
	TrustedHost bool
}

// SentHeader is one header line on the wire.
type SentHeader struct {
	Name, Value string
	Private     bool
}

// Open puts the values of binds into r. It is the only place where they are
// looked at. Errors are *[binding.Error] and *[Error].
func (r *Request) Open(set *binding.Set) (*Sent, error) {
	var failed error
	get := func(id string) (string, bool, error) {
		s, err := set.Get(id)
		if err != nil && failed == nil {
			failed = err
		}
		return s.Reveal(), false, err
	}
	rawURL, err := r.URL.render(get)
	if err != nil {
		return nil, err
	}
	out := &Sent{Method: r.Method, URL: rawURL, TrustedHost: r.TrustedHost}
	for _, h := range r.visible(rawURL) {
		text := render(h.Value, get)
		switch {
		case failed != nil:
		case text == "" && h.Scheme != "":
			failed = r.badSecret(h, Errorf(Bind, "empty-secret", "is empty").Help("give it a value:"))
		case HasControl(text):
			failed = r.badSecret(h, Errorf(Refused, "header-value", "holds a line break or another control character").
				Help("does it end in a line break? give it another way:"))
		}
		out.Header = append(out.Header, SentHeader{Name: h.Name, Value: h.line(text), Private: h.Private})
	}
	if r.Body != nil {
		out.Body = r.Body.open(get)
		out.Header = append(out.Header, r.Body.header(r)...)
	}
	if r.Digest != nil {
		out.Digest = &SentDigest{User: render(r.Digest.User, get), Password: render(r.Digest.Password, get)}
	}
	return out, failed
}

// line puts the scheme in front of a rendered value.
func (h Header) line(text string) string {
	if h.Scheme == "" {
		return text
	}
	return h.Scheme + " " + text
}

// badSecret says which bind left a header in a state in which it cannot be sent;
// e says what is wrong and what to do.
func (r *Request) badSecret(h Header, e *Error) error {
	for _, id := range h.Value.Opaques() {
		if d, ok := r.Op.Decls.Find(id); ok {
			e.Msg = fmt.Sprintf("bind %s, sent in %s, %s", d.Name, h.Name, e.Msg)
			return e.At(d.Pos).Help("%s  --bind %s", e.Hint, diag.Word(d.Name+"=…"))
		}
	}
	e.Msg = fmt.Sprintf("the value for %s %s", h.Name, e.Msg)
	return e.At(r.Op.Auth.Pos).Help("")
}

// visible returns the headers that go to rawURL.
func (r *Request) visible(rawURL string) []Header {
	var out []Header
	for _, h := range r.Header {
		if h.Implicit && !CarriesImplicit(rawURL) {
			continue
		}
		out = append(out, h)
	}
	return out
}

// DropsImplicit reports whether an implicit bearer token stays behind because
// rawURL is neither https nor this machine.
func (r *Request) DropsImplicit(rawURL string) bool { return len(r.visible(rawURL)) < len(r.Header) }

// SendsImplicit reports whether an implicit bearer token goes to rawURL.
func (r *Request) SendsImplicit(rawURL string) bool {
	for _, h := range r.visible(rawURL) {
		if h.Implicit {
			return true
		}
	}
	return false
}

// CarriesImplicit reports whether an implicit bearer token may go to rawURL: one that
// is https or this machine, or whose scheme is not known yet.
func CarriesImplicit(rawURL string) bool {
	return !strings.HasPrefix(strings.ToLower(rawURL), "http://") || Loopback(rawURL)
}

// render writes t with binds put in by get; errors are get's to keep.
func render(t expr.Text, get valueOf) string {
	var b strings.Builder
	for _, s := range t {
		switch {
		case s.Group != nil && s.Encoding == expr.Base64 && groupShown(s.Group, get):
			fmt.Fprintf(&b, "base64(%s)", render(s.Group, get))
		case s.Group != nil && groupShown(s.Group, get):
			b.WriteString(render(s.Group, get))
		case s.Group != nil:
			b.WriteString(s.Encoding.Encode(render(s.Group, get)))
		case s.Opaque == "":
			b.WriteString(s.Text)
		default:
			text, shown, err := get(s.Opaque)
			if !shown && err == nil {
				text = s.Encoding.Encode(text)
			}
			b.WriteString(text)
		}
	}
	return b.String()
}

// groupShown reports whether part of t is only shown by name.
func groupShown(t expr.Text, get valueOf) bool {
	for _, s := range t {
		if s.Opaque == "" {
			continue
		}
		if _, shown, _ := get(s.Opaque); shown {
			return true
		}
	}
	return false
}

// origin returns scheme and authority of a URL as text, however incomplete it is.
func origin(rawURL string) string {
	if u, err := url.Parse(rawURL); err == nil && u.Host != "" {
		return u.Scheme + "://" + u.Host
	}
	scheme, rest, ok := strings.Cut(rawURL, "://")
	if !ok {
		host, _, _ := strings.Cut(rawURL, "/")
		return host
	}
	host, _, _ := strings.Cut(rest, "/")
	return scheme + "://" + host
}

// AddCookie adds name=value to the Cookie header, which is made when there is none.
func (r *Request) AddCookie(name string, v expr.Text, secret bool) {
	pair := append(expr.Literal(name+"="), v...)
	for i := range r.Header {
		h := &r.Header[i]
		if strings.EqualFold(h.Name, "Cookie") {
			h.Value = append(append(h.Value, expr.Segment{Text: "; "}), pair...)
			h.Secret = h.Secret || secret
			return
		}
	}
	r.Header = append(r.Header, Header{Name: "Cookie", Value: pair, Private: true, Secret: secret})
}

// SecretHeader reports whether a header carries credentials by its name.
func SecretHeader(name string) bool {
	name = strings.ToLower(name)
	switch name {
	case "authorization", "proxy-authorization", "cookie":
		return true
	}
	for _, word := range []string{"token", "secret", "password", "api-key", "apikey", "access-key"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}
