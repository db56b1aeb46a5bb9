package format

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/andybalholm/cascadia"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
)

func TestSplitSelector(t *testing.T) {
	tests := map[string]struct{ in, want string }{
		"one":             {"table", `["table" 0]`},
		"blanks around":   {"\t table\n", `["table" 0]`},
		"list":            {"a , b,c", `["a" 0] ["b" 0] ["c" 0]`},
		"combinators":     {"a b>c + d~e  >  f", `["a" 0] ["b" ' '] ["c" '>'] ["d" '+'] ["e" '~'] ["f" '>']`},
		"in brackets":     {`a[x~="1, 2"] b[y='>']`, `["a[x~=\"1, 2\"]" 0] ["b[y='>']" ' ']`},
		"in parentheses":  {":not(a > b, c):nth-child( 2n + 1 ) d", `[":not(a > b, c):nth-child( 2n + 1 )" 0] ["d" ' ']`},
		"escapes":         {`a\,b\ c d`, `["a\\,b\\ c" 0] ["d" ' ']`},
		"quoted brackets": {`[a=")]\""] b`, `["[a=\")]\\\"\"]" 0] ["b" ' ']`},
		"comments":        {"a/* , */b /**/ > c", `["a" 0] ["b" ' '] ["c" '>']`},
		"open comment":    {"a /* ", `["a" 0]`},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, p := range splitSelector(tc.in) {
				combinator := "0"
				if p.combinator != 0 {
					combinator = fmt.Sprintf("%q", p.combinator)
				}
				got = append(got, fmt.Sprintf("[%q %s]", p.text, combinator))
			}
			assert.Equal(t, tc.want, strings.Join(got, " "), "%q", tc.in)
		})
	}
}

// TestSelector_library compares the walk with what the library finds on its own,
// in random pages by random selectors.
func TestSelector_library(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	found := 0
	for range 3000 {
		page, err := html.Parse(strings.NewReader(randomPage(rnd)))
		require.NoError(t, err)
		text := randomSelector(rnd)
		sel, err := compileSelector(text)
		require.NoError(t, err, "%q", text)
		got, err := sel.tables(page)
		require.NoError(t, err)
		group, err := cascadia.ParseGroup(text)
		require.NoError(t, err)
		want := tablesOf(page, group)
		require.Len(t, got, len(want), "%q", text)
		for i := range want {
			require.Same(t, want[i], got[i], "%q", text)
		}
		found += len(got)
	}
	assert.Greater(t, found, 1000, "the selectors match too little to prove anything")
}

// tablesOf is the contract word by word: matches that are tables, and tables in
// matches that are none.
func tablesOf(page *html.Node, sel cascadia.Matcher) []*html.Node {
	var tables []*html.Node
	for n := range page.Descendants() {
		if n.Data != "table" {
			continue
		}
		hit := sel.Match(n)
		for a := range n.Ancestors() {
			hit = hit || a.Data != "table" && sel.Match(a)
		}
		if hit {
			tables = append(tables, n)
		}
	}
	return tables
}

func randomPage(rnd *rand.Rand) string {
	var b strings.Builder
	for range 1 + rnd.IntN(25) {
		switch rnd.IntN(8) {
		case 0, 1, 2:
			fmt.Fprintf(&b, "<div class=%c>", 'a'+rune(rnd.IntN(3)))
		case 3:
			b.WriteString("</div>")
		case 4, 5:
			fmt.Fprintf(&b, "<table class=%c><tr><td>x", 'a'+rune(rnd.IntN(3)))
		case 6:
			b.WriteString("</table>")
		default:
			b.WriteString("<p>x")
		}
	}
	return b.String()
}

func randomSelector(rnd *rand.Rand) string {
	simple := []string{"div", "table", ".a", ".b", "*", "p", "td", "div.c", "table.a", ":first-child", ":not(.a)", "body", ":nth-child(2n)", "div:has(p)"}
	var b strings.Builder
	for i := range 1 + rnd.IntN(4) {
		if i > 0 {
			b.WriteString([]string{" ", " > ", "+", " ~", ", ", " "}[rnd.IntN(6)])
		}
		b.WriteString(simple[rnd.IntN(len(simple))])
	}
	return b.String()
}
