package rule

import "naftiko/spec"

var scriptDefaultsRequired = Rule{
	Code: "script-defaults-required", Published: true, Level: Error, In: Recommended, Lacks: []string{"language", "location"},
	Title: "a script step whose language or folder is not said",
	Why: "A script is run in a language and lies in a folder. A step that does not say one of them has it from " +
		"management.scripting of the control adapter: defaultLanguage and defaultLocation. Where that is missing too, the step " +
		"cannot be run.",
	Check: checkScriptDefaults,
}

func checkScriptDefaults(p *Pass) {
	if p.Doc.Capability == nil || p.isMissing("exposes") {
		return // whoever imports it, or what could not be imported, may say so
	}
	d := p.scriptDefaults()
	units := p.units()
	for i := range units {
		for j := range units[i].Steps {
			if st := &units[i].Steps[j]; units[i].own && st.Type.Text == "script" {
				p.scriptStep(st, d)
			}
		}
	}
}

// scripting is what the control adapter says of scripts.
type scripting struct{ language, location bool }

// scriptDefaults returns what the first control adapter with scripting says.
func (s *Subject) scriptDefaults() scripting {
	for i := range s.entries {
		x := s.entries[i].expose
		if x == nil || x.Type.Text != "control" || x.Management == nil {
			continue
		}
		if m := memberOf(x.Management.Members, "scripting"); m != nil && m.Node.Kind == spec.ObjectNode {
			return scripting{
				language: !isBlank(spec.Str{Text: m.Node.Text("defaultLanguage")}),
				location: !isBlank(spec.Str{Text: m.Node.Text("defaultLocation")}),
			}
		}
	}
	return scripting{}
}

func (p *Pass) scriptStep(st *spec.Step, d scripting) {
	noLanguage := isBlank(st.Language) && !d.language
	noLocation := isBlank(st.Location) && !d.location
	what := nameOf("script step", st.Name)
	switch {
	case noLanguage && noLocation:
		p.report(st.Pos, "add  language: javascript  and  location: file:///FOLDER, or give the control adapter management.scripting with defaults",
			"%s has neither a language nor a location, and there are no defaults", what)
	case noLanguage:
		p.report(st.Pos, "add  language: javascript, or give the control adapter management.scripting.defaultLanguage",
			"%s has no language, and there is no default", what)
	case noLocation:
		p.report(st.Pos, "add  location: file:///FOLDER, or give the control adapter management.scripting.defaultLocation",
			"%s has no location, and there is no default", what)
	}
}
