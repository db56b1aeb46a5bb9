package run

import (
	"net/textproto"
	"slices"

	"naftiko/binding"
	"naftiko/spec/expr"
)

// Shown is a request as people may see it: secrets and unset binds stand as
// $NAME, unescaped.
type Shown struct {
	Method, URL string
	// Header names are canonical; the order is that of the request.
	Header []SentHeader
	// Body is nil when there is no entity.
	Body      []byte
	MediaType string
	// Auth is "basic" or "digest" for these authentications, whose user and
	// password command lines take apart.
	Auth           string
	User, Password string
	// Reads and Sends say what is read and where it goes.
	Reads []binding.Read
	Sends []binding.Send
	// Implicit is the variable sent as an implicit bearer token, or "".
	Implicit string
	// Withheld is set when the implicit token stays behind because the origin is
	// neither https nor this machine.
	Withheld bool
}

// Show returns r as people may see it. Values of binds that are no secrets are
// looked up; nothing else is read. Errors are *[Error]: a value that does not
// fit its place.
func (r *Request) Show(set *binding.Set) (*Shown, error) {
	return r.show(r.showValue(set, dollar), set)
}

// Mark stands before and behind the names of variables in [Request.ShowMarked].
const Mark = "\x00"

// ShowMarked is Show with the IDs of secrets and unset binds between two [Mark]s
// instead of names behind a $, so that no text of an argument can be taken for
// one. Texts that hold a Mark of their own are the caller's to refuse.
func (r *Request) ShowMarked(set *binding.Set) (*Shown, error) {
	return r.show(r.showValue(set, func(d binding.Decl) string { return Mark + d.ID() + Mark }), set)
}

func dollar(d binding.Decl) string { return "$" + d.Name }

func (r *Request) show(get valueOf, set *binding.Set) (*Shown, error) {
	shownURL := r.URL.closed()
	rawURL, err := shownURL.render(get)
	if err != nil {
		return nil, place(err, r.Op)
	}
	out := &Shown{Method: r.Method, URL: rawURL, Withheld: r.DropsImplicit(rawURL)}
	for _, h := range r.visible(rawURL) {
		v := h.Value
		if h.Secret {
			v = closed(v)
		}
		out.Header = append(out.Header, SentHeader{
			Name: textproto.CanonicalMIMEHeaderKey(h.Name), Value: h.line(render(v, get)), Private: h.Private,
		})
		if h.Implicit {
			d, _ := r.Op.Decls.Find(r.Op.Auth.Bind)
			out.Implicit = d.Name
		}
	}
	if r.Body != nil {
		if out.Body, err = r.Body.show(get); err != nil {
			return nil, place(err, r.Op)
		}
		out.MediaType = r.Body.MediaType
		out.Header = append(out.Header, r.Body.header(r)...)
	}
	scheme, user, password := r.userPassword()
	out.Auth, out.User, out.Password = scheme, render(user, get), render(password, get)
	out.Reads, out.Sends = r.grants(set, rawURL)
	return out, nil
}

// showValue shows secrets and unset binds by name, written by refer, and gives
// the values of the rest.
func (r *Request) showValue(set *binding.Set, refer func(binding.Decl) string) valueOf {
	return func(id string) (string, bool, error) {
		d, _ := r.Op.Decls.Find(id)
		name := refer(d)
		if d.Secret {
			return name, true, nil
		}
		s, err := set.Get(id)
		if err != nil {
			return name, true, nil //nolint:nilerr // an unset bind is shown by name
		}
		return s.Reveal(), false, nil
	}
}

// userPassword takes the credentials of basic and digest authentication apart.
func (r *Request) userPassword() (scheme string, user, password expr.Text) {
	if r.Digest != nil {
		return "digest", closed(r.Digest.User), closed(r.Digest.Password)
	}
	for _, h := range r.Header {
		if h.Scheme != "Basic" || len(h.Value) != 1 {
			continue
		}
		group := closed(h.Value)[0].Group
		for i, s := range group {
			if s.Opaque == "" && s.Text == ":" {
				return "basic", group[:i], group[i+1:]
			}
		}
	}
	return "", nil, nil
}

// closed returns t with its literal parts hidden: what a document or a caller
// wrote as a credential is a secret too.
func closed(t expr.Text) expr.Text {
	out := make(expr.Text, 0, len(t))
	for _, s := range t {
		switch {
		case s.Group != nil:
			s.Group = closed(s.Group)
			if !hasOpaque(s.Group) {
				s.Encoding = expr.Raw // nothing is left to be encoded
			}
		case s.Opaque == "" && s.Text != ":" && s.Text != "":
			s.Text = hidden
		}
		out = append(out, s)
	}
	return out
}

func hasOpaque(t expr.Text) bool { return len(t.Opaques()) > 0 }

// hidden stands for a literal credential.
const hidden = "***"

// closed returns u with its literal credentials hidden.
func (u URL) closed() URL {
	out := URL{Pieces: u.Pieces, Query: slices.Clone(u.Query)}
	for i, q := range out.Query {
		if q.Secret {
			out.Query[i].Value = closed(q.Value)
		}
	}
	return out
}

// grants lists the binds that r uses: each is read, and travels to its origin.
func (r *Request) grants(set *binding.Set, rawURL string) ([]binding.Read, []binding.Send) {
	var reads []binding.Read
	var sends []binding.Send
	for _, id := range r.opaques(rawURL) {
		d, _ := r.Op.Decls.Find(id)
		reads = append(reads, binding.Read{Bind: d.Name, From: set.Source(d), Undeclared: d.Undeclared})
		sends = append(sends, binding.Send{Bind: d.Name, Origin: origin(rawURL)})
	}
	return reads, sends
}

func (r *Request) opaques(rawURL string) []string {
	var ids []string
	seen := map[string]bool{"": true}
	add := func(names ...string) {
		for _, id := range names {
			if !seen[id] {
				seen[id] = true
				ids = append(ids, id)
			}
		}
	}
	for _, p := range r.URL.Pieces {
		add(p.Opaque)
	}
	for _, q := range r.URL.Query {
		add(q.Value.Opaques()...)
	}
	for _, h := range r.visible(rawURL) {
		add(h.Value.Opaques()...)
	}
	if r.Body != nil {
		for _, t := range r.Body.Texts() {
			add(t.Opaques()...)
		}
	}
	if r.Digest != nil {
		add(r.Digest.User.Opaques()...)
		add(r.Digest.Password.Opaques()...)
	}
	return ids
}
