package cli

import (
	"github.com/spf13/cobra"

	"naftiko/engine"
	"naftiko/spec/value"
)

func (a *app) schemaCmd() *cobra.Command {
	var format string
	var allowPaths []string
	cmd := &cobra.Command{
		Use:   "schema [CAPABILITY OPERATION]",
		Short: "Print the document schema, or an operation's input and output schema",
		Long: "Print JSON Schema (draft-07): of capability documents, for editors and other checkers;\n" +
			"or, of one operation, what its arguments and its result look like.",
		Example:           "  naftiko schema > naftiko.schema.json\n  naftiko schema kinde-users getUsers",
		Args:              argCount(0, 2, ""),
		ValidArgsFunction: a.completeOperation,
		RunE:              func(_ *cobra.Command, words []string) error { return a.schema(format, allowPaths, words) },
	}
	formatFlag(cmd, &format, "json", "json", "yaml")
	allowPathFlag(cmd, &allowPaths)
	return cmd
}

func (a *app) schema(format string, allowPaths, words []string) error {
	switch len(words) {
	case 0:
		v, err := value.Decode(engine.DocumentSchema())
		if err != nil {
			return err
		}
		return a.writeValue(v, format)
	case 1:
		return usage("missing-operand", "schema needs an OPERATION of %s too", words[0]).Help("naftiko list %s  shows them", a.shell.Quote(words[0]))
	}
	prog, err := a.load(words[0], &engine.Options{AllowPaths: allowPaths})
	if err != nil {
		return err
	}
	defer prog.Close()
	op, err := prog.Find(words[1])
	if err != nil {
		return err
	}
	return a.writeValue(value.NewObject(
		value.Member{Name: "input", Value: engine.InputSchema(op)}, value.Member{Name: "output", Value: engine.OutputSchema(op)},
	), format)
}
