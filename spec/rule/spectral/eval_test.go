package spectral_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"naftiko/spec/rule/spectral"
)

// Filters mean what they mean in JavaScript: the answers are those of an engine for it.
func TestExpressions(t *testing.T) {
	root := document(t, `v: {t: true, f: false, n: ~, z: 0, big: 1e3, neg: -2.5, s: abc, l: [x, y, z], e: "😀", o: {a: {b: 1}},
  yes: yes, date: 2024-01-01, quoted: "7", oct: 0o10, hex: 0x1F}
`)
	tests := []struct {
		expr string
		want bool
	}{
		{`'1' == 1`, true},
		{`'01' == 1`, true},
		{`'0x1F' == 31`, true},
		{`'1_0' == 10`, false},
		{`'' == 0`, true},
		{`' 5 ' == 5`, true},
		{`'Infinity' == 1/0`, true},
		{`'-Infinity' == -1/0`, true},
		{`'inf' == 1/0`, false},
		{`'nan' == 0`, false},
		{`true == 1`, true},
		{`true == '1'`, true},
		{`false == ''`, true},
		{`null == 0`, false},
		{`null >= 0`, true},
		{`null == undefined`, true},
		{`null === undefined`, false},
		{`undefined == 0`, false},
		{`undefined >= 0`, false},
		{`@.t == 'true'`, false},
		{`@.t === true`, true},
		{`@.f == 0`, true},
		{`@.n === null`, true},
		{`@.z == '0'`, true},
		{`@.big === 1000`, true},
		{`@.neg < 0`, true},
		{`@.neg === -2.5`, true},
		{`@.s + 1 === 'abc1'`, true},
		{`1 + 1 + 'a' === '2a'`, true},
		{`@.s < 'abd'`, true},
		{`'10' < '9'`, true},
		{`'10' < 9`, false},
		{`10 > '9'`, true},
		{`@.s > 5`, false},
		{`@.s <= 5`, false},
		{`@.l.length === 3`, true},
		{`@.l[0] === 'x'`, true},
		{`@.l['1'] === 'y'`, true},
		{`@.l.includes('z')`, true},
		{`@.l.indexOf('y') === 1`, true},
		{`@.l.indexOf('q') === -1`, true},
		{`@.s.length === 3`, true},
		{`@.s.indexOf('c') === 2`, true},
		{`@.e.length === 2`, true},
		{`@.e.indexOf('b') === 2`, false},
		{`@.o == @.o`, true},
		{`@.o === @.o`, true},
		{`@.o === @.l`, false},
		{`@.o.a.b`, true},
		{`@.o.a.c === undefined`, true},
		{`!@.nothing`, true},
		{`!!@.o`, true},
		{`-@.s === 0`, false},
		{`+'5' === 5`, true},
		{`5 % 3 === 2`, true},
		{`-5 % 3 === -2`, true},
		{`5 % 0 === 0`, false},
		{`1 / 3 < 0.34`, true},
		{`2 * '3' === 6`, true},
		{`'a' * 2 === 0`, false},
		{`(1 ? 0 : 1) === 0`, true},
		{`@.s ? true : false`, true},
		{`@.nothing ? true : false`, false},
		{`[] == []`, false},
		{`['a'].includes('a')`, true},
		{`['a','b'].indexOf('b') === 1`, true},
		{`['a'].length === 1`, true},
		{`['a', 1][1] === 1`, true},
		{`'a\'b'.length === 3`, true},
		{`"a\tb".length === 3`, true},
		{`'A'.toLowerCase() === 'a'`, true},
		{`' a '.trim() === 'a'`, true},
		{`@.s.match(/b/)`, true},
		{`@.s.match(/^b/)`, false},
		{`@.s.match('c$')`, true},
		{`/^a.c$/.test(@.s)`, true},
		{`/[/)]/.test('/')`, true},
		{`/a/.test(@.z)`, false},
		{`0.1 + 0.2 === 0.3`, false},
		{`1e3 === 1000`, true},
		{`.5 === 0.5`, true},
		{`1 - 1 || 2`, true},
		{`1 && 0`, false},
		{`0 || null`, false},
		{`1 < 2 === true`, true},
		{`1 + 2 * 3 === 7`, true},
		{`(1 + 2) * 3 === 9`, true},
		{`!0 === true`, true},
		{`@.s == 'abc' && @.t || @.f`, true},
		{`@.x == null`, true},
		{`@.yes === 'yes'`, true},
		{`@.date === '2024-01-01'`, true},
		{`@.quoted === '7'`, true},
		{`@.quoted === 7`, false},
		{`@.oct === 8`, true},
		{`@.hex === 31`, true},
	}
	for _, tc := range tests {
		t.Run(tc.expr, func(t *testing.T) {
			set := parse(t, "rules:\n  r:\n    given: >-\n      $[?("+tc.expr+")]\n    then: {function: falsy}\n")
			assert.Equal(t, tc.want, len(set.Check(root, spectral.Options{})) == 1)
		})
	}
}
