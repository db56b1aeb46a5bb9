package rule

// published are the rules of the published rulesets, in their order.
var published = []Rule{
	consumesBaseURINoTrailingSlash,
}

// ours are the rules that no published ruleset has.
var ours = []Rule{}

// agents are the rules for documents that models use.
var agents = []Rule{}
