package parse_test

import (
	"bytes"
	"fmt"
	"os"
	"testing"

	"naftiko/spec/parse"
)

// large returns a document of 10,000 operations, about 12 MB.
func large() []byte {
	var b bytes.Buffer
	b.WriteString("naftiko: 1.0.0-alpha2\ninfo:\n  label: Large\n  description: Many operations\ncapability:\n  consumes:\n  - type: http\n    namespace: large\n    baseUri: https://api.example.com/v1\n    resources:\n")
	for r := range 1000 {
		fmt.Fprintf(&b, "    - name: resource-%d\n      path: /resources/%d/{id}\n      operations:\n", r, r)
		for o := range 10 {
			fmt.Fprintf(&b, "      - name: operation-%d-%d\n        method: POST\n        description: Reads or changes one of the many things that this API is about, number %d of resource %d.\n        outputRawFormat: json\n        inputParameters:\n", r, o, o, r)
			for p := range 6 {
				fmt.Fprintf(&b, "        - name: parameter-%d\n          in: query\n          type: string\n          description: What this parameter filters by, in a few words.\n          required: false\n", p)
			}
			b.WriteString("        outputParameters:\n        - name: result\n          type: object\n          value: $.\n")
		}
	}
	return b.Bytes()
}

// BenchmarkParse reads bytes into the model. The bare YAML library is measured
// beside spec/yaml.
func BenchmarkParse(b *testing.B) {
	seed, err := os.ReadFile("../../capabilities/kinde-users.yaml")
	if err != nil {
		b.Fatal(err)
	}
	for name, data := range map[string][]byte{"kinde-users": seed, "10000 operations": large()} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if _, diags := parse.Bytes("f", data); diags != nil {
					b.Fatal(diags)
				}
			}
		})
	}
}
