package cli_test

import (
	"bytes"
	"context"
	"flag"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/cmd/internal/cli"
)

var update = flag.Bool("update", false, "rewrite the outputs in the README")

const readmeFile = "../../../README.md"

// The README shows real commands with their real output, as on a terminal of 80
// columns without colours.
func TestReadme(t *testing.T) {
	data, err := os.ReadFile(readmeFile)
	require.NoError(t, err)
	t.Chdir("../../..")
	var got strings.Builder
	ran := 0
	blocks := strings.Split(string(data), "```")
	for i, block := range blocks {
		if i > 0 {
			got.WriteString("```")
		}
		text, console := strings.CutPrefix(block, "console\n$ naftiko ")
		if !console {
			got.WriteString(block)
			continue
		}
		command, _, _ := strings.Cut(text, "\n")
		got.WriteString("console\n$ naftiko " + command + "\n" + terminal(t, command))
		ran++
	}
	assert.Greater(t, ran, 8, "commands in the README")
	if *update {
		require.NoError(t, os.WriteFile("README.md", []byte(got.String()), 0o644))
		return
	}
	assert.Equal(t, string(data), got.String(), "run the test with -update, then read the diff")
}

// terminal runs a command line and returns what a terminal shows.
func terminal(t *testing.T, command string) string {
	t.Helper()
	words, err := exec.Command("sh", "-c", "set -- "+command+`; for w in "$@"; do printf '%s\0' "$w"; done`).Output()
	require.NoError(t, err)
	var screen bytes.Buffer
	cli.Run(context.Background(), strings.Split(strings.TrimSuffix(string(words), "\x00"), "\x00"), cli.Env{
		Stdin: strings.NewReader(""), Stdout: &screen, Stderr: &screen, StdoutTTY: true, StderrTTY: true, Width: 80, GOOS: "linux",
		LookupEnv: func(name string) (string, bool) { return "1", name == "NO_COLOR" },
	})
	return screen.String()
}
