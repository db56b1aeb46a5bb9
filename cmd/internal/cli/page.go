package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"naftiko/engine"
	"naftiko/spec/value"
)

func (a *app) explainCmd() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "explain [CODE]",
		Short: "Explain a finding of validate, or list all codes",
		Long: "Explain what a code of validate's findings means: why it matters, the way out, and a\n" +
			"document with the mistake and without. Without CODE, list all codes.",
		Example: "  naftiko explain unused-bind\n  naftiko explain naftiko-consumes-description\n  naftiko explain -o json",
		Args:    argCount(0, 1, ""),
		ValidArgsFunction: func(_ *cobra.Command, words []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			if len(words) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return toCompletions(engine.Codes()), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, words []string) error {
			if len(words) == 0 {
				return a.listCodes(format)
			}
			return a.explainCode(strings.Trim(words[0], "[]"), format)
		},
	}
	formatFlag(cmd, &format, "text", "text", "json", "yaml")
	return cmd
}

// listCodes prints all codes, one a line.
func (a *app) listCodes(format string) error {
	pages := engine.Pages()
	if format != "text" {
		list := make(value.List, len(pages))
		for i := range pages {
			list[i] = pageValue(&pages[i])
		}
		return a.writeValue(list, format)
	}
	rows := make([][]string, len(pages))
	for i := range pages {
		rows[i] = []string{pages[i].Code, pages[i].LevelText(), pages[i].Title}
	}
	return a.out.Table([]string{"CODE", "LEVEL", "WHAT IS WRONG"}, rows)
}

// explainCode prints the page of a code.
func (a *app) explainCode(code, format string) error {
	page, err := engine.PageOf(code)
	if err != nil {
		return err
	}
	if format != "text" {
		return a.writeValue(pageValue(&page), format)
	}
	return a.out.WriteOut([]byte(pageText(&page)))
}

// pageWidth is how wide paragraphs are set.
const pageWidth = 88

// pageText is a page as people read it.
func pageText(p *engine.Page) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n\n%s\n", p.Code, p.Title, wrap(p.Why, pageWidth))
	if p.Do != "" {
		fmt.Fprintf(&b, "\n%s\n", wrap(p.Do, pageWidth))
	}
	var facts [][2]string
	if len(p.Names) > 1 {
		facts = append(facts, [2]string{"Also known as", strings.Join(p.Names[1:], ", ")})
	}
	if level := p.LevelText(); level != "" {
		facts = append(facts, [2]string{"Level", level})
	}
	if len(facts) > 0 {
		b.WriteByte('\n')
	}
	for _, f := range facts {
		fmt.Fprintf(&b, "%-14s %s\n", f[0], f[1])
	}
	if p.Fix != "" {
		fmt.Fprintf(&b, "\n%s\n", wrap("With --fix: "+p.Fix, pageWidth))
	}
	for _, part := range [...]struct{ label, text string }{{"Wrong", p.Bad}, {"Right", p.Good}} {
		if part.text != "" {
			fmt.Fprintf(&b, "\n%s:\n\n%s\n", part.label, indent(strings.TrimSpace(part.text)))
		}
	}
	if p.Lasting {
		return b.String()
	}
	fmt.Fprintf(&b, "\nPass over one place:  # naftiko-ignore: %s REASON\nFor all documents:    --rule %s=off, or in .naftiko.yaml  rules: {%s: off}\n", p.Code, p.Code, p.Code)
	return b.String()
}

func indent(text string) string { return "    " + strings.ReplaceAll(text, "\n", "\n    ") }

// wrap breaks a paragraph between words where lines would be wider than width.
func wrap(text string, width int) string {
	var b strings.Builder
	line := 0
	for i, word := range strings.Fields(text) {
		switch n := len([]rune(word)); {
		case i == 0:
			line = n
		case line+1+n > width:
			b.WriteByte('\n')
			line = n
		default:
			b.WriteByte(' ')
			line += 1 + n
		}
		b.WriteString(word)
	}
	return b.String()
}

func pageValue(p *engine.Page) value.Value {
	o := value.NewObject(value.Member{Name: "code", Value: p.Code}, value.Member{Name: "title", Value: p.Title})
	names := value.List{}
	for _, n := range p.Names {
		names = append(names, n)
	}
	o.Set("names", names)
	if len(p.Levels) > 0 {
		levels := &value.Object{}
		for _, l := range p.Levels {
			levels.Set(l.Preset, l.Level.String())
		}
		o.Set("levels", levels)
	}
	for _, part := range [...][2]string{{"why", p.Why}, {"do", p.Do}, {"fix", p.Fix}, {"bad", p.Bad}, {"good", p.Good}} {
		if part[1] != "" {
			o.Set(part[0], part[1])
		}
	}
	return o
}
