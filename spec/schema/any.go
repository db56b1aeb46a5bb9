package schema

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xeipuuv/gojsonschema"

	"naftiko/spec/value"
)

// Draft is a version of JSON Schema that the library knows.
type Draft uint8

// The drafts.
const (
	Draft4 Draft = 4
	Draft6 Draft = 6
	Draft7 Draft = 7
)

// maxJudging is how many times schemas of a caller may be applied to values in one
// judgement. It bounds its time and, by the errors, its memory.
const maxJudging = 100_000

// ErrTooMuch is returned for a value whose judgement would take too much work.
var ErrTooMuch = errors.New("judging the value by the schema would take too much work")

// Any is a compiled JSON Schema of a caller. It is safe for concurrent use.
type Any struct {
	lib *gojsonschema.Schema
	top *anySchema
}

// AnyError is what is wrong with a part of a value.
type AnyError struct {
	// Path are the names and indices that lead to the part.
	Path []string
	Msg  string
}

// CompileAny compiles a JSON Schema. It reads nothing but s: references must be local
// pointers, #/definitions/name for instance. Keywords beside a reference count. What
// cannot be judged by the library is an error that names it.
func CompileAny(s value.Value, draft Draft) (*Any, error) {
	c := &anyCompiler{root: s, done: map[string]*anySchema{}}
	plain, top, err := c.schema(s, "#", 0)
	if err != nil {
		return nil, err
	}
	if err = c.link(); err != nil {
		return nil, err
	}
	loader := gojsonschema.NewSchemaLoader()
	loader.AutoDetect = false
	loader.Draft = map[Draft]gojsonschema.Draft{
		Draft4: gojsonschema.Draft4, Draft6: gojsonschema.Draft6, Draft7: gojsonschema.Draft7,
	}[draft]
	lib, err := loader.Compile(closedLoader{gojsonschema.NewRawLoader(plain)})
	if err != nil {
		return nil, fmt.Errorf("the library does not take the schema: %w", err)
	}
	return &Any{lib, top}, nil
}

// Check returns what is wrong with v, outer parts before inner ones; nothing if it is
// valid. The only errors are ErrTooMuch and failures of the library.
func (a *Any) Check(v value.Value) ([]AnyError, error) {
	plain := forLibrary(v)
	if (&anyCost{left: maxJudging}).of(a.top, plain) < 0 {
		return nil, ErrTooMuch
	}
	result, err := a.lib.Validate(gojsonschema.NewRawLoader(plain))
	if err != nil {
		return nil, fmt.Errorf("judging by the schema: %w", err)
	}
	var out []AnyError
	for _, e := range result.Errors() {
		if wrappers[e.Type()] {
			continue
		}
		msg := strings.TrimSuffix(e.Description(), ".")
		if e.Type() == "required" || e.Type() == "additional_property_not_allowed" {
			msg = propertyMsg(e)
		}
		out = append(out, AnyError{instancePath(e.Context()), msg})
	}
	if len(out) == 0 && !result.Valid() {
		out = append(out, AnyError{nil, "the value does not fit"})
	}
	order(out, v)
	return out, nil
}

// wrappers are the errors of the library that say only that there are others.
var wrappers = map[string]bool{"number_all_of": true, "condition_then": true, "condition_else": true}

// order puts errors of outer parts before those of inner ones, and otherwise those of
// parts that come first; the library has no order.
func order(list []AnyError, v value.Value) {
	r := ranker{root: v, names: map[*value.Object]map[string]int{}}
	ranks := map[string][]int{}
	for _, e := range list {
		if key := strings.Join(e.Path, delimiter); ranks[key] == nil {
			ranks[key] = r.rank(e.Path)
		}
	}
	slices.SortFunc(list, func(a, b AnyError) int {
		x, y := ranks[strings.Join(a.Path, delimiter)], ranks[strings.Join(b.Path, delimiter)]
		return cmp.Or(cmp.Compare(len(a.Path), len(b.Path)), slices.Compare(x, y), cmp.Compare(a.Msg, b.Msg))
	})
}

// ranker tells where parts stand in what holds them.
type ranker struct {
	root  value.Value
	names map[*value.Object]map[string]int
}

// rank returns the place of each part of a path.
func (r *ranker) rank(path []string) []int {
	out, v := make([]int, 0, len(path)), r.root
	for _, name := range path {
		at := 0
		switch holder := v.(type) {
		case *value.Object:
			if r.names[holder] == nil {
				r.names[holder] = map[string]int{}
				for i, n := range holder.Names() {
					r.names[holder][n] = i
				}
			}
			at = r.names[holder][name]
			v, _ = holder.Get(name)
		case value.List:
			if i, err := strconv.Atoi(name); err == nil && i >= 0 && i < len(holder) {
				at, v = i, holder[i]
			}
		}
		out = append(out, at)
	}
	return out
}

func propertyMsg(e gojsonschema.ResultError) string {
	name := fmt.Sprint(e.Details()["property"])
	if e.Type() == "required" {
		return fmt.Sprintf("the property %q is required", name)
	}
	return fmt.Sprintf("the property %q is not allowed", name)
}

// delimiter stands between names; no name has it that a document can write.
const delimiter = "\x00"

// instancePath returns the names that lead from the root to a context of the library.
func instancePath(c *gojsonschema.JsonContext) []string {
	names := strings.Split(c.String(delimiter), delimiter)
	return names[1:]
}

// closedLoader is a loader of what it holds that loads nothing that is referred to.
type closedLoader struct{ gojsonschema.JSONLoader }

func (closedLoader) LoaderFactory() gojsonschema.JSONLoaderFactory { return closedFactory{} }

type closedFactory struct{}

func (closedFactory) New(string) gojsonschema.JSONLoader {
	return gojsonschema.NewStringLoader("a schema refers to nothing outside of it") // no JSON
}

// anySchema is how far a schema reaches: what it applies to the value itself, and to
// what is inside of it.
type anySchema struct {
	refs    []string // local references that are not linked yet
	weight  int      // how many errors it may make, about
	same    []*anySchema
	members map[string][]*anySchema
	every   []*anySchema // to each member or item that may be meant
}

type anyCompiler struct {
	root value.Value
	done map[string]*anySchema // by pointer
	all  []*anySchema
}

// The keywords of a schema that hold others.
const (
	sameOne    = " not if then else "
	sameList   = " allOf anyOf oneOf "
	everyOne   = " additionalProperties additionalItems contains propertyNames items "
	membersMap = " properties "
	everyMap   = " patternProperties "
	sameMap    = " dependencies "
	storeMap   = " definitions $defs "
)

func isOneOf(words, key string) bool { return strings.Contains(words, " "+key+" ") }

// schema turns a schema into what the library reads.
func (c *anyCompiler) schema(v value.Value, ptr string, depth int) (any, *anySchema, error) {
	s := &anySchema{members: map[string][]*anySchema{}}
	c.done[ptr] = s
	c.all = append(c.all, s)
	o, isObject := v.(*value.Object)
	if _, isBool := v.(bool); isBool {
		return v, s, nil
	}
	if !isObject || depth > 100 {
		return nil, nil, fmt.Errorf("%s is no schema, or nests too deep", ptr)
	}
	out := map[string]any{}
	for key, member := range o.All() {
		s.weight++
		if names, ok := member.(value.List); ok && key == "required" {
			s.weight += len(names)
		}
		at := ptr + "/" + escapePointer(key)
		sub, err := c.keyword(s, key, member, at, depth+1)
		if err != nil {
			return nil, nil, err
		}
		if sub != nil {
			out[key] = sub
		}
	}
	if ref, ok := out["$ref"]; ok && len(out) > 1 {
		delete(out, "$ref")
		list, _ := out["allOf"].([]any)
		out["allOf"] = append([]any{map[string]any{"$ref": ref}}, list...)
	}
	return out, s, nil
}

// keyword turns the value of a keyword of s into what the library reads: nil if it
// says nothing.
func (c *anyCompiler) keyword(s *anySchema, key string, v value.Value, ptr string, depth int) (any, error) {
	list, isList := v.(value.List)
	switch {
	case key == "$schema", key == "$comment", key == "title", key == "description", key == "examples", key == "default":
		return nil, nil
	case key == "$id" || key == "id":
		if depth > 1 {
			return nil, fmt.Errorf("%s: a name of a part of a schema is not supported", ptr)
		}
		return nil, nil
	case key == "$ref":
		ref, ok := v.(string)
		if !ok || ref != "#" && !strings.HasPrefix(ref, "#/") {
			return nil, fmt.Errorf("%s: a reference other than to #/… is not supported", ptr)
		}
		s.refs = append(s.refs, ref)
		return ref, nil
	case isOneOf(sameOne, key):
		return c.one(&s.same, v, ptr, depth)
	case isOneOf(sameList, key) && isList:
		return c.list(&s.same, list, ptr, depth)
	case key == "items" && isList:
		return c.list(&s.every, list, ptr, depth)
	case isOneOf(everyOne, key):
		return c.one(&s.every, v, ptr, depth)
	case isOneOf(membersMap+everyMap+sameMap+storeMap, key):
		return c.mapping(s, key, v, ptr, depth)
	}
	return forLibrary(v), nil
}

func (c *anyCompiler) one(to *[]*anySchema, v value.Value, ptr string, depth int) (any, error) {
	out, s, err := c.schema(v, ptr, depth)
	*to = append(*to, s)
	return out, err
}

func (c *anyCompiler) list(to *[]*anySchema, list value.List, ptr string, depth int) (any, error) {
	out := make([]any, len(list))
	for i, v := range list {
		var err error
		if out[i], err = c.one(to, v, ptr+"/"+strconv.Itoa(i), depth); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// mapping turns a mapping of names to schemas into what the library reads.
func (c *anyCompiler) mapping(s *anySchema, key string, v value.Value, ptr string, depth int) (any, error) {
	o, ok := v.(*value.Object)
	if !ok {
		return nil, fmt.Errorf("%s is not a mapping", ptr)
	}
	out := map[string]any{}
	for name, member := range o.All() {
		if names, isNames := member.(value.List); isNames && key == "dependencies" {
			out[name] = forLibrary(member)
			s.weight += len(names)
			continue
		}
		var to []*anySchema
		sub, err := c.one(&to, member, ptr+"/"+escapePointer(name), depth)
		if err != nil {
			return nil, err
		}
		out[name] = sub
		switch {
		case isOneOf(membersMap, key):
			s.members[name] = append(s.members[name], to...)
		case isOneOf(everyMap, key):
			s.every = append(s.every, to...)
		case isOneOf(sameMap, key):
			s.same = append(s.same, to...)
		}
	}
	return out, nil
}

// link turns references into what they refer to, and refuses those that come back to
// the same value, which no judgement of would end.
func (c *anyCompiler) link() error {
	for _, s := range c.all {
		for _, ref := range s.refs {
			to := c.done[ref]
			if to == nil {
				return fmt.Errorf("the reference %q leads to no schema that is supported", ref)
			}
			s.same = append(s.same, to)
		}
	}
	state := map[*anySchema]int{}
	for _, s := range c.all {
		if s.circular(state) {
			return errors.New("a schema refers to itself for the same value")
		}
	}
	return nil
}

// circular reports whether s leads to itself. state is 1 for schemas being looked at,
// 2 for those that do not.
func (s *anySchema) circular(state map[*anySchema]int) bool {
	if state[s] != 0 {
		return state[s] == 1
	}
	state[s] = 1
	for _, to := range s.same {
		if to.circular(state) {
			return true
		}
	}
	state[s] = 2
	return false
}

func escapePointer(name string) string {
	return strings.ReplaceAll(strings.ReplaceAll(name, "~", "~0"), "/", "~1")
}

// anyCost counts how often schemas are applied.
type anyCost struct{ left int }

// of takes what applying s to v costs from what is left, and returns the rest. Each
// application is counted, as the library makes each; so counting is bounded too.
func (c *anyCost) of(s *anySchema, v any) int {
	if c.left -= 1 + s.weight; c.left < 0 {
		return c.left
	}
	for _, to := range s.same {
		if c.of(to, v) < 0 {
			return c.left
		}
	}
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			c.inside(s.every, item)
		}
		c.left -= len(v)
	case map[string]any:
		for name, m := range v {
			c.inside(s.every, m)
			c.inside(s.members[name], m)
		}
		c.left -= len(v)
	case string:
		c.left -= len(v) / 1024
	case json.Number, bool, nil:
	}
	return c.left
}

func (c *anyCost) inside(list []*anySchema, v any) {
	for _, s := range list {
		if c.left < 0 {
			return
		}
		c.of(s, v)
	}
}
