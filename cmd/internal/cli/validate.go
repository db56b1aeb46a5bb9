package cli

import (
	"context"
	"errors"
	"iter"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"naftiko/cmd/internal/report"
	"naftiko/engine"
	"naftiko/spec/diag"
)

// validateFlags are what the command line says about a check.
type validateFlags struct {
	format, failOn, changedSince string
	maxFindings                  int
	quiet, skipOthers            bool
	checks                       engine.Checks
	rules                        ruleFlags
	baseline                     baselineFlags
	fix                          fixFlags
	ruling                       *ruling
}

// What --fail-on takes: the least severe finding that makes the check fail.
const (
	failOnError   = "error"
	failOnWarning = "warning"
	failOnInfo    = "info"
	failNever     = "never"
)

func (a *app) validateCmd() *cobra.Command {
	f := validateFlags{failOn: failOnError}
	cmd := &cobra.Command{
		Use:   "validate PATH...",
		Short: "Check documents",
		Long: "Check documents: files, folders (their .yaml, .yml and .json files), patterns such as\n" +
			"'**/*.yaml', or - for standard input. Files of other kinds that folders and patterns\n" +
			"hold are passed over.\n\n" +
			"An error is what cannot work when the document is run. What the published schema of the\n" +
			"document's version refuses is a warning. With --strict that schema decides alone: what it\n" +
			"refuses is an error, and so is YAML that cannot be read; all else is a warning.\n\n" +
			"Rules find what is wrong, risky or unpleasant besides; with --strict only if --rules says\n" +
			"so. A file .naftiko.yaml says how the documents below its folder are checked, and a\n" +
			"comment  # naftiko-ignore: CODE REASON  passes over a finding in its line or the next.\n" +
			"naftiko explain  lists all codes, and explains one.\n\n" +
			"The report is written to standard output, a summary to standard error. Exit code 0 means\n" +
			"no errors, 1 errors, 2 that something could not be read.\n\n" +
			"--fix changes the files that are named or found, and nothing that they import: what can be\n" +
			"mended without a doubt, and no byte besides. --diff prints that as a diff instead; exit\n" +
			"code 1 then means that there is something to change, 0 that there is not.\n\n" +
			"It reads no environment, no bind file and no network.",
		Example: "  naftiko validate capabilities/kinde-users.yaml\n" +
			"  naftiko validate capabilities --strict\n" +
			"  naftiko validate capabilities --rules=agent-safety --rule unused-bind=error\n" +
			"  naftiko validate . --changed-since origin/main -o github\n" +
			"  naftiko validate capabilities --diff",
		Args: argCount(1, -1, "a PATH"),
		RunE: func(cmd *cobra.Command, words []string) error {
			for _, name := range [...]string{"changed-since", "version", "baseline", "write-baseline", "rules", "config"} {
				if flag := cmd.Flags().Lookup(name); flag.Changed && flag.Value.String() == "" {
					return usage("bad-flag", "--%s is empty", name).Help("leave it out, or look where its value should come from")
				}
			}
			if err := f.rules.mistaken(words); err != nil {
				return err
			}
			return a.validate(cmd.Context(), &f, words)
		},
	}
	formatFlag(cmd, &f.format, "text", report.Formats()...)
	flags := cmd.Flags()
	flags.BoolVar(&f.checks.Strict, "strict", false, "let the published schema of the document's version decide, and it alone")
	versionFlag(cmd, &f.checks.Version, "check against the published schema of this `VERSION` instead of the document's own")
	failOnFlag(cmd, &f.failOn)
	flags.StringVar(&f.changedSince, "changed-since", "", "check only files that differ from where this git `REV` and HEAD part, or are untracked")
	flags.IntVar(&f.maxFindings, "max-findings", 0, "show `N` findings at most, and count the others; 0 shows all")
	flags.BoolVar(&f.quiet, "quiet", false, "show errors only, and count the others")
	flags.BoolVar(&f.skipOthers, "skip-others", false, "pass over what is no capability document even if it is named, as when hooks name all files")
	f.rules.register(cmd)
	f.fix.register(cmd)
	f.baseline.register(cmd)
	flags.BoolVar(&f.checks.NoIgnore, "no-ignore", false, "report what comments  # naftiko-ignore: CODE REASON  pass over, too")
	allowPathFlag(cmd, &f.checks.AllowPaths)
	return cmd
}

func failOnFlag(cmd *cobra.Command, failOn *string) {
	words := []string{failOnError, failOnWarning, failOnInfo, failNever}
	cmd.Flags().Func("fail-on", "the least `SEVERITY` for exit code 1: error (the default), warning, info, never", func(s string) error {
		if !slices.Contains(words, s) {
			return errors.New("use " + strings.Join(words, ", "))
		}
		*failOn = s
		return nil
	})
	_ = cmd.RegisterFlagCompletionFunc("fail-on", cobra.FixedCompletions(toCompletions(words), cobra.ShellCompDirectiveNoFileComp))
}

// validate checks the documents that words mean.
func (a *app) validate(ctx context.Context, f *validateFlags, words []string) error {
	if f.maxFindings < 0 {
		return usage("bad-flag", "--max-findings must not be negative")
	}
	if err := f.fix.check(f.format, words); err != nil {
		return err
	}
	full, err := engine.PublishedVersion(f.checks.Version)
	if err != nil {
		return err
	}
	f.checks.Version = full
	wanted := func(string) bool { return true }
	if f.changedSince != "" {
		changes, err := a.changedSince(ctx, f.changedSince)
		if err != nil {
			return err
		}
		wanted = changes.has
	}
	if f.ruling, err = a.newRuling(&f.rules, f.checks.Strict); err != nil {
		return err
	}
	if f.fix.diff {
		if f.baseline.write != "" {
			return usage("bad-flag", "--diff checks nothing that --write-baseline could list").Help("use one of them")
		}
		return a.diffFiles(ctx, f, choice{words, wanted})
	}
	known, err := newBaselines(&f.baseline)
	if err != nil {
		return err
	}
	out, err := report.New(f.format, a.out)
	if err != nil {
		return err
	}
	fault, err := a.fixFiles(ctx, f, choice{words, wanted})
	if err != nil {
		return err
	}
	f.checks.Imports = &engine.Imports{}
	t := tally{app: a, flags: f, out: out, fault: fault, known: known, imported: imported{told: map[diag.Diagnostic]bool{}, done: map[string]bool{}}}
	t.progress = a.progress(time.Now)
	defer t.progress.end()
	work := func(task checkTask) checked { return a.check(f, task) }
	for c := range ordered(ctx, a.tasks(ctx, words, wanted), runtime.GOMAXPROCS(0), work) {
		if err := t.add(c); err != nil {
			return unwritten(err)
		}
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return unwritten(t.close())
}

// unwritten makes a report that cannot be written an error of the command line, as
// unreadable does; a pipe that nobody reads any more stays what it is.
func unwritten(err error) error {
	if out, ok := errors.AsType[stdoutError](err); ok && !isClosedPipe(err) {
		return engine.Errorf(engine.Usage, "file", "%w", out)
	}
	return err
}

// checkTask is a file to check, or why there is none.
type checkTask struct {
	target
	err error
}

func (a *app) tasks(ctx context.Context, words []string, wanted func(name string) bool) iter.Seq[checkTask] {
	return func(yield func(checkTask) bool) {
		for t, err := range a.targets(ctx, words) {
			if err == nil && !wanted(t.name) {
				continue
			}
			if !yield(checkTask{t, err}) {
				return
			}
		}
	}
}

// checked is the outcome for one file.
type checked struct {
	document report.Document
	// skipped tells that the file is no capability document, nor was it asked for.
	skipped bool
	// baseline is the one that the configuration for the document names, or "".
	baseline string
	err      error
	// config is set where err is about what says how the file is checked.
	config *ruled
}

// check reads one file and checks it.
func (a *app) check(f *validateFlags, task checkTask) checked {
	if task.err != nil {
		return checked{err: task.err}
	}
	src, err := a.source(task.name)
	if err != nil {
		return checked{err: err}
	}
	asked := task.asked && !f.skipOthers
	if !asked && !isCandidate(src.Data) {
		return checked{skipped: true}
	}
	checks, ruled := f.ruling.checks(task.name, f)
	if ruled.err != nil {
		return checked{err: ruled.err, config: ruled}
	}
	diags, isCapability := engine.Validate(src, &checks)
	if !isCapability && !asked {
		return checked{skipped: true}
	}
	return checked{document: report.Document{Name: src.Name, Findings: helped(located(src, diags, !f.checks.NoIgnore))}, baseline: ruled.baseline}
}

// helped adds to findings which command says more of their codes.
func helped(list []report.Finding) []report.Finding {
	for i := range list {
		if engine.TitleOf(list[i].Code) != "" {
			list[i].Help = "naftiko explain " + list[i].Code
		}
	}
	return list
}

// located adds to findings what their files tell of their places, and with ignores
// takes out what comments in imported files pass over.
func located(src engine.Source, diags diag.List, ignores bool) []report.Finding {
	if len(src.Data) > engine.MaxDocument {
		return report.Locate(nil, diags) // it was not read, and need not be copied
	}
	isOwn := func(d diag.Diagnostic) bool { return d.Pos.File == src.Name || d.Pos.File == "" }
	if !slices.ContainsFunc(diags, func(d diag.Diagnostic) bool { return !isOwn(d) }) {
		return report.Locate(src.Data, diags)
	}
	var out []report.Finding
	for len(diags) > 0 { // they are sorted by file
		n := 1
		for n < len(diags) && diags[n].Pos.File == diags[0].Pos.File {
			n++
		}
		data, group := src.Data, diags[:n]
		if !isOwn(diags[0]) {
			data, _ = readRegular(diags[0].Pos.File, engine.MaxDocument) // without it, there is no snippet
			if ignores {
				group = engine.PassOver(diags[0].Pos.File, data, group)
			}
		}
		out = append(out, report.Locate(data, group)...)
		diags = diags[n:]
	}
	return out
}

// unreadable makes what cannot be read an error of the command line: the exit
// codes of validate are 0, 1 and 2 only.
func unreadable(err error) error {
	if e, ok := errors.AsType[*engine.Error](err); ok {
		e.Kind = engine.Usage
		if e.Code == "no-such-file" {
			e.Hint = ""
		}
	}
	return err
}

func plural(n int, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}
