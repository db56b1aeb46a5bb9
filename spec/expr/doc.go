// Package expr compiles and evaluates the two small languages of capability
// documents: templates and JSONPath. Both are compiled once, are safe for
// concurrent use afterwards, and are evaluated as pure functions of the values
// they are given.
//
// The package knows nothing of documents, requests or where values come from: a
// [Scope] hands it values, and binds that must not be looked at are handed over
// as [Opaque] and stay references in the rendered [Text] until [Text.Reveal].
// It reads nothing, writes nothing and starts no goroutine.
//
// # Templates
//
// [ParseTemplate] takes Mustache without partials and lambdas; [ParseURITemplate]
// takes {x} and {{x}}. They differ from the Mustache specification where the
// reference does: nothing is escaped as HTML (the [Encoding] is that of the place
// where a value goes), a dotted name may be the key of one variable, a tag that is
// not closed is text, and lists and objects render as JSON.
//
// # JSONPath
//
// [ParsePath] takes the dialect of the reference's library:
//
//   - .name ['name'] ["name"] ..name [0] [-1] [1:3] [*] .* [?(…)] and unions of
//     these in one bracket; .[…] is […]. Names in dot notation may have any
//     character but . [ ] ( ), and blanks inside where the path begins with $.
//   - Several names at the end of a path make one object of those members, and
//     indices in a union at the end that are not there make nulls. Elsewhere a
//     union is the matches of its parts, one part behind the other.
//   - Behind .., a list of names at the end matches objects that have them all.
//   - A filter on a list tests its elements; on an object, the object itself.
//     Behind .. it tests every object and every list element once.
//   - Filters have == != === !== < <= > >= =~ in nin contains size empty subsetof
//     anyof noneof, && || ! and parentheses, with paths from @ and $, which may
//     end in a function, and literals: JSON, single quotes and leading zeros
//     allowed. A path alone asks whether there is a match, null included.
//   - A number equals a text that spells it; numbers are compared exactly. Only
//     two numbers or two texts have an order. What is missing equals nothing, and
//     a path of many nodes stands for the list of them. =~ /…/ims matches whole
//     texts, in Go's syntax.
//   - length() size() keys() min() max() avg() sum() stddev() first() last() stand
//     at the end of a path that matches one node.
//
// Of RFC 9535 it leaves out steps of slices, the functions inside of filters and
// blanks between segments, all of which are syntax errors; where an expression
// means different things, the reference's meaning is taken. The tests run the
// compliance suite, the answers recorded from the reference's library and the
// consensus of other implementations, and testdata lists every difference with
// its reason.
//
// The walk along a path is this package's own: it keeps the order of members, and
// a plain path touches no library. PaesslerAG/jsonpath and gval evaluate filters;
// see the type filter for the division of work.
package expr
