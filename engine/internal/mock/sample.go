package mock

import (
	"fmt"
	"strconv"
	"strings"

	"naftiko/spec/diag"
	"naftiko/spec/value"
)

// sample makes up a value of a declared type that fits its name. A type that is
// not declared follows from the name too.
func sample(name, typ string, at spot) value.Value {
	switch typ {
	case "boolean":
		return !negative(name)
	case "integer":
		n, _, _ := strings.Cut(number(name, at), ".")
		return value.Number(n)
	case "number":
		return value.Number(number(name, at))
	case "":
		if w := words(name); len(w) > 1 && (w[0] == "is" || w[0] == "has") {
			return true
		}
		if n, ok := namedNumber(name, at); ok {
			return value.Number(n)
		}
	}
	return text(name, at)
}

// negative reports the names of switches that are usually off.
func negative(name string) bool {
	switch lastWord(name) {
	case "deleted", "archived", "suspended", "disabled", "blocked", "locked", "error", "failed", "expired", "private", "draft", "hidden":
		return true
	}
	return false
}

func number(name string, at spot) string {
	if n, ok := namedNumber(name, at); ok {
		return n
	}
	switch {
	case isTime(name):
		return strconv.FormatUint(1768469400+at.person%1000*3600, 10)
	case lastWord(name) == "id":
		return strconv.FormatUint(1000+at.hash%9000, 10)
	}
	return strconv.FormatUint(1+at.hash%100, 10)
}

// namedNumber returns a number for a name that is that of one.
func namedNumber(name string, at spot) (string, bool) {
	switch lastWord(name) {
	case "count", "total", "totalcount":
		return strconv.Itoa(listItems), true
	case "page", "pages", "index", "position", "rank":
		return "1", true
	case "offset":
		return "0", true
	case "limit":
		return "20", true
	case "size", "bytes", "length", "duration", "weight", "width", "height", "distance":
		return strconv.FormatUint(100+at.hash%900, 10), true
	case "quantity", "qty", "score", "rating", "priority", "level":
		return strconv.FormatUint(1+at.hash%5, 10), true
	case "age":
		return strconv.FormatUint(21+at.hash%50, 10), true
	case "year":
		return "2026", true
	case "price", "amount", "cost", "balance", "fee", "subtotal", "tax", "revenue":
		return fmt.Sprintf("%d.%d9", 10+at.hash%90, at.hash>>8%10), true
	case "percent", "percentage", "rate", "ratio":
		return "0.5", true
	case "temperature", "temp":
		return "18.5", true
	case "latitude", "lat":
		return fmt.Sprintf("52.%03d", at.person%1000), true
	case "longitude", "lon", "lng":
		return fmt.Sprintf("13.%03d", at.person%1000), true
	}
	return "", false
}

// isTime reports names of points in time: created, updated_at, started_on, timestamp.
func isTime(name string) bool {
	w := words(name)
	if len(w) == 0 {
		return false
	}
	switch last := w[len(w)-1]; last {
	case "time", "timestamp", "datetime", "created", "updated", "modified", "expires", "expiry", "start", "end", "since", "until":
		return true
	case "at", "on":
		return len(w) > 1
	case "createdat", "updatedat":
		return true
	}
	return false
}

// text makes up text that fits a name.
func text(name string, at spot) string {
	if isTime(name) {
		return fmt.Sprintf("2026-01-%02dT09:30:00Z", 10+at.person%18)
	}
	last, whole := lastWord(name), diag.Fold(name)
	if looksSecret(name) {
		return "example"
	}
	if s, ok := personText(last, whole, at); ok {
		return s
	}
	if s, ok := placeText(last, whole); ok {
		return s
	}
	if s, ok := thingText(last, at); ok {
		return s
	}
	if n, ok := namedNumber(name, at); ok {
		return n
	}
	if last == "" {
		return "example"
	}
	return "example " + last
}

func personText(last, whole string, at spot) (string, bool) {
	first, family := person(at.person)
	switch {
	case strings.HasSuffix(whole, "firstname"), strings.HasSuffix(whole, "givenname"):
		return first, true
	case strings.HasSuffix(whole, "lastname"), strings.HasSuffix(whole, "familyname"), last == "surname":
		return family, true
	case strings.HasSuffix(whole, "username"), last == "login", last == "nickname", last == "handle":
		return strings.ToLower(first), true
	case strings.HasSuffix(whole, "fullname"), strings.HasSuffix(whole, "displayname") && isPerson(at.noun):
		return first + " " + family, true
	case last == "name" && (isPerson(at.noun) || isPerson(firstWord(whole))):
		return first + " " + family, true
	case strings.HasSuffix(last, "email"), last == "mail", strings.HasSuffix(whole, "emailaddress"):
		return strings.ToLower(first) + "@example.com", true
	case last == "owner", last == "author", last == "assignee", last == "creator":
		return first + " " + family, true
	case strings.Contains(whole, "phone"), last == "mobile", last == "tel", last == "fax":
		return fmt.Sprintf("+1 202 555 01%02d", at.person%100), true
	case last == "birthday", last == "dob", last == "birthdate":
		return "1990-05-17", true
	}
	return "", false
}

// firstWord returns person for personname: the noun in a folded name.
func firstWord(whole string) string { return strings.TrimSuffix(whole, "name") }

func placeText(last, whole string) (string, bool) {
	switch last {
	case "country":
		return "Germany", true
	case "city", "town":
		return "Berlin", true
	case "street", "address", "line1", "address1":
		return "1 Example Street", true
	case "zip", "postcode", "zipcode", "postalcode":
		return "10115", true
	case "region", "province", "county":
		return "Berlin", true
	case "language", "lang":
		return "en", true
	case "locale":
		return "en-GB", true
	case "timezone", "tz":
		return "Europe/Berlin", true
	case "currency":
		return "EUR", true
	case "ip", "ipaddress":
		return "192.0.2.1", true
	case "domain", "host", "hostname":
		return "example.com", true
	}
	switch whole {
	case "countrycode":
		return "DE", true
	case "postalcode", "zipcode":
		return "10115", true
	case "currencycode":
		return "EUR", true
	}
	return "", false
}

func thingText(last string, at spot) (string, bool) {
	switch last {
	case "id", "identifier", "key", "number", "ref", "reference":
		return identifier(at), true
	case "uuid", "guid":
		return uuid(at.hash), true
	case "url", "uri", "link", "href", "website", "homepage":
		return "https://example.com/" + slug(at.noun) + "/" + short(at.person), true
	case "picture", "image", "avatar", "photo", "logo", "icon", "thumbnail":
		return "https://example.com/images/" + short(at.person) + ".png", true
	case "date", "day":
		return fmt.Sprintf("2026-01-%02d", 10+at.person%18), true
	case "status", "state":
		return "active", true
	case "type", "kind", "category", "plan", "tier":
		return "standard", true
	case "role":
		return "member", true
	case "name", "title", "label", "subject", "summary", "headline":
		return thingName(at), true
	case "company", "organization", "organisation", "vendor", "brand":
		return "Example Ltd", true
	case "description", "text", "body", "content", "comment", "note", "notes", "bio", "details":
		return "An example for demonstration.", true
	case "message":
		return "ok", true
	case "version":
		return "1.2.0", true
	case "color", "colour":
		return "#3366cc", true
	case "code", "sku":
		return strings.ToUpper(short(at.hash)), true
	case "slug":
		return "example-" + short(at.person), true
	case "tag", "keyword", "scope", "permission", "feature":
		return [...]string{"alpha", "beta", "gamma", "delta"}[at.person%4], true
	case "gender":
		return "unspecified", true
	case "file", "filename", "path":
		return "example.txt", true
	}
	return "", false
}

// identifier is an ID that begins with what it identifies.
func identifier(at spot) string {
	if prefix := slug(at.noun); prefix != "" {
		return prefix + "_" + short(at.hash)
	}
	return short(at.hash)
}

func short(hash uint64) string { return fmt.Sprintf("%06x", hash&0xffffff) }

// uuid has the form of a random UUID (RFC 9562 §5.4).
func uuid(hash uint64) string {
	more := mix(hash)
	return fmt.Sprintf("%08x-%04x-4%03x-8%03x-%012x", hash>>32, hash>>16&0xffff, hash&0xfff, more>>48&0xfff, more&0xffffffffffff)
}

func slug(noun string) string { return diag.Fold(noun) }

func thingName(at spot) string {
	names := [...]string{"Aurora", "Birch", "Cedar", "Dune", "Ember", "Fjord", "Grove", "Harbour", "Iris", "Juniper", "Lagoon", "Meadow"}
	name := names[at.person%uint64(len(names))]
	switch at.noun {
	case "company", "organization", "organisation", "vendor", "supplier":
		return name + " Ltd"
	case "team", "group", "project", "workspace":
		return name + " " + at.noun
	}
	return name
}

func person(n uint64) (first, family string) {
	firsts := [...]string{"Ann", "Ben", "Cleo", "Dan", "Eva", "Finn", "Gia", "Hugo", "Ida", "Jon", "Kira", "Leo"}
	families := [...]string{"Archer", "Brook", "Castle", "Dale", "Field", "Hill", "Lake", "Marsh", "Park", "Reed", "Stone", "Wood"}
	return firsts[n%uint64(len(firsts))], families[n/16%uint64(len(families))]
}

func isPerson(noun string) bool {
	switch noun {
	case "user", "person", "contact", "member", "employee", "profile", "owner", "author", "lead", "candidate", "patient",
		"student", "teacher", "driver", "agent", "subscriber", "participant", "attendee", "guest", "customer", "client", "creator", "assignee":
		return true
	}
	return false
}

// membersOf lists the members of a thing that no document describes.
func membersOf(noun string) []string {
	if isPerson(noun) {
		return []string{"id", "name", "email", "created_on"}
	}
	switch noun {
	case "organization", "organisation", "company", "team", "group", "workspace", "tenant", "account", "project":
		return []string{"id", "name", "created_at"}
	case "order", "invoice", "payment", "charge", "transaction", "subscription", "refund", "payout", "transfer":
		return []string{"id", "status", "amount", "currency", "created_at"}
	case "product", "plan", "price", "sku", "offer":
		return []string{"id", "name", "price", "currency"}
	case "file", "document", "image", "asset", "attachment", "video", "photo":
		return []string{"id", "name", "url", "size", "created_at"}
	case "message", "comment", "note", "reply", "post", "review":
		return []string{"id", "text", "author", "created_at"}
	case "issue", "ticket", "task", "article", "event", "incident", "page", "card", "story":
		return []string{"id", "title", "status", "created_at"}
	case "address", "location", "place", "venue", "store":
		return []string{"id", "name", "street", "city", "country"}
	case "token", "key", "secret", "credential":
		return []string{"id", "name", "created_at"}
	}
	return []string{"id", "name", "status", "created_at"}
}
