package mock

import (
	"bytes"
	"context"
	"net/http"
	"strconv"
	"strings"

	"naftiko/engine/internal/run"
	"naftiko/spec/value"
)

// Send answers a prepared request in process: it is a [run.Sender]. The answer
// follows from the operation and from the parts of the request that hold no
// bind; the request is never opened. The only errors are those of ctx.
func (m *Mock) Send(ctx context.Context, r *run.Request) (*run.Response, error) {
	if err := m.wait(ctx); err != nil {
		return nil, err
	}
	status := m.options.Status
	out := &run.Response{
		Proto: "HTTP/1.1", Status: status, StatusText: http.StatusText(status), URL: address(r.Op), Made: true,
		Header: map[string][]string{},
	}
	for name, text := range fixedHeaders {
		out.Header[name] = []string{text}
	}
	body := m.body(requestArguments(r))
	out.Header["Content-Length"] = []string{strconv.Itoa(len(body))}
	if r.Method != http.MethodHead {
		out.Body = body
	}
	return out, nil
}

// address returns the URL of an operation as the document has it, without its query.
func address(op *run.Op) string {
	path, _, _ := strings.Cut(op.Path, "?")
	if path != "" && path[0] != '/' {
		path = "/" + path
	}
	return strings.TrimSuffix(op.Base, "/") + path
}

// requestArguments reads the caller's arguments from a closed request.
func requestArguments(r *run.Request) *arguments {
	in := &arguments{op: r.Op}
	for _, p := range r.URL.Pieces {
		if p.Name != "" && p.Opaque == "" && (p.Place == run.Path || p.Place == run.Query) {
			in.addPath(binding{p.Name, p.Text})
		}
	}
	texts := map[string][]string{}
	for _, q := range r.URL.Query {
		if text, ok := q.Value.Plain(); ok && !q.Secret {
			name := queryUnescape(q.Name)
			texts[name] = append(texts[name], queryUnescape(text))
		}
	}
	for i := range r.Op.Params {
		if name := r.Op.Params[i].Name; len(texts[name]) > 0 {
			in.addQuery(name, texts[name])
		}
	}
	in.addBody(requestBody(r.Body))
	return in
}

// requestBody reads an entity that is JSON and holds no bind.
func requestBody(b *run.Body) value.Value {
	if b == nil {
		return nil
	}
	var data []byte
	for _, t := range b.Texts() {
		text, ok := t.Plain()
		if !ok {
			return nil
		}
		data = append(data, text...)
	}
	return decodeObject(data)
}

// decodeObject reads a JSON object; anything else is nil.
func decodeObject(data []byte) value.Value {
	if !bytes.HasPrefix(bytes.TrimLeft(data, " \t\r\n"), []byte("{")) {
		return nil
	}
	v, err := value.Decode(data)
	if err != nil {
		return nil
	}
	return v
}
