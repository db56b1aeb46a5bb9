package rule

// answerFindings are those about how answers are read and what is taken from them.
var answerFindings = []Finding{
	{
		Code:  "unsupported-format",
		Title: "an answer in a format that is not read",
		Why: "The operation says with `outputRawFormat` what its answers are in, and that format cannot be read here. " +
			"Without reading an answer nothing can be taken from it, so calling the operation is an error before anything " +
			"is sent. With `-o raw` it can be called, and the answer is printed as it came. Without `outputRawFormat` " +
			"answers are read as JSON.",
		Do:     "Use one of the formats that the hint lists.",
		Within: "operation",
		Bad: `outputRawFormat: cobol
`,
		Good: `outputRawFormat: csv
`,
	},
	{
		Code:  "size-unused",
		Title: "a limit for binary answers where answers are not binary",
		Why: "The key `maxBinarySize` limits answers in the format `binary`, which are handed on as they are. Answers in " +
			"other formats are read as a whole, and `--max-response` limits them. The key has no effect here, so it " +
			"protects from nothing.",
		Do: "Leave the key out, or write `outputRawFormat: binary`.",
		Bad: `ikanos: 1.0.0-beta5
info: {display: Shop, description: Orders of a shop.}
capability:
  consumes:
  - type: http
    namespace: shop
    baseUri: https://shop.example.com
    resources:
      orders: {path: /orders, operations: {get-receipt: {method: GET, outputRawFormat: csv, maxBinarySize: 10MiB}}}
`,
		Good: `ikanos: 1.0.0-beta5
info: {display: Shop, description: Orders of a shop.}
capability:
  consumes:
  - type: http
    namespace: shop
    baseUri: https://shop.example.com
    resources:
      orders: {path: /orders, operations: {get-receipt: {method: GET, outputRawFormat: binary, maxBinarySize: 10MiB}}}
`,
	},
	{
		Code:  "schema-unused",
		Title: "an outputSchema for a format that has none",
		Why: "The formats `avro` and `protobuf` are read by the schema file that `outputSchema` names, and `html` and " +
			"`markdown` take the part of a page that it selects. Answers in other formats say themselves what they have, " +
			"and the key is ignored: nothing is checked against it. To check what an API answers, compare the result with " +
			"what `naftiko schema CAPABILITY OPERATION` prints.",
		Do:     "Leave the key out, or write the format that it is for.",
		Within: "operation",
		Bad: `outputRawFormat: csv
outputSchema: orders.csv
`,
		Good: `outputRawFormat: csv
`,
	},
	{
		Code:  "output-schema",
		Title: "an outputSchema that cannot be used",
		Why: "Answers in `avro` and `protobuf` are read by the schema file that `outputSchema` names; for `html` it is a " +
			"CSS selector, for `markdown` how the headings wanted begin. Here it is missing where it must be there, " +
			"cannot be read or has an error. A file must lie below the folder of the document, or below one that " +
			"`--allow-path` names; none is fetched. Calling the operation is an error before anything is sent.",
		Do:     "Correct the selector or the path, or put the file beside the document.",
		Within: "operation",
		Bad: `outputRawFormat: html
outputSchema: "table["
`,
		Good: `outputRawFormat: html
outputSchema: "table.orders"
`,
	},
	{
		Code:  "bad-size",
		Title: "a size that is none",
		Why: "A size is a number with `B`, `KiB`, `MiB` or `GiB` behind it, as `10MiB`, and at least one byte. Units of a " +
			"thousand, as `MB`, are not known, because half of those who write them mean the others. The limit that was " +
			"meant is not there, so the operation cannot be called.",
		Do: "Write the number with `B`, `KiB`, `MiB` or `GiB` behind it.",
		Bad: `ikanos: 1.0.0-beta5
info: {display: Shop, description: Orders of a shop.}
capability:
  consumes:
  - type: http
    namespace: shop
    baseUri: https://shop.example.com
    resources:
      orders: {path: /orders, operations: {get-receipt: {method: GET, outputRawFormat: binary, maxBinarySize: 10MB}}}
`,
		Good: `ikanos: 1.0.0-beta5
info: {display: Shop, description: Orders of a shop.}
capability:
  consumes:
  - type: http
    namespace: shop
    baseUri: https://shop.example.com
    resources:
      orders: {path: /orders, operations: {get-receipt: {method: GET, outputRawFormat: binary, maxBinarySize: 10MiB}}}
`,
	},
	{
		Code:  "output-unnamed",
		Title: "an output without a name beside others",
		Why: "The result of an operation has a member for each output, by name. An output without a name is called `value` " +
			"if it is the only one, and left out beside others. What it was to take from the answer is missing from the " +
			"result.",
		Do:     "Give the output the name that its member is to have.",
		Within: "operation",
		Bad: `outputParameters:
- name: id
  type: string
  value: $.id
- type: string
  value: $.state
`,
		Good: `outputParameters:
- name: id
  type: string
  value: $.id
- name: state
  type: string
  value: $.state
`,
	},
	{
		Code:  "duplicate-output",
		Title: "outputs that have one name",
		Why: "The result of an operation has a member for each output, by name, and each name once. The later of two " +
			"outputs with one name takes the place of the earlier, whether it finds something in the answer or not. That " +
			"is no way to name a second place for what the first does not have.",
		Do:     "Give one of the outputs another name, or leave it out.",
		Within: "operation",
		Bad: `outputParameters:
- name: id
  type: string
  value: $.id
- name: id
  type: string
  value: $.number
`,
		Good: `outputParameters:
- name: id
  type: string
  value: $.id
- name: number
  type: string
  value: $.number
`,
	},
	{
		Code:  "no-source",
		Title: "an output that always is null",
		Why: "Neither a path nor a value says what the output is, and it has no parts that say so. It is null in every " +
			"result, whatever the API answers. The name of an output alone does not find the member of that name. What is " +
			"wanted may be the answer as a whole, which is the path `$`.",
		Do:     "Add a path into the answer, as `value: $.state`.",
		Within: "operation",
		Bad: `outputParameters:
- name: state
  type: string
`,
		Good: `outputParameters:
- name: state
  type: string
  value: $.state
`,
	},
	{
		Code:  "jsonpath-syntax",
		Title: "a path that cannot be read",
		Why: "The output says with a JSONPath where its value stands in the answer, and the path has an error: a bracket " +
			"or a filter that is not closed, a name that needs quotes. The operation cannot be called, since its result " +
			"would not be what is meant. A path begins with `$`, goes to members with `.name` or `['any name']`, to " +
			"entries of lists with `[0]` or `[*]`, and filters with `[?(@.state == 'paid')]`.",
		Do:     "Mend the path at the place that the message names.",
		Within: "operation",
		Bad: `outputParameters:
- name: first
  type: string
  value: "$.orders[0"
`,
		Good: `outputParameters:
- name: first
  type: string
  value: "$.orders[0]"
`,
	},
	{
		Code:  "template-in-literal",
		Title: "a template inside of a list or a mapping",
		Why: "The value of an output is a path, a text whose templates are filled, or a list or mapping that goes into the " +
			"result as it is written. Templates inside of a list or a mapping are not filled: the braces stand in the " +
			"result. Callers get `{{name}}` in place of the value.",
		Do:     "Declare the parts as outputs of their own, below `properties` or `items`.",
		Within: "operation",
		Bad: `outputParameters:
- name: asked
  type: array
  value: ["page", "{{page}}"]
`,
		Good: `outputParameters:
- name: asked
  type: string
  value: "page {{page}}"
`,
	},
	{
		Code:  "path-in-text",
		Title: "a path in the middle of a text",
		Why: "The value of an output is one path, or a text whose templates name arguments. A path of the answer between " +
			"other words is not filled: the text goes into the result with its braces, as it is written. A text that is " +
			"nothing but the path in braces, `\"{{$.id}}\"`, is taken for the path.",
		Do:     "Give each path an output of its own, and put the text together where it is used.",
		Within: "operation",
		Bad: `outputParameters:
- name: title
  type: string
  value: "order {{$.id}}"
`,
		Good: `outputParameters:
- name: id
  type: string
  value: "$.id"
`,
	},
	{
		Code:  "bind-in-output",
		Title: "a bind in a result",
		Why: "The value of the output names a bind. Binds hold secrets as a rule, and results are printed, stored and " +
			"given to models, so the value is not put in: its name stands there in its place, as `$SHOP_TOKEN`. All else " +
			"of the text is filled.",
		Do:     "Take the bind out of the text. What callers may know is an argument, or is written out.",
		Within: "document",
		Bad: `binds:
- {namespace: env, keys: {SHOP_TOKEN: SHOP_TOKEN}}
capability:
  consumes:
  - type: http
    namespace: shop
    baseUri: https://shop.example.com
    authentication: {type: bearer, token: "{{SHOP_TOKEN}}"}
    resources:
    - name: orders
      path: /orders
      operations:
      - {name: list-orders, method: GET, outputParameters: [{name: asked, type: string, value: "with {{SHOP_TOKEN}}"}]}
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
    - name: orders
      path: /orders
      operations:
      - {name: list-orders, method: GET, outputParameters: [{name: orders, type: array, value: $.orders}]}
`,
	},
}
