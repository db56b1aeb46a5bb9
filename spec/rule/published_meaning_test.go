package rule_test

import (
	"fmt"
	"strings"
	"testing"
)

const (
	ikanosHead  = "ikanos: \"1.0.0-beta5\"\ncapability:\n"
	naftikoHead = "naftiko: \"1.0.0-alpha2\"\ncapability:\n"
)

func TestPathsAndHosts(t *testing.T) {
	consume := func(rest string) string {
		return "naftiko: \"1.0.0-alpha2\"\nconsumes:\n- {namespace: a, " + rest + "}\n"
	}
	rest := func(path string) string {
		return ikanosHead + "  exposes:\n  - {type: rest, resources: {r: {path: " + path + "}}}\n"
	}
	adapter := func(rest string) string { return ikanosHead + "  exposes:\n  - {" + rest + "}\n" }
	check(t, map[string]publishedCase{
		"query of a resource":   {code: "consumed-resource-no-query-in-path", doc: consume("resources: [{path: '/a?b=c'}]"), want: []string{"naftiko-consumed-resource-no-query-in-path 3:37"}},
		"query of an operation": {code: "consumed-resource-no-query-in-path", doc: consume("resources: [{operations: [{path: '/a?b'}]}]"), want: []string{"naftiko-consumed-resource-no-query-in-path 3:51"}},
		"query of other types":  {code: "consumed-resource-no-query-in-path", doc: consume("type: grpc, resources: [{path: '/a?b=c'}]")},
		"query of a map":        {code: "consumed-resource-no-query-in-path", doc: "ikanos: \"1.0.0-beta5\"\nconsumes:\n- {resources: {r: {path: '/a?b'}}}\n", want: []string{"ikanos-consumed-resource-no-query-in-path 3:26"}},
		"no path":               {code: "consumed-resource-no-query-in-path", doc: consume("resources: [{}]")},
		"root path":             {code: "rest-resource-path-no-trailing-slash", doc: rest("/")},
		"slash":                 {code: "rest-resource-path-no-trailing-slash", doc: rest("/a/"), want: []string{"ikanos-rest-resource-path-no-trailing-slash 4:40"}},
		"no trailing slash":     {code: "rest-resource-path-no-trailing-slash", doc: rest("/a/b")},
		"served query":          {code: "rest-resource-path-no-query", doc: rest("'/a?b={{c}}'"), want: []string{"ikanos-rest-resource-path-no-query 4:40"}},

		"address below example.org": {code: "address-not-example", doc: adapter("type: mcp, address: Api.Example.ORG."), want: []string{"ikanos-address-not-example 4:26"}},
		"address with a port":       {code: "address-not-example", doc: adapter("type: mcp, address: 'example.net:80'"), want: []string{"ikanos-address-not-example 4:26"}},
		"address of another":        {code: "address-not-example", doc: adapter("type: mcp, address: counterexample.com")},
		"address of control":        {code: "address-not-example", doc: adapter("type: control, address: example.com")},
		"base URI":                  {code: "baseuri-not-example", doc: consume("baseUri: 'https://{{tenant}}.example.com:8443/v1'"), want: []string{"naftiko-baseuri-not-example 3:27"}},
		"base URI, in the path":     {code: "baseuri-not-example", doc: consume("baseUri: 'https://a.test/example.com'")},
		"base URI, no host":         {code: "baseuri-not-example", doc: consume("baseUri: '{{url}}'")},

		"control at all":         {code: "control-address-localhost-warning", doc: adapter("type: control, address: '::'"), want: []string{"ikanos-control-address-localhost-warning 4:30"}},
		"control at a name":      {code: "control-address-localhost-warning", doc: adapter("type: control, address: ops.internal"), want: []string{"ikanos-control-address-localhost-warning 4:30"}},
		"control here":           {code: "control-address-localhost-warning", doc: adapter("type: control, address: 127.0.0.1")},
		"control here, IPv6":     {code: "control-address-localhost-warning", doc: adapter("type: control, address: '::1'")},
		"control here, brackets": {code: "control-address-localhost-warning", doc: adapter("type: control, address: '[::1]'")},
		"control here, name":     {code: "control-address-localhost-warning", doc: adapter("type: control, address: LocalHost")},
		"control from a bind":    {code: "control-address-localhost-warning", doc: adapter("type: control, address: '{{env.HOST}}'")},
		"control without":        {code: "control-address-localhost-warning", doc: adapter("type: control")},
		"rest at all":            {code: "control-address-localhost-warning", doc: adapter("type: rest, address: 0.0.0.0")},
	})
}

func TestAdapters(t *testing.T) {
	exposes := func(lines string) string { return ikanosHead + "  exposes:\n" + lines }
	oauth := func(rest string) string {
		return exposes("  - {type: mcp, authentication: {type: oauth2" + rest + "}}\n")
	}
	check(t, map[string]publishedCase{
		"stdio":                  {code: "mcp-auth-stdio-conflict", doc: exposes("  - {type: mcp, transport: stdio, authentication: {type: bearer}}\n"), want: []string{"ikanos-mcp-auth-stdio-conflict 4:35"}},
		"stdio, empty":           {code: "mcp-auth-stdio-conflict", doc: exposes("  - {type: mcp, transport: stdio, authentication: }\n")},
		"http":                   {code: "mcp-auth-stdio-conflict", doc: exposes("  - {type: mcp, authentication: {type: bearer}}\n")},
		"no auth":                {code: "oauth2-scopes-defined", doc: exposes("  - {type: rest}\n  - {type: rest, authentication: {}}\n  - {type: rest, authentication: }\n")},
		"basic":                  {code: "oauth2-scopes-defined", doc: exposes("  - {type: rest, authentication: {type: basic}}\n")},
		"no scopes":              {code: "oauth2-scopes-defined", doc: oauth(""), want: []string{"ikanos-oauth2-scopes-defined 4:17"}},
		"null scopes":            {code: "oauth2-scopes-defined", doc: oauth(", scopes: "), want: []string{"ikanos-oauth2-scopes-defined 4:48"}},
		"scopes as text":         {code: "oauth2-scopes-defined", doc: oauth(", scopes: read")},
		"consumed OAuth":         {code: "oauth2-scopes-defined", doc: "naftiko: \"1.0.0-alpha2\"\nconsumes:\n- {authentication: {type: oauth2}}\n"},
		"server":                 {code: "oauth2-https-authserver", doc: oauth(", authorizationServerUri: 'http://a.test'"), want: []string{"ikanos-oauth2-https-authserver 4:72"}},
		"server, TLS":            {code: "oauth2-https-authserver", doc: oauth(", authorizationServerUri: 'HTTPS://a.test'")},
		"server, this machine":   {code: "oauth2-https-authserver", doc: oauth(", authorizationServerUri: 'http://localhost:8080/realms/x'")},
		"server, from a bind":    {code: "oauth2-https-authserver", doc: oauth(", authorizationServerUri: '{{env.AUTH}}'")},
		"server, no scheme":      {code: "oauth2-https-authserver", doc: oauth(", authorizationServerUri: a.test"), want: []string{"ikanos-oauth2-https-authserver 4:72"}},
		"server, none":           {code: "oauth2-https-authserver", doc: oauth("")},
		"resource":               {code: "oauth2-resource-https", doc: oauth(", resource: 'http://a.test/mcp'"), want: []string{"ikanos-oauth2-resource-https 4:58"}},
		"resource, this machine": {code: "oauth2-resource-https", doc: oauth(", resource: 'http://127.0.0.1:3001/mcp'")},

		"one control":       {code: "control-port-singleton-and-unique", doc: exposes("  - {type: control, port: 9090}\n  - {type: rest, port: 80}\n")},
		"two":               {code: "control-port-singleton-and-unique", doc: exposes("  - {type: control, port: 1}\n  - {type: control, port: 2}\n"), want: []string{"ikanos-control-port-singleton-and-unique 5:12"}},
		"port taken":        {code: "control-port-singleton-and-unique", doc: exposes("  - {type: control, port: 80}\n  - {type: rest, port: 80}\n"), want: []string{"ikanos-control-port-singleton-and-unique 4:27"}},
		"port of stdio":     {code: "control-port-singleton-and-unique", doc: exposes("  - {type: control, port: 80}\n  - {type: mcp, transport: stdio, port: 80}\n")},
		"no ports":          {code: "control-port-singleton-and-unique", doc: exposes("  - {type: control}\n  - {type: rest}\n")},
		"control not there": {code: "control-port-singleton-and-unique", doc: exposes("  - {import: a, from: no.yaml}\n  - {type: control, port: 80}\n")},
		"imported adapter": {
			code: "control-port-singleton-and-unique", doc: exposes("  - {import: shop, from: shop.yaml}\n  - {type: control, port: 80}\n"),
			files: map[string]string{"shop.yaml": "ikanos: \"1.0.0-beta5\"\nexposes: [{type: rest, namespace: shop, port: 80, resources: {r: {path: /r}}}]\n"},
			want:  []string{"ikanos-control-port-singleton-and-unique 5:27"},
		},
	})
}

func TestSemanticsConsistency(t *testing.T) {
	doc := func(semantics, unit string) string {
		return ikanosHead + "  aggregates: [{namespace: a, flows: {f: {semantics: {" + semantics + "}}}}]\n  exposes:\n  - " + unit + "\n"
	}
	tool := func(hints string) string { return "{type: mcp, tools: {t: {ref: a.f, hints: {" + hints + "}}}}" }
	route := func(method string) string {
		return "{type: rest, resources: {r: {operations: {o: {ref: a.f, method: " + method + "}}}}}"
	}
	const code = "aggregate-semantics-consistency"
	at := func(columns ...string) (out []string) {
		for _, c := range columns {
			out = append(out, "ikanos-"+code+" 5:"+c)
		}
		return out
	}
	check(t, map[string]publishedCase{
		"safe, not readOnly":       {code: code, doc: doc("safe: true", tool("readOnly: false")), want: at("57")},
		"not safe, readOnly":       {code: code, doc: doc("safe: false", tool("readOnly: true")), want: at("57")},
		"safe, destructive":        {code: code, doc: doc("safe: true", tool("destructive: true, readOnly: true")), want: at("60")},
		"idempotent, not":          {code: code, doc: doc("idempotent: true", tool("idempotent: false")), want: at("59")},
		"not idempotent":           {code: code, doc: doc("idempotent: false", tool("idempotent: true")), want: at("59")},
		"same":                     {code: code, doc: doc("safe: true, idempotent: true", tool("readOnly: true, destructive: false, idempotent: true"))},
		"not said":                 {code: code, doc: doc("cacheable: true", tool("readOnly: true, idempotent: true"))},
		"safe, POST":               {code: code, doc: doc("safe: true", route("POST")), want: at("69")},
		"safe, GET":                {code: code, doc: doc("safe: true, idempotent: true", route("get"))},
		"not safe, GET":            {code: code, doc: doc("safe: false", route("GET")), want: at("69")},
		"idempotent, POST":         {code: code, doc: doc("idempotent: true", route("POST")), want: at("69")},
		"idempotent, PUT":          {code: code, doc: doc("idempotent: true", route("PUT"))},
		"no method":                {code: code, doc: doc("safe: true", route("''"))},
		"no hints, no semantics":   {code: code, doc: ikanosHead + "  aggregates: [{namespace: a, flows: {f: {}}}]\n  exposes:\n  - {type: mcp, tools: {t: {ref: a.f}}}\n"},
		"a function that is not":   {code: code, doc: ikanosHead + "  exposes:\n  - {type: mcp, tools: {t: {ref: a.f, hints: {readOnly: false}}}}\n"},
		"functions of a list, old": {code: code, doc: naftikoHead + "  aggregates: [{namespace: a, functions: [{name: f, semantics: {safe: true}}]}]\n  exposes:\n  - {type: mcp, tools: [{name: t, ref: a.f, hints: {destructive: true}}]}\n", want: []string{"naftiko-" + code + " 5:66"}},
	})
}

func TestUniqueFunctions(t *testing.T) {
	const code = "aggregates-unique-function-name"
	check(t, map[string]publishedCase{
		"twice":         {code: code, doc: naftikoHead + "  aggregates: [{namespace: a, functions: [{name: f}, {name: f}, {name: g}]}]\n", want: []string{"naftiko-" + code + " 3:61"}},
		"in two":        {code: code, doc: naftikoHead + "  aggregates: [{namespace: a, functions: [{name: f}]}, {namespace: b, functions: [{name: f}]}]\n"},
		"at the root":   {code: code, doc: "ikanos: \"1.0.0-beta5\"\naggregates: [{flows: [{name: f}, {name: f}]}]\n", want: []string{"ikanos-" + code + " 2:41"}},
		"no names":      {code: code, doc: naftikoHead + "  aggregates: [{namespace: a, functions: []}, {namespace: b}]\n"},
		"empty section": {code: code, doc: naftikoHead + "  aggregates:\n"},
	})
}

func TestScriptDefaults(t *testing.T) {
	const code = "script-defaults-required"
	doc := func(step, scripting string) string {
		return ikanosHead + "  aggregates: [{namespace: a, flows: {f: {steps: {s: {" + step + "}}}}}]\n  exposes:\n  - {type: control, port: 1, management: {" + scripting + "}}\n"
	}
	want := []string{"ikanos-" + code + " 3:51"}
	check(t, map[string]publishedCase{
		"neither":             {code: code, doc: doc("type: script, file: a.js", ""), want: want},
		"no language":         {code: code, doc: doc("type: script, location: 'file:///a'", "scripting: {}"), want: want},
		"no location":         {code: code, doc: doc("type: script, language: python", "scripting: {defaultLanguage: python, defaultLocation: ' '}"), want: want},
		"both in the step":    {code: code, doc: doc("type: script, language: python, location: 'file:///a'", "")},
		"both in the adapter": {code: code, doc: doc("type: script", "scripting: {defaultLanguage: python, defaultLocation: 'file:///a'}")},
		"one of each":         {code: code, doc: doc("type: script, language: python", "scripting: {defaultLocation: 'file:///a'}")},
		"no script":           {code: code, doc: doc("type: call, call: a.b", "")},
		"scripting is null":   {code: code, doc: doc("type: script", "scripting: "), want: want},
		"tools of a list": {
			code: code, want: []string{"naftiko-" + code + " 4:43"},
			doc: naftikoHead + "  exposes:\n  - {type: mcp, tools: [{name: t, steps: [{type: script, name: s}]}]}\n",
		},
		"operations": {
			code: code, want: []string{"ikanos-" + code + " 4:59"},
			doc: ikanosHead + "  exposes:\n  - {type: rest, resources: {r: {operations: {o: {steps: {s: {type: script}}}}}}}\n",
		},
		"a file to import":       {code: code, doc: "ikanos: \"1.0.0-beta5\"\naggregates: [{namespace: a, flows: {f: {steps: {s: {type: script}}}}}]\n"},
		"an adapter is not here": {code: code, doc: ikanosHead + "  aggregates: [{namespace: a, flows: {f: {steps: {s: {type: script}}}}}]\n  exposes:\n  - {import: c, from: no.yaml}\n"},
	})
}

func TestMarkdown(t *testing.T) {
	const script, eval = "no-script-tags-in-markdown", "no-eval-in-markdown"
	info := func(text string) string { return "naftiko: \"1.0.0-alpha2\"\ninfo: {description: '" + text + "'}\n" }
	at := []string{"naftiko-" + script + " 2:21"}
	call := []string{"naftiko-" + eval + " 2:21"}
	check(t, map[string]publishedCase{
		"script":             {code: script, doc: info("a < b <script>x</script>"), want: at},
		"script, upper case": {code: script, doc: info("<SCRIPT src=x>"), want: at},
		"script, at the end": {code: script, doc: info("<script"), want: at},
		"script, slash":      {code: script, doc: info("<script/src=x>"), want: at},
		"a placeholder":      {code: script, doc: info("run <script-name> or <scripts> < script")},
		"an end":             {code: script, doc: info("</script>")},
		"eval":               {code: eval, doc: info("eval(x)"), want: call},
		"eval of an object":  {code: eval, doc: info("calls window.eval(x)"), want: call},
		"eval, second":       {code: eval, doc: info("retrieval(x), eval(y)"), want: call},
		"other words":        {code: eval, doc: info("retrieval(x) medieval(y) _eval(z) evaluate(it), eval (x)")},

		"everywhere": {code: script, doc: everywhere, want: lines("ikanos-"+script, everywhere, "<script>")},
	})
}

func TestTunnels(t *testing.T) {
	const identity, fallback, public = "tunnel-identity-must-bind", "tunnel-fallback-direct-warns", "tunnel-with-public-baseuri-warns"
	doc := func(baseURI, tunnel string) string {
		return "ikanos: \"1.0.0-beta5\"\nbinds: [{namespace: vault, keys: {ID: ID}}]\ncapability:\n  consumes:\n  - {baseUri: '" + baseURI + "', tunnel: {" + tunnel + "}}\n"
	}
	const private = "https://a.test"
	check(t, map[string]publishedCase{
		"bound":              {code: identity, doc: doc(private, "identity: '{{vault.ID}}'")},
		"bound, flat":        {code: identity, doc: doc(private, "identity: '{{ID}}'")},
		"a path":             {code: identity, doc: doc(private, "identity: /etc/ziti.json")},
		"not bound":          {code: identity, doc: doc(private, "identity: '{{vault.NO}}'"), want: []string{"ikanos-" + identity + " 5:52"}},
		"no such namespace":  {code: identity, doc: doc(private, "identity: 'x{{other.ID}}'"), want: []string{"ikanos-" + identity + " 5:53"}},
		"binds not there":    {code: identity, doc: "ikanos: \"1.0.0-beta5\"\nbinds: [{import: b, from: no.yaml}]\ncapability:\n  consumes:\n  - {tunnel: {identity: '{{b.ID}}'}}\n"},
		"nothing":            {code: identity, doc: doc(private, "")},
		"no text":            {code: identity, doc: doc(private, "identity: [a]")},
		"direct":             {code: fallback, doc: doc(private, "fallback: direct"), want: []string{"ikanos-" + fallback + " 5:52"}},
		"fail":               {code: fallback, doc: doc(private, "fallback: fail")},
		"direct, here":       {code: fallback, doc: doc("http://localhost:80/x", "fallback: direct")},
		"direct, here, IPv6": {code: fallback, doc: doc("http://[::1]:80", "fallback: direct")},
		"direct, private":    {code: fallback, doc: doc("http://10.1.2.3", "fallback: direct")},
		"direct, no URI":     {code: fallback, doc: doc("", "fallback: direct")},
		"public":             {code: public, doc: doc("https://api.pets.io:8443/v1", "type: ziti"), want: []string{"ikanos-" + public + " 5:15"}},
		"not public":         {code: public, doc: doc("https://api.internal", "type: ziti")},
		"public, no tunnel":  {code: public, doc: "ikanos: \"1.0.0-beta5\"\nconsumes: [{baseUri: 'https://a.com', tunnel: }]\n"},
	})
}

// everywhere has a script tag in each text that there is.
const everywhere = `ikanos: "1.0.0-beta5"
info:
  display: <script>
  description: <script>
binds:
- namespace: b
  description: <script>
  keys: {K: K}
capability:
  consumes:
  - namespace: c
    baseUri: https://c.test
    description: <script>
    inputParameters:
      a:
        in: query
        description: <script>
    resources:
      r:
        display: <script>
        description: <script>
        path: /r
        inputParameters:
          b:
            in: query
            description: <script>
        operations:
          o:
            display: <script>
            description: <script>
            method: GET
            inputParameters:
              c:
                in: query
                description: <script>
            outputParameters:
            - name: x
              type: array
              description: <script>
              value: $.a
              items:
                type: object
                properties:
                  y:
                    type: string
                    description: <script>
                    mapping: $.y
  aggregates:
  - namespace: a
    display: <script>
    description: <script>
    flows:
      f:
        description: <script>
        call: c.o
        inputParameters:
          d:
            type: object
            description: <script>
            properties:
              e:
                type: string
                description: <script>
  exposes:
  - type: rest
    namespace: e
    description: <script>
    port: 80
    resources:
      r:
        display: <script>
        description: <script>
        path: /r
        operations:
          o:
            display: <script>
            description: <script>
            method: GET
            call: c.o
            responses:
              "200":
                description: <script>
  - type: mcp
    namespace: m
    port: 81
    tools:
      t:
        description: <script>
        call: c.o
    resources:
      r:
        display: <script>
        description: <script>
        uri: a://b
        call: c.o
    prompts:
      p:
        display: <script>
        description: <script>
        arguments:
          a:
            description: <script>
        template:
        - role: user
          content: Hello
  - type: skill
    namespace: s
    port: 82
    skills:
      s:
        description: <script>
        tools:
          t:
            description: <script>
            from: {sourceNamespace: m, action: t}
`

// lines lists where a text has a word, as [look] does.
func lines(code, text, word string) (out []string) {
	number := 0
	for line := range strings.Lines(text) {
		number++
		if at := strings.Index(line, word); at >= 0 {
			out = append(out, fmt.Sprintf("%s %d:%d", code, number, at+1))
		}
	}
	return out
}
