package compile

import (
	"slices"
	"strings"

	"naftiko/binding"
	"naftiko/engine/internal/run"
	"naftiko/spec"
	"naftiko/spec/diag"
)

// binds declares the variables of all binds, the root's first.
func (c *compiler) binds() {
	for _, s := range c.sections() {
		for i := range s.Binds {
			c.bind(&s.Binds[i])
		}
	}
}

func (c *compiler) bind(b *spec.Bind) {
	if b.Import != nil {
		c.partial = true
		return
	}
	if len(b.Keys) == 0 {
		c.diags.Warnf(b.Pos, "bind-keys", "add  keys:  with NAME: KEY lines", "the bind declares no keys")
	}
	folder := c.opts.Folder
	if b.Folder != "" {
		folder = b.Folder
	}
	for _, k := range b.Keys {
		key := k.Key.Text
		if key == "" {
			key = k.Name
		}
		c.declare(binding.Decl{
			Name: k.Name, Namespace: b.Namespace.Text, Key: key, Location: b.Location.Text, Folder: folder, Pos: k.Pos, Secret: true,
		})
	}
}

// envPrefix is how documents refer to the environment without a bind.
const envPrefix = "env."

// variable reports whether name is a variable, and notes its use. {{env.X}}
// becomes one when no bind names it, with a warning unless another document that
// imports this one may.
func (c *compiler) variable(name string, pos diag.Pos, where use) bool {
	if d, ok := c.find(name); ok {
		c.used[d.ID()] |= where
		return true
	}
	key, ok := strings.CutPrefix(name, envPrefix)
	if !ok || key == "" || strings.Contains(key, ".") {
		return false
	}
	if d, ok := c.find(key); ok {
		// A bind of another namespace names it: {{env.X}} is then an alias of it.
		c.used[d.ID()] |= where
		c.alias(d, name)
		return true
	}
	if c.sealed {
		return false
	}
	if !c.isShared() {
		c.diags.Warnf(pos, "undeclared-env", "declare it under binds: keys: "+key+": "+key, "{{%s}} reads the environment variable %s, which no bind declares", name, key)
	}
	c.declare(binding.Decl{
		Name: key, Namespace: "env", Key: key, Folder: c.opts.Folder, Pos: pos, Secret: true, Undeclared: true,
	})
	c.used["env."+key] |= where
	return true
}

// alias lets name mean the variable d too.
func (c *compiler) alias(d binding.Decl, name string) {
	if c.sealed {
		return
	}
	for i := range c.prog.Decls {
		if c.prog.Decls[i].ID() == d.ID() {
			c.prog.Decls[i].Aliases = append(c.prog.Decls[i].Aliases, name)
			c.declared[name] = c.prog.Decls[i]
			return
		}
	}
}

// declare adds a variable.
func (c *compiler) declare(d binding.Decl) {
	c.prog.Decls = append(c.prog.Decls, d)
	for _, name := range []string{d.Name, d.ID()} {
		if d.Scoped && name != d.ID() {
			continue
		}
		if _, ok := c.declared[name]; !ok || !d.Undeclared {
			c.declared[name] = d
		}
	}
}

// find returns the variable of that name, as [binding.Index] does.
func (c *compiler) find(name string) (binding.Decl, bool) {
	d, ok := c.declared[name]
	return d, ok
}

// environment declares the variable of an in: environment parameter and returns
// its ID. Only operations with the parameter know it.
func (c *compiler) environment(in *spec.Input) string {
	d := binding.Decl{
		Name: in.Name.Text, Namespace: "environment", Key: in.Name.Text, Pos: in.Pos, Secret: true, Scoped: true, Optional: !in.Required,
	}
	if !in.Required {
		d.Namespace = "optional environment"
	}
	if _, ok := c.find(d.ID()); !ok {
		c.declare(d)
	}
	c.used[d.ID()] |= usedElsewhere
	return d.ID()
}

// secrets opens the variables that are used only in base URIs and paths and do
// not look like secrets by their names.
func (c *compiler) secrets() {
	for i := range c.prog.Decls {
		d := &c.prog.Decls[i]
		if c.used[d.ID()] == usedInURL && !d.LooksSecret() {
			d.Secret = false
		}
	}
}

// implicitBearer finds the one variable that can only be the bearer token of a
// document that authenticates nowhere, and sends it.
func (c *compiler) implicitBearer() {
	if len(c.entries) != 1 || c.partial || !c.entries[0].silent() || !c.boundOrigin(c.entries[0]) {
		return
	}
	var candidate *binding.Decl
	for i := range c.prog.Decls {
		d := &c.prog.Decls[i]
		if !c.isToken(d) {
			continue
		}
		if candidate != nil {
			return // two could be it, so neither is
		}
		candidate = d
	}
	if candidate == nil {
		return
	}
	if base := c.entries[0].consume.BaseURI; hasLiteralHost(base.Text) && !run.CarriesImplicit(base.Text) {
		c.diags.Warnf(base.Pos, "implicit-bearer", "use https", "no authentication is declared; %s would be a bearer token, and is not sent over http", candidate.Name)
	} else {
		c.diags.Warnf(c.entries[0].consume.Pos, "implicit-bearer",
			"make it explicit:  authentication: {type: bearer, token: \"{{"+candidate.Name+"}}\"}",
			"no authentication is declared; %s is sent as a bearer token", candidate.Name)
	}
	for _, b := range c.entries[0].ops {
		b.implicit(candidate)
	}
}

// hasLiteralHost reports whether no placeholder is in the host of a base URI.
func hasLiteralHost(base string) bool {
	_, rest, _ := strings.Cut(base, "://")
	host, _, _ := strings.Cut(rest, "/")
	return !strings.Contains(host, "{")
}

func (c *compiler) isToken(d *binding.Decl) bool {
	return c.used[d.ID()] == 0 && d.Name == d.Key && strings.HasSuffix(strings.ToUpper(d.Name), "TOKEN") &&
		!binding.Reserved(d.Key) && !d.Undeclared && !d.Optional
}

// silent reports whether nothing in the entry authenticates.
func (e *entry) silent() bool {
	if e.consume.Auth != nil || setsAuthorization(e.consume.Inputs) {
		return false
	}
	for i := range e.consume.Resources {
		r := &e.consume.Resources[i]
		if r.Auth != nil || setsAuthorization(r.Inputs) {
			return false
		}
		for j := range r.Operations {
			if o := &r.Operations[j]; o.Auth != nil || setsAuthorization(o.Inputs) {
				return false
			}
		}
	}
	return true
}

func setsAuthorization(inputs []spec.Input) bool {
	for i := range inputs {
		if strings.EqualFold(inputs[i].In.Text, "header") && strings.EqualFold(inputs[i].Name.Text, "Authorization") {
			return true
		}
	}
	return false
}

// boundOrigin reports whether no argument decides where the entry's requests go.
func (c *compiler) boundOrigin(e *entry) bool {
	return !slices.ContainsFunc(e.ops, func(b *builder) bool { return len(b.op.HostArguments) > 0 })
}
