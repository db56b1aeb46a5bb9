//go:build race

package schema_test

// every is the distance of the documents of the corpus that are checked: all of
// them take most of a minute with the race detector.
const every = 7
