package term_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/cmd/internal/term"
)

func TestPrinterJSONLine(t *testing.T) {
	tests := map[string]string{
		"plain":       "a \u00e9 b",
		"bidi":        "\u202eevil",
		"DEL and C1":  "\u007f\u009b31m",
		"beyond BMP":  "\U0001f600 \U000e0041",
		"CI commands": "###[error]x ##vso[x] ##teamcity[y]",
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			in, err := json.Marshal(map[string]string{"m": text})
			require.NoError(t, err)
			var b bytes.Buffer
			term.New(term.Options{Err: &b}).JSONLine(in)
			line := b.String()
			assert.NotContains(t, line, "##")
			assert.Equal(t, line, term.CleanText(line), "nothing is left to be cleaned")
			var out map[string]string
			require.NoError(t, json.Unmarshal(b.Bytes(), &out))
			assert.Equal(t, text, out["m"])
		})
	}
}
