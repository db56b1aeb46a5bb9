package rule

var oauth2ResourceHTTPS = Rule{
	Code: "oauth2-resource-https", Published: true, Level: Warning, In: Recommended,
	Title: "a protected resource without TLS",
	Why: "The resource is the URL by which clients know this server, and the audience that tokens are made out to. With http:// " +
		"in it clients send their tokens in the clear, or do not accept the metadata at all. One on this machine, for trying " +
		"things out, is not reported.",
	Check: func(p *Pass) { p.notTLS("resource", "write the https:// URL that clients use") },
}
