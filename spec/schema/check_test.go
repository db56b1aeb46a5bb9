package schema_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/spec/schema"
	"naftiko/spec/value"
	"naftiko/spec/yaml"
)

// The documents that cases are put into, and the paths to that place.
const (
	rootDoc = "naftiko: 1.0.0-alpha2\n@\n"

	consumeDoc  = "capability:\n  consumes:\n  - {@}\n"
	consumePath = "/capability/consumes/0"

	operationDoc  = "capability:\n  consumes:\n  - {type: http, namespace: n, baseUri: '', resources: [{name: r, path: /, operations: [{name: o, @}]}]}\n"
	operationPath = "/capability/consumes/0/resources/0/operations/0"

	exposeDoc  = "capability:\n  exposes:\n  - {@}\n"
	exposePath = "/capability/exposes/0"

	toolDoc  = "capability:\n  exposes:\n  - {type: mcp, namespace: n, port: 9090, tools: [{name: t, @}]}\n"
	toolPath = "/capability/exposes/0/tools/0"

	restDoc  = "capability:\n  exposes:\n  - {type: rest, namespace: n, port: 8080, resources: [{path: /, operations: [{method: GET, @}]}]}\n"
	restPath = "/capability/exposes/0/resources/0/operations/0"
)

// place is a document with a gap.
type place struct{ doc, path string }

var (
	inRoot      = place{rootDoc, ""}
	inConsume   = place{consumeDoc, consumePath}
	inOperation = place{operationDoc, operationPath}
	inExpose    = place{exposeDoc, exposePath}
	inTool      = place{toolDoc, toolPath}
	inRest      = place{restDoc, restPath}
)

func (p place) document(text string) []byte { return []byte(strings.Replace(p.doc, "@", text, 1)) }

// mistake is a text, and the kind, place and message of each violation in it.
type mistake struct {
	in   place
	text string
	want []string
}

var mistakes = map[string]mistake{
	"nothing to run":         {inRoot, "info: {label: x}", []string{`required : "capability" is missing`}},
	"an empty capability":    {inRoot, "capability: {}", []string{`required /capability: "consumes" is missing`}},
	"an unknown root key":    {inRoot, "binds: []\nimports: []", []string{`unknown-key : unknown key "imports"`}},
	"a document of its kind": {inRoot, "ikanos: {a: 1}\nbinds: []", []string{`type /ikanos: must be a text, not a mapping`}},
	"info as a text":         {inRoot, "binds: []\ninfo: x", []string{`type /info: must be a mapping, not a text`}},
	"tags as a text":         {inRoot, "binds: []\ninfo: {tags: x}", []string{`type /info/tags: must be a list, not a text`}},
	"a tag that is a list":   {inRoot, "binds: []\ninfo: {tags: [a, [b]]}", []string{`type /info/tags/1: must be a text, not a list`}},
	"an unknown key of info": {inRoot, "binds: []\ninfo: {personas: [a]}", []string{`unknown-key /info: unknown key "personas"`}},
	"binds as a mapping":     {inRoot, "binds: {namespace: env}", []string{`type /binds: must be a list, not a mapping`}},
	"a bind without anything": {inRoot, "binds: [{}]", []string{
		`required /binds/0: "namespace" is missing`, `required /binds/0: "keys" is missing`,
	}},
	"a bind's key that is a list": {inRoot, "binds: [{namespace: env, keys: {A: [B]}}]", []string{`type /binds/0/keys/A: must be a text, not a list`}},
	"an import from nowhere":      {inRoot, "binds: [{import: env}]", []string{`required /binds/0: "from" is missing`}},
	"an import with more":         {inRoot, "consumes: [{import: a, from: b, baseUri: c}]", []string{`unknown-key /consumes/0: unknown key "baseUri"`}},
	"an external reference":       {inRoot, "externalRefs: [{name: a, type: env, keys: {}}]", []string{`enum /externalRefs/0/type: must be one of environment, variables`}},

	"no type":          {inConsume, "namespace: n, baseUri: ''", []string{`required : "type" is missing`}},
	"a foreign type":   {inConsume, "type: workers-kv, namespace: n", []string{`enum /type: must be http`}},
	"no namespace":     {inConsume, "type: http, baseUri: ''", []string{`required : "namespace" is missing`}},
	"an empty name":    {inConsume, "type: http, baseUri: '', namespace: ''", []string{`size /namespace: must not be empty`}},
	"no baseUri":       {inConsume, "type: http, namespace: n", []string{`required : "baseUri" is missing`}},
	"a baseUri list":   {inConsume, "type: http, namespace: n, baseUri: [a]", []string{`type /baseUri: must be a text, not a list`}},
	"a misspelled key": {inConsume, "type: http, namespace: n, baseUri: '', authentification: {}", []string{`unknown-key : unknown key "authentification"`}},
	"resources as a text": {
		inConsume, "type: http, namespace: n, baseUri: '', resources: users",
		[]string{`type /resources: must be a list or a mapping, not a text`},
	},
	"a resource without operations": {
		inConsume, "type: http, namespace: n, baseUri: '', resources: {r: {path: /}}",
		[]string{`required /resources/r: "operations" is missing`},
	},
	"a bearer without a token": {
		inConsume, "type: http, namespace: n, baseUri: '', authentication: {type: bearer}",
		[]string{`required /authentication: "token" is missing`},
	},
	"an unknown authentication": {
		inConsume, "type: http, namespace: n, baseUri: '', authentication: {type: bearr, token: x}",
		[]string{`enum /authentication/type: must be one of basic, apikey, bearer, digest, oauth2, none`},
	},
	"basic with a token": {
		inConsume, "type: http, namespace: n, baseUri: '', authentication: {type: basic, username: u, password: p, token: x}",
		[]string{`unknown-key /authentication: unknown key "token"`},
	},
	"an API key without a name": {
		inConsume, "type: http, namespace: n, baseUri: '', authentication: {type: apikey, value: x}",
		[]string{`required /authentication: "key" is missing`},
	},
	"an API key in the body": {
		inConsume, "type: http, namespace: n, baseUri: '', authentication: {type: apikey, key: k, value: x, placement: body}",
		[]string{`enum /authentication/placement: must be one of header, query, cookie`},
	},
	"oauth2 without a server": {
		inConsume, "type: http, namespace: n, baseUri: '', authentication: {type: oauth2, resource: x}",
		[]string{`required /authentication: "authorizationServerUri" is missing`},
	},
	"a tunnel without a service": {
		inConsume, "type: http, namespace: n, baseUri: '', tunnel: {type: ziti, identity: i}",
		[]string{`required /tunnel: "service" is missing`},
	},

	"a bad method":              {inOperation, "method: FETCH", []string{`enum /method: must be one of GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS`}},
	"a bad format":              {inOperation, "outputRawFormat: jsonl", []string{`enum /outputRawFormat: must be one of json, xml, avro, protobuf, csv, tsv, psv, yaml, html, markdown, binary`}},
	"a bad size":                {inOperation, "maxBinarySize: 10MB", []string{`pattern /maxBinarySize: must be a number of bytes such as 512KiB or 10MiB`}},
	"a bad place":               {inOperation, "inputParameters: [{name: q, in: querry}]", []string{`enum /inputParameters/0/in: must be one of query, header, path, cookie, body, environment`}},
	"a parameter without place": {inOperation, "inputParameters: {q: {type: string}}", []string{`required /inputParameters/q: "in" is missing`}},
	"a parameter without name":  {inOperation, "inputParameters: [{in: query}]", []string{`required /inputParameters/0: "name" is missing`}},
	"a parameter's bad type": {
		inOperation, "inputParameters: {q: {in: query, type: int}}",
		[]string{`enum /inputParameters/q/type: must be one of string, number, integer, boolean, array, object`},
	},
	"required as a text": {
		inOperation, "inputParameters: {q: {in: query, required: 'yes'}}",
		[]string{`type /inputParameters/q/required: must be true or false or a list, not a text`},
	},
	"a member's unknown key": {
		inOperation, "inputParameters: {q: {in: body, properties: {a: {properties: {b: {typ: string}}}}}}",
		[]string{`unknown-key /inputParameters/q/properties/a/properties/b: unknown key "typ"`},
	},
	"two kinds of items": {
		inOperation, "inputParameters: {q: {in: query, items: [{type: string}, {type: number}]}}",
		[]string{`size /inputParameters/q/items: must have at most 1 entries`},
	},
	"an output's bad type": {
		inOperation, "outputParameters: [{name: o, type: binary, value: $.}]",
		[]string{`enum /outputParameters/0/type: must be one of string, number, integer, boolean, array, object`},
	},
	"an output's unknown key": {
		inOperation, "outputParameters: {o: {type: array, value: $.a, items: {type: string, maping: $.b}}}",
		[]string{`unknown-key /outputParameters/o/items: unknown key "maping"`},
	},
	"a body that is a list":   {inOperation, "body: [a]", []string{`type /body: must be a text or a mapping, not a list`}},
	"a body of no type":       {inOperation, "body: {data: {}}", []string{`required /body: "type" is missing`}},
	"a body of a bad type":    {inOperation, "body: {type: form}", []string{`enum /body/type: must be one of json, text, xml, sparql, formUrlEncoded, multipartForm`}},
	"xml that is a mapping":   {inOperation, "body: {type: xml, data: {a: b}}", []string{`type /body/data: must be a text, not a mapping`}},
	"a part without a name":   {inOperation, "body: {type: multipartForm, data: [{value: a}]}", []string{`required /body/data/0: "name" is missing`}},
	"an operation as a text":  {place{strings.Replace(operationDoc, "{name: o, @}", "@", 1), operationPath}, "getUser", []string{`type : must be a mapping, not a text`}},
	"an operation that is no": {place{strings.Replace(operationDoc, "{name: o, @}", "@", 1), operationPath}, "null", []string{`type : must be a mapping, not nothing`}},

	"an unknown adapter":      {inExpose, "type: grpc, namespace: n", []string{`enum /type: must be one of rest, mcp, skill, control, api`}},
	"an adapter without type": {inExpose, "namespace: n, port: 1", []string{`required : "type" is missing`}},
	"a port that is a text":   {inExpose, "type: rest, namespace: n, port: http", []string{`type /port: must be a whole number, not a text`}},
	"a port that is too high": {inExpose, "type: rest, namespace: n, port: 80800", []string{`size /port: must be at most 65535`}},
	"a port that is too low":  {inExpose, "type: rest, namespace: n, port: 0", []string{`size /port: must be at least 1`}},
	"a port that is broken":   {inExpose, "type: rest, namespace: n, port: 80.5", []string{`type /port: must be a whole number, not a number`}},
	"mcp without a port":      {inExpose, "type: mcp, namespace: n", []string{`required : "port" is missing`}},
	"mcp by carrier pigeon":   {inExpose, "type: mcp, namespace: n, port: 1, transport: sse", []string{`enum /transport: must be one of http, stdio`}},
	"a key of another type":   {inExpose, "type: rest, namespace: n, port: 1, tools: []", []string{`enum /type: is rest, but the keys beside it are those of mcp`}},
	"a skill without tools' source": {
		inExpose, "type: skill, namespace: n, port: 1, skills: {s: {tools: {t: {description: x}}}}",
		[]string{`required /skills/s/tools/t: "from" is missing`},
	},
	"a control port's logs": {inExpose, "type: control, port: 1, management: {logs: {max-subscribers: 21}}", []string{`size /management/logs/max-subscribers: must be at most 20`}},
	"a sampling over 1":     {inExpose, "type: control, port: 1, observability: {traces: {sampling: 1.5}}", []string{`size /observability/traces/sampling: must be at most 1`}},

	"a tool that does nothing":      {inTool, "description: x", []string{`required : "call" is missing`}},
	"a call of one word":            {inTool, "call: getUser", []string{`pattern /call: must be NAMESPACE.NAME`}},
	"a call with a misspelled key":  {inTool, "call: {operation: a.b, wit: {}}", []string{`unknown-key /call: unknown key "wit"`}},
	"a call that is a list":         {inTool, "call: [a.b]", []string{`type /call: must be a text or a mapping, not a list`}},
	"arguments as a list":           {inTool, "call: a.b, with: [x]", []string{`type /with: must be a mapping, not a list`}},
	"a hint that is a text":         {inTool, "call: a.b, hints: {readOnly: 'true'}", []string{`type /hints/readOnly: must be true or false, not a text`}},
	"a foreign key":                 {inTool, "call: a.b, inputSchema: {type: object}", []string{`unknown-key : unknown key "inputSchema"`}},
	"a step of no type":             {inTool, "steps: [{name: s, call: a.b}]", []string{`required /steps/0: "type" is missing`}},
	"a step of an unknown type":     {inTool, "steps: {s: {type: forEach, in: x}}", []string{`enum /steps/s/type: must be one of call, lookup, script`}},
	"a step with another's key":     {inTool, "steps: {s: {type: call, call: a.b, index: x}}", []string{`unknown-key /steps/s: unknown key "index"`}},
	"a lookup that is half there":   {inTool, "steps: {s: {type: lookup, index: x, match: y, outputParameters: [z]}}", []string{`required /steps/s: "lookupValue" is missing`}},
	"a script in a bad language":    {inTool, "steps: {s: {type: script, language: ruby, file: x}}", []string{`enum /steps/s/language: must be one of javascript, python, groovy`}},
	"a mapping without a target":    {inTool, "call: a.b, mappings: [{value: $.s}]", []string{`required /mappings/0: "target" is missing`}},
	"mappings as a mapping":         {inTool, "call: a.b, mappings: {a: $.s}", []string{`type /mappings: must be a list, not a mapping`}},
	"a misspelled key of an output": {inTool, "call: a.b, outputParameters: [{type: object, mappings: $.}]", []string{`unknown-key /outputParameters/0: unknown key "mappings"`}},
	"members by name": {
		inTool, "call: a.b, outputParameters: [{type: array, items: {id: {type: strng}, items: {type: array}}}]",
		[]string{`enum /outputParameters/0/items/id/type: must be one of string, number, integer, boolean, array, object`},
	},

	"responses in two ways": {inRest, "call: a.b, responses: {}, responseBinary: {mediaType: image/png}", []string{`conflict /responseBinary: does not go together with the keys beside it`}},
	"a bad media type":      {inRest, "call: a.b, responseBinary: {mediaType: png}", []string{`pattern /responseBinary/mediaType: must be a media type such as application/json`}},
	"a forward to nowhere": {
		inExpose, "type: rest, namespace: n, port: 1, resources: {r: {path: /, forward: {}}}",
		[]string{`required /resources/r/forward: "targetNamespace" is missing`},
	},
	"an aggregate without functions": {inRoot, "aggregates: [{namespace: n}]", []string{`required /aggregates/0: "flows" is missing`}},
	"a function that does nothing":   {inRoot, "aggregates: [{functions: [{name: f}]}]", []string{`required /aggregates/0/functions/0: "call" is missing`}},
	"a function's semantics":         {inRoot, "aggregates: [{flows: {f: {call: a.b, semantics: {safe: 1}}}}]", []string{`type /aggregates/0/flows/f/semantics/safe: must be true or false, not a whole number`}},
}

func TestMistakes(t *testing.T) {
	for name, tc := range mistakes {
		t.Run(name, func(t *testing.T) {
			violations := check(t, name, tc.in.document(tc.text))
			got := make([]string, 0, len(violations))
			for _, v := range violations {
				at := "/" + strings.Join(v.Path, "/")
				if len(v.Path) == 0 {
					at = ""
				}
				rest, ok := strings.CutPrefix(at, tc.in.path)
				require.True(t, ok, "%s is outside of %s", at, tc.in.path)
				got = append(got, string(v.Kind)+" "+rest+": "+v.Msg)
				if v.Kind == schema.Required || v.Kind == schema.UnknownKey {
					assert.Contains(t, v.Msg, `"`+v.Key+`"`)
				} else {
					assert.Empty(t, v.Key)
				}
			}
			assert.Equal(t, tc.want, got)
		})
	}
}

// fine are texts that some version's published schema refuses, and that run.
var fine = map[string]mistake{
	"an empty baseUri":               {in: inConsume, text: "type: http, namespace: n, baseUri: ''"},
	"placeholders in baseUri":        {in: inConsume, text: "type: http, namespace: n, baseUri: 'https://{REGION}.x.com/{{V}}'"},
	"both spellings":                 {in: inRoot, text: "info: {label: a, display: b}\nbinds: []"},
	"a version that is a number":     {in: place{"naftiko: 0.5\n@\n", ""}, text: "consumes: []"},
	"no version":                     {in: place{"@\n", ""}, text: "consumes: []"},
	"a name with other characters":   {in: inOperation, text: "inputParameters: [{name: 'filter[a.b]$@', in: query}]"},
	"a described parameter":          {in: inOperation, text: "inputParameters: [{name: q, in: query, type: array, description: x, required: true, default: [1], enum: [1], pattern: .}]"},
	"a parameter's value of any":     {in: inOperation, text: "inputParameters: {q: {in: body, value: {a: [1]}}}"},
	"an object without parts":        {in: inOperation, text: "outputParameters: [{name: result, type: object, value: $.}]"},
	"a mapping by name":              {in: inOperation, text: "outputParameters: {result: {type: object, value: $.}}"},
	"no method":                      {in: inOperation, text: "path: /x"},
	"a body without data":            {in: inOperation, text: "body: {type: json}"},
	"a raw body":                     {in: inOperation, text: `body: '{"a": {{b}}}'`},
	"a form by name":                 {in: inOperation, text: "body: {type: multipartForm, data: {a: b}}"},
	"a size without unit":            {in: inOperation, text: "maxBinarySize: 1024"},
	"no authentication, said so":     {in: inConsume, text: "type: http, namespace: n, baseUri: '', authentication: {type: none}"},
	"OpenAPI's words for an API key": {in: inConsume, text: "type: http, namespace: n, baseUri: '', authentication: {type: apikey, name: X-Key, in: header, value: '{{K}}'}"},
	"several API keys":               {in: inConsume, text: "type: http, namespace: n, baseUri: '', authentication: {type: apikey, headers: {A: '{{A}}', B: '{{B}}'}}"},
	"client credentials":             {in: inConsume, text: "type: http, namespace: n, baseUri: '', authentication: {type: oauth2, tokenEndpoint: x, clientId: a, clientSecret: b}"},
	"an import in the older words":   {in: inConsume, text: "location: a.yml, import: n, as: m"},
	"an import in the newer words":   {in: inConsume, text: "from: a.yml, import: n"},
	"api for rest":                   {in: inExpose, text: "type: api, namespace: n, port: 1"},
	"mcp on stdio needs no port":     {in: inExpose, text: "type: mcp, namespace: n, transport: stdio"},
	"hints in alpha1":                {in: place{"naftiko: 1.0.0-alpha1\n" + toolDoc, toolPath}, text: "call: a.b, hints: {readOnly: true}"},
	"a call by three names":          {in: inTool, text: "call: ns.resource.op_x"},
	"a call with arguments":          {in: inTool, text: "call: {operation: a.b, with: {x: 1}}"},
	"arguments of any type":          {in: inTool, text: "call: a.b, with: {a: tools.a, b: 1, c: true, d: [1], e: {f: g}}"},
	"a mock":                         {in: inTool, text: "outputParameters: [{name: a, type: string, value: x}]"},
	"steps by name":                  {in: inTool, text: "steps: {a: {type: call, call: b.c}}, mappings: [{target: a.b, value: $.a}], outputParameters: {a: {type: object, properties: {b: {type: string}}}}"},
	"steps in a list":                {in: inTool, text: "steps: [{name: a, type: call, call: b.c}], mappings: [{targetName: a, value: $.a}], outputParameters: [{name: a, type: array, items: [{name: b, type: string}]}]"},
	"parts inside of mapping":        {in: inTool, text: "call: a.b, outputParameters: [{type: object, mapping: {properties: {a: {type: string, mapping: $.a}}}}]"},
	"items that are one parameter":   {in: inTool, text: "call: a.b, outputParameters: [{type: array, mapping: $, items: {type: object, properties: {a: {type: string, mapping: $.a}}}}]"},
	"a nameless operation":           {in: inRest, text: "ref: a.b"},
	"a null is not written":          {in: inRoot, text: "info:\nbinds:\n- {namespace: env, description: ~, keys: {A: B}}"},
	"numbers and words for texts":    {in: inRoot, text: "info: {label: 2024, version: 1.0, tags: [1, true]}\nbinds: []"},
}

func TestFine(t *testing.T) {
	for name, tc := range fine {
		t.Run(name, func(t *testing.T) {
			assert.Empty(t, lines(check(t, name, tc.in.document(tc.text))))
		})
	}
}

func TestOrder(t *testing.T) {
	doc := []byte("z: 1\ninfo: {tags: x, nope: 1, label: [1]}\nm: 1\na/b~c.d: 1\ncapability:\n  consumes: [{type: http}, {}]\n  \"nul\\0key\": 1\nbinds: 5\n")
	want := []string{
		`/: unknown key "z"`,
		`/info/tags: must be a list, not a text`,
		`/info: unknown key "nope"`,
		`/info/label: must be a text, not a list`,
		`/: unknown key "m"`,
		`/: unknown key "a/b~c.d"`,
		`/capability/consumes/0: "namespace" is missing`,
		`/capability/consumes/0: "baseUri" is missing`,
		`/capability/consumes/1: "type" is missing`,
		`/capability: unknown key "nul\x00key"`,
		`/binds: must be a list, not a whole number`,
	}
	for range 20 {
		require.Equal(t, want, lines(check(t, "order", doc)))
	}
}

func TestRoot(t *testing.T) {
	for text, want := range map[string]string{"x": "a text", "[a]": "a list", "1": "a whole number", "true": "true or false"} {
		t.Run(want, func(t *testing.T) {
			got := check(t, "root", []byte(text))
			require.Len(t, got, 1)
			assert.Equal(t, "must be a mapping, not "+want, got[0].Msg)
			assert.Equal(t, schema.Type, got[0].Kind)
		})
	}
	s, err := schema.Practical()
	require.NoError(t, err)
	got, _, err := s.Check(yaml.Node{})
	require.NoError(t, err)
	require.Len(t, got, 1)
	assert.Equal(t, "must be a mapping, not nothing", got[0].Msg)
}

// TestNumbers has numbers that are short to write and long to compute with.
func TestNumbers(t *testing.T) {
	for text, want := range map[string]string{
		"1e999999999":               "must be at most 65535",
		"1e1000000":                 "must be at most 65535",
		"-1e1000000":                "must be at least 1",
		strings.Repeat("9", 1<<20):  "must be at most 65535",
		"1e-999999999":              "must be a whole number, not a number",
		"8080.00000000000000000001": "must be a whole number, not a number",
		"808e1":                     "",
		"8080.0":                    "",
	} {
		got := check(t, "numbers", []byte("exposes:\n- type: control\n  port: "+text+"\n"))
		if want == "" {
			assert.Empty(t, got, text)
			continue
		}
		require.Len(t, got, 1, "%.20s", text)
		assert.Equal(t, want, got[0].Msg, "%.20s", text)
		assert.Equal(t, []string{"exposes", "0", "port"}, got[0].Path)
		assert.Equal(t, 3, got[0].Pos.Line)
		assert.Equal(t, 9, got[0].Pos.Column)
	}
}

func TestLimits(t *testing.T) {
	var b strings.Builder
	b.WriteString("binds: []\ninfo:\n")
	for i := range 5000 {
		b.WriteString("  " + strings.Repeat("x", 100) + strconv.Itoa(i) + ": true\n")
	}
	root, diags := yaml.Parse("limits", []byte(b.String()))
	require.Empty(t, diags)
	s, err := schema.Practical()
	require.NoError(t, err)
	got, _, err := s.Check(root)
	require.NoError(t, err)
	require.Len(t, got, 1000)
	assert.Equal(t, strings.Repeat("x", 100)+"0", got[0].Key)
	assert.Less(t, len(got[1].Msg), 100)

	root, _ = yaml.Parse("limits", []byte("binds: ["+strings.Repeat("{},", 200_000)+"]"))
	got, more, err := s.Check(root)
	require.NoError(t, err)
	assert.Len(t, got, 1000)
	assert.True(t, more)
}

// FuzzCheck wants every violation to lead somewhere.
func FuzzCheck(f *testing.F) {
	for _, tc := range mistakes {
		f.Add(tc.in.document(tc.text), uint8(0))
	}
	for _, tc := range fine {
		f.Add(tc.in.document(tc.text), uint8(4))
	}
	f.Fuzz(func(t *testing.T, data []byte, version uint8) {
		root, _ := yaml.Parse("fuzz.yaml", data)
		s, err := schema.Practical()
		if all := schema.Versions(); int(version) < len(all) {
			s, err = schema.Published(all[version])
		}
		require.NoError(t, err)
		violations, _, err := s.Check(root)
		require.NoError(t, err)
		require.Equal(t, len(violations) == 0, s.Fits(root))
		doc := root.Plain()
		for _, v := range violations {
			lead(t, doc, v)
			require.NotEmpty(t, v.Msg)
			require.NotEmpty(t, v.Kind)
		}
	})
}

// lead wants the path of a violation to lead somewhere: to a value, or to a key
// that is not spelled right.
func lead(t *testing.T, doc value.Value, v schema.Violation) {
	t.Helper()
	for _, segment := range v.Path {
		switch have := doc.(type) {
		case *value.Object:
			m, ok := have.Get(segment)
			require.True(t, ok, "%v", v)
			doc = m
		case value.List:
			n, ok := value.ParseNumber(segment)
			require.True(t, ok, "%v", v)
			require.Less(t, int(n.Float()), len(have))
			doc = have[int(n.Float())]
		default:
			require.Fail(t, "the path leads nowhere", "%v", v)
		}
	}
	if v.Kind == schema.UnknownKey {
		_, ok := doc.(*value.Object).Get(v.Key)
		require.True(t, ok, "%v", v)
	}
}
