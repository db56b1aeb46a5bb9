package parse

import (
	"slices"

	"naftiko/spec"
)

var authTable = table[spec.Auth]{
	{key: "type", set: func(p *parser, e entry, a *spec.Auth) { a.Type = p.text(e) }},
	{key: "username", set: func(p *parser, e entry, a *spec.Auth) { a.Username = p.text(e) }},
	{key: "password", set: func(p *parser, e entry, a *spec.Auth) { a.Password = p.text(e) }},
	{key: "token", set: func(p *parser, e entry, a *spec.Auth) { a.Token = p.text(e) }},
	{key: "key", set: func(p *parser, e entry, a *spec.Auth) { a.Key = p.text(e) }},
	{key: "value", set: func(p *parser, e entry, a *spec.Auth) { a.Value = p.text(e) }},
	{key: "placement", set: func(p *parser, e entry, a *spec.Auth) { a.Placement = p.text(e) }},
}

// authMore has, for each known type, the keys that are kept as they are.
var authMore = map[string][]string{
	"basic":  nil,
	"bearer": nil,
	"apikey": {"headers"},
	"none":   nil,
	"digest": nil,
	"oauth2": {
		"authorizationServerUri", "resource", "scopes", "audience", "tokenEndpoint", "tokenValidation",
		"clientId", "clientSecret",
	},
}

// auth reads an authentication block, consumed or exposed. Nothing of it is lost.
func (p *parser) auth(e entry) *spec.Auth {
	if !p.mapping(e) {
		return nil
	}
	a := &spec.Auth{Pos: e.key.Pos()}
	t := e.node.Get("type")
	more, known := authMore[t.Text()]
	if !known && !t.IsNull() {
		p.unknownType(entry{key: e.key, node: t}, "authentication", []string{"basic", "bearer", "apikey", "digest", "oauth2"})
	}
	object(p, e.node, `"authentication"`, authTable, a, rest{func(k entry) {
		a.More = append(a.More, member(k))
		if (known || t.IsNull()) && !slices.Contains(more, k.name()) {
			p.unknownKey(k, `"authentication"`, bound[spec.Auth]{t: authTable}.names(slices.Clone(more)))
		}
	}})
	return a
}
