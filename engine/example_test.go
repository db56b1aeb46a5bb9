package engine_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	"naftiko/binding"
	"naftiko/engine"
	"naftiko/spec/value"
)

const ships = `
naftiko: 1.0.0-alpha2
binds:
- namespace: env
  keys: {SHIPS_TOKEN: SHIPS_TOKEN}
capability:
  consumes:
  - type: http
    namespace: ships
    baseUri: https://ships.example.com/v1
    authentication: {type: bearer, token: "{{SHIPS_TOKEN}}"}
    resources:
    - name: ship
      path: /ships/{imo}
      operations:
      - name: getShip
        method: GET
        outputParameters:
        - {name: name, type: string, value: $.vessel_name}
        - {name: built, type: integer, value: $.year_built}
`

// Load a document, find one of its operations and call it.
func ExampleProgram_Invoke() {
	upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Println(r.Method, r.URL, r.Header.Get("Authorization"))
		fmt.Fprint(w, `{"vessel_name": "Ever Given", "year_built": 2018}`)
	}))
	defer upstream.Close()

	prog, findings := engine.Load(engine.Source{Name: "ships.yaml", Data: []byte(ships)}, nil)
	if prog == nil {
		fmt.Println(findings)
		return
	}
	defer prog.Close()
	op, err := prog.Find("getShip")
	if err != nil {
		fmt.Println(err)
		return
	}
	in, err := engine.Args(map[string]any{"imo": "IMO 9811000"})
	if err != nil {
		fmt.Println(err)
		return
	}
	res, err := prog.Invoke(context.Background(), op, in, engine.Call{
		Binds:   prog.NewBinds(binding.Options{Values: map[string]string{"SHIPS_TOKEN": "t0ken"}}),
		BaseURI: map[string]string{"ships": upstream.URL}, // leave it out to call the document's own
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(string(value.Append(nil, res.Value())))
	// Output:
	// GET /ships/IMO%209811000 Bearer t0ken
	// {"name":"Ever Given","built":2018}
}
