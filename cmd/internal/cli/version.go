package cli

import (
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"naftiko/spec/value"
)

func (a *app) versionCmd() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:     "version",
		Short:   "Print the version",
		Example: "  naftiko version\n  naftiko version -o json",
		Args:    argCount(0, 0, ""),
		RunE:    func(*cobra.Command, []string) error { return a.printVersion(out) },
	}
	formatFlag(cmd, &out, "text", "text", "json", "yaml")
	return cmd
}

// isVersion recognises the calls that need no command tree.
func isVersion(args []string) bool {
	return len(args) == 1 && (args[0] == "version" || args[0] == "--version")
}

func (a *app) printVersion(format string) error {
	if format == "" || format == "text" {
		return a.out.Outf("%s", versionLine())
	}
	return a.writeValue(value.NewObject(
		value.Member{Name: "version", Value: version},
		value.Member{Name: "revision", Value: revision()},
		value.Member{Name: "go", Value: runtime.Version()},
		value.Member{Name: "os", Value: runtime.GOOS},
		value.Member{Name: "arch", Value: runtime.GOARCH},
	), format)
}

func versionLine() string {
	return "naftiko " + version + " (" + runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH + ")"
}

// revision returns the commit the program was built from, or "".
func revision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return s.Value
		}
	}
	return ""
}
