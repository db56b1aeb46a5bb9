package expr_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"naftiko/spec/expr"
	"naftiko/spec/value"
)

func benchmarkPath(b *testing.B, src, document string) {
	b.Helper()
	p, err := expr.ParsePath(src)
	require.NoError(b, err)
	root, err := value.Decode([]byte(document))
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		p.Eval(root)
	}
}

func BenchmarkPathMember(b *testing.B) { benchmarkPath(b, "$.a.b", `{"x":1,"a":{"y":2,"b":"v"}}`) }

func BenchmarkPathWildcard(b *testing.B) { benchmarkPath(b, "$.items[*].id", pathDocument) }

func BenchmarkPathFilter(b *testing.B) { benchmarkPath(b, "$.items[?(@.tag == 'x')].id", pathDocument) }

func BenchmarkParsePath(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := expr.ParsePath("$.result.items[0].id"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTemplateRender(b *testing.B) {
	tmpl, err := expr.ParseURITemplate("https://{SUB}.example.test/api/v1/users/{id}")
	require.NoError(b, err)
	scope := scopeOf(b, `{"SUB":"acme","id":"kp 123"}`)
	b.ReportAllocs()
	for b.Loop() {
		tmpl.Render(scope, expr.PathSegment)
	}
}
