package args_test

import (
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/cmd/internal/args"
	"naftiko/spec/value"
)

// disk is a set of files by name; standard input is called "-".
type disk map[string]string

func (d disk) File(name string) (value.Blob, error) {
	if name == "folder" {
		return value.Blob{}, errors.New("is a directory")
	}
	data, ok := d[name]
	if !ok {
		return value.Blob{}, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return value.Blob{Data: []byte(data)}, nil
}

func (d disk) ReadStdin() ([]byte, error) {
	data, ok := d["-"]
	if !ok {
		return nil, &args.Error{Arg: "-", Msg: "standard input is a terminal"}
	}
	return []byte(data), nil
}

func quote(s string) string {
	if strings.ContainsAny(s, "$' @\"") {
		return "'" + s + "'"
	}
	return s
}

func grammar() *args.Grammar {
	return &args.Grammar{
		Params: []args.Param{
			{Name: "id", In: "path", Type: "string", Required: true},
			{Name: "page_size", In: "query", Type: "integer"},
			{Name: "ratio", In: "query", Type: "number"},
			{Name: "active", In: "query", Type: "boolean"},
			{Name: "ids", In: "query", Type: "array"},
			{Name: "filter", In: "query", Type: "object"},
			{Name: "filter.size", In: "query", Type: "integer"},
			{Name: "$select", In: "query"},
			{Name: "where[a=b]", In: "query"},
			{Name: "body", In: "body"},
			{Name: "note", In: "body", Type: "string"},
			{Name: "items", In: "body", Type: "array"},
			{Name: "userId", In: "query"},
			{Name: "user_id", In: "query"},
			{Name: "bare"},
			{Name: "BASE_URL"},
			{Name: "x", In: "query"},
			{Name: "x=y", In: "query"},
			{Name: "c:", In: "query"},
			{Name: "Größe", In: "query"},
		},
		Binds: []string{"API_TOKEN", "BASE_URL", "shop.KEY"},
		Quote: quote,
	}
}

var files = disk{
	"o.json":     `{"b":1,"a":[2.50]}`,
	"bom.json":   "\uFEFF{\"a\":1}",
	"list.json":  `[1,2]`,
	"bad.json":   "{\n  \"a\": oops}",
	"text.txt":   "hello\n",
	"n.txt":      "12\n",
	"dir/b.bin":  "\xff\xfe",
	"-":          `{"in":true}`,
	"empty.json": "",
}

func TestParse(t *testing.T) {
	tests := map[string]struct {
		argv []string
		base string
		want string
	}{
		"none":                              {nil, "", `{}`},
		"string":                            {[]string{"id=kp_123"}, "", `{"id":"kp_123"}`},
		"string that looks like a number":   {[]string{"id=0012"}, "", `{"id":"0012"}`},
		"empty string":                      {[]string{"id="}, "", `{"id":""}`},
		"undeclared type":                   {[]string{"x=5"}, "", `{"x":"5"}`},
		"placeholder":                       {[]string{"bare=true"}, "", `{"bare":"true"}`},
		"integer":                           {[]string{"page_size=10"}, "", `{"page_size":10}`},
		"negative integer":                  {[]string{"page_size=-3"}, "", `{"page_size":-3}`},
		"integer of any size":               {[]string{"page_size=123456789012345678901234567890"}, "", `{"page_size":123456789012345678901234567890}`},
		"whole number spelled otherwise":    {[]string{"page_size=1e3"}, "", `{"page_size":1e3}`},
		"number as written":                 {[]string{"ratio=1.10"}, "", `{"ratio":1.10}`},
		"boolean true":                      {[]string{"active=true"}, "", `{"active":true}`},
		"boolean false":                     {[]string{"active=false"}, "", `{"active":false}`},
		"array of JSON":                     {[]string{`ids=[1,"b"]`}, "", `{"ids":[1,"b"]}`},
		"array of one text":                 {[]string{"ids=a,b"}, "", `{"ids":["a,b"]}`},
		"array of one number":               {[]string{"ids:=5"}, "", `{"ids":[5]}`},
		"array text":                        {[]string{"ids==[draft]"}, "", `{"ids":["[draft]"]}`},
		"array null":                        {[]string{"ids:=null"}, "", `{"ids":null}`},
		"array twice":                       {[]string{"ids=a", "ids=[1,2]", "ids=b"}, "", `{"ids":["a",1,2,"b"]}`},
		"array null and one":                {[]string{"ids:=null", "ids=b"}, "", `{"ids":["b"]}`},
		"object":                            {[]string{`filter={"b":1,"a":2}`}, "", `{"filter":{"b":1,"a":2}}`},
		"object null":                       {[]string{`filter=null`}, "", `{"filter":null}`},
		"text whatever it is":               {[]string{"page_size==ten"}, "", `{"page_size":"ten"}`},
		"text with operators":               {[]string{"id=a=b:=c@d"}, "", `{"id":"a=b:=c@d"}`},
		"text that begins with =":           {[]string{"id===x"}, "", `{"id":"=x"}`},
		"text that begins with @":           {[]string{"id==@alice"}, "", `{"id":"@alice"}`},
		"JSON":                              {[]string{`x:={"a":[1,null]}`}, "", `{"x":{"a":[1,null]}}`},
		"JSON number":                       {[]string{`x:=1.50`}, "", `{"x":1.50}`},
		"file as text":                      {[]string{"id=@text.txt"}, "", `{"id":"hello\n"}`},
		"file of undeclared type":           {[]string{"x=@o.json"}, "", `{"x":"{\"b\":1,\"a\":[2.50]}"}`},
		"file as object":                    {[]string{"filter=@o.json"}, "", `{"filter":{"b":1,"a":[2.50]}}`},
		"file as array":                     {[]string{"ids=@list.json"}, "", `{"ids":[1,2]}`},
		"file as integer":                   {[]string{"page_size=@n.txt"}, "", `{"page_size":12}`},
		"file as body":                      {[]string{"body=@o.json"}, "", `{"body":{"b":1,"a":[2.50]}}`},
		"file as body of type string":       {[]string{"note=@o.json"}, "", `{"note":"{\"b\":1,\"a\":[2.50]}"}`},
		"file with a byte order mark":       {[]string{"body=@bom.json"}, "", `{"body":{"a":1}}`},
		"file as JSON":                      {[]string{"x:=@o.json"}, "", `{"x":{"b":1,"a":[2.50]}}`},
		"standard input":                    {[]string{"body=@-"}, "", `{"body":{"in":true}}`},
		"standard input as JSON":            {[]string{"x:=@-"}, "", `{"x":{"in":true}}`},
		"standard input as text":            {[]string{"x=@-"}, "", `{"x":"{\"in\":true}"}`},
		"dash for a body":                   {[]string{"body=-"}, "", `{"body":{"in":true}}`},
		"dash for a body of type string":    {[]string{"note=-"}, "", `{"note":"{\"in\":true}"}`},
		"dash elsewhere":                    {[]string{"id=-"}, "", `{"id":"-"}`},
		"dash as text":                      {[]string{"note==-"}, "", `{"note":"-"}`},
		"dash and more":                     {[]string{"note=-1"}, "", `{"note":"-1"}`},
		"ignoring case":                     {[]string{"ID=1"}, "", `{"id":"1"}`},
		"ignoring punctuation":              {[]string{"pageSize=1"}, "", `{"page_size":1}`},
		"ignoring a sign":                   {[]string{"select=a"}, "", `{"$select":"a"}`},
		"exact before folded":               {[]string{"userId=1", "user_id=2"}, "", `{"userId":"1","user_id":"2"}`},
		"name with an operator":             {[]string{"where[a=b]=1"}, "", `{"where[a=b]":"1"}`},
		"longest name":                      {[]string{"x=y=1"}, "", `{"x=y":"1"}`},
		"longest name not followed":         {[]string{"x=yes=1"}, "", `{"x":"yes=1"}`},
		"name that ends like an operator":   {[]string{"c:=1"}, "", `{"c:":"1"}`},
		"name that is not ASCII":            {[]string{"Größe=1"}, "", `{"Größe":"1"}`},
		"members":                           {[]string{"body.b=1", "body.a.x=y", "body.a.w:=[1]"}, "", `{"body":{"b":"1","a":{"x":"y","w":[1]}}}`},
		"members among others":              {[]string{"body.a=1", "id=1", "body.b=2"}, "", `{"body":{"a":"1","b":"2"},"id":"1"}`},
		"members of an object":              {[]string{"filter.a=1"}, "", `{"filter":{"a":"1"}}`},
		"members ignoring case":             {[]string{"BODY.a=1"}, "", `{"body":{"a":"1"}}`},
		"member text":                       {[]string{"body.a==@x"}, "", `{"body":{"a":"@x"}}`},
		"member dash":                       {[]string{"body.a=-"}, "", `{"body":{"a":"-"}}`},
		"member file":                       {[]string{"body.a=@o.json"}, "", `{"body":{"a":"{\"b\":1,\"a\":[2.50]}"}}`},
		"member JSON file":                  {[]string{"body.a:=@o.json"}, "", `{"body":{"a":{"b":1,"a":[2.50]}}}`},
		"a parameter has that very name":    {[]string{"filter.size=1"}, "", `{"filter.size":1}`},
		"args file":                         {nil, `{"page_size":5,"id":null}`, `{"page_size":5,"id":null}`},
		"args file folded":                  {nil, `{"pageSize":5}`, `{"page_size":5}`},
		"command line wins":                 {[]string{"page_size=6", "x=1"}, `{"id":"a","page_size":5}`, `{"id":"a","page_size":6,"x":"1"}`},
		"command line replaces a list":      {[]string{"ids=b"}, `{"ids":["a"]}`, `{"ids":["b"]}`},
		"members inside the args file":      {[]string{"body.a.b=2", "body.n=1"}, `{"body":{"z":1,"a":{"b":1,"c":3}}}`, `{"body":{"z":1,"a":{"b":"2","c":3},"n":"1"}}`},
		"members inside a null":             {[]string{"body.a=2"}, `{"body":null}`, `{"body":{"a":"2"}}`},
		"control characters are data":       {[]string{"id=a\n\x1b[0m"}, "", `{"id":"a\n\u001b[0m"}`},
		"declared parameter beats the bind": {[]string{"API_token=1"}, "", `{"API_token":"1"}`},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			g := grammar()
			if strings.Contains(name, "beats") {
				g.Params = append(g.Params, args.Param{Name: "API_token", In: "query"})
				g.Binds = append(g.Binds, "API_token")
			}
			got, err := g.Parse(tc.argv, baseOf(tc.base), files)
			require.NoError(t, err)
			assert.Equal(t, tc.want, string(value.Append(nil, got)))
		})
	}
}

func baseOf(text string) []byte {
	if text == "" {
		return nil
	}
	return []byte(text)
}

func TestParseBlob(t *testing.T) {
	got, err := grammar().Parse([]string{"note=@dir/b.bin"}, nil, files)
	require.NoError(t, err)
	note, _ := got.Get("note")
	assert.Equal(t, value.Blob{Data: []byte("\xff\xfe"), Name: "b.bin"}, note)

	got, err = grammar().Parse([]string{"note=-"}, nil, disk{"-": "\xff"})
	require.NoError(t, err)
	note, _ = got.Get("note")
	assert.Equal(t, value.Blob{Data: []byte("\xff")}, note)
}

func TestParseErrors(t *testing.T) {
	tests := map[string]struct {
		argv      []string
		base      string
		msg, hint string
	}{
		"integer":                      {[]string{"page_size=ten"}, "", `page_size must be an integer, not "ten"`, "for example page_size=10"},
		"integer with a fraction":      {[]string{"page_size=1.5"}, "", `page_size must be an integer, not "1.5"`, "for example page_size=10"},
		"integer with blanks":          {[]string{"page_size= 1"}, "", `page_size must be an integer, not " 1"`, "for example page_size=10"},
		"integer with a zero":          {[]string{"page_size=007"}, "", `page_size must be an integer, not "007"`, "for example page_size=10"},
		"integer empty":                {[]string{"page_size="}, "", `page_size must be an integer, not ""`, "for example page_size=10"},
		"integer long":                 {[]string{"page_size=" + strings.Repeat("x", 99)}, "", `page_size must be an integer, not "` + strings.Repeat("x", 60) + `…"`, "for example page_size=10"},
		"number":                       {[]string{"ratio=NaN"}, "", `ratio must be a number, not "NaN"`, "for example ratio=1.5"},
		"boolean":                      {[]string{"active=yes"}, "", `active must be true or false, not "yes"`, "for example active=true"},
		"object is a list":             {[]string{"filter=[1]"}, "", `filter must be a JSON object, not an array`, ""},
		"object is text":               {[]string{"filter=a"}, "", "filter is not JSON: line 1, column 1: ", ""},
		"JSON":                         {[]string{"x:={\"a\":\n  oops}"}, "", `x is not JSON: line 2, column 3: `, "for a text, write 'x=={\"a\":\n  oops}'"},
		"JSON too short":               {[]string{`body.tags:=[1,`}, "", `body.tags is not JSON: line 1, column 4: the JSON ends too soon`, "for a text, write body.tags==[1,"},
		"JSON list":                    {[]string{`ids=[draft`}, "", `ids is not JSON: line 1, column 2: `, "for a text that begins with [, write ids==[draft"},
		"JSON file":                    {[]string{"filter=@bad.json"}, "", `filter from "bad.json" is not JSON: line 2, column 8: `, ""},
		"JSON file empty":              {[]string{"body=@empty.json"}, "", `body from "empty.json" is not JSON: line 1, column 1: there is no JSON value`, ""},
		"file as integer":              {[]string{"page_size=@text.txt"}, "", `page_size must be an integer, not "hello"`, "for example page_size=10"},
		"file without a name":          {[]string{"id=@"}, "", `"id" names no file behind @`, "to send the text @, write 'id==@'"},
		"standard input twice":         {[]string{"body=-", "x=@-"}, "", `standard input can be read once only, but "body" and "x" both want it`, ""},
		"given twice":                  {[]string{"page_size=1", "pageSize=2"}, "", `pageSize is given twice`, "keep one of them"},
		"given twice without a type":   {[]string{"x=1", "x=2"}, "", `x is given twice`, `keep one of them; for a list, write 'x:=["a","b"]'`},
		"member given twice":           {[]string{"body.a=1", "body.a=2"}, "", `body.a is given twice`, `keep one of them; for a list, write 'body.a:=["a","b"]'`},
		"whole after members":          {[]string{"body.a=1", "body={}"}, "", `body is given as a whole and by its members`, "write either one value or only members"},
		"members after the whole":      {[]string{"body:={}", "body.a=1"}, "", `body is given as a whole and by its members`, "write either one value or only members"},
		"member of a text":             {[]string{"body.a=1", "body.a.b=2"}, "", `body.a is a string: it has no member "b"`, ""},
		"member whole after members":   {[]string{"body.a.b=1", "body.a=2"}, "", `body.a is given as a whole and by its members`, ""},
		"member of a JSON member":      {[]string{`body.a:={"b":1}`, "body.a.c=2"}, "", `body.a is given as a whole and by its members`, ""},
		"member of an integer":         {[]string{"page_size.a=1"}, "", `page_size is of type integer: it has no member "a"`, ""},
		"member of a placeholder":      {[]string{"bare.a.b=1"}, "", `bare is not declared as an object: it has no member "a.b"`, ""},
		"member without a name":        {[]string{"body..a=1"}, "", `"body..a" has a member without a name`, ""},
		"member that ends with a dot":  {[]string{"body.=1"}, "", `"body." has a member without a name`, ""},
		"member too deep":              {[]string{"body" + strings.Repeat(".a", 1001) + "=1"}, "", "is nested too deep", ""},
		"unknown":                      {[]string{"page_sise=1"}, "", `no parameter is called "page_sise"`, "did you mean page_size?"},
		"unknown and unlike":           {[]string{"zzzzzzzz=1"}, "", `no parameter is called "zzzzzzzz"`, ""},
		"ambiguous":                    {[]string{"USERID=1"}, "", `"USERID" can mean userId or user_id`, "write the name exactly as it is declared"},
		"no operator":                  {[]string{"kp_123"}, "", `argument "kp_123" does not say which parameter it is for`, "did you mean id=kp_123?"},
		"no operator, id given":        {[]string{"id=1", "kp_123"}, "", `argument "kp_123" does not say which parameter it is for`, "did you mean bare=kp_123?"},
		"no operator but a colon":      {[]string{"pagesize:7"}, "", `argument "pagesize:7" does not say which parameter it is for`, "did you mean page_size=7?"},
		"name alone":                   {[]string{"$select"}, "", `$select has no value`, "write '$select'=VALUE"},
		"bind alone":                   {[]string{"API_TOKEN"}, "", `API_TOKEN is a bind, not an argument`, "set it with --bind API_TOKEN=…"},
		"empty argument":               {[]string{""}, "", `an argument is empty`, "is a shell variable not set? arguments are written NAME=VALUE"},
		"empty name":                   {[]string{"=id,name"}, "", `argument "=id,name" has no name`, "did the shell expand `$select`? write '$select=id,name'"},
		"empty name JSON":              {[]string{":=1"}, "", `argument ":=1" has no name`, ""},
		"bind":                         {[]string{"API_TOKEN=hunter2hunter2"}, "", `API_TOKEN is a bind, not an argument`, "set it with --bind API_TOKEN=…"},
		"bind ignoring case":           {[]string{"apiToken=x"}, "", `API_TOKEN is a bind, not an argument`, ""},
		"bind of a namespace":          {[]string{"shop.KEY=x"}, "", `shop.KEY is a bind, not an argument`, ""},
		"bind that is a placeholder":   {[]string{"BASE_URL=x"}, "", `BASE_URL is a bind, not an argument`, ""},
		"not UTF-8":                    {[]string{"id=\xff"}, "", `argument "id=\xff" is not UTF-8`, "put the bytes in a file and write NAME=@FILE"},
		"args file is not JSON":        {nil, "{\n1}", "--args is not JSON: line 2, column 1: ", ""},
		"args file is a list":          {nil, "[]", "--args must be a JSON object, not an array", ""},
		"args file names unknown":      {nil, `{"page_sise":1}`, `no parameter is called "page_sise"`, "did you mean page_size?"},
		"args file names a bind":       {nil, `{"API_TOKEN":"x"}`, `API_TOKEN is a bind, not an argument`, ""},
		"args file is ambiguous":       {nil, `{"USERID":1}`, `"USERID" can mean userId or user_id`, ""},
		"args file twice":              {nil, `{"page_size":1,"pageSize":2}`, `page_size is given twice in --args`, ""},
		"member inside an args number": {[]string{"body.a.b=1"}, `{"body":{"a":5}}`, `body.a is an integer in --args: it has no member "b"`, ""},
		"standard input refused":       {[]string{"ids=a", "body=-"}, "", "standard input is a terminal", ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			d := files
			if strings.HasSuffix(name, "refused") {
				d = disk{}
			}
			got, err := grammar().Parse(tc.argv, baseOf(tc.base), d)
			require.Error(t, err)
			assert.Nil(t, got)
			e, ok := errors.AsType[*args.Error](err)
			require.True(t, ok)
			assert.Contains(t, e.Msg, tc.msg)
			assert.Contains(t, e.Hint, tc.hint)
			assert.False(t, e.Local)
			assert.NotContains(t, e.Msg+e.Hint, "hunter2")
		})
	}
}

func TestParseLocalErrors(t *testing.T) {
	tests := map[string]struct{ arg, msg, hint string }{
		"missing":         {"id=@alice", `id: cannot read file "alice": file does not exist`, "to send the text itself, write 'id==@alice'"},
		"missing JSON":    {"id:=@alice", `id: cannot read file "alice": file does not exist`, "to send the text itself, write 'id==@alice'"},
		"missing member":  {"body.a=@alice", `body.a: cannot read file "alice": file does not exist`, "to send the text itself, write 'body.a==@alice'"},
		"folder":          {"id=@folder", `id: cannot read file "folder": is a directory`, "to send the text itself, write 'id==@folder'"},
		"long and hidden": {"id=@" + strings.Repeat("é", 70), strings.Repeat("é", 60) + "…", strings.Repeat("é", 60) + "…"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := grammar().Parse([]string{tc.arg}, nil, files)
			e, ok := errors.AsType[*args.Error](err)
			require.True(t, ok)
			assert.True(t, e.Local)
			assert.Contains(t, e.Msg, tc.msg)
			assert.Contains(t, e.Hint, tc.hint)
			assert.Error(t, e.Unwrap())
		})
	}
}

func TestParseFewNames(t *testing.T) {
	g := &args.Grammar{Params: []args.Param{{Name: "id", In: "path"}, {Name: "page_size", In: "query"}}}
	_, err := g.Parse([]string{"pgsize=1"}, nil, files)
	e, ok := errors.AsType[*args.Error](err)
	require.True(t, ok)
	assert.Equal(t, "did you mean page_size?; accepted: id, page_size", e.Hint)

	_, err = (&args.Grammar{}).Parse([]string{"hello"}, nil, files)
	e, ok = errors.AsType[*args.Error](err)
	require.True(t, ok)
	assert.Equal(t, "this operation takes no arguments", e.Hint)
}

func TestParseDeclaredEntryCounts(t *testing.T) {
	g := &args.Grammar{Params: []args.Param{{Name: "n"}, {Name: "n", In: "query", Type: "integer"}, {Name: "n", In: "path", Type: "boolean"}}}
	got, err := g.Parse([]string{"n=1"}, nil, files)
	require.NoError(t, err)
	assert.Equal(t, `{"n":1}`, string(value.Append(nil, got)))
	assert.Empty(t, g.Params[0].Type, "the grammar is not changed")
}

func TestParseLarge(t *testing.T) {
	g := grammar()
	const n = 10_000
	argv := make([]string, 0, 2*n)
	for i := range n {
		argv = append(argv, "ids=v", "body.m"+string(value.Int(int64(i)))+".x=1")
	}
	argv = append(argv, "id="+strings.Repeat("a=:.@", 2<<20/5))
	got, err := g.Parse(argv, nil, files)
	require.NoError(t, err)
	ids, _ := got.Get("ids")
	assert.Len(t, ids, n)
	body, _ := got.Get("body")
	assert.Equal(t, n, body.(*value.Object).Len())

	for _, hostile := range []string{strings.Repeat(".", 2<<20) + "=1", "body" + strings.Repeat(".", 2<<20) + "=1", strings.Repeat("a.", 1<<20)} {
		_, err := g.Parse([]string{hostile}, nil, files)
		require.Error(t, err)
		assert.Less(t, len(err.Error()), 400)
	}
}

func TestComplete(t *testing.T) {
	g := &args.Grammar{
		Params: []args.Param{
			{Name: "id", In: "path"},
			{Name: "ids", In: "query", Type: "array"},
			{Name: "active", In: "query", Type: "boolean"},
			{Name: "status", In: "query", Enum: []string{"open", "closed", "on hold", "$(rm)", "@me", "-"}},
			{Name: "$select", In: "query"},
			{Name: "a`b", In: "query"},
			{Name: "-x", In: "query"},
			{Name: "SECRET"},
			{Name: "iß", In: "query"},
		},
		Binds: []string{"SECRET"},
	}
	tests := map[string]struct {
		given []string
		word  string
		want  []string
	}{
		"all":             {nil, "", []string{"id=", "ids=", "active=", "status="}},
		"prefix":          {nil, "i", []string{"id=", "ids="}},
		"not again":       {[]string{"ID=1", "ids=2", "x"}, "i", []string{"ids="}},
		"boolean":         {nil, "active=", []string{"active=true", "active=false"}},
		"boolean prefix":  {nil, "active=t", []string{"active=true"}},
		"enum":            {nil, "status=", []string{"status=open", "status=closed", "status==@me", "status==-"}},
		"enum as text":    {nil, "status==", []string{"status==open", "status==closed", "status==@me", "status==-"}},
		"name as typed":   {nil, "STATUS=o", []string{"STATUS=open"}},
		"JSON":            {nil, "active:=", nil},
		"file":            {nil, "status=@", nil},
		"unknown":         {nil, "nope=", nil},
		"sign":            {nil, "$s", nil},
		"no such value":   {nil, "status=x", nil},
		"a value is open": {nil, "id=", nil},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) { assert.Equal(t, tc.want, g.Complete(tc.given, tc.word)) })
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"id=1", "page_size=1\nids=[1]\nids=2", "body.a.b=1\nbody.a:=2", "x=y=1", "=1", "where[a=b]:=@-", "body=-", "c::=1", "BODY.x=@o.json",
		"a", "", "filter={}\nfilter.x=1", "API_TOKEN=1", "shop.KEY=1", "user-id=1", "note=@dir/b.bin", "ids:=null\nids=", "\xff=1", "body.\xff=1",
	} {
		f.Add(seed, `{"body":{"a":1}}`)
	}
	f.Add("id=1", "")
	f.Add("", `{"PAGESIZE":1}`)
	f.Fuzz(func(t *testing.T, lines, base string) {
		g := grammar()
		argv := strings.Split(lines, "\n")
		g.Complete(argv, argv[0])
		got, err := g.Parse(argv, baseOf(base), files)
		if err != nil {
			e, ok := errors.AsType[*args.Error](err)
			require.True(t, ok)
			assert.NotEmpty(t, e.Msg)
			assert.LessOrEqual(t, utf8.RuneCountInString(e.Arg), 61)
			return
		}
		accepted := map[string]bool{}
		for _, p := range g.Params {
			accepted[p.Name] = true
		}
		for name := range got.All() {
			assert.True(t, accepted[name], "%q is not an accepted name", name)
			assert.NotContains(t, g.Binds, name)
		}
	})
}

// A large file for a body of no type is what its beginning says.
func TestParse_largeBody(t *testing.T) {
	g := &args.Grammar{Params: []args.Param{{Name: "body", In: "body"}}}
	for content, media := range map[string]string{`  {"a":1}`: "application/json", "[1]": "application/json", "plain": "text/plain"} {
		got, err := g.Parse([]string{"body=@f.txt"}, nil, large(content))
		require.NoError(t, err)
		v, _ := got.Get("body")
		blob, ok := v.(value.Blob)
		require.True(t, ok)
		assert.Equal(t, media, blob.MediaType)
		assert.Equal(t, "f.txt", blob.Name)
		assert.NotNil(t, blob.Open)
	}
}

// large is a file that is not read at once.
type large string

func (l large) File(string) (value.Blob, error) {
	return value.Blob{MediaType: "text/plain", Size: int64(len(l)), Open: func() (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(string(l))), nil
	}}, nil
}

func (large) ReadStdin() ([]byte, error) { return nil, nil }
