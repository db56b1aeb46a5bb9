//go:build !race

package schema_test

// every is the distance of the documents of the corpus that are checked.
const every = 1
