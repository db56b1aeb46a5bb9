package rule_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/engine"
	"naftiko/spec/diag"
	"naftiko/spec/diag/diagtest"
	"naftiko/spec/rule"
)

// findings returns what the rules of a preset find in an example, and what else is
// found.
func findings(t *testing.T, preset, file string, src []byte) (own, others diag.List) {
	t.Helper()
	rules, err := engine.NewRules(preset)
	require.NoError(t, err)
	diags, isCapability := engine.Validate(engine.Source{Name: file, Data: src, Folder: filepath.Dir(file)}, &engine.Checks{Rules: rules})
	require.True(t, isCapability)
	for _, d := range diags {
		if rule.IsRule(d.Code) {
			own = append(own, d)
		} else {
			others = append(others, d)
		}
	}
	return own, others
}

// TestExamples wants each rule to find in its bad example what the comments there
// say, and no more, and nothing at all in its good one, where no other rule that is
// recommended finds anything either.
func TestExamples(t *testing.T) {
	for _, r := range rule.All() {
		t.Run(r.Code, func(t *testing.T) {
			bad, good := "bad/"+r.Code+".yaml", "good/"+r.Code+".yaml"
			own, _ := findings(t, "all", bad, r.Bad())
			var hits diag.List
			for _, d := range own {
				if rule.Find(d.Code) == r {
					hits = append(hits, d)
				}
			}
			assert.NotEmpty(t, hits)
			diagtest.CheckAll(t, r.Bad(), hits)

			own, others := findings(t, "recommended", good, r.Good())
			assert.Empty(t, own, "the good example")
			assert.Empty(t, others, "the good example")
			own, _ = findings(t, "all", good, r.Good())
			for _, d := range own {
				assert.NotEqual(t, r, rule.Find(d.Code), "%v", d)
			}
		})
	}
}

var kebab = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

func TestTable(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range rule.All() {
		for _, name := range r.Names() {
			assert.False(t, seen[name], "%s is there twice", name)
			seen[name] = true
			_, other := rule.Explained(name)
			assert.False(t, other, "%s is a code of another stage", name)
		}
		assert.Regexp(t, kebab, r.Code)
		assert.NotEqual(t, rule.Off, max(r.Level, r.Strict), r.Code)
		assert.NotEmpty(t, r.Title, r.Code)
		assert.NotRegexp(t, `\.$`, r.Title, r.Code)
		assert.Greater(t, len(r.Why), 80, r.Code)
		assert.Regexp(t, `\.$`, r.Why, r.Code)
	}
	files, err := filepath.Glob("*/*.yaml")
	require.NoError(t, err)
	assert.Len(t, files, 2*len(rule.All()), "each example has a rule")
}

var update = flag.Bool("update", false, "rewrite the reference page")

// TestReference holds the reference page to the tables.
func TestReference(t *testing.T) {
	const file = "RULES.md"
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(rule.Reference(engine.FixOf)), 0o600))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(want), rule.Reference(engine.FixOf), "run with -update, then read the diff")
}
