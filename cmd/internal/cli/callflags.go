package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"naftiko/binding"
	"naftiko/engine"
)

// callFlags are the flags of commands that prepare or make calls.
type callFlags struct {
	binds          []string
	envFile        string
	baseURI        []string
	headers        []string
	allowPaths     []string
	noImplicitAuth bool

	wireFlags
}

// addBinds adds the flags that say what a document reads and where it sends.
func (f *callFlags) addBinds(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringArrayVar(&f.binds, "bind", nil, "`NAME=VALUE` gives a bind its value; NAME alone passes it through from the environment")
	fl.StringVar(&f.envFile, "env-file", "", "read environment variables from `FILE` (NAME=value lines)")
	fl.StringArrayVar(&f.baseURI, "base-uri", nil, "`URL` or NAMESPACE=URL in place of the document's baseUri")
	allowPathFlag(cmd, &f.allowPaths)
	fl.BoolVar(&f.noImplicitAuth, "no-implicit-auth", false, "send no bearer token that the document does not ask for")
}

// allowPathFlag adds the flag for the folders that imports, and the files of
// binds, may lie in besides the document's own.
func allowPathFlag(cmd *cobra.Command, dirs *[]string) {
	cmd.Flags().StringArrayVar(dirs, "allow-path", nil, "let the document read files below `DIR`")
}

// call turns the flags into what a call of prog needs.
func (a *app) call(f *callFlags, prog *engine.Program) (engine.Call, error) {
	c := engine.Call{NoImplicitAuth: f.noImplicitAuth, HostArguments: true}
	opts, err := a.bindOptions(f, prog)
	if err != nil {
		return c, err
	}
	c.Binds = prog.NewBinds(opts)
	if c.BaseURI, err = a.baseURIs(f.baseURI, prog); err != nil {
		return c, err
	}
	for _, h := range f.headers {
		name, val, ok := strings.Cut(h, ":")
		if !ok || strings.TrimSpace(name) == "" {
			return c, usage("bad-header", "a header is written 'NAME: VALUE'")
		}
		c.Header = append(c.Header, engine.Header{Name: strings.TrimSpace(name), Value: strings.TrimSpace(val)})
	}
	return c, nil
}

func (a *app) bindOptions(f *callFlags, prog *engine.Program) (binding.Options, error) {
	o := binding.Options{LookupEnv: a.env.LookupEnv, Values: map[string]string{}, AllowPaths: f.allowPaths, OnValue: a.mask.Add, Mask: a.mask.Mask}
	for _, b := range f.binds {
		name, val, given := strings.Cut(b, "=")
		if _, ok := prog.Bind(name); !ok {
			return o, unknownBind(name, prog)
		}
		if given {
			o.Values[name] = val
		} else {
			o.PassThrough = append(o.PassThrough, name)
		}
	}
	if f.envFile == "" {
		return o, nil
	}
	data, err := readWhole(f.envFile, 1<<20)
	if err != nil {
		return o, err
	}
	o.EnvFileName = f.envFile
	if o.EnvFile, err = binding.ParseEnvFile(f.envFile, data); err != nil {
		return o, engine.Errorf(engine.Local, "env-file", "%w", err)
	}
	return o, nil
}

func unknownBind(name string, prog *engine.Program) error {
	e := usage("unknown-bind", "the document declares no bind %q", name)
	var names []string
	for _, d := range prog.Binds() {
		names = append(names, d.Name)
	}
	if len(names) == 0 {
		return e.Help("it declares none")
	}
	return e.Help("it declares %s", strings.Join(names, ", "))
}

// baseURIs reads --base-uri and NAFTIKO_BASE_URI_<NAMESPACE>; the flag wins.
func (a *app) baseURIs(flags []string, prog *engine.Program) (map[string]string, error) {
	uris := map[string]string{}
	for _, ns := range prog.Namespaces() {
		if uri, ok := a.env.LookupEnv("NAFTIKO_BASE_URI_" + envName(ns)); ok && uri != "" {
			uris[ns] = uri
		}
	}
	for _, flag := range flags {
		ns, uri, ok := strings.Cut(flag, "=")
		if !ok || strings.Contains(ns, "/") {
			clear(uris)
			uris[""] = flag
			continue
		}
		if !slices.Contains(prog.Namespaces(), ns) {
			return nil, usage("unknown-namespace", "the document consumes no namespace %q", ns).Help("it has %s", strings.Join(prog.Namespaces(), ", "))
		}
		uris[ns] = uri
	}
	return uris, nil
}

// envName spells a namespace as part of a variable's name.
func envName(ns string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		case r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
			return r
		}
		return '_'
	}, ns)
}
