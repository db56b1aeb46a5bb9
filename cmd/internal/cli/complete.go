package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"naftiko/engine"
)

// maxCompleted is the size of a document that completion still reads, so that a
// press of the Tab key never takes long.
const maxCompleted = 4 << 20

const noFiles = cobra.ShellCompDirectiveNoFileComp

// completeCapability offers the capabilities that are found by name, and files.
func (a *app) completeCapability(_ *cobra.Command, words []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(words) > 0 {
		return nil, noFiles
	}
	found, _ := engine.Catalogue(a.places()) // what cannot be read is not offered
	var out []cobra.Completion
	for _, f := range found {
		if strings.HasPrefix(f.Stem, word) && isSafe(f.Stem) {
			out = append(out, f.Stem)
		}
	}
	return out, cobra.ShellCompDirectiveDefault
}

// completeOperation offers operations behind a capability.
func (a *app) completeOperation(cmd *cobra.Command, words []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(words) == 0 {
		return a.completeCapability(cmd, words, word)
	}
	prog := a.completed(words[0])
	if prog == nil || len(words) > 1 {
		return nil, noFiles
	}
	defer prog.Close()
	var out []cobra.Completion
	ops := prog.Ops()
	names := shortNames(ops)
	for _, op := range ops {
		if name := names[op]; strings.HasPrefix(name, word) && isSafe(name) {
			out = append(out, cobra.CompletionWithDesc(name, safeText(firstSentence(op.Description))))
		}
	}
	return out, noFiles
}

// completeInvoke offers operations, and behind one its arguments.
func (a *app) completeInvoke(cmd *cobra.Command, words []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(words) < 2 {
		return a.completeOperation(cmd, words, word)
	}
	prog := a.completed(words[0])
	if prog == nil {
		return nil, noFiles
	}
	defer prog.Close()
	op, err := prog.Find(words[1])
	if err != nil {
		return nil, noFiles
	}
	return a.grammar(prog, op).Complete(words[2:], word), noFiles | cobra.ShellCompDirectiveNoSpace
}

// completed loads a document for completion: no bind, no network, no standard
// input, and nothing large.
func (a *app) completed(name string) *engine.Program {
	if name == stdin {
		return nil
	}
	src, err := a.source(name)
	if err != nil || len(src.Data) > maxCompleted {
		return nil
	}
	prog, _ := engine.Load(src, nil)
	return prog
}

// isSafe reports whether a name means itself to every shell.
func isSafe(s string) bool {
	return s != "" && s[0] != '-' && !strings.ContainsFunc(s, func(r rune) bool {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		return !letter && !strings.ContainsRune("_-./:@%+,", r)
	})
}

// safeText keeps of a description what no shell and no terminal takes for more
// than text.
func safeText(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f || strings.ContainsRune("$`\\\"'<>|&;*?!#~{}[]", r) {
			return -1
		}
		return r
	}, s)
}
