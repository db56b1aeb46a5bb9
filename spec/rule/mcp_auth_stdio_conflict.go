package rule

var mcpAuthStdioConflict = Rule{
	Code: "mcp-auth-stdio-conflict", Published: true, Level: Warning, In: Recommended,
	Title: "authentication of an adapter that has no HTTP",
	Why: "With the transport stdio a client starts the server itself and talks to it over its standard streams: there is no " +
		"request that could carry credentials, and whoever can start the process may use it. The authentication is never " +
		"asked for, and promises a protection that is not there.",
	Check: checkStdioAuth,
}

func checkStdioAuth(p *Pass) {
	for _, x := range p.exposes("mcp") {
		if x.Transport.Text == "stdio" && x.Auth != nil {
			p.report(x.Auth.Pos, `leave it out, or serve with "transport: http"`, "authentication has no meaning with the transport stdio")
		}
	}
}
