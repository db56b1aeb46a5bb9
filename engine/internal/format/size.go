package format

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// sizeUnits are the units of a size, in bytes; the empty one fits last.
var sizeUnits = []struct {
	suffix string
	bytes  float64
}{{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"B", 1}, {"", 1}}

// ParseSize reads a size such as 4096, 512KiB or 1.5MiB, in bytes; a fraction of a
// byte is cut. It is at least 1 byte and less than 1 TiB. The grammar is that of
// maxBinarySize.
func ParseSize(text string) (int64, error) {
	text = strings.TrimSpace(text)
	for _, u := range sizeUnits {
		number, ok := strings.CutSuffix(text, u.suffix)
		if !ok {
			continue
		}
		n, ok := decimal(number)
		if size := math.Floor(n * u.bytes); ok && size >= 1 && size < 1<<40 {
			return int64(size), nil
		}
		break
	}
	return 0, fmt.Errorf("%q is not a size", text)
}

// decimal reads digits with or without a fraction.
func decimal(text string) (float64, bool) {
	whole, fraction, dotted := strings.Cut(text, ".")
	if !allDigits(whole) || dotted && !allDigits(fraction) {
		return 0, false
	}
	n, err := strconv.ParseFloat(text, 64)
	return n, err == nil
}

func allDigits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}
