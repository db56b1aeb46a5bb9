package schema_test

import (
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"naftiko/spec/schema"
	"naftiko/spec/value"
	"naftiko/spec/yaml"
)

func BenchmarkCheck(b *testing.B) {
	data, err := os.ReadFile("../../capabilities/kinde-users.yaml")
	require.NoError(b, err)
	node, diags := yaml.Parse("kinde-users.yaml", data)
	require.False(b, diags.HasErrors())
	doc := node.Plain()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := schema.Check(doc); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCheck_hostile checks the largest document that is checked, all of it wrong.
func BenchmarkCheck_hostile(b *testing.B) {
	root := &value.Object{}
	for i := range 249_000 {
		root.Set("k"+strconv.Itoa(i), true)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := schema.Check(root); err != nil {
			b.Fatal(err)
		}
	}
}
