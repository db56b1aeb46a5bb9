package schema_test

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"naftiko/spec/schema"
	"naftiko/spec/yaml"
)

func BenchmarkCheck(b *testing.B) {
	data, err := os.ReadFile("../../capabilities/kinde-users.yaml")
	require.NoError(b, err)
	v, err := schema.Find("1.0.0-alpha2", "")
	require.NoError(b, err)
	published, err := schema.Published(v)
	require.NoError(b, err)
	practical, err := schema.Practical()
	require.NoError(b, err)
	for name, s := range map[string]*schema.Schema{"right": practical, "wrong": published} {
		b.Run(name, func(b *testing.B) {
			root, diags := yaml.Parse("kinde-users.yaml", data)
			require.False(b, diags.HasErrors())
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := s.Check(root); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkCheck_hostile checks a large document, all of it wrong.
func BenchmarkCheck_hostile(b *testing.B) {
	var text strings.Builder
	for i := range 249_000 {
		text.WriteString("k" + strconv.Itoa(i) + ": true\n")
	}
	root, _ := yaml.Parse("hostile.yaml", []byte(text.String()))
	s, err := schema.Practical()
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := s.Check(root); err != nil {
			b.Fatal(err)
		}
	}
}
