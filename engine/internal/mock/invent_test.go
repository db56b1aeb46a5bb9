package mock_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/engine/internal/mock"
	"naftiko/engine/internal/run"
	"naftiko/spec/expr"
	"naftiko/spec/value"
)

// out makes an output with a path; parts are its properties.
func out(t testing.TB, name, typ, path string, parts ...run.Output) run.Output {
	t.Helper()
	o := run.Output{Name: name, Type: typ, Properties: parts}
	if path != "" {
		p, err := expr.ParsePath(path)
		require.NoError(t, err)
		o.Path = p
	}
	return o
}

func list(o, items run.Output) run.Output {
	o.Items = &items
	return o
}

// answer calls an operation in process and returns the upstream's body.
func answer(t testing.TB, o *run.Op, options mock.Options) value.Value {
	t.Helper()
	res, err := mock.New([]*run.Op{o}, options).Send(context.Background(), &run.Request{Op: o, Method: o.Method})
	require.NoError(t, err)
	v, err := value.Decode(res.Body)
	require.NoError(t, err)
	return v
}

// TestSend_everyOutputResolves maps made-up bodies and looks at the types.
func TestSend_everyOutputResolves(t *testing.T) {
	tests := map[string]struct {
		out  run.Output
		want string
	}{
		"root object":            {out(t, "o", "object", "$."), `object`},
		"root array":             {out(t, "o", "array", "$"), `array of object`},
		"root without a type":    {out(t, "o", "", "$"), `object`},
		"root string":            {out(t, "o", "string", "$"), `string`},
		"string":                 {out(t, "o", "string", "$.user.name"), `string`},
		"integer":                {out(t, "o", "integer", "$.page.total"), `integer`},
		"number":                 {out(t, "o", "number", "$.price"), `number`},
		"integer of text":        {out(t, "o", "integer", "$.id"), `integer`},
		"text of a number":       {out(t, "o", "string", "$.count"), `string`},
		"boolean":                {out(t, "o", "boolean", "$['is active']"), `boolean`},
		"boolean by name":        {out(t, "o", "", "$.isActive"), `boolean`},
		"time as a number":       {out(t, "o", "integer", "$.created_at"), `integer`},
		"without a dollar":       {out(t, "o", "string", "a.b"), `string`},
		"quoted":                 {out(t, "o", "string", `$['it\'s'].["x.y"]`), `string`},
		"index":                  {out(t, "o", "string", "$.items[3].name"), `string`},
		"index from the end":     {out(t, "o", "string", "$.items[-3].name"), `string`},
		"wildcard":               {out(t, "o", "array", "$.items[*].name"), `array of string`},
		"wildcard of a string":   {out(t, "o", "string", "$.items[*].name"), `array of string`},
		"dotted wildcard":        {out(t, "o", "array", "$.items.*.id"), `array of string`},
		"slice":                  {out(t, "o", "array", "$.items[1:3]"), `array of object`},
		"length":                 {out(t, "o", "integer", "$.items.length()"), `integer`},
		"keys":                   {out(t, "o", "array", "$.rates.keys()"), `array of string`},
		"sum":                    {out(t, "o", "number", "$.amounts.sum()"), `number`},
		"first":                  {out(t, "o", "string", "$.names.first()"), `string`},
		"object without members": {out(t, "o", "object", "$.owner"), `object`},
		"object": {
			out(t, "o", "object", "$.owner", out(t, "mail", "string", "$.email"), out(t, "age", "integer", "$.years")),
			`object{mail:string age:integer}`,
		},
		"object without a path": {out(t, "o", "object", "", out(t, "id", "string", "$.id")), `object{id:string}`},
		"array":                 {out(t, "o", "array", "$.ships"), `array of object`},
		"array of words":        {out(t, "o", "array", "$.tags"), `array of string`},
		"array of strings":      {list(out(t, "o", "array", "$.ids"), out(t, "", "string", "")), `array of string`},
		"array of mapped": {
			list(out(t, "o", "array", "$.ships"), out(t, "", "object", "$", out(t, "n", "integer", "$.berth.number"))),
			`array of object{n:integer}`,
		},
		"array of objects without a path": {
			list(out(t, "o", "array", "$"), out(t, "", "object", "", out(t, "n", "boolean", "$.docked"))), `array of object{n:boolean}`,
		},
		"array in array": {list(out(t, "o", "array", "$.rows"), list(out(t, "", "array", ""), out(t, "", "number", ""))), `array of array of number`},
		"map": {
			run.Output{Name: "o", Type: "object", Path: out(t, "", "", "$.rates").Path, Values: &run.Output{Type: "number"}}, `object{example:number}`,
		},
		"literal": {run.Output{Name: "o", IsLiteral: true, Literal: "x"}, `string`},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			o := op("get-thing", "GET", "/thing")
			o.Outputs = []run.Output{tc.out}
			root := answer(t, o, mock.Options{})
			all, _ := run.Outputs(o.Outputs, root)
			v, ok := all.(*value.Object).Get("o")
			require.True(t, ok)
			got := typeOf(v)
			if !strings.Contains(tc.want, "{") {
				got, _, _ = strings.Cut(got, "{")
			}
			if tc.want == "number" || strings.HasSuffix(tc.want, ":number}") || strings.HasSuffix(tc.want, "of number") {
				got = strings.ReplaceAll(got, "integer", "number")
			}
			assert.Equal(t, tc.want, got, string(value.Append(nil, root)))
		})
	}
}

// typeOf writes a value's type with those of its parts.
func typeOf(v value.Value) string {
	switch v := v.(type) {
	case value.List:
		if len(v) == 0 {
			return "array"
		}
		return "array of " + typeOf(v[0])
	case *value.Object:
		var parts []string
		for name, w := range v.All() {
			parts = append(parts, name+":"+typeOf(w))
		}
		return "object{" + strings.Join(parts, " ") + "}"
	}
	return value.TypeName(v)
}

func TestSend_outputsTogether(t *testing.T) {
	o := op("get-ship", "GET", "/ships/{imo}")
	o.Outputs = []run.Output{
		out(t, "names", "array", "$.crew[*].name"), out(t, "master", "string", "$.crew[0].role"), out(t, "all", "object", "$"),
		out(t, "imo", "integer", "$.imo"), out(t, "odd", "string", "$..deep"), out(t, "clash", "string", "$.crew.name"),
		out(t, "values", "array", "$.*"),
	}
	all, _ := run.Outputs(o.Outputs, answer(t, o, mock.Options{}))
	got := string(value.Append(nil, all))
	assert.Contains(t, got, `"names":["`)
	assert.Contains(t, got, `"master":"member"`)
	assert.Contains(t, got, `"all":{"crew":[`)
	assert.Regexp(t, `"imo":\d+`, got)
	assert.Contains(t, got, `"odd":[],"clash":null`)
}

func TestSend_byName(t *testing.T) {
	tests := map[string]struct {
		op   *run.Op
		want string
	}{
		"list":         {op("list-ships", "GET", "/ships"), `^\{"ships":\[\{"id":"ship_[0-9a-f]{6}","name":"\w+","status":"active","created_at":"2026-01-\d\dT09:30:00Z"\},\{.*\}\],"total":2\}$`},
		"plural":       {op("getOrders", "GET", "/v1/orders"), `^\{"orders":\[\{"id":"order_\w+","status":"active","amount":\d+\.\d9,"currency":"EUR",.*"total":2\}$`},
		"search":       {op("searchPeople", "POST", "/search"), `^\{"people":\[\{"id":"person_`},
		"words behind": {op("search-issues-by-post", "POST", "/search"), `^\{"issues":\[\{"id":"issue_`},
		"more nouns":   {op("search-issues-jql-post", "POST", "/search"), `^\{"issues":\[\{"id":"issue_`},
		"one word":     {op("listdatabaseroles", "GET", "/databases/{db}/database-roles"), `^\{"roles":\[\{"id":"role_`},
		"nameless":     {op("GET /companies", "GET", "/companies"), `^\{"companies":\[\{"id":"company_`},
		"one thing":    {op("get-payment", "GET", "/payments/{paymentId}"), `^\{"id":"payment_\w+","status":"active","amount":`},
		"not a plural": {op("getStatus", "GET", "/status"), `^\{"id":"status_`},
		"by":           {op("get-user-by-emails", "GET", "/users"), `^\{"id":"user_`},
		"delete":       {op("delete-job", "POST", "/2.1/jobs"), `^\{"message":"job deleted"\}$`},
		"action":       {op("cancelOrder", "POST", "/orders/{id}/cancel"), `^\{"status":"ok"\}$`},
		"no name":      {op("", "GET", ""), `^\{"id":"item_`},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			assert.Regexp(t, tc.want, string(value.Append(nil, answer(t, tc.op, mock.Options{}))))
		})
	}
}

func TestSend_argumentsAndEnums(t *testing.T) {
	o := op("get-ship", "GET", "/ships/{imo}", run.Param{Name: "imo", In: "path", Type: "integer", Required: true},
		run.Param{Name: "state", In: "query", Enum: []value.Value{"docked", "at sea"}}, run.Param{Name: "access_token", In: "query"})
	o.Outputs = []run.Output{
		out(t, "id", "string", "$.id"), out(t, "imo", "integer", "$.ship.imo"), out(t, "state", "string", "$.state"), out(t, "t", "string", "$.access_token"),
	}
	r := &run.Request{Op: o, Method: "GET", URL: run.URL{
		Pieces: []run.Piece{{Text: "https://api.example.com/ships/"}, {Place: run.Path, Name: "imo", Text: "9321483"}},
		Query: []run.QueryParam{
			{Name: "access_token", Value: expr.Literal("s3cret")},
			{Name: "undeclared", Value: expr.Literal("s3cret")},
			{Name: "state", Value: expr.Text{{Opaque: "env.S"}}},
		},
	}, Header: []run.Header{{Name: "X-Key", Value: expr.Literal("s3cret")}}}
	res, err := mock.New([]*run.Op{o}, mock.Options{}).Send(context.Background(), r)
	require.NoError(t, err)
	assert.Equal(t, `{"id":"9321483","ship":{"imo":9321483},"state":"docked","access_token":"example"}`, string(res.Body))
}

func TestSend_opaqueAndSecretPartsStayOut(t *testing.T) {
	o := op("create-ship", "POST", "/{TENANT}/ships", run.Param{Name: "body", In: "body"}, run.Param{Name: "dry", In: "query", Type: "boolean"})
	send := func(b *run.Body) string {
		r := &run.Request{Op: o, Method: "POST", Body: b, URL: run.URL{
			Pieces: []run.Piece{{Place: run.Path, Name: "TENANT", Text: "acme"}, {Place: run.Path, Name: "T2", Opaque: "env.T2"}},
			Query:  []run.QueryParam{{Name: "dry", Value: expr.Literal("true"), Secret: true}},
		}}
		res, err := mock.New([]*run.Op{o}, mock.Options{}).Send(context.Background(), r)
		require.NoError(t, err)
		return string(res.Body)
	}
	plain := send(nil)
	assert.NotContains(t, plain, "acme")
	assert.NotContains(t, plain, "dry")
	assert.Equal(t, plain, send(run.TextBody(expr.Text{{Text: `{"a":"`}, {Opaque: "env.X"}, {Text: `"}`}}, "")))
	assert.Equal(t, plain, send(run.TextBody(expr.Literal(`[1]`), "")))
	assert.Equal(t, plain, send(run.TextBody(expr.Literal("\x00"), "")))
	assert.Equal(t, plain, send(run.TextBody(expr.Literal(`{"big":"`+strings.Repeat("x", 100<<10)+`"}`), "")))
	assert.Contains(t, send(run.TextBody(expr.Literal(` {"name":"Iris","nested":[{"client_secret":"s","n":1}]}`), "")), `"name":"Iris","nested":[{"n":1}]`)
}

func TestSend_examplesStatusHead(t *testing.T) {
	o := op("get-user", "GET", "/user")
	o.ID = "crm.user.get-user"
	examples := map[string]value.Value{"get-user": "by name"}
	assert.Equal(t, "by name", answer(t, o, mock.Options{Examples: examples}))
	examples[o.ID] = nil
	assert.Nil(t, answer(t, o, mock.Options{Examples: examples}), "null is an example")
	assert.IsType(t, &value.Object{}, answer(t, o, mock.Options{Status: 42}))

	send := func(status int, method string) *run.Response {
		res, err := mock.New(nil, mock.Options{Status: status}).Send(context.Background(), &run.Request{Op: o, Method: method})
		require.NoError(t, err)
		return res
	}
	assert.Empty(t, send(204, "GET").Body)
	assert.Empty(t, send(200, "HEAD").Body)
	assert.Equal(t, "Created", send(201, "GET").StatusText)
}

// TestSend_hostileOutputs holds that documents cannot ask for answers of any size.
func TestSend_hostileOutputs(t *testing.T) {
	nested := run.Output{Type: "string"}
	for range 150 {
		inner := nested
		nested = run.Output{Type: "array", Items: &inner}
	}
	nested.Path = out(t, "", "", "$.deep").Path
	values := run.Output{Type: "string"}
	for range 150 {
		inner := values
		values = run.Output{Type: "object", Values: &inner}
	}
	values.Path = out(t, "", "", "$.maps").Path
	for name, o := range map[string]run.Output{
		"wide lists":  out(t, "o", "string", "$"+strings.Repeat("[30]", 90)),
		"deep path":   out(t, "o", "string", "$"+strings.Repeat(".a", 900)),
		"big index":   out(t, "o", "string", "$.a[2000000000].b"),
		"nested list": nested,
		"nested maps": values,
	} {
		t.Run(name, func(t *testing.T) {
			thing := op("get-thing", "GET", "/thing")
			thing.Outputs = []run.Output{o}
			assert.Less(t, len(value.Append(nil, answer(t, thing, mock.Options{}))), 1<<20)
		})
	}
}

// TestSend_valuesFitTheirNames asks for one member of a thing by name.
func TestSend_valuesFitTheirNames(t *testing.T) {
	const name, day = `"[A-Z]\w+ [A-Z]\w+"`, `2026-01-\d\d`
	tests := []struct{ path, typ, want string }{
		{"$.user.name", "string", name},
		{"$.user.firstName", "string", `"[A-Z][a-z]+"`},
		{"$.user.last_name", "string", `"[A-Z][a-z]+"`},
		{"$.user.username", "string", `"[a-z]+"`},
		{"$.contactEmail", "string", `"[a-z]+@example\.com"`},
		{"$.owner", "string", name},
		{"$.phone_number", "string", `"\+1 202 555 01\d\d"`},
		{"$.birthday", "string", `"1990-05-17"`},
		{"$.country", "string", `"Germany"`},
		{"$.countryCode", "string", `"DE"`},
		{"$.address.city", "string", `"Berlin"`},
		{"$.postalCode", "string", `"10115"`},
		{"$.locale", "", `"en-GB"`},
		{"$.time_zone", "", `"Europe/Berlin"|"example zone"`},
		{"$.currency", "", `"EUR"`},
		{"$.ip", "", `"192\.0\.2\.1"`},
		{"$.uuid", "string", `"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}"`},
		{"$.html_url", "string", `"https://example\.com/thing/[0-9a-f]{6}"`},
		{"$.avatar", "string", `"https://example\.com/images/[0-9a-f]{6}\.png"`},
		{"$.date", "string", `"` + day + `"`},
		{"$.updatedAt", "string", `"` + day + `T09:30:00Z"`},
		{"$.updatedAt", "integer", `17\d{8}`},
		{"$.expires", "", `"` + day + `T09:30:00Z"`},
		{"$.total", "", `2`},
		{"$.page", "integer", `1`},
		{"$.price", "number", `\d\d\.\d9`},
		{"$.price", "integer", `\d\d`},
		{"$.latitude", "", `52\.\d{3}`},
		{"$.rate", "number", `0\.5`},
		{"$.archived", "boolean", `false`},
		{"$.hasMore", "", `true`},
		{"$.accessToken", "string", `"example"`},
		{"$.id", "integer", `\d{4}`},
		{"$.draught", "integer", `\d{1,3}`},
		{"$.draught", "string", `"example draught"`},
		{"$['!']", "", `"example"`},
	}
	for _, tc := range tests {
		t.Run(tc.path+" "+tc.typ, func(t *testing.T) {
			o := op("get-thing", "GET", "/thing")
			o.Outputs = []run.Output{out(t, "o", tc.typ, tc.path)}
			all, _ := run.Outputs(o.Outputs, answer(t, o, mock.Options{}))
			v, _ := all.(*value.Object).Get("o")
			assert.Regexp(t, "^("+tc.want+")$", string(value.Append(nil, v)))
		})
	}
}

func TestSend_listsAsAsked(t *testing.T) {
	users := op("list-users", "GET", "/users", run.Param{Name: "limit", In: "query", Type: "integer"}, run.Param{Name: "email", In: "query"})
	for query, want := range map[string]string{
		"limit=1":             `"total":1}`,
		"limit=2":             `"total":2}`,
		"email=a@example.com": `"email":"a@example.com"`,
		"email=b@example.com": `"total":1}`,
	} {
		name, text, _ := strings.Cut(query, "=")
		r := &run.Request{Op: users, Method: "GET", URL: run.URL{Query: []run.QueryParam{{Name: name, Value: expr.Literal(text)}}}}
		res, err := mock.New(nil, mock.Options{}).Send(context.Background(), r)
		require.NoError(t, err)
		assert.Contains(t, string(res.Body), want, query)
	}
}
