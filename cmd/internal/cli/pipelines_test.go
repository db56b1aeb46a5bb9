package cli_test

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

// project is the repository of somebody who uses the recipes.
type project struct {
	t      *testing.T
	folder string
	// ours is a repository with the files of this one, and runner has built the program.
	ours   string
	runner *runner
}

// recipes say how each file of a pipeline is run, and what that prints.
var recipes = map[string]func(p *project, text string) string{
	".github/workflows/capabilities.yml":  (*project).workflow,
	".github/workflows/code-scanning.yml": (*project).workflow,
	".gitlab-ci.yml":                      (*project).gitlab,
	".pre-commit-config.yaml":             (*project).preCommit,
	".git/hooks/pre-commit":               (*project).commit,
	"Makefile":                            (*project).make,
}

// fileName finds the name of a block's file, in a comment at its start.
var fileName = regexp.MustCompile(`\A(?:#!.*\n)?# (\S+)\n`)

// What is there for pipelines works, with the program that the action builds.
func TestPipelines(t *testing.T) {
	if testing.Short() {
		t.Skip("the program is built three times")
	}
	t.Parallel() // it waits for compilers
	needs(t, "bash", "go", "grep")
	r := newRunner(t)
	for name, test := range map[string]func(t *testing.T, r *runner){"action": testAction, "hostile": testHostile, "page": testPage} {
		t.Run(name, func(t *testing.T) {
			own := *r
			own.workspace = t.TempDir()
			test(t, &own)
		})
	}
}

// testPage: the page about pipelines shows recipes with their real output. Its files
// are those of a project, and each is run as the system does that it is for.
func testPage(t *testing.T, r *runner) {
	t.Helper()
	needs(t, "git", "make", "sh")
	p := &project{t: t, folder: r.workspace, ours: snapshot(t), runner: r}
	p.shell("git init -q -b main && git commit -q --allow-empty -m first")
	last, ran := "", map[string]bool{}
	var text string
	page := openPage(t, "../../naftiko/PIPELINES.md")
	page.replace(func(b block) string {
		switch b.language {
		case "console":
			return p.console(b.text)
		case "log":
			require.Contains(t, recipes, last)
			ran[last] = true
			return recipes[last](p, text)
		}
		if name := fileName.FindStringSubmatch(b.text); name != nil {
			last, text = name[1], b.text
			p.write(last, text)
		}
		return b.text
	})
	assert.Len(t, ran, len(recipes), "recipes that are shown")
	page.compare()
}

// snapshot returns a repository with the files that this one has now, committed or not.
func snapshot(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	require.NoError(t, filepath.WalkDir(rootFolder, func(path string, d fs.DirEntry, err error) error {
		name, _ := filepath.Rel(rootFolder, path)
		switch {
		case err != nil:
			return err
		case name == ".git" || name == "bin":
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir():
			return os.MkdirAll(filepath.Join(folder, name), 0o700)
		case !d.Type().IsRegular():
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(folder, name), data, 0o600)
	}))
	log, code := runShell(t, folder, "git init -q -b main && git add . && git commit -q -m all", gitEnvironment(t))
	require.Zero(t, code, log)
	return folder
}

func gitEnvironment(t *testing.T, more ...string) []string {
	t.Helper()
	return environment(t, append(more,
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com")...)
}

// write adds a file to the project; scripts may be run.
func (p *project) write(name, text string) {
	p.t.Helper()
	path := filepath.Join(p.folder, filepath.FromSlash(name))
	require.NoError(p.t, os.MkdirAll(filepath.Dir(path), 0o700))
	mode := fs.FileMode(0o600)
	if strings.HasPrefix(text, "#!") {
		mode = 0o700
	}
	require.NoError(p.t, os.WriteFile(path, []byte(text), mode))
}

// shell runs a script in the project, with the program at hand.
func (p *project) shell(script string, more ...string) string {
	p.t.Helper()
	env := gitEnvironment(p.t, more...)
	for i, text := range env {
		if path, ok := strings.CutPrefix(text, "PATH="); ok {
			env[i] = "PATH=" + p.runner.binary() + string(filepath.ListSeparator) + path
		}
	}
	log, _ := runShell(p.t, p.folder, script, env)
	return log
}

// console runs the commands of a block, each behind "$ ".
func (p *project) console(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if command, ok := strings.CutPrefix(line, "$ "); ok {
			b.WriteString(line + p.shell(command))
		}
	}
	return b.String()
}

// workflow runs the steps of a GitHub workflow that use our action.
func (p *project) workflow(text string) string {
	var w struct {
		Jobs map[string]struct {
			Steps []struct {
				Uses string
				With map[string]string
			}
		}
	}
	require.NoError(p.t, yaml.Unmarshal([]byte(text), &w))
	log, ran := "", 0
	for _, job := range w.Jobs {
		for _, step := range job.Steps {
			if step.Uses == "OWNER/naftiko/.github/actions/validate@main" {
				log += p.runner.step(p.t, 1, step.With).log
				ran++
			}
		}
	}
	require.Equal(p.t, 1, ran)
	return log
}

// gitlab runs the script of a GitLab job, and checks the report that it leaves.
func (p *project) gitlab(text string) string {
	var jobs map[string]struct {
		Image     string
		Variables map[string]string
		Script    []string
		Artifacts struct {
			When    string
			Reports map[string]string
		}
	}
	dec := yaml.NewDecoder(strings.NewReader(text))
	dec.KnownFields(true)
	require.NoError(p.t, dec.Decode(&jobs))
	job := jobs["capabilities"]
	require.Equal(p.t, "$CI_SERVER_URL/OWNER/naftiko.git", job.Variables["NAFTIKO"])
	require.Equal(p.t, "always", job.Artifacts.When)
	log := p.shell(strings.Join(job.Script, "\n"), "NAFTIKO=file://"+p.ours)
	data, err := os.ReadFile(filepath.Join(p.folder, job.Artifacts.Reports["codequality"]))
	require.NoError(p.t, err)
	var report []struct {
		Location struct{ Path string }
	}
	require.NoError(p.t, yaml.Unmarshal(data, &report)) // JSON is YAML
	require.NotEmpty(p.t, report)
	assert.Equal(p.t, "capabilities/ships.yaml", report[0].Location.Path)
	return log
}

// hooks are the hooks of a repository, as it offers them or as a project asks for them.
type hooks []struct {
	ID, Name, Description, Entry, Language string
	TypesOr                                []string `yaml:"types_or"`
	RequireSerial                          bool     `yaml:"require_serial"`
	Minimum                                string   `yaml:"minimum_pre_commit_version"`
	Args                                   []string
}

// preCommit does what pre-commit does for a hook in Go: a clone, go install ./... with
// a GOPATH of its own and no GOBIN, then the entry with the names of the files.
func (p *project) preCommit(text string) string {
	var config struct {
		Repos []struct {
			Repo, Rev string
			Hooks     hooks
		}
	}
	require.NoError(p.t, yaml.Unmarshal([]byte(text), &config))
	repo := config.Repos[0]
	clone, gopath := filepath.Join(p.t.TempDir(), "clone"), p.t.TempDir()
	p.shell("git clone -q --depth 1 --branch " + repo.Rev + " file://" + p.ours + " " + clone)
	data, err := os.ReadFile(filepath.Join(clone, ".pre-commit-hooks.yaml"))
	require.NoError(p.t, err)
	var offered hooks
	dec := yaml.NewDecoder(strings.NewReader(string(data)))
	dec.KnownFields(true)
	require.NoError(p.t, dec.Decode(&offered))
	require.Equal(p.t, repo.Hooks[0].ID, offered[0].ID)
	require.Equal(p.t, "golang", offered[0].Language)
	require.Equal(p.t, []string{"yaml", "json"}, offered[0].TypesOr)

	// -trimpath lets it use what was compiled elsewhere.
	log, code := runShell(p.t, clone, "go install ./...", environment(p.t, "GOPATH="+gopath, "GOFLAGS=-mod=mod -trimpath"))
	require.Zero(p.t, code, log)
	require.Equal(p.t, []string{"naftiko"}, tree(p.t, filepath.Join(gopath, "bin")), "what is installed")

	p.shell("git add .")
	words := append(strings.Fields(offered[0].Entry), repo.Hooks[0].Args...)
	for _, name := range tree(p.t, p.folder) {
		switch filepath.Ext(name) {
		case ".yaml", ".yml", ".json":
			if !strings.HasPrefix(name, ".git/") && !strings.HasPrefix(name, ".tools/") {
				words = append(words, name)
			}
		}
	}
	cmd := exec.Command(filepath.Join(gopath, "bin", words[0]), words[1:]...)
	cmd.Dir, cmd.Env = p.folder, environment(p.t)
	out, err := cmd.CombinedOutput()
	require.Error(p.t, err, "the hook fails")
	return string(out)
}

// commit tries to commit the project, and wants that to be refused.
func (p *project) commit(string) string {
	log := p.shell("git commit -q -m more -- capabilities || echo refused")
	log, refused := strings.CutSuffix(log, "refused\n")
	require.True(p.t, refused, log)
	return log
}

// make runs the only target. What make itself says at the end depends on its version.
func (p *project) make(string) string {
	return p.shell("make capabilities 2>&1 | grep -v '^make: ' || true")
}
