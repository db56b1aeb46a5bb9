package cli

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/cmd/internal/report"
	"naftiko/spec/diag"
)

// tallied is a check whose report and summary go into strings.
type tallied struct {
	tally
	stdout, stderr strings.Builder
}

func newTallied(t *testing.T, f *validateFlags) *tallied {
	t.Helper()
	s := &tallied{}
	a := newApp(Env{Stdout: &s.stdout, Stderr: &s.stderr, LookupEnv: func(string) (string, bool) { return "", false }})
	out, err := report.New("text", a.out)
	require.NoError(t, err)
	s.tally = tally{app: a, flags: f, out: out, known: &baselines{flags: &baselineFlags{}}, imported: imported{told: map[diag.Diagnostic]bool{}, done: map[string]bool{}}}
	s.progress = a.progress(time.Now)
	return s
}

// outcomeOf is the outcome for a document with a finding in each line.
func outcomeOf(name string, severities ...diag.Severity) checked {
	var l diag.List
	for i, s := range severities {
		l = append(l, diag.Diagnostic{Pos: diag.Pos{File: name, Line: i + 1, Column: 1}, Severity: s, Code: s.String(), Msg: "m"})
	}
	return checked{document: report.Document{Name: name, Findings: report.Locate(nil, l)}}
}

func TestTally_severities(t *testing.T) {
	all := []diag.Severity{diag.Error, diag.Warning, diag.Info, diag.Info}
	tests := map[string]struct {
		flags   validateFlags
		found   []diag.Severity
		summary string
		shown   int
		fails   bool
	}{
		"error":       {validateFlags{failOn: failOnError}, all, "1 error, 1 warning, 2 infos", 4, true},
		"no error":    {validateFlags{failOn: failOnError}, all[1:], "0 errors, 1 warning, 2 infos", 3, false},
		"warning":     {validateFlags{failOn: failOnWarning}, all[1:3], "0 errors, 1 warning, 1 info", 2, true},
		"no warning":  {validateFlags{failOn: failOnWarning}, all[2:], "0 errors, 0 warnings, 2 infos", 2, false},
		"info":        {validateFlags{failOn: failOnInfo}, all[3:], "0 errors, 0 warnings, 1 info", 1, true},
		"no info":     {validateFlags{failOn: failOnInfo}, nil, "0 errors, 0 warnings", 0, false},
		"never":       {validateFlags{failOn: failNever}, all, "1 error, 1 warning, 2 infos", 4, false},
		"quiet":       {validateFlags{quiet: true}, all, "1 error, 1 warning, 2 infos (3 not shown)", 1, true},
		"quiet, info": {validateFlags{quiet: true, failOn: failOnInfo}, all[2:], "0 errors, 0 warnings, 2 infos (2 not shown)", 0, true},
		"two shown":   {validateFlags{maxFindings: 2}, all, "1 error, 1 warning, 2 infos (2 not shown)", 2, true},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := newTallied(t, &tc.flags)
			require.NoError(t, s.add(outcomeOf("a.yaml", tc.found...)))
			err := s.close()
			assert.Equal(t, "1 document checked: "+tc.summary+"\n", s.stderr.String())
			assert.Equal(t, tc.shown, strings.Count(s.stdout.String(), "\n"))
			assert.Equal(t, tc.fails, err != nil)
			if tc.fails {
				assert.Equal(t, findings{}, err)
			}
		})
	}
}
