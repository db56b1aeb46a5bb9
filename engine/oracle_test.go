package engine_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/binding"
	"naftiko/engine"
)

// judgedFolder holds the reference's fixtures, tutorials and examples.
const judgedFolder = "../../shared/reference"

// TestOracle sends every consumed operation of every known document to an
// upstream of its own, and compares what arrives with what an independent
// reading of the document says must arrive: once with all arguments, once with
// those it cannot do without.
func TestOracle(t *testing.T) {
	every := 1
	if raceDetector || testing.Short() {
		every = 8
	}
	jobs := make(chan judgedSource, 16)
	total := newTally()
	var mu sync.Mutex
	var workers sync.WaitGroup
	for range 2 {
		workers.Go(func() {
			j := newJury()
			defer j.upstream.Close()
			for src := range jobs {
				j.document(src)
			}
			mu.Lock()
			defer mu.Unlock()
			total.add(j.tally)
		})
	}
	eachJudged(t, every, func(src judgedSource) { jobs <- src })
	close(jobs)
	workers.Wait()
	total.report(t)
	if !published() {
		t.Skipf("the published documents are not beside the project (%s); the others were judged", corpusFile)
	}
}

func published() bool {
	_, err := os.Stat(corpusFile)
	return err == nil
}

type judgedSource struct {
	// origin is who wrote it: published, reference, made.
	origin, name, folder string
	data                 []byte
}

func eachJudged(t *testing.T, every int, f func(judgedSource)) {
	t.Helper()
	n := 0
	take := func(src judgedSource) {
		if n++; n%every == 0 {
			f(src)
		}
	}
	take(judgedSource{origin: "made", name: "by hand", data: []byte(handMade)})
	for seed := range uint64(madeDocuments) {
		take(judgedSource{origin: "made", name: fmt.Sprintf("made-%d", seed), data: []byte(makeDocument(seed))})
	}
	for _, src := range judgedReference(t) {
		take(src)
	}
	if published() {
		eachPublished(t, func(name string, data []byte) { take(judgedSource{origin: "published", name: name, data: data}) })
	}
}

func judgedReference(t *testing.T) []judgedSource {
	t.Helper()
	var out []judgedSource
	err := filepath.WalkDir(judgedFolder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".yaml") && !strings.HasSuffix(path, ".yml") {
			return err
		}
		data, err := os.ReadFile(path)
		if err == nil && isCapability(data) {
			out = append(out, judgedSource{"reference", path, filepath.Dir(path), data})
		}
		return err
	})
	if !errors.Is(err, fs.ErrNotExist) {
		require.NoError(t, err)
	}
	return out
}

// arrived is a request as it came over the wire.
type arrived struct {
	method, host, target string
	header               http.Header
	body                 []byte
}

// jury calls operations and judges what arrives.
type jury struct {
	upstream *httptest.Server
	got      []arrived
	*tally
}

func newJury() *jury {
	j := &jury{tally: newTally()}
	j.upstream = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		j.got = append(j.got, arrived{r.Method, r.Host, r.RequestURI, r.Header.Clone(), body})
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, "{}")
	}))
	return j
}

func (j *jury) document(src judgedSource) {
	j.documents++
	doc, err := judge(src.data, src.folder)
	if err != nil {
		j.differ("the judge cannot read it", src.name, err.Error())
		return
	}
	prog, diags := engine.Load(engine.Source{Name: src.name, Data: src.data, Folder: src.folder}, nil)
	if prog == nil {
		j.differ("load", src.name, fmt.Sprint(diags.Errors()))
		return
	}
	defer prog.Close()
	j.loaded++
	ops := prog.Ops()
	if len(ops) != len(doc.ops) {
		j.differ("number of operations", src.name, fmt.Sprintf("want %d, the program has %d", len(doc.ops), len(ops)))
		return
	}
	for i, op := range doc.ops {
		j.operation(src, prog, ops[i], op)
	}
}

func (j *jury) operation(src judgedSource, prog *engine.Program, op *engine.Op, o *judgedOp) {
	j.operations++
	where := src.name + " " + op.ID
	if o.name != "" && o.name != op.Name {
		j.differ("name", where, "want "+o.name)
		return
	}
	if slices.ContainsFunc(o.params, func(p judgedParam) bool { return p.pattern != "" }) {
		j.skipped["pattern"]++
		return
	}
	all, few := o.arguments(true), o.arguments(false)
	ok := j.call(where, prog, op, &scene{o, all})
	if ok == equal && !reflect.DeepEqual(all, few) {
		ok = j.call(where+" (required arguments only)", prog, op, &scene{o, few})
	}
	if ok == equal && !j.refuses(where, prog, op, &scene{o, few}) {
		ok = different
	}
	switch ok {
	case impossible:
		reason, _ := o.obstacle()
		j.skipped[reason]++
		return
	case equal:
		j.equal[src.origin]++
	}
	j.callable[src.origin]++
}

// verdict is how a call ended.
type verdict int

const (
	different verdict = iota
	equal
	// impossible calls have their reason in the document.
	impossible
)

// call sends one request and judges how it arrived.
func (j *jury) call(where string, prog *engine.Program, op *engine.Op, s *scene) verdict {
	in, err := engine.Args(s.args)
	if err != nil {
		return j.differ("arguments", where, err.Error())
	}
	reason, judged := s.op.obstacle()
	base := s.basePath()
	j.got = j.got[:0]
	j.calls++
	_, err = prog.Invoke(context.Background(), op, in, engine.Call{
		Binds: s.binds(prog), BaseURI: map[string]string{"": j.upstream.URL + base}, HostArguments: true, Raw: true,
	})
	if reason != "" && (!judged || engine.KindOf(err) == engine.Document) {
		return impossible
	}
	var e *engine.Error
	switch {
	case errors.As(err, &e):
		return j.differ("error "+e.Kind.String()+" "+e.Code, where, e.Error()+"\n      arguments "+asJSON(s.args))
	case err != nil:
		return j.differ("error", where, err.Error())
	case len(j.got) != 1:
		return j.differ("number of requests", where, fmt.Sprint(len(j.got)))
	}
	if host := strings.TrimPrefix(j.upstream.URL, "http://"); j.got[0].host != host {
		return j.differ("host", where, "want "+host+", got "+j.got[0].host)
	}
	if kind, detail := s.want(base).compare(j.got[0]); kind != "" {
		return j.differ(kind, where, detail+"\n      arguments "+asJSON(s.args))
	}
	return equal
}

// refuses tells whether a call without one of the arguments it cannot do without
// fails before anything is sent.
func (j *jury) refuses(where string, prog *engine.Program, op *engine.Op, s *scene) bool {
	if len(s.args) == 0 {
		return true
	}
	names := slices.Sorted(maps.Keys(s.args))
	gone := names[len(where)%len(names)]
	args := maps.Clone(s.args)
	delete(args, gone)
	in, err := engine.Args(args)
	if err != nil {
		return j.differ("arguments", where, err.Error()) == equal
	}
	j.got = j.got[:0]
	_, err = prog.Invoke(context.Background(), op, in, engine.Call{
		Binds: s.binds(prog), BaseURI: map[string]string{"": j.upstream.URL}, HostArguments: true, Raw: true,
	})
	if engine.KindOf(err) == engine.Input && strings.Contains(err.Error(), gone) && len(j.got) == 0 {
		return true
	}
	return j.differ("missing argument", where, fmt.Sprintf("without %s: error %v, %d requests\n      arguments %s", gone, err, len(j.got), asJSON(args))) == equal
}

// basePath is the path part of the base URI, with something for each placeholder.
func (s *scene) basePath() string {
	base := hole.ReplaceAllString(s.op.entry.base, "p")
	_, rest, ok := strings.Cut(base, "://")
	if !ok {
		return ""
	}
	_, path, ok := strings.Cut(rest, "/")
	if !ok {
		return ""
	}
	return "/" + strings.TrimSuffix(path, "/")
}

// binds gives every variable of the document a marked value.
func (s *scene) binds(prog *engine.Program) *binding.Set {
	values := map[string]string{}
	for _, b := range s.op.doc.binds {
		values[b.variable] = bindValue(b.variable)
	}
	for _, m := range envTag.FindAllStringSubmatch(s.op.doc.text, -1) {
		values[m[1]] = bindValue(m[1])
	}
	return prog.NewBinds(binding.Options{Values: values, LookupEnv: func(name string) (string, bool) {
		v, ok := judgedEnv[name]
		return v, ok
	}})
}

var envTag = regexp.MustCompile(`\{\{\s*env\.(\w+)\s*\}\}`)

// compare returns the kind of the first difference and both sides, or "".
func (w wanted) compare(got arrived) (kind, detail string) {
	path, query, _ := strings.Cut(got.target, "?")
	for _, c := range []struct{ kind, want, got string }{
		{"method", w.method, got.method}, {"path", w.path, path}, {"query", w.query, query},
	} {
		if c.want != c.got {
			return c.kind, fmt.Sprintf("want %s\n      got  %s", c.want, c.got)
		}
	}
	if kind, detail := w.compareHeader(got.header); kind != "" {
		return kind, detail
	}
	if detail := w.body.compare(got); detail != "" {
		return "body", detail
	}
	return "", ""
}

// standard are headers that a request may have unasked.
var standard = []string{"Accept", "Accept-Encoding", "Content-Length", "User-Agent"}

func (w wanted) compareHeader(got http.Header) (kind, detail string) {
	names := slices.Sorted(maps.Keys(w.header))
	for name := range got {
		if _, ok := w.header[name]; !ok && !slices.Contains(standard, name) {
			return "unwanted header " + name, got.Get(name)
		}
	}
	for _, name := range names {
		have, want := strings.Join(got[name], " | "), w.header[name]
		if want == "multipart/form-data" {
			have, _, _ = strings.Cut(have, "; boundary=")
		}
		if have != want {
			return "header " + name, fmt.Sprintf("want %s\n      got  %s", want, have)
		}
	}
	if _, ok := w.header["Accept"]; !ok && !strings.Contains(got.Get("Accept"), "*/*") {
		return "header Accept", "anything must be accepted; got " + got.Get("Accept")
	}
	return "", ""
}

func (b wantedBody) compare(got arrived) string {
	switch b.kind {
	case "json":
		if slices.Equal(tokens([]byte(b.text)), tokens(got.body)) {
			return ""
		}
	case "multipart":
		if parts := readParts(got); !slices.Equal(parts, b.parts) {
			return fmt.Sprintf("want %v\n      got  %v", b.parts, parts)
		}
		return ""
	default:
		if b.text == string(got.body) {
			return ""
		}
	}
	return fmt.Sprintf("want %s\n      got  %s", b.text, got.body)
}

// tokens are the parts of a JSON text in order, whatever its spaces and escapes.
func tokens(data []byte) []json.Token {
	var out []json.Token
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	for {
		t, err := dec.Token()
		if err == io.EOF {
			return out
		}
		if err != nil {
			return append(out, err.Error())
		}
		out = append(out, t)
	}
}

// readParts reads the parts of a multipart entity; text/plain is what a part
// without a media type has (RFC 7578 §4.4).
func readParts(got arrived) []wantedPart {
	boundary := "none"
	if _, params, err := mime.ParseMediaType(got.header.Get("Content-Type")); err == nil && params["boundary"] != "" {
		boundary = params["boundary"]
	} else if line, _, ok := bytes.Cut(got.body, []byte("\r\n")); ok {
		boundary = strings.TrimPrefix(string(line), "--") // the document's own header hides it
	}
	var out []wantedPart
	for r := multipart.NewReader(bytes.NewReader(got.body), boundary); ; {
		p, err := r.NextRawPart()
		if err != nil {
			return out
		}
		data, _ := io.ReadAll(p)
		out = append(out, wantedPart{p.FormName(), p.FileName(), cmp.Or(p.Header.Get("Content-Type"), "text/plain"), string(data)})
	}
}

// tally is what came out.
type tally struct {
	documents, loaded, operations, calls int

	// callable and equal operations, by origin.
	callable, equal map[string]int
	skipped         map[string]int
	differences     map[string][]string
	kinds           map[string]int
}

func newTally() *tally {
	return &tally{callable: map[string]int{}, equal: map[string]int{}, skipped: map[string]int{}, differences: map[string][]string{}, kinds: map[string]int{}}
}

// shownDifferences is how many differences are written out.
const shownDifferences = 20

func (c *tally) differ(kind, where, detail string) verdict {
	c.kinds[kind]++
	if len(c.differences[kind]) < shownDifferences {
		c.differences[kind] = append(c.differences[kind], where+": "+kind+"\n      "+detail)
	}
	return different
}

func (c *tally) add(o *tally) {
	c.documents += o.documents
	c.loaded += o.loaded
	c.operations += o.operations
	c.calls += o.calls
	sum(c.callable, o.callable)
	sum(c.equal, o.equal)
	sum(c.skipped, o.skipped)
	sum(c.kinds, o.kinds)
	for k := range o.kinds {
		c.differences[k] = append(c.differences[k], o.differences[k]...)
	}
}

// leastEqual is the share of operations, by origin, that must arrive as declared.
const leastEqual = 0.995

func (c *tally) report(t *testing.T) {
	t.Helper()
	t.Logf("%d documents, %d loaded; %d operations, %d calls", c.documents, c.loaded, c.operations, c.calls)
	for _, origin := range byCount(c.callable) {
		share := float64(c.equal[origin]) / float64(c.callable[origin])
		t.Logf("%6d callable, %d equal (%.3f %%): %s", c.callable[origin], c.equal[origin], 100*share, origin)
		assert.GreaterOrEqual(t, share, leastEqual, "operations of %s documents that arrive as declared", origin)
	}
	for _, reason := range byCount(c.skipped) {
		t.Logf("%6d not callable: %s", c.skipped[reason], reason)
	}
	shown := 0
	for _, kind := range byCount(c.kinds) {
		t.Logf("%6d differences: %s", c.kinds[kind], kind)
		for _, d := range c.differences[kind][:min(3, len(c.differences[kind]))] {
			if shown++; shown <= shownDifferences {
				t.Log("    " + d)
			}
		}
	}
	assert.NotEmpty(t, c.callable)
	assert.Equal(t, c.documents, c.loaded, "all documents load")
}

func sum(into, from map[string]int) {
	for k, n := range from {
		into[k] += n
	}
}

func byCount(m map[string]int) []string {
	return slices.SortedFunc(maps.Keys(m), func(a, b string) int { return cmp.Or(m[b]-m[a], strings.Compare(a, b)) })
}
