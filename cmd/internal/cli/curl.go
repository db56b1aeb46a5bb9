package cli

import (
	"fmt"
	"slices"
	"strings"

	"naftiko/binding"
	"naftiko/cmd/internal/term"
	"naftiko/engine"
	"naftiko/spec/value"
)

// curl prints the request as a POSIX command line. Secrets and unset binds
// stand in it as "$NAME", to be filled by the shell that runs it.
func (a *app) curl(o *invokeOptions, prog *engine.Program, op *engine.Op, in *value.Object, call engine.Call) error {
	r, plain, err := a.prepare(prog, op, in, call)
	if err != nil {
		return err
	}
	if strings.Contains(string(plain.Body), engine.Mark) {
		return engine.Errorf(engine.Input, "not-a-command-line", "the body has a NUL byte, which no command line can hold")
	}
	shown, err := r.ShowMarked(call.Binds)
	if err != nil {
		return err
	}
	q := &curlQuoter{bind: prog.Bind, mask: a.mask.Mask, owners: map[string]string{}}
	for _, d := range prog.Binds() {
		q.keys = append(q.keys, d.Key)
	}
	line := strings.Join(q.words(shown), " ")
	a.noteImplicit(plain, a.env.StderrTTY)
	a.grants(plain)
	for _, name := range q.placeholders {
		a.out.Notef("the line needs the shell variable %s, which you have to set first", name)
	}
	return a.emit(o, []byte(line+"\n"))
}

// curlQuoter writes the words of a command line.
type curlQuoter struct {
	bind func(id string) (binding.Decl, bool)
	mask func(string) string
	// placeholders are the variables that no document may choose the name of.
	placeholders []string
	// owners are the binds that they stand for; keys the variables that binds are read from.
	owners map[string]string
	keys   []string
}

func (q *curlQuoter) words(s *engine.Shown) []string {
	words := []string{"curl"}
	if s.Method == "HEAD" {
		words = append(words, "--head")
	} else if s.Method != "GET" || s.Body != nil {
		words = append(words, "-X", q.quote(s.Method))
	}
	words = append(words, "--globoff", q.quote(s.URL))
	for _, h := range s.Header {
		switch {
		case strings.EqualFold(h.Name, "User-Agent"):
		case s.Auth == "basic" && strings.EqualFold(h.Name, "Authorization"): // by -u
		default:
			words = append(words, "-H", q.quote(headerLine(h.Name, h.Value)))
		}
	}
	if s.Auth == "digest" {
		words = append(words, "--digest")
	}
	if s.Auth != "" {
		words = append(words, "-u", q.quote(s.User+":"+s.Password))
	}
	if s.Body != nil {
		words = append(words, "--data-raw", q.quote(string(s.Body)))
	}
	return words
}

// headerLine writes a header for curl, which takes "Name;" for an empty one.
func headerLine(name, text string) string {
	if text == "" {
		return name + ";"
	}
	return name + ": " + text
}

// quote writes one word: text, masked, in single quotes where it needs them, and
// marked binds as references in double ones, as in 'Authorization: Bearer '"$TOKEN".
func (q *curlQuoter) quote(text string) string {
	var b strings.Builder
	for i, part := range strings.Split(text, engine.Mark) {
		switch {
		case i%2 == 1:
			b.WriteString(`"$` + q.variable(part) + `"`)
		case part != "" || text == "":
			b.WriteString(term.QuotePOSIX(q.mask(part)))
		}
	}
	return b.String()
}

// variable is the shell variable for a bind: the environment variable that it is
// read from, or, where the document could name one of the machine's or there is
// none, a variable of our own.
func (q *curlQuoter) variable(id string) string {
	d, _ := q.bind(id)
	if d.Location == "" && isShellName(d.Key) && !binding.Reserved(d.Key) {
		return d.Key
	}
	name := "BIND_" + envName(d.ID())
	for n := 2; q.taken(name, id); n++ {
		name = fmt.Sprintf("BIND_%s_%d", envName(d.ID()), n)
	}
	if q.owners[name] == "" {
		q.owners[name] = id
		q.placeholders = append(q.placeholders, name)
	}
	return name
}

// taken reports whether a variable's name means another bind already.
func (q *curlQuoter) taken(name, id string) bool {
	if owner := q.owners[name]; owner != "" {
		return owner != id
	}
	return slices.Contains(q.keys, name)
}

func isShellName(s string) bool {
	return s != "" && (s[0] < '0' || s[0] > '9') && !strings.ContainsFunc(s, func(r rune) bool {
		return r != '_' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	})
}
