package mock

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"naftiko/engine/internal/format"
	"naftiko/spec/value"
)

// maxBody is how much of a request's body is read.
const maxBody = 10 << 20

// fixedHeaders stand on every answer.
var fixedHeaders = map[string]string{
	"Content-Type": "application/json", "X-Content-Type-Options": "nosniff", "X-Mock": "naftiko",
}

// ServeHTTP answers one request: 404 and 405 for what no operation sends, 400
// with every problem for parameters that are missing or wrong (unless every
// answer is an error anyway), 413 for a body over 10 MiB, else the operation's
// answer.
func (m *Mock) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	t := m.routes()
	to := t.newTarget(r.URL)
	f := t.find(r.Method, to)
	if err := m.wait(r.Context()); err != nil {
		fail(w, r, http.StatusServiceUnavailable, "the mock gave up waiting: "+err.Error())
		return
	}
	if f.route == nil {
		refuse(w, r, f)
		return
	}
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		failBody(w, r, err)
		return
	}
	c := &checker{op: f.route.op}
	in := c.request(r, to, f, data)
	if len(c.problems) > 0 && m.options.Status < http.StatusBadRequest {
		write(w, r, http.StatusBadRequest, problemsBody(c.problems))
		return
	}
	m.answer(w, r, in)
}

// answer writes the answer to a request that is in order, in the format that the
// operation's answers are in.
func (m *Mock) answer(w http.ResponseWriter, r *http.Request, in *arguments) {
	body := m.body(in)
	k, err := format.Find(in.op.Format)
	switch {
	case err != nil || k.JSON || body == nil || m.options.Status >= http.StatusBadRequest:
		write(w, r, m.options.Status, body)
		return
	case k.Blob:
		w.Header().Set("Content-Type", cmp.Or(in.op.MediaType, "application/octet-stream"))
		write(w, r, m.options.Status, body)
		return
	case k.Encode == nil:
		fail(w, r, http.StatusNotImplemented, "a stand-in writes no answers in "+k.Name+"; call the operation with --mock instead")
		return
	}
	body, err = k.Encode(nil, m.value(in), false)
	if err != nil {
		fail(w, r, http.StatusInternalServerError, "the answer cannot be written in "+k.Name)
		return
	}
	w.Header().Set("Content-Type", k.MediaTypes[0])
	write(w, r, m.options.Status, body)
}

func failBody(w http.ResponseWriter, r *http.Request, err error) {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		fail(w, r, http.StatusRequestEntityTooLarge, fmt.Sprintf("the body is over the limit of %d MiB", maxBody>>20))
		return
	}
	fail(w, r, http.StatusBadRequest, "the body could not be read to its end")
}

// refuse answers a request that no operation makes.
func refuse(w http.ResponseWriter, r *http.Request, f found) {
	asked := shorten(r.Method) + " " + shorten(r.URL.EscapedPath())
	switch {
	case len(f.ambiguous) > 0:
		for i, base := range f.ambiguous {
			f.ambiguous[i] = strconv.Quote(base)
		}
		fail(w, r, http.StatusNotFound, asked+" could be meant for several APIs: put the path of its baseUri in front, one of "+
			strings.Join(f.ambiguous, ", "))
	case len(f.allowed) > 0:
		allow := strings.Join(f.allowed, ", ")
		w.Header().Set("Allow", allow)
		fail(w, r, http.StatusMethodNotAllowed, "no operation makes the request "+asked+", but there is one for "+allow)
	default:
		fail(w, r, http.StatusNotFound, "no operation makes the request "+asked)
	}
}

func fail(w http.ResponseWriter, r *http.Request, status int, message string) {
	write(w, r, status, errorBody(status, message, nil))
}

// write sends an answer; a body that cannot be written has no reader any more.
func write(w http.ResponseWriter, r *http.Request, status int, body []byte) {
	for name, text := range fixedHeaders {
		if w.Header().Get(name) == "" {
			w.Header().Set(name, text)
		}
	}
	if body == nil {
		w.Header().Del("Content-Type")
		w.WriteHeader(status)
		return
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body)
	}
}

// errorBody returns {"error":{"status":…,"message":…}} with more members behind them.
func errorBody(status int, message string, more []value.Member) []byte {
	members := []value.Member{{Name: "status", Value: value.Int(int64(status))}, {Name: "message", Value: message}}
	e := value.NewObject(append(members, more...)...)
	return value.Append(nil, value.NewObject(value.Member{Name: "error", Value: e}))
}

// problemsBody reports one problem in the error itself, and several in a list too.
func problemsBody(problems []problem) []byte {
	if len(problems) == 1 {
		return errorBody(http.StatusBadRequest, problems[0].message, problems[0].place())
	}
	messages := make([]string, len(problems))
	list := make(value.List, len(problems))
	for i, p := range problems {
		messages[i] = p.message
		list[i] = value.NewObject(append([]value.Member{{Name: "message", Value: p.message}}, p.place()...)...)
	}
	return errorBody(http.StatusBadRequest, strings.Join(messages, "; "), []value.Member{{Name: "problems", Value: list}})
}

// maxShown is how much of a request an error repeats.
const maxShown = 200

func shorten(text string) string {
	if len(text) > maxShown {
		return strings.ToValidUTF8(text[:maxShown], "") + "…"
	}
	return text
}
