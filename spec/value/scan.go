package value

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// Stop is the position that a [Scanner] returns when it cannot go on.
const Stop = -1

// Scanner reads a JSON text by positions in it, without making a tree. It accepts
// only what [Decode] accepts and means the same by it, but not all of that: where
// it stops, Decode says what is wrong, or reads what a Scanner does not. A Scanner
// belongs to one goroutine.
type Scanner struct {
	// Text is what is read.
	Text []byte
	// Depth is how many lists and objects the position lies in; who enters one
	// counts it.
	Depth int
	// Out is what [Scanner.Copy] appends to.
	Out []byte

	// loose is set when the text read is not spelled as Append would spell it.
	loose bool
	// naming is set while the names of members must be told apart.
	naming bool
	// names are hashes of the names in the objects being read.
	names []uint64
}

// Space returns the position of the first byte at or behind i that is no white
// space; it may be the end of the text.
func (s *Scanner) Space(i int) int {
	if i < len(s.Text) && s.Text[i] > ' ' {
		return i
	}
	return s.space(i)
}

func (s *Scanner) space(i int) int {
	from := i
	for i < len(s.Text) && isSpace(s.Text[i]) {
		i++
	}
	if i > from {
		s.loose = true
	}
	return i
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' }

// Next returns the first byte of the value at or behind i and its position; 0
// and Stop at the end of the text.
func (s *Scanner) Next(i int) (byte, int) {
	if i = s.Space(i); i >= len(s.Text) {
		return 0, Stop
	}
	return s.Text[i], i
}

// Skip returns the position behind the value that begins at or behind i.
func (s *Scanner) Skip(i int) int { return s.value(i, s.Depth) }

// Copy appends the value that begins at or behind i to Out, as [Append] writes
// what Decode reads, and returns the position behind it. It stops at objects that
// may have two members of one name.
func (s *Scanner) Copy(i int) int {
	if i = s.Space(i); i >= len(s.Text) {
		return Stop
	}
	s.loose, s.naming = false, true
	end := s.value(i, s.Depth)
	s.naming = false
	switch {
	case end == Stop:
		s.names = s.names[:0]
		return Stop
	case s.loose:
		s.rewrite(s.Text[i:end])
	default:
		s.Out = append(s.Out, s.Text[i:end]...)
	}
	return end
}

// Name reads the name of a member at or behind i and the colon behind it. It
// stops at names with escapes, so that a name is what its bytes say.
func (s *Scanner) Name(i int) (name []byte, next int) {
	c, i := s.Next(i)
	if c != '"' {
		return nil, Stop
	}
	end := s.text(i + 1)
	if end == Stop {
		return nil, Stop
	}
	name = s.Text[i+1 : end-1]
	if slices.Contains(name, '\\') {
		return nil, Stop
	}
	return name, s.colon(end)
}

func (s *Scanner) colon(i int) int {
	if c, at := s.Next(i); c == ':' {
		return at + 1
	}
	return Stop
}

// After returns whether another entry follows at or behind i, and the position
// behind the comma or the closing bracket.
func (s *Scanner) After(i int, closing byte) (more bool, next int) {
	switch c, at := s.Next(i); c {
	case ',':
		return true, at + 1
	case closing:
		return false, at + 1
	}
	return false, Stop
}

// value reads any value.
func (s *Scanner) value(i, depth int) int {
	if i = s.Space(i); i >= len(s.Text) {
		return Stop
	}
	switch s.Text[i] {
	case '"':
		return s.text(i + 1)
	case '{':
		return s.object(i+1, depth+1)
	case '[':
		return s.list(i+1, depth+1)
	case 't':
		return s.word(i, "true")
	case 'f':
		return s.word(i, "false")
	case 'n':
		return s.word(i, "null")
	}
	return s.number(i)
}

func (s *Scanner) list(i, depth int) int {
	if depth > MaxDepth {
		return Stop
	}
	if c, at := s.Next(i); c == ']' {
		return at + 1
	}
	for more := true; more; {
		if i = s.value(i, depth); i == Stop {
			return Stop
		}
		if more, i = s.After(i, ']'); i == Stop {
			return Stop
		}
	}
	return i
}

func (s *Scanner) object(i, depth int) int {
	if depth > MaxDepth {
		return Stop
	}
	if c, at := s.Next(i); c == '}' {
		return at + 1
	}
	first := len(s.names)
	for more := true; more; {
		if i = s.member(i, depth); i == Stop {
			return Stop
		}
		if more, i = s.After(i, '}'); i == Stop {
			return Stop
		}
	}
	if s.naming {
		if repeats(s.names[first:]) {
			return Stop
		}
		s.names = s.names[:first]
	}
	return i
}

func (s *Scanner) member(i, depth int) int {
	c, i := s.Next(i)
	if c != '"' {
		return Stop
	}
	end := s.text(i + 1)
	if end == Stop {
		return Stop
	}
	if s.naming {
		s.names = append(s.names, s.hash(s.Text[i:end]))
	}
	if i = s.colon(end); i == Stop {
		return Stop
	}
	return s.value(i, depth)
}

// hash returns a number for a quoted name that is the same for every spelling.
func (s *Scanner) hash(quoted []byte) uint64 {
	if slices.Contains(quoted, '\\') {
		quoted = requote(nil, quoted)
	}
	n := len(quoted)
	h := uint64(n)
	switch {
	case n >= 8:
		for i := 0; i+8 < n; i += 8 {
			h = mix(h, binary.LittleEndian.Uint64(quoted[i:]))
		}
		h = mix(h, binary.LittleEndian.Uint64(quoted[n-8:]))
	case n >= 4:
		h = mix(h, uint64(binary.LittleEndian.Uint32(quoted))|uint64(binary.LittleEndian.Uint32(quoted[n-4:]))<<32)
	default:
		for _, c := range quoted {
			h = mix(h, uint64(c))
		}
	}
	return h
}

func mix(h, w uint64) uint64 {
	hi, lo := bits.Mul64(h^w, 0x9e3779b97f4a7c15)
	return hi ^ lo
}

// repeats reports whether two of the hashes are alike. It may sort them.
func repeats(hashes []uint64) bool {
	const few = 12 // comparing each with each is faster up to here
	if len(hashes) > few {
		slices.Sort(hashes)
		for i := 1; i < len(hashes); i++ {
			if hashes[i] == hashes[i-1] {
				return true
			}
		}
		return false
	}
	for i, h := range hashes {
		if slices.Contains(hashes[:i], h) {
			return true
		}
	}
	return false
}

func (s *Scanner) word(i int, word string) int {
	if end := i + len(word); end <= len(s.Text) && string(s.Text[i:end]) == word {
		return end
	}
	return Stop
}

// number reads a number (RFC 8259 §6).
func (s *Scanner) number(i int) int {
	if s.Text[i] == '-' {
		i++
	}
	from := i
	if i = s.digits(i); i == from || s.Text[from] == '0' && i > from+1 {
		return Stop
	}
	if i < len(s.Text) && s.Text[i] == '.' {
		from = i + 1
		if i = s.digits(from); i == from {
			return Stop
		}
	}
	if i >= len(s.Text) || s.Text[i]|0x20 != 'e' {
		return i
	}
	i++
	if i < len(s.Text) && (s.Text[i] == '+' || s.Text[i] == '-') {
		i++
	}
	from = i
	if i = s.digits(from); i == from {
		return Stop
	}
	return i
}

func (s *Scanner) digits(i int) int {
	for i < len(s.Text) && s.Text[i]-'0' <= 9 {
		i++
	}
	return i
}

// text reads a string from behind its opening quote to behind its closing one.
func (s *Scanner) text(i int) int {
	begin, wide := i, false
	for {
		if i = plainTo(s.Text, i); i >= len(s.Text) {
			return Stop
		}
		switch c := s.Text[i]; {
		case c == '"':
			if wide && !utf8.Valid(s.Text[begin:i]) {
				return Stop
			}
			return i + 1
		case c == '\\':
			if i = s.escape(i + 1); i == Stop {
				return Stop
			}
		case c < ' ':
			return Stop
		default:
			wide = true
			for i++; i < len(s.Text) && s.Text[i] >= utf8.RuneSelf; {
				i++
			}
		}
	}
}

// escape reads an escape from behind its backslash. Surrogates are left to Decode.
func (s *Scanner) escape(i int) int {
	if i >= len(s.Text) {
		return Stop
	}
	switch s.Text[i] {
	case '"', '\\', 'b', 'f', 'n', 'r', 't':
		return i + 1
	case '/':
		s.loose = true
		return i + 1
	case 'u':
		s.loose = true
		return s.unicode(i + 1)
	}
	return Stop
}

func (s *Scanner) unicode(i int) int {
	r, ok := hex4(s.Text, i)
	switch {
	case !ok || r >= 0xdc00 && r < 0xe000:
		return Stop
	case r < 0xd800 || r >= 0xe000:
		return i + 4
	}
	if i+6 > len(s.Text) || s.Text[i+4] != '\\' || s.Text[i+5] != 'u' {
		return Stop
	}
	if low, ok := hex4(s.Text, i+6); !ok || low < 0xdc00 || low >= 0xe000 {
		return Stop
	}
	return i + 10
}

// hex4 reads four hexadecimal digits.
func hex4(b []byte, i int) (rune, bool) {
	if i+4 > len(b) {
		return 0, false
	}
	var r rune
	for _, c := range b[i : i+4] {
		switch lower := c | 0x20; {
		case c >= '0' && c <= '9':
			r = r<<4 | rune(c-'0')
		case lower >= 'a' && lower <= 'f':
			r = r<<4 | rune(lower-'a'+10)
		default:
			return 0, false
		}
	}
	return r, true
}

const (
	lowBits  = 0x0101010101010101
	highBits = 0x8080808080808080
)

// plainTo returns the position of the first byte at or behind i that is a quote,
// a backslash, a control character or not ASCII. It looks at eight bytes at once.
func plainTo(b []byte, i int) int {
	for ; i+8 <= len(b); i += 8 {
		w := binary.LittleEndian.Uint64(b[i:])
		quote, slash := w^('"'*lowBits), w^('\\'*lowBits)
		// In each of these the lowest bit that is set is right; higher ones may not be.
		found := ((quote - lowBits) &^ quote) | ((slash - lowBits) &^ slash) | ((w - ' '*lowBits) &^ w) | w
		if found &= highBits; found != 0 {
			return i + bits.TrailingZeros64(found)>>3
		}
	}
	for i < len(b) && b[i] >= ' ' && b[i] < utf8.RuneSelf && b[i] != '"' && b[i] != '\\' {
		i++
	}
	return i
}

// rewrite appends a text that was read to Out, spelled as Append spells it.
func (s *Scanner) rewrite(b []byte) {
	for i := 0; i < len(b); {
		switch c := b[i]; {
		case c == '"':
			end, escaped := stringEnd(b, i+1)
			if escaped {
				s.Out = requote(s.Out, b[i:end])
			} else {
				s.Out = append(s.Out, b[i:end]...)
			}
			i = end
		case isSpace(c):
			i++
		default:
			end := i + 1
			for end < len(b) && b[end] > ' ' && b[end] != '"' {
				end++
			}
			s.Out = append(s.Out, b[i:end]...)
			i = end
		}
	}
}

// stringEnd returns the position behind the closing quote of a well-formed string.
func stringEnd(b []byte, i int) (end int, escaped bool) {
	for {
		i = plainTo(b, i)
		switch b[i] {
		case '"':
			return i + 1, escaped
		case '\\':
			escaped = true
			i += 2
		default:
			i++
		}
	}
}

// requote appends a well-formed string in the spelling of [Quote].
func requote(dst, quoted []byte) []byte {
	text, err := jsontext.AppendUnquote(nil, quoted)
	if err != nil {
		panic("value: " + err.Error()) // only strings that were read come here
	}
	return Quote(dst, string(text))
}
