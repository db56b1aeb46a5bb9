package rule

import (
	"strings"

	"naftiko/spec"
	"naftiko/spec/diag"
)

var duplicateName = Rule{
	Code: "duplicate-name", Level: Warning, In: Recommended,
	Title: "two things of one name",
	Why: "Tools, prompts, resources, skills, parameters, steps and variables are found by their names. Of two with one name the second " +
		"is never found, or takes the place of the first.",
	Check: checkDuplicateName,
}

func checkDuplicateName(p *Pass) {
	for _, c := range p.consumes() {
		d := newDuplicates(p, "resource", "resources")
		d.inputs(c.Inputs)
		for i := range c.Resources {
			d.name(c.Resources[i].Name)
			d.inputs(c.Resources[i].Inputs)
			for j := range c.Resources[i].Operations {
				o := &c.Resources[i].Operations[j]
				d.inputs(o.Inputs)
			}
		}
	}
	for _, e := range p.exposes("") {
		p.duplicatesIn(e)
	}
	units := p.units()
	for i := range units {
		u := &units[i]
		d := newDuplicates(p, "step", "steps")
		d.inputs(u.Inputs)
		for j := range u.Steps {
			d.name(u.Steps[j].Name)
		}
		targets := map[string]diag.Pos{}
		for j := range u.Mappings {
			target := u.Mappings[j].Target
			if at, ok := targets[target.Text]; ok && target.Text != "" {
				p.report(target.Pos, "leave one of them out", "another mapping fills %s, on line %d", diag.Short(target.Text), at.Line)
				continue
			}
			targets[target.Text] = target.Pos
		}
	}
	p.duplicateVariables()
}

// duplicateVariables reports variables that a template names without the bind that has
// them, where two binds have one of that name, each of another place.
func (p *Pass) duplicateVariables() {
	used := map[string]bool{}
	mentions := p.mentions()
	for i := range mentions {
		used[mentions[i].name] = true
	}
	type variable struct {
		bind *spec.Bind
		key  *spec.BindKey
	}
	before := map[string]variable{}
	for i := range p.entries {
		b := p.entries[i].bind
		if b == nil {
			continue
		}
		for j := range b.Keys {
			k := &b.Keys[j]
			v, ok := before[k.Name]
			before[k.Name] = variable{b, k}
			if !ok || !used[k.Name] || v.bind.Namespace.Text == b.Namespace.Text || v.key.Key.Text == k.Key.Text && v.bind.Location.Text == b.Location.Text {
				continue
			}
			name := diag.Short(k.Name)
			p.report(k.Pos, "write  {{"+diag.Short(v.bind.Namespace.Text)+"."+name+"}}  or  {{"+diag.Short(b.Namespace.Text)+"."+name+"}}",
				"another bind has the key %s too, on line %d, and {{%s}} does not say which is meant", name, v.key.Pos.Line, name)
		}
	}
}

func (p *Pass) duplicatesIn(e *spec.Expose) {
	tools, prompts := newDuplicates(p, "tool", "tools"), newDuplicates(p, "prompt", "prompts")
	resources, uris, skills := newDuplicates(p, "resource", "resources"), newDuplicates(p, "URI", "resources"), newDuplicates(p, "skill", "skills")
	tools.inputs(e.Inputs)
	for i := range e.Tools {
		tools.name(e.Tools[i].Name)
	}
	for i := range e.Prompts {
		prompts.name(e.Prompts[i].Name)
		prompts.inputs(e.Prompts[i].Arguments)
	}
	for i := range e.MCPResources {
		resources.name(e.MCPResources[i].Name)
		uris.name(e.MCPResources[i].URI)
	}
	for i := range e.Resources {
		resources.name(e.Resources[i].Name)
		resources.inputs(e.Resources[i].Inputs)
	}
	for i := range e.Skills {
		skills.name(e.Skills[i].Name)
		tools := newDuplicates(p, "tool", "tools")
		for j := range e.Skills[i].Tools {
			tools.name(e.Skills[i].Tools[j].Name)
		}
	}
}

// duplicates notes the names of things of one kind.
type duplicates struct {
	p         *Pass
	one, many string
	at        map[string]diag.Pos
}

func newDuplicates(p *Pass, one, many string) *duplicates {
	return &duplicates{p: p, one: one, many: many}
}

func (d *duplicates) name(s spec.Str) {
	if s.Text == "" {
		return
	}
	if d.at == nil {
		d.at = map[string]diag.Pos{}
	}
	if at, ok := d.at[s.Text]; ok {
		d.p.report(s.Pos, "give each its own", "another %s is called %s, on line %d", d.one, diag.Short(s.Text), at.Line)
		return
	}
	d.at[s.Text] = s.Pos
}

// inputs looks at the parameters of one level, and at their parts: two in different
// places may have one name.
func (d *duplicates) inputs(inputs []spec.Input) {
	for i := range inputs {
		in := &inputs[i]
		if len(in.Properties) > 0 {
			d.inputs(in.Properties)
		}
		if i == 0 || in.Name.Text == "" {
			continue
		}
		if j := earlier(inputs, i); j >= 0 {
			d.p.report(in.Name.Pos, "leave one of them out", "another parameter is called %s, on line %d", diag.Short(in.Name.Text), inputs[j].Pos.Line)
		}
	}
}

// maxCompared is how many parameters before it each is compared with: a level has
// few, and a list of very many is not to take long.
const maxCompared = 200

// earlier returns the first parameter with the name and place of the one at i, or -1.
func earlier(inputs []spec.Input, i int) int {
	in := &inputs[i]
	for j := max(0, i-maxCompared); j < i; j++ {
		if inputs[j].Name.Text == in.Name.Text && strings.EqualFold(inputs[j].In.Text, in.In.Text) {
			return j
		}
	}
	return -1
}
