package format

import (
	"math"
	"strconv"
	"strings"
)

// protoParser reads a .proto file (proto2, proto3 and editions). It keeps what
// decoding needs: messages, their fields, enums, imports. What it leaves out,
// options and services above all, it reads only as far as to find their end.
type protoParser struct {
	*protoFile
	tok   protoToken
	depth int
}

// parseProto reads the text of a .proto file. Errors are *[protoError].
func parseProto(path, src string) (*protoFile, error) {
	src = strings.TrimPrefix(src, "\xef\xbb\xbf")
	p := &protoParser{protoFile: &protoFile{lex: protoLexer{path: path, src: src}}}
	if err := p.advance(); err != nil {
		return nil, err
	}
	for p.tok.kind != lexEnd {
		if err := p.statement(); err != nil {
			return nil, err
		}
	}
	return p.protoFile, nil
}

func (p *protoParser) advance() (err error) {
	p.tok, err = p.lex.next()
	return err
}

// is reports whether the token at hand is this word or symbol.
func (p *protoParser) is(text string) bool {
	return p.tok.kind != lexString && p.tok.text == text
}

// eat moves past the token if it is this word or symbol, and reports whether it was.
func (p *protoParser) eat(text string) (bool, error) {
	if !p.is(text) {
		return false, nil
	}
	return true, p.advance()
}

func (p *protoParser) expect(text string) error {
	if ok, err := p.eat(text); ok || err != nil {
		return err
	}
	return p.unexpected("want " + text)
}

// unexpected is the error that the token at hand does not belong there.
func (p *protoParser) unexpected(want string) error {
	switch {
	case p.tok.kind == lexEnd:
		return p.lex.errorf(p.tok.pos, "the file ends too soon; %s", want)
	case p.tok.kind == lexString || len(p.tok.text) > 40:
		return p.lex.errorf(p.tok.pos, "something else is needed here: %s", want)
	}
	return p.lex.errorf(p.tok.pos, "unexpected %q; %s", p.tok.text, want)
}

// word moves past a name without dots.
func (p *protoParser) word() (string, error) {
	if p.tok.kind != lexName {
		return "", p.unexpected("want a name")
	}
	name := p.tok.text
	return name, p.advance()
}

// dotted moves past a name with dots, which may begin with one.
func (p *protoParser) dotted() (string, error) {
	var parts []string
	if ok, err := p.eat("."); err != nil {
		return "", err
	} else if ok {
		parts = append(parts, "")
	}
	for {
		name, err := p.word()
		if err != nil {
			return "", err
		}
		parts = append(parts, name)
		if ok, err := p.eat("."); !ok || err != nil {
			return strings.Join(parts, "."), err
		}
	}
}

// text moves past strings, which add up to one.
func (p *protoParser) text() (string, error) {
	if p.tok.kind != lexString {
		return "", p.unexpected("want a text in quotes")
	}
	var b strings.Builder
	for p.tok.kind == lexString {
		part := p.tok.text[1 : len(p.tok.text)-1]
		if strings.Contains(part, `\`) {
			return "", p.lex.errorf(p.tok.pos, "no escape is known in this text")
		}
		b.WriteString(part)
		if err := p.advance(); err != nil {
			return "", err
		}
	}
	return b.String(), nil
}

// integer moves past a whole number from low to high.
func (p *protoParser) integer(low, high int32) (int32, error) {
	pos := p.tok.pos
	minus, err := p.eat("-")
	if err != nil {
		return 0, err
	}
	if p.tok.kind != lexInt {
		return 0, p.unexpected("want a whole number")
	}
	n, err := strconv.ParseInt(p.tok.text, 0, 64)
	if minus {
		n = -n
	}
	if err != nil || n < int64(low) || n > int64(high) {
		return 0, p.lex.errorf(pos, "want a whole number from %d to %d", low, high)
	}
	return int32(n), p.advance() //nolint:gosec // low and high are of 32 bits
}

// statement reads one statement of the file.
func (p *protoParser) statement() error {
	if ok, err := p.eat(";"); ok || err != nil {
		return err
	}
	start := p.tok
	name, err := p.word()
	if err != nil {
		return err
	}
	if (name == "export" || name == "local") && (p.is("message") || p.is("enum")) {
		if name, err = p.word(); err != nil {
			return err
		}
	}
	switch name {
	case "syntax", "edition":
		return p.syntax(name)
	case "package":
		return p.packageName(start.pos)
	case "import":
		return p.importFile(start.pos)
	case "option":
		return p.fileOption()
	case "service":
		if _, err := p.word(); err != nil {
			return err
		}
		return p.skipBlock()
	case "message", "enum", "extend":
		return p.declaration(name, nil)
	}
	return p.lex.errorf(start.pos, "no statement begins with %.40q", name)
}

func (p *protoParser) syntax(keyword string) error {
	if err := p.expect("="); err != nil {
		return err
	}
	pos := p.tok.pos
	version, err := p.text()
	if err != nil {
		return err
	}
	p.edition = keyword == "edition"
	if !p.edition && version != "proto2" && version != "proto3" {
		return p.lex.errorf(pos, "want proto2 or proto3")
	}
	return p.expect(";")
}

func (p *protoParser) packageName(pos int) error {
	if p.pkg != "" {
		return p.lex.errorf(pos, "a second package")
	}
	name, err := p.dotted()
	if err != nil {
		return err
	}
	p.pkg = strings.TrimPrefix(name, ".")
	return p.expect(";")
}

func (p *protoParser) importFile(pos int) error {
	im := protoImport{pos: pos, public: p.is("public")}
	if im.public || p.is("weak") || p.is("option") {
		if err := p.advance(); err != nil {
			return err
		}
	}
	var err error
	if im.path, err = p.text(); err != nil {
		return err
	}
	p.imports = append(p.imports, im)
	return p.expect(";")
}

func (p *protoParser) fileOption() error {
	o, err := p.option()
	if err != nil {
		return err
	}
	if encoding := o.encoding(); encoding != "" {
		p.delimited = encoding == delimited
	}
	return p.expect(";")
}

// declaration reads what follows "message", "enum" or "extend", in the file
// (outer is nil) or in a message.
func (p *protoParser) declaration(keyword string, outer *protoMessage) error {
	switch keyword {
	case "enum":
		return p.enum(outer)
	case "extend":
		return p.extend(outer)
	}
	m, err := p.newMessage(outer)
	if err != nil {
		return err
	}
	if p.root == nil {
		p.root = m
	}
	return p.body(m)
}

func (p *protoParser) newMessage(outer *protoMessage) (*protoMessage, error) {
	pos := p.tok.pos
	name, err := p.word()
	m := &protoMessage{
		name: outer.member(name), pos: pos,
		byNumber: map[int32]*protoField{}, names: map[string]bool{},
	}
	p.messages = append(p.messages, m)
	return m, err
}

// member returns the name of what is declared as name in m, or outside of
// messages where m is nil.
func (m *protoMessage) member(name string) string {
	if m == nil || m.name == "" {
		return name
	}
	return m.name + "." + name
}

// extend reads the fields of an extension. They are no part of any message
// here; groups among them declare their type in outer.
func (p *protoParser) extend(outer *protoMessage) error {
	if _, err := p.dotted(); err != nil {
		return err
	}
	m := &protoMessage{byNumber: map[int32]*protoField{}, names: map[string]bool{}}
	if outer != nil {
		m.name = outer.name
	}
	return p.body(m)
}

// enum reads what follows the keyword.
func (p *protoParser) enum(outer *protoMessage) error {
	e := &protoEnum{pos: p.tok.pos, names: map[int32]string{}}
	name, err := p.word()
	if err != nil {
		return err
	}
	e.name = outer.member(name)
	p.enums = append(p.enums, e)
	if err := p.expect("{"); err != nil {
		return err
	}
	for !p.is("}") {
		if err := p.enumMember(e); err != nil {
			return err
		}
	}
	return p.advance()
}

func (p *protoParser) enumMember(e *protoEnum) error {
	if ok, err := p.eat(";"); ok || err != nil {
		return err
	}
	name, err := p.word()
	if err != nil {
		return err
	}
	if !p.is("=") {
		switch name {
		case "option":
			return p.skipOption()
		case "reserved":
			return p.skipRanges()
		}
	}
	if err := p.expect("="); err != nil {
		return err
	}
	n, err := p.integer(math.MinInt32, math.MaxInt32)
	if err != nil {
		return err
	}
	if len(e.names) == 0 {
		e.first = n
	}
	if _, ok := e.names[n]; !ok {
		e.names[n] = name
	}
	if _, err := p.options(); err != nil {
		return err
	}
	return p.expect(";")
}
