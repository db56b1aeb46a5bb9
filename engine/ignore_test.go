package engine_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/engine"
)

const (
	slash   = "f.yaml:10:14: warning naftiko-consumes-baseuri-no-trailing-slash"
	pattern = "f.yaml:8:16: warning schema-pattern"
)

// ruled checks a document by the recommended rules and tells place, severity and code
// of what is found.
func ruled(t *testing.T, text string, c engine.Checks, levels ...string) []string {
	t.Helper()
	rules, err := engine.NewRules("recommended")
	require.NoError(t, err)
	for i := 0; i < len(levels); i += 2 {
		require.NoError(t, rules.Give(levels[i], levels[i+1]))
	}
	c.Rules = rules
	diags, _ := engine.Validate(engine.Source{Name: "f.yaml", Data: []byte(text)}, &c)
	var out []string
	for _, d := range diags {
		out = append(out, fmt.Sprintf("%v: %v %s", d.Pos, d.Severity, d.Code))
	}
	return out
}

func TestValidate_ignores(t *testing.T) {
	doc := func(a, b, c string) string { return fmt.Sprintf(slashDoc, a, b, c) }
	tests := map[string]struct {
		text   string
		checks engine.Checks
		want   []string
	}{
		"nothing":            {doc("", "", ""), engine.Checks{}, []string{pattern, slash}},
		"in its line":        {doc("", "", " # naftiko-ignore: consumes-baseuri-no-trailing-slash it is right"), engine.Checks{}, []string{pattern}},
		"above":              {doc("", "\n    # naftiko-ignore: naftiko-consumes-baseuri-no-trailing-slash it is right", ""), engine.Checks{}, []string{pattern}},
		"ikanos' id":         {doc("", "", " # naftiko-ignore: ikanos-consumes-baseuri-no-trailing-slash so it is"), engine.Checks{}, []string{pattern}},
		"the schema's":       {doc(" # naftiko-ignore: schema-pattern an old name", "", ""), engine.Checks{}, []string{slash}},
		"two":                {doc("", "", " # naftiko-ignore: unknown-key, consumes-baseuri-no-trailing-slash so it is"), engine.Checks{}, []string{pattern, "f.yaml:10:37: warning unused-ignore"}},
		"two without room":   {doc("", "", " # naftiko-ignore: schema-enum,consumes-baseuri-no-trailing-slash so"), engine.Checks{}, []string{pattern, "f.yaml:10:37: warning unused-ignore"}},
		"another line":       {doc("", " # naftiko-ignore: consumes-baseuri-no-trailing-slash so it is", ""), engine.Checks{}, []string{pattern, "f.yaml:9:34: warning unused-ignore", slash}},
		"without a reason":   {doc("", "", " # naftiko-ignore: consumes-baseuri-no-trailing-slash"), engine.Checks{}, []string{pattern, "f.yaml:10:37: warning ignore-without-reason"}},
		"without a code":     {doc("", "", " # naftiko-ignore:"), engine.Checks{}, []string{pattern, slash, "f.yaml:10:37: warning ignore-without-reason"}},
		"not listened to":    {doc("", "", " # naftiko-ignore: consumes-baseuri-no-trailing-slash so"), engine.Checks{NoIgnore: true}, []string{pattern, slash}},
		"with a colon":       {doc("", "", " # naftiko-ignore: consumes-baseuri-no-trailing-slash: so"), engine.Checks{}, []string{pattern}},
		"with tabs":          {doc("", "", " # naftiko-ignore:\tconsumes-baseuri-no-trailing-slash\tso"), engine.Checks{}, []string{pattern}},
		"no colon":           {doc("", "", " # naftiko-ignore consumes-baseuri-no-trailing-slash so"), engine.Checks{}, []string{pattern, slash, "f.yaml:10:37: warning ignore-without-reason"}},
		"another word":       {doc("", "", " # naftiko-ignored: consumes-baseuri-no-trailing-slash so"), engine.Checks{}, []string{pattern, slash}},
		"a rule that is off": {doc("", "", " # naftiko-ignore: info-tags so"), engine.Checks{}, []string{pattern, slash}},
		"unknown":            {doc("", "", " # naftiko-ignore: our-own so"), engine.Checks{}, []string{pattern, slash, "f.yaml:10:37: warning unused-ignore"}},
		"strict": {
			doc(" # naftiko-ignore: schema-pattern an old name", "", " # naftiko-ignore: consumes-baseuri-no-trailing-slash so"),
			engine.Checks{Strict: true},
			[]string{"f.yaml:8:16: error schema-pattern"},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) { assert.Equal(t, tc.want, ruled(t, tc.text, tc.checks)) })
	}
}

func TestValidate_levels(t *testing.T) {
	doc := fmt.Sprintf(slashDoc, "", "", "")
	const strictPattern = "f.yaml:8:16: error schema-pattern"
	tests := map[string]struct {
		strict bool
		levels []string
		want   []string
	}{
		"a rule off":               {false, []string{"consumes-baseuri-no-trailing-slash", "off"}, []string{pattern}},
		"a rule by ikanos' id":     {false, []string{"ikanos-consumes-baseuri-no-trailing-slash", "error"}, []string{pattern, "f.yaml:10:14: error naftiko-consumes-baseuri-no-trailing-slash"}},
		"another stage's":          {false, []string{"schema-pattern", "info"}, []string{"f.yaml:8:16: info schema-pattern", slash}},
		"another stage's off":      {false, []string{"schema-pattern", "off"}, []string{slash}},
		"the schema's with strict": {true, []string{"schema-pattern", "off"}, []string{strictPattern, slash}},
		"a rule with strict":       {true, []string{"consumes-baseuri-no-trailing-slash", "error"}, []string{strictPattern, "f.yaml:10:14: error naftiko-consumes-baseuri-no-trailing-slash"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, tc.want, ruled(t, doc, engine.Checks{Strict: tc.strict}, tc.levels...))
		})
	}
}

// What makes a text unreadable stays, whatever is said of it.
func TestValidate_unreadable(t *testing.T) {
	text := "naftiko: \"1.0.0-alpha2\"\ninfo: {label: a, label: b} # naftiko-ignore: duplicate-key so\n"
	assert.Contains(t, ruled(t, text, engine.Checks{}, "duplicate-key", "off"), "f.yaml:2:18: error duplicate-key")
}
