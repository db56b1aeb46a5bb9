package wire

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

const (
	maxRedirects = 8
	// maxDiscard is read of a redirect's body to keep the connection usable.
	maxDiscard = 2 << 10
)

// errTooManyRedirects is the cause when redirects do not end.
var errTooManyRedirects = errors.New("too many redirects")

// follow changes c to what a redirect asks for and reports whether there is
// something to send again. An answer that is no redirect, or has no Location,
// is the answer (RFC 9110, section 15.4). there reports whether a proxy resolves the
// name of a target.
func (c *call) follow(resp *http.Response, there func(*target) bool) (bool, error) {
	location := strings.Trim(resp.Header.Get("Location"), " \t")
	if location == "" || !isRedirect(resp.StatusCode) {
		return false, nil
	}
	from := c.target
	if c.redirects == maxRedirects {
		return false, &Error{
			Kind: Unreached, Err: errTooManyRedirects,
			Msg: fmt.Sprintf("more than %d redirects, the last from %s", maxRedirects, from.place()),
		}
	}
	to, err := from.locate(location)
	if err != nil {
		return false, redirectError(from, err)
	}
	if err := mayGo(from, to, there(&to)); err != nil {
		return false, err
	}
	c.changeMethod(resp.StatusCode)
	if !from.sameOrigin(to) {
		if c.hasBody() {
			return false, refusedf("call "+to.scheme+"://"+to.place()+" itself if that is meant",
				"%s redirects (%d) to another origin, %s, and the body is not sent there", from.place(), resp.StatusCode, to.place())
		}
		c.leaveOrigin()
	}
	c.trusted = c.trusted && from.sameServer(to)
	c.target = to
	c.redirects++
	return true, nil
}

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// changeMethod does as browsers and curl do: 303 asks for a GET, and a POST
// becomes one on 301 and 302 (RFC 9110, sections 15.4.2 to 15.4.4).
func (c *call) changeMethod(status int) {
	moved := status == http.StatusMovedPermanently || status == http.StatusFound
	switch {
	case status == http.StatusSeeOther && c.method == http.MethodHead:
		c.dropBody()
	case status == http.StatusSeeOther, moved && c.method == http.MethodPost:
		c.method = http.MethodGet
		c.dropBody()
	}
}

// mayGo applies the policy for going from one URL to the next. Names are judged
// again when they are resolved, unless a proxy does that.
func mayGo(from, to target, byProxy bool) error {
	switch there := to.class(); {
	case from.scheme == "https" && to.scheme == "http":
		return refusedf("", "%s redirects from https to http", from.place())
	case there == forbidden:
		return refusedf("", "%s redirects to %s, an address that is never called", from.place(), to.place())
	case there != public && from.class() == public:
		return refusedf("", "%s redirects to the %s address %s", from.place(), there, to.place())
	case byProxy && to.isInternal() && from.class() == public && !from.isInternal():
		return refusedf("", "%s redirects to %s, a name inside a network, and a proxy would resolve it", from.place(), to.place())
	}
	return nil
}

// sameServer reports whether trust in a name still holds: on the same port, or
// from http to https on their own ports.
func (t *target) sameServer(o target) bool {
	if t.host != o.host {
		return false
	}
	return t.port == o.port || t.scheme == "http" && t.port == 80 && o.scheme == "https" && o.port == 443
}

// redirectError puts a fault of a Location into words. It is the fault of the
// server, not of the request.
func redirectError(from target, err error) error {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return err
	}
	kind := e.Kind
	if kind == Invalid {
		kind = Unreached
	}
	return &Error{Kind: kind, Msg: from.place() + " redirects to a URL that is not followed: " + e.Msg, Err: err}
}

// locate resolves a Location against t (RFC 3986, section 5.2) without changing
// the bytes it has, except that those which no URL may hold are encoded.
func (t *target) locate(location string) (target, error) {
	location, _, _ = strings.Cut(encodeLoose(location), "#")
	base := t.scheme + "://" + t.authority
	switch {
	case strings.HasPrefix(location, "//"):
		location = t.scheme + ":" + location
	case strings.HasPrefix(location, "/"):
		location = base + location
	case location == "":
		location = base + t.path + t.query
	case strings.HasPrefix(location, "?"):
		location = base + t.path + location
	default:
		if _, _, absolute := cutScheme(location); !absolute {
			location = base + t.path[:strings.LastIndexByte(t.path, '/')+1] + location
		}
	}
	to, err := parseTarget(location)
	if err != nil {
		return target{}, err
	}
	to.path = removeDots(to.path)
	return to, to.checkBytes()
}

// encodeLoose percent-encodes control characters, spaces and non-ASCII bytes,
// which servers send although they may not.
func encodeLoose(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if c <= ' ' || c >= 0x7f {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// removeDots takes the segments "." and ".." out of a path (RFC 3986, section
// 5.2.4).
func removeDots(path string) string {
	if !strings.Contains(path, "/.") {
		return path
	}
	segments := strings.Split(path[1:], "/")
	kept := segments[:0]
	for i, s := range segments {
		if s != "." && s != ".." {
			kept = append(kept, s)
			continue
		}
		if s == ".." && len(kept) > 0 {
			kept = kept[:len(kept)-1]
		}
		if i == len(segments)-1 {
			kept = append(kept, "")
		}
	}
	return "/" + strings.Join(kept, "/")
}

// discard ends an answer that is not wanted, so that its connection can be used
// for the next request.
func discard(resp *http.Response) {
	if resp.ContentLength <= maxDiscard {
		_, _ = io.CopyN(io.Discard, resp.Body, maxDiscard)
	}
	_ = resp.Body.Close()
}
