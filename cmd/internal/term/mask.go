package term

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf16"
)

const (
	// minSecret is the length from which a secret is masked: shorter ones would
	// blot out ordinary text.
	minSecret = 6
	masked    = "***"
)

// Masker hides secrets in texts for people. The zero Masker and a nil one hide
// nothing yet. It is safe for concurrent use.
type Masker struct {
	mu    sync.RWMutex
	added map[string]bool
	forms []string // longest first, each once
}

// NewMasker returns a Masker without secrets.
func NewMasker() *Masker { return &Masker{} }

// Add makes m hide secret in each form in which it travels: as it is, without
// blanks around it, escaped for URLs, forms, JSON, Go, HTML and terminals, and
// in base64, alone or as a part of something longer (user:secret). A secret shorter
// than 6 bytes is ignored.
func (m *Masker) Add(secret string) {
	m.mu.RLock()
	known := m.added[secret]
	m.mu.RUnlock()
	if known {
		return
	}
	forms := formsOf(secret)
	if trimmed := strings.TrimSpace(secret); trimmed != secret {
		forms = append(forms, formsOf(trimmed)...)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.added == nil {
		m.added = map[string]bool{}
	}
	m.added[secret] = true
	all := slices.Concat(m.forms, forms)
	slices.SortFunc(all, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b))
	})
	m.forms = slices.Compact(all)
}

// Mask returns s with each secret, and each run of secrets that overlap,
// replaced by ***.
func (m *Masker) Mask(s string) string {
	if m == nil {
		return s
	}
	m.mu.RLock()
	forms := m.forms // Add replaces the slice and never changes it
	m.mu.RUnlock()
	var found []span
	for _, form := range forms {
		found = appendSpans(found, s, form)
	}
	if len(found) == 0 {
		return s
	}
	slices.SortFunc(found, func(a, b span) int { return cmp.Compare(a.start, b.start) })
	var b strings.Builder
	end := 0
	for _, f := range found {
		if f.start >= end {
			b.WriteString(s[end:f.start])
			b.WriteString(masked)
		}
		end = max(end, f.end)
	}
	b.WriteString(s[end:])
	return b.String()
}

// span is a place that holds a secret.
type span struct{ start, end int }

// appendSpans adds the places of form in s. Places that overlap are all found
// and put together, so that "aaaaaa" leaves nothing of a longer run of a.
func appendSpans(found []span, s, form string) []span {
	first := len(found)
	for from := 0; ; {
		i := strings.Index(s[from:], form)
		if i < 0 {
			return found
		}
		start := from + i
		if n := len(found); n > first && start < found[n-1].end {
			found[n-1].end = start + len(form)
		} else {
			found = append(found, span{start, start + len(form)})
		}
		from = start + 1
	}
}

func formsOf(secret string) []string {
	if len(secret) < minSecret {
		return nil
	}
	path, query := url.PathEscape(secret), url.QueryEscape(secret)
	strict := strings.ReplaceAll(query, "+", "%20")
	forms := []string{
		secret, Clean(secret), html.EscapeString(secret), strings.Trim(strconv.Quote(secret), `"`),
		path, query, strict, lowerHex(path), lowerHex(query), lowerHex(strict),
	}
	for _, escapeHTML := range [...]bool{false, true} {
		text := jsonText(secret, escapeHTML)
		ascii := asciiJSON(text)
		forms = append(forms, text, ascii, strings.ReplaceAll(text, "/", `\/`), strings.ReplaceAll(ascii, "/", `\/`))
		// JSON as a value of a query, which a list or an object becomes there.
		forms = append(forms, url.QueryEscape(text), url.PathEscape(text), strings.Trim(strconv.Quote(text), `"`))
	}
	for shift := range 3 {
		core := base64Core(secret, shift)
		forms = append(forms, core, strings.NewReplacer("+", "-", "/", "_").Replace(core))
	}
	whole := base64.StdEncoding.EncodeToString([]byte(secret))
	return append(forms, whole, base64.RawStdEncoding.EncodeToString([]byte(secret)),
		base64.URLEncoding.EncodeToString([]byte(secret)), base64.RawURLEncoding.EncodeToString([]byte(secret)),
		url.QueryEscape(whole))
}

// lowerHex spells the percent escapes of s with small letters.
func lowerHex(s string) string {
	b := []byte(s)
	for i := 0; i+2 < len(b); i++ {
		if b[i] == '%' {
			copy(b[i+1:i+3], strings.ToLower(s[i+1:i+3]))
		}
	}
	return string(b)
}

// jsonText returns s as it stands inside a JSON string, with <, > and & escaped
// if asked.
func jsonText(s string, escapeHTML bool) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(escapeHTML)
	_ = e.Encode(s) // a string always has a JSON form, and the builder takes it
	return strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(b.String()), `"`), `"`)
}

// asciiJSON escapes the characters of a JSON text that are not ASCII.
func asciiJSON(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r < 0x80 {
			b.WriteRune(r)
			continue
		}
		for _, unit := range utf16.AppendRune(nil, r) {
			fmt.Fprintf(&b, `\u%04x`, unit)
		}
	}
	return b.String()
}

// base64Core returns the characters of a base64 text that secret alone decides
// when shift bytes (mod 3) stand before it. Its neighbours keep at most four bits
// of the secret at either end.
func base64Core(secret string, shift int) string {
	text := base64.RawStdEncoding.EncodeToString(append(make([]byte, shift), secret...))
	from := (shift*8 + 5) / 6
	to := (shift + len(secret)) * 8 / 6
	return text[from:to]
}
