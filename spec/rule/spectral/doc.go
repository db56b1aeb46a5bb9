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
// named by extends, formats, overrides and JavaScript are not. A severity in place of a rule gives
// the findings of a code of the caller's a level.
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
// Of the errors of a schema, the first is that of the outermost part, and allErrors
// are all of them. Where all of a field is missing, messages name the whole of it. A
// JSON Pointer in a message is written without percent signs. A given such as
// $..[1:] is taken at each list, and [(@.length-2)] is one item. Of a list or a text, a
// given does not find the length; a field does. A document that begins with comments
// begins behind them.
//
// The work that a check may do is bounded, and so are its findings: first come the rules
// of the gravest findings, and a warning names those that were not run to their end.
package spectral
