package cli

import (
	"strings"

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
	a.noteImplicit(plain, a.env.StderrTTY)
	a.grants(plain)
	return a.emit(o, []byte(a.mask.Mask(strings.Join(curlWords(shown), " "))+"\n"))
}

func curlWords(s *engine.Shown) []string {
	words := []string{"curl"}
	if s.Method == "HEAD" {
		words = append(words, "--head")
	} else if s.Method != "GET" || s.Body != nil {
		words = append(words, "-X", s.Method)
	}
	words = append(words, "--globoff", quoteMarked(s.URL))
	for _, h := range s.Header {
		switch {
		case strings.EqualFold(h.Name, "User-Agent"):
		case s.Auth == "basic" && strings.EqualFold(h.Name, "Authorization"): // by -u
		default:
			words = append(words, "-H", quoteMarked(headerLine(h.Name, h.Value)))
		}
	}
	if s.Auth == "digest" {
		words = append(words, "--digest")
	}
	if s.Auth != "" {
		words = append(words, "-u", quoteMarked(s.User+":"+s.Password))
	}
	if s.Body != nil {
		words = append(words, "--data-raw", quoteMarked(string(s.Body)))
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

// quoteMarked writes one word: text in single quotes, where it needs them, and
// marked names as references in double ones, as in 'Authorization: Bearer '"$TOKEN".
func quoteMarked(text string) string {
	var b strings.Builder
	for i, part := range strings.Split(text, engine.Mark) {
		switch {
		case i%2 == 1 && isShellName(part):
			b.WriteString(`"$` + part + `"`)
		case i%2 == 1:
			b.WriteString(term.QuotePOSIX("$" + part)) // no shell variable can have that name
		case part != "" || text == "":
			b.WriteString(term.QuotePOSIX(part))
		}
	}
	return b.String()
}

func isShellName(s string) bool {
	return s != "" && (s[0] < '0' || s[0] > '9') && !strings.ContainsFunc(s, func(r rune) bool {
		return r != '_' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	})
}
