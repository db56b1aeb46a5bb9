package cli

import (
	"cmp"
	"errors"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"naftiko/cmd/internal/report"
)

// baselineFlags are what the command line says about baselines.
type baselineFlags struct {
	// use names a baseline for all documents, instead of those that configurations
	// name; write one to write.
	use, write string
}

func (f *baselineFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.use, "baseline", "", "leave out the findings that are listed in this `FILE`, and count them")
	flags.StringVar(&f.write, "write-baseline", "", "list the findings that there are in this `FILE`; what it lists of files that are not\nchecked now stays while they exist")
}

// baselines are those of one check, which may have several documents with several
// configurations. It is not safe for concurrent use.
type baselines struct {
	flags *baselineFlags
	// files are those that were read, nil for one that could not be.
	files map[string]*baseline
	// fresh collects what --write-baseline lists, and before is what is listed now.
	fresh, before *baseline
}

// newBaselines reads the baseline that the command line names, or makes sure that the
// one to write can be replaced: it is not there, or a baseline.
func newBaselines(f *baselineFlags) (*baselines, error) {
	b := &baselines{flags: f, files: map[string]*baseline{}}
	if f.write != "" && f.use != "" {
		return nil, usage("bad-flag", "--write-baseline lists all findings, and --baseline would leave some out").Help("use one of them")
	}
	if f.write == "" {
		if f.use == "" {
			return b, nil
		}
		_, err := b.of("")
		return b, err
	}
	if err := replaceable(f.write); err != nil {
		return nil, unreadable(err)
	}
	var err error
	if b.fresh, err = newBaseline(f.write); err != nil {
		return nil, err
	}
	b.before, err = openBaseline(f.write)
	if errors.Is(err, fs.ErrNotExist) {
		b.before, err = &baseline{}, nil
	}
	return b, err
}

// of returns the baseline for a document whose configuration names one, or nil. One
// that cannot be read is an error the first time.
func (b *baselines) of(configured string) (*baseline, error) {
	name := cmp.Or(b.flags.use, configured)
	if one, ok := b.files[name]; ok || name == "" {
		return one, nil
	}
	one, err := readBaseline(name)
	if err != nil {
		one = nil
	}
	b.files[name] = one
	return one, err
}

// split takes the findings about a document that are in its baseline out of d, and
// returns how many there are. With an error it takes out none.
func (b *baselines) split(d *report.Document, configured string) (int, error) {
	all := len(d.Findings)
	if b.fresh != nil {
		b.fresh.checked[b.fresh.fileOf(d.Name)] = true
		d.Findings = slices.DeleteFunc(d.Findings, func(f report.Finding) bool {
			k, ok := b.fresh.keyOf(d.Name, f)
			if ok {
				b.fresh.left[k]++
			}
			return ok
		})
		return all - len(d.Findings), nil
	}
	one, err := b.of(configured)
	if one == nil {
		return 0, err
	}
	one.checked[one.fileOf(d.Name)] = true
	d.Findings = slices.DeleteFunc(d.Findings, func(f report.Finding) bool { return one.take(d.Name, f) })
	return all - len(d.Findings), nil
}

// gone calls tell for each baseline that lists findings which are gone.
func (b *baselines) gone(tell func(name string, n int)) {
	for _, name := range slices.Sorted(maps.Keys(b.files)) {
		if one := b.files[name]; one != nil {
			if n := one.gone(); n > 0 {
				tell(one.name, n)
			}
		}
	}
}

// write writes what --write-baseline lists. Entries of files that were not checked
// stay while there are such files.
func (b *baselines) write() error {
	if b.fresh == nil {
		return nil
	}
	for k, count := range b.before.left {
		path := filepath.FromSlash(k.file)
		if !filepath.IsAbs(path) {
			path = filepath.Join(b.fresh.folder, path)
		}
		if !b.fresh.checked[k.file] && exists(path) {
			b.fresh.left[k] = max(b.fresh.left[k], count)
		}
	}
	text := b.fresh.text()
	if len(text) > maxBaseline {
		return usage("file", "cannot write %s: it would be larger than %d MiB", b.flags.write, maxBaseline>>20)
	}
	return unreadable(replaceFile(b.flags.write, text))
}
