package engine_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"naftiko/engine"
)

// generated returns a document of n operations with a path, a parameter and an
// output each; with tools, it exposes each as a tool too.
func generated(n int, tools bool) []byte {
	var b strings.Builder
	b.WriteString("naftiko: 1.0.0-alpha2\ninfo: {label: Generated, description: Many operations}\ncapability:\n" +
		"  consumes:\n  - type: http\n    namespace: api\n    baseUri: https://api.example.com/v1\n    resources:\n")
	for i := range n {
		fmt.Fprintf(&b, `    - name: things%[1]d
      path: /things%[1]d/{id}
      operations:
      - name: getThing%[1]d
        method: GET
        inputParameters:
        - {name: id, in: path, type: string, required: true}
        outputParameters:
        - {name: label, type: string, value: $.data.label}
`, i)
	}
	if tools {
		b.WriteString("  exposes:\n  - type: mcp\n    port: 3001\n    namespace: tools\n    tools:\n")
		for i := range n {
			fmt.Fprintf(&b, `    - name: thing-%[1]d
      description: Reads thing %[1]d
      inputParameters:
      - {name: id, type: string, description: the id}
      call: api.getThing%[1]d
      with: {id: "{{tools.id}}"}
      outputParameters:
      - {type: string, mapping: $.label}
`, i)
		}
	}
	return []byte(b.String())
}

// BenchmarkLoad shows by ns/operation whether time grows with the document's
// size: it is about the same for each then.
func BenchmarkLoad(b *testing.B) {
	kinds := []struct {
		name         string
		tools, asked bool
	}{{"operations", false, false}, {"tools", true, false}, {"tools asked for", true, true}}
	for _, kind := range kinds {
		for _, n := range []int{10, 100, 1000, 10_000} {
			b.Run(fmt.Sprintf("%s/%d", kind.name, n), func(b *testing.B) {
				benchmarkLoad(b, generated(n, kind.tools), kind.asked, n)
			})
		}
	}
}

func benchmarkLoad(b *testing.B, data []byte, exposed bool, n int) {
	b.Helper()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		prog, diags := engine.Load(engine.Source{Name: "doc.yaml", Data: data}, nil)
		if prog == nil || len(diags) > 0 || len(prog.Ops()) != n {
			b.Fatalf("does not load: %v", diags)
		}
		if exposed && len(prog.Exposed()) != n {
			b.Fatalf("%d tools", len(prog.Exposed()))
		}
		prog.Close()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/operation")
}

// called returns a small document's operation, whose upstream is at base.
func called(b *testing.B, base string) (*engine.Program, *engine.Op, *engine.Object) {
	b.Helper()
	data := strings.ReplaceAll(string(generated(10, false)), "https://api.example.com", base)
	prog, diags := engine.Load(engine.Source{Name: "doc.yaml", Data: []byte(data)}, nil)
	if prog == nil {
		b.Fatal(diags)
	}
	b.Cleanup(prog.Close)
	op, err := prog.Find("getThing7")
	if err != nil {
		b.Fatal(err)
	}
	in, err := engine.Args(map[string]any{"id": "kp_123"})
	if err != nil {
		b.Fatal(err)
	}
	return prog, op, in
}

// BenchmarkInvoke is a small call on a connection that is open already.
func BenchmarkInvoke(b *testing.B) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"data":{"id":"kp_123","label":"a thing","more":[1,2,3]}}`))
	}))
	b.Cleanup(s.Close)
	prog, op, in := called(b, s.URL)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := prog.Invoke(b.Context(), op, in, engine.Call{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPrepare is what a call does before anything is sent.
func BenchmarkPrepare(b *testing.B) {
	prog, op, in := called(b, "https://api.example.com")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := prog.Prepare(op, in, engine.Call{}); err != nil {
			b.Fatal(err)
		}
	}
}
