package cli

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/engine"
)

// Every kind of failed call has an exit code, and the README names each code.
func TestExitCodes(t *testing.T) {
	readme, err := os.ReadFile("../../../README.md")
	require.NoError(t, err)
	codes := map[int]bool{exitOK: true, exitFindings: true, exitBug: true, 143: true}
	for _, k := range engine.Kinds() {
		code, ok := exitCodes[k]
		assert.True(t, ok, "%v has no exit code", k)
		assert.NotEmpty(t, k.String(), "a kind without a name")
		assert.NotZero(t, code, "%v", k)
		codes[code] = true
		assert.Equal(t, code, codeOf(&engine.Error{Kind: k}))
	}
	assert.Len(t, exitCodes, len(engine.Kinds()))
	for code := range codes {
		assert.True(t, hasRow(string(readme), code), "the README has no row for exit code %d", code)
	}
}

func hasRow(text string, code int) bool {
	for line := range strings.Lines(text) {
		cell, _, ok := strings.Cut(strings.TrimPrefix(line, "| "), " |")
		if ok && strings.HasPrefix(line, "| ") && strings.TrimSpace(cell) == strconv.Itoa(code) {
			return true
		}
	}
	return false
}
