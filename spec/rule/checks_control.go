package rule

// controlFindings are those about comments and configurations that steer checks.
var controlFindings = []Finding{
	{
		Code:  "ignore-without-reason",
		Title: "a comment that passes over a finding and does not say why",
		Why: "A comment `# naftiko-ignore: CODE REASON` takes away the finding of that code on its line, or on the next " +
			"line if it stands alone. Those who read the document later must know why the finding may stay, or nobody " +
			"will dare to take the comment away. The comment works without the reason all the same. One that names no " +
			"code passes over nothing.",
		Do:     "Write the reason behind the code, or take the comment away.",
		Within: "resource",
		Bad: `operations:
- name: get_orders # naftiko-ignore: schema-pattern
  method: GET
`,
		Good: `operations:
- name: get_orders # naftiko-ignore: schema-pattern the name is known to our clients
  method: GET
`,
	},
	{
		Code:  "unused-ignore",
		Title: "a comment that passes over nothing",
		Why: "A comment `# naftiko-ignore: CODE REASON` stands where no finding of that code is. The mistake was mended, " +
			"the comment stands on another line than the finding, or the code is misspelled. Left in place it would hide " +
			"the next mistake of the kind. A comment that stands alone is about the next line that has more than a " +
			"comment. Under other presets or with `--strict` there may be a finding, and errors that `--strict` demands " +
			"are never passed over.",
		Do:     "Take the comment away, or move it to the line of the finding.",
		Within: "resource",
		Bad: `operations:
- name: list-orders # naftiko-ignore: schema-pattern the name is known to our clients
  method: GET
`,
		Good: `operations:
- name: list-orders
  method: GET
`,
	},
	{
		Code:  "bad-config",
		Title: "a configuration that is not understood",
		Why: "A file `.naftiko.yaml` says how documents below its folder are checked. It has a key, a preset or a level " +
			"that is not known, or a value of the wrong shape. A slip would let mistakes pass without a word, so nothing " +
			"is checked by it: the command ends with exit code 2. Levels are `off`, `info`, `warning` and `error`.",
		Do: "Mend the configuration; `--no-config` checks without it.",
	},
	{
		Code:  "unknown-code",
		Title: "a code that no finding has",
		Why: "A configuration gives a level to a code, and neither a rule nor another finding has it. Rules of the " +
			"published rulesets are known with `naftiko-` or `ikanos-` in front of their names, and without. A slip would " +
			"let mistakes pass without a word, or leave a check out that somebody counts on. The command ends with exit " +
			"code 2.",
		Do: "Write a code that `naftiko explain` lists.",
	},
	{
		Code:  "ruleset-invalid",
		Title: "a ruleset that cannot be read",
		Why: "A ruleset says in Spectral's form what else documents are checked for. The file is none, or a rule in it " +
			"lacks what every rule has: where it looks, and with which function. What the author wanted to be checked " +
			"would not be, so nothing is checked by it, and the command ends with exit code 2.",
		Do: "Mend the ruleset at the place that is named.",
	},
	{
		Code:  "ruleset-unsupported",
		Title: "a part of a ruleset that is not run",
		Why: "Rulesets are run in the part of Spectral's form that says what it means by itself. Functions in JavaScript, " +
			"rules of other files and some forms of paths are left out, each with a warning at its place. A rule that has " +
			"such a part is not run at all, because half of it could find what is no mistake. The other rules of the file " +
			"are.",
		Do: "Write the rule with functions and paths that are supported, or run it with Spectral.",
	},
	{
		Code:  "ruleset-limit",
		Title: "a rule of a ruleset that was stopped",
		Why: "A rule may visit so many places of a document, and find so many things, and no more. This one went beyond, " +
			"mostly because its path goes through the whole document again at each place, as `$..*..*` does. What it has " +
			"found until then is shown, and what it would have found behind that is not. All rules together are bounded, " +
			"too: those of errors are run first, and the finding names all that were not run to their end.",
		Do: "Write a path in `given` that leads to fewer places.",
	},
}
