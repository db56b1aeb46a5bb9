package engine_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// numbered are the conformance cases that concern documents, binds, URIs,
// parameters, bodies, credentials, answers, outputs and imports: by group, the first and the last.
var numbered = map[string][2]int{
	"A": {1, 12}, "B": {13, 24}, "C": {25, 34}, "D": {35, 50}, "E": {51, 60}, "F": {61, 66}, "G": {67, 81},
	"H": {82, 95}, "K": {125, 126}, "L": {127, 130},
}

// notApplied are cases without a test, and why.
var notApplied = map[string]string{
	"F65": "forwarding is a way of serving, and nothing is served yet",
}

var caseName = regexp.MustCompile(`\b(?:Test|TestInvoke_)?([A-L])(\d{1,3})(?:\b|[-_ ])`)

// TestNumberedCases finds a test that names it for each numbered case.
func TestNumberedCases(t *testing.T) {
	found := map[string]bool{}
	note := func(text string) {
		for _, m := range caseName.FindAllStringSubmatch(text, -1) {
			found[m[1]+strings.TrimLeft(m[2], "0")] = true
		}
	}
	err := filepath.WalkDir("..", func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case strings.HasSuffix(path, ".txtar"):
			note(filepath.Base(path))
		case strings.HasSuffix(path, "_test.go"):
			data, err := os.ReadFile(path)
			note(strings.ReplaceAll(string(data), "_B", " B"))
			return err
		}
		return nil
	})
	require.NoError(t, err)
	for group, ends := range numbered {
		for n := ends[0]; n <= ends[1]; n++ {
			name := fmt.Sprintf("%s%d", group, n)
			_, excused := notApplied[name]
			assert.NotEqual(t, excused, found[name] && !excused, "%s: wants a test that names it, or a reason why there is none", name)
		}
	}
}
