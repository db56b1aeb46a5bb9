package format_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"naftiko/engine/internal/format"
)

func TestL127_sizes(t *testing.T) {
	for text, want := range map[string]int64{
		"4096": 4096, "10B": 10, "512KiB": 524288, "10MiB": 10485760, "1GiB": 1 << 30, "1.5MiB": 1572864, "1.9B": 1, " 2KiB ": 2048,
	} {
		n, err := format.ParseSize(text)
		assert.NoError(t, err, text)
		assert.Equal(t, want, n, text)
	}
	for _, text := range []string{"", "10MB", "KiB", "-1", "1e3", "0", "0.5B", "1.", ".5KiB", "10 KiB", "+1", "99999GiB", "1KiBB", "NaN", "inf"} {
		_, err := format.ParseSize(text)
		assert.Error(t, err, text)
	}
}
