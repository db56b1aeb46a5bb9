package rule

import (
	"fmt"
	"slices"
	"strings"
)

// Page is what is told of a code.
type Page struct {
	Code string
	// Names are all names it is known by, Code first.
	Names []string
	Title string
	// Why is one paragraph: what happens when it is left so.
	Why string
	// Do is the way out, or "".
	Do string
	// Fix is what --fix does about it in some cases, or "". It is the caller's to fill.
	Fix string
	// Lasting tells that the finding cannot be passed over: it says that a text cannot
	// be read.
	Lasting bool
	// Levels are those of a rule, by preset; findings of other stages have none.
	Levels []PresetLevel
	// Bad and Good are documents, or parts of some, with the mistake and without it; ""
	// where a text shows nothing.
	Bad, Good string
}

// PresetLevel is how grave the findings of a rule are under a preset.
type PresetLevel struct {
	Preset string
	Level  Level
}

// PageOf returns what is told of a code in any spelling, or false.
func PageOf(code string) (Page, bool) {
	if r := Find(code); r != nil {
		return r.page(), true
	}
	if f, ok := Explained(code); ok {
		return f.page(), true
	}
	return Page{}, false
}

// TitleOf says in a few words what a code stands for; "" if it is not known.
func TitleOf(code string) string {
	if r := Find(code); r != nil {
		return r.Title
	}
	f, _ := Explained(code)
	return f.Title
}

// Pages lists the pages of all codes: those of rules in the order of the table, then
// those of the other stages.
func Pages() []Page {
	var pages []Page
	for _, r := range table() {
		pages = append(pages, r.page())
	}
	for _, f := range Findings() {
		pages = append(pages, f.page())
	}
	return pages
}

func (r *Rule) page() Page {
	p := Page{Code: r.Code, Names: r.Names(), Title: r.Title, Why: r.Why, Bad: string(r.Bad()), Good: string(r.Good())}
	for _, preset := range presets {
		if l := preset.level(r); l != Off {
			p.Levels = append(p.Levels, PresetLevel{preset.name, l})
		}
	}
	return p
}

func (f *Finding) page() Page {
	lasting := slices.ContainsFunc(yamlFindings, func(y Finding) bool { return y.Code == f.Code })
	return Page{Lasting: lasting, Code: f.Code, Names: []string{f.Code}, Title: f.Title, Why: f.Why, Do: f.Do, Bad: f.Bad, Good: f.Good}
}

// LevelText says in a few words how grave the findings are.
func (p *Page) LevelText() string {
	if len(p.Levels) == 0 {
		return ""
	}
	var parts []string
	for _, l := range []Level{Error, Warning, Info} {
		var names []string
		for _, in := range p.Levels {
			if in.Level == l && in.Preset != "all" {
				names = append(names, in.Preset)
			}
		}
		if len(names) > 0 {
			parts = append(parts, fmt.Sprintf("%s in %s", l, strings.Join(names, ", ")))
		}
	}
	if len(parts) == 0 {
		return fmt.Sprintf("%s in all", p.Levels[0].Level)
	}
	return strings.Join(parts, "; ")
}

// Reference returns the reference page of all codes, in Markdown. fix says what --fix
// does about a code, or "".
func Reference(fix func(code string) string) string {
	var b strings.Builder
	b.WriteString("# What naftiko finds\n\n" +
		"This page is made from the tables beside it. `naftiko explain CODE` prints an entry of it.\n\n" +
		"Rules look at what a document means, and can be switched on and off: by the presets ")
	for i, p := range presets {
		fmt.Fprintf(&b, "%s`%s` (%s)", comma(i), p.name, p.title)
	}
	b.WriteString(", by `--rule CODE=LEVEL`, and in `.naftiko.yaml`. " +
		"The rules of the published rulesets are known under their ids with both prefixes, `naftiko-` and `ikanos-`, and without.\n\n" +
		"## Rules\n\n| code | what is wrong | level |\n| --- | --- | --- |\n")
	pages := Pages()
	for i := range pages {
		if p := &pages[i]; len(p.Levels) > 0 {
			fmt.Fprintf(&b, "| [%s](#%s) | %s | %s |\n", p.Code, p.Code, cell(p.Title), p.LevelText())
		}
	}
	b.WriteString("\n## Findings of the other stages\n\n| code | what is wrong |\n| --- | --- |\n")
	for i := range pages {
		if p := &pages[i]; len(p.Levels) == 0 {
			fmt.Fprintf(&b, "| [%s](#%s) | %s |\n", p.Code, p.Code, cell(p.Title))
		}
	}
	for i := range pages {
		pages[i].Fix = fix(pages[i].Code)
		b.WriteString(pages[i].markdown())
	}
	return b.String()
}

func comma(i int) string {
	if i > 0 {
		return ", "
	}
	return ""
}

func cell(text string) string { return strings.ReplaceAll(text, "|", "\\|") }

func (p *Page) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n### %s\n\n%s%s.\n\n%s\n", p.Code, strings.ToUpper(p.Title[:1]), p.Title[1:], p.Why)
	if p.Do != "" {
		fmt.Fprintf(&b, "\n%s\n", p.Do)
	}
	if len(p.Names) > 1 {
		fmt.Fprintf(&b, "\nAlso known as `%s`.\n", strings.Join(p.Names[1:], "`, `"))
	}
	if level := p.LevelText(); level != "" {
		fmt.Fprintf(&b, "\nLevel: %s.\n", level)
	}
	if p.Fix != "" {
		fmt.Fprintf(&b, "\nWith `--fix`: %s\n", p.Fix)
	}
	if p.Bad != "" {
		fmt.Fprintf(&b, "\n```yaml\n%s\n```\n", strings.TrimSpace(p.Bad))
	}
	if p.Good != "" {
		fmt.Fprintf(&b, "\nRight:\n\n```yaml\n%s\n```\n", strings.TrimSpace(p.Good))
	}
	return b.String()
}
