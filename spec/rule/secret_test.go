package rule_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// sentPlaceholders is a document with placeholders in what is sent.
const sentPlaceholders = `naftiko: "1.0.0-alpha2"
binds:
- {namespace: e, keys: {TOKEN: TOKEN}}
capability:
  consumes:
  - type: http
    namespace: a
    baseUri: https://a.example
    inputParameters:
    - {name: X-A, in: header, value: "Bearer {{TOKN}}"} # ERROR "{{TOKN}} in a value that is sent" HINT "TOKEN"
    - {name: b, in: query, value: "{{SHOP_ZONE}}"} # ERROR "{{SHOP_ZONE}} in a value" HINT "under binds"
    - {name: c, in: query, value: "{{token}} {{tokn}} {{ORDER_ID}} {{GIVEN_ID}} {{page}} {{ZONE}}"}
    - {name: d, in: body, value: "{{OTHER_NAME}}"}
    resources: [{name: a, path: /a, operations: [{name: get}]}]
  exposes:
  - type: mcp
    namespace: t
    port: 3000
    tools:
    - {name: a, call: a.get, with: {GIVEN_ID: "1"}, inputParameters: [{name: ORDER_ID, type: string, description: d}]}
  - type: control
    port: 9000
    observability: {exporters: {otlp: {endpoint: "{{OTLP}}", headers: {Authorization: "Bearer {{TOKEN}}"}}}} # ERROR "{{OTLP}} in the observability"
`

// notTemplates is a document in which names stand where templates belong.
const notTemplates = `naftiko: "1.0.0-alpha2"
binds:
- {namespace: e, keys: {KEY: KEY, OTHER: OTHER, PLAIN: PLAIN, ZONE: ZONE}}
capability:
  consumes:
  - type: http
    namespace: a
    baseUri: https://a.example
    authentication: {type: bearer, token: "{KEY}"} # ERROR "{KEY} is no template" HINT "{{KEY}}"
    inputParameters:
    - {name: Authorization, in: header, value: "Bearer {KEY}"} # ERROR "{KEY} is no template" AT "\""
    - {name: Authorization, in: header, value: "Bearer {KEY} {{KEY}}"}
    - {name: X-Api-Key, in: header, value: "{API_KEY}"} # ERROR "{API_KEY} is no template" HINT "declare it under binds"
    - {name: X-Zone, in: header, value: "{ZONE}"} # ERROR "{ZONE} is no template"
    - {name: X-Zone, in: header, value: ZONE}
    - {name: X-Shape, in: header, value: "{SHAPE}"}
    - {name: token, in: body, value: "{TOKEN}"}
    resources:
    - name: a
      path: /a
      operations:
      - {name: a, authentication: {type: bearer, token: "${SHOP}"}} # ERROR "${SHOP} is no template"
      - {name: b, authentication: {type: basic, username: $KEY, password: e.OTHER}} # ERROR "$KEY is no" # ERROR "e.OTHER is no" HINT "{{e.OTHER}}"
      - {name: c, authentication: {type: bearer, token: PLAIN}} # ERROR "PLAIN is no template"
      - {name: d, authentication: {type: bearer, token: "{token}"}}
      - {name: e, authentication: {type: bearer, token: "{{KEY}}"}}
      - {name: f, authentication: {type: bearer, token: UNKNOWN}}
  exposes:
  - type: mcp
    namespace: t
    port: 3000
    authentication: {type: bearer, token: "${MCP_KEY}"} # ERROR "${MCP_KEY} is no template"
    tools: [{name: a, call: a.a}]
`

func TestOurs_secrets(t *testing.T) {
	ruleCases{
		"of well-known issuers": {"secret-in-document", strings.ReplaceAll(`naftiko: "1.0.0-alpha2"
info: {label: a, description: "Use ghp_Q7XvR2mK9wTz4LpBq7XvR2mK9wTz4LpBq7Xv here."} # ERROR "a GitHub token stands" AT "\""
capability:
  consumes:
  - type: http
    namespace: a
    baseUri: https://a.example
    inputParameters:
    - {name: a, in: query, value: AKIAQ7XVR2MK9WTZ4LPB} # ERROR "an AWS access key"
    - {name: b, in: query, value: AKIAIOSFODNN7EXAMPLE}
    - {name: c, in: query, value: AIzaQ7XvR2mK9wTz4LpBq7XvR2mK9wTz4LpBq7X} # ERROR "a Google API key"
    - {name: d, in: query, value: sk-learn-is-the-name-of-a-library-that-is-widely-used}
    - {name: e, in: query, value: sk-proj-Q7XvR2mK9wTz4LpBq7XvR2mK9wTz4LpB} # ERROR "an API key"
    - {name: f, in: query, value: xoxb+Q7XvR2mK9wTz-4LpBq7XvR2mK9wTz4LpB} # ERROR "a Slack token"
    - {name: g, in: query, value: glpat-Q7XvR2mK9wTz4LpBq7Xv} # ERROR "a GitLab token"
    - {name: h, in: query, value: ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx}
    - {name: i, in: query, value: ask-Q7XvR2mK9wTz4LpBq7XvR2mK9wTz4LpB}
    - {name: j, in: query, value: eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U}
    - {name: k, in: query, value: eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJhIiwiZXhwIjoxfQ.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U} # ERROR "a signed token"
    resources: [{name: a, path: /a, operations: [{name: get}]}]
`, "xoxb+", "xoxb-")},
		"a private key": {"secret-in-document", `naftiko: "1.0.0-alpha2"
capability:
  consumes:
  - type: http
    namespace: a
    baseUri: https://a.example
    resources:
    - name: a
      path: /a
      operations:
      - name: get
        body: "-----BEGIN RSA PRIVATE KEY-----Q7XvR2mK9wTz4LpBq7XvR2mK9wTz4LpBq7XvR2mK9wTz4LpBq7XvR2mK9wTz4LpBq7XvR2mK9w" # ERROR "a private key"
      - name: put
        body: "-----BEGIN RSA PRIVATE KEY-----..."
`},
		"credentials": {"secret-in-document", `naftiko: "1.0.0-alpha2"
capability:
  consumes:
  - type: http
    namespace: a
    baseUri: https://a.example
    authentication: {type: basic, username: Q7XvR2mK9wTz4LpB, password: tr0ub4dor} # ERROR "the password of the authentication" AT "tr0"
    inputParameters:
    - {name: Authorization, in: header, value: Bearer Q7XvR2mK9wTz4LpB} # ERROR "the value of Authorization" AT "Bearer"
    - {name: X-Api-Key, in: header, default: Q7XvR2mK9wTz4LpB} # ERROR "the value of X-Api-Key"
    - {name: Notion-Version, in: header, value: "2022-06-28"}
    - {name: next_page_token, in: query, value: Q7XvR2mK9wTz4LpB}
    - {name: api_key, in: query, value: "{{KEY}}"}
    - {name: api_key, in: header, value: YOUR_API_KEY_HERE1}
    resources:
    - name: a
      path: /a
      operations:
      - {name: a, authentication: {type: bearer, token: SHOP_ACCESS_V2}}
      - {name: b, authentication: {type: bearer, token: "${SHOP}"}}
      - {name: c, authentication: {type: bearer, token: $SHOP_KEY1}}
      - {name: d, authentication: {type: bearer, token: <your key>}}
      - {name: e, authentication: {type: bearer, token: changeme123}}
      - {name: f, authentication: {type: bearer, token: "1111111111111"}}
      - {name: f2, body: {type: formUrlEncoded, data: {client_secret: Q7XvR2mK9wTz4LpB, scope: Q7XvR2mK9wTz4LpB}}} # ERROR "the value of client_secret"
      - {name: g, authentication: {type: apikey, key: X-Custom-Header-9f8e7d, value: f3b9c1d27a6e}} # ERROR "the value of the authentication" AT "f3b9"
  exposes:
  - type: mcp
    namespace: t
    port: 3000
    tools:
    - {name: a, call: a.a, with: {api_key: t.api_key}}
    - {name: b, call: a.a, with: {api_key: Q7XvR2mK9wTz4LpB}} # ERROR "the value of api_key"
`},
		"in other places": {"secret-in-document", `naftiko: "1.0.0-alpha2"
binds:
- {namespace: e, keys: {KEY: ghp_Q7XvR2mK9wTz4LpBq7XvR2mK9wTz4LpBq7Xv, B: B}} # ERROR "a GitHub token stands" AT "ghp_" HINT "name of the variable"
capability:
  consumes:
  - type: http
    namespace: a
    baseUri: https://hooks.slack.com/services/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 # ERROR "a Slack webhook"
    inputParameters:
    - {name: X-Key, in: header, value: Q7XvR2mK9wTz4LpBq7Xv} # ERROR "the value of X-Key"
    - {name: appid, in: query, value: 0a1b2c3d4e5f60718293a4b5c6d7e8f9} # ERROR "the value of appid"
    - {name: appid, in: query, value: com.example.shop.mobile2}
    - {name: Authorization, in: header, value: "{{PREFIX}}Zk39fQm2LpX8vTn4Rw"} # ERROR "the value of Authorization"
    - {name: Authorization, in: header, value: "Bearer {{KEY}}"}
    - {name: Authorization, in: header, value: "{{KEY}}/20230101/us-east-1/s3/aws4"}
    resources:
    - name: a
      path: /a?page=1&api_key=Q7XvR2mK9wTz4LpB # ERROR "the value of api_key"
      operations:
      - {name: a, body: "grant_type=password&client_secret=Q7XvR2mK9wTz4LpB&scope=Q7XvR2mK9wTz4LpB"} # ERROR "the value of client_secret"
      - {name: b, body: "grant_type=password&client_secret={{KEY}}&password=YOUR_PASSWORD_123"}
      - {name: b2, outputParameters: [{name: url, type: string, value: $.url, example: "https://a.example?token=Q7XvR2mK9wTz4LpB"}]}
      - {name: b3, body: {type: text, data: "client_secret=Q7XvR2mK9wTz4LpB"}} # ERROR "the value of client_secret"
      - {name: c, authentication: {type: basic, username: a, password: MyTest99!x}} # ERROR "the password"
      - {name: d, authentication: {type: basic, username: a, password: pa$$w%rd9Q}} # ERROR "the password"
      - {name: e, authentication: {type: basic, username: a, password: Test-Password1}}
      - {name: f, authentication: {type: basic, username: a, password: "%PASSWD9%"}}
      - {name: g, authentication: {type: basic, username: a, password: shop-$PASSWD9}}
  exposes:
  - type: control
    port: 9000
    observability: {exporters: {otlp: {endpoint: "https://o.example", headers: {Authorization: Bearer Zk39fQm2LpX8vTn4}}}} # ERROR "the value of Authorization"
`},
		"names":                   {"credential-not-a-template", notTemplates},
		"names that are used":     {"unused-bind", regexp.MustCompile(` # .*`).ReplaceAllString(notTemplates, "")},
		"in what is sent":         {"unresolved-placeholder", sentPlaceholders},
		"what is sent misspelled": {"unused-bind", regexp.MustCompile(` # .*`).ReplaceAllString(sentPlaceholders, "")},
		"where they go": {"credentials-over-http", `naftiko: "1.0.0-alpha2"
binds:
- {namespace: env, keys: {KEY: KEY, HOST: HOST, ZONE: ZONE}}
capability:
  consumes:
  - {type: http, namespace: a, baseUri: "http://a.example", resources: [{name: a, path: /a, operations: [{name: get}]}]}
  - {type: http, namespace: b, baseUri: "http://localhost:8080", authentication: {type: bearer, token: "{{KEY}}"}, resources: [{name: a, path: /a, operations: [{name: get}]}]}
  - {type: http, namespace: c, baseUri: "http://shop:8080", authentication: {type: bearer, token: "{{KEY}}"}, resources: [{name: a, path: /a, operations: [{name: get}]}]}
  - {type: http, namespace: d, baseUri: "http://10.1.2.3", authentication: {type: bearer, token: "{{KEY}}"}, resources: [{name: a, path: /a, operations: [{name: get}]}]}
  - {type: http, namespace: e, baseUri: "http://{host}", authentication: {type: bearer, token: "{{KEY}}"}, resources: [{name: a, path: /a, operations: [{name: get}]}]}
  - {type: http, namespace: f, baseUri: "HTTP://f.example:8080/v1", resources: [{name: a, path: /a, operations: [{name: get, authentication: {type: bearer, token: "{{KEY}}"}}]}]} # ERROR "sent to f.example over http"
  - {type: http, namespace: g, baseUri: "http://g.example", inputParameters: [{name: X-Key, in: header, value: "{{env.KEY}}"}], resources: [{name: a, path: /a, operations: [{name: get}]}]} # ERROR "sent to g.example over http"
  - {type: http, namespace: h, baseUri: "http://8.8.8.8", authentication: {type: basic, username: a, password: "{{KEY}}"}, resources: [{name: a, path: /a, operations: [{name: get}]}]} # ERROR "sent to 8.8.8.8"
  - {type: http, namespace: i, baseUri: "http://{{HOST}}.i.example", authentication: {type: bearer, token: "{{KEY}}"}, resources: [{name: a, path: /a, operations: [{name: get}]}]} # ERROR "sent to *.i.example"
  - {type: http, namespace: j, baseUri: "http://api.{{HOST}}", authentication: {type: bearer, token: "{{KEY}}"}, resources: [{name: a, path: /a, operations: [{name: get}]}]}
  - {type: http, namespace: k, baseUri: "http://k.example/{{KEY}}", resources: [{name: a, path: /a, operations: [{name: get}]}]} # ERROR "sent to k.example"
  - {type: http, namespace: l, baseUri: "http://l.example/{{ZONE}}", inputParameters: [{name: User-Agent, in: header, value: "{{ZONE}}"}], resources: [{name: a, path: /a, operations: [{name: get}]}]}
  - {type: http, namespace: m, baseUri: "http://m.example", inputParameters: [{name: Authorization, in: header, value: "{{ZONE}}"}], resources: [{name: a, path: /a, operations: [{name: get}]}]} # ERROR "sent to m.example"
`},
		"to several owners": {"bind-many-origins", `naftiko: "1.0.0-alpha2"
binds:
- {namespace: env, keys: {KEY: KEY, ZONE: ZONE}}
- {namespace: other, keys: {KEY: KEY}}
capability:
  consumes:
  - {type: http, namespace: a, baseUri: "https://api.shop.co.uk/{ZONE}", authentication: {type: bearer, token: "{{KEY}}"}, resources: [{name: a, path: /a, operations: [{name: get}]}]}
  - {type: http, namespace: b, baseUri: "https://files.shop.co.uk/{ZONE}", authentication: {type: bearer, token: "{{env.KEY}}"}, resources: [{name: a, path: /a, operations: [{name: get}]}]}
  - {type: http, namespace: c, baseUri: "http://localhost", authentication: {type: bearer, token: "{{KEY}}"}, resources: [{name: a, path: "/{ZONE}", operations: [{name: get}]}]}
  - {type: http, namespace: d, baseUri: "https://post.co.uk/{ZONE}", authentication: {type: bearer, token: "{{env.KEY}}"}, resources: [{name: a, path: /a, operations: [{name: get}]}]} # WARNING "sent to api.shop.co.uk and to post.co.uk"
  - {type: http, namespace: e, baseUri: "https://e.example", authentication: {type: bearer, token: "{{other.KEY}}"}, resources: [{name: a, path: /a, operations: [{name: get}]}]}
`},
		"to owners of other kinds": {"bind-many-origins", `naftiko: "1.0.0-alpha2"
binds:
- {namespace: env, keys: {A_KEY: A, B_KEY: B, C_KEY: C, D_KEY: D, E_KEY: E, UNITS: UNITS, MAIL: MAIL, HOST: HOST}}
capability:
  consumes:
  - {type: http, namespace: a, baseUri: "https://a.example/{{A_KEY}}", authentication: {type: basic, username: "{{MAIL}}", password: "{{B_KEY}}"}, resources: [{name: a, path: "/a/{{UNITS}}", operations: [{name: get}]}]}
  - {type: http, namespace: b, baseUri: "https://evil.net/{{A_KEY}}", authentication: {type: basic, username: "{{MAIL}}", password: x}, resources: [{name: a, path: "/a/{{UNITS}}", operations: [{name: get}]}]} # WARNING "A_KEY is sent to a.example and to evil.net"
  - {type: http, namespace: c, baseUri: "https://{{HOST}}.evil.net", authentication: {type: bearer, token: "{{env.B_KEY}}"}, resources: [{name: a, path: /a, operations: [{name: get}]}]} # WARNING "and to *.evil.net"
  - {type: http, namespace: d, baseUri: "https://api.{{HOST}}.net", authentication: {type: bearer, token: "{{B_KEY}}"}, resources: [{name: a, path: /a, operations: [{name: get}]}]}
  - {type: http, namespace: e, baseUri: "http://collector:8080", authentication: {type: bearer, token: "{{B_KEY}}"}, resources: [{name: a, path: /a, operations: [{name: get}]}]} # WARNING "and to collector"
  - {type: http, namespace: f, baseUri: "https://alice.herokuapp.com", authentication: {type: bearer, token: "{{C_KEY}}"}, resources: [{name: a, path: /a, operations: [{name: get}]}]}
  - {type: http, namespace: g, baseUri: "https://bob.herokuapp.com", authentication: {type: bearer, token: "{{C_KEY}}"}, resources: [{name: a, path: /a, operations: [{name: get}]}]} # WARNING "bob.herokuapp.com"
  - {type: http, namespace: h, baseUri: "https://a.bob.workers.dev", authentication: {type: bearer, token: "{{D_KEY}}"}, resources: [{name: a, path: /a, operations: [{name: get}]}]}
  - {type: http, namespace: i, baseUri: "https://b.bob.workers.dev", authentication: {type: bearer, token: "{{D_KEY}}"}, resources: [{name: a, path: /a, operations: [{name: get}]}]}
  - {type: http, namespace: j, baseUri: "https://s3.eu-west-1.amazonaws.com", authentication: {type: bearer, token: "{{E_KEY}}"}, resources: [{name: a, path: /a, operations: [{name: get}]}]}
  - {type: http, namespace: k, baseUri: "https://sqs.eu-west-1.amazonaws.com", authentication: {type: bearer, token: "{{E_KEY}}"}, resources: [{name: a, path: /a, operations: [{name: get}]}]}
  - {type: http, namespace: l, baseUri: "https://a1.execute-api.eu-west-1.amazonaws.com", authentication: {type: bearer, token: "{{E_KEY}}"}, resources: [{name: a, path: /a, operations: [{name: get}]}]} # WARNING "a1.execute-api"
`},
	}.run(t)
}

// No message quotes a secret.
func TestOurs_quoteNoSecret(t *testing.T) {
	const secret = "Q7XvR2mK9wTz4LpB"
	own, others := findings(t, "all", "test.yaml", []byte(`naftiko: "1.0.0-alpha2"
binds:
- {namespace: e, keys: {K: sk-live-`+secret+secret+`}}
capability:
  consumes:
  - type: http
    namespace: a
    baseUri: http://a.example
    authentication: {type: bearer, token: `+secret+`}
    inputParameters: [{name: X-Api-Key, in: header, type: integer, value: `+secret+`}]
    resources: [{name: a, path: "/a?api_key=`+secret+`", operations: [{name: get, body: "client_secret=`+secret+`"}]}]
`))
	require.NotEmpty(t, own)
	for _, d := range append(own, others...) {
		assert.NotContains(t, d.Error()+d.Hint, secret)
	}
}
