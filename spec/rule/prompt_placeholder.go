package rule

import (
	"strings"

	"naftiko/spec"
	"naftiko/spec/diag"
	"naftiko/spec/expr"
)

var promptPlaceholder = Rule{
	Code: "prompt-placeholder", Level: Warning, In: Recommended,
	Title: "a placeholder that is no argument of the prompt",
	Why: "Only the arguments that a prompt declares are filled in when somebody uses it. Any other placeholder stays in the message, " +
		"braces and all, and the model is left to make of it what it will.",
	Check: checkPrompts,
}

func checkPrompts(p *Pass) {
	guess := newGuesser()
	p.eachPrompt(func(prompt *spec.Prompt, found []mention) {
		arguments := names{}
		arguments.inputs(prompt.Arguments)
		for i := range found {
			m := &found[i]
			p.report(m.pos, guess.hint(m.name, arguments.list(), "declare it under  arguments:"),
				"%s has no argument %q", nameOf("prompt", prompt.Name), diag.Short(m.name))
		}
	})
}

// eachPrompt visits the prompts that the document itself has messages for, with the
// placeholders in them that are neither arguments nor binds.
func (s *Subject) eachPrompt(visit func(prompt *spec.Prompt, missing []mention)) {
	if s.isMissing("binds") {
		return
	}
	binds := s.bindNames()
	for _, e := range s.exposes("") {
		for i := range e.Prompts {
			prompt := &e.Prompts[i]
			found, ok := promptMentions(prompt)
			if !ok {
				continue
			}
			arguments := names{}
			arguments.inputs(prompt.Arguments)
			var missing []mention
			for _, m := range found {
				name := argument(m.name, e.Namespace.Text)
				root := first(name)
				if !arguments.has(name) && !arguments.has(root) && !binds.has[m.name] && !binds.has[root] && !binds.namespaces[root] && root != "env" {
					missing = append(missing, m)
				}
			}
			visit(prompt, missing)
		}
	}
}

// promptMentions are the placeholders in the messages of a prompt. It reports false
// where there are no messages, or one that cannot be read.
func promptMentions(prompt *spec.Prompt) (found []mention, ok bool) {
	m := newMentioner()
	for _, msg := range prompt.Template {
		if _, err := expr.ParseTemplate(msg.Content.Text); err != nil {
			return nil, false
		}
		m.str(msg.Content)
	}
	return m.out, len(prompt.Template) > 0
}

// unusedArguments reports arguments of prompts that no message has, unless a misspelled
// placeholder was to be it.
func (p *Pass) unusedArguments() {
	guess := newGuesser()
	p.eachPrompt(func(prompt *spec.Prompt, missing []mention) {
		declared, used := names{}, names{}
		declared.inputs(prompt.Arguments)
		found, _ := promptMentions(prompt)
		used.variables(found, "")
		for i := range missing {
			used.add(guess.near(missing[i].name, declared.list()))
		}
		for i := range prompt.Arguments {
			name := prompt.Arguments[i].Name
			if name.Text == "" || used.has(name.Text) || isLastOf(found, name.Text) {
				continue
			}
			p.report(name.Pos, "write  {{"+diag.Short(name.Text)+"}}  in a message, or leave it out",
				"no message of %s has the argument %s", nameOf("prompt", prompt.Name), diag.Short(name.Text))
		}
	})
}

// isLastOf reports whether a variable is a name behind a namespace.
func isLastOf(found []mention, name string) bool {
	for i := range found {
		if strings.HasSuffix(found[i].name, "."+name) {
			return true
		}
	}
	return false
}
