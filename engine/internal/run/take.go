package run

import (
	"naftiko/spec/expr"
	"naftiko/spec/value"
)

// take keeps what n wants of the value at i, whose first byte is c, and returns
// the position behind the value.
func (r *pass) take(n *need, c byte, i, base int) (end int) {
	start, state := len(r.Out), present
	switch n.kind {
	case needWhole:
		end = r.Copy(i)
	case needEach:
		end = r.collect(n, i, base)
	case needList, needMembers:
		switch isList := n.kind == needList; {
		case isList != (c == '[') || !isList && c != '{':
			state, end = unfit, r.Skip(i)
		case n.elem == nil:
			end = r.Copy(i)
		case isList:
			end = r.list(n.elem, i, base)
		default:
			end = r.object(n.elem, i, base)
		}
	}
	s := &r.slots[base+n.slot]
	s.state, s.start, s.end = state, start, len(r.Out)
	return end
}

// list shapes each element of the list at i.
func (r *pass) list(elem *scope, i, outer int) int {
	r.Out = append(r.Out, '[')
	first := true
	end := r.eachElement(i+1, func(i int) int {
		first = r.comma(first)
		return r.element(elem, i, outer)
	})
	r.Out = append(r.Out, ']')
	return end
}

// comma separates entries. It returns false, for the entries behind the first.
func (r *pass) comma(first bool) bool {
	if !first {
		r.Out = append(r.Out, ',')
	}
	return false
}

// object shapes each member of the object at i.
func (r *pass) object(elem *scope, i, outer int) int {
	mark := len(r.Out)
	if r.Copy(i) == value.Stop { // a name may stand twice
		return value.Stop
	}
	r.Out = append(r.Out[:mark], '{')
	first := true
	end := r.eachMember(i+1, func(name []byte, i int) int {
		first = r.comma(first)
		r.Out = append(r.Out, '"')
		r.Out = append(r.Out, name...)
		r.Out = append(r.Out, '"', ':')
		return r.element(elem, i, outer)
	})
	r.Out = append(r.Out, '}')
	return end
}

// element shapes the value at i as a scope of its own.
func (r *pass) element(elem *scope, i, outer int) int {
	base, mark := len(r.slots), len(r.Out)
	for range elem.slots {
		r.slots = append(r.slots, slot{})
	}
	end := r.stop(&elem.top, i, base)
	if end == value.Stop {
		return end
	}
	from := len(r.Out)
	r.compose(&elem.part, base, outer)
	if r.torn(elem, base) {
		return value.Stop
	}
	r.slots = r.slots[:base]
	if from > mark { // what the slots held lies before the element
		n := copy(r.Out[mark:], r.Out[from:])
		r.Out = r.Out[:mark+n]
	}
	return end
}

// collect lists what the steps of n lead to from the value at i.
func (r *pass) collect(n *need, i, base int) int {
	r.Out = append(r.Out, '[')
	first := true
	end := r.follow(n.steps, i, func(i int) int {
		first = r.comma(first)
		if n.elem == nil {
			return r.Copy(i)
		}
		return r.element(n.elem, i, base)
	})
	r.Out = append(r.Out, ']')
	return end
}

// follow calls yield for each value that steps lead to from the one at i.
func (r *pass) follow(steps []expr.PlainStep, i int, yield func(i int) int) int {
	if len(steps) == 0 {
		return yield(i)
	}
	c, i := r.Next(i)
	step, rest := steps[0], steps[1:]
	switch {
	case i == value.Stop:
		return i
	case step.All && c == '[':
		return r.eachElement(i+1, func(i int) int { return r.follow(rest, i, yield) })
	case step.All && c == '{':
		return value.Stop // members have an order that the tree knows
	case step.Element && c == '[':
		index := 0
		return r.eachElement(i+1, func(i int) int {
			index++
			if index-1 == step.Index {
				return r.follow(rest, i, yield)
			}
			return r.Skip(i)
		})
	case !step.All && !step.Element && c == '{':
		seen := false
		return r.eachMember(i+1, func(name []byte, i int) int {
			switch {
			case string(name) != step.Name:
				return r.Skip(i)
			case seen:
				return value.Stop // the last of a name counts
			}
			seen = true
			return r.follow(rest, i, yield)
		})
	}
	return r.Skip(i)
}
