package cli_test

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

// rootFolder is the top of the repository.
const rootFolder = "../../.."

// needs skips a test where a program is not installed, or where recipes for POSIX
// shells are nobody's.
func needs(t *testing.T, programs ...string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the recipes are tested with POSIX paths")
	}
	for _, name := range programs {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("%s is not installed", name)
		}
	}
}

// environment is that of a job which knows nothing but where its programs are, and
// the modules that Go has loaded before: nothing here reaches for the network.
func environment(t *testing.T, more ...string) []string {
	t.Helper()
	env := []string{"HOME=" + t.TempDir(), "GOPROXY=off", "GIT_CONFIG_GLOBAL=" + os.DevNull, "GIT_CONFIG_NOSYSTEM=1"}
	for _, name := range []string{"PATH", "TMPDIR"} {
		if text := os.Getenv(name); text != "" {
			env = append(env, name+"="+text)
		}
	}
	out, err := exec.Command("go", "env", "GOCACHE", "GOMODCACHE").Output()
	require.NoError(t, err)
	build, modules, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	return append(append(env, "GOCACHE="+build, "GOMODCACHE="+modules), more...)
}

// runShell runs a script as CI systems do, and returns what it prints and its exit code.
func runShell(t *testing.T, dir, script string, env []string) (log string, code int) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "script.sh")
	require.NoError(t, os.WriteFile(file, []byte(script), 0o600))
	cmd := exec.Command("bash", "--noprofile", "--norc", "-eo", "pipefail", file)
	cmd.Dir, cmd.Env = dir, env
	out, err := cmd.CombinedOutput()
	if _, exited := errors.AsType[*exec.ExitError](err); !exited {
		require.NoError(t, err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// action is an action of GitHub that is made of steps.
type action struct {
	Name, Description string
	Inputs            map[string]struct{ Description, Default string }
	Outputs           map[string]struct{ Description, Value string }
	Runs              struct {
		Using string
		Steps []struct {
			Name, ID, Shell, Run string
			Env                  map[string]string
		}
	}
}

// runner runs an action as GitHub's runner does.
type runner struct {
	action
	folder, workspace, temp string
}

// newRunner reads the action and runs its first step, which builds the program.
func newRunner(t *testing.T) *runner {
	t.Helper()
	folder, err := filepath.Abs(filepath.Join(rootFolder, ".github/actions/validate"))
	require.NoError(t, err)
	file, err := os.Open(filepath.Join(folder, "action.yml"))
	require.NoError(t, err)
	defer file.Close()
	r := &runner{folder: folder, workspace: t.TempDir(), temp: t.TempDir()}
	dec := yaml.NewDecoder(file)
	dec.KnownFields(true)
	require.NoError(t, dec.Decode(&r.action))
	require.Len(t, r.Runs.Steps, 2)
	done := r.step(t, 0, nil)
	require.Zero(t, done.code, done.log)
	require.Empty(t, done.log)
	return r
}

// binary is the folder of the program that was built.
func (r *runner) binary() string { return filepath.Join(r.temp, "naftiko-action") }

// ended is what a step leaves behind.
type ended struct {
	log     string
	code    int
	outputs map[string]string
	// summary is Markdown for people.
	summary string
}

var inputExpression = regexp.MustCompile(`\$\{\{ inputs\.([a-z-]+) \}\}`)

// step runs one step with what a workflow hands in.
func (r *runner) step(t *testing.T, i int, with map[string]string) ended {
	t.Helper()
	for name := range with {
		require.Contains(t, r.Inputs, name)
	}
	s := r.Runs.Steps[i]
	files := t.TempDir()
	outputs, summary := filepath.Join(files, "outputs"), filepath.Join(files, "summary")
	env := environment(t, "GITHUB_ACTION_PATH="+r.folder, "GITHUB_WORKSPACE="+r.workspace, "RUNNER_TEMP="+r.temp,
		"GITHUB_OUTPUT="+outputs, "GITHUB_STEP_SUMMARY="+summary)
	for name, text := range s.Env {
		env = append(env, name+"="+inputExpression.ReplaceAllStringFunc(text, func(e string) string {
			input := inputExpression.FindStringSubmatch(e)[1]
			require.Contains(t, r.Inputs, input)
			if text, ok := with[input]; ok {
				return text
			}
			return r.Inputs[input].Default
		}))
	}
	done := ended{outputs: map[string]string{}}
	done.log, done.code = runShell(t, r.workspace, s.Run, env)
	data, _ := os.ReadFile(outputs) // there may be none
	for line := range strings.Lines(string(data)) {
		name, text, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
		require.True(t, ok, line)
		require.NotContains(t, done.outputs, name)
		done.outputs[name] = text
	}
	data, _ = os.ReadFile(summary)
	done.summary = string(data)
	return done
}

const fineDocument = `naftiko: 1.0.0-alpha2
info: {label: Ships, description: Ships of a fleet.}
capability:
  consumes:
  - type: http
    namespace: fleet
    baseUri: https://fleet.example.com
    resources:
    - name: ships
      path: /ships
      operations:
      - name: list
        method: GET
`

// testAction runs the action with all that it takes.
func testAction(t *testing.T, r *runner) {
	t.Helper()
	broken := fineDocument + "        outputParameters: [{name: first, type: string, value: \"$.ships[0\"}]\n"
	for name, text := range map[string]string{
		"docs/fine.yaml": fineDocument, "docs/broken.yaml": broken, "docs/a b.yaml": fineDocument, "docs/other.yaml": "kind: Deployment\n",
		".naftiko.yaml": "preset: none\n",
	} {
		path := filepath.Join(r.workspace, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	const annotation = `::error file=docs/broken.yaml,line=14,col=63,endColumn=73,title=jsonpath-syntax::the end where "," or "]" should be (at offset 9)` + "\n"
	const all = "3 documents checked: 1 error, 0 warnings; 1 other file passed over"
	const refused = "::error::not everything could be checked: the log says why\n"
	tests := map[string]struct {
		with    map[string]string
		code    int
		log     string // its start
		summary string
	}{
		"nothing said":     {nil, 1, annotation + all + "\n", all},
		"one file":         {map[string]string{"paths": "docs/fine.yaml"}, 0, "1 document checked: ", "1 document checked: 0 errors, 0 warnings"},
		"paths by line":    {map[string]string{"paths": "docs/a b.yaml\n\n  docs/fine.yaml\n"}, 0, "2 documents", "2 documents checked: 0 errors, 0 warnings"},
		"pattern":          {map[string]string{"paths": "docs/f*.yaml"}, 0, "1 document", "1 document checked: 0 errors, 0 warnings"},
		"text":             {map[string]string{"format": "text"}, 1, "docs/broken.yaml:14:63: the end", all},
		"flags by line":    {map[string]string{"args": "--fail-on=never\n\n--max-findings\n1"}, 0, annotation, all},
		"strict":           {map[string]string{"strict": "true", "paths": "docs/fine.yaml"}, 0, "1 document", "1 document checked: 0 errors, 0 warnings"},
		"version":          {map[string]string{"version": "1.0.0-beta1", "paths": "docs/fine.yaml", "args": "--fail-on=warning"}, 1, "::warning file=docs/fine.yaml", "1 document checked: 0 errors, 4 warnings"},
		"unreadable":       {map[string]string{"paths": "none.yaml"}, 2, "cannot read none.yaml", "nothing was checked"},
		"no path":          {map[string]string{"paths": " \n\n"}, 2, "::error::the input paths is empty\n", ""},
		"neither":          {map[string]string{"strict": "yes"}, 2, "::error::the input strict is neither true nor false\n", ""},
		"no such format":   {map[string]string{"format": "xml"}, 2, "no output format \"xml\"", "nothing was checked"},
		"no place":         {map[string]string{"report": "none/report.json"}, 2, "::error::the file of the input report cannot be written\n", ""},
		"path is no flag":  {map[string]string{"paths": "--fail-on=never"}, 2, "cannot read ./--fail-on=never", "nothing was checked"},
		"unknown flag":     {map[string]string{"args": "--bogus"}, 2, "unknown flag: --bogus", "nothing was checked"},
		"version is no op": {map[string]string{"version": "--fail-on=never"}, 2, "", "nothing was checked"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			done := r.step(t, 1, tc.with)
			assert.Equal(t, tc.code, done.code, done.log)
			assert.True(t, strings.HasPrefix(done.log, tc.log), done.log)
			want := map[string]string{"exit-code": string(rune('0' + tc.code))}
			if tc.summary != "" {
				want["summary"] = tc.summary
				assert.Equal(t, "### Capability documents\n\n"+tc.summary+"\n", done.summary)
				assert.Equal(t, tc.code == 2, strings.HasSuffix(done.log, refused), done.log)
			}
			assert.Equal(t, want, done.outputs)
		})
	}
	t.Run("report", func(t *testing.T) {
		done := r.step(t, 1, map[string]string{"report": "a report.txt", "format": "json"})
		assert.Equal(t, ended{all + "\n", 1, map[string]string{"exit-code": "1", "summary": all}, "### Capability documents\n\n" + all + "\n"}, done)
		data, err := os.ReadFile(filepath.Join(r.workspace, "a report.txt"))
		require.NoError(t, err)
		assert.Contains(t, string(data), `"code":"jsonpath-syntax"`)
	})
}

// testHostile: what a workflow hands in, which may come from a pull request, is never run, neither
// by the shell nor as a command of the log, and gives no output of its own.
func testHostile(t *testing.T, r *runner) {
	t.Helper()
	for _, s := range r.Runs.Steps {
		assert.Equal(t, "bash", s.Shell)
		assert.NotContains(t, s.Run, "${{")
	}
	r.step(t, 1, nil)
	before := tree(t, r.workspace, r.temp)
	texts := []string{
		"; touch pwned", "$(touch pwned)", "`touch pwned`", `"; touch pwned; "`, "'; touch pwned; '", "& touch pwned &", "| touch pwned", "> pwned", "${PATH}",
		"x\n::error::pwned", "x\r::error::pwned", "x%0A::error::pwned", "x\nexit-code=0\npwned=1", "-o\ntext\n::warning::pwned", "\\", "\\\ntouch pwned", "!!", "~", "\x1b[31m", "é\u202e",
		"1 document checked: pwned", "x\n1 document checked: 1 error)\n",
	}
	for _, input := range []string{"paths", "args", "format", "strict", "version"} {
		for _, text := range texts {
			done := r.step(t, 1, map[string]string{input: text})
			assert.Equal(t, 2, done.code, "%s %q: %s", input, text, done.log)
			assert.Equal(t, "2", done.outputs["exit-code"])
			assert.Subset(t, []string{"exit-code", "summary"}, slices.Collect(maps.Keys(done.outputs)))
			for line := range strings.Lines(done.log) {
				if strings.HasPrefix(line, "::") {
					assert.NotContains(t, line, "pwned", "%s %q", input, text)
				}
			}
			assert.NotContains(t, done.log, "\r")
			assert.Contains(t, []string{"", "nothing was checked"}, done.outputs["summary"])
		}
	}
	assert.Equal(t, before, tree(t, r.workspace, r.temp))

	for _, name := range []string{"; touch pwned", "$(touch pwned)", "`touch pwned`", "x\n::error::pwned", "-o", "&1", "|touch pwned"} {
		assert.Zero(t, r.step(t, 1, map[string]string{"report": name}).code, name)
		assert.Equal(t, []string{name}, tree(t, r.workspace), "a file of that very name")
		require.NoError(t, os.Remove(filepath.Join(r.workspace, name)))
		done := r.step(t, 1, map[string]string{"report": "none/" + name})
		assert.Equal(t, "::error::the file of the input report cannot be written\n", done.log)
	}
}

// tree lists the files below folders.
func tree(t *testing.T, folders ...string) []string {
	t.Helper()
	var names []string
	for _, folder := range folders {
		require.NoError(t, fs.WalkDir(os.DirFS(folder), ".", func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				names = append(names, filepath.FromSlash(path))
			}
			return err
		}))
	}
	return names
}
