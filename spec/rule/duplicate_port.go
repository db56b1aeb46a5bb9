package rule

import (
	"strings"

	"naftiko/spec"
)

var duplicatePort = Rule{
	Code: "duplicate-port", Level: Warning, Strict: Error, In: Recommended,
	Title: "two adapters on one port",
	Why: "Each adapter listens on a port of its own. The second that asks for a port which is taken cannot start, and nothing of the " +
		"document is served.",
	Check: checkDuplicatePort,
}

func checkDuplicatePort(p *Pass) {
	seen := map[string]*spec.Expose{}
	for _, e := range p.exposes("") {
		port := strings.TrimSpace(e.Port.Text)
		if port == "" || port == "0" || e.Type.Text == "control" || strings.Contains(port, "{") || isStdio(e) {
			continue // a rule of its own looks at control
		}
		before := seen[port]
		switch {
		case before == nil:
			seen[port] = e
		case e.Address.Text == before.Address.Text || isEverywhere(e) || isEverywhere(before) || isLocal(e.Address.Text) && isLocal(before.Address.Text):
			p.report(e.Port.Pos, "give each its own port", "the %s adapter listens on port %s as well, on line %d",
				before.Type.Text, port, before.Port.Pos.Line)
		}
	}
}

// isStdio reports whether an adapter listens on no port.
func isStdio(e *spec.Expose) bool {
	return e.Type.Text == "mcp" && strings.EqualFold(e.Transport.Text, "stdio")
}

// isEverywhere reports whether an adapter listens on all addresses of the machine.
func isEverywhere(e *spec.Expose) bool {
	switch strings.Trim(e.Address.Text, "[]") {
	case "0.0.0.0", "::", "*":
		return true
	}
	return false
}

// isLocal reports whether an address can be reached from the machine alone. None
// stands for localhost.
func isLocal(address string) bool {
	host := hostOnly(address)
	return host == "" || isLoopback(host) || strings.HasPrefix(host, "127.") && strings.Trim(host, "0123456789.") == "" // 127.1 is 127.0.0.1
}
