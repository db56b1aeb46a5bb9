//go:build !race

package cli_test

// raceDetector tells that this run is about races: a sample is enough.
const raceDetector = false
