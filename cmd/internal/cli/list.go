package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"naftiko/cmd/internal/term"
	"naftiko/engine"
	"naftiko/spec/value"
)

type listOptions struct{ format string }

// dataFormats are the words -o takes where data is listed.
var dataFormats = []string{"table", "json", "yaml", "csv", "ndjson"}

func (a *app) listCmd() *cobra.Command {
	o := &listOptions{}
	cmd := &cobra.Command{
		Use:               "list [CAPABILITY]",
		Short:             "List the capabilities found, or the operations of one",
		Example:           "  naftiko list\n  naftiko list kinde-users\n  naftiko list kinde-users -o json",
		Args:              argCount(0, 1, ""),
		ValidArgsFunction: a.completeCapability,
		RunE: func(_ *cobra.Command, words []string) error {
			if len(words) == 0 {
				return a.listCapabilities(o)
			}
			return a.list(o, words[0])
		},
	}
	formatFlag(cmd, &o.format, "table", dataFormats...)
	return cmd
}

// list prints the operations of a capability.
func (a *app) list(o *listOptions, name string) error {
	prog, err := a.load(name, &engine.Options{})
	if err != nil {
		return err
	}
	defer prog.Close()
	if o.format != "table" {
		list := value.List{}
		for _, op := range prog.Ops() {
			list = append(list, opValue(op))
		}
		return a.writeValue(list, o.format)
	}
	if len(prog.Ops()) == 0 {
		a.out.Notef("%s consumes no operations", term.Untrusted(name))
		return nil
	}
	header, rows := []string{"OPERATION", "METHOD", "PATH", "ARGUMENTS", "DESCRIPTION"}, opRows(prog)
	if a.env.StdoutTTY {
		header, rows = fit(header, rows, a.out.Width())
	}
	return a.out.Table(header, rows)
}

// leastColumn is the width below which a last column is not worth showing.
const leastColumn = 20

// fit drops columns from the right until what is left of the last one is worth
// its place on a terminal; two columns always stay.
func fit(header []string, rows [][]string, width int) ([]string, [][]string) {
	for len(header) > 2 {
		used, last := 0, 0
		for i := range header {
			w := term.Width(header[i])
			for _, row := range rows {
				w = max(w, term.Width(term.Clean(row[i])))
			}
			used, last = used+w+2, w
		}
		if used-2 <= width || width-(used-2-last) >= leastColumn {
			break
		}
		header = header[:len(header)-1]
		for i := range rows {
			rows[i] = rows[i][:len(header)]
		}
	}
	return header, rows
}

func opRows(prog *engine.Program) [][]string {
	names := shortNames(prog.Ops())
	var rows [][]string
	for i, op := range prog.Ops() {
		rows = append(rows, []string{names[i], op.Method, op.Path, signature(op), firstSentence(op.Description)})
	}
	return rows
}

// shortNames gives each operation the shortest name that means it alone.
func shortNames(ops []*engine.Op) []string {
	count := map[string]int{}
	for _, op := range ops {
		count[op.Name]++
	}
	names := make([]string, len(ops))
	for i, op := range ops {
		names[i] = op.Name
		if count[op.Name] > 1 {
			names[i] = op.ID
		}
	}
	return names
}

// signature lists the arguments of an operation, optional ones in brackets.
func signature(op *engine.Op) string {
	var words []string
	for _, p := range op.Params {
		if p.Required {
			words = append(words, p.Name)
		} else {
			words = append(words, "["+p.Name+"]")
		}
	}
	return strings.Join(words, " ")
}

// firstSentence is what a description says first.
func firstSentence(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if i := strings.Index(text, ". "); i > 0 {
		return text[:i+1]
	}
	return text
}

// opValue is an operation as data.
func opValue(op *engine.Op) *value.Object {
	params := value.List{}
	for _, p := range op.Params {
		params = append(params, value.NewObject(
			value.Member{Name: "name", Value: p.Name},
			value.Member{Name: "in", Value: p.In},
			value.Member{Name: "type", Value: p.Type},
			value.Member{Name: "required", Value: p.Required},
			value.Member{Name: "description", Value: p.Description},
		))
	}
	return value.NewObject(
		value.Member{Name: "name", Value: op.Name},
		value.Member{Name: "qualified", Value: op.ID},
		value.Member{Name: "namespace", Value: op.Namespace},
		value.Member{Name: "resource", Value: op.Resource},
		value.Member{Name: "method", Value: op.Method},
		value.Member{Name: "path", Value: op.Path},
		value.Member{Name: "description", Value: op.Description},
		value.Member{Name: "parameters", Value: params},
	)
}

// listCapabilities prints the capabilities that are found by name.
func (a *app) listCapabilities(o *listOptions) error {
	found, err := engine.Catalogue(a.places())
	if err != nil {
		return err
	}
	list, rows := value.List{}, [][]string(nil)
	for _, f := range found {
		prog, diags := engine.Load(f.Source, nil)
		label, ops := "", 0
		if prog != nil {
			label, ops = prog.Label(), len(prog.Ops())
			prog.Close()
		} else if errs := diags.Errors(); len(errs) > 0 {
			label = "cannot be read: " + errs[0].Msg
		}
		list = append(list, value.NewObject(
			value.Member{Name: "name", Value: f.Stem},
			value.Member{Name: "label", Value: label},
			value.Member{Name: "operations", Value: value.Int(int64(ops))},
			value.Member{Name: "file", Value: f.Name},
			value.Member{Name: "builtIn", Value: f.BuiltIn},
		))
		rows = append(rows, []string{f.Stem, value.Text(value.Int(int64(ops))), f.Name, label})
	}
	if o.format != "table" {
		return a.writeValue(list, o.format)
	}
	return a.out.Table([]string{"CAPABILITY", "OPERATIONS", "FILE", "LABEL"}, rows)
}
