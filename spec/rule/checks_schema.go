package rule

// schemaFindings are those of the published schemas, one for each kind of departure.
var schemaFindings = []Finding{
	{
		Code:  "schema-type",
		Title: "a value that the published schema wants to be of another type",
		Why: "The published schema of the document's version wants a text, a number, true or false, a list or a mapping " +
			"here. A warning means that the document runs nevertheless, as when a number stands where a text belongs: it " +
			"is taken as it is written. Programs that check documents against the schema refuse it. With `--strict`, " +
			"which leaves the verdict to that schema, it is an error.",
		Do: "Put a text that looks like a number, a date or true in quotes; give other values the type that the message " +
			"names.",
		Within: "document",
		Bad: `info:
  label: 1984
  description: Orders of a book shop.
`,
		Good: `info:
  label: "1984"
  description: Orders of a book shop.
`,
	},
	{
		Code:  "schema-required",
		Title: "a key that the published schema wants",
		Why: "The published schema of the document's version says that the key must be there. Here the document runs " +
			"without it: the description of a capability is for people and models, an operation's method is `GET` unless " +
			"it says otherwise. Programs that check documents against the schema refuse it. Where running needs the key, " +
			"an error of its own says so. With `--strict` it is an error.",
		Do:     "Add the key; where only some values may stand there, the hint lists them.",
		Within: "document",
		Bad: `info:
  label: Shop
`,
		Good: `info:
  label: Shop
  description: Orders of a shop.
`,
	},
	{
		Code:  "schema-unknown-key",
		Title: "a key that the published schema does not know",
		Why: "The published schema of the document's version has no such key here, though another version or this program " +
			"may have it. Such a key is understood when the document is run: `type` and `default` of an input parameter, " +
			"for example, are honoured in all versions. What no version knows is an `unknown-key` instead, but with " +
			"`--strict`, which does not tell the two apart. It is fine where the document is run by this program only; " +
			"others may refuse it. With `--strict` it is an error.",
		Do:     "Leave the key out, or name a version that has it: where there is one, the hint says which.",
		Within: "operation",
		Bad: `inputParameters:
- name: page
  in: query
  type: integer
`,
		Good: `inputParameters:
- name: page
  in: query
`,
	},
	{
		Code:  "schema-enum",
		Title: "a value that is not among those the published schema has",
		Why: "The published schema of the document's version lists the values that may stand here, and this is none of " +
			"them. A warning means that it is understood all the same, as a method in lower case is, or that it does not " +
			"matter to a call. Other programs compare the value as it is written, and refuse the document or do nothing. " +
			"With `--strict` it is an error.",
		Do:     "Write one of the values that the message lists, in the same case.",
		Within: "operation",
		Bad: `method: get
`,
		Good: `method: GET
`,
	},
	{
		Code:  "schema-pattern",
		Title: "a text that is not of the form the published schema wants",
		Why: "The published schema of the document's version says of which characters the text may be: names of letters, " +
			"digits and hyphens, dates as 2026-01-31, sizes as 10MiB. A warning means that the document runs with it: a " +
			"name with an underscore is a name like any other here. Programs that check documents against the schema " +
			"refuse it. With `--strict` it is an error.",
		Do:     "Write the text in the form that the message names, and change a name everywhere it is used.",
		Within: "capability",
		Bad: `consumes:
- type: http
  namespace: book_shop
  baseUri: https://shop.example.com
  resources:
  - name: orders
    path: /orders
    operations: [{name: list-orders, method: GET}]
`,
		Good: `consumes:
- type: http
  namespace: book-shop
  baseUri: https://shop.example.com
  resources:
  - name: orders
    path: /orders
    operations: [{name: list-orders, method: GET}]
`,
	},
	{
		Code:  "schema-size",
		Title: "a value that is smaller or larger than the published schema allows",
		Why: "The published schema of the document's version gives a least or a greatest size: of a number, of the length " +
			"of a text, of the entries of a list. An empty list where one entry is wanted is the usual case; it means " +
			"that nothing is there to be called. A warning means that the rest of the document runs. With `--strict` it " +
			"is an error.",
		Do:     "Bring the value into its bounds, or leave out a key that has nothing.",
		Within: "resource",
		Bad: `operations: []
`,
		Good: `operations:
- name: list-orders
  method: GET
`,
	},
	{
		Code:  "schema-conflict",
		Title: "keys that do not go together",
		Why: "The published schema of the document's version allows one of the keys, and two are there. Nobody can tell " +
			"from the document which is meant, and programs differ in which they take. Here one of them counts, or each " +
			"is read for itself, as operations beside capability and within it are. A warning means that the document " +
			"runs. With `--strict` it is an error.",
		Do: "Leave one of the keys out, or move what it holds to the other.",
		Bad: `naftiko: 1.0.0-alpha2
info: {label: Shop, description: Orders of a shop.}
consumes:
- {type: http, namespace: crew, baseUri: https://crew.example.com, resources: [&r {name: list, path: /list, operations: [{name: get, method: GET}]}]}
capability:
  consumes:
  - {type: http, namespace: shop, baseUri: https://shop.example.com, resources: [*r]}
`,
		Good: `naftiko: 1.0.0-alpha2
info: {label: Shop, description: Orders of a shop.}
capability:
  consumes:
  - {type: http, namespace: crew, baseUri: https://crew.example.com, resources: [&r {name: list, path: /list, operations: [{name: get, method: GET}]}]}
  - {type: http, namespace: shop, baseUri: https://shop.example.com, resources: [*r]}
`,
	},
}
