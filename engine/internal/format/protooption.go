package format

import "strings"

// delimited is the message_encoding of fields whose messages are enclosed in
// tags, as groups are.
const delimited = "DELIMITED"

// protoOption is an option: only those about message_encoding matter here.
type protoOption struct{ name, value string }

// encoding returns the message_encoding that the option sets, or "".
func (o protoOption) encoding() string {
	switch o.name {
	case "features.message_encoding":
		return o.value
	case "features":
		if _, after, ok := strings.Cut(o.value, "message_encoding : "); ok {
			encoding, _, _ := strings.Cut(after, " ")
			return encoding
		}
	}
	return ""
}

// option reads name = value.
func (p *protoParser) option() (o protoOption, err error) {
	if o.name, err = p.optionName(); err != nil {
		return o, err
	}
	if err = p.expect("="); err != nil {
		return o, err
	}
	o.value, err = p.optionValue()
	return o, err
}

// skipOption reads what follows the word option, to its end.
func (p *protoParser) skipOption() error {
	if _, err := p.option(); err != nil {
		return err
	}
	return p.expect(";")
}

// options reads [name = value, …] if there are any, and returns the
// message_encoding that they set, or "".
func (p *protoParser) options() (encoding string, err error) {
	if ok, err := p.eat("["); !ok || err != nil {
		return "", err
	}
	for {
		o, err := p.option()
		if err != nil {
			return "", err
		}
		if e := o.encoding(); e != "" {
			encoding = e
		}
		if ok, err := p.eat(","); err != nil {
			return "", err
		} else if !ok {
			return encoding, p.expect("]")
		}
	}
}

// optionName reads names and (extensions) with dots between them.
func (p *protoParser) optionName() (string, error) {
	var parts []string
	for {
		part, err := p.optionNamePart()
		if err != nil {
			return "", err
		}
		parts = append(parts, part)
		if ok, err := p.eat("."); !ok || err != nil {
			return strings.Join(parts, "."), err
		}
	}
}

func (p *protoParser) optionNamePart() (string, error) {
	if ok, err := p.eat("("); err != nil {
		return "", err
	} else if !ok {
		return p.word()
	}
	name, err := p.dotted()
	if err != nil {
		return "", err
	}
	return "(" + name + ")", p.expect(")")
}

// optionValue reads a value and returns it: the word that it is, or the tokens
// of what stands in braces. Texts and numbers are left out.
func (p *protoParser) optionValue() (string, error) {
	if p.is("{") {
		return p.braces()
	}
	if p.tok.kind == lexString {
		for p.tok.kind == lexString {
			if err := p.advance(); err != nil {
				return "", err
			}
		}
		return "", nil
	}
	if _, err := p.eat("-"); err != nil {
		return "", err
	}
	switch p.tok.kind {
	case lexName:
		return p.word()
	case lexInt, lexFloat:
		return "", p.advance()
	}
	return "", p.unexpected("want a value")
}

// braces moves past { … } and returns the words and symbols inside, with a
// blank behind each.
func (p *protoParser) braces() (string, error) {
	var b strings.Builder
	for depth := 0; ; {
		switch {
		case p.tok.kind == lexEnd:
			return "", p.unexpected("want }")
		case p.is("{"):
			depth++
		case p.is("}"):
			depth--
		}
		if p.tok.kind == lexName || p.tok.kind == lexSymbol {
			b.WriteString(p.tok.text)
			b.WriteByte(' ')
		}
		if err := p.advance(); depth == 0 || err != nil {
			return b.String(), err
		}
	}
}

// skipBlock moves past { … }.
func (p *protoParser) skipBlock() error {
	if !p.is("{") {
		return p.unexpected("want {")
	}
	_, err := p.braces()
	return err
}

// skipRanges moves past the numbers and names behind reserved and extensions.
func (p *protoParser) skipRanges() error {
	for !p.is(";") {
		switch {
		case p.is("["):
			if _, err := p.options(); err != nil {
				return err
			}
			continue
		case p.tok.kind == lexName, p.tok.kind == lexInt, p.tok.kind == lexString, p.is(","), p.is("-"):
		default:
			return p.unexpected("want numbers or names, and ;")
		}
		if err := p.advance(); err != nil {
			return err
		}
	}
	return p.advance()
}
