// Package cli is the command line: one file a command, each of them flags in,
// one call of the engine, and its result out. It knows neither YAML nor HTTP
// clients; what people see goes through term.
package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"naftiko/cmd/internal/term"
)

// version is set when the program is built.
var version = "dev"

// Env is the process as the command line sees it.
type Env struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	// StdinTTY, StdoutTTY and StderrTTY tell which streams are terminals.
	StdinTTY, StdoutTTY, StderrTTY bool
	// Width is the terminal's width in columns, or 0.
	Width     int
	LookupEnv func(name string) (string, bool)
	// ConfigDir is the user's configuration folder, or "".
	ConfigDir string
	GOOS      string
}

// Interrupted is the cause of a context that a signal ended.
type Interrupted struct{ Signal os.Signal }

// Error names the signal.
func (i Interrupted) Error() string { return i.Signal.String() }

// Code is the exit code after the signal: 128 and its number.
func (i Interrupted) Code() int { return exitSignal + number(i.Signal) }

// app is one run of the program.
type app struct {
	env    Env
	out    *term.Printer
	mask   *term.Masker
	shell  term.Shell
	errors string // format of errors: "text" or "json"
	// verbose is how much is said of what is done: 0, 1, or 2 and more.
	verbose   int
	stdinRead bool
	// helpErr is why help could not be given: cobra's help functions return no error.
	helpErr error
}

// Run runs the program with its arguments, without the program's name, and
// returns its exit code.
func Run(ctx context.Context, args []string, env Env) (code int) {
	out := &watched{w: env.Stdout}
	env.Stdout = out
	a := newApp(env)
	defer func() {
		if r := recover(); r != nil {
			code = a.bug(crashed(r, debug.Stack()))
		}
	}()
	if isVersion(args) {
		return a.fail(ctx, a.printVersion(""))
	}
	root := a.root() //nolint:contextcheck // commands get ctx from cobra
	root.SetArgs(args)
	root.SetIn(env.Stdin)
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		err = cmp.Or(a.helpErr, out.err)
	}
	return a.fail(ctx, err)
}

// watched remembers that writing failed, for those who do not ask.
type watched struct {
	w   io.Writer
	err error
}

// Write implements io.Writer.
func (w *watched) Write(p []byte) (int, error) {
	n, err := w.w.Write(p)
	if err != nil {
		w.err = stdoutError{err}
	}
	return n, w.err
}

// stdoutError is a failure to write standard output, which is told apart from
// other broken pipes.
type stdoutError struct{ err error }

// Error returns the cause's words.
func (e stdoutError) Error() string { return "cannot write standard output: " + bare(e.err).Error() }

// Unwrap returns the cause.
func (e stdoutError) Unwrap() error { return e.err }

func newApp(env Env) *app {
	a := &app{env: env, mask: term.NewMasker(), shell: term.HostShell(env.GOOS), errors: "text"}
	if format, ok := env.LookupEnv("NAFTIKO_ERRORS"); ok && format != "" {
		a.errors = format
	}
	_, noColor := env.LookupEnv("NO_COLOR")
	dumb, _ := env.LookupEnv("TERM")
	a.out = term.New(term.Options{
		Out: env.Stdout, Err: env.Stderr, OutTTY: env.StdoutTTY, ErrTTY: env.StderrTTY,
		Color: !noColor && dumb != "dumb", Width: env.Width, Mask: a.mask.Mask,
	})
	return a
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "naftiko",
		Short: "Run capability documents",
		Long: "naftiko runs capability documents: it calls any operation of any capability from the shell,\n" +
			"checks documents, and serves stand-ins for the APIs they consume.",
		Example: "  naftiko list kinde-users\n" +
			"  naftiko invoke kinde-users getUser id=kp_123 --mock\n" +
			"  naftiko validate capabilities/",
		Version:       version,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          unknownCommand,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		PersistentPreRunE: func(*cobra.Command, []string) error {
			if format := a.errors; format != "text" && format != "json" {
				a.errors = "text"
				return usage("unknown-format", "errors cannot be printed as %q", format).Help("use text or json")
			}
			return nil
		},
	}
	root.SetVersionTemplate(versionLine() + "\n")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usage("bad-flag", "%v", err).Help("%s --help  shows the flags", cmd.CommandPath())
	})
	root.PersistentFlags().StringVar(&a.errors, "errors", a.errors, "how errors are printed: `text` or json")
	root.PersistentFlags().CountVarP(&a.verbose, "verbose", "v", "say which file is used, what is sent and answered; twice: with headers")
	root.CompletionOptions.HiddenDefaultCmd = false
	root.AddCommand(
		a.invokeCmd(), a.validateCmd(), a.listCmd(), a.describeCmd(), a.schemaCmd(), a.mockCmd(), a.explainCmd(), a.versionCmd(),
	)
	root.SetHelpCommand(helpCmd())
	root.InitDefaultCompletionCmd()
	for _, cmd := range root.Commands() {
		if cmd.Name() == "completion" {
			cmd.Args, cmd.RunE = unknownCommand, func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
		}
	}
	return root
}

// unknownCommand refuses what is no command, suggesting the nearest.
func unknownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	e := usage("unknown-command", "no command %q", strings.TrimPrefix(cmd.CommandPath()+" ", "naftiko ")+args[0])
	const longest = 64 // a longer word is no command mistyped, and costs to compare
	if near := cmd.SuggestionsFor(args[0][:min(len(args[0]), longest)]); len(near) > 0 && len(args[0]) <= longest {
		return e.Help("did you mean %q?", near[0])
	}
	var names []string
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() {
			names = append(names, sub.Name())
		}
	}
	return e.Help("there is %s", strings.Join(names, ", "))
}

// bug reports a panic.
func (a *app) bug(r any, stack []byte) int {
	a.out.Errorf("this is a bug in naftiko: %s", fmt.Sprint(r))
	a.out.Foreign("", string(stack))
	return exitBug
}

// argCount checks the number of arguments in words that say what is missing.
func argCount(least, most int, names string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return usage("missing-operand", "%s needs %s", cmd.Name(), names).Help("%s", strings.TrimSpace(strings.ReplaceAll(cmd.Example, "\n  ", "\n")))
		case most >= 0 && len(args) > most:
			return usage("extra-operand", "%s does not take %q", cmd.Name(), args[most]).Help("%s --help  shows its use", cmd.CommandPath())
		}
		return nil
	}
}
