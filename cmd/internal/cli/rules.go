package cli

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"naftiko/cmd/internal/report"
	"naftiko/engine"
	"naftiko/spec/diag"
)

// configName is the file that says how documents below its folder are checked.
const configName = ".naftiko.yaml"

// maxConfig is how large configurations and rulesets may be.
const maxConfig = 1 << 20

// ruleFlags are what the command line says about rules.
type ruleFlags struct {
	// preset is "" where nothing is said.
	preset   string
	levels   []string
	rulesets []string
	config   string
	noConfig bool
}

func (f *ruleFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.preset, "rules", "", "the `PRESET` of rules: "+strings.Join(engine.Presets(), ", ")+"; recommended is used\nif nothing is said, and with --strict none")
	flags.Lookup("rules").NoOptDefVal = "recommended"
	flags.StringArrayVar(&f.levels, "rule", nil, "give the findings of a code a level: `CODE=LEVEL`, with off, info, warning or error;\ncan be given several times")
	flags.StringArrayVar(&f.rulesets, "ruleset", nil, "check by the rules of this `FILE` too, a ruleset as Spectral has them")
	flags.StringVar(&f.config, "config", "", "read this `FILE` instead of the nearest .naftiko.yaml above each document")
	flags.BoolVar(&f.noConfig, "no-config", false, "read no .naftiko.yaml")
	_ = cmd.RegisterFlagCompletionFunc("rules", cobra.FixedCompletions(toCompletions(engine.Presets()), cobra.ShellCompDirectiveNoFileComp))
	_ = cmd.RegisterFlagCompletionFunc("rule", completeLevels)
}

// mistaken returns an error if a preset stands behind --rules as a word of its own,
// which the flag cannot take: without a preset it stands for recommended.
func (f *ruleFlags) mistaken(words []string) error {
	for _, word := range words {
		if f.preset == "recommended" && slices.Contains(engine.Presets(), word) && !exists(word) {
			return usage("bad-flag", "there is no file %q, and --rules takes its preset behind a =", word).Help("write  --rules=%s", word)
		}
	}
	return nil
}

// completeLevels completes CODE=LEVEL.
func completeLevels(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	code, _, hasCode := strings.Cut(typed, "=")
	var words []string
	if !hasCode {
		for _, c := range engine.Codes() {
			words = append(words, c+"=")
		}
		return toCompletions(words), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
	for _, l := range engine.Levels() {
		words = append(words, code+"="+l)
	}
	return toCompletions(words), cobra.ShellCompDirectiveNoFileComp
}

// ruling finds the rules that documents are checked by: what the command line says
// goes before what the nearest configuration does. It is safe for concurrent use.
type ruling struct {
	*app
	flags  *ruleFlags
	strict bool
	// rulesets are those of the command line.
	rulesets []*engine.Ruleset

	mu      sync.Mutex
	folders map[string]*ruled
	files   map[string]*ruled
	// parsed are the rulesets by the names of their files.
	parsed map[string]*engine.Ruleset
}

// ruled is what one configuration comes to.
type ruled struct {
	rules    *engine.Rules
	baseline string
	err      error
}

// newRuling reads the rulesets and checks the levels of the command line.
func (a *app) newRuling(f *ruleFlags, strict bool) (*ruling, error) {
	if f.config != "" && f.noConfig {
		return nil, usage("bad-flag", "--config names a file, and --no-config reads none").Help("use one of them")
	}
	r := &ruling{app: a, flags: f, strict: strict, folders: map[string]*ruled{}, files: map[string]*ruled{}, parsed: map[string]*engine.Ruleset{}}
	for _, name := range f.rulesets {
		if name == "" {
			return nil, usage("bad-flag", "--ruleset is empty").Help("leave it out, or look where its value should come from")
		}
		set, err := r.ruleset(name)
		if err != nil {
			return nil, err
		}
		r.rulesets = append(r.rulesets, set)
	}
	// A code that is not known here may be that of a ruleset which a configuration names.
	if err := r.read("").err; err != nil && (f.noConfig || !isUnknownCode(err)) {
		return nil, err
	}
	if f.config != "" {
		if one := r.read(f.config); one.err != nil {
			return nil, one.err
		}
	}
	return r, nil
}

func isUnknownCode(err error) bool {
	e, ok := errors.AsType[*engine.Error](err)
	return ok && e.Code == "unknown-code"
}

// of returns the rules for the document called name.
func (r *ruling) of(name string) *ruled {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.flags.config != "" {
		return r.read(r.flags.config)
	}
	folder := "."
	if name != stdin {
		folder = filepath.Dir(name)
	}
	full, err := filepath.Abs(folder)
	if err != nil || r.flags.noConfig {
		return r.read("")
	}
	return r.above(full)
}

// checks returns how the document called name is checked.
func (r *ruling) checks(name string, f *validateFlags) (engine.Checks, *ruled) {
	checks, one := f.checks, r.of(name)
	checks.Rules = one.rules
	return checks, one
}

// above returns what the nearest configuration in a folder or above it comes to. The
// search ends at the top of a git repository: what lies outside is another's.
func (r *ruling) above(folder string) *ruled {
	if one, ok := r.folders[folder]; ok {
		return one
	}
	var one *ruled
	name := filepath.Join(folder, configName)
	parent := filepath.Dir(folder)
	switch {
	case exists(name):
		one = r.read(name)
	case parent == folder || exists(filepath.Join(folder, ".git")):
		one = r.read("")
	default:
		one = r.above(parent)
	}
	r.folders[folder] = one
	return one
}

// read returns what the configuration in a file comes to; "" stands for none.
func (r *ruling) read(name string) *ruled {
	if one, ok := r.files[name]; ok {
		return one
	}
	one := &ruled{}
	r.files[name] = one
	c := &engine.Config{}
	if name != "" {
		data, err := readWhole(name, maxConfig)
		if err != nil {
			one.err = unreadable(usageOfFile(err))
			return one
		}
		var found diag.List
		c, found = engine.ParseConfig(near(name), data)
		if one.err = r.broken(found); one.err != nil {
			return one
		}
	}
	one.rules, one.err = r.make(c, filepath.Dir(name))
	if c.Baseline.Text != "" {
		one.baseline = beside(filepath.Dir(name), c.Baseline.Text)
	}
	return one
}

// near is a path below the current folder as people write it.
func near(name string) string {
	if here, err := os.Getwd(); err == nil {
		if rel, err := filepath.Rel(here, name); err == nil && filepath.IsLocal(rel) {
			return rel
		}
	}
	return name
}

// beside returns the path of a file that a configuration in folder names.
func beside(folder, name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return near(filepath.Join(folder, filepath.FromSlash(name)))
}

// make puts a configuration and the command line together.
func (r *ruling) make(c *engine.Config, folder string) (*engine.Rules, error) {
	byRules := !r.strict || r.flags.preset != "" // with --strict alone the published schema decides
	preset := r.flags.preset
	switch {
	case !byRules:
		preset = "none"
	case preset == "" && c.Preset != "":
		preset = c.Preset
	case preset == "":
		preset = "recommended"
	}
	rules, err := engine.NewRules(preset)
	if err != nil {
		return nil, err
	}
	if !byRules {
		c = &engine.Config{}
	}
	if err := r.addRulesets(rules, c, folder); err != nil {
		return nil, err
	}
	if err := r.broken(rules.Apply(c)); err != nil {
		return nil, err
	}
	for _, text := range r.flags.levels {
		code, level, ok := strings.Cut(text, "=")
		if !ok {
			return nil, usage("bad-flag", "--rule needs CODE=LEVEL, not %q", text)
		}
		if err := rules.Give(code, level); err != nil {
			return nil, err
		}
	}
	return rules, nil
}

func (r *ruling) addRulesets(rules *engine.Rules, c *engine.Config, folder string) error {
	for _, file := range c.Rulesets {
		set, err := r.ruleset(beside(folder, file.Text))
		if err != nil {
			if e, ok := errors.AsType[*engine.Error](err); ok && !e.Pos.IsValid() {
				e.Pos = file.Pos
			}
			return err
		}
		rules.Add(set)
	}
	for _, set := range r.rulesets {
		rules.Add(set)
	}
	return nil
}

// ruleset reads a ruleset, and tells what in it is not supported.
func (r *ruling) ruleset(name string) (*engine.Ruleset, error) {
	if set := r.parsed[name]; set != nil {
		return set, nil
	}
	data, err := readWhole(name, maxConfig)
	if err != nil {
		return nil, unreadable(usageOfFile(err))
	}
	set, found := engine.ParseRuleset(name, data)
	if err := r.broken(found); err != nil {
		return nil, err
	}
	r.parsed[name] = set
	return set, nil
}

// broken tells the warnings about a file that says how to check, and returns its
// errors.
func (r *ruling) broken(found diag.List) error {
	if found.HasErrors() {
		return &engine.Error{Kind: engine.Usage, Code: "bad-config", Err: found}
	}
	report.Text(r.out, found)
	return nil
}
