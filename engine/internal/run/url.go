package run

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"naftiko/spec/diag"
	"naftiko/spec/expr"
)

// Place says where in a URL an inserted value stands, and so how it is checked
// and written.
type Place uint8

const (
	// Literal is text of the document, already escaped.
	Literal Place = iota
	// Origin is a value that opens the base URI: an absolute http(s) URL.
	Origin
	// Authority is a value in the host or port.
	Authority
	// Path is a value behind the authority: percent-encoded, never a dot segment.
	Path
	// Query is a value in a query that the document spells out in a path.
	Query
)

// Piece is one part of a URL: text, or the value of a bind.
type Piece struct {
	Place Place
	// Text is the value itself, not yet encoded, when Opaque is "".
	Text string
	// Opaque is the ID of the bind whose value stands here.
	Opaque string
	// Part marks one of several pieces that make up a value.
	Part bool
	// Name is the placeholder, for messages; Pos where it is.
	Name string
	Pos  diag.Pos
}

// QueryParam is one query parameter of a URL; Name and Value are encoded.
type QueryParam struct {
	Name  string
	Value expr.Text
	// Secret values are never shown, wherever they come from.
	Secret bool
}

// URL is a request's address before binds are put in.
type URL struct {
	// Pieces make up everything but Query.
	Pieces []Piece
	Query  []QueryParam
}

// valueOf gives the value of a bind, or the text that is shown for it.
type valueOf func(id string) (text string, shown bool, err error)

// assembly writes a URL piece by piece and checks its parts.
type assembly struct {
	b strings.Builder
	// open is set while the part holds a bind that is only shown by name.
	open bool
	// segment is the start of the current path segment; inserted tells that a
	// value went into it.
	segment  int
	inserted Piece
	// authority is the start of the authority, -1 before and -2 behind it; host is
	// the last value that went into it.
	authority int
	host      Piece
	// bound tells that a bind went into the authority.
	bound bool
}

const (
	beforeAuthority = -1
	behindAuthority = -2
)

// render writes u with its binds put in.
func (u *URL) render(get valueOf) (string, error) {
	a := &assembly{authority: beforeAuthority, segment: -1}
	for i, p := range u.Pieces {
		followed := i+1 < len(u.Pieces) && strings.HasPrefix(u.Pieces[i+1].Text, "/")
		if err := a.add(p, get, followed || i+1 == len(u.Pieces)); err != nil {
			return "", err
		}
	}
	if err := a.endPath(); err != nil {
		return "", err
	}
	return a.b.String() + u.query(a.b.String(), get), nil
}

func (u *URL) query(before string, get valueOf) string {
	var b strings.Builder
	sep := byte('?')
	if strings.Contains(before, "?") {
		sep = '&'
	}
	for _, q := range u.Query {
		b.WriteByte(sep)
		sep = '&'
		b.WriteString(q.Name)
		b.WriteByte('=')
		b.WriteString(render(q.Value, get))
	}
	return b.String()
}

func (a *assembly) add(p Piece, get valueOf, trimSlash bool) error {
	text, shown := p.Text, false
	if p.Opaque != "" {
		var err error
		if text, shown, err = get(p.Opaque); err != nil {
			return err
		}
	}
	if shown {
		a.open = true
		a.literal(text)
		if p.Place == Origin {
			a.authority, a.segment = behindAuthority, a.b.Len()
		}
		return nil
	}
	switch p.Place {
	case Literal:
		return a.text(text)
	case Origin:
		return a.origin(p, text, trimSlash)
	case Authority:
		if text == "" && !p.Part {
			return emptyPlace(p, "the host")
		}
		a.host, a.bound = p, a.bound || p.Opaque != ""
		a.literal(text)
		return nil
	case Query:
		a.literal(url.QueryEscape(text))
		return nil
	}
	return a.pathValue(p, text)
}

func (a *assembly) literal(text string) { a.b.WriteString(text) }

// text writes document text and watches where the authority and path segments begin and end.
func (a *assembly) text(text string) error {
	if a.authority == beforeAuthority {
		scheme, rest, ok := strings.Cut(text, "://")
		if !ok || a.b.Len() > 0 {
			a.b.WriteString(text)
			return nil
		}
		a.b.WriteString(scheme + "://")
		a.authority, text = a.b.Len(), rest
	}
	for {
		i := strings.IndexAny(text, "/?#")
		if i < 0 {
			a.b.WriteString(text)
			return nil
		}
		a.b.WriteString(text[:i])
		if err := a.boundary(); err != nil {
			return err
		}
		a.b.WriteByte(text[i])
		a.segment = a.b.Len()
		text = text[i+1:]
	}
}

// boundary ends the authority or a path segment.
func (a *assembly) boundary() error {
	if a.authority >= 0 {
		if err := a.endAuthority(); err != nil {
			return err
		}
	}
	return a.endSegment()
}

func (a *assembly) endAuthority() error {
	host := a.b.String()[a.authority:]
	open := a.open
	a.authority, a.open = behindAuthority, false
	if !open && !validAuthority(host) {
		e := Errorf(Refused, "bad-host", "%s is not a host name or address with an optional port", quote(host))
		switch {
		case a.bound: // a bind's value is not shown, not even in part
			e.Msg = "the value of " + a.host.Name + " makes no host name or address with an optional port"
		case a.host.Name != "":
			e.Msg = a.host.Name + " does not fit: " + e.Msg
		}
		return e.At(a.host.Pos).Help("the values put into a host may hold letters, digits, '-', '.', and a port at its end")
	}
	return nil
}

func (a *assembly) endSegment() error {
	p := a.inserted
	a.inserted = Piece{}
	if p.Name == "" || a.segment < 0 {
		return nil
	}
	if seg := a.b.String()[a.segment:]; seg == "." || seg == ".." {
		return Errorf(Refused, "path-value", "%s may not be %q in a path", p.Name, seg).At(p.Pos)
	}
	return nil
}

func (a *assembly) endPath() error {
	if a.authority >= 0 {
		if err := a.endAuthority(); err != nil {
			return err
		}
	}
	return a.endSegment()
}

// origin writes the absolute URL that opens a base URI.
func (a *assembly) origin(p Piece, text string, trimSlash bool) error {
	if err := CheckBaseURI(text); err != nil {
		err.Msg = p.Name + ": " + err.Msg
		if p.Opaque != "" {
			err.Msg = "the value of " + p.Name + " is not an absolute http or https URL without credentials and query"
		}
		return err.At(p.Pos)
	}
	if trimSlash {
		text = strings.TrimSuffix(text, "/")
	}
	a.b.WriteString(text)
	a.authority, a.segment = behindAuthority, a.b.Len()
	return nil
}

func (a *assembly) pathValue(p Piece, text string) error {
	if text == "" && !p.Part {
		return emptyPlace(p, "a path")
	}
	a.b.WriteString(expr.PathSegment.Encode(text))
	a.inserted = p
	return nil
}

func emptyPlace(p Piece, where string) *Error {
	return Errorf(Refused, "path-value", "%s may not be empty in %s", p.Name, where).At(p.Pos)
}

// CheckBaseURI says why text cannot stand in front of a path, or returns nil: it
// must be an absolute http or https URL with a host, without user information,
// query and fragment.
func CheckBaseURI(text string) *Error {
	u, err := url.Parse(text)
	switch {
	case err != nil, u.Host == "" && u.Scheme == "", u.Opaque != "":
		return Errorf(Refused, "bad-base-uri", "%s is not an absolute http or https URL", quote(hideUser(text)))
	case u.Scheme != "http" && u.Scheme != "https":
		return Errorf(Refused, "bad-base-uri", "%s: only http and https are called", quote(hideUser(text)))
	case u.User != nil:
		return Errorf(Refused, "userinfo", "a URL may not hold a user name or password").
			Help("give credentials through authentication and binds")
	case !validAuthority(u.Host):
		return Errorf(Refused, "bad-host", "%s is not a host name or address with an optional port", quote(u.Host))
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.HasSuffix(text, "#"):
		return Errorf(Refused, "bad-base-uri", "a base URI may not have a query or a fragment")
	}
	return nil
}

// hideUser drops what stands in front of an @, which may be a password.
func hideUser(text string) string {
	if i := strings.LastIndexByte(text, '@'); i >= 0 {
		return "…" + text[i:]
	}
	return text
}

func quote(s string) string {
	if r := []rune(s); len(r) > maxShown {
		s = string(r[:maxShown]) + "…"
	}
	return strconv.Quote(s)
}

// validAuthority reports whether s is host[:port]: a name of letters, digits,
// '-', '_' and '.', an IPv4 address, or an IPv6 address in brackets.
func validAuthority(s string) bool {
	if strings.HasPrefix(s, "[") {
		host, rest, closed := strings.Cut(s[1:], "]")
		port, hasPort := strings.CutPrefix(rest, ":")
		addr, err := netip.ParseAddr(host)
		return closed && (hasPort || rest == "") && err == nil && addr.Is6() && validPort(port, hasPort)
	}
	host, port, hasPort := strings.Cut(s, ":")
	return validHost(host) && validPort(port, hasPort)
}

func validPort(port string, has bool) bool {
	if !has {
		return true
	}
	n, err := strconv.ParseUint(port, 10, 16)
	return err == nil && n > 0
}

func validHost(host string) bool {
	if host == "" || len(host) > 253 || strings.HasPrefix(host, ".") || strings.Contains(host, "..") {
		return false
	}
	for _, c := range host {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letter && c != '-' && c != '.' && c != '_' {
			return false
		}
	}
	return true
}

// Loopback reports whether the URL's host is this machine by its very spelling.
func Loopback(rawURL string) bool {
	u, err := url.Parse(rawURL)
	if err != nil {
		return false
	}
	host := strings.ToLower(u.Hostname())
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}
