package binding

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
)

// Options says where values come from. The zero Options reads the process
// environment and files below the document's folder.
type Options struct {
	// LookupEnv reads the environment; if nil, the process's.
	LookupEnv func(name string) (string, bool)
	// Values are values given by the user for variables, by name or
	// "namespace.name"; they win over every provider.
	Values map[string]string
	// PassThrough names variables that may be read although their names are reserved.
	PassThrough []string
	// EnvFile holds variables that stand in front of the environment.
	EnvFile map[string]string
	// EnvFileName is the file they came from, for messages.
	EnvFileName string
	// AllowPaths are folders outside the document's that files may be read from.
	AllowPaths []string
	// OnValue, if set, is told of each secret value when it is first handed out,
	// so that it can be masked elsewhere.
	OnValue func(value string)
	// Mask hides the values told to OnValue in a text, in whatever form they
	// stand there. If nil, they are replaced where they stand as they are.
	Mask func(text string) string
}

// Set resolves the variables of one program. It is safe for concurrent use.
type Set struct {
	decls *Index
	opts  Options

	mu    sync.Mutex
	files map[string]fileResult
	seen  map[string]bool
}

// NewSet returns a Set for decls. Nothing is read before a value is asked for.
func NewSet(decls Decls, opts Options) *Set {
	if opts.LookupEnv == nil {
		opts.LookupEnv = os.LookupEnv
	}
	return &Set{decls: NewIndex(decls), opts: opts, files: map[string]fileResult{}, seen: map[string]bool{}}
}

// Get returns the value of the variable name ("NAME" or "namespace.NAME").
// Errors are *[Error].
func (s *Set) Get(name string) (Secret, error) {
	d, ok := s.decls.Find(name)
	if !ok {
		d = Decl{Name: name}
		return Secret{}, &Error{Kind: Unset, Decl: d, Msg: fmt.Sprintf("no bind declares %s", name), Hint: "declare it under binds: keys"}
	}
	text, err := s.lookup(d)
	if err != nil {
		return Secret{}, err
	}
	s.report(d, text)
	return Secret{text: text}, nil
}

// Has reports whether a variable is set, without handing its value out. One that
// is refused or cannot be read counts as set: asking for it tells why.
func (s *Set) Has(name string) bool {
	d, ok := s.decls.Find(name)
	if !ok {
		return false
	}
	_, err := s.lookup(d)
	e, failed := errors.AsType[*Error](err)
	return !failed || e.Kind != Unset
}

// Source says where the value of d comes from, as words for people.
func (s *Set) Source(d Decl) string {
	if _, ok := s.given(d); ok {
		return "--bind " + d.Name
	}
	return providerOf(d.Location).place(s, d)
}

func (s *Set) lookup(d Decl) (string, error) {
	if text, ok := s.given(d); ok {
		return text, nil
	}
	return providerOf(d.Location).lookup(s, d)
}

// given returns the value the user gave for d.
func (s *Set) given(d Decl) (string, bool) {
	if text, ok := s.opts.Values[d.ID()]; ok {
		return text, true
	}
	text, ok := s.opts.Values[d.Name]
	return text, ok
}

func (s *Set) passes(d Decl) bool {
	for _, name := range s.opts.PassThrough {
		if name == d.Name || name == d.ID() || name == d.Key {
			return true
		}
	}
	return false
}

// Mask hides the secrets that were handed out in a text that is to be shown in
// part: what was cut cannot be recognised any more.
func (s *Set) Mask(text string) string {
	if s.opts.Mask != nil {
		return s.opts.Mask(text)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	// The longest first: one may be a part of another.
	for _, secret := range slices.SortedFunc(maps.Keys(s.seen), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b))
	}) {
		if len(secret) >= leastMasked {
			text = strings.ReplaceAll(text, secret, masked)
		}
	}
	return text
}

// leastMasked is the length below which a secret is no more than a word.
const leastMasked = 6

func (s *Set) report(d Decl, text string) {
	if !d.Secret {
		return
	}
	s.mu.Lock()
	first := !s.seen[text]
	s.seen[text] = true
	s.mu.Unlock()
	if first && s.opts.OnValue != nil {
		s.opts.OnValue(text)
	}
}
