package rule

import "naftiko/spec/diag"

var controlAddressLocalhostWarning = Rule{
	Code: "control-address-localhost-warning", Published: true, Level: Warning, In: Recommended,
	Title: "a control adapter that others can reach",
	Why: "The control adapter shows what runs, how it is configured and what was called, and changes some of it. At an address " +
		"other than this machine's own, everybody on the network can ask it. Leave the address out, or write localhost, and " +
		"let those in who need it with a tunnel or a proxy that asks who they are.",
	Check: checkControlAddress,
}

func checkControlAddress(p *Pass) {
	for _, x := range p.exposes("control") {
		if isBlank(x.Address) || isTemplate(x.Address.Text) || isLoopback(hostOnly(x.Address.Text)) {
			continue
		}
		p.report(x.Address.Pos, "write localhost, or leave it out", "the control adapter listens at %q, not at localhost alone", diag.Short(x.Address.Text))
	}
}
