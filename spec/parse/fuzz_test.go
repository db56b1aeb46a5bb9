package parse_test

import (
	"os"
	"path/filepath"
	"testing"

	"naftiko/spec/diag"
	"naftiko/spec/parse"
)

func FuzzParse(f *testing.F) {
	seeds := []string{"../../capabilities/kinde-users.yaml"}
	bad, err := filepath.Glob("../../testdata/bad/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range append(seeds, bad...) {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	for _, s := range []string{
		twoForms[0], twoForms[1], "naftiko: []", "ikanos: 1\nnaftiko: {}", "capability: *x", "capability: &x {consumes: [*x]}", "naftiko: 1\nconsumes: {a: [b]}",
		"naftiko: 0.5\nconsumes: [{inputParameters: {a: {items: [{items: [{}]}]}}}]", "binds: [{keys: {}, from: }]", "exposes: [{type: [x]}, {type: {}}]",
		"aggregates: [{functions: {f: {steps: [{type: {}}], mappings: {}}}}]",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, diags := parse.Bytes("f", data)
		if doc == nil {
			t.Fatal("no document")
		}
		for _, d := range diags {
			if !d.Pos.IsValid() || d.Pos.Column < 1 || d.Msg == "" || d.Code == "" {
				t.Fatalf("incomplete: %#v", d)
			}
		}
		if !diags.HasErrors() && doc.Pos == (diag.Pos{}) {
			t.Fatal("neither a document nor an error")
		}
	})
}
