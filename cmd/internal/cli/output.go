package cli

import (
	"bytes"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"naftiko/cmd/internal/term"
	"naftiko/engine"
	"naftiko/spec/value"
)

// formatFlag adds -o FORMAT and --json. allowed are the words it takes.
func formatFlag(cmd *cobra.Command, format *string, preset string, allowed ...string) {
	cmd.Flags().StringVarP(format, "output", "o", preset, "output `FORMAT`: "+strings.Join(allowed, ", "))
	cmd.Flags().BoolFunc("json", "short for -o json", func(string) error {
		*format = "json"
		return nil
	})
	if slices.Contains(allowed, "text") {
		cmd.Flags().BoolFuncP("raw-text", "r", "short for -o text", func(string) error {
			*format = "text"
			return nil
		})
		cmd.Flags().Lookup("raw-text").Hidden = true
	}
	_ = cmd.RegisterFlagCompletionFunc("output", cobra.FixedCompletions(toCompletions(allowed), cobra.ShellCompDirectiveNoFileComp))
	check := cmd.PreRunE
	cmd.PreRunE = func(cmd *cobra.Command, args []string) error {
		if *format != "" && !slices.Contains(allowed, *format) {
			return usage("unknown-format", "no output format %q", *format).Help("use %s", strings.Join(allowed, ", "))
		}
		if check != nil {
			return check(cmd, args)
		}
		return nil
	}
}

func toCompletions(words []string) []cobra.Completion { return slices.Clone(words) }

// writeValue writes a result to standard output in a format; "" is JSON. It is
// indented on a terminal and compact in a pipe.
func (a *app) writeValue(v value.Value, format string) error {
	if format == "table" {
		return a.writeTable(v)
	}
	data, err := a.encode(v, format, a.env.StdoutTTY)
	if err != nil {
		return err
	}
	return a.out.WriteOut(data)
}

// encode writes a value in a format; a table as in a pipe.
func (a *app) encode(v value.Value, format string, indent bool) ([]byte, error) {
	if format == "table" {
		var b bytes.Buffer
		header, rows := engine.Table(v)
		err := term.New(term.Options{Out: &b}).Table(header, rows)
		return b.Bytes(), err
	}
	data, err := engine.Encode(format, v, indent)
	if err != nil {
		return nil, engine.Errorf(engine.Answer, "not-encodable", "%w", err)
	}
	return data, nil
}

// writeTable writes the rows of the first list in v.
func (a *app) writeTable(v value.Value) error {
	header, rows := engine.Table(v)
	return a.out.Table(header, rows)
}

// writeFile writes data to a file, replacing what is there.
func writeFile(name string, data []byte) error {
	if err := os.WriteFile(name, data, 0o666); err != nil { //nolint:gosec // a result is the user's own, as with a redirection
		return fileError("write", name, err)
	}
	return nil
}
