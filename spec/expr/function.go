package expr

import (
	"math"
	"strconv"

	"naftiko/spec/value"
)

// function is what may stand at the end of a path. It returns false for a value
// that it is not for.
type function func(value.Value) (value.Value, bool)

// functions are the functions by name. The numeric ones skip elements that are
// not numbers, and have no result without any number.
var functions = map[string]function{
	"length": length,
	"size":   length,
	"keys":   keys,
	"first":  func(v value.Value) (value.Value, bool) { return element(v, 0) },
	"last":   func(v value.Value) (value.Value, bool) { return element(v, -1) },
	"min":    func(v value.Value) (value.Value, bool) { return extreme(v, -1) },
	"max":    func(v value.Value) (value.Value, bool) { return extreme(v, 1) },
	"sum":    sum,
	"avg":    average,
	"stddev": deviation,
}

const functionNames = "length, size, keys, first, last, min, max, sum, avg or stddev"

func length(v value.Value) (value.Value, bool) {
	switch v := v.(type) {
	case value.List:
		return value.Int(int64(len(v))), true
	case *value.Object:
		return value.Int(int64(v.Len())), true
	}
	return nil, false
}

func keys(v value.Value) (value.Value, bool) {
	o, ok := v.(*value.Object)
	if !ok {
		return nil, false
	}
	list := value.List{}
	for name := range o.All() {
		list = append(list, name)
	}
	return list, true
}

// numbers returns the numbers of a list.
func numbers(v value.Value) []value.Number {
	list, _ := v.(value.List)
	var out []value.Number
	for _, item := range list {
		if n, ok := item.(value.Number); ok {
			out = append(out, n)
		}
	}
	return out
}

// extreme returns the largest number for sign 1, the smallest for -1.
func extreme(v value.Value, sign int) (value.Value, bool) {
	list := numbers(v)
	if len(list) == 0 {
		return nil, false
	}
	best := list[0]
	for _, n := range list[1:] {
		if compareNumbers(n, best)*sign > 0 {
			best = n
		}
	}
	return best, true
}

func sum(v value.Value) (value.Value, bool) {
	list := numbers(v)
	if len(list) == 0 {
		return nil, false
	}
	if total, ok := wholeSum(list); ok {
		return value.Int(total), true
	}
	total := 0.0
	for _, n := range list {
		total += n.Float()
	}
	return number(total)
}

// wholeSum adds integers exactly; false if one is not, or the sum is too large.
func wholeSum(list []value.Number) (int64, bool) {
	total := int64(0)
	for _, n := range list {
		i, err := strconv.ParseInt(string(n), 10, 64)
		if err != nil || (i > 0 && total > math.MaxInt64-i) || (i < 0 && total < math.MinInt64-i) {
			return 0, false
		}
		total += i
	}
	return total, true
}

func average(v value.Value) (value.Value, bool) {
	mean, _, ok := moments(v)
	if !ok {
		return nil, false
	}
	return number(mean)
}

// deviation is the standard deviation of the whole population.
func deviation(v value.Value) (value.Value, bool) {
	_, variance, ok := moments(v)
	if !ok {
		return nil, false
	}
	return number(math.Sqrt(variance))
}

func moments(v value.Value) (mean, variance float64, ok bool) {
	list := numbers(v)
	if len(list) == 0 {
		return 0, 0, false
	}
	for _, n := range list {
		mean += n.Float()
	}
	mean /= float64(len(list))
	for _, n := range list {
		d := n.Float() - mean
		variance += d * d
	}
	return mean, variance / float64(len(list)), true
}

// number returns f in its shortest spelling; false for what JSON has no number for.
func number(f float64) (value.Value, bool) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return nil, false
	}
	format := byte('f')
	if math.Abs(f) >= 1e21 || (f != 0 && math.Abs(f) < 1e-6) {
		format = 'g'
	}
	return value.Number(strconv.FormatFloat(f, format, -1, 64)), true
}
