package term_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/cmd/internal/term"
)

func TestMask(t *testing.T) {
	tests := map[string]struct {
		secrets  []string
		in, want string
	}{
		"none":               {nil, "abcdef", "abcdef"},
		"all occurrences":    {[]string{"hunter22"}, "a hunter22 b hunter22", "a *** b ***"},
		"short":              {[]string{"abcde", ""}, "abcde", "abcde"},
		"six bytes":          {[]string{"abcdef"}, "abcdef", "***"},
		"longest first":      {[]string{"abcdef", "abcdefgh"}, "abcdefgh", "***"},
		"overlapping":        {[]string{"abcdef", "defghijk"}, "-abcdefghijk-", "-***-"},
		"next to each other": {[]string{"abcdef"}, "abcdefabcdef", "******"},
		"overlaps itself":    {[]string{"aaaaaa"}, "baaaaaaaab", "b***b"},
		"blanks around it":   {[]string{" abcdef\n"}, "x abcdef", "x ***"},
		"not text":           {[]string{"\xff\xfeabcd"}, "x\xff\xfeabcd", "x***"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			m := term.NewMasker()
			for _, s := range tc.secrets {
				m.Add(s)
				m.Add(s)
			}
			assert.Equal(t, tc.want, m.Mask(tc.in))
		})
	}
	var none *term.Masker
	assert.Equal(t, "abcdef", none.Mask("abcdef"))
	assert.Equal(t, "abcdef", new(term.Masker).Mask("abcdef"))
}

func TestMaskForms(t *testing.T) {
	jsonOf := func(s string) string {
		b, err := json.Marshal(s)
		require.NoError(t, err)
		return string(b)
	}
	basic := func(user string) func(string) string {
		return func(s string) string { return base64.StdEncoding.EncodeToString([]byte(user + ":" + s + "!")) }
	}
	forms := map[string]func(string) string{
		"plain":        func(s string) string { return s },
		"path":         url.PathEscape,
		"form":         url.QueryEscape,
		"strict":       func(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") },
		"JSON":         jsonOf,
		"PHP":          func(s string) string { return strings.ReplaceAll(jsonOf(s), "/", `\/`) },
		"Go":           func(s string) string { return fmt.Sprintf("%q", s) },
		"HTML":         html.EscapeString,
		"terminal":     term.Clean,
		"base64":       func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) },
		"base64 URL":   func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) },
		"Basic 1":      basic("a"),
		"Basic 2":      basic("ab"),
		"Basic 3":      basic("abc"),
		"base64 query": func(s string) string { return url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(s))) },
	}
	for _, secret := range []string{"hunter22", "p@ss/wörd+<&>\"'=? \t\n\x1b~", "???>>>~~~\u00ff\u00fe", "s3cr3t%2Fvalue"} {
		m := term.NewMasker()
		m.Add(secret)
		for name, form := range forms {
			t.Run(name+" "+secret, func(t *testing.T) {
				got := m.Mask("[" + form(secret) + "]")
				assert.Contains(t, got, "***")
				assert.Less(t, len(got), len("[]***")+12, "%s is still there", got)
			})
		}
	}
}

func TestMaskASCIIJSON(t *testing.T) {
	m := term.NewMasker()
	m.Add("pässwörd😀")
	assert.Equal(t, `"***"`, m.Mask(`"p\u00e4ssw\u00f6rd\ud83d\ude00"`))
	m.Add("a/b c/d")
	assert.Equal(t, "***", m.Mask("a%2fb%20c%2fd"))
}

func TestMaskConcurrent(t *testing.T) {
	m := term.NewMasker()
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			m.Add(fmt.Sprintf("secret-%02d", i))
			assert.NotContains(t, m.Mask(fmt.Sprintf("x secret-%02d", i)), "secret")
		})
	}
	wg.Wait()
}
