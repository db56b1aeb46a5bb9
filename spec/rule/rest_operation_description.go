package rule

var restOperationDescription = Rule{
	Code: "rest-operation-description", Published: true, Level: Info, In: Strict | AgentSafety, Lacks: []string{"description"},
	Title: "a served operation without a description",
	Why: "A method and a path tell how an operation is called, not what it does, what it changes and when it is the right one. " +
		"Generated documentation and models have the description to go by. An operation that refers to a function of an " +
		"aggregate has that of the function.",
	Check: checkOperationDescriptions,
}

func checkOperationDescriptions(p *Pass) {
	units := p.units()
	for i := range units {
		u := &units[i]
		if u.operation == nil || !u.own || u.expose.Type.Text != "rest" || p.inherits(u) {
			continue
		}
		name := u.Name
		if name.Text == "" {
			name.Text = u.operation.Method.Text + " " + u.route.Path.Text
		}
		p.lacks(u.Description, "description", u.Pos, nameOf("operation", name), "say in a sentence what it does, and when to use it")
	}
}

// inherits reports whether a unit refers to a function that has a description, or may
// have one.
func (s *Subject) inherits(u *unit) bool {
	if u.Ref.Text == "" {
		return false
	}
	f := s.functions()[u.Ref.Text]
	return f == nil || !isBlank(f.Description)
}
