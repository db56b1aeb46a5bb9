package rule

// consumeFindings are those about what is sent to consumed APIs and where: binds,
// operations, parameters, bodies and authentication.
var consumeFindings = []Finding{
	{
		Code:  "bind-keys",
		Title: "a bind without keys",
		Why: "A bind takes variables from the environment or from a file, and its keys say which: the name of a variable, " +
			"and what it is called there. This one has none, so nothing is read and no template can use it. A template " +
			"that names such a variable takes it for an argument, which the caller is then asked for.",
		Do:     "Add `keys` with a line `NAME: KEY` for each variable, or take the bind out.",
		Within: "document",
		Bad: `binds:
- namespace: secrets
  location: file:///./secrets.yaml
`,
		Good: `binds:
- namespace: secrets
  location: file:///./secrets.yaml
  keys:
    SHOP_TOKEN: shop-token
`,
	},
	{
		Code:  "undeclared-env",
		Title: "a variable of the environment that no bind declares",
		Why: "A template names `{{env.X}}`, and no bind has X. The environment variable is read all the same, and sent " +
			"where the template says. Documents are to say in one place what they read from outside; binds are that " +
			"place, and other programs may fill nothing that is not declared there. Names that belong to the machine, as " +
			"`GITHUB_TOKEN`, are read only with `--bind NAME`.",
		Do:     "Declare it under `binds`, and write `{{X}}`.",
		Within: "document",
		Bad: `capability:
  consumes:
  - type: http
    namespace: shop
    baseUri: https://shop.example.com
    authentication: {type: bearer, token: "{{env.SHOP_TOKEN}}"}
    resources:
    - {name: orders, path: /orders, operations: [{name: list-orders, method: GET}]}
`,
		Good: `binds:
- {namespace: env, keys: {SHOP_TOKEN: SHOP_TOKEN}}
capability:
  consumes:
  - type: http
    namespace: shop
    baseUri: https://shop.example.com
    authentication: {type: bearer, token: "{{SHOP_TOKEN}}"}
    resources:
    - {name: orders, path: /orders, operations: [{name: list-orders, method: GET}]}
`,
	},
	{
		Code:  "implicit-bearer",
		Title: "a token that is sent though no authentication says so",
		Why: "The document consumes one API, authenticates nowhere, and binds exactly one variable that is used nowhere " +
			"and whose name ends in `TOKEN`. It can only be the token of the API, and is sent as `Authorization: Bearer`, " +
			"over https or to this machine only; the finding says so where it stays behind. `--no-implicit-auth` turns that off, and a note on the terminal says so " +
			"when it is done. Other programs may send nothing, and the API then refuses their requests.",
		Do:     "Declare the authentication; the hint has the line.",
		Within: "document",
		Bad: `binds:
- {namespace: env, keys: {SHOP_TOKEN: SHOP_TOKEN}}
capability:
  consumes:
  - type: http
    namespace: shop
    baseUri: https://shop.example.com
    resources:
    - {name: orders, path: /orders, operations: [{name: list-orders, method: GET}]}
`,
		Good: `binds:
- {namespace: env, keys: {SHOP_TOKEN: SHOP_TOKEN}}
capability:
  consumes:
  - type: http
    namespace: shop
    baseUri: https://shop.example.com
    authentication: {type: bearer, token: "{{SHOP_TOKEN}}"}
    resources:
    - {name: orders, path: /orders, operations: [{name: list-orders, method: GET}]}
`,
	},
	{
		Code:  "no-tunnel",
		Title: "an API that is reached through a tunnel",
		Why: "The document says that the API is called through a tunnel, and this program opens none. With `fallback: " +
			"direct` the API is called without, which is a warning: requests go over the network as it is, and reach the " +
			"API only where it can be seen from here. Without that the operations of the entry cannot be called, since " +
			"the tunnel may be there to keep the requests from the network.",
		Do: "Call it with a program that opens tunnels. At another address, such as that of a tunnel which is open " +
			"already, it is called with `--base-uri`.",
		Bad: `ikanos: 1.0.0-beta5
info: {display: Shop, description: Orders of a shop.}
capability:
  consumes:
  - type: http
    namespace: shop
    baseUri: https://shop.example.com
    tunnel: {type: ziti, service: shop, identity: shop}
    resources:
      orders: {path: /orders, operations: {list-orders: {method: GET}}}
`,
		Good: `ikanos: 1.0.0-beta5
info: {display: Shop, description: Orders of a shop.}
capability:
  consumes:
  - type: http
    namespace: shop
    baseUri: https://shop.example.com
    resources:
      orders: {path: /orders, operations: {list-orders: {method: GET}}}
`,
	},
	{
		Code:  "foreign-consume",
		Title: "a consumed API that is not HTTP",
		Why: "Only APIs of type `http` are called. The entry has another type, so its operations are known and cannot be " +
			"called: an error for each of them, or a warning for the entry if it has none. Its other keys are read as " +
			"those of an HTTP API and may be unknown. Operations of the document's other entries can be called.",
		Do:     "If the API is called over HTTP, write `type: http`; else leave the entry to programs that know the type.",
		Within: "capability",
		Bad: `consumes:
- type: grpc
  namespace: shop
  baseUri: https://shop.example.com
  resources:
  - {name: orders, path: /orders, operations: [{name: list-orders, method: GET}]}
`,
		Good: `consumes:
- type: http
  namespace: shop
  baseUri: https://shop.example.com
  resources:
  - {name: orders, path: /orders, operations: [{name: list-orders, method: GET}]}
`,
	},
	{
		Code:  "no-base-uri",
		Title: "a consumed API without a base URI",
		Why: "The document does not say where the API is. Its operations can be called when the caller says so, with " +
			"`--base-uri` or `NAFTIKO_BASE_URI_NAMESPACE` in the environment; without that, calling one is an error and " +
			"nothing is sent. That is fine for an API which everybody runs for himself. If the server differs, a bind in " +
			"the base URI says more: `\"{{SHOP_URL}}\"`.",
		Do:     "Add `baseUri: https://HOST`, or give the address with each call.",
		Within: "capability",
		Bad: `consumes:
- type: http
  namespace: shop
  resources:
  - {name: orders, path: /orders, operations: [{name: list-orders, method: GET}]}
`,
		Good: `consumes:
- type: http
  namespace: shop
  baseUri: https://shop.example.com
  resources:
  - {name: orders, path: /orders, operations: [{name: list-orders, method: GET}]}
`,
	},
	{
		Code:  "bad-base-uri",
		Title: "a base URI that cannot be called",
		Why: "A base URI is an absolute address that begins with `http://` or `https://` and has a host, perhaps a port " +
			"and a path, and nothing behind. This one has no scheme or another one, a query or a fragment, or a host that " +
			"is none; or text is glued to a placeholder that opens it, by which a value could become another host. " +
			"Operations of the entry cannot be called, since their requests could go anywhere or nowhere.",
		Do:     "Write `https://HOST` and the path. A query belongs to the operation, as input parameters.",
		Within: "consume",
		Bad: `baseUri: shop.example.com/v1
`,
		Good: `baseUri: https://shop.example.com/v1
`,
	},
	{
		Code:  "userinfo",
		Title: "a user name or a password in a base URI",
		Why: "What stands in front of `@` in the host of an address is a user name and a password. Addresses are shown and " +
			"logged, and a document is read by many, so neither belongs there. Operations of the entry cannot be called. " +
			"If the password has been published with the document, it is no longer one: change it.",
		Do:     "Take it out, and declare authentication with values from binds.",
		Within: "consume",
		Bad: `baseUri: https://reader@shop.example.com
`,
		Good: `baseUri: https://shop.example.com
authentication:
  type: basic
  username: "{{SHOP_USER}}"
  password: "{{SHOP_PASSWORD}}"
`,
	},
	{
		Code:  "bad-method",
		Title: "a method that is not sent",
		Why: "The method has another form than those of HTTP, as one with a blank or a digit has, or it is `CONNECT` or " +
			"`TRACE`, which are not for calls. The operation cannot be called. Lower case is fine for running, though not " +
			"for the published schema. Without a method `GET` is sent.",
		Do:     "Use `GET`, `POST`, `PUT`, `PATCH`, `DELETE`, `HEAD` or `OPTIONS`.",
		Within: "operation",
		Bad: `name: list-orders
method: GET /orders
`,
		Good: `name: list-orders
method: GET
`,
	},
	{
		Code:  "template-syntax",
		Title: "a template that cannot be read",
		Why: "A placeholder has no name, one in a path or a base URI is not closed, or one opens a section that nothing " +
			"closes. In a path or a base URI it is written `{name}`, in other texts `{{name}}`. What would be sent is not " +
			"what is meant, so the operation cannot be called. Single braces, as in JSON, are fine in other texts; two in " +
			"a row begin a placeholder wherever they stand.",
		Do:     "Close the placeholder and give it a name; between braces of JSON write a blank.",
		Within: "resource",
		Bad: `path: /orders/{id
`,
		Good: `path: /orders/{id}
`,
	},
	{
		Code:  "duplicate-operation",
		Title: "operations that have one name",
		Why: "An operation is called by its name, with its namespace and its resource in front where that is needed. These " +
			"have all three in common. Each can still be called by the number that the message has, as " +
			"`shop.orders.list#1`, which changes when operations are added or moved. A call in the document that gives " +
			"their name means the first one.",
		Do:     "Give each operation of a resource its own name.",
		Within: "resource",
		Bad: `operations:
- name: list
  method: GET
- name: list
  method: POST
`,
		Good: `operations:
- name: list
  method: GET
- name: create
  method: POST
`,
	},
	{
		Code:  "const-not-sent",
		Title: "a const that is not sent",
		Why: "Version 1.0.0-alpha1 sends a parameter with `const` with that value. In all others `const` only documents, " +
			"and the caller gives the value, or none. The API then gets a request without the parameter, and may answer " +
			"something else than is wanted.",
		Do:     "Write `value` in place of `const`.",
		Within: "operation",
		Bad: `inputParameters:
- name: format
  in: query
  const: full
`,
		Good: `inputParameters:
- name: format
  in: query
  value: full
`,
	},
	{
		Code:  "forbidden-header",
		Title: "a header that a document may not set",
		Why: "`Host`, `Content-Length`, `Transfer-Encoding`, `Connection`, `Upgrade`, `TE`, `Trailer` and `Keep-Alive` " +
			"belong to the connection and are set by the program. One from a document could direct a request to another " +
			"server behind the same address, or make two requests out of one. The parameter is not sent, and all else is.",
		Do:     "Leave the parameter out. For another host, change the base URI.",
		Within: "operation",
		Bad: `inputParameters:
- name: Host
  in: header
  value: internal.example.com
`,
		Good: `inputParameters:
- name: X-Shop
  in: header
  value: books
`,
	},
	{
		Code:  "bad-name",
		Title: "a name that no header or cookie can have",
		Why: "Names of headers and cookies are made of letters, digits and a few marks; blanks, colons, brackets and " +
			"letters outside of ASCII are not among them. A request with such a name would be refused, or be read as " +
			"something else. The operation cannot be called. Often the colon of a header line was copied with the name.",
		Do:     "Write the name as the API has it, without a colon or blanks.",
		Within: "operation",
		Bad: `inputParameters:
- name: "X-Shop:"
  in: header
`,
		Good: `inputParameters:
- name: X-Shop
  in: header
`,
	},
	{
		Code:  "unknown-place",
		Title: "a parameter in a place that is not known",
		Why: "A parameter goes into the query, a header, the path, a cookie or the body, or is read from the environment. " +
			"This one says another place, so it is not sent, and the caller is not asked for it. The API gets its " +
			"requests without it. For `formData`, as some descriptions of APIs have it, a body of type `formUrlEncoded` " +
			"or `multipartForm` is meant.",
		Do:     "Use `query`, `header`, `path`, `cookie`, `body` or `environment`; a form is written as a body.",
		Within: "operation",
		Bad: `name: create-order
method: POST
inputParameters:
- name: title
  in: formData
`,
		Good: `name: create-order
method: POST
body:
  type: formUrlEncoded
  data:
    title: "{{title}}"
`,
	},
	{
		Code:  "pattern-syntax",
		Title: "a pattern that arguments cannot be checked against",
		Why: "The pattern of a parameter is a regular expression that arguments must match before anything is sent. This " +
			"one cannot be read: it has an error, or uses look-around or back-references, which are not known here " +
			"because they can take forever. Calls go out with any value, and whether the API refuses it is seen then. " +
			"Nothing else is affected.",
		Do:     "Mend the expression, or write one without look-around and back-references.",
		Within: "operation",
		Bad: `inputParameters:
- name: id
  in: query
  pattern: "^(?!0)[0-9]+$"
`,
		Good: `inputParameters:
- name: id
  in: query
  pattern: "^[1-9][0-9]*$"
`,
	},
	{
		Code:  "body-type",
		Title: "a body of a type that is not known",
		Why: "The type says how the data of a body is written and which Content-Type it gets: `json`, `text`, `xml`, " +
			"`sparql`, `formUrlEncoded` or `multipartForm`, in any case of letters. This is none of them, so there is " +
			"nothing that could be sent, and the operation cannot be called. A media type as `application/json` is not a " +
			"type here.",
		Do: "Use one of the types. For a media type of your own, give the body as a text, and the `Content-Type` as an " +
			"input parameter in the header.",
		Within: "operation",
		Bad: `name: create-order
method: POST
body:
  type: application/json
  data: {id: 7}
`,
		Good: `name: create-order
method: POST
body:
  type: json
  data: {id: 7}
`,
	},
	{
		Code:  "body-data",
		Title: "data that does not fit the type of its body",
		Why: "A body of type `text`, `xml` or `sparql` is sent as the text that `data` is; `formUrlEncoded` needs a " +
			"mapping or a text, and `multipartForm` a list or a mapping of parts. The data here has another shape, which " +
			"cannot be written in that type. The operation cannot be called.",
		Do: "Give the data the shape that the message names, or the body the type that fits: a mapping or a list is " +
			"`json`.",
		Within: "operation",
		Bad: `name: create-order
method: POST
body:
  type: text
  data: {id: 7}
`,
		Good: `name: create-order
method: POST
body:
  type: text
  data: "order 7"
`,
	},
	{
		Code:  "part-name",
		Title: "a part of a form without a name",
		Why: "Each part of a multipart form has a name, by which the server finds it. This one has none, or one that is no " +
			"text. A server would not know what to do with the part, so the operation cannot be called.",
		Do:     "Add `name` to the part, with the name that the API has for it.",
		Within: "operation",
		Bad: `name: attach-receipt
method: POST
body:
  type: multipartForm
  data:
  - value: "{{receipt}}"
`,
		Good: `name: attach-receipt
method: POST
body:
  type: multipartForm
  data:
  - name: receipt
    value: "{{receipt}}"
`,
	},
	{
		Code:  "auth-field",
		Title: "an authentication that lacks what it needs",
		Why: "The block lacks a field: `bearer` needs `token`, `basic` and `digest` need `username` and `password`, " +
			"`apikey` needs `key` and `value`. Or a field cannot be what it says: a key may go into a header, the query " +
			"or a cookie only, under a name that a header can have and that does not belong to the connection. Requests " +
			"would go out without credentials, so operations that use the block cannot be called.",
		Do:     "Add or correct the field that the message names, with a value from a bind.",
		Within: "consume",
		Bad: `authentication:
  type: bearer
`,
		Good: `authentication:
  type: bearer
  token: "{{SHOP_TOKEN}}"
`,
	},
	{
		Code:  "unsupported-auth",
		Title: "an authentication of a type that is not known",
		Why: "Credentials are sent as `bearer`, `basic`, `apikey` or `digest`. The block has another type, or none, so " +
			"there is nothing that could be put on a request. Operations that use the block cannot be called, since the " +
			"API would refuse them. Schemes that exchange tokens first are left to other programs: what comes out of them " +
			"is sent as a bearer token.",
		Do:     "Use one of the types; a token that is got elsewhere comes through a bind.",
		Within: "consume",
		Bad: `authentication:
  type: hmac
  key: "{{SHOP_KEY}}"
`,
		Good: `authentication:
  type: apikey
  key: X-Shop-Key
  value: "{{SHOP_KEY}}"
`,
	},
	{
		Code:  "auth-no-effect",
		Title: "an authentication that sends nothing",
		Why: "A block of type `oauth2` describes how a server checks the tokens that it is given. On a consumed API it " +
			"puts nothing on requests: they go out without credentials, and an API that wants some answers 401. The " +
			"operations can be called. On what a document exposes the block is right.",
		Do:     "Use `bearer` with a token from a bind.",
		Within: "consume",
		Bad: `authentication:
  type: oauth2
  authorizationServerUri: https://login.example.com
  resource: https://shop.example.com
`,
		Good: `authentication:
  type: bearer
  token: "{{SHOP_TOKEN}}"
`,
	},
}
