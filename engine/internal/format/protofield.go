package format

import "strings"

// maxProtoNumber is the highest number of a field.
const maxProtoNumber = 1<<29 - 1

// body reads a message from its opening brace to the closing one.
func (p *protoParser) body(m *protoMessage) error {
	if p.depth++; p.depth > maxWireDepth {
		return p.lex.errorf(p.tok.pos, "messages %s", errWireDeep)
	}
	defer func() { p.depth-- }()
	if err := p.expect("{"); err != nil {
		return err
	}
	for !p.is("}") {
		if err := p.member(m); err != nil {
			return err
		}
	}
	return p.advance()
}

// member reads one statement of a message.
func (p *protoParser) member(m *protoMessage) error {
	if ok, err := p.eat(";"); ok || err != nil {
		return err
	}
	if p.tok.kind != lexName {
		return p.field(m, m.newSlot())
	}
	start := p.tok
	if err := p.advance(); err != nil {
		return err
	}
	f := &protoField{scope: m, slot: m.newSlot(), pos: start.pos}
	if isProtoLabel(start.text) {
		f.pos, f.repeated = p.tok.pos, start.text == "repeated"
		return p.fieldOf(f, "")
	}
	if p.is(".") {
		return p.fieldOf(f, start.text)
	}
	switch start.text {
	case "export", "local":
		if word := p.tok.text; p.is("message") || p.is("enum") {
			if err := p.advance(); err != nil {
				return err
			}
			return p.declaration(word, m)
		}
	case "message", "enum", "extend":
		return p.declaration(start.text, m)
	case "option":
		return p.skipOption()
	case "oneof":
		return p.oneof(m)
	case "reserved", "extensions":
		return p.skipRanges()
	}
	return p.fieldOf(f, start.text)
}

func isProtoLabel(word string) bool {
	return word == "optional" || word == "required" || word == "repeated"
}

func (m *protoMessage) newSlot() int {
	m.slots++
	return m.slots - 1
}

// oneof reads what follows the keyword. Its fields share one slot.
func (p *protoParser) oneof(m *protoMessage) error {
	if _, err := p.word(); err != nil {
		return err
	}
	if err := p.expect("{"); err != nil {
		return err
	}
	slot := m.newSlot()
	for !p.is("}") {
		if ok, err := p.eat(";"); err != nil {
			return err
		} else if ok {
			continue
		}
		if err := p.field(m, slot); err != nil {
			return err
		}
	}
	return p.advance()
}

// field reads a field, or an option among the fields of a oneof.
func (p *protoParser) field(m *protoMessage, slot int) error {
	f := &protoField{scope: m, slot: slot, pos: p.tok.pos}
	if p.tok.kind != lexName {
		return p.fieldOf(f, "")
	}
	first := p.tok.text
	if err := p.advance(); err != nil {
		return err
	}
	if first == "option" && !p.is(".") {
		return p.skipOption()
	}
	return p.fieldOf(f, first)
}

// fieldOf reads a field from its type on, of which first is the beginning that
// is read already, or "".
func (p *protoParser) fieldOf(f *protoField, first string) error {
	if first == "" && p.tok.kind == lexName {
		first = p.tok.text
		if err := p.advance(); err != nil {
			return err
		}
	}
	switch {
	case first == "group" && p.tok.kind == lexName:
		return p.group(f)
	case first == "map" && p.is("<"):
		if err := p.mapType(f); err != nil {
			return err
		}
	default:
		if err := p.typeName(f, first); err != nil {
			return err
		}
	}
	pos := p.tok.pos
	var err error
	if f.name, err = p.word(); err != nil {
		return err
	}
	if err := p.number(f); err != nil {
		return err
	}
	if err := p.add(f, pos); err != nil {
		return err
	}
	return p.expect(";")
}

// typeName reads the rest of a type that begins with first, which may be "".
func (p *protoParser) typeName(f *protoField, first string) error {
	f.typeName = first
	if first == "" || p.is(".") {
		rest, err := p.dotted()
		if err != nil {
			return err
		}
		f.typeName += rest
	}
	f.scalar = protoScalarOf(f.typeName)
	return nil
}

// mapType reads <key, value> behind the word map.
func (p *protoParser) mapType(f *protoField) error {
	if err := p.expect("<"); err != nil {
		return err
	}
	pos := p.tok.pos
	key, err := p.word()
	if err != nil {
		return err
	}
	if f.key = protoScalarOf(key); !f.key.isKey() {
		return p.lex.errorf(pos, "%.40q is no type for the keys of a map", key)
	}
	if err := p.expect(","); err != nil {
		return err
	}
	if err := p.typeName(f, ""); err != nil {
		return err
	}
	return p.expect(">")
}

// number reads = and the field's number, and its options.
func (p *protoParser) number(f *protoField) (err error) {
	if err := p.expect("="); err != nil {
		return err
	}
	if f.number, err = p.integer(1, maxProtoNumber); err != nil {
		return err
	}
	f.encoding, err = p.options()
	return err
}

// group reads a group from its name on: a field and its type in one.
func (p *protoParser) group(f *protoField) error {
	pos, name := p.tok.pos, p.tok.text
	m, err := p.newMessage(f.scope)
	if err != nil {
		return err
	}
	f.name, f.typeName, f.message, f.group = strings.ToLower(name), name, m, true
	if err := p.number(f); err != nil {
		return err
	}
	if err := p.add(f, pos); err != nil {
		return err
	}
	return p.body(m)
}

// add makes f a field of the message that it stands in.
func (p *protoParser) add(f *protoField, pos int) error {
	m := f.scope
	if m.names[f.name] {
		return p.lex.errorf(pos, "field %.40q is declared twice", f.name)
	}
	if other := m.byNumber[f.number]; other != nil {
		return p.lex.errorf(pos, "fields %.40q and %.40q have one number, %d", other.name, f.name, f.number)
	}
	f.index = len(m.fields)
	m.fields = append(m.fields, f)
	m.names[f.name], m.byNumber[f.number] = true, f
	return nil
}
