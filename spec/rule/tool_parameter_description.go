package rule

import "naftiko/spec"

var toolParameterDescription = Rule{
	Code: "tool-parameter-description", Level: Warning, In: AgentSafety, Lacks: []string{"description"},
	Title: "a parameter of a tool without a description",
	Why: "A model fills the parameters of a tool by what their descriptions say. Without one it guesses what a value means, " +
		"in which form it is, and where to get it.",
	Check: checkToolParameters,
}

func checkToolParameters(p *Pass) {
	for _, u := range p.tools() {
		p.describedInputs(u.Inputs)
	}
}

func (p *Pass) describedInputs(inputs []spec.Input) {
	for i := range inputs {
		in := &inputs[i]
		p.lacks(in.Description, "description", in.Pos, nameOf("parameter", in.Name), "say what it means, and in which form it is")
		p.describedInputs(in.Properties)
	}
}
