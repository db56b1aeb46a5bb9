package rule

// exposeFindings are those about what a document exposes.
var exposeFindings = []Finding{
	{
		Code:  "unknown-ref",
		Title: "a reference to a function that no aggregate has",
		Why: "The tool or operation takes its work from a function with `ref`, and no aggregate of the document has it. A " +
			"reference is written `namespace.function`, and compared letter by letter. The tool cannot be called; all " +
			"else can. A function is also missing where the import of its aggregate cannot be followed. A file without a " +
			"capability and without aggregates has its functions from whoever imports it, and is not told of.",
		Do:     "Write `NAMESPACE.FUNCTION` of an aggregate in the document.",
		Within: "capability",
		Bad: `exposes:
- type: mcp
  namespace: shop-tools
  transport: stdio
  description: Orders for agents.
  tools:
  - name: list-orders
    description: Lists the orders.
    ref: orders.list
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
		Code:  "ambiguous-call",
		Title: "a call that means several operations",
		Why: "The name of the call is that of operations in several resources of the API, or in two entries with one " +
			"namespace. The first one in the document is called. That may not be the one that was meant, and may be " +
			"another after the document is rearranged.",
		Do:     "Write `NAMESPACE.RESOURCE.OPERATION`, or give the operations different names.",
		Within: "capability",
		Bad: `consumes:
- type: http
  namespace: shop
  baseUri: https://shop.example.com
  resources:
  - {name: orders, path: /orders, operations: [{name: list, method: GET}]}
  - {name: books, path: /books, operations: [{name: list, method: GET}]}
exposes:
- type: mcp
  namespace: shop-tools
  transport: stdio
  description: Orders for agents.
  tools: [{name: list-orders, description: Lists the orders., call: shop.list}]
`,
		Good: `consumes:
- type: http
  namespace: shop
  baseUri: https://shop.example.com
  resources:
  - {name: orders, path: /orders, operations: [{name: list-orders, method: GET}]}
  - {name: books, path: /books, operations: [{name: list-books, method: GET}]}
exposes:
- type: mcp
  namespace: shop-tools
  transport: stdio
  description: Orders for agents.
  tools: [{name: list-orders, description: Lists the orders., call: shop.list-orders}]
`,
	},
	{
		Code:  "no-call",
		Title: "a tool that calls nothing and has no value",
		Why: "A tool, operation or function calls an operation, or answers by itself with outputs that have values. This " +
			"one does neither, so there is nothing it could answer. It is told when the tool is called, and not by a " +
			"check: a tool may be written before what it calls, and all else can be called.",
		Do:     "Add `call: NAMESPACE.OPERATION`, or give an output a value.",
		Within: "capability",
		Bad: `exposes:
- type: mcp
  namespace: shop-tools
  transport: stdio
  description: Orders for agents.
  tools:
  - name: list-orders
    description: Lists the orders.
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
}
