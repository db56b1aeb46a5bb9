package rule

import "naftiko/spec/diag"

var controlPortSingletonAndUnique = Rule{
	Code: "control-port-singleton-and-unique", Published: true, Level: Error, In: Recommended,
	Title: "a second control adapter, or one on a port that is taken",
	Why: "The control adapter answers for the whole capability: its health, metrics and traces. There can be one, and it needs a " +
		"port of its own. With two, or on the port of another adapter, the capability does not start.",
	Check: checkControlPort,
}

func checkControlPort(p *Pass) {
	var first *entry
	ports := p.businessPorts()
	for i := range p.entries {
		e := &p.entries[i]
		if e.expose == nil || e.expose.Type.Text != "control" {
			continue
		}
		port := e.expose.Port
		if first == nil {
			first = e
		} else {
			p.report(e.at(e.expose.Type.Pos), "leave one of them", "there is a control adapter already, at %v", first.at(first.expose.Type.Pos))
		}
		if other := ports[port.Text]; other != nil && port.Text != "0" {
			p.report(e.at(port.Pos), "give it a port of its own", "%s listens on the port %s of the control adapter too, at %v",
				nameOf(other.expose.Type.Text+" adapter", *other.namespace), diag.Short(port.Text), other.at(other.expose.Port.Pos))
		}
	}
}

// businessPorts finds the other adapters that listen by their ports.
func (s *Subject) businessPorts() map[string]*entry {
	ports := map[string]*entry{}
	for i := range s.entries {
		e := &s.entries[i]
		if x := e.expose; x != nil && x.Type.Text != "control" && x.Transport.Text != "stdio" && x.Port.Text != "" && ports[x.Port.Text] == nil {
			ports[x.Port.Text] = e
		}
	}
	return ports
}

// at is where the document has what stands at pos in the entry, which may be an
// imported one.
func (e *entry) at(pos diag.Pos) diag.Pos {
	if e.isOwn() && pos.IsValid() {
		return pos
	}
	return e.pos
}
