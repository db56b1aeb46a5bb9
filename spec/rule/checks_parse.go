package rule

// parseFindings are those about keys, values and versions, from spec/parse.
var parseFindings = []Finding{
	{
		Code:  "wrong-type",
		Title: "a value of the wrong shape",
		Why: "The key wants a text, a list, a mapping or true or false, and something else stands there. As an error it " +
			"keeps the document from being run, because what is missing then is unknown: a list of operations that is no " +
			"list has no operations. As a warning it is read as it was meant or matters to people only: `\"yes\"` for " +
			"`true`, one text for a list of one, a description that is a list.",
		Do: "Give the value the shape that the message names. A text that starts with `{` or `[` is put in quotes, and " +
			"each entry of a list starts with a dash and a blank.",
		Within: "consume",
		Bad: `resources:
  name: orders
  path: /orders
`,
		Good: `resources:
- name: orders
  path: /orders
  operations:
  - name: list-orders
    method: GET
`,
	},
	{
		Code:  "not-a-capability",
		Title: "a document of another kind",
		Why: "The document has none of the keys of a capability, or those of another kind of document, such as `openapi`. " +
			"There is nothing in it that can be called. In a folder such files are passed over and counted; this one was " +
			"named by itself. An OpenAPI document describes an API and is not read in place of a capability.",
		Do: "Name another file, or write a capability that consumes the API.",
		Bad: `openapi: 3.1.0
info: {title: Shop, version: "1"}
paths:
  /orders: {get: {operationId: list-orders}}
`,
		Good: `naftiko: 1.0.0-alpha2
info: {label: Shop, description: Orders of a shop.}
capability:
  consumes:
  - type: http
    namespace: shop
    baseUri: https://shop.example.com
    resources:
    - name: orders
      path: /orders
      operations:
      - {name: list-orders, method: GET}
`,
	},
	{
		Code:  "other-document-kind",
		Title: "a document that only shares a key with capabilities",
		Why: "The key `naftiko` or `ikanos` names the version of a capability, which is a text. Here it has a mapping or a " +
			"list, as in settings of programs that have the same name. The document is taken for one of those and not " +
			"read. In a folder such files are passed over and counted.",
		Do: "Name another file. If this is a capability, write the version behind the key.",
		Bad: `naftiko:
  host: shop.example.com
  orders: /orders
`,
		Good: `naftiko: 1.0.0-alpha2
info: {label: Shop, description: Orders of a shop.}
capability:
  consumes:
  - type: http
    namespace: shop
    baseUri: https://shop.example.com
    resources:
    - name: orders
      path: /orders
      operations:
      - {name: list-orders, method: GET}
`,
	},
	{
		Code:  "missing-version",
		Title: "a document that does not say which version it follows",
		Why: "The key `naftiko` or `ikanos` names the version of the specification, which decides how the rest is spelled " +
			"and what is allowed. Without it the document is read in the spellings of all versions, and can be run. With " +
			"`--strict` it is an error, since there is no schema to check against, unless `--version` names one. Programs " +
			"that check documents against a published schema refuse it.",
		Do: "Add the line `naftiko: 1.0.0-alpha2`, or that of the version the document was written for.",
		Bad: `info: {label: Shop, description: Orders of a shop.}
capability:
  consumes:
  - type: http
    namespace: shop
    baseUri: https://shop.example.com
    resources:
    - name: orders
      path: /orders
      operations:
      - {name: list-orders, method: GET}
`,
		Good: `naftiko: 1.0.0-alpha2
info: {label: Shop, description: Orders of a shop.}
capability:
  consumes:
  - type: http
    namespace: shop
    baseUri: https://shop.example.com
    resources:
    - name: orders
      path: /orders
      operations:
      - {name: list-orders, method: GET}
`,
	},
	{
		Code:  "unknown-version",
		Title: "a version of the specification that is not known",
		Why: "There is no published version of that name, or it has the other key: `naftiko` is up to 1.0.0-alpha3, " +
			"`ikanos` from 1.0.0-alpha3 on. The document is read as well as possible, in the spelling that its key or its " +
			"version stands for, and can be run. With `--strict` it is an error, since there is no schema to check " +
			"against, unless `--version` names one. A version that is newer than this program may have keys that it does " +
			"not know.",
		Do: "Write a published version; with `--strict` the hint lists them.",
		Bad: `naftiko: 1.0.0-alpha9
info: {label: Shop, description: Orders of a shop.}
capability:
  consumes:
  - type: http
    namespace: shop
    baseUri: https://shop.example.com
    resources:
    - name: orders
      path: /orders
      operations:
      - {name: list-orders, method: GET}
`,
		Good: `naftiko: 1.0.0-alpha2
info: {label: Shop, description: Orders of a shop.}
capability:
  consumes:
  - type: http
    namespace: shop
    baseUri: https://shop.example.com
    resources:
    - name: orders
      path: /orders
      operations:
      - {name: list-orders, method: GET}
`,
	},
	{
		Code:  "other-version-spelling",
		Title: "a spelling of another version",
		Why: "Some keys and forms have changed between the versions: `label` and `display`, `location` and `from`, " +
			"`functions` and `flows`, `targetName` and `target`, lists and mappings by name. The document names one " +
			"version and uses the word of another. It is read all the same; where both words stand, that of the " +
			"document's own version counts. Other programs that know the one version only ignore the key or refuse the " +
			"document.",
		Do:     "Use the word that the message names, or name the version that the document is written in.",
		Within: "document",
		Bad: `info:
  display: Shop
  description: Orders of a shop.
`,
		Good: `info:
  label: Shop
  description: Orders of a shop.
`,
	},
	{
		Code:  "unknown-key",
		Title: "a key that is not known where it stands",
		Why: "No version of the specification has this key here, and nothing reads it when the document is run, but for " +
			"`name` and `in` of an API key, which are understood. A misspelled key is the usual cause: what it was to say " +
			"is missing then, without another word. Or it stands a level too high or too low. A key that holds a note for " +
			"people does no harm, but keeps the document from passing the published schema.",
		Do: "Spell the key as the hint says, move it to where it belongs, or leave it out. A note for people is written " +
			"as a comment.",
		Within: "operation",
		Bad: `outputRawformat: csv
`,
		Good: `outputRawFormat: csv
`,
	},
	{
		Code:  "unknown-type",
		Title: "a type that is not known",
		Why: "The type decides which keys belong to a thing and what is done with it. One that is not known is passed " +
			"over: an adapter is not served, a step is not run. An authentication of such a type keeps the operations " +
			"that use it from being called, since their requests would go out without credentials. Documents for other " +
			"programs may have types of their own, which is fine as long as nothing else counts on them.",
		Do:     "Use one of the types that the message names.",
		Within: "capability",
		Bad: `exposes:
- type: soap
  namespace: shop-service
  port: 8080
`,
		Good: `exposes:
- type: mcp
  namespace: shop-tools
  transport: stdio
  description: Orders for agents.
  tools:
  - name: list-orders
    description: Lists the orders.
    call: shop.list-orders
`,
	},
	{
		Code:  "empty-entry",
		Title: "an entry of a list that is empty",
		Why: "There is a dash with nothing behind it, or with a comment only. The entry is left out, and the document runs " +
			"without it. Most often a dash was left over, or an entry was taken out but for its dash. It may also be that " +
			"the lines of the entry are indented too little, so that they are missing from it.",
		Do:     "Take the dash out, or write the entry behind it.",
		Within: "resource",
		Bad: `operations:
- name: list-orders
  method: GET
-
`,
		Good: `operations:
- name: list-orders
  method: GET
`,
	},
	{
		Code:  "ignored-name",
		Title: "a name that its key overrules",
		Why: "In a mapping by name the key is the name. The entry has another name inside, which is ignored: operations " +
			"are called by the key, and templates find parameters by it. Nobody can tell which of the two was meant. It " +
			"often remains when a list was turned into a mapping.",
		Do: "Leave the name out; if it is the right one, make it the key.",
		Bad: `ikanos: 1.0.0-beta5
info: {display: Shop, description: Orders of a shop.}
capability:
  consumes:
  - type: http
    namespace: shop
    baseUri: https://shop.example.com
    resources:
      orders:
        path: /orders
        operations:
          list-orders: {name: orders, method: GET}
`,
		Good: `ikanos: 1.0.0-beta5
info: {display: Shop, description: Orders of a shop.}
capability:
  consumes:
  - type: http
    namespace: shop
    baseUri: https://shop.example.com
    resources:
      orders:
        path: /orders
        operations:
          list-orders: {method: GET}
`,
	},
	{
		Code:  "missing-name",
		Title: "a thing that needs a name and has none",
		Why: "Input parameters, tools, prompts and their arguments are used by their names alone: without one a parameter " +
			"cannot be given a value, nor a tool be called. The document is not run, since it is not known what is " +
			"missing from its requests. Operations and resources may be without a name; such an operation is called as " +
			"`\"GET /orders\"`.",
		Do:     "Add the name that others use it by.",
		Within: "operation",
		Bad: `inputParameters:
- in: query
`,
		Good: `inputParameters:
- name: page
  in: query
`,
	},
	{
		Code:  "bare-body",
		Title: "a body without type and data",
		Why: "The body of a request is a text, or a mapping of `type` and `data`. Here it is the data itself, so that its " +
			"keys would be taken for those of the body: nothing of it would be sent. Since that is hardly meant, it is an " +
			"error, and the document is not run.",
		Do:     "Put it under `data`, beside `type: json`.",
		Within: "operation",
		Bad: `body:
  id: 7
  state: paid
`,
		Good: `body:
  type: json
  data:
    id: 7
    state: paid
`,
	},
}
