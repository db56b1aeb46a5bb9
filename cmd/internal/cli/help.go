package cli

import (
	"github.com/spf13/cobra"

	"naftiko/cmd/internal/term"
	"naftiko/engine"
)

// helpCmd is help as a command: naftiko help invoke.
func helpCmd() *cobra.Command {
	return &cobra.Command{
		Use:     "help [COMMAND]",
		Short:   "Help about any command",
		Example: "  naftiko help invoke",
		RunE: func(cmd *cobra.Command, words []string) error {
			found, rest, err := cmd.Root().Find(words)
			if err == nil && len(rest) == 0 {
				found.InitDefaultHelpFlag()
				found.InitDefaultVersionFlag()
				return found.Help()
			}
			return unknownCommand(cmd.Root(), words)
		},
	}
}

// invokeHelp prints the help of one operation, or of its capability, when they
// are named; else the command's own.
func (a *app) invokeHelp(cmd *cobra.Command, _ []string, general func(*cobra.Command, []string)) {
	words := cmd.Flags().Args()
	if len(words) == 0 || words[0] == stdin {
		general(cmd, words)
		return
	}
	allow, _ := cmd.Flags().GetStringArray("allow-path")
	prog, err := a.load(words[0], &engine.Options{AllowPaths: allow})
	if err != nil {
		a.helpErr = err
		return
	}
	defer prog.Close()
	if len(words) == 1 {
		a.helpErr = a.writeLines(capabilityHelp(a.shell.Quote(words[0]), prog, a.out.Width()))
		return
	}
	op, err := prog.Find(words[1])
	if err != nil {
		a.helpErr = err
		return
	}
	a.helpErr = a.writeLines(operationHelp(op, a.commandLine(words[0], prog, op), a.out.Width()))
}

func operationHelp(op *engine.Op, command string, width int) []string {
	out := []string{"Usage:", "  " + term.Clean(command) + optional(op)}
	if op.Description != "" {
		out = append(out, "", term.Wrap(op.Description, width, 0))
	}
	if len(op.Params) > 0 {
		out = append(out, section("Arguments:", paramRows(op.Params), width)...)
	}
	return append(out,
		"", "Examples:",
		"  "+term.Clean(command),
		"  "+term.Clean(command)+" --dry-run",
		"",
		"naftiko describe  says what it reads and sends",
		"naftiko invoke --help  lists the flags")
}

// optional tells that there are arguments beyond those a command line has.
func optional(op *engine.Op) string {
	for i := range op.Params {
		if need(&op.Params[i]) == "optional" {
			return " [ARGUMENT...]"
		}
	}
	return ""
}

func capabilityHelp(capability string, prog *engine.Program, width int) []string {
	out := []string{"Usage:", "  naftiko invoke " + term.Clean(capability) + " OPERATION [ARGUMENT...]"}
	var rows [][]string
	for _, row := range opRows(prog.Ops(), prog.Ops()) {
		rows = append(rows, []string{row[0], row[3], row[4]})
	}
	return append(out, section("Operations:", rows, width)...)
}
