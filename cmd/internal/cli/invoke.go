package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"naftiko/binding"
	"naftiko/cmd/internal/args"
	"naftiko/engine"
	"naftiko/spec/value"
)

// invokeOptions are the flags and words of one invoke.
type invokeOptions struct {
	callFlags
	format   string
	query    string
	path     *engine.Path // of query
	include  bool
	outFile  string
	outSet   bool // --out was given, be it empty
	argsFile string
	dryRun   bool
	as       string
	mock     bool
	explain  bool
}

// resultFormats are the words -o takes for results.
var resultFormats = []string{"json", "yaml", "table", "csv", "ndjson", "text", "raw"}

func (a *app) invokeCmd() *cobra.Command {
	o := &invokeOptions{}
	cmd := &cobra.Command{
		Use:   "invoke CAPABILITY [OPERATION [ARGUMENT...]]",
		Short: "Call one operation; without OPERATION, list them",
		Long: "Call one operation of a capability and print its result.\n\n" +
			"An argument is written\n" +
			"  name=text      converted to the declared type      name==text    that text, whatever it is\n" +
			"  name:=json     JSON                                name=@FILE    the content of a file; @- standard input\n" +
			"  body.a.b=text  a member of an object parameter     name=-        standard input, for a body parameter\n\n" +
			"naftiko invoke CAPABILITY OPERATION --help  shows an operation's own arguments.",
		Example: "  naftiko invoke kinde-users getUser id=kp_123 --mock\n" +
			"  naftiko invoke kinde-users getUser id=kp_123 --dry-run\n" +
			"  naftiko invoke kinde-users createUser body:='{\"profile\":{\"given_name\":\"Ann\"}}' --mock -q '$.result'",
		Args:              argCount(1, -1, "a CAPABILITY"),
		ValidArgsFunction: a.completeInvoke,
		RunE: func(cmd *cobra.Command, words []string) error {
			o.outSet = cmd.Flags().Changed("out")
			return a.invoke(cmd.Context(), o, words)
		},
	}
	o.addBinds(cmd)
	o.addWire(cmd)
	fl := cmd.Flags()
	formatFlag(cmd, &o.format, "", resultFormats...)
	fl.StringVarP(&o.query, "query", "q", "", "print only what `JSONPATH` picks from the result")
	fl.BoolVarP(&o.include, "include", "i", false, "print the answer's status and headers too")
	fl.StringVar(&o.outFile, "out", "", "write the result to `FILE`; - is standard output")
	fl.StringVar(&o.argsFile, "args", "", "read arguments from the JSON object in `FILE`; - is standard input")
	fl.BoolVar(&o.dryRun, "dry-run", false, "print the request and send nothing")
	fl.StringVar(&o.as, "as", "", "print the request as `curl` command line and send nothing")
	fl.BoolVar(&o.explain, "explain", false, "print what each output finds in the answer, in place of the result")
	fl.BoolVar(&o.mock, "mock", false, "answer from the document itself; no network, no binds")
	fl.SortFlags = false
	help := cmd.HelpFunc()
	cmd.SetHelpFunc(func(cmd *cobra.Command, words []string) { a.invokeHelp(cmd, words, help) })
	return cmd
}

func (a *app) invoke(ctx context.Context, o *invokeOptions, words []string) error {
	if err := o.check(); err != nil {
		return err
	}
	if len(words) == 1 {
		return a.list(&listOptions{format: tableOr(o.format), allowPaths: o.allowPaths}, words[0])
	}
	opts, err := a.clientOptions(&o.callFlags)
	if err != nil {
		return err
	}
	if o.path, err = parseQuery(o.query); err != nil {
		return err
	}
	prog, err := a.load(words[0], opts)
	if err != nil {
		return err
	}
	defer prog.Close()
	op, err := prog.Find(words[1])
	if err != nil {
		return err
	}
	call, err := a.call(&o.callFlags, prog)
	if err != nil {
		return err
	}
	call.Raw, call.Explain = o.format == "raw", o.explain
	in, err := a.arguments(o, prog, op, words[2:])
	if err != nil {
		return err
	}
	switch {
	case o.as == "curl":
		return a.curl(o, prog, op, in, call)
	case o.dryRun:
		return a.dryRun(o, prog, op, in, call)
	}
	return a.send(ctx, o, prog, op, in, call)
}

// check refuses flags that do not go together.
func (o *invokeOptions) check() error {
	sends := !o.dryRun && o.as == ""
	switch {
	case o.outSet && o.outFile == "":
		return usage("bad-flag", "--out needs the name of a file")
	case o.as != "" && o.as != "curl":
		return usage("bad-flag", "--as knows only curl, not %q", o.as)
	case o.explain && (o.format == "raw" || o.query != "" || o.include):
		return usage("bad-flag", "--explain prints no result, and leaves nothing to -q, -i and -o raw").Help("leave one of them out")
	case o.explain && !sends:
		return usage("bad-flag", "--explain needs an answer, and --dry-run and --as ask for none").Help("leave one of them out")
	case o.format == "raw" && o.query != "":
		return usage("bad-flag", "--query picks from a result, and -o raw prints the answer as it came").Help("leave one of them out")
	}
	return nil
}

func tableOr(format string) string {
	if format == "" || format == "raw" {
		return "table"
	}
	return format
}

// arguments reads the words behind the operation.
func (a *app) arguments(o *invokeOptions, prog *engine.Program, op *engine.Op, words []string) (*value.Object, error) {
	var base []byte
	if o.argsFile != "" {
		var err error
		if base, err = a.readArgsFile(o.argsFile); err != nil {
			return nil, err
		}
	}
	return a.grammar(prog, op).Parse(words, base, files{a})
}

func (a *app) readArgsFile(name string) ([]byte, error) {
	if name == stdin {
		return a.readStdin(maxArgument)
	}
	return readWhole(name, maxArgument)
}

// grammar says which arguments op takes.
func (a *app) grammar(prog *engine.Program, op *engine.Op) *args.Grammar {
	g := &args.Grammar{Quote: a.shell.Quote}
	for _, p := range op.Params {
		ap := args.Param{Name: p.Name, In: p.In, Type: p.Type, Required: p.Required}
		for _, e := range p.Enum {
			ap.Enum = append(ap.Enum, value.Text(e))
		}
		g.Params = append(g.Params, ap)
	}
	for _, d := range prog.Binds() {
		g.Binds = append(g.Binds, d.Name, d.ID())
	}
	return g
}

// send makes the call and prints its result.
func (a *app) send(ctx context.Context, o *invokeOptions, prog *engine.Program, op *engine.Op, in *value.Object, call engine.Call) error {
	if err := a.refuseBinary(o, op); err != nil {
		return err
	}
	if o.insecure {
		a.out.Warnf("TLS certificates are not verified (--insecure)")
	}
	if o.mock {
		a.out.Notef("answered from the document itself (--mock); nothing was sent")
		call.Mock = prog.NewMock(engine.MockOptions{})
	} else if err := a.announce(prog, op, in, call); err != nil {
		return err
	}
	started := time.Now()
	res, err := prog.Invoke(ctx, op, in, call)
	var e *engine.Error
	switch {
	case err == nil:
		a.answered(res.Answer, time.Since(started))
		return a.result(o, res)
	case errors.As(err, &e) && e.Answer != nil:
		a.answered(e.Answer, time.Since(started))
		return a.refusal(o, e)
	}
	return err
}

// announce tells people what is about to be sent.
func (a *app) announce(prog *engine.Program, op *engine.Op, in *value.Object, call engine.Call) error {
	if op.Static || a.verbose == 0 && !op.Auth.Implicit && !slices.ContainsFunc(prog.Binds(), func(d binding.Decl) bool { return d.Undeclared }) {
		return nil
	}
	_, shown, err := a.prepare(prog, op, in, call)
	if err != nil {
		return err
	}
	a.noteImplicit(shown, a.verbose > 0 || a.env.StderrTTY)
	for _, r := range shown.Reads {
		if r.Undeclared {
			a.out.Warnf("%s is read, which no bind of the document declares", r.From)
		}
	}
	if a.verbose > 0 {
		a.out.Linef("> %s %s", shown.Method, shown.URL)
	}
	if a.verbose > 1 {
		for _, h := range shown.Header {
			a.out.Linef("> %s: %s", h.Name, h.Value)
		}
	}
	return nil
}

// noteImplicit says that a bearer token is sent, or stays behind, which the
// document does not ask for.
func (a *app) noteImplicit(shown *engine.Shown, note bool) {
	switch {
	case shown.Withheld:
		a.out.Warnf("the bearer token is not sent: %s is neither https nor this machine", shown.URL)
	case shown.Implicit != "" && note:
		a.out.Notef("%s is sent as a bearer token, though the document declares no authentication (--no-implicit-auth)", shown.Implicit)
	}
}

func (a *app) answered(r *engine.Response, took time.Duration) {
	if a.verbose == 0 || r == nil {
		return
	}
	a.out.Linef("< %s %d %s (%s)", r.Proto, r.Status, r.StatusText, took.Round(time.Millisecond).String())
	if a.verbose > 1 {
		for _, name := range slices.Sorted(maps.Keys(r.Header)) {
			for _, v := range r.Header[name] {
				a.out.Linef("< %s: %s", name, v)
			}
		}
		for _, name := range slices.Sorted(maps.Keys(r.Trailer)) {
			for _, v := range r.Trailer[name] {
				a.out.Linef("< %s: %s (behind the body)", name, v)
			}
		}
	}
}

// result writes what a call gave.
func (a *app) result(o *invokeOptions, res *engine.Result) error {
	if o.explain {
		return a.explain(o, res)
	}
	a.noteMisses(res)
	var out []byte
	if o.include && res.Answer != nil {
		out = head(res.Answer)
	}
	compact := (o.format == "" || o.format == "json") && !a.toTerminal(o)
	switch {
	case o.format == "raw" && res.Answer != nil:
		if err := a.refuseBytes(o, res.Answer.Body); err != nil {
			return err
		}
		return a.emit(o, append(out, res.Answer.Body...))
	case o.path == nil && compact && !res.IsBlob():
		return a.emit(o, append(res.AppendJSON(out), '\n'))
	}
	v := res.Value()
	if o.path != nil {
		var err error
		if v, err = pick(v, o.path); err != nil {
			return err
		}
	}
	return a.writeResult(o, out, v)
}

// writeResult writes a value behind the bytes before, in the format and to the
// place that the flags say.
func (a *app) writeResult(o *invokeOptions, before []byte, v value.Value) error {
	if o.format == "table" && !o.toFile() {
		if err := a.out.WriteOut(before); err != nil {
			return err
		}
		return a.writeTable(v)
	}
	format := o.format
	if _, ok := v.(value.Blob); ok && (format == "" || format == "raw") {
		format = "text" // its bytes as they are
	}
	if format == "raw" {
		format = "json" // there is no answer that came
	}
	body, err := a.encode(v, format, a.toTerminal(o))
	if err != nil {
		return err
	}
	return a.emit(o, append(before, body...))
}

// refusal prints an answer of 400 or more: on standard output only where its
// bytes or its head were asked for.
func (a *app) refusal(o *invokeOptions, e *engine.Error) error {
	if e.Kind != engine.Upstream || o.format != "raw" && !o.include {
		return e
	}
	var out []byte
	if o.include {
		out = head(e.Answer)
	}
	if err := a.emit(o, append(out, e.Answer.Body...)); err != nil {
		return err
	}
	if a.errors != "json" {
		e.Answer = &engine.Response{}
	}
	return e
}

// toFile reports whether results go to a file.
func (o *invokeOptions) toFile() bool { return o.outFile != "" && o.outFile != stdin }

// emit writes a result to standard output or to --out.
func (a *app) emit(o *invokeOptions, data []byte) error {
	if o.toFile() {
		return writeFile(o.outFile, data)
	}
	return a.out.WriteOut(data)
}

// head returns an answer's status line and headers, sorted by name.
func head(r *engine.Response) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %d %s\n", r.Proto, r.Status, r.StatusText)
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		for _, v := range r.Header[name] {
			fmt.Fprintf(&b, "%s: %s\n", name, v)
		}
	}
	b.WriteByte('\n')
	return []byte(b.String())
}
