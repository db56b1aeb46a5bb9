package cli

import (
	"cmp"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"net/url"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"naftiko/engine"
)

// wireFlags are the flags of the HTTP client.
type wireFlags struct {
	timeout, connectTimeout, headerTimeout time.Duration

	maxResponse string
	insecure    bool
	cacert      string
	tlsMin      string
	unixSocket  string
	proxy       string
	noproxy     string
	// given tells which flags were set: empty proxies are not the same as none.
	given func(flag string) bool
}

// addWire adds the flags of the HTTP client.
func (f *callFlags) addWire(cmd *cobra.Command) {
	fl := cmd.Flags()
	f.given = fl.Changed
	fl.StringArrayVarP(&f.headers, "header", "H", nil, "add the header `'NAME: VALUE'`")
	fl.DurationVar(&f.timeout, "timeout", 60*time.Second, "`TIME` for the whole call")
	fl.DurationVar(&f.connectTimeout, "connect-timeout", 15*time.Second, "`TIME` for reaching the upstream")
	fl.DurationVar(&f.headerTimeout, "header-timeout", 0, "`TIME` for the answer's header lines once the request is sent (default: no such limit)")
	fl.StringVar(&f.maxResponse, "max-response", "10MiB", "`SIZE` an answer may have, decoded")
	fl.BoolVarP(&f.insecure, "insecure", "k", false, "do not verify TLS certificates")
	fl.StringVar(&f.cacert, "cacert", "", "trust the certificate authorities in `FILE` (PEM) and no others")
	fl.StringVar(&f.tlsMin, "tls-min", "1.2", "oldest `VERSION` of TLS to speak: 1.2 or 1.3")
	fl.StringVarP(&f.proxy, "proxy", "x", "", "`URL` of a proxy, in place of HTTP_PROXY, HTTPS_PROXY and ALL_PROXY; '' is none")
	fl.StringVar(&f.noproxy, "noproxy", "", "`HOSTS` to call without proxy, in place of NO_PROXY; * is all")
	fl.StringVar(&f.unixSocket, "unix-socket", "", "connect to the socket `FILE` instead of the network")
}

// clientOptions turns the flags, and what the environment says of proxies, into
// options of a program.
func (a *app) clientOptions(f *callFlags) (*engine.Options, error) {
	size, err := parseSize(f.maxResponse)
	if err != nil {
		return nil, err
	}
	if !f.given("max-response") {
		size = 0 // the default, which an operation's own limit goes before
	}
	if f.timeout <= 0 || f.connectTimeout <= 0 || f.headerTimeout < 0 {
		return nil, usage("bad-flag", "a time-out must be longer than 0s")
	}
	if f.given("cacert") && f.cacert == "" || f.given("unix-socket") && f.unixSocket == "" {
		return nil, usage("bad-flag", "--cacert and --unix-socket need the name of a file") // an unset variable must not drop a pin
	}
	o := engine.ClientOptions{
		Timeout: f.timeout, ConnectTimeout: f.connectTimeout, HeaderTimeout: f.headerTimeout,
		MaxResponse: size, Insecure: f.insecure, UnixSocket: f.unixSocket,
	}
	if o.MinTLS, err = parseTLS(f.tlsMin); err != nil {
		return nil, err
	}
	if o.RootCAs, err = readRoots(f.cacert); err != nil {
		return nil, err
	}
	if o.Proxies, err = a.proxies(&f.wireFlags); err != nil {
		return nil, err
	}
	return &engine.Options{AllowPaths: f.allowPaths, Client: o}, nil
}

func parseTLS(version string) (uint16, error) {
	switch version {
	case "1.2":
		return tls.VersionTLS12, nil
	case "1.3":
		return tls.VersionTLS13, nil
	}
	return 0, usage("bad-flag", "--tls-min takes 1.2 or 1.3, not %q", version)
}

// readRoots reads authorities; they replace the system's, as curl's --cacert does.
func readRoots(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	const largest = 16 << 20
	data, err := readWhole(file, largest)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(data) {
		return nil, engine.Errorf(engine.Local, "cacert", "%s holds no certificate in PEM form", file)
	}
	return pool, nil
}

// proxies reads the flags and the environment as curl does: lower case first,
// ALL_PROXY for what has no proxy of its own, and NO_PROXY for --proxy too.
func (a *app) proxies(f *wireFlags) (engine.Proxies, error) {
	p := engine.Proxies{Except: a.either("no_proxy", "NO_PROXY")}
	if f.given("noproxy") {
		p.Except = f.noproxy
	}
	if f.given("proxy") {
		p.HTTP, p.HTTPS = f.proxy, f.proxy
		if err := p.Check(); err != nil {
			return p, usage("bad-proxy", "%v", err)
		}
	} else {
		all := a.either("all_proxy", "ALL_PROXY")
		p.HTTPS = cmp.Or(a.either("https_proxy", "HTTPS_PROXY"), all)
		p.HTTP = cmp.Or(a.either(a.plainProxies()...), all)
	}
	a.maskProxy(p.HTTP)
	a.maskProxy(p.HTTPS)
	return p, nil
}

// plainProxies are the variables for http. In a CGI program, HTTP_PROXY is a header of
// the request that it answers; on Windows, names in lower case are the same.
func (a *app) plainProxies() []string {
	switch cgi := a.either("REQUEST_METHOD") != ""; {
	case !cgi:
		return []string{"http_proxy", "HTTP_PROXY"}
	case a.env.GOOS == "windows":
		return nil
	}
	return []string{"http_proxy"}
}

// either returns the first variable that is set to something.
func (a *app) either(names ...string) string {
	for _, name := range names {
		if text, _ := a.env.LookupEnv(name); text != "" {
			return text
		}
	}
	return ""
}

// maskProxy keeps a proxy's credentials from being shown, should someone send it back.
func (a *app) maskProxy(proxy string) {
	if proxy == "" {
		return
	}
	if !strings.Contains(proxy, "://") {
		proxy = "http://" + proxy
	}
	u, err := url.Parse(proxy)
	if err != nil || u.User == nil {
		return
	}
	password, ok := u.User.Password()
	secret := password
	if !ok {
		secret = u.User.Username() // a token
	}
	a.mask.Add(secret)
	a.mask.Add(base64.StdEncoding.EncodeToString([]byte(u.User.Username() + ":" + password)))
}

// parseSize reads a size such as 512KiB, 1.5MiB or a number of bytes.
func parseSize(text string) (int64, error) {
	n, err := engine.ParseSize(text)
	if err != nil {
		return 0, usage("bad-size", "%w", err).Help("write a number with B, KiB, MiB or GiB, as 10MiB")
	}
	return n, nil
}
