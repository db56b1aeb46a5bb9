package cli_test

import (
	"bytes"
	"context"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/cmd/internal/cli"
)

var update = flag.Bool("update", false, "rewrite the outputs in the pages")

const readmeFile = "../../../README.md"

// The README shows real commands with their real output, as on a terminal of 80
// columns without colours.
func TestReadme(t *testing.T) {
	p := openPage(t, readmeFile)
	t.Chdir("../../..")
	ran := 0
	p.replace(func(b block) string {
		command, ok := strings.CutPrefix(b.text, "$ naftiko ")
		if b.language != "console" || !ok {
			return b.text
		}
		ran++
		command, _, _ = strings.Cut(command, "\n")
		return "$ naftiko " + command + "\n" + terminal(t, command)
	})
	assert.Greater(t, ran, 8, "commands in the README")
	p.compare()
}

// page is a Markdown file with code blocks that a test runs.
type page struct {
	t         *testing.T
	file      string
	want, got string
}

// block is a fenced block of a page: its language, and the lines in it.
type block struct{ language, text string }

func openPage(t *testing.T, file string) *page {
	t.Helper()
	path, err := filepath.Abs(file)
	require.NoError(t, err)
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	return &page{t: t, file: path, want: string(data)}
}

// replace puts what run returns in place of the text of each block.
func (p *page) replace(run func(b block) string) {
	parts := strings.Split(p.want, "```")
	for i := 1; i < len(parts); i += 2 {
		language, text, found := strings.Cut(parts[i], "\n")
		require.True(p.t, found, "a block without lines: %s", parts[i])
		parts[i] = language + "\n" + run(block{language, text})
	}
	p.got = strings.Join(parts, "```")
}

// compare wants the page to be as it was, or writes it anew.
func (p *page) compare() {
	p.t.Helper()
	if *update {
		require.NoError(p.t, os.WriteFile(p.file, []byte(p.got), 0o644))
		return
	}
	assert.Equal(p.t, p.want, p.got, "run the test with -update, then read the diff")
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
