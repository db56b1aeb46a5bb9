// Package spectral evaluates rulesets in the YAML form of Spectral on documents.
//
// [Parse] reads a ruleset and compiles each rule, [Ruleset.Check] runs the rules
// over a tree of nodes. What a ruleset has that is not run here is named with its
// place, and the rule that needs it is left out whole; nothing is passed over in
// silence.
//
// # What is run
//
// Rules with given, then, severity, message, description and recommended; lists of
// given and of then; aliases that are a path or a list of paths; the functions
// truthy, falsy, defined, undefined, pattern, enumeration, length, casing, schema,
// alphabetical, xor, or and unreferencedReusableObject; and functions that the
// caller supplies for names that a ruleset lists under functions. Other rulesets
// named by extends, formats, overrides and JavaScript are not.
//
// # Paths
//
// A given is a JSONPath as Spectral takes it: names, [*], .*, indices, slices,
// unions, "..", filters, "^" for the parent and, at the end, "~" for the key. A
// filter tests the children of lists and of mappings. It is an expression of a part
// of JavaScript: paths from @, @property, @parent, @parentProperty, @path, @root,
// literals, comparisons, arithmetic, logic, "in", "~=", tests such as @string(), and
// the methods match, test, includes, indexOf, startsWith, endsWith, toLowerCase,
// toUpperCase and trim. What is missing is undefined, also below what is missing,
// where Spectral would stop.
//
// # Differences
//
// References by $ref are not followed. Regular expressions are those of RE2: ones
// with lookaround or back references are named as unsupported. Collation, which
// alphabetical uses, knows the order of ASCII, and puts other characters behind it.
// One given and one rule see a node at most once.
//
// The work that a check may do is bounded; where the bound is met, a warning says so.
package spectral
