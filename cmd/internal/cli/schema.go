package cli

import (
	"github.com/spf13/cobra"

	"naftiko/engine"
	"naftiko/spec/value"
)

func (a *app) schemaCmd() *cobra.Command {
	var format, version string
	var allowPaths []string
	cmd := &cobra.Command{
		Use:   "schema [CAPABILITY OPERATION]",
		Short: "Print the document schema, or an operation's input and output schema",
		Long: "Print JSON Schema (draft-07): of capability documents, for editors and other checkers;\n" +
			"or, of one operation, what its arguments and its result look like.\n" +
			"The schema of documents takes whatever naftiko can run. With --version it takes what the\n" +
			"published schema of that version takes. Editors read it where a document begins with\n" +
			"  # yaml-language-server: $schema=naftiko.schema.json",
		Example: "  naftiko schema > naftiko.schema.json\n  naftiko schema --version 1.0.0-alpha2\n" +
			"  naftiko schema kinde-users getUsers",
		Args:              argCount(0, 2, ""),
		ValidArgsFunction: a.completeOperation,
		RunE:              func(_ *cobra.Command, words []string) error { return a.schema(format, version, allowPaths, words) },
	}
	versionFlag(cmd, &version, "the schema of what the published schema of this `VERSION` takes")
	formatFlag(cmd, &format, "json", "json", "yaml")
	allowPathFlag(cmd, &allowPaths)
	return cmd
}

func (a *app) schema(format, version string, allowPaths, words []string) error {
	if version != "" && len(words) > 0 {
		return usage("bad-flag", "--version is of the schema of documents; an operation's has none")
	}
	switch len(words) {
	case 0:
		full, err := engine.PublishedVersion(version)
		if err != nil {
			return err
		}
		v, err := engine.DocumentSchema(full)
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

// versionFlag adds --version, which names a published version of the specification.
func versionFlag(cmd *cobra.Command, version *string, use string) {
	cmd.Flags().StringVar(version, "version", "", use)
	_ = cmd.RegisterFlagCompletionFunc("version", cobra.FixedCompletions(toCompletions(engine.PublishedVersions()), cobra.ShellCompDirectiveNoFileComp))
}
