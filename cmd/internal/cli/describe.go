package cli

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"naftiko/binding"
	"naftiko/cmd/internal/term"
	"naftiko/engine"
	"naftiko/spec/diag"
	"naftiko/spec/value"
)

type describeOptions struct {
	callFlags
	format string
}

func (a *app) describeCmd() *cobra.Command {
	o := &describeOptions{}
	cmd := &cobra.Command{
		Use:   "describe CAPABILITY [OPERATION]",
		Short: "Say what an operation takes, reads, sends and gives",
		Long: "Describe a capability or one of its operations: parameters, binds, authentication, outputs,\n" +
			"what is read and where it is sent, and a command line to copy. Nothing is sent, no secret is needed.",
		Example:           "  naftiko describe kinde-users\n  naftiko describe kinde-users getUser\n  naftiko describe kinde-users getUser -o json",
		Args:              argCount(1, 2, "a CAPABILITY"),
		ValidArgsFunction: a.completeOperation,
		RunE:              func(_ *cobra.Command, words []string) error { return a.describe(o, words) },
	}
	o.addBinds(cmd)
	formatFlag(cmd, &o.format, "text", "text", "json", "yaml")
	return cmd
}

func (a *app) describe(o *describeOptions, words []string) error {
	prog, err := a.load(words[0], &engine.Options{AllowPaths: o.allowPaths})
	if err != nil {
		return err
	}
	defer prog.Close()
	call, err := a.call(&o.callFlags, prog)
	if err != nil {
		return err
	}
	if len(words) == 1 {
		a.warnMissing(prog)
		return a.describeCapability(o, words[0], prog, call)
	}
	op, err := prog.Find(words[1])
	if err != nil {
		return err
	}
	d := a.description(words[0], prog, op, call)
	if o.format != "text" {
		return a.writeValue(d.value(), o.format)
	}
	return a.writeLines(d.lines(a.out.Width()))
}

// description is what is known of an operation without calling it.
type description struct {
	op      *engine.Op
	url     string
	shown   *engine.Shown // nil when it cannot be prepared even with made-up arguments
	command string
}

// description prepares op with made-up arguments to see what it reads and sends.
func (a *app) description(capability string, prog *engine.Program, op *engine.Op, call engine.Call) *description {
	d := &description{op: op, url: joinURL(op.Base, op.Path), command: a.commandLine(capability, prog, op)}
	if r, err := prog.Prepare(op, madeUp(op), call); err == nil {
		d.shown, _ = r.Show(call.Binds)
	}
	if d.shown != nil && saysHost(op) {
		for i := range d.shown.Sends {
			d.shown.Sends[i].Origin = declaredOrigin(op.Base)
		}
	}
	return d
}

// saysHost reports whether arguments decide where the request goes, so that the
// made-up ones may not be shown as its destination.
func saysHost(op *engine.Op) bool {
	origin := declaredOrigin(op.Base)
	for i := range op.Params {
		if name := op.Params[i].Name; strings.Contains(origin, "{"+name+"}") && !op.Params[i].HasDefault {
			return true
		}
	}
	return false
}

// declaredOrigin is the scheme and host of a base URI as declared.
func declaredOrigin(base string) string {
	scheme, rest, ok := strings.Cut(base, "://")
	if !ok {
		first, _, _ := strings.Cut(base, "/")
		return first
	}
	host, _, _ := strings.Cut(rest, "/")
	return scheme + "://" + host
}

func joinURL(base, path string) string {
	return strings.TrimSuffix(base, "/") + "/" + strings.TrimPrefix(path, "/")
}

// madeUp gives each required argument a value of its type.
func madeUp(op *engine.Op) *value.Object {
	o := &value.Object{}
	for i := range op.Params {
		if p := &op.Params[i]; p.Required && !p.HasDefault {
			o.Set(p.Name, example(p))
		}
	}
	return o
}

// example is a value that fits a parameter as far as its type and enum say.
func example(p *engine.Param) value.Value {
	switch {
	case len(p.Enum) > 0:
		return p.Enum[0]
	case p.HasDefault && p.Default != nil:
		return p.Default
	}
	switch p.Type {
	case "integer", "number":
		return value.Int(1)
	case "boolean":
		return true
	case "array":
		return value.List{}
	case "object":
		o := &value.Object{}
		for i := range p.Properties {
			if m := &p.Properties[i]; m.Required {
				o.Set(m.Name, example(m))
			}
		}
		return o
	}
	return "x"
}

// commandLine is an invoke of op to copy, with its required arguments.
func (a *app) commandLine(capability string, prog *engine.Program, op *engine.Op) string {
	name := engine.UniqueName(op)
	if short, ok := shortNames(prog.Ops())[op]; ok {
		name = short
	}
	words := []string{"naftiko", "invoke", a.shell.Quote(capability), a.shell.Quote(name)}
	seen := map[string]bool{}
	for i := range op.Params {
		if p := &op.Params[i]; p.Required && !p.HasDefault && !seen[p.Name] {
			seen[p.Name] = true
			words = append(words, a.argumentWord(p))
		}
	}
	return strings.Join(words, " ")
}

func (a *app) argumentWord(p *engine.Param) string {
	switch p.Type {
	case "object", "array":
		return a.shell.Quote(p.Name + ":=" + string(value.Append(nil, example(p))))
	case "string", "":
		if len(p.Enum) == 0 {
			return a.shell.Quote(p.Name + "=" + strings.ToUpper(p.Name))
		}
	}
	return a.shell.Quote(p.Name + "=" + value.Text(example(p)))
}

// writeLines writes text for people to standard output.
func (a *app) writeLines(lines []string) error {
	return a.out.WriteOut([]byte(strings.Join(lines, "\n") + "\n"))
}

// lines is the description for people.
func (d *description) lines(width int) []string {
	op := d.op
	out := []string{term.Clean(op.ID), "  " + term.Clean(op.Method+" "+d.url)}
	if op.Static {
		out[1] = "  answers by itself, and sends nothing"
	}
	if op.Description != "" {
		out = append(out, "", term.Wrap(op.Description, width, 2))
	}
	out = append(out, section("Arguments", paramRows(op.Params), width)...)
	if !op.Static {
		out = append(out, section("Authentication", [][]string{{authText(op)}}, width)...)
	}
	if d.shown != nil {
		out = append(out, section("Reads", readRows(d.shown), width)...)
		out = append(out, section("Sends", sendRows(d.shown), width)...)
	}
	result := "Result"
	if op.Format != "json" {
		result = "Result, of an answer in " + term.Clean(op.Format)
	}
	out = append(out, section(result, outputRows(op.Outputs, ""), width)...)
	for _, p := range op.Problems {
		out = append(out, "", "Cannot run: "+term.Clean(p.Error()))
	}
	return append(out, "", "Example", "  "+term.Clean(d.command))
}

// section lays rows out in columns below a heading; it is left out when empty.
func section(title string, rows [][]string, width int) []string {
	if len(rows) == 0 {
		return nil
	}
	out := []string{"", title}
	widths := map[int]int{}
	for _, row := range rows {
		for i, cell := range row[:len(row)-1] {
			widths[i] = max(widths[i], term.Width(term.Clean(cell)))
		}
	}
	for _, row := range rows {
		line, last := "  ", term.Clean(row[len(row)-1])
		for i, cell := range row[:len(row)-1] {
			cell = term.Clean(cell)
			line += cell + strings.Repeat(" ", widths[i]-term.Width(cell)+2)
		}
		out = append(out, hanging(line, last, width))
	}
	return out
}

// hanging puts text behind line, its further lines below its first one.
func hanging(line, text string, width int) string {
	indent := term.Width(line)
	if width-indent < 24 {
		return strings.TrimRight(line+text, " ")
	}
	lines := strings.Split(term.Wrap(text, width-indent, 0), "\n")
	return strings.TrimRight(line+strings.Join(lines, "\n"+strings.Repeat(" ", indent)), " ")
}

func paramRows(params []engine.Param) [][]string {
	var rows [][]string
	for i := range params {
		p := &params[i]
		rows = append(rows, []string{p.Name, orDash(p.In), orDash(p.Type), need(p), paramText(p)})
	}
	return rows
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

func need(p *engine.Param) string {
	if p.Required && !p.HasDefault {
		return "required"
	}
	return "optional"
}

func paramText(p *engine.Param) string {
	text := p.Description
	if len(p.Enum) > 0 {
		words := make([]string, len(p.Enum))
		for i, e := range p.Enum {
			words[i] = value.Text(e)
		}
		text = strings.TrimSpace(text + " One of: " + strings.Join(words, ", ") + ".")
	}
	if p.Pattern != nil {
		text = strings.TrimSpace(text + " Pattern: " + p.Pattern.Source)
	}
	if p.HasDefault {
		text = strings.TrimSpace(text + " Default: " + string(value.Append(nil, p.Default)))
	}
	return text
}

func authText(op *engine.Op) string {
	switch {
	case op.Auth.Implicit:
		d, _ := op.Decls.Find(op.Auth.Bind)
		return "bearer, implicit: the document declares none, and " + d.Name + " can only be its token (--no-implicit-auth turns it off)"
	case op.Auth.Type == "":
		return "none"
	}
	return op.Auth.Type
}

func readRows(s *engine.Shown) [][]string {
	var rows [][]string
	for _, r := range s.Reads {
		rows = append(rows, []string{r.Bind, "from " + r.From})
	}
	return rows
}

func sendRows(s *engine.Shown) [][]string {
	var rows [][]string
	for _, d := range s.Sends {
		rows = append(rows, []string{d.Bind, "to " + d.Origin})
	}
	return rows
}

func outputRows(outs []engine.Output, prefix string) [][]string {
	var rows [][]string
	for i := range outs {
		o := &outs[i]
		from := o.Description
		if o.Path != nil {
			from = strings.TrimSpace(o.Path.String() + "  " + o.Description)
		}
		name := prefix + o.Name
		if name == "" {
			name = "(the value)"
		}
		rows = append(rows, []string{name, orDash(o.Type), from})
		rows = append(rows, outputRows(o.Properties, prefix+o.Name+".")...)
		if o.Items != nil {
			rows = append(rows, outputRows(o.Items.Properties, prefix+o.Name+"[].")...)
		}
	}
	if len(outs) == 0 && prefix == "" {
		return [][]string{{"the answer as it is"}}
	}
	return rows
}

// value is the description as data.
func (d *description) value() *value.Object {
	o := opValue(d.op)
	o.Set("url", d.url)
	o.Set("authentication", value.NewObject(
		value.Member{Name: "type", Value: d.op.Auth.Type}, value.Member{Name: "implicit", Value: d.op.Auth.Implicit},
	))
	if d.shown != nil {
		o.Set("reads", readsValue(d.shown.Reads))
		o.Set("sends", sendsValue(d.shown.Sends))
	}
	o.Set("format", d.op.Format)
	outputs := value.List{}
	for _, out := range d.op.Outputs {
		path := ""
		if out.Path != nil {
			path = out.Path.String()
		}
		outputs = append(outputs, value.NewObject(
			value.Member{Name: "name", Value: out.Name}, value.Member{Name: "type", Value: out.Type}, value.Member{Name: "path", Value: path},
		))
	}
	o.Set("outputs", outputs)
	o.Set("example", d.command)
	return o
}

// describeCapability says what a document as a whole consumes and reads.
func (a *app) describeCapability(o *describeOptions, name string, prog *engine.Program, call engine.Call) error {
	if o.format != "text" {
		return a.writeValue(capabilityValue(prog, call), o.format)
	}
	width := a.out.Width()
	out := []string{term.Clean(prog.Label())}
	if prog.Label() == "" {
		out[0] = term.Clean(name)
	}
	if prog.Description() != "" {
		out = append(out, "", term.Wrap(prog.Description(), width, 2))
	}
	out = append(out, section("Binds", bindRows(prog, call), width)...)
	var rows [][]string
	for _, row := range opRows(prog.Ops(), prog.Ops()) {
		rows = append(rows, []string{row[0], row[1], row[2], row[3]})
	}
	out = append(out, section("Operations", rows, width)...)
	out = append(out, "", "More", "  naftiko describe "+term.Clean(a.shell.Quote(name))+" OPERATION")
	return a.writeLines(out)
}

func bindRows(prog *engine.Program, call engine.Call) [][]string {
	var rows [][]string
	for _, d := range prog.Binds() {
		state := "not set"
		if _, err := call.Binds.Get(d.ID()); err == nil {
			state = "set"
		} else if e, ok := errors.AsType[*binding.Error](err); ok && e.Kind == binding.Refused {
			state = "refused; needs --bind " + diag.Word(d.Name)
		}
		rows = append(rows, []string{d.Name, call.Binds.Source(d), state})
	}
	return rows
}

func capabilityValue(prog *engine.Program, call engine.Call) *value.Object {
	binds, ops := value.List{}, value.List{}
	for _, d := range prog.Binds() {
		binds = append(binds, value.NewObject(
			value.Member{Name: "name", Value: d.Name}, value.Member{Name: "namespace", Value: d.Namespace},
			value.Member{Name: "from", Value: call.Binds.Source(d)}, value.Member{Name: "secret", Value: d.Secret},
			value.Member{Name: "set", Value: call.Binds.Has(d.ID())},
		))
	}
	for _, op := range prog.Ops() {
		ops = append(ops, opValue(op))
	}
	return value.NewObject(
		value.Member{Name: "label", Value: prog.Label()}, value.Member{Name: "description", Value: prog.Description()},
		value.Member{Name: "binds", Value: binds}, value.Member{Name: "operations", Value: ops},
	)
}
