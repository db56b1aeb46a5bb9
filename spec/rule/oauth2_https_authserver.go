package rule

var oauth2HTTPSAuthserver = Rule{
	Code: "oauth2-https-authserver", Published: true, Level: Warning, Strict: Error, In: Recommended,
	Title: "an authorization server without TLS",
	Why: "The keys that tokens are checked with are fetched from the authorization server. Over plain HTTP anybody on the way " +
		"can put keys of his own in their place and sign what tokens he likes. OAuth asks for https at every endpoint; a " +
		"server on this machine, for trying things out, is not reported.",
	Check: func(p *Pass) { p.notTLS("authorizationServerUri", "write  https://") },
}
