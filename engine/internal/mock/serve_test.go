package mock_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/engine/internal/mock"
	"naftiko/engine/internal/run"
	"naftiko/spec/value"
)

// TestServeHTTP_checks sends one request with one thing wrong at a time.
func TestServeHTTP_checks(t *testing.T) {
	pattern := &run.Pattern{Source: "^[a-z]+$", Compile: func() (*regexp.Regexp, error) { return regexp.Compile("^[a-z]+$") }}
	broken := &run.Pattern{Source: "(?=x)", Compile: func() (*regexp.Regexp, error) { return nil, errors.New("look-around") }}
	tests := map[string]struct {
		param run.Param
		// query, header and cookie are sent; path stands in /{p}.
		query, header, cookie, path, body, media string
		want                                     string
	}{
		"integer":                 {param: run.Param{Name: "q", In: "query", Type: "integer"}, query: "q=12"},
		"not an integer":          {param: run.Param{Name: "q", In: "query", Type: "integer"}, query: "q=1.5", want: "query parameter q must be an integer"},
		"number":                  {param: run.Param{Name: "q", In: "query", Type: "number"}, query: "q=-1.5e3"},
		"not a number":            {param: run.Param{Name: "q", In: "query", Type: "number"}, query: "q=NaN", want: "query parameter q must be a number"},
		"not a boolean":           {param: run.Param{Name: "q", In: "query", Type: "boolean"}, query: "q=yes", want: "query parameter q must be a boolean"},
		"object":                  {param: run.Param{Name: "q", In: "query", Type: "object"}, query: "q=%7B%7D"},
		"not an object":           {param: run.Param{Name: "q", In: "query", Type: "object"}, query: "q=%5B%5D", want: "query parameter q must be an object"},
		"enum":                    {param: run.Param{Name: "q", In: "query", Enum: []value.Value{"a", value.Number("2")}}, query: "q=2"},
		"not in the enum":         {param: run.Param{Name: "q", In: "query", Enum: []value.Value{"a", value.Number("2")}}, query: "q=3", want: "query parameter q must be one of a, 2"},
		"pattern":                 {param: run.Param{Name: "q", In: "query", Pattern: pattern}, query: "q=A", want: "query parameter q must match ^[a-z]+$"},
		"a pattern that is none":  {param: run.Param{Name: "q", In: "query", Pattern: broken}, query: "q=A"},
		"missing":                 {param: run.Param{Name: "q", In: "query", Required: true}, want: "missing query parameter q"},
		"a default stands in":     {param: run.Param{Name: "q", In: "query", Required: true, HasDefault: true}},
		"array":                   {param: run.Param{Name: "q", In: "query", Type: "array", Items: &run.Param{Type: "integer"}}, query: "q=1&q=2"},
		"array of something else": {param: run.Param{Name: "q", In: "query", Type: "array", Items: &run.Param{Type: "integer"}}, query: "q=1&q=x", want: "query parameter q[1] must be an integer"},
		"missing header":          {param: run.Param{Name: "X-Id", In: "header", Required: true}, want: "missing header parameter X-Id"},
		"header":                  {param: run.Param{Name: "X-Id", In: "header", Type: "integer"}, header: "x", want: "header parameter X-Id must be an integer"},
		"header list":             {param: run.Param{Name: "X-Id", In: "header", Type: "array", Items: &run.Param{Type: "integer"}}, header: "1, 2"},
		"missing cookie":          {param: run.Param{Name: "sid", In: "cookie", Required: true}, want: "missing cookie parameter sid"},
		"cookie":                  {param: run.Param{Name: "sid", In: "cookie", Enum: []value.Value{"a b"}}, cookie: "sid=a%20b"},
		"path":                    {param: run.Param{Name: "P", In: "path", Type: "integer"}, path: "x", want: "path parameter P must be an integer"},
		"missing body":            {param: run.Param{Name: "b", In: "body", Required: true}, want: "missing body parameter b"},
		"optional body":           {param: run.Param{Name: "b", In: "body", Type: "object"}},
		"null body":               {param: run.Param{Name: "b", In: "body", Type: "object"}, body: "null", want: "body parameter b must be an object"},
		"body with a wrong member": {
			param: run.Param{Name: "b", In: "body", Type: "object", Properties: []run.Param{{Name: "n", Type: "integer"}}},
			body:  `{"n":"1"}`, want: "body parameter b.n must be an integer",
		},
		"body without a member": {
			param: run.Param{Name: "b", In: "body", Type: "object", Properties: []run.Param{{Name: "n", Required: true}}},
			body:  `{"n":null}`, want: "missing body parameter b.n",
		},
		"text body":            {param: run.Param{Name: "b", In: "body", Type: "string"}, body: "hello", media: "text/plain; charset=utf-8"},
		"text that is JSON":    {param: run.Param{Name: "b", In: "body", Type: "string"}, body: `{"a":1}`, media: "application/json"},
		"text as JSON":         {param: run.Param{Name: "b", In: "body", Type: "string"}, body: "hello", media: "application/json", want: "the body is not JSON: line 1, column 1: invalid character 'h' at start of value"},
		"an object as a form":  {param: run.Param{Name: "b", In: "body", Type: "object"}, body: "a=1", media: "application/x-www-form-urlencoded", want: "the body is not JSON: line 1, column 1: invalid character 'a' at start of value"},
		"JSON called a form":   {param: run.Param{Name: "b", In: "body", Type: "object"}, body: "{}", media: "application/x-www-form-urlencoded"},
		"a place of its own":   {param: run.Param{Name: "b", In: "", Required: true}},
		"an undeclared number": {param: run.Param{Name: "q", In: "query"}, query: "q=x&q=y"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			o := op("put-thing", "PUT", "/{p}", tc.param)
			if tc.path == "" {
				tc.path = "7"
			}
			r := httptest.NewRequest("PUT", "/"+tc.path+"?"+tc.query, strings.NewReader(tc.body))
			for name, text := range map[string]string{"X-Id": tc.header, "Cookie": tc.cookie, "Content-Type": tc.media} {
				if text != "" {
					r.Header.Set(name, text)
				}
			}
			w := httptest.NewRecorder()
			mock.New([]*run.Op{o}, mock.Options{}).ServeHTTP(w, r)
			if tc.want == "" {
				assert.Equal(t, 200, w.Code, w.Body)
				return
			}
			assert.Equal(t, 400, w.Code)
			assert.Contains(t, w.Body.String(), `"message":`+string(value.Quote(nil, tc.want))+`,"parameter":"`)
		})
	}
}

func TestServeHTTP_bodyOfSeveralParameters(t *testing.T) {
	o := op("create-user", "POST", "/users", run.Param{Name: "name", In: "body", Type: "string", Required: true},
		run.Param{Name: "age", In: "body", Type: "integer"}, run.Param{Name: "note", In: "body", Required: true})
	for body, want := range map[string]string{
		`{"name":"Ann","age":3,"note":""}`: "",
		`{"name":"Ann","age":"3"}`:         "body parameter age must be an integer; missing body parameter note",
		`[]`:                               "the body must be an object",
		``:                                 "missing body parameter name; missing body parameter note",
	} {
		w := httptest.NewRecorder()
		mock.New([]*run.Op{o}, mock.Options{}).ServeHTTP(w, httptest.NewRequest("POST", "/users", strings.NewReader(body)))
		if want == "" {
			assert.Contains(t, w.Body.String(), `"name":"Ann","age":3`)
			continue
		}
		assert.Contains(t, w.Body.String(), `"message":"`+want+`"`, body)
	}
}

func TestServeHTTP_fewProblemsOfMany(t *testing.T) {
	o := op("put", "PUT", "/p", run.Param{Name: "b", In: "body", Type: "array", Items: &run.Param{Type: "integer"}})
	w := httptest.NewRecorder()
	mock.New([]*run.Op{o}, mock.Options{}).ServeHTTP(w, httptest.NewRequest("PUT", "/p", strings.NewReader("[true"+strings.Repeat(",true", 99_999)+"]")))
	assert.Equal(t, 400, w.Code)
	assert.Less(t, w.Body.Len(), 5000)
}

func TestServeHTTP_tooLarge(t *testing.T) {
	o := op("put", "PUT", "/p")
	serve := func(size int) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		mock.New([]*run.Op{o}, mock.Options{}).ServeHTTP(w, httptest.NewRequest("PUT", "/p", strings.NewReader(strings.Repeat("x", size))))
		return w
	}
	assert.Equal(t, 200, serve(10<<20).Code)
	w := serve(10<<20 + 1)
	assert.Equal(t, 413, w.Code)
	assert.Equal(t, `{"error":{"status":413,"message":"the body is over the limit of 10 MiB"}}`, w.Body.String())
}

func TestServeHTTP_status(t *testing.T) {
	o := op("get", "GET", "/p", run.Param{Name: "q", In: "query", Required: true})
	for status, want := range map[int]int{500: 500, 429: 429, 201: 400, 0: 400, 999: 400} {
		w := httptest.NewRecorder()
		mock.New([]*run.Op{o}, mock.Options{Status: status}).ServeHTTP(w, httptest.NewRequest("GET", "/p", nil))
		assert.Equal(t, want, w.Code, status)
	}
	w := httptest.NewRecorder()
	mock.New([]*run.Op{o}, mock.Options{Status: 204}).ServeHTTP(w, httptest.NewRequest("GET", "/p?q=1", nil))
	assert.Equal(t, 204, w.Code)
	assert.Empty(t, w.Body.String())
}

func TestDelay(t *testing.T) {
	o := op("get", "GET", "/p")
	var waited time.Duration
	m := mock.New([]*run.Op{o}, mock.Options{Delay: time.Hour, Wait: func(_ context.Context, d time.Duration) error {
		waited += d
		return nil
	}})
	_, err := m.Send(context.Background(), &run.Request{Op: o, Method: "GET"})
	require.NoError(t, err)
	m.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/p", nil))
	assert.Equal(t, 2*time.Hour, waited)

	gone := mock.New([]*run.Op{o}, mock.Options{Delay: time.Hour, Wait: func(context.Context, time.Duration) error { return errors.New("gone") }})
	_, err = gone.Send(context.Background(), &run.Request{Op: o, Method: "GET"})
	require.EqualError(t, err, "gone")
	w := httptest.NewRecorder()
	gone.ServeHTTP(w, httptest.NewRequest("GET", "/p", nil))
	assert.Equal(t, http.StatusServiceUnavailable, w.Code)

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = mock.New(nil, mock.Options{}).Send(ctx, &run.Request{Op: o})
	assert.ErrorIs(t, err, context.Canceled)
}
