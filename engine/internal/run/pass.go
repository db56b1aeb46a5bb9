package run

import (
	"unicode/utf8"

	"naftiko/spec/value"
)

// maxProjected is the size of the largest answer that is read in one pass: paths
// over larger ones can exceed the work that the evaluation of a path may do.
const maxProjected = 16 << 20

// Apply takes the outputs from an answer. ok is false where the tree must be made
// to tell: the answer is not well-formed, a name in it stands twice or is spelled
// with escapes, or something is not where a path looks first but where it looks
// next. text is the result as compact JSON.
func (p *Projection) Apply(body []byte) (text []byte, misses []Miss, ok bool) {
	if len(body) > maxProjected {
		return nil, nil, false
	}
	r, kept := p.passes.Get().(*pass)
	if !kept {
		r = &pass{}
	}
	defer p.release(r)
	r.Text, r.Out = body, r.Out[:0]
	text, misses, ok = r.run(p)
	return text, misses, ok
}

// maxKept is the size of the largest buffer that is kept for the next pass.
const maxKept = 4 << 20

func (p *Projection) release(r *pass) {
	*r = pass{Scanner: value.Scanner{Out: r.Out}, slots: r.slots[:0]}
	if cap(r.Out) <= maxKept {
		p.passes.Put(r)
	}
}

// pass is one reading of an answer. The values of slots lie in Out, and so does
// the result, behind them.
type pass struct {
	value.Scanner
	// slots are those of the scopes that are being read, the innermost last.
	slots []slot
}

// slot is what was found for a need.
type slot struct {
	state found
	// missed tells that a guard was asked for.
	missed     bool
	start, end int
}

func (r *pass) run(p *Projection) (text []byte, misses []Miss, ok bool) {
	r.slots = append(r.slots[:0], make([]slot, p.root.slots)...)
	if cap(r.Out) == 0 {
		r.Out = make([]byte, 0, len(r.Text)+len(r.Text)/8)
	}
	if len(p.outs) == 0 && !p.first {
		return r.whole()
	}
	end := r.stop(&p.root.top, 0, 0)
	if end == value.Stop || r.Space(end) != len(r.Text) {
		return nil, nil, false
	}
	from := len(r.Out)
	if !p.first {
		misses = r.allOf(p)
	} else if !r.firstOf(p) {
		return nil, nil, false
	}
	if r.torn(p.root, 0) {
		return nil, nil, false
	}
	return append([]byte(nil), r.Out[from:]...), misses, true
}

// whole is the answer itself.
func (r *pass) whole() (text []byte, misses []Miss, ok bool) {
	end := r.Copy(0)
	if end == value.Stop || r.Space(end) != len(r.Text) {
		return nil, nil, false
	}
	return append([]byte(nil), r.Out...), nil, true
}

func (r *pass) allOf(p *Projection) (misses []Miss) {
	for i := range p.parts {
		r.Out = append(r.Out, p.names[i]...)
		r.compose(&p.parts[i], 0, 0)
		if s := r.state(&p.parts[i]); s != present {
			misses = append(misses, Miss{Output: &p.outs[i], Unfit: s == unfit})
		}
	}
	r.Out = append(r.Out, '}')
	return misses
}

// state tells what became of an output of the answer itself.
func (r *pass) state(p *part) found {
	if p.slot < 0 || p.text != "null" {
		return present // fixed, always there, or a list that may be empty
	}
	return r.slots[p.slot].state
}

// firstOf composes the first output that is not null, if there is one.
func (r *pass) firstOf(p *Projection) bool {
	from := len(r.Out)
	for i := range p.parts {
		r.compose(&p.parts[i], 0, 0)
		if string(r.Out[from:]) != "null" {
			return true
		}
		r.Out = r.Out[:from]
	}
	return false
}

// torn reports whether a path that found nothing would find something at its
// second place.
func (r *pass) torn(s *scope, base int) bool {
	for _, g := range s.guards {
		if slot := &r.slots[base+g]; slot.missed && slot.state != absent {
			return true
		}
	}
	return false
}

// compose appends a piece of the result.
func (r *pass) compose(p *part, base, outer int) {
	if p.kind == fixedPart {
		r.Out = append(r.Out, p.text...)
		return
	}
	if p.slot >= 0 {
		switch s := &r.slots[base+p.slot]; {
		case s.state != present:
			r.miss(p.guard, s.state, base, outer)
			r.Out = append(r.Out, p.text...)
			return
		case p.kind == slotPart:
			r.put(s, p.max)
			return
		}
	}
	for i := range p.parts {
		r.Out = append(r.Out, p.names[i]...)
		r.compose(&p.parts[i], base, outer)
	}
	r.Out = append(r.Out, '}')
}

// miss notes that the place of a guard would be looked at. A value that does not
// fit was found, and nothing else is looked for.
func (r *pass) miss(g guard, s found, base, outer int) {
	if g.slot < 0 || s == unfit {
		return
	}
	if g.outer {
		base = outer
	}
	r.slots[base+g.slot].missed = true
}

// put copies what a slot holds behind the result so far, cut to at most limit
// characters if it is a string and limit is above 0.
func (r *pass) put(s *slot, limit int) {
	text := r.Out[s.start:s.end]
	if limit > 0 && text[0] == '"' && len(text) > limit+2 {
		v, err := value.Decode(text)
		if whole, isText := v.(string); err == nil && isText && utf8.RuneCountInString(whole) > limit {
			r.Out = value.Quote(r.Out, string([]rune(whole)[:limit]))
			return
		}
	}
	r.Out = append(r.Out, text...)
}

// stop reads the value at i, which paths pass or end at, and returns the position
// behind it. outer is the first slot of the scope around.
func (r *pass) stop(s *stop, i, base int) int {
	c, i := r.Next(i)
	if i == value.Stop {
		return i
	}
	end := value.Stop
	for k := range s.needs {
		n := &s.needs[k]
		if n.kind == needPresence {
			r.slots[base+n.slot].state = present
			continue
		}
		if end = r.take(n, c, i, base); end == value.Stop {
			return end
		}
	}
	switch {
	case c == '{' && len(s.members) > 0:
		return r.members(s, i+1, base)
	case c == '[' && len(s.elements) > 0:
		return r.elements(s, i+1, base)
	case end != value.Stop:
		return end
	}
	return r.Skip(i)
}

// enter counts a level; false is one too many.
func (r *pass) enter() bool {
	r.Depth++
	return r.Depth <= value.MaxDepth
}

// members reads an object of which some members matter, from behind its brace.
func (r *pass) members(s *stop, i, base int) int {
	var seen uint64
	return r.eachMember(i, func(name []byte, i int) int {
		for k := range s.members {
			if s.members[k].name != string(name) {
				continue
			}
			if seen&(1<<k) != 0 {
				return value.Stop // the last of a name counts
			}
			seen |= 1 << k
			return r.stop(&s.members[k].stop, i, base)
		}
		return r.Skip(i)
	})
}

func (r *pass) elements(s *stop, i, base int) int {
	index := 0
	return r.eachElement(i, func(i int) int {
		index++
		for k := range s.elements {
			if s.elements[k].index == index-1 {
				return r.stop(&s.elements[k].stop, i, base)
			}
		}
		return r.Skip(i)
	})
}

// eachMember calls read, which returns the position behind the value, for each
// member of an object, from behind its brace.
func (r *pass) eachMember(i int, read func(name []byte, i int) int) int {
	if !r.enter() {
		return value.Stop
	}
	defer func() { r.Depth-- }()
	if c, at := r.Next(i); c == '}' {
		return at + 1
	}
	for more := true; more; {
		var name []byte
		if name, i = r.Name(i); i == value.Stop {
			return i
		}
		if i = read(name, i); i == value.Stop {
			return i
		}
		if more, i = r.After(i, '}'); i == value.Stop {
			return i
		}
	}
	return i
}

// eachElement calls read, which returns the position behind the value, for each
// element of a list, from behind its bracket.
func (r *pass) eachElement(i int, read func(i int) int) int {
	if !r.enter() {
		return value.Stop
	}
	defer func() { r.Depth-- }()
	if c, at := r.Next(i); c == ']' {
		return at + 1
	}
	for more := true; more; {
		if i = read(i); i == value.Stop {
			return i
		}
		if more, i = r.After(i, ']'); i == value.Stop {
			return i
		}
	}
	return i
}
