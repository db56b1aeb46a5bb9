package spectral_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"naftiko/spec/rule/spectral"
	"naftiko/spec/yaml"
)

func BenchmarkParse(b *testing.B) {
	data, err := os.ReadFile("testdata/ikanos-beta5.yml")
	require.NoError(b, err)
	for b.Loop() {
		_, _ = spectral.Parse("rules.yml", data, spectral.Known{Function: anyFunction})
	}
}

func BenchmarkCheck(b *testing.B) {
	data, err := os.ReadFile("testdata/ikanos-beta5.yml")
	require.NoError(b, err)
	set, _ := spectral.Parse("rules.yml", data, spectral.Known{})
	root, _ := yaml.Parse("doc.yml", []byte(pathDocument))
	for b.Loop() {
		_ = set.Check(root, spectral.Options{})
	}
}
