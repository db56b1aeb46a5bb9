// Package archtest holds the architecture of the module as tables, and the
// checks that hold every package to them when the tests run.
//
// The tables of this file are a statement of policy: change them in a commit of
// its own that says why, not to make a build pass. Test files are free of them.
//
// archtest reads source text only: it builds and runs nothing, and imports the
// standard library alone.
package archtest

// policy is what a module is held to.
type policy struct {
	// may lists, for each package, the module's packages it may import directly.
	may map[string][]string
	// only lists imports from outside the module. What stands outside the
	// standard library needs a line; what stands in it is free without one.
	only []onlyRule
	// uses lists names of other packages that few may use.
	uses []useRule
	// reveal lists the files that may call a method named Reveal, and why.
	reveal map[string]string
	// pure lists the functions of other packages that may give a package
	// variable its value: cheap ones, whose result does not change.
	pure []string
	// pointed lists the types of tables that are only ever used by pointer.
	pointed []string
	// funcLines and fileLines are the most lines a function and a file may have.
	funcLines, fileLines int
	// long lists the functions that may have more, as "package.Function" or
	// "package.Type.Method".
	long []string
}

// onlyRule names the packages that may import what pattern matches.
type onlyRule struct {
	pattern string
	by      []string
	why     string
}

// useRule names the packages that may use some names of one package.
type useRule struct {
	pkg   string
	names []string
	by    []string
	why   string
}

// In all tables a name that ends in "/..." stands for a package and all below it.

// ours is the policy of this module.
var ours = policy{
	may:     may,
	only:    only,
	uses:    uses,
	reveal:  reveal,
	pure:    pure,
	pointed: []string{"unicode.RangeTable"},
	// A function is better at 40; a flat table or switch needs the rest.
	funcLines: 80,
	fileLines: 700,
	long:      nil,
}

// may is the import graph. A package that is missing here fails the test; one
// that is listed and not yet made is no error.
var may = map[string][]string{
	// The document: data and pure functions, the leaves first.
	"spec/diag":          {},
	"spec/value":         {},
	"spec/diag/diagtest": {"spec/diag"},
	"spec":               {"spec/diag", "spec/value"},
	"spec/yaml":          {"spec", "spec/diag", "spec/value"},
	"spec/expr":          {"spec/value"},
	"spec/parse":         {"spec", "spec/diag", "spec/value", "spec/yaml"},
	"spec/schema":        {"spec/diag", "spec/value", "spec/yaml"},
	"spec/load":          {"spec", "spec/diag", "spec/parse", "spec/yaml"},
	"spec/rule":          {"spec", "spec/diag", "spec/expr", "spec/value"},
	"spec/rule/spectral": {"spec/diag", "spec/schema", "spec/value", "spec/yaml"},

	// Values that come from outside the document.
	"binding": {"spec", "spec/diag", "spec/value", "spec/yaml"},

	// Running: nothing here but compile reads the document's model as a whole.
	"engine/internal/run":    {"binding", "spec/diag", "spec/expr", "spec/value"},
	"engine/internal/wire":   {},
	"engine/internal/format": {"spec/value", "spec/yaml"},
	"engine/internal/auth":   {"engine/internal/run", "spec", "spec/diag", "spec/expr"},
	"engine/internal/step": {
		"binding", "engine/internal/auth", "engine/internal/format", "engine/internal/run",
		"spec/diag", "spec/expr", "spec/value",
	},
	"engine/internal/mock": {"engine/internal/format", "engine/internal/run", "spec/diag", "spec/expr", "spec/value"},
	"engine/internal/compile": {
		// binding: the variables that a document declares, without values.
		"binding", "engine/internal/auth", "engine/internal/format", "engine/internal/run", "engine/internal/step",
		"spec", "spec/diag", "spec/expr", "spec/value",
	},
	"engine": {"binding", "engine/internal/...", "spec/..."},

	// Shipped documents.
	"capabilities": {},

	// The command line: of the engine it sees the door alone, and no document.
	"cmd/internal/args":     {"spec/diag", "spec/value"},
	"cmd/internal/term":     {},
	"cmd/internal/report":   {"cmd/internal/term", "spec/diag", "spec/value"},
	"cmd/internal/archtest": {},
	"cmd/internal/cli": {
		"binding", "capabilities", "cmd/internal/args", "cmd/internal/report", "cmd/internal/term",
		"engine", "spec/diag", "spec/value",
	},
	"cmd/naftiko": {"cmd/internal/cli"},
}

// outside are the packages that touch the machine. All others are handed what
// they need of it: a way to open, dial, tell the time or draw a random number.
var outside = []string{
	"binding", "cmd/...", "engine/internal/script", "engine/internal/serve/...", "engine/internal/wire",
}

// only keeps each library behind one door, and the machine behind a few.
var only = []onlyRule{
	{"gopkg.in/yaml.v3", []string{"spec/yaml"}, "nodes leave spec/yaml with their places, in our own types"},
	{"github.com/PaesslerAG/...", []string{"spec/expr"}, "there is one JSONPath"},
	{"github.com/xeipuuv/...", []string{"spec/schema"}, "its start-up is paid by validate alone"},
	{"github.com/go-json-experiment/...", []string{"spec/value"}, "there is one reading of JSON"},
	{"github.com/icholy/digest", []string{"engine/internal/auth"}, "an authentication scheme is one file"},
	{"github.com/spf13/...", []string{"cmd/internal/cli"}, "flags end where the engine begins"},
	{"golang.org/x/text/...", []string{"engine/internal/format"}, "answers are UTF-8 before anything else sees them"},
	{"github.com/twmb/avro/...", []string{"engine/internal/format"}, "a format is one door"},
	{"google.golang.org/protobuf/...", nil, "its start-up is paid by every command; tests compare with it"},
	{"github.com/bufbuild/...", nil, "its start-up is paid by every command; tests compare with it"},
	{"golang.org/x/net/html/...", []string{"engine/internal/format"}, "a media type is one format"},
	{"github.com/andybalholm/cascadia", []string{"engine/internal/format"}, "a media type is one format"},
	{"rsc.io/markdown", []string{"engine/internal/format"}, "a media type is one format"},
	{"golang.org/x/net/http/httpproxy", []string{"engine/internal/wire"}, "there is one HTTP client"},
	{"golang.org/x/net/proxy", []string{"engine/internal/wire"}, "there is one HTTP client"},
	{"github.com/andybalholm/brotli", []string{"engine/internal/wire"}, "content codings are undone before anything else sees a body"},
	{"github.com/klauspost/compress/...", []string{"engine/internal/wire"}, "content codings are undone before anything else sees a body"},
	{"golang.org/x/term", []string{"cmd/naftiko"}, "what the streams are is found out once and handed in"},

	{"os/...", outside, "only these touch the machine"},
	{"net", outside, "only these touch the network"},
	{"syscall", outside, "only these touch the machine"},
	{"crypto/rand", outside, "random numbers are handed in, so that tests can fix them"},
	{"math/rand/...", outside, "random numbers are handed in, so that tests can fix them"},
	{"net/http", []string{"cmd/internal/cli", "engine/..."}, "documents and binds know no protocol"},

	{"log", []string{"cmd/naftiko"}, "use log/slog, handed in; main silences the standard logger"},
	{"io/ioutil", nil, "use io and os"},
	{"reflect", []string{"spec/yaml"}, "values are of a few known types: switch over them; the YAML library keeps the column of an error to itself"},
	{"unsafe", nil, "nothing here is worth it"},
	{"C", nil, "the binary is static"},
}

// uses narrows packages that are needed widely for their harmless part.
var uses = []useRule{
	{"time", []string{"Now", "Since", "Until"}, outside, "the time is handed in"},
	{"path/filepath", []string{"Abs", "EvalSymlinks", "Glob", "Walk", "WalkDir"}, outside, "only these touch the machine"},
	{
		"net/http",
		[]string{"Client", "DefaultClient", "DefaultTransport", "Get", "Head", "Post", "PostForm", "Transport"},
		[]string{"engine/internal/wire"},
		"one client holds the limits and the dialer's policy",
	},
	{"os", []string{"Args", "Exit", "Stderr", "Stdin", "Stdout"}, []string{"cmd/naftiko"}, "streams are handed in"},
	{"fmt", []string{"Print", "Printf", "Println"}, nil, "standard output has one door"},
}

// reveal lists the files that see a secret's text.
var reveal = map[string]string{
	"engine/internal/run/request.go": "puts the values of binds into what is sent",
	"engine/internal/run/show.go":    "shows the binds that are not secret",
	"spec/expr/text.go":              "opens the parts of a text for the caller that opens the text",
}

// pure lists what package variables may be made with.
var pure = []string{
	"errors.New", "fmt.Errorf", "fmt.Sprintf",
	"sync.OnceFunc", "sync.OnceValue", "sync.OnceValues", // run at the first use, not at the start
	"strings.NewReplacer",
	"net/netip.MustParseAddr", "net/netip.MustParsePrefix",
}
