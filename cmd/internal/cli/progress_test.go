package cli

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestThousands(t *testing.T) {
	for n, want := range map[int]string{
		0: "0", 7: "7", 999: "999", 1000: "1,000", 12345: "12,345", 123456: "123,456", 1234567: "1,234,567",
		-1: "-1", -999: "-999", -1000: "-1,000", -123456: "-123,456",
	} {
		assert.Equal(t, want, thousands(n))
	}
}

func TestProgress(t *testing.T) {
	for _, tty := range []bool{true, false} {
		var out, said strings.Builder
		a := newApp(Env{
			Stdout: &out, Stderr: &said, StderrTTY: tty, Width: 40,
			LookupEnv: func(string) (string, bool) { return "", false },
		})
		var clock time.Time
		p := a.progress(func() time.Time { return clock })
		p.checked(1)
		clock = clock.Add(time.Second)
		p.checked(1)
		clock = clock.Add(time.Second)
		p.checked(1234)
		p.end()
		assert.Empty(t, out.String())
		if !tty {
			assert.Empty(t, said.String())
			continue
		}
		assert.Equal(t, []string{"", "1 document checked…", "1,234 documents checked…", "", ""}, trimmed(said.String()))
	}
}

// trimmed returns what was written over and over on one line.
func trimmed(s string) []string {
	parts := strings.Split(s, "\r")
	for i := range parts {
		parts[i] = strings.TrimRight(parts[i], " ")
	}
	return parts
}
