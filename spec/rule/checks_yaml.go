package rule

// yamlFindings are those about the text itself, from spec/yaml; some of their codes
// stand for limits of the parser too.
var yamlFindings = []Finding{
	{
		Code:  "too-large",
		Title: "a document that is too large to be read",
		Why: "A document may have 32 MiB, some four million entries and a million objects. Beyond the first two nothing of " +
			"it is read, a list that goes beyond the last is left out, and the document is not run. The limits keep a " +
			"stranger's file from filling the memory of the machine, and no flag raises them. What people write has a few " +
			"hundred kilobytes at most; a document that is larger was generated, or holds data that has no business in " +
			"it.",
		Do: "Split it into several capabilities, each with some of the operations.",
	},
	{
		Code:  "not-utf8",
		Title: "a text in another encoding than UTF-8",
		Why: "YAML is read as UTF-8. A text in UTF-16, or with a byte that is no UTF-8, is not read at all: a guess at its " +
			"encoding could change names, paths and passwords without a word. The place is that of the first such byte. " +
			"Often an editor saved the file in the encoding of its country, or an older PowerShell wrote it with `>`. A " +
			"byte order mark in front of UTF-8 does no harm.",
		Do: "Save the file as UTF-8, in the editor or with `iconv -f UTF-16 -t UTF-8`.",
	},
	{
		Code:  "not-text",
		Title: "a character that no text has",
		Why: "The file has a NUL byte or another control character, which YAML allows nowhere, not even in quotes. Nothing " +
			"of the document is read. Either the file is no text at all, or the character came along unseen when " +
			"something was copied from a terminal or a word processor. Tabs and line ends are control characters too, and " +
			"are fine.",
		Do: "Take the character out. Where it is meant, write its escape in double quotes, as `\"\\x1b\"`.",
	},
	{
		Code:  "yaml-syntax",
		Title: "a text that is no YAML",
		Why: "The text cannot be read as YAML from this place on, so that nothing of the document is: no operation of it " +
			"can be called. The message says what is expected there. Where the mistake is known to be further up, as with " +
			"a quote or a bracket that is not closed, the place is where that began. The usual causes are a text that " +
			"needs quotes, an indentation that does not fit, and a tab in front of a key.",
		Do: "Mend the place that is named. A text that has a colon and a blank in it, or begins with a bracket, an " +
			"asterisk or another mark, is put in quotes.",
		Within: "consume",
		Bad: `description: Orders: new ones and old ones
`,
		Good: `description: "Orders: new ones and old ones"
`,
	},
	{
		Code:  "too-deep",
		Title: "lists and mappings that nest too deep",
		Why: "Lists and mappings may nest 200 levels deep, aliases followed. Deeper ones are refused, and the document " +
			"with them, because reading them takes memory for every level. No document that people write comes near that. " +
			"What does was generated, or made to do harm.",
		Do: "Flatten the data, or leave it out.",
	},
	{
		Code:  "second-document",
		Title: "a second document in one file",
		Why: "A line with `---` begins another YAML document, and a file holds one. What stands behind the line would " +
			"never be read. So that nobody believes it is, the file is refused as a whole. One at the top is fine, and so " +
			"is one that nothing but comments follow.",
		Do: "Put the second document into a file of its own.",
		Bad: `naftiko: 1.0.0-alpha2
info: {label: Shop, description: Orders of a shop.}
capability: {consumes: []}
---
naftiko: 1.0.0-alpha2
info: {label: Crew, description: People of a shop.}
capability: {consumes: []}
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
		Code:  "empty-document",
		Title: "a document without content",
		Why: "The file is empty, or has nothing but comments. There is nothing to call in it. In a folder such files are " +
			"passed over; this one was named by itself. An empty file is often what is left when writing it went wrong, " +
			"as when the disk was full or a shell emptied it with `>` before the command failed.",
		Do: "Write the document, or leave the file out of the check.",
		Bad: `# Orders of a shop. To be written.
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
		Code:  "alias-expansion",
		Title: "aliases that make the document too large",
		Why: "An alias stands for everything that its anchor marks. Aliases of aliases multiply: ten lines of them can " +
			"mean a billion entries, which has been used to bring programs down. A document may grow to ten times what is " +
			"written, or to 1,000 entries if that is more. One that grows beyond is refused, and nothing of it is read.",
		Do:     "Write out what is needed, or use fewer aliases of aliases.",
		Within: "operation",
		Bad: `body:
  type: json
  data:
    few: &few [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    more: &more [*few, *few, *few, *few, *few, *few, *few, *few, *few, *few]
    many: [*more, *more, *more, *more, *more, *more, *more, *more, *more, *more]
`,
		Good: `body:
  type: json
  data:
    few: &few [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    more: [*few, *few]
`,
	},
	{
		Code:  "alias-cycle",
		Title: "an alias inside of what it names",
		Why: "The alias stands for a mapping or a list that has the alias in it, and so on without end. There is no such " +
			"value, neither in JSON nor in any other form that can be sent. The alias is taken for nothing, and the " +
			"document is not run.",
		Do:     "Write what is meant in place of the alias.",
		Within: "operation",
		Bad: `body:
  type: json
  data: &order
    id: 7
    parent: *order
`,
		Good: `body:
  type: json
  data:
    id: 7
    parent: {id: 6}
`,
	},
	{
		Code:  "custom-tag",
		Title: "a tag that means nothing here",
		Why: "Tags such as `!secret`, `!env` or `!include` have a meaning for the program that made them up, and for no " +
			"other. Here the tag is ignored, and what stands behind it is read as it is: `!secret SHOP_TOKEN` is the text " +
			"`SHOP_TOKEN`, which would be sent as the token. The tags of YAML itself, as `!!str`, are fine.",
		Do:     "Leave the tag out. Values from outside come through binds.",
		Within: "consume",
		Bad: `authentication:
  type: bearer
  token: !secret SHOP_TOKEN
`,
		Good: `authentication:
  type: bearer
  token: "{{SHOP_TOKEN}}"
`,
	},
	{
		Code:  "duplicate-key",
		Title: "a key that is there twice",
		Why: "A mapping has each key once. Readers of YAML differ in what they make of a second one: some take the first, " +
			"some the last, some refuse the file. So that a document does not mean one thing here and another thing " +
			"elsewhere, it is refused and not run. The place is that of the second key, and the message says where the " +
			"first is.",
		Do:     "Leave one of the two out, or give it the name that it was to have.",
		Within: "consume",
		Bad: `baseUri: https://shop.example.com
baseUri: https://test.shop.example.com
`,
		Good: `baseUri: https://shop.example.com
`,
	},
	{
		Code:  "complex-key",
		Title: "a mapping or a list where a key belongs",
		Why: "YAML lets a mapping or a list be a key, and documents have no use for that. Nearly always it is a template " +
			"without quotes: `{{SHOP_TOKEN}}` is to YAML a mapping whose key is a mapping. The document is not run, " +
			"because what would be sent is not what is written.",
		Do:     "Put the template in quotes, and write a plain text for any other key.",
		Within: "consume",
		Bad: `authentication:
  type: bearer
  token: {{SHOP_TOKEN}}
`,
		Good: `authentication:
  type: bearer
  token: "{{SHOP_TOKEN}}"
`,
	},
	{
		Code:  "non-string-key",
		Title: "a key that YAML takes for a number or a truth value",
		Why: "The key is written without quotes, and YAML reads `404` as a number and `true` as a truth value. Here it is " +
			"taken for the text that is written, so nothing is lost when the document is run. Other programs may change " +
			"it, as `1.0` to `1` or `010` to `8`, or refuse it. The quotes cost nothing and leave no doubt.",
		Do:     "Put the key in quotes.",
		Within: "operation",
		Bad: `body:
  type: json
  data:
    404: not found
`,
		Good: `body:
  type: json
  data:
    "404": not found
`,
	},
	{
		Code:  "bad-merge",
		Title: "a merge key that names no mapping",
		Why: "The key `<<` takes over the members of another mapping. Its value must be the alias of one, or a list of " +
			"such aliases. Here it is something else, most often a name without the asterisk in front. The document is " +
			"not run, since members are missing that it counts on.",
		Do:     "Mark the mapping with `&name`, and write `<<: *name`.",
		Within: "resource",
		Bad: `operations:
- &list
  name: list-orders
  method: GET
- <<: list
  name: list-all-orders
`,
		Good: `operations:
- &list
  name: list-orders
  method: GET
- <<: *list
  name: list-all-orders
`,
	},
	{
		Code:  "too-many-findings",
		Title: "more findings than are shown",
		Why: "One document gives at most so many findings: 1,000 about its YAML, 1,000 departures from the published " +
			"schema, 10,000 errors and as many warnings about its keys, 1,000 of one rule, 20,000 together. The others " +
			"are left out, so that a report can still be read and kept. Whether there are errors is told all the same, " +
			"and the exit code is what it would be with all of them. So many findings have one cause as a rule: a file of " +
			"another kind, another version, or one mistake in a part that was copied.",
		Do: "Mend what is shown first, and check again.",
	},
}
