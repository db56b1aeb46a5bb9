package cli

import (
	"strings"

	"naftiko/cmd/internal/term"
	"naftiko/engine"
	"naftiko/spec/value"
)

// curl prints the request as a POSIX command line. Secrets and unset binds
// stand in it as "$NAME", to be filled by the shell that runs it.
func (a *app) curl(prog *engine.Program, op *engine.Op, in *value.Object, call engine.Call) error {
	r, shown, err := a.prepare(prog, op, in, call)
	if err != nil {
		return err
	}
	names := &shellNames{}
	for _, d := range prog.Binds() {
		names.add(d.Name)
	}
	words := []string{"curl"}
	if shown.Method != "GET" || shown.Body != nil {
		words = append(words, "-X", shown.Method)
	}
	words = append(words, "--globoff", names.quote(shown.URL))
	for _, h := range shown.Header {
		switch {
		case strings.EqualFold(h.Name, "User-Agent"):
		case shown.BasicUser != nil && strings.EqualFold(h.Name, "Authorization"):
			user := r.ShowText(shown.BasicUser, call.Binds) + ":" + r.ShowText(shown.BasicPassword, call.Binds)
			words = append(words, "-u", names.quote(user))
		default:
			words = append(words, "-H", names.quote(h.Name+": "+h.Value))
		}
	}
	if shown.Body != nil {
		words = append(words, "--data-raw", names.quote(string(shown.Body)))
	}
	a.noteImplicit(shown, a.env.StderrTTY)
	a.grants(shown)
	return a.out.WriteOut([]byte(a.mask.Mask(strings.Join(words, " ")) + "\n"))
}

// shellNames quotes texts in which $NAME of a bind stays a reference.
type shellNames struct{ names []string }

// add lets $name stand in quoted texts, if it can be a shell variable.
func (s *shellNames) add(name string) {
	if name != "" && strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") == "" && (name[0] < '0' || name[0] > '9') {
		s.names = append(s.names, name)
	}
}

// quote writes one word: single quotes around text, double ones around
// references, as in 'Authorization: Bearer '"$TOKEN".
func (s *shellNames) quote(text string) string {
	var b strings.Builder
	rest := text
	for {
		i, name := s.next(rest)
		if i < 0 {
			break
		}
		if i > 0 {
			b.WriteString(term.QuotePOSIX(rest[:i]))
		}
		b.WriteString(`"$` + name + `"`)
		rest = rest[i+1+len(name):]
	}
	if rest != "" || text == "" {
		b.WriteString(term.QuotePOSIX(rest))
	}
	return b.String()
}

// next finds the first reference, taking the longest name where several fit.
func (s *shellNames) next(text string) (at int, name string) {
	for i := strings.IndexByte(text, '$'); i >= 0; {
		for _, n := range s.names {
			if strings.HasPrefix(text[i+1:], n) && len(n) > len(name) {
				name = n
			}
		}
		if name != "" {
			return i, name
		}
		j := strings.IndexByte(text[i+1:], '$')
		if j < 0 {
			break
		}
		i += 1 + j
	}
	return -1, ""
}
