package schema

import (
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/xeipuuv/gojsonschema"

	"naftiko/spec/value"
	"naftiko/spec/yaml"
)

// rule is a schema in the form that documents are walked beside. It has those
// keywords of draft-07 that the sources use; compile refuses others. After compile
// nothing of it changes but library, which is filled once.
type rule struct {
	// name is that of the definition, if it is one.
	name string
	// ref is set for a reference; then there is nothing else.
	ref *rule
	// never is the schema false.
	never bool

	types   yaml.Types // all if 0
	words   []string   // enum or const; nil if any
	pattern *regexp.Regexp
	set     *charset // the pattern, where it is but a set of characters
	limits  limits

	properties []property
	index      map[string]int
	required   uint64 // by the indices of properties
	closed     bool   // additionalProperties: false
	extra      *rule  // additionalProperties
	names      *rule  // propertyNames
	items      *rule

	choice *choice // allOf, where it goes by the value of a property
	all    []*rule
	anyOf  []*rule
	oneOf  []*rule
	not    *rule
	when   *rule // if
	then   *rule
	other  *rule // else

	// local has the keywords that say something of a value but nothing of what is
	// inside of it, for the library.
	local   map[string]any
	library func() (*gojsonschema.Schema, error)
}

// property is what a schema says of one key: in properties, required or both.
type property struct {
	name     string
	declared bool // in properties
	rule     *rule
}

// limits are the keywords of sizes. A maximum of -1 is none.
type limits struct {
	minLength, maxLength int
	minItems, maxItems   int
	minProperties        int
	minimum, maximum     float64
	hasMinimum           bool
	hasMaximum           bool
}

// choice is an allOf of if-then pairs that all ask for the value of one property.
type choice struct {
	key   string
	cases map[string]*rule
	words []string // of the cases, in the order of the schema
}

// has reports whether key is that which the choice goes by, or one that some case
// knows.
func (c *choice) has(key string) bool {
	if key == c.key {
		return true
	}
	for _, r := range c.cases {
		if r.follow().property(key) != nil {
			return true
		}
	}
	return false
}

// follow returns what r refers to in the end.
func (r *rule) follow() *rule {
	for r != nil && r.ref != nil {
		r = r.ref
	}
	return r
}

// compiler makes rules of a schema.
type compiler struct {
	definitions *value.Object
	made        map[string]*rule
	err         error
}

// compile makes rules of a draft-07 schema.
func compile(schema *value.Object) (*rule, error) {
	c := &compiler{definitions: member(schema, definitions), made: map[string]*rule{}}
	root := c.rule(schema)
	return root, c.err
}

func (c *compiler) fail(format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf("reading the schema: "+format, args...)
	}
}

// rule compiles a schema. It returns nil for true.
func (c *compiler) rule(v value.Value) *rule {
	switch v := v.(type) {
	case bool:
		if v {
			return nil
		}
		return ready(&rule{never: true})
	case *value.Object:
		if ref, ok := v.Get("$ref"); ok {
			return &rule{ref: c.definition(ref)}
		}
		r := &rule{limits: limits{maxLength: -1, maxItems: -1}, index: map[string]int{}, local: map[string]any{}}
		for i := range v.Len() {
			m := v.At(i)
			c.keyword(r, m.Name, m.Value)
		}
		return ready(r)
	}
	c.fail("a schema is %s", value.TypeName(v))
	return nil
}

// definition compiles what a reference names, once, so that schemas may be about
// themselves.
func (c *compiler) definition(ref value.Value) *rule {
	path, _ := ref.(string)
	name, ok := strings.CutPrefix(path, "#/definitions/")
	def, found := c.definitions.Get(name)
	if !ok || !found {
		c.fail("no definition %q", path)
		return &rule{}
	}
	if r, ok := c.made[name]; ok {
		return r
	}
	r := &rule{}
	c.made[name] = r
	if made := c.rule(def); made != nil {
		*r = *made
		ready(r)
	}
	r.name = name
	return r
}

// ready gives r its library, which is made at the first use.
func ready(r *rule) *rule {
	r.library = sync.OnceValues(func() (*gojsonschema.Schema, error) { return libraryOf(r) })
	return r
}

// passive are keywords that say nothing of what is right.
var passive = map[string]bool{
	"$schema": true, "$id": true, "title": true, "description": true, "examples": true, "default": true, definitions: true,
}

func (c *compiler) keyword(r *rule, key string, v value.Value) {
	switch {
	case passive[key]:
	case c.scalar(r, key, v), c.object(r, key, v), c.combined(r, key, v):
	default:
		c.fail("the keyword %q is not understood", key)
	}
}

// scalar compiles the keywords about a value itself, which are the library's too.
func (c *compiler) scalar(r *rule, key string, v value.Value) bool {
	n, isNumber := v.(value.Number)
	switch key {
	case "type":
		for _, word := range texts(v) {
			t, ok := yaml.TypeNamed(word)
			if !ok {
				c.fail("no type %q", word)
			}
			r.types |= t
		}
	case "enum", "const":
		r.words = texts(v)
		if len(r.words) == 0 {
			c.fail("%s must be of texts", key)
		}
	case "pattern":
		var err error
		if r.pattern, err = regexp.Compile(strings.Join(texts(v), "")); err != nil {
			c.fail("%w", err)
			return true
		}
		r.set = charsetOf(r.pattern.String())
	case "minimum":
		r.limits.minimum, r.limits.hasMinimum = n.Float(), isNumber
	case "maximum":
		r.limits.maximum, r.limits.hasMaximum = n.Float(), isNumber
	case "minLength":
		r.limits.minLength = int(n.Float())
	case "maxLength":
		r.limits.maxLength = int(n.Float())
	case "minItems":
		r.limits.minItems = int(n.Float())
	case "maxItems":
		r.limits.maxItems = int(n.Float())
	case "minProperties":
		r.limits.minProperties = int(n.Float())
	default:
		return false
	}
	r.local[key] = forLibrary(v)
	return true
}

// object compiles the keywords about members and items.
func (c *compiler) object(r *rule, key string, v value.Value) bool {
	switch key {
	case "properties":
		o, _ := v.(*value.Object)
		for i := range o.Len() {
			m := o.At(i)
			sub := c.rule(m.Value)
			i := r.at(m.Name)
			r.properties[i].declared, r.properties[i].rule = true, sub
		}
	case "required":
		for _, name := range texts(v) {
			r.required |= 1 << r.at(name)
		}
		r.local[key] = forLibrary(v)
	case "additionalProperties":
		r.closed = v == false
		if !r.closed {
			r.extra = c.rule(v)
		}
	case "propertyNames":
		r.names = c.rule(v)
	case "items":
		r.items = c.rule(v)
	default:
		return false
	}
	if len(r.properties) > 64 {
		c.fail("more than 64 properties")
	}
	return true
}

// at returns the index of the property called name, which it makes if need be.
func (r *rule) at(name string) int {
	i, ok := r.index[name]
	if !ok {
		i = len(r.properties)
		r.index[name] = i
		r.properties = append(r.properties, property{name: name})
	}
	return i
}

// combined compiles the keywords that hold other schemas about the same value.
func (c *compiler) combined(r *rule, key string, v value.Value) bool {
	switch key {
	case "allOf":
		r.all = c.rules(v)
		r.choice = choiceOf(r.all)
	case "anyOf":
		r.anyOf = c.rules(v)
	case "oneOf":
		r.oneOf = c.rules(v)
	case "not":
		r.not = c.rule(v)
	case "if":
		r.when = c.rule(v)
	case "then":
		r.then = c.rule(v)
	case "else":
		r.other = c.rule(v)
	default:
		return false
	}
	return true
}

func (c *compiler) rules(v value.Value) []*rule {
	list, _ := v.(value.List)
	out := make([]*rule, 0, len(list))
	for _, item := range list {
		r := c.rule(item)
		if r == nil {
			r = &rule{}
		}
		out = append(out, r)
	}
	return out
}

// choiceOf returns the choice that branches make, or nil.
func choiceOf(branches []*rule) *choice {
	ch := &choice{cases: map[string]*rule{}}
	for _, b := range branches {
		if b.when == nil || b.then == nil || b.other != nil || len(b.local) > 0 || len(b.when.properties) != 1 || b.when.required == 0 {
			return nil
		}
		p := b.when.properties[0]
		if p.rule == nil || p.rule.words == nil || (ch.key != "" && ch.key != p.name) {
			return nil
		}
		ch.key = p.name
		for _, word := range p.rule.words {
			ch.cases[word] = b.then
			ch.words = append(ch.words, word)
		}
	}
	return ch
}

// texts returns a text as a list of one, and the texts of a list.
func texts(v value.Value) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case value.List:
		out := make([]string, 0, len(v))
		for _, item := range v {
			if s, ok := item.(string); ok {
				out = append(out, s)
			}
		}
		return out
	}
	return nil
}
