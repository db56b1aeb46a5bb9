package engine

import (
	"strings"

	"naftiko/spec/diag"
	"naftiko/spec/rule"
	"naftiko/spec/yaml"
)

// Config is what a file .naftiko.yaml says about checks.
type Config struct {
	// Preset is the name of a preset, or "".
	Preset string
	// Levels are the levels of codes, in the order of the file.
	Levels []CodeLevel
	// Rulesets are the files of rulesets, and Baseline the file of a baseline or "",
	// relative to the file's folder.
	Rulesets []FileName
	Baseline FileName
}

// CodeLevel gives the findings of a code a level.
type CodeLevel struct {
	Code, Level string
	Pos         diag.Pos
}

// FileName names a file and says where that stands.
type FileName struct {
	Text string
	Pos  diag.Pos
}

// ParseConfig reads a file of the kind .naftiko.yaml. An empty one says nothing. What
// it does not know is an error with its position: a level that does not count because
// of a slip would let mistakes pass.
func ParseConfig(name string, data []byte) (*Config, Diagnostics) {
	c := &Config{}
	root, found := yaml.Parse(name, data)
	if len(found) == 1 && found[0].Code == "empty-document" {
		return c, nil
	}
	if found.HasErrors() {
		return c, found
	}
	p := configParser{Config: c}
	if root.Kind() != yaml.Map {
		p.found.Errorf(root.Pos(), "bad-config", "write  rules:  with  CODE: LEVEL  lines", "a configuration is a mapping, not %s", root.Kind())
		return c, p.found
	}
	for key, n := range root.Members() {
		p.member(key, n)
	}
	return c, p.found
}

// configParser collects what is wrong with a configuration.
type configParser struct {
	*Config
	found diag.List
}

// configKeys are the keys of a configuration.
var configKeys = []string{"preset", "rules", "rulesets", "baseline"}

func (p *configParser) member(key, n yaml.Node) {
	switch key.Text() {
	case "preset":
		p.preset(n)
	case "rules":
		p.levels(n)
	case "rulesets":
		p.rulesets(n)
	case "baseline":
		p.Baseline, _ = p.text(n, "baseline")
	default:
		hint := "use " + strings.Join(configKeys, ", ")
		if near := diag.Nearest(key.Text(), configKeys); near != "" {
			hint = "did you mean \"" + near + "\"?"
		}
		p.found.Errorf(key.Pos(), "bad-config", hint, "a configuration has no key %q", diag.Short(key.Text()))
	}
}

func (p *configParser) text(n yaml.Node, key string) (FileName, bool) {
	if n.Kind() != yaml.Scalar || n.Text() == "" {
		p.found.Errorf(n.Pos(), "bad-config", "", "%s is a text, not %s", key, n.Kind())
		return FileName{}, false
	}
	return FileName{Text: n.Text(), Pos: n.Pos()}, true
}

func (p *configParser) preset(n yaml.Node) {
	name, ok := p.text(n, "preset")
	if !ok {
		return
	}
	if _, err := rule.NewSet(name.Text); err != nil {
		p.found.Errorf(n.Pos(), "bad-config", "", "%v", err)
		return
	}
	p.Preset = name.Text
}

func (p *configParser) levels(n yaml.Node) {
	if n.Kind() != yaml.Map && !n.IsNull() {
		p.found.Errorf(n.Pos(), "bad-config", "write  CODE: off, info, warning or error", "rules is a mapping, not %s", n.Kind())
		return
	}
	for key, level := range n.Members() {
		if _, ok := rule.ParseLevel(level.Text()); !ok || level.Kind() != yaml.Scalar {
			p.found.Errorf(level.Pos(), "bad-config", "use off, info, warning or error", "%q is no level", diag.Short(level.Text()))
			continue
		}
		p.Levels = append(p.Levels, CodeLevel{Code: key.Text(), Level: level.Text(), Pos: key.Pos()})
	}
}

func (p *configParser) rulesets(n yaml.Node) {
	if n.Kind() != yaml.List {
		if one, ok := p.text(n, "rulesets"); ok {
			p.Rulesets = append(p.Rulesets, one)
		}
		return
	}
	for item := range n.Items() {
		if one, ok := p.text(item, "an entry of rulesets"); ok {
			p.Rulesets = append(p.Rulesets, one)
		}
	}
}
