package expr

// PlainStep is a segment of a plain path: a member called Name, the element Index
// of a list, or, when All is set, every member or element.
type PlainStep struct {
	Name  string
	Index int
	All   bool
	// Element tells an index from a name.
	Element bool
}

// Plain returns the segments of a path that only goes down: by names, by indices
// from the front, and by wildcards. ok is false for every other path, which a walk
// in one direction cannot follow.
func (p *Path) Plain() (steps []PlainStep, ok bool) {
	if p.call != nil {
		return nil, false
	}
	for i := range p.steps {
		s := &p.steps[i]
		switch {
		case s.deep:
			return nil, false
		case s.kind == memberStep:
			steps = append(steps, PlainStep{Name: s.name})
		case s.kind == indexStep && s.from >= 0:
			steps = append(steps, PlainStep{Index: s.from, Element: true})
		case s.kind == wildcardStep:
			steps = append(steps, PlainStep{All: true})
		default:
			return nil, false
		}
	}
	return steps, true
}
