package rule

import "naftiko/spec"

var tunnelFallbackDirectWarns = Rule{
	Code: "tunnel-fallback-direct-warns", Published: true, Level: Warning, In: Recommended,
	Title: "a tunnel that is gone round without a word",
	Why: "With  fallback: direct  requests go straight to the base URI whenever the tunnel is not there. To a host outside this " +
		"machine or its private network that sends what was to stay inside, credentials too, over the open network. With " +
		"fail, the default, the call fails and somebody looks into it.",
	Check: checkTunnelFallback,
}

func checkTunnelFallback(p *Pass) {
	for _, c := range p.consumes() {
		fallback := tunnelMember(c, "fallback")
		if fallback == nil || fallback.Scalar != "direct" || c.BaseURI.Text == "" {
			continue
		}
		if host := hostOf(c.BaseURI.Text); !isLoopback(host) && !isPrivateIP(host) {
			p.report(fallback.Pos, "write  fallback: fail", "without the tunnel, requests go to the base URI directly")
		}
	}
}

// tunnelMember returns what a consumed API's tunnel has for a key, or nil.
func tunnelMember(c *spec.Consume, key string) *spec.Node {
	if c.Tunnel == nil {
		return nil
	}
	if m := memberOf(c.Tunnel.Members, key); m != nil {
		return &m.Node
	}
	return nil
}
