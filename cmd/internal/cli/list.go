package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"naftiko/cmd/internal/term"
	"naftiko/engine"
	"naftiko/spec/value"
)

type listOptions struct {
	format  string
	filter  string
	exposed bool

	allowPaths []string
}

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
	cmd.Flags().StringVar(&o.filter, "filter", "", "only what has `TEXT` in its name, path or description")
	cmd.Flags().BoolVar(&o.exposed, "exposed", false, "list what the document exposes and what can be called, not what it consumes")
	allowPathFlag(cmd, &o.allowPaths)
	return cmd
}

// list prints the operations of a capability.
func (a *app) list(o *listOptions, name string) error {
	prog, err := a.load(name, &engine.Options{AllowPaths: o.allowPaths})
	if err != nil {
		return err
	}
	defer prog.Close()
	a.warnMissing(prog)
	all := prog.Ops()
	if o.exposed {
		all = prog.Exposed()
	}
	ops := matching(all, o.filter)
	if o.format != "table" {
		list := value.List{}
		for _, op := range ops {
			list = append(list, opValue(op))
		}
		return a.writeValue(list, o.format)
	}
	if len(ops) == 0 {
		a.out.Notef("%s", nothingListed(o, name, prog))
		return nil
	}
	header, rows := []string{"OPERATION", "METHOD", "PATH", "ARGUMENTS", "DESCRIPTION"}, opRows(all, ops)
	if len(groups(ops)) > 1 {
		header, rows = grouped(header, rows, ops)
	}
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

// groups gives each namespace its rank among those of ops.
func groups(ops []*engine.Op) map[string]int {
	ranks := map[string]int{}
	for _, op := range ops {
		if _, ok := ranks[op.Namespace]; !ok {
			ranks[op.Namespace] = len(ranks)
		}
	}
	return ranks
}

// grouped puts the rows of one namespace together, behind its name.
func grouped(header []string, rows [][]string, ops []*engine.Op) ([]string, [][]string) {
	ranks := groups(ops)
	out := make([][]string, len(rows))
	for i, op := range ops {
		out[i] = append([]string{op.Namespace}, rows[i]...)
	}
	slices.SortStableFunc(out, func(a, b []string) int { return ranks[a[0]] - ranks[b[0]] })
	return append([]string{"NAMESPACE"}, header...), out
}

// nothingListed says why a list is empty.
func nothingListed(o *listOptions, name string, prog *engine.Program) term.Untrusted {
	switch {
	case o.filter != "":
		return term.Untrusted("nothing in " + name + " has " + o.filter + " in its name, path or description")
	case o.exposed:
		return term.Untrusted(name + " exposes nothing that can be called")
	case len(prog.Exposed()) > 0:
		return term.Untrusted(name + " consumes no operations; --exposed lists what it exposes")
	}
	return term.Untrusted(name + " consumes no operations")
}

// matching returns the operations that have text, in any case, in their names,
// path or description.
func matching(ops []*engine.Op, text string) []*engine.Op {
	if text == "" {
		return ops
	}
	text = strings.ToLower(text)
	var out []*engine.Op
	for _, op := range ops {
		if strings.Contains(strings.ToLower(op.ID+"\n"+op.Method+" "+op.Path+"\n"+op.Label+"\n"+op.Description), text) {
			out = append(out, op)
		}
	}
	return out
}

// opRows describes ops in columns, by names that tell them apart among all.
func opRows(all, ops []*engine.Op) [][]string {
	names := shortNames(all)
	rows := make([][]string, 0, len(ops))
	for _, op := range ops {
		rows = append(rows, []string{names[op], op.Method, op.Path, signature(op), firstSentence(op.Description)})
	}
	return rows
}

// shortNames gives each operation the shortest name that means it alone.
func shortNames(ops []*engine.Op) map[*engine.Op]string {
	count := map[string]int{}
	for _, op := range ops {
		count[op.Name]++
		count[op.ID]++
	}
	names := make(map[*engine.Op]string, len(ops))
	for _, op := range ops {
		switch {
		case count[op.Name] == 1 || op.Name == op.ID && count[op.ID] == 2:
			names[op] = op.Name
		case count[op.ID] == 1:
			names[op] = op.ID
		default:
			names[op] = engine.UniqueName(op)
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
		value.Member{Name: "qualified", Value: engine.UniqueName(op)},
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
	found, unread := engine.Catalogue(a.places())
	for _, err := range unread {
		a.out.Warnf("%s", normal(err).Msg)
	}
	list, rows := value.List{}, [][]string(nil)
	for _, f := range found {
		if _, err := engine.Locate(f.Stem, a.places()); engine.KindOf(err) == engine.Refused {
			a.out.Warnf("%s", normal(err).Msg)
		}
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
