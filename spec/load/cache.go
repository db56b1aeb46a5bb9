package load

import (
	"bytes"
	"slices"
	"sync"

	"naftiko/spec"
	"naftiko/spec/diag"
	"naftiko/spec/parse"
)

// maxCached is how many bytes of files a [Cache] remembers. Parsed, they take some
// thirty times as much.
const maxCached = 8 << 20

// Cache remembers the files that documents import, as they were parsed. Its use
// saves time and changes nothing else: each document still reads the file, as its
// own limits allow. The zero Cache is empty, and a nil one remembers nothing. It
// is safe for concurrent use.
type Cache struct {
	mu    sync.Mutex
	files map[string]*cached
	size  int
}

// cached is a file's content and, once somebody has parsed it, what it means.
type cached struct {
	data []byte
	once sync.Once
	doc  *spec.Document
	// diags are clipped, so that whoever appends to them copies them.
	diags diag.List
}

// parse is parse.Bytes. The document is shared, and nobody changes it.
func (c *Cache) parse(name string, data []byte) (*spec.Document, diag.List) {
	f := c.file(name, data)
	if f == nil {
		return parse.Bytes(name, data)
	}
	f.once.Do(func() {
		doc, diags := parse.Bytes(name, f.data)
		f.doc, f.diags = doc, slices.Clip(diags)
	})
	return f.doc, f.diags
}

// file returns what is remembered of a file with this content, or nil if nothing
// is to be.
func (c *Cache) file(name string, data []byte) *cached {
	if c == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	f, ok := c.files[name]
	switch {
	case ok && bytes.Equal(f.data, data):
		return f
	case ok || c.size+len(data) > maxCached:
		return nil
	}
	if c.files == nil {
		c.files = map[string]*cached{}
	}
	f = &cached{data: data}
	c.files[name] = f
	c.size += len(data)
	return f
}
