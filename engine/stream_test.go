package engine_test

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/engine"
	"naftiko/spec/value"
)

const uploadDoc = `
naftiko: 1.0.0-alpha2
capability:
  consumes:
  - type: http
    namespace: up
    baseUri: http://UP
    resources:
    - name: r
      path: /upload
      operations:
      - {name: body, method: PUT, inputParameters: [{name: body, in: body}]}
      - name: form
        method: POST
        body: {type: multipartForm, data: [{name: note, value: "{{note}}"}, {name: file, value: "{{file}}"}]}
      - name: both
        method: POST
        inputParameters: [{name: X-File, in: header, value: "{{file}}"}]
        body: {type: multipartForm, data: [{name: file, value: "{{file}}"}]}
`

// largeFile is a file of size bytes of which only what is read exists; opened
// counts how often it is read.
func largeFile(size, really int64, opened *int) value.Blob {
	return value.Blob{
		Name: "photo.png", MediaType: "image/png", Size: size, Open: func() (io.ReadCloser, error) {
			*opened++
			return io.NopCloser(io.LimitReader(zeros{}, really)), nil
		},
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func upload(t *testing.T, h http.HandlerFunc, op string, in *value.Object) error {
	t.Helper()
	s := httptest.NewServer(h)
	defer s.Close()
	prog := load(t, strings.ReplaceAll(uploadDoc, "http://UP", s.URL))
	_, err := prog.Invoke(t.Context(), find(t, prog, op), in, engine.Call{})
	return err
}

func TestInvoke_streamsBody(t *testing.T) {
	const size = 32 << 20
	opened := 0
	in := value.NewObject(value.Member{Name: "body", Value: largeFile(size, size, &opened)})
	err := upload(t, func(_ http.ResponseWriter, r *http.Request) {
		n, err := io.Copy(io.Discard, r.Body)
		assert.NoError(t, err)
		assert.EqualValues(t, size, n)
		assert.EqualValues(t, size, r.ContentLength)
		assert.Equal(t, "image/png", r.Header.Get("Content-Type"))
	}, "body", in)
	require.NoError(t, err)
	assert.Equal(t, 1, opened)
}

func TestInvoke_streamsPart(t *testing.T) {
	const size = 8 << 20
	opened := 0
	in := value.NewObject(
		value.Member{Name: "note", Value: "a\r\nb"}, value.Member{Name: "file", Value: largeFile(size, size, &opened)},
	)
	err := upload(t, func(_ http.ResponseWriter, r *http.Request) {
		_, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
		assert.NoError(t, err)
		form := multipart.NewReader(r.Body, params["boundary"])
		note, err := form.NextPart()
		assert.NoError(t, err)
		text, err := io.ReadAll(note)
		assert.NoError(t, err)
		assert.Equal(t, "a\r\nb", string(text))
		file, err := form.NextPart()
		assert.NoError(t, err)
		assert.Equal(t, "photo.png", file.FileName())
		assert.Equal(t, "image/png", file.Header.Get("Content-Type"))
		n, err := io.Copy(io.Discard, file)
		assert.NoError(t, err)
		assert.EqualValues(t, size, n)
	}, "form", in)
	require.NoError(t, err)
	assert.Equal(t, 1, opened)
}

// A file that is a part and stands in a text too is read for the text.
func TestInvoke_fileInText(t *testing.T) {
	opened := 0
	in := value.NewObject(value.Member{Name: "file", Value: value.Blob{Name: "n.txt", Size: 5, Open: func() (io.ReadCloser, error) {
		opened++
		return io.NopCloser(strings.NewReader("hello")), nil
	}}})
	err := upload(t, func(_ http.ResponseWriter, r *http.Request) {
		assert.Equal(t, "hello", r.Header.Get("X-File"))
		body, err := io.ReadAll(r.Body)
		assert.NoError(t, err)
		assert.True(t, bytes.Contains(body, []byte("\r\n\r\nhello\r\n")), "%s", body)
	}, "both", in)
	require.NoError(t, err)
	assert.Equal(t, 1, opened)
}

// A file that changes while it is sent is a failure of this machine.
func TestInvoke_fileChanges(t *testing.T) {
	for name, really := range map[string]int64{"shrinks": 1 << 20, "grows": 3 << 20} {
		t.Run(name, func(t *testing.T) {
			opened := 0
			in := value.NewObject(value.Member{Name: "body", Value: largeFile(2<<20, really, &opened)})
			err := upload(t, func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) }, "body", in)
			assert.Equal(t, engine.Local, engine.KindOf(err), "%v", err)
		})
	}
}

// A redirect that keeps the body reads the file again.
func TestInvoke_streamRedirected(t *testing.T) {
	const size = 2 << 20
	opened, sizes := 0, []int64(nil)
	in := value.NewObject(value.Member{Name: "body", Value: largeFile(size, size, &opened)})
	err := upload(t, func(w http.ResponseWriter, r *http.Request) {
		n, err := io.Copy(io.Discard, r.Body)
		assert.NoError(t, err)
		sizes = append(sizes, n)
		if r.URL.Path == "/upload" {
			http.Redirect(w, r, "/there", http.StatusTemporaryRedirect)
		}
	}, "body", in)
	require.NoError(t, err)
	assert.Equal(t, []int64{size, size}, sizes)
	assert.Equal(t, 2, opened)
}
