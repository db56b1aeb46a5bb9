package rule

import "naftiko/spec/diag"

var stepsNamePattern = Rule{
	Code: "steps-name-pattern", Published: true, Level: Warning, In: Recommended, Form: true,
	Title: "a step whose name cannot be written in an expression",
	Why: "Mappings, lookups and templates take what a step gave by its name: $.STEP.field and {{STEP.field}}. With anything but " +
		"letters, digits, - and _ in it, the name ends early there, and the value is not found.",
	Check: checkStepNames,
}

func checkStepNames(p *Pass) {
	units := p.units()
	for i := range units {
		if !units[i].own {
			continue
		}
		for j := range units[i].Steps {
			name := units[i].Steps[j].Name
			if name.Text != "" && !isPlainName(name.Text) {
				p.report(name.Pos, "use letters, digits, - and _", "the name of the step %q has other characters than letters, digits, - and _", diag.Short(name.Text))
			}
		}
	}
}
